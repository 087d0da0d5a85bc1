"""The history of plans by brute force: every version of every plan read and compared leaf by leaf, in plain loops.

Written for `test_replay` from the words of the design alone: it shares no code with the program save how things in
lists correspond, which has its own tests. All values are texts as they stand in the file.
"""

from __future__ import annotations

import subprocess
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from kamctl.history.compare import pair
from tests.gitting import environment, git

Leaves = dict[tuple[Any, ...], str]
Told = tuple[str, str, str, str | None, bool, frozenset[tuple[str, str, str | None, str | None]]]
"""An event: commit, client of today, kind, former id, whether it cannot be read, and its changes."""


class File(NamedTuple):
    path: str
    mode: int
    blob: str

    def same(self, other: File) -> bool:
        return self.blob == other.blob and self.regular == other.regular

    @property
    def regular(self) -> bool:
        return self.mode in (0o100644, 0o100755)


class Objects:
    """Contents by id: from one `git cat-file --batch`, or each with a `git show` of its own."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            ["git", "cat-file", "--batch"],
            cwd=folder,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.known: dict[str, bytes] = {}

    def __call__(self, id_: str) -> bytes:
        if id_ not in self.known:
            assert self.process.stdin is not None
            assert self.process.stdout is not None
            self.process.stdin.write(id_.encode() + b"\n")
            self.process.stdin.flush()
            size = int(self.process.stdout.readline().split()[2])
            self.known[id_] = self.process.stdout.read(size + 1)[:-1]
        return self.known[id_]

    def close(self) -> None:
        self.process.communicate()


class Replay:
    """A repository replayed from its first commit to its last."""

    def __init__(self, folder: Path, by_show: bool = False) -> None:
        self.folder = folder
        self.by_show = by_show
        self.read = Objects(folder)
        listed = git(folder, "rev-list", "--date-order", "--parents", "main").decode().splitlines()
        self.order = [(line.split()[0], line.split()[1:]) for line in listed]
        self.parents = dict(self.order)
        self.plans = {commit: self._plans(commit) for commit, _ in self.order}
        self.pairs: dict[tuple[str, int], dict[str, str]] = {}  # the former id by the new one
        self.renamed: list[tuple[str, str]] = []
        self.own: dict[str, dict[str, str]] = {}
        for commit, parents in reversed(self.order):
            self._find_renames(commit, parents)
        self.values = lru_cache(maxsize=None)(self._values)
        self.last = lru_cache(maxsize=None)(self._last)
        self.blame_of = lru_cache(maxsize=None)(self._blame_of)
        self.entry = lru_cache(maxsize=None)(self._entry)

    # Trees and contents.

    def _plans(self, commit: str) -> dict[str, File]:
        found: dict[str, File] = {}
        for path, mode, blob in sorted(self._files(commit)):
            if path.startswith("plans/") and path.endswith(".yaml") and "/." not in path:
                client = unicodedata.normalize("NFC", path.split("/")[-1][: -len(".yaml")])
                found.setdefault(client, File(path, mode, blob))
        return found

    def _files(self, commit: str) -> Iterator[tuple[str, int, str]]:
        if self.by_show:
            for line in git(self.folder, "ls-tree", "-r", "-z", commit).decode().split("\0")[:-1]:
                facts, path = line.split("\t")
                yield path, int(facts.split()[0], 8), facts.split()[2]
            return
        yield from self._tree(self.read(commit).split()[1].decode(), "")

    def _tree(self, id_: str, prefix: str) -> Iterator[tuple[str, int, str]]:
        data = self.read(id_)
        while data:
            head, _, rest = data.partition(b"\0")
            mode, _, name = head.partition(b" ")
            child, data = rest[:20].hex(), rest[20:]
            if mode == b"40000":
                yield from self._tree(child, f"{prefix}{name.decode()}/")
            else:
                yield prefix + name.decode(), int(mode, 8), child

    def content(self, commit: str, file: File) -> bytes:
        return git(self.folder, "show", f"{commit}:{file.path}") if self.by_show else self.read(file.blob)

    def _values(self, commit: str, client: str) -> Any:
        """What a plan says; None where it cannot be read."""
        file = self.plans[commit][client]
        return parsed(self.content(commit, file)) if file.regular else None

    # Renames.

    def _find_renames(self, commit: str, parents: list[str]) -> None:
        now = self.plans[commit]
        before = [self.plans[parent] for parent in parents] or [{}]
        gone = [set(plans) - set(now) for plans in before]
        come = [set(now) - set(plans) for plans in before]
        self.own[commit] = self._best(
            {client: (before[0][client], parents[0]) for client in set.intersection(*gone)},
            {client: (now[client], commit) for client in set.intersection(*come)},
        )
        for number in range(len(parents)):
            pairs = dict(self.own[commit])
            if len(parents) > 1:
                for new in sorted(come[number] - set(pairs)):
                    for old in sorted(gone[number]):
                        if new not in pairs and old not in pairs.values() and self._ever(old, new):
                            pairs[new] = old
            self.pairs[commit, number] = pairs
        self.renamed += [(old, new) for new, old in self.own[commit].items()]

    def _ever(self, old: str, new: str) -> bool:
        """Whether an earlier commit renamed one to the other, over others maybe, each when it had been that already."""
        former: dict[str, set[str]] = {}
        for one, other in self.renamed:
            former.setdefault(other, set()).update({one}, former.get(one, set()))
        return old in former.get(new, set())

    def _best(self, gone: dict[str, tuple[File, str]], come: dict[str, tuple[File, str]]) -> dict[str, str]:
        candidates = []
        for old, (old_file, old_commit) in gone.items():
            for new, (new_file, new_commit) in come.items():
                if old_file.blob == new_file.blob:
                    candidates.append((0, 0.0, old, new))
                    continue
                values = [
                    parsed(self.content(commit, file)) if file.regular else None
                    for file, commit in ((old_file, old_commit), (new_file, new_commit))
                ]
                one, other = (set(leaves(each).items()) if each is not None else set() for each in values)
                share = len(one & other) / max(len(one), len(other), 1)
                if share >= 0.5:
                    candidates.append((1, -share, old, new))
        found: dict[str, str] = {}
        for _, _, old, new in sorted(candidates):
            if new not in found and old not in found.values():
                found[new] = old
        return found

    def _entry(self, commit: str, client: str) -> str | None:
        for child, parents in self.order:
            for number, parent in enumerate(parents):
                if parent != commit:
                    continue
                for new, old in self.pairs[child, number].items():
                    if old == client:
                        return self.entry(child, new) or new
                if further := self.entry(child, client):
                    return further
        return None

    def today(self, commit: str, client: str) -> str:
        return self.entry(commit, client) or client

    def before(self, commit: str, client: str) -> list[tuple[str, str] | None]:
        """For each parent the commit and the id under which the plan was there."""
        found: list[tuple[str, str] | None] = []
        for number, parent in enumerate(self.parents[commit]):
            former = self.pairs[commit, number].get(client, client)
            if client in self.plans[parent] and client not in self.own[commit]:
                found.append((parent, client))
            else:
                found.append((parent, former) if former in self.plans[parent] else None)
        return found

    def _last(self, commit: str, client: str) -> Any:
        """What the plan last said that could be read, in this commit or before; None where it never could be."""
        found = self.values(commit, client)
        if found is not None:
            return found
        for before in self.before(commit, client):
            if before:
                return self.last(*before)
        return None

    # Log.

    def log(self) -> list[Told]:
        return [told for commit, parents in self.order for told in self._of_commit(commit, parents)]

    def _of_commit(self, commit: str, parents: list[str]) -> Iterator[Told]:
        now = self.plans[commit]
        for client in sorted({*now, *(id_ for parent in parents for id_ in self.plans[parent])}):
            was = self.own[commit].get(client)
            if client in now:
                befores = self.before(commit, client)
                same = [before and self.plans[before[0]][before[1]].same(now[client]) for before in befores]
                if any(same) and was is None:
                    continue
                kind = "renamed" if was else "edited" if any(befores) else "created"
                values = self.values(commit, client)
                if values is None:
                    yield commit, self.today(commit, client), kind, was, True, frozenset()
                    continue
            else:
                if client in self.own[commit].values() or not all(client in self.plans[each] for each in parents):
                    continue
                befores, kind, values = [(parent, client) for parent in parents], "deleted", {}
            changes = self._changes(befores, values)
            if changes or kind != "edited":
                yield commit, self.today(commit, client), kind, was, False, frozenset(changes)

    def changes(self, commit: str, client: str) -> list[tuple[Any, ...]]:
        """What a commit changed in a plan that it has and that can be read."""
        return self._changes(self.before(commit, client), self.values(commit, client))

    def _changes(self, befores: list[tuple[str, str] | None], values: Any) -> list[tuple[Any, ...]]:
        sides = [differences(self.last(*before) if before else None, values) for before in befores]
        base = next((number for number, before in enumerate(befores) if before), 0)
        found = sides[base] if sides else differences(None, values)
        others = [{place(change) for change in side} for number, side in enumerate(sides) if number != base]
        kept = [change for change in found if all(place(change) in other for other in others)]
        return [(kind, dotted(path), old, new) for kind, path, old, new in kept]

    # Blame.

    def blame(self) -> dict[tuple[str, str], tuple[str, str | None, str]]:
        """For each field at the tip its value, what stood there before, and the commit that set it."""
        tip = self.order[0][0]
        found = {}
        for client in self.plans[tip]:
            values = self.values(tip, client)
            if values is not None:
                for path, (commit, previous) in self.blame_of(tip, client).items():
                    found[client, dotted(path)] = (leaves(values)[path], previous, commit)
        return found

    def _blame_of(self, commit: str, client: str) -> dict[tuple[Any, ...], tuple[str, str | None]]:
        """For each leaf of what the plan last said, who set it and what had been there."""
        befores = [before for before in self.before(commit, client) if before]
        values = self.values(commit, client)
        if values is None:
            return self.blame_of(*befores[0]) if befores else {}
        readable = [before for before in befores if self.last(*before) is not None]
        found = {}
        for path, value in leaves(values).items():
            origin: tuple[str, str | None] | None = None
            first: str | None = None
            for number, before in enumerate(readable):
                old = self.last(*before)
                old_path = counterpart(old, values, path)
                there = None if old_path is None else leaves(old).get(old_path)
                if number == 0:
                    first = there
                if origin is None and there is not None and old_path is not None and same(path, there, value):
                    origin = self.blame_of(*before)[old_path]
            found[path] = origin or (commit, first)
        return found


def parsed(data: bytes) -> Any:
    """What a file says, every scalar as text; None where it is no plan."""
    try:
        text = data.decode()
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if getattr(event, "anchor", None):
                return None
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except (UnicodeDecodeError, yaml.YAMLError):
        return None
    return _plain(node) if isinstance(node, yaml.MappingNode) and not _doubled(node) else None


def _plain(node: Any) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(value) for value in node.value]
    return node.value


def _doubled(node: yaml.MappingNode) -> bool:
    keys = [key.value for key, _ in node.value]
    return len(keys) != len(set(keys))


def leaves(values: Any, path: tuple[Any, ...] = ()) -> Leaves:
    if isinstance(values, dict):
        return {at: leaf for key, inner in values.items() for at, leaf in leaves(inner, (*path, key)).items()}
    if isinstance(values, list):
        return {at: leaf for key, inner in enumerate(values) for at, leaf in leaves(inner, (*path, key)).items()}
    return {path: values}


def same(path: tuple[Any, ...], old: str, new: str) -> bool:
    """Whether two texts mean the same in a field."""
    if old == new:
        return True
    if path[-1] in ("plan", "actual", "impact") or path[-1] == "size" or path[-1] == "probability":
        units = old.endswith("%"), new.endswith("%")
        numbers = [Decimal(text.rstrip("%").replace("_", "")) for text in (old, new)]
        return units[0] == units[1] and numbers[0] == numbers[1]
    return False


def differences(old: Any, new: Any) -> list[tuple[str, tuple[Any, ...], str | None, str | None]]:
    """Each leaf that one of two plans has and the other has not, or that says something else there."""
    old, new = ({} if side is None else side for side in (old, new))
    found: list[tuple[str, tuple[Any, ...], str | None, str | None]] = []
    met = set()
    for path, value in leaves(new).items():
        old_path = counterpart(old, new, path)
        there = None if old_path is None else leaves(old).get(old_path)
        if there is None:
            found.append(("added", path, None, value))
            continue
        met.add(old_path)
        if not same(path, there, value):
            found.append(("changed", path, there, value))
    return found + [("removed", path, value, None) for path, value in leaves(old).items() if path not in met]


def counterpart(old: Any, new: Any, path: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """The path that a leaf of the new plan has in the old one, where things in lists may stand elsewhere."""
    found: list[Any] = []
    for step in path:
        if isinstance(old, dict) and isinstance(new, dict) and step in old:
            found.append(step)
            old, new = old[step], new[step]
        elif isinstance(old, list) and isinstance(new, list):
            before = next((one for one, other in pair(old, new, None) if other == step), None)
            if before is None:
                return None
            found.append(before)
            old, new = old[before], new[step]
        else:
            return None
    return None if isinstance(old, dict | list) else tuple(found)


def place(change: tuple[str, tuple[Any, ...], str | None, str | None]) -> tuple[Any, ...]:
    """What must be equal of two changes against two parents; what is gone from a list is known by what it said."""
    kind, path, old, _ = change
    if kind != "removed":
        return ("now", path)
    any_place = tuple("*" if isinstance(step, int) else step for step in path)
    return ("gone", any_place, old if any_place != path else None)


def dotted(path: tuple[Any, ...]) -> str:
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in path)
