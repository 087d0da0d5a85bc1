"""The plans along a history: for each commit, which client's plan it touched and what stood there before.

Built from what git says of the files alone, oldest commit first; contents are read for those commits only in which
plans came and went at once, to tell renames. Everything is by a client's id, the stem of its file: a file that moved
is the same plan, and of two files with one id the first by path counts (`doubled` has them).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from kamctl.gitrepo.delta import Delta, Step
from kamctl.history.rename import Named, renames
from kamctl.history.standing import File, Standing, Turn, client_at, version_of
from kamctl.history.version import Versions

Ancestry = Sequence[tuple[str, tuple[str, ...]]]
"""Commits, each with all its parents, newest first and never a parent before its child."""


class Timeline(NamedTuple):
    """All turns, newest first and in a commit by client; `last` is how the plans stand in the newest commit.

    `today` tells for a commit which id, of those that its plans had then, is called otherwise today.
    """

    turns: tuple[Turn, ...]
    last: Mapping[str, Standing]
    today: Mapping[str, Mapping[str, str]]
    mainline: Collection[str] = ()
    """The commits that one sees from the newest by first parents."""
    doubled: Mapping[str, tuple[str, tuple[File, ...]]] = {}
    """The ids of which several files were there at once, with the last commit that touched these, and the files."""

    def name(self, commit: str, client: str) -> str:
        """What the client that had this id in a commit is called today."""
        return self.today.get(commit, {}).get(client, client)


def build(ancestry: Ancestry, steps: Iterable[Step], versions: Versions, joins: bool = False) -> Timeline:
    """The timeline of a history; `steps` are those to the first parents, in the order of `ancestry` reversed.

    With `joins` there is a turn for each plan that stood otherwise in two parents of a merge, whatever this made of it.
    """
    builder = _Builder(ancestry, versions, joins)
    for (commit, parents), step in zip(reversed(ancestry), steps, strict=True):
        builder.add(commit, parents, step.deltas)
    turns: list[Turn] = []
    for of_commit in reversed(builder.turns):
        turns.extend(sorted(of_commit, key=lambda turn: turn.client))
    last = builder.states[ancestry[0][0]] if ancestry else {}
    return Timeline(tuple(turns), last, _names_of_today(ancestry, builder.pairs), _mainline(ancestry), builder.doubled)


State = dict[str, Standing]
_Pairs = dict[str, str]
"""The former id by the new one."""


class _Builder:
    """Walks from the oldest commit to the newest; states are kept as long as a child needs them."""

    def __init__(self, ancestry: Ancestry, versions: Versions, joins: bool) -> None:
        self.turns: list[list[Turn]] = []
        self.states: dict[str, State] = {}
        self.pairs: dict[str, tuple[_Pairs, ...]] = {}  # by commit, for each parent; only where there are any
        self.doubled: dict[str, tuple[str, tuple[File, ...]]] = {}
        self._former: dict[str, set[str]] = {}  # all ids that one ever had been
        self._clients: dict[tuple[str, int], str | None] = {}  # a long history names the same few again and again
        self._uses = Counter(parent for _, parents in ancestry for parent in parents)
        self._versions = versions
        self._joins = joins
        self._deleted: State = {}  # the last plan of each client whose plan was deleted

    def add(self, commit: str, parents: tuple[str, ...], deltas: Sequence[Delta]) -> None:
        befores = [self._take(parent) for parent in parents] or [({}, True)]
        first, owned = befores[0]
        touched = self._touched(first, deltas)
        self.doubled.update((client, (commit, files)) for client, files in touched.items() if len(files) > 1)
        states = [state for state, _ in befores]
        changes = self._linear(commit, first, touched) if len(parents) < 2 else self._merge(commit, states, touched)
        state = first if owned and len(parents) < 2 else dict(first)
        for client, standing in changes.items():
            if standing is None:
                state.pop(client, None)
            else:
                state[client] = standing
        self.states[commit] = state

    def _touched(self, state: State, deltas: Sequence[Delta]) -> dict[str, tuple[File, ...]]:
        """The files of each client that has other ones now than in `state`, by path."""
        found: dict[str, dict[str, File]] = {}
        for path, _, new, old_mode, mode in deltas:
            now = self._client(path, mode) if new is not None else None
            client = now or self._client(path, old_mode)
            if client is None:
                continue
            files = found.get(client)
            if files is None:
                standing = state.get(client)
                files = found[client] = {file.path: file for file in standing.files} if standing else {}
            if now is None or new is None:
                files.pop(path, None)
            else:
                files[path] = File(path, mode, new)
        return {client: tuple(sorted(files.values(), key=_order)) for client, files in found.items()}

    def _client(self, path: str, mode: int) -> str | None:
        if (path, mode) not in self._clients:
            self._clients[path, mode] = client_at(path, mode)
        return self._clients[path, mode]

    def _take(self, parent: str) -> tuple[State, bool]:
        """The state of a parent, and whether nobody needs it any more."""
        self._uses[parent] -= 1
        if self._uses[parent]:
            return self.states[parent], False
        # A merge may name a parent twice.
        return self.states.pop(parent), True

    def _linear(self, commit: str, state: State, touched: Mapping[str, tuple[File, ...]]) -> dict[str, Standing | None]:
        gone = [client for client, files in touched.items() if not files and client in state]
        come = [client for client, files in touched.items() if files and client not in state]
        pairs = self._detect([state[client] for client in gone], {client: touched[client][0] for client in come})
        if pairs:
            self._record(commit, (pairs,), pairs)
        changes: dict[str, Standing | None] = {}
        turns = []
        for client, files in touched.items():
            was = pairs.get(client)
            before = state.get(was or client)
            if not files:
                changes[client] = None
                if before is not None and client not in pairs.values():
                    self._deleted[client] = before
                    turns.append(Turn(commit, client, (before,), None))
            elif was is None and before is not None and before.file.says_as(files[0]):
                changes[client] = before.at(files)
            else:
                former = None if before else self._deleted.get(client)
                after = changes[client] = Standing(client, commit, files, (before,), former)
                turns.append(Turn(commit, client, (before,), after, was))
        if turns:
            self.turns.append(turns)
        return changes

    def _merge(
        self, commit: str, states: Sequence[State], touched: Mapping[str, tuple[File, ...]]
    ) -> dict[str, Standing | None]:
        """What a merge made of what its parents had; `touched` against the first of them."""
        first = states[0]
        if self._joins:
            touched = {**_parted(states), **touched}
        there = (first.keys() | {client for client, files in touched.items() if files}) - {
            client for client, files in touched.items() if not files
        }
        gone = [state.keys() - there for state in states]
        come = [there - state.keys() for state in states]
        lost, new = set.intersection(*gone), set.intersection(*come)
        own = self._detect([first[client] for client in sorted(lost)], {client: touched[client][0] for client in new})
        pairs = tuple(self._known(away, added, own) for away, added in zip(gone, come, strict=True))
        if any(pairs):
            self._record(commit, pairs, own)
        changes: dict[str, Standing | None] = {}
        turns = []
        for client, files in touched.items():
            before = tuple(
                state.get(client) or state.get(known.get(client, ""))
                for state, known in zip(states, pairs, strict=True)
            )
            if not files:
                changes[client] = None
                left = next((standing for standing in before if standing), None)
                if left is not None and not any(client in known.values() for known in pairs):
                    self._deleted[client] = left
                if client in lost and client not in own.values():
                    turns.append(Turn(commit, client, before, None))
                continue
            former = None if any(before) else self._deleted.get(client)
            after, is_new = _merged(Standing(client, commit, files, before, former), keep=not self._joins)
            changes[client] = after
            if is_new or client in own or self._joins:
                turns.append(Turn(commit, client, before, after, own.get(client)))
        if turns:
            self.turns.append(turns)
        return changes

    def _detect(self, gone: Sequence[Standing], come: Mapping[str, File]) -> _Pairs:
        if not gone or not come:
            return {}
        files = [*(standing.file for standing in gone), *come.values()]
        self._versions.fetch([file.blob for file in files if file.regular])
        found: _Pairs = {}
        for regular in (True, False):  # what hides plans came from no plan, whatever its content is
            olds = [(standing.client, standing.file) for standing in gone if standing.file.regular is regular]
            news = [(client, file) for client, file in come.items() if file.regular is regular]
            found |= renames(*([self._named(*each) for each in side] for side in (olds, news)))
        return found

    def _named(self, client: str, file: File) -> Named:
        return Named(client, version_of(file, self._versions))

    def _known(self, gone: set[str], come: set[str], own: _Pairs) -> _Pairs:
        """The renames between one parent and a merge: what the merge renamed itself, or a commit on another side."""
        pairs = dict(own)
        taken = set(own.values())
        for client in sorted(come - own.keys()):
            former = sorted(self._former.get(client, set()) & gone - taken)
            if former:
                pairs[client] = former[0]
                taken.add(former[0])
        return pairs

    def _record(self, commit: str, pairs: tuple[_Pairs, ...], new: _Pairs) -> None:
        self.pairs[commit] = pairs
        for client, former in new.items():
            self._former.setdefault(client, set()).update({former}, self._former.get(former, ()))


def _merged(made: Standing, keep: bool) -> tuple[Standing, bool]:
    """How a plan stands after a merge that made it so, and whether no parent has it so.

    With `keep` one that the first parent has so is still that one's.
    """
    first = made.before[0]
    if keep and first is not None and first.client == made.client and first.file.says_as(made.file):
        return first.at(made.files), False
    return made, not any(standing is not None and standing.file.says_as(made.file) for standing in made.before)


def _parted(states: Sequence[State]) -> dict[str, tuple[File, ...]]:
    """The clients whose plans come from elsewhere in another parent than in the first, with their files there."""
    first, *others = states
    clients = {client for state in others for client in first.keys() | state.keys()}
    apart = (client for client in clients if any(state.get(client) is not first.get(client) for state in others))
    return {client: first[client].files if client in first else () for client in sorted(apart)}


def _order(file: File) -> tuple[bool, str]:
    return file.order


def _mainline(ancestry: Ancestry) -> frozenset[str]:
    line: list[str] = [ancestry[0][0]] if ancestry else []
    for commit, parents in ancestry:
        if commit == line[-1] and parents:
            line.append(parents[0])
    return frozenset(line)


def _names_of_today(ancestry: Ancestry, pairs: Mapping[str, tuple[_Pairs, ...]]) -> dict[str, dict[str, str]]:
    """For each commit the ids that are others today; from the newest commit back, over the renames on the way."""
    names: dict[str, dict[str, str]] = {}
    if not pairs:
        return names
    for commit, parents in ancestry:
        known = names.get(commit, {})
        renamed = pairs.get(commit)
        for number, parent in enumerate(parents):
            passed = known
            if renamed and renamed[number]:
                passed = {**known, **{old: known.get(new, new) for new, old in renamed[number].items()}}
            if passed:
                names[parent] = {**passed, **names[parent]} if parent in names else passed
    return names
