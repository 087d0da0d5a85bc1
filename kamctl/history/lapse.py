"""What changed since it was approved, and by whom: the newest version with the approved fingerprint against today's."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from kamctl.history import reading as timelines
from kamctl.history.approval import APPROVALS, fingerprint, path_of
from kamctl.history.change import REMOVED, Change
from kamctl.history.compare import compare
from kamctl.history.event import deed
from kamctl.history.log import Reading
from kamctl.history.meaning import meaning
from kamctl.history.standing import Look, Turn, prefetch
from kamctl.history.timeline import Timeline
from kamctl.plan.document import Value
from kamctl.plan.fault import Path
from kamctl.plan.lapse import Lapse, Later, Since
from kamctl.plan.shape import Shape

MOST_VERSIONS = 1000
"""Versions of a plan among which the approved one is looked for; a fingerprint that was made up is in none of them."""


def changed_since(lapses: Sequence[Lapse], head: str, reading: Reading) -> Since:
    """What changed since these approvals, for those whose approved content the history of `head` has.

    Git is asked equally often whatever their number and the history's length.
    """
    clients = sorted({lapse.client for lapse in lapses})
    timeline = timelines.plain(reading.past, head, clients[0], reading.versions) if len(clients) == 1 else None
    return changed_in(timeline or timelines.whole(reading.past, head, reading.versions), lapses, reading)


def changed_in(timeline: Timeline, lapses: Sequence[Lapse], reading: Reading) -> Since:
    """The same where the history was walked through already."""
    clients = sorted({lapse.client for lapse in lapses})
    found: dict[tuple[str, str], tuple[Later, ...]] = {}
    for client in clients:
        own = reading.afresh()
        turns = [turn for turn in timeline.turns if timeline.name(turn.commit, turn.client) == client]
        last = timeline.last.get(client)
        now = None if last is None else own.look()(last.file).values
        for lapse in lapses:
            if lapse.client == client and (changes := _changes(lapse, turns, now, own)) is not None:
                found[client, lapse.what] = changes
    return found


class _Makers(NamedTuple):
    """The commits that last made each change: by field and what it says now, and by field alone."""

    exactly: dict[Hashable, str]
    about: dict[Hashable, str]

    def note(self, changes: Iterable[Change], commit: str) -> None:
        for change in changes:
            self.exactly.setdefault(_key(change), commit)
            self.about.setdefault(_field(change.path), commit)

    def of(self, change: Change) -> str | None:
        return self.exactly.get(_key(change)) or self.about.get(_field(change.path))


def _changes(lapse: Lapse, turns: Sequence[Turn], now: Value, reading: Reading) -> tuple[Later, ...] | None:
    """What changed since an approval, `now` as git has the plan; None where no version has the approved content."""
    look, shape = reading.look(), reading.shape
    makers = _Makers({}, {})
    for turn in islice(prefetch(turns, reading.versions), MOST_VERSIONS):
        values = _values(turn, look)
        if values is not None and fingerprint(turn.client, lapse.what, values, shape) == lapse.of:
            changes = _within(lapse.what, values, lapse.values, shape)
            new = {_key(change) for change in _within(lapse.what, now, lapse.values, shape)}
            return _told(changes, new, makers, reading)
        done = deed(turn, look, shape)
        if done is not None:
            makers.note(done.changes, turn.commit)
    return None


def _values(turn: Turn, look: Look) -> Value:
    """What a turn made of the plan; None where it is gone, or cannot be read."""
    return None if turn.after is None else look(turn.after.file).values


def _within(what: str, old: Value, new: Value, shape: Shape | None) -> list[Change]:
    """The changes of what was approved, without those of the approvals themselves."""
    path = path_of(what)
    changes = compare(old, new, shape)
    return [each for each in changes if each.path[: len(path)] == path and each.path[:1] != (APPROVALS,)]


def _told(changes: Sequence[Change], new: set[Hashable], makers: _Makers, reading: Reading) -> tuple[Later, ...]:
    """The changes with their authors; `new` are those that are not committed yet."""
    commits = [None if _key(change) in new else makers.of(change) for change in changes]
    known = {each.id: each.author for each in reading.past.commits(dict.fromkeys(id_ for id_ in commits if id_))}
    found = []
    for change, commit in zip(changes, commits, strict=True):
        author = known[commit] if commit else None
        who = None if author is None else reading.authors.person(author) or author.shown
        found.append(Later(change.field, who, _key(change) not in new))
    return tuple(found)


def _key(change: Change) -> Hashable:
    """What tells a change from others of the same plan, in whatever commit."""
    field = _field(change.path)
    if change.kind != REMOVED:
        return field, meaning(change.new, change.shape)
    return "gone", field, meaning(change.old, change.shape) if None in field else None


def _field(path: Path) -> tuple[str | None, ...]:
    """A path in which things in a list are known by what they say, not by where they stand."""
    return tuple(None if isinstance(step, int) else step for step in path)
