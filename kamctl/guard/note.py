"""Notes of a plan's history that have a date: which changes rewrite one."""

from __future__ import annotations

from collections.abc import Hashable

from kamctl.history.align import pair
from kamctl.history.change import REMOVED
from kamctl.history.compare import compare
from kamctl.history.meaning import meaning
from kamctl.plan.document import Value, found_at
from kamctl.plan.shape import Shape, step_into


def rewritten(old: Value, new: Value, shape: Shape | None) -> set[Hashable]:
    """The places of changes to notes that had a date, save those that only stand elsewhere in the list now."""
    notes, others = _notes(old), _notes(new)
    history = step_into(shape, "history")
    note = step_into(history, 0)
    left: dict[Hashable, int] = {}
    pairs = pair(notes, others, history) if notes and others else [(number, None) for number in range(len(notes))]
    for _, after in [each for each in pairs if each[0] is None]:
        if after is not None:
            told = meaning(others[after], note)
            left[told] = left.get(told, 0) + 1
    places: set[Hashable] = set()
    for before, after in pairs:
        if before is None or not _is_dated(notes[before]):
            continue
        told = meaning(notes[before], note)
        if left.get(told):
            left[told] -= 1
            continue
        found = compare(notes[before], None if after is None else others[after], note)
        places |= {("history", before if change.kind == REMOVED else after, *change.path) for change in found}
    return places


def _notes(values: Value) -> list[Value]:
    history = found_at(values, ("history",))
    return history if isinstance(history, list) else []


def _is_dated(note: Value) -> bool:
    return isinstance(note, dict) and note.get("date") is not None
