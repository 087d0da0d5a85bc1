"""Moved goalposts: plan figures that changed after their period had begun, and how far anything moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from kamctl.history.change import ADDED, Change
from kamctl.plan import quantity
from kamctl.plan.document import Value
from kamctl.plan.fault import Path
from kamctl.plan.period import Calendar, Period
from kamctl.plan.shape import ANY, IMPACT, MONEY, NUMBER, PERCENT, UNREAD, Leaf, Shape


class Moved(NamedTuple):
    """A plan figure that changed, or was taken out, when its period had begun.

    `size` is its relative move (0.125 is 12.5% more), None where it is gone, was 0, or is no figure.
    """

    change: Change
    period: Period
    size: Decimal | None


def moved(changes: Iterable[Change], calendar: Calendar, day: date) -> list[Moved]:
    """The changes, made on `day`, of plan figures of sales and KPIs whose period had begun by then."""
    found = []
    for change in changes:
        period = planned_period(change.path, calendar)
        if change.kind != ADDED and period is not None and period.begun(day):
            found.append(Moved(change, period, relative(change)))
    return found


def relative(change: Change) -> Decimal | None:
    """By what share of its old size a figure (money, number, percentage) grew; negative where it shrank.

    The size of a negative figure is what it is without its sign: from −100 to −50 it grew by half. None where a side
    is no figure or the old one is 0.
    """
    old, new = _figure(change.old, change.shape), _figure(change.new, change.shape)
    if old is None or new is None or old[0] != new[0] or not old[1]:
        return None
    return (new[1] - old[1]) / abs(old[1])


def _figure(value: Value, shape: Shape | None) -> tuple[str, Decimal] | None:
    """A value's kind and amount, where the shape, or for want of one the value itself, is that of a figure."""
    kind = shape.type if isinstance(shape, Leaf) else ANY
    if kind in (PERCENT, IMPACT, ANY, UNREAD) and isinstance(value, str):
        share = quantity.percent(value)
        if share is not None:
            return PERCENT, share
    if kind in (NUMBER, MONEY, IMPACT) or (kind in (ANY, UNREAD) and not isinstance(value, str)):
        amount = quantity.number(value)
        if amount is not None:
            return NUMBER, amount
    return None


def plan_figures(values: Value) -> Iterator[tuple[Path, Value]]:
    """The plan figures of sales and KPIs that a plan has, with their paths, whatever today's schema says of them."""
    sections = values if isinstance(values, dict) else {}
    yield from _of_periods(("sales",), sections.get("sales"))
    kpis = sections.get("kpis")
    for kpi, periods in kpis.items() if isinstance(kpis, dict) else ():
        yield from _of_periods(("kpis", kpi), periods)


def _of_periods(above: Path, periods: Value) -> Iterator[tuple[Path, Value]]:
    for period, figures in periods.items() if isinstance(periods, dict) else ():
        if isinstance(figures, dict) and "plan" in figures and not isinstance(figures["plan"], dict | list):
            yield (*above, period, "plan"), figures["plan"]


def planned_period(path: Path, calendar: Calendar) -> Period | None:
    """The period of a plan figure at a path; None where none is there."""
    is_sales = len(path) == 3 and path[0] == "sales"
    is_kpi = len(path) == 4 and path[0] == "kpis"
    if not (is_sales or is_kpi) or path[-1] != "plan":
        return None
    return calendar.parse(str(path[-2]))
