"""What one commit did to a plan, as changes in meaning."""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

from kamctl.history.change import REMOVED, Change
from kamctl.history.compare import compare
from kamctl.history.report import CREATED, DELETED, EDITED, RENAMED
from kamctl.history.standing import Look, Standing, Turn, readable
from kamctl.history.version import Version
from kamctl.plan.document import Value
from kamctl.plan.shape import Shape
from kamctl.words import Sentence, say


class Deed(NamedTuple):
    """What became of a plan: the kind of an event, its changes, and why the new version cannot be read."""

    kind: str
    changes: tuple[Change, ...]
    unreadable: Sentence | None = None


def deed(turn: Turn, look: Look, shape: Shape | None) -> Deed | None:
    """What a turn did in meaning; None where it only wrote the same in another way.

    Across a version that cannot be read the next one is compared with the last that could be, so that nothing is
    lost. A merge tells what differs from every parent.
    """
    kind = kind_of(turn)
    if turn.after is not None:
        version = look(turn.after.file)
        if version.fault is not None:
            return Deed(kind, (), unreadable(version))
        values: Value = version.values
    else:
        values = None
    changes = _changes([_values(before, look) for before in turn.before], values, shape)
    return Deed(kind, tuple(changes)) if changes or kind != EDITED else None


def unreadable(version: Version) -> Sentence:
    """That a version cannot be read, and why."""
    return say("The file {path} cannot be read as a plan. {why}", path=version.path, why=version.fault)


def kind_of(turn: Turn) -> str:
    """What became of the plan as a whole."""
    if turn.after is None:
        return DELETED
    if turn.was is not None:
        return RENAMED
    return EDITED if any(before is not None for before in turn.before) else CREATED


def _values(standing: Standing | None, look: Look) -> tuple[bool, Value]:
    """Whether there was a plan, and what it last said."""
    found = readable(standing, look)
    return standing is not None, found[1].values if found else None


def _changes(before: list[tuple[bool, Value]], values: Value, shape: Shape | None) -> list[Change]:
    """What differs from every parent, as against the first of them that has the plan."""
    base = next((number for number, (there, _) in enumerate(before) if there), 0)
    changes = compare(before[base][1], values, shape) if before else compare(None, values, shape)
    for number, (_, other) in enumerate(before):
        if number != base and changes:
            differing = {_place(change) for change in compare(other, values, shape)}
            changes = [change for change in changes if _place(change) in differing]
    return changes


def _place(change: Change) -> Hashable:
    """What tells a change of a merge against one parent from the others.

    A thing that is gone from a list had another place in each parent, and is known by what it said.
    """
    if change.kind != REMOVED:
        return "now", change.path
    path = tuple(None if isinstance(step, int) else step for step in change.path)
    return "gone", path, (change.old.__class__, str(change.old)) if None in path else None
