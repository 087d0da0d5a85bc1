"""What a range as a whole has brought about, piece by piece, so that for each somebody has to answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import NamedTuple

from kamctl.guard.deed import CREATED, DELETED, MOVED, Deed, File, starred
from kamctl.guard.remark import Remark
from kamctl.history.change import CHANGED, REMOVED, Change
from kamctl.history.compare import compare
from kamctl.history.meaning import meaning
from kamctl.plan.document import Value
from kamctl.plan.shape import Shape

Fields = Mapping[Hashable, Counter[Hashable]]
"""What the fields of a plan mean, by their paths; those of things in a list are told together."""


class State(NamedTuple):
    """A file in one commit, None where it is not there; `fields` are None where it cannot be read as a plan."""

    file: File | None
    fields: Fields | None = None
    remarks: Counter[Remark] | None = None


class Fact(NamedTuple):
    """Something that is so at the tip of a range and was not so at its base; `change` where it is that of a field.

    `holds` tells whether it is so in a state, None where that cannot be told. `of_remark`: it is that of a comment.
    """

    deed: Deed
    change: Change | None
    holds: Callable[[State], bool | None]
    of_remark: bool = False


def fields_of(values: Value, shape: Shape | None) -> Fields:
    """What each field of a plan means."""
    found: dict[Hashable, Counter[Hashable]] = {}
    for change in compare(None, values, shape):
        found.setdefault(starred(change.path), Counter())[meaning(change.new, change.shape)] += 1
    return found


def facts(deed: Deed, base: State, tip: State) -> Iterator[Fact]:
    """The facts that a deed of the range as a whole stands for, as against the base."""
    for change in deed.changes if deed.kind != DELETED else ():  # one that is gone says nothing any more
        if change.kind != REMOVED:
            yield Fact(deed, change, _is_said(change, base.fields or {}))
        if change.kind == REMOVED or (change.kind == CHANGED and starred(change.path) != change.path):
            yield Fact(deed, change, _is_gone(change, base.fields or {}))
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


def _is_said(change: Change, base: Fields) -> Callable[[State], bool | None]:
    """Whether a field says what it does now; of things in a list whether more say so than in the base."""
    path, said = starred(change.path), meaning(change.new, change.shape)
    before = base.get(path, Counter())[said] if path != change.path else 0

    def holds(state: State) -> bool | None:
        fields = _fields_in(state)
        return None if fields is None else fields.get(path, Counter())[said] > before

    return holds


def _is_gone(change: Change, base: Fields) -> Callable[[State], bool | None]:
    """Whether a field is not there; of things in a list whether fewer say what it did than in the base."""
    path, said = starred(change.path), meaning(change.old, change.shape)
    before = base.get(path, Counter())[said]

    def holds(state: State) -> bool | None:
        fields = _fields_in(state)
        if fields is None:
            return None
        return fields.get(path, Counter())[said] < before if path != change.path else path not in fields

    return holds


def _fields_in(state: State) -> Fields | None:
    return {} if state.file is None else state.fields


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
