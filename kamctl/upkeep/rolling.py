"""The plan of the next period, made from this one in the same file, so that its comments stay; git keeps the old one.

What goes on stays: the head, the team, the terms, contacts, competitors, the history, whatever SKAM have added. What
belongs to the period that ends goes: activities that are done, risks that are closed or have happened, what was spent,
promotions, approvals. What speaks of a time is carried over by these rules:

- A figure moves to the same part of the next period (2026-Q3 becomes 2027-Q3). Its actual becomes `previous` where that
  part lies a year later and the actual is final; an actual up to a day before the period's end is not carried over.
- A plan figure is what it was until somebody says otherwise. A new total is shared out as the last plan was.
- A step of the assortment that is over when the new period begins has been done: what was to be added is listed, what
  was to be dropped is not. Later steps stay where they lie inside the new period, else they go.
- The `period` of an open risk moves as figures do. A `review` before the new period becomes the day that is given, or
  goes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple, cast

from kamctl.edit.edits import Content, Edit, Rename, Set, Unset
from kamctl.plan.document import Document
from kamctl.plan.fault import Path
from kamctl.plan.figures import FiguresPath, figure_groups
from kamctl.plan.model import Assortment, Plan, Risk
from kamctl.plan.period import Calendar, Period
from kamctl.plan.quantity import percent_text
from kamctl.plan.schema import Schema
from kamctl.plan.shape import MONEY, PERCENT


class Course(NamedTuple):
    """From which period to which a plan is rolled."""

    old: Period
    new: Period
    calendar: Calendar

    @property
    def months(self) -> int:
        """By how many months everything moves."""
        return (self.new.start.year - self.old.start.year) * 12 + self.new.start.month - self.old.start.month

    def counterpart(self, period: Period) -> Period | None:
        """The same part of the new period; None where it has none."""
        month = period.start.year * 12 + period.start.month - 1 + self.months
        moved = self.calendar.containing(date(month // 12, month % 12 + 1, 1), period.kind)
        return moved if self.new.holds(moved) else None


class Group(NamedTuple):
    """The figures of sales or of one KPI as they are to be in the new period.

    `last` has the last plan figures by the periods that they move to; `actual` is what the old period came to, where
    that can be told by adding up. `total` is how the parts make up the whole: sum, mean or last.
    """

    path: FiguresPath
    unit: str
    total: str
    last: Mapping[Period, Decimal]
    actual: Decimal | None

    @property
    def whole(self) -> Decimal | None:
        """The last plan of the whole period; None where its figures are not added up."""
        return sum(self.last.values(), Decimal(0)) if self.total == "sum" and self.last else None


Planned = Mapping[FiguresPath, Mapping[Period, Decimal]]
"""New plan figures by where they stand and by period; what is not in it stays as it was."""


def next_period(plan: Plan, schema: Schema) -> Period | None:
    """The period of the horizon's length that follows the plan's; None where the plan's is not known."""
    return None if plan.period is None else schema.calendar.containing(plan.period.end, schema.horizon)


def groups(plan: Plan, schema: Schema, course: Course) -> list[Group]:
    """The figures of a plan that move, sales first."""
    found = []
    for path, figures in figure_groups(plan):
        last = {}
        for period, figure in figures.items():
            moved = course.counterpart(period) if course.old.holds(period) else None
            if moved is not None and figure.plan is not None:
                last[moved] = figure.plan
        kpi = schema.kpis.get(path[-1])
        total = (kpi.total if kpi is not None else None) or "sum"
        actuals = [figure.actual for figure in figures.values() if figure.actual is not None]
        actual = sum(actuals, Decimal(0)) if total == "sum" and actuals else None
        unit = (kpi.unit if kpi is not None else None) or MONEY
        found.append(Group(path, unit, total, last, actual))
    return found


def grown(group: Group, share: Decimal) -> dict[Period, Decimal]:
    """Every last plan figure by a share more (0.05: five percent), to whole units."""
    return {period: _rounded(plan * (1 + share), Decimal(1)) for period, plan in group.last.items()}


def shared(group: Group, whole: Decimal) -> dict[Period, Decimal]:
    """A new figure for the whole period in parts: in the proportions of the last plan, or the same for each part.

    The parts make up the whole exactly, in round figures: what rounding leaves goes to the last part.
    """
    if group.total != "sum":
        return dict.fromkeys(group.last, whole)
    last = group.whole
    parts = list(group.last)
    if not last:
        shares = {period: Decimal(1) / len(parts) for period in parts}
    else:
        shares = {period: plan / last for period, plan in group.last.items()}
    least = min((whole * share for share in shares.values() if share), default=whole)
    unit = _unit(whole, least)
    found: dict[Period, Decimal] = {}
    for period in parts[:-1]:
        found[period] = _rounded(whole * shares[period], unit)
    found[parts[-1]] = whole - sum(found.values(), Decimal(0))
    return found


