"""The habit of sharing as tables: every figure as a person and as a program reads it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kamctl.insight.habit_report import CLIENT, MONTH, HabitReport
from kamctl.insight.habit_words import ago
from kamctl.insight.report import ALERT, NUMBER, PLAIN, TEXT, Column, Row, Table, Value
from kamctl.insight.spelling import hidden, number, share
from kamctl.insight.status_tables import pace
from kamctl.insight.weeks import Window

NO_UPDATE, ONE_UPDATE, MORE_UPDATES = "·", "▒", "█"
"""A week in a calendar strip."""

WIDEST_BESIDE = 30
"""Weeks of a strip that stands beside the figures; a longer one has lines of its own."""

CALENDAR = "calendar"
"""The key of the column that is drawn; programs have the number of updates of each week in its place."""


def table_of(report: HabitReport) -> Table:
    """What is shown of a report."""
    return {CLIENT: client_table, MONTH: month_table}.get(report.by, person_table)(report)


def person_table(report: HabitReport) -> Table:
    """A row for each KAM."""
    columns = (
        Column("person", "KAM", TEXT, 0),
        _calendar(report.window),
        Column("weeks_with_update", "Updated", NUMBER, 2),
        Column("streak", "Streak", NUMBER, 3),
        Column("days_since", "Last", NUMBER, 4),
        Column("median_gap_days", "Median gap", NUMBER, 6),
        Column("on_time", "On time", NUMBER, 5),
        Column("plans", "Plans", NUMBER, 7),
    )
    rows = []
    for each in report.people:
        known = each.weeks_with_update
        since = Value(ago(each.days_since), each.days_since, ALERT if each.is_silent else "")
        row: Row = (
            Value(report.names.get(each.person, each.person), each.person),
            _strip(each.weeks, report.window),
            Value(f"{known} of {report.window.weeks}", known),
            number(Decimal(each.streak)),
            since,
            number(each.median_gap_days),
            share(each.on_time),
            number(Decimal(each.plans)),
        )
        rows.append(row)
    return Table("people", columns, tuple(rows))


def month_table(report: HabitReport) -> Table:
    """A row for each month since the roll-out began."""
    columns = (
        Column("month", "Month", PLAIN, 0),
        Column("updates", "Updates", NUMBER, 3),
        Column("people", "KAMs", NUMBER, 4),
        Column("plans_updated", "Plans updated", NUMBER, 1),
        Column("plans", "Of plans", NUMBER, 5),
        Column("share", "Share", NUMBER, 2),
    )
    rows = tuple(
        (
            Value(each.month, each.month),
            number(Decimal(each.updates)),
            number(Decimal(each.people)),
            number(Decimal(each.plans_updated)),
            number(Decimal(each.plans)),
            pace(each.share, ""),
        )
        for each in report.months
    )
    return Table("months", columns, rows)


def client_table(report: HabitReport) -> Table:
    """A row for each plan."""
    columns = (
        Column("client", "Client", PLAIN, 0),
        Column("kam", "KAM", TEXT, 4),
        _calendar(report.window),
        Column("only_one_person", "One person only", NUMBER, 3),
        Column("days_since", "Last", NUMBER, 2),
    )
    rows = tuple(
        (
            Value(each.client, each.client),
            Value(report.names.get(each.kam, each.kam), each.kam) if each.kam is not None else hidden(None),
            _strip(each.weeks, report.window),
            share(each.only_one_person),
            Value(ago(each.days_since), each.days_since),
        )
        for each in report.clients
    )
    return Table("clients", columns, rows)


def _calendar(window: Window) -> Column:
    return Column(CALENDAR, f"Weeks from {window.first}", PLAIN, 1 if window.weeks <= WIDEST_BESIDE else 9)


def _strip(weeks: Sequence[int], window: Window) -> Value:
    """A cell for each week, the running one last, with a space where a month begins."""
    text, month = "", window.first.month
    for week, updates in zip(window.mondays, weeks, strict=True):
        text += " " if week.month != month else ""
        text += _cell(updates)
        month = week.month
    return Value(text, list(weeks))


def _cell(updates: int) -> str:
    return NO_UPDATE if not updates else ONE_UPDATE if updates == 1 else MORE_UPDATES
