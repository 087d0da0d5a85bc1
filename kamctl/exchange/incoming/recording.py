"""Actuals as edits of the plans that they are of."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kamctl.edit.edits import Edit, Set, Unset
from kamctl.exchange.incoming.actuals import Actual
from kamctl.exchange.taking import Wanted
from kamctl.history.meaning import same
from kamctl.plan.document import Document
from kamctl.plan.quantity import percent_text
from kamctl.plan.shape import PERCENT, Leaf


def of_actuals(actuals: Sequence[Actual], document: Document) -> list[Wanted]:
    """The edits of one plan that record actuals; none where the plan says so already."""
    found = []
    for each in actuals:
        path = (*each.path, each.period.name)
        leaf = Leaf(each.unit)
        value: str | Decimal | int = percent_text(each.value) if each.unit == PERCENT else _plain(each.value)
        edits: list[Edit] = []
        if not same(document.get((*path, "actual")), value, leaf):
            edits.append(Set((*path, "actual"), value))
        known = document.get((*path, "as_of"))
        if each.as_of is None and known is not None:
            edits.append(Unset((*path, "as_of")))
        elif each.as_of is not None and known != each.as_of.isoformat():
            edits.append(Set((*path, "as_of"), each.as_of))
        if edits:
            found.append(Wanted("", tuple(edits)))
    return found


def _plain(value: Decimal) -> Decimal | int:
    return int(value) if value == value.to_integral_value() else value.normalize()