def _unit(whole: Decimal, least: Decimal) -> Decimal:
    """The largest power of ten that divides the whole and is no more than a hundredth of its least part."""
    unit = Decimal(1)
    while whole and whole % (unit * 10) == 0 and unit * 1000 <= abs(least):
        unit *= 10
    return unit


def _rounded(amount: Decimal, unit: Decimal) -> Decimal:
    return (amount / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit


def roll(
    plan: Plan, document: Document, course: Course, found: list[Group], planned: Planned, review: date | None
) -> list[Edit]:
    """The edits that make the next plan of this one."""
    name = course.new.name
    edits: list[Edit] = [Set(("period",), int(name) if name.isdigit() else name)]
    edits += _gone(plan, document)
    edits += _assortment(plan, course)
    edits += _risks(plan, course, review)
    for group in found:
        edits += _figures(plan, document, course, group, planned.get(group.path, {}))
    return edits


def _gone(plan: Plan, document: Document) -> Iterator[Edit]:
    """What belongs to the period that ends."""
    for name, activity in (plan.activities or {}).items():
        if activity.done is not None:
            yield Unset(("activities", name))
    for name, risk in (plan.risks or {}).items():
        if not risk.is_open:
            yield Unset(("risks", name))
    for path in (("budget", "spent"), ("promotions",), ("approvals",)):
        if document.has(path):
            yield Unset(path)


def _assortment(plan: Plan, course: Course) -> Iterator[Edit]:
    """Steps that are over are applied."""
    if plan.assortment is None:
        return
    for kind, entries in (("add", plan.assortment.add), ("drop", plan.assortment.drop)):
        over = [product for product, period in (entries or {}).items() if not course.new.holds(period)]
        if over and len(over) == len(entries or {}):
            yield Unset(("assortment", kind))
        else:
            yield from (Unset(("assortment", kind, product)) for product in over)
    listed = listed_then(plan.assortment, course)
    if listed != list(plan.assortment.listed or ()):
        path = ("assortment", "listed")
        yield Set(path, cast(Content, listed)) if listed else Unset(path)


def listed_then(assortment: Assortment, course: Course) -> list[str]:
    """What the client buys when the new period begins, each step made in its time."""
    listed = list(assortment.listed or ())
    steps = [
        (period, kind, product)
        for kind, entries in (("add", assortment.add), ("drop", assortment.drop))
        for product, period in (entries or {}).items()
        if period.end <= course.new.start
    ]
    for _, kind, product in sorted(steps, key=lambda step: (step[0].end, step[1])):
        if kind == "drop":
            listed = [name for name in listed if name != product]
        elif product not in listed:
            listed.append(product)
    return listed


def _risks(plan: Plan, course: Course, review: date | None) -> Iterator[Edit]:
    for name, risk in (plan.risks or {}).items():
        if not risk.is_open:
            continue
        if risk.period is not None and not course.new.holds(risk.period):
            moved = course.counterpart(risk.period)
            path = ("risks", name, "period")
            yield Set(path, _period_text(moved)) if moved is not None else Unset(path)
        if is_waiting(risk, course):
            path = ("risks", name, "review")
            yield Set(path, review) if review is not None else Unset(path)


def _period_text(period: Period) -> int | str:
    return int(period.name) if period.name.isdigit() else period.name


def _figures(
    plan: Plan, document: Document, course: Course, group: Group, planned: Mapping[Period, Decimal]
) -> Iterator[Edit]:
    figures = dict(figure_groups(plan))[group.path]
    for period, figure in figures.items():
        there: Path = (*group.path, period.name)
        moved = course.counterpart(period) if course.old.holds(period) else None
        if moved is None or (figure.plan is None and moved not in planned):
            yield Unset(there)
            continue
        here: Path = (*group.path, moved.name)
        yield Rename(there, moved.name)
        final = figure.actual is not None and (figure.as_of is None or figure.as_of >= period.last_day)
        if moved in planned and planned[moved] != figure.plan:
            yield Set((*here, "plan"), written(planned[moved], group.unit))
        if final and course.months == 12:
            yield Set((*here, "previous"), _as_written(document, (*there, "actual")))
        elif document.has((*there, "previous")):
            yield Unset((*here, "previous"))
        for field in ("actual", "as_of"):
            if document.has((*there, field)):
                yield Unset((*here, field))


def _as_written(document: Document, path: Path) -> Decimal | str:
    value = document.value(path)
    return Decimal(value) if isinstance(value, int | Decimal) else str(value)


def written(value: Decimal, unit: str) -> Decimal | str:
    """A figure as a plan has it: a percentage with its sign."""
    return percent_text(value) if unit == PERCENT else value


def is_waiting(risk: Risk, course: Course) -> bool:
    """Whether an open risk was to be looked at before the new period begins."""
    return risk.is_open and risk.review is not None and risk.review < course.new.start
