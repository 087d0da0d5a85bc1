"""The figures of a plan, sales and each KPI alike: where they stand, and for which periods nothing was planned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kamctl.plan.document import Document
from kamctl.plan.model import Figure, Plan
from kamctl.plan.period import Calendar, Period
from kamctl.plan.schema import Schema
from kamctl.plan.schema_model import SALES

Figures = Mapping[Period, Figure]
FiguresPath = tuple[str, ...]
"""`("sales",)` or `("kpis", id)`; the last step is the id that the figures have as a KPI."""


def figure_groups(plan: Plan) -> list[tuple[FiguresPath, Figures]]:
    """The figures of sales and of each KPI that the plan names, with the path at which they stand."""
    groups: list[tuple[FiguresPath, Figures]] = []
    if plan.sales is not None:
        groups.append(((SALES,), plan.sales))
    if plan.kpis:
        groups.extend((("kpis", kpi), figures) for kpi, figures in plan.kpis.items())
    return groups


def unplanned(
    parts: Iterable[Period], path: FiguresPath, figures: Figures, document: Document, calendar: Calendar
) -> list[Period]:
    """The periods of `parts` inside which no plan figure lies.

    A figure that is there and could not be read counts: it has a finding of its own, and is not lacking.
    """
    planned = {period.name: period for period, figure in figures.items() if figure.plan is not None}
    lacking = [
        part
        for part in parts
        if part.name not in planned and not any(part.holds(period) for period in planned.values())
    ]
    if not lacking:
        return []
    unread = unread_periods(path, figures, document, calendar, ("plan",))
    if unread is None or (path == (SALES,) and not document.value(path)):
        return []  # a section with nothing in it is missing, and said to be
    return [part for part in lacking if not any(part.holds(period) for period in unread)]


def paid_gaps(
    period: Period, path: FiguresPath, figures: Figures, document: Document, schema: Schema
) -> tuple[str, list[Period]]:
    """The kind of period that these figures are paid for, and those inside `period` without a plan figure.

    The kind is empty for figures that are only watched.
    """
    kpi = schema.kpis.get(path[-1])
    if kpi is None or kpi.paid is None:
        return "", []
    calendar = schema.calendar
    return kpi.paid, unplanned(calendar.parts(period, kpi.paid), path, figures, document, calendar)


def unread_periods(
    path: FiguresPath, figures: Figures, document: Document, calendar: Calendar, fields: Iterable[str]
) -> list[Period] | None:
    """The periods for which one of `fields` stands in the file but could not be read.

    None where it cannot be told for which period: the period itself is written wrongly.
    """
    written = document.value(path)
    if not isinstance(written, dict):
        return None
    unread = []
    for name, entry in written.items():
        period = calendar.parse(name)
        if period is None:
            return None
        if not isinstance(entry, dict) or _lost(entry, figures.get(period), fields):
            unread.append(period)
    return unread


def _lost(entry: Mapping[str, object], figure: Figure | None, fields: Iterable[str]) -> bool:
    return any(field in entry and (figure is None or figure[field] is None) for field in fields)
