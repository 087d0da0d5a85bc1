"""The order in which a plan is written: its sections and fields as the schema has them, periods and notes by time."""

from __future__ import annotations

from datetime import date

from kamctl.plan import quantity
from kamctl.plan.answers import is_single
from kamctl.plan.document import Value
from kamctl.plan.fault import Path
from kamctl.plan.model import Figure
from kamctl.plan.period import Calendar
from kamctl.plan.schema import Schema
from kamctl.plan.sections import HEAD
from kamctl.plan.shape import DATE, PERIOD, Catalogued, Leaf, ListOf, Named, Record, Shape, shape_at

DAY = "date"
"""The field by which dated things in a list are in order."""


def names_in_order(shape: Shape | None) -> list[str] | None:
    """The names that may stand in a thing of a shape, in the order of a plan; None where any may."""
    if isinstance(shape, Catalogued):
        return list(shape.items)
    if not isinstance(shape, Record):
        return None
    order = list(shape.fields)
    if "period" in shape.fields and "kam" in shape.fields:
        # SKAM's own single fields stand with the head, above the sections.
        order.sort(key=lambda name: (name not in HEAD, not is_single(shape.fields[name].shape)))
    return order


class PlanOrder:
    """Where new entries of a plan go, and which of them stand in braces; an arrangement for the editor."""

    __slots__ = ("_calendar", "_ranks", "_shape")

    def __init__(self, shape: Record, calendar: Calendar) -> None:
        self._shape = shape
        self._calendar = calendar
        self._ranks: dict[Path, dict[str, int]] = {}

    @classmethod
    def of(cls, schema: Schema) -> PlanOrder:
        """The order of the plans of a repository."""
        return cls(schema.layout.shape, schema.calendar)

    def rank(self, owner: Path, key: str) -> tuple[int, int] | int | None:
        """The rank of a name; periods by their first days, the longer of two that begin together first."""
        shape = shape_at(self._shape, owner)
        if isinstance(shape, Named) and shape.keys.type == PERIOD:
            period = self._calendar.parse(key)
            return None if period is None else (period.start.toordinal(), -period.days)
        if owner not in self._ranks:
            self._ranks[owner] = {name: place for place, name in enumerate(names_in_order(shape) or ())}
        return self._ranks[owner].get(key)

    def item_rank(self, owner: Path, item: Value) -> date | None:
        """The day of a dated thing in a list."""
        shape = shape_at(self._shape, owner)
        if not isinstance(shape, ListOf) or not isinstance(shape.item, Record) or not isinstance(item, dict):
            return None
        field, written = shape.item.fields.get(DAY), item.get(DAY)
        dated = field is not None and isinstance(field.shape, Leaf) and field.shape.type == DATE
        return quantity.day(written) if dated and isinstance(written, str) else None

    def on_one_line(self, path: Path) -> bool:
        """Figures stand on one line, everything else in blocks."""
        shape = shape_at(self._shape, path)
        return isinstance(shape, Record) and shape.model is Figure
