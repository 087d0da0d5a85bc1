"""What a workbook wants against what the plans say by now: only what somebody changed in it is taken.

Where the plan has changed in the same place since, to something else, nobody's word counts more than the other's: that
is told, and the plan stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from kamctl.edit.edits import Append, Content, Edit, Set
from kamctl.exchange.taking import Wanted
from kamctl.exchange.trouble import Trouble
from kamctl.exchange.workbooks.wishes import Group, Wish, is_same
from kamctl.history.align import pair
from kamctl.history.meaning import meaning
from kamctl.history.spelling import value_text
from kamctl.plan import quantity
from kamctl.plan.document import Value
from kamctl.plan.fault import Path, dotted
from kamctl.plan.shape import DATE, Leaf, ListOf, Record, Shape, shape_at
from kamctl.words import Sentence, listing, say


class Merged(NamedTuple):
    """What is to be done to one plan, and what cannot be."""

    wanted: tuple[Wanted, ...]
    troubles: tuple[Trouble, ...]


def merge(groups: Iterable[Group], base: Value, now: Value, plan: Shape) -> Merged:
    """The edits of one client's plan. `base` is what it said when the workbook was made, `now` what it says."""
    run = _Run(base, now, plan)
    for group in groups:
        run.group(group)
    return Merged(tuple(run.wanted), tuple(run.troubles))


class _Run:
    def __init__(self, base: Value, now: Value, plan: Shape) -> None:
        self.base, self.now, self.plan = base, now, plan
        self.wanted: list[Wanted] = []
        self.troubles: list[Trouble] = []

    def group(self, group: Group) -> None:
        if group.sheet.is_list and group.is_new:
            self._append(group)
            return
        path = self._path_now(group.path)
        if path is None or (not group.is_new and group.path and _at(self.now, path) is None):
            self._tell(group.place, say("The plan has no {field} any more.", field=dotted(group.path)), group)
            return
        if group.is_new and not group.sheet.alone and _at(self.now, path) is None:
            self._create(group, path)
            return
        for wish in group.wishes:
            self._wish(group, wish, (*path, *wish.path[len(group.path) :]))

    def _wish(self, group: Group, wish: Wish, path: Path) -> None:
        now = _at(self.now, path)
        if is_same(now, wish.value, wish.shape):
            return  # the plan says so already
        if is_same(now, wish.base, wish.shape):
            self.wanted.append(Wanted(wish.place, (_set(path, wish.value, wish.shape),)))
            return
        told = say(
            "The plan says {now} by now; it said {base} when the workbook was made, which says {value}.",
            now=_spelled(now, wish.shape),
            base=_spelled(wish.base, wish.shape),
            value=_spelled(wish.value, wish.shape),
        )
        hint = say("Change it in the file of the plan, or export a new workbook.")
        self.troubles.append(Trouble(wish.place, told, hint, group.client, dotted(path)))

    def _create(self, group: Group, path: Path) -> None:
        """A new thing: all of its fields at once, or nothing of it."""
        if not self._is_complete(group, shape_at(self.plan, path)):
            return
        fields: dict[str, Content] = {str(wish.path[-1]): _content(wish.value, wish.shape) for wish in group.wishes}
        self.wanted.append(Wanted(group.place, (Set(path, fields),)))

    def _append(self, group: Group) -> None:
        """A new thing of a list, unless it is there since: from this workbook, or by somebody else's hand."""
        shape = shape_at(self.plan, group.path)
        item = shape.item if isinstance(shape, ListOf) else None
        if not self._is_complete(group, item):
            return
        fields: dict[str, Content] = {str(wish.path[-1]): _content(wish.value, wish.shape) for wish in group.wishes}
        values: Value = {str(wish.path[-1]): wish.value for wish in group.wishes}
        old, new = _list(_at(self.base, group.path)), _list(_at(self.now, group.path))
        added = [after for before, after in pair(old, new, shape) if before is None and after is not None]
        if not any(meaning(new[after], item) == meaning(values, item) for after in added):
            self.wanted.append(Wanted(group.place, (Append(group.path, fields),)))

    def _is_complete(self, group: Group, shape: Shape | None) -> bool:
        """Whether a new thing has all that such things must have; where not, it is told."""
        if group.spoilt:
            return False  # that has been told
        there = {wish.path[-1] for wish in group.wishes}
        lacking = []
        if isinstance(shape, Record):
            lacking = [name for name, field in shape.fields.items() if field.required and name not in there]
            if shape.one_of and not there & set(shape.one_of):
                lacking.append(" or ".join(shape.one_of))
        if lacking:
            titles = {column.field: column.title for column in group.sheet.fields}
            names = listing(titles.get(name, name) for name in lacking)
            self._tell(group.place, say("The new line lacks: {names}.", names=names), group)
        return not lacking

    def _path_now(self, path: Path) -> Path | None:
        """Where a thing stands now that stood at a path: things of lists have moved with what was put before them."""
        found: list[str | int] = []
        for depth, step in enumerate(path):
            if not isinstance(step, int):
                found.append(step)
                continue
            shape = shape_at(self.plan, path[:depth])
            old, new = _list(_at(self.base, path[:depth])), _list(_at(self.now, tuple(found)))
            after = next((after for before, after in pair(old, new, shape) if before == step), None)
            if after is None:
                return None
            found.append(after)
        return tuple(found)

    def _tell(self, place: str, message: Sentence, group: Group) -> None:
        self.troubles.append(Trouble(place, message, None, group.client, dotted(group.path) or None))


def _at(value: Value, path: Path) -> Value:
    for step in path:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def _list(value: Value) -> list[Value]:
    return value if isinstance(value, list) else []


def _set(path: Path, value: Value, shape: Leaf | ListOf) -> Edit:
    return Set(path, _content(value, shape))


def _content(value: Value, shape: Shape) -> Content:
    """A value as the editor writes it: a day without quotes."""
    if isinstance(value, list):
        item = shape.item if isinstance(shape, ListOf) else shape
        return [_content(each, item) for each in value]
    if isinstance(value, str) and isinstance(shape, Leaf) and shape.type == DATE:
        day: date | None = quantity.day(value)
        return value if day is None else day
    assert isinstance(value, str | int | bool | Decimal)
    return value


def _spelled(value: Value, shape: Leaf | ListOf) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, list):
        return listing(value_text(each) for each in value) or "nothing"
    return value_text(value, shape)


def by_client(groups: Sequence[Group]) -> Mapping[str, list[Group]]:
    """The groups of each client, in their order."""
    found: dict[str, list[Group]] = {}
    for group in groups:
        found.setdefault(group.client, []).append(group)
    return found
