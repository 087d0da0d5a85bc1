"""What a range as a whole has brought about, piece by piece, so that for each somebody has to answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from typing import NamedTuple

from kamctl.guard.deed import CREATED, DELETED, MOVED, Deed, File, starred
from kamctl.guard.remark import Remark
from kamctl.history.change import CHANGED, REMOVED, Change
from kamctl.history.meaning import meaning
from kamctl.plan.document import Value
from kamctl.plan.shape import Shape, step_into


class State(NamedTuple):
    """A file in one commit, None where it is not there; `readable` False where it cannot be read as a plan."""

    file: File | None
    values: Value = None
    readable: bool = True
    remarks: Counter[Remark] | None = None


class Fact(NamedTuple):
    """Something that is so at the tip of a range and was not so at its base; `change` where it is that of a field.

    `holds` tells whether it is so in a state, None where that cannot be told; `key` what is held against a change that
    made it so. `of_remark`: it is that of a comment.
    """

    deed: Deed
    change: Change | None
    holds: Callable[[State], bool | None]
    key: Hashable = None
    of_remark: bool = False


def facts(deed: Deed, base: State, tip: State, shape: Shape | None) -> Iterator[Fact]:
    """The facts that a deed of the range as a whole stands for, as against the base."""
    for change in deed.changes if deed.kind != DELETED else ():  # one that is gone says nothing any more
        if change.kind != REMOVED:
            yield Fact(deed, change, _is_said(change, base.values, shape), deed.key(change))
        if change.kind == REMOVED or (change.kind == CHANGED and starred(change.path) != change.path):
            yield Fact(deed, change, _is_gone(change, base.values, shape), deed.gone_key(change))
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


def _is_said(change: Change, base: Value, shape: Shape | None) -> Callable[[State], bool | None]:
    """Whether a field says what it does now; of things in a list whether more say so than in the base."""
    path, said = starred(change.path), meaning(change.new, change.shape)
    before = _said_at(base, path, shape).count(said) if path != change.path else 0

    def holds(state: State) -> bool | None:
        return _said_at(state.values, path, shape).count(said) > before if state.readable else None

    return holds


def _is_gone(change: Change, base: Value, shape: Shape | None) -> Callable[[State], bool | None]:
    """Whether a field is not there; of things in a list whether fewer say what it did than in the base."""
    path, said = starred(change.path), meaning(change.old, change.shape)
    before = _said_at(base, path, shape).count(said)

    def holds(state: State) -> bool | None:
        if not state.readable:
            return None
        told = _said_at(state.values, path, shape)
        return told.count(said) < before if path != change.path else not told

    return holds


def _said_at(values: Value, path: tuple[str | None, ...], shape: Shape | None) -> list[Hashable]:
    """What a field means, nothing where it is not there; None in its path stands for every thing of a list."""
    found = [(values, shape)]
    for step in path:
        if step is None:
            found = [(item, step_into(inner, 0)) for value, inner in found if isinstance(value, list) for item in value]
        else:
            mappings = [(value, inner) for value, inner in found if isinstance(value, dict) and step in value]
            found = [(value[step], step_into(inner, step)) for value, inner in mappings]
    return [meaning(value, inner) for value, inner in found if not isinstance(value, dict | list)]


def _differing(base: State, tip: State) -> list[Remark]:
    """The comments that stand in one of two states more often than in the other."""
    if base.remarks is None or tip.remarks is None:
        return []
    return sorted((base.remarks - tip.remarks) + (tip.remarks - base.remarks))


def _of_remark(remark: Remark, base: State, tip: State) -> Callable[[State], bool | None]:
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
