"""KPI status as tables: every figure as a person and as a program reads it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from kamctl.insight.kpi import AMBER, GREEN, MISSING, RED, Measure
from kamctl.insight.report import ALERT, GOOD, GROUP, NUMBER, PLAIN, TEXT, WATCH, Column, Row, Table, Value
from kamctl.insight.spelling import hidden, percents, rounded_money, share
from kamctl.insight.status import KAM, KPI, SEGMENT, Group, Score, StatusReport, StatusRow
from kamctl.plan import quantity
from kamctl.plan.period import Period
from kamctl.plan.schema import Schema
from kamctl.plan.schema_model import SALES, Kpi
from kamctl.plan.shape import MONEY, PERCENT

_GROUPS = {KAM: "KAM", SEGMENT: "Segment"}
TITLES = _GROUPS | {KPI: "KPI"}
"""What plans are put together by, as people call it."""

TONES = {GREEN: GOOD, AMBER: WATCH, RED: ALERT, MISSING: ALERT}

BAR = 6
"""Cells of a bar whose whole length is 100%."""

_FULL, _EMPTY = "█", "░"

ROW_COLUMNS = (
    Column("client", "Client", GROUP, 7),
    Column("kam", "KAM", shown=False),
    Column("segment", "Segment", shown=False),
    Column("kpi", "KPI", TEXT, 0),
    Column("plan", "Plan", NUMBER, 1),
    Column("actual", "Actual", NUMBER, 2),
    Column("due", "Due by now", NUMBER, 9, spare=True),
    Column("attainment", "Of plan", NUMBER, 8, spare=True),
    Column("pace", "Pace", NUMBER, 3),
    Column("forecast", "Forecast", NUMBER, 5),
    Column("previous", "Year before", NUMBER, 11, spare=True),
    Column("growth", "Growth", NUMBER, 10, spare=True),
    Column("status", "Status", PLAIN, 4),
    Column("missing", "Missing", PLAIN, 6),
)
SCORE_COLUMNS = (
    Column("client", "Client", PLAIN, 0),
    Column("score", "Score", NUMBER, 1),
    Column("paid_score", "Paid KPIs", NUMBER, 2),
)
_GROUP_COLUMNS = (
    Column("kpi", "KPI", TEXT, 0),
    Column("plan", "Plan", NUMBER, 1),
    Column("actual", "Actual", NUMBER, 2),
    Column("due", "Due by now", NUMBER, 7, spare=True),
    Column("attainment", "Of plan", NUMBER, 5, spare=True),
    Column("pace", "Pace", NUMBER, 3),
    Column("status", "Status", PLAIN, 4),
)


def status_table(rows: Iterable[StatusRow], schema: Schema) -> Table:
    """A row for each KPI of each plan."""
    return Table("rows", ROW_COLUMNS, tuple(_row(row, schema) for row in rows))


def score_table(scores: Iterable[Score]) -> Table:
    """A row for each plan; those without a score are for programs alone."""
    rows = ((Value(score.client, score.client), share(score.score), share(score.paid_score)) for score in scores)
    return Table("scores", SCORE_COLUMNS, tuple(rows))


def group_table(report: StatusReport) -> Table:
    """A row for each KPI of those who have something in common; of all plans, without `by`."""
    own = (Column(report.by, _GROUPS[report.by], GROUP, 6),) if report.by in _GROUPS else ()
    rows = []
    for group in report.groups:
        value = (_common(report.by, group.value, report.schema),) if own else ()
        rows.append((*value, *_group(group)))
    return Table("groups", (*own, *_GROUP_COLUMNS), tuple(rows))


def _row(row: StatusRow, schema: Schema) -> Row:
    plan, found, unit = row.entry.plan, row.measure, row.definition.unit
    return (
        Value(row.entry.client, row.entry.client),
        hidden(plan.kam),
        hidden(plan.segment),
        kpi_name(row.kpi, row.definition),
        figure(found.plan, unit),
        figure(found.actual, unit),
        figure(found.due, unit),
        share(found.attainment),
        pace(found.pace, found.status),
        _forecast(found, unit),
        figure(found.previous, unit),
        growth(found.growth),
        status_word(found.status),
        _missing(found.missing),
    )


def _group(group: Group) -> Row:
    unit = group.definition.unit
    return (
        kpi_name(group.kpi, group.definition),
        figure(group.plan, unit),
        figure(group.actual, unit),
        figure(group.due, unit),
        share(group.attainment),
        pace(group.pace, group.status),
        status_word(group.status),
    )


def _common(by: str | None, value: str | None, schema: Schema) -> Value:
    if value is None:
        return Value("(nobody)" if by == KAM else "(none)", None)
    if by == KAM:
        person = schema.people.get(value)
        return Value(person.name if person is not None else value, value)
    segment = (schema.format.segments or {}).get(value)
    return Value(f"{value} ({segment.title})" if segment is not None and segment.title else value, value)


def kpi_name(id_: str, definition: Kpi) -> Value:
    """What people call a KPI, with a word on one that is only watched."""
    title = definition.title or ("Sales" if id_ == SALES else id_)
    return Value(title if definition.paid is not None else f"{title} (watched)", id_)


def figure(value: Decimal | None, unit: str) -> Value | None:
    """A figure in a KPI's unit. What was worked out is rounded for people."""
    if value is None:
        return None
    data = quantity.plain_number(value)
    if unit == PERCENT:
        return Value(quantity.percent_text(quantity.rounded(value, 4)), data)
    if unit == MONEY:
        return rounded_money(value)
    return Value(quantity.number_text(quantity.rounded(value, 2)), data)


def pace(fraction: Decimal | None, status: str) -> Value | None:
    """A pace as a bar and in whole percents."""
    if fraction is None:
        return None
    filled = min(max(int(fraction * BAR), 0), BAR)
    bar = _FULL * filled + _EMPTY * (BAR - filled)
    return Value(f"{bar} {percents(fraction):>4}", quantity.plain_number(fraction), TONES.get(status, ""))


def in_words(pace: Value) -> str:
    """A pace without its bar: `96%`."""
    return pace.text.lstrip(f"{_FULL}{_EMPTY} ")


def growth(fraction: Decimal | None) -> Value | None:
    """A change against the year before, with its sign."""
    return None if fraction is None else Value(f"{fraction:+z.1%}", quantity.plain_number(fraction))


def status_word(status: str) -> Value:
    """A status as it is called, in its colour."""
    return Value(status, status, TONES.get(status, ""))


def _forecast(found: Measure, unit: str) -> Value | None:
    """A forecast that says no more than the actual does is for programs alone."""
    told = figure(found.forecast, unit)
    return told if told is None or found.forecast != found.actual else Value("", told.data)


def _missing(periods: Iterable[Period]) -> Value:
    names = [period.name for period in periods]
    return Value(", ".join(names), names, ALERT if names else "")
