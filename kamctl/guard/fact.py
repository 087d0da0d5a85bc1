"""What a range as a whole has brought about, piece by piece, so that for each somebody has to answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterator
from typing import NamedTuple

from kamctl.guard.deed import CREATED, DELETED, MOVED, Deed, File, starred
from kamctl.guard.remark import Remark
from kamctl.history.change import REMOVED, Change
from kamctl.history.meaning import meaning
from kamctl.plan.document import Value, found_at
from kamctl.plan.fault import Path
from kamctl.plan.shape import Shape, shape_at, step_into


class State(NamedTuple):
    """A file in one commit, None where it is not there; `readable` False where it cannot be read as a plan."""

    file: File | None
    values: Value = None
    readable: bool = True
    remarks: Counter[Remark] | None = None


Holds = Callable[[State], bool | None]
"""Whether something is so in a state; None where that cannot be told."""

Place = tuple[str | None, ...]
"""A path in a plan with None for the places of things in lists."""


class Fact(NamedTuple):
    """Something that is so at the tip of a range and was not so at its base; `change` where it is that of a field.

    `holds` tells whether it is so in a state, None where that cannot be told; `key` what is held against a change that
    made it so. `place` is that of what it is said of in a plan, with None for the places of things in lists; None where
    it is none of a field. `of_remark`: it is that of a comment.
    """

    deed: Deed
    change: Change | None
    holds: Holds
    key: Hashable = None
    place: Place | None = None
    of_remark: bool = False

    def is_of(self, places: Collection[Place] | None) -> bool:
        """Whether it may become so, or no longer be so, where the fields at these places change (None: any may)."""
        if self.place is None or places is None or self.place in places:
            return True
        return any(place[: len(self.place)] == self.place for place in places)


def facts(deed: Deed, base: State, tip: State, shape: Shape | None) -> Iterator[Fact]:
    """The facts that a deed of the range as a whole stands for, as against the base."""
    for change in deed.changes if deed.kind != DELETED else ():  # one that is gone says nothing any more
        if change.kind != REMOVED:
            yield _said(deed, change, base, tip, shape)
        if change.kind == REMOVED or starred(change.path) != change.path:
            yield from _gone(deed, change, base, tip, shape)
    if deed.client is None:
        yield Fact(deed, None, lambda state: state.file == deed.after)
    elif deed.kind == DELETED:
        yield Fact(deed, None, lambda state: state.file is None)
    else:
        yield from _of_file(deed, deed.after)
        for remark in _differing(base, tip):
            yield Fact(deed, None, _of_remark(remark, base, tip), of_remark=True)


def _of_file(deed: Deed, after: File | None) -> Iterator[Fact]:
    """That a plan lies where it does, and is a file of the kind that it is."""
    if after is not None and deed.kind in (CREATED, MOVED):
        yield Fact(deed, None, lambda state: state.file is not None and state.file.path == after.path)
    if after is not None and not deed.ordinary:
        yield Fact(deed, None, lambda state: state.file is not None and state.file.mode == after.mode)


def _said(deed: Deed, change: Change, base: State, tip: State, shape: Shape | None) -> Fact:
    """That a field says what it does; in a list that more of its things say so than in the base.

    Where no more do, since things there changed places, or one says now what another did: the thing as a whole, or else
    the list.
    """
    fields = [_field(tip, path, shape) for path in _wider(change.path)]
    candidates = [(place, _counted(base, place, told, shape, more=True)) for place, told in fields]
    place, holds = next((each for each in candidates if each[1](tip)), candidates[-1])
    return Fact(deed, change, holds, deed.key(change), place)


def _gone(deed: Deed, change: Change, base: State, tip: State, shape: Shape | None) -> Iterator[Fact]:
    """That a field is not there; in a list that fewer of its things say what it did than in the base.

    Where as many do, it is the list as a whole that says something else; of what has only changed `_said` tells that.
    """
    place = starred(change.path)
    if place == change.path:
        yield Fact(deed, change, _is_absent(place, shape), deed.gone_key(change), place)
        return
    fewer = _counted(base, place, meaning(change.old, change.shape), shape, more=False)
    if fewer(tip):
        yield Fact(deed, change, fewer, deed.gone_key(change), place)
    elif change.kind == REMOVED:
        of_list, told = _field(tip, _list_above(change.path), shape)
        yield Fact(deed, change, _counted(base, of_list, told, shape, more=True), deed.gone_key(change), of_list)


def _wider(path: Path) -> Iterator[Path]:
    """A field, the thing of a list that it is of, and the list."""
    yield path
    places = [number for number, step in enumerate(path) if isinstance(step, int)]
    if places:
        yield path[: places[-1] + 1]
        yield _list_above(path)


def _list_above(path: Path) -> Path:
    """The outermost list in which something stands."""
    return path[: next(number for number, step in enumerate(path) if isinstance(step, int))]


def _field(state: State, path: Path, shape: Shape | None) -> tuple[Place, Hashable]:
    """The place of a field, or of what is above it, and what it means in a state."""
    return starred(path), meaning(found_at(state.values, path), None if shape is None else shape_at(shape, path))


def _counted(base: State, place: Place, told: Hashable, shape: Shape | None, *, more: bool) -> Holds:
    """Whether more at a place, or else fewer, say this than in the base."""
    before = _told_at(base.values, place, shape).count(told)

    def holds(state: State) -> bool | None:
        if not state.readable:
            return None
        now = _told_at(state.values, place, shape).count(told)
        return now > before if more else now < before

    return holds


def _is_absent(place: Place, shape: Shape | None) -> Holds:
    return lambda state: not _told_at(state.values, place, shape, leaves=True) if state.readable else None


def _told_at(values: Value, place: Place, shape: Shape | None, *, leaves: bool = False) -> list[Hashable]:
    """What a field means, nothing where it is not there; None in its path stands for every thing of a list."""
    found = [(values, shape)]
    for step in place:
        if step is None:
            found = [(item, step_into(inner, 0)) for value, inner in found if isinstance(value, list) for item in value]
        else:
            mappings = [(value, inner) for value, inner in found if isinstance(value, dict) and step in value]
            found = [(value[step], step_into(inner, step)) for value, inner in mappings]
    return [meaning(value, inner) for value, inner in found if not (leaves and isinstance(value, dict | list))]


def _differing(base: State, tip: State) -> list[Remark]:
    """The comments that stand in one of two states more often than in the other."""
    if base.remarks is None or tip.remarks is None:
        return []
    return sorted((base.remarks - tip.remarks) + (tip.remarks - base.remarks))


def _of_remark(remark: Remark, base: State, tip: State) -> Holds:
    assert base.remarks is not None
    assert tip.remarks is not None
    before = base.remarks[remark]
    is_more = tip.remarks[remark] > before

    def holds(state: State) -> bool | None:
        if state.file is not None and state.remarks is None:
            return None
        now = 0 if state.remarks is None else state.remarks[remark]
        return now > before if is_more else now < before

    return holds
