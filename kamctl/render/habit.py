"""The habit of sharing as text, Markdown, JSON and CSV."""

from __future__ import annotations

from dataclasses import replace

from kamctl.insight.habit_report import CLIENT, MONTH, HabitReport
from kamctl.insight.habit_tables import (
    CALENDAR,
    MORE_UPDATES,
    NO_UPDATE,
    ONE_UPDATE,
    client_table,
    month_table,
    person_table,
    table_of,
)
from kamctl.insight.habit_words import BASICS, doubled, summary
from kamctl.insight.report import Table
from kamctl.render import coverage, safe
from kamctl.render.prose import BOLD, DIM, RED, Paint, fold
from kamctl.render.table import csv, markdown_page, objects, text_lines
from kamctl.words import count

_TITLES = {CLIENT: "By client", MONTH: "By month"}
_PEOPLE = ("person", "plans", "weeks_with_update", "streak", "days_since", "median_gap_days", "on_time")
_MONTHS = ("month", "updates", "people", "plans_updated")
_CLIENTS = ("client", "only_one_person", "days_since")
_KEY = (
    f"A cell is a week: {NO_UPDATE} without an update, {ONE_UPDATE} with one, {MORE_UPDATES} with more. The last is "
    "this week; a space is where a month begins."
)


def as_text(report: HabitReport, *, width: int, colour: bool) -> str:
    """The table that is asked for, in a terminal of `width` columns; with `colour`, in plain ANSI colours."""
    paint = Paint(colour)
    table = table_of(report)
    lines = [paint(line, DIM) for line in fold(_standing(report), width)]
    for sentence in summary(report):
        lines += fold(str(sentence), width)
    if table.rows:
        lines += ["", paint(_title(report), BOLD), *text_lines(table, width, paint), ""]
        lines += [paint(line, DIM) for line in fold(_basics(table), width)]
    lines += coverage.text_lines(report.basis, width, paint)
    for sentence in doubled(report):
        lines += ["", *(paint(line, RED) for line in fold(str(sentence), width))]
    return "\n".join(lines) + "\n"


def as_markdown(report: HabitReport) -> str:
    """The same as a page, short enough for a comment; rows that would make it longer are counted."""
    table = table_of(report)
    opening = [_standing(report), " ".join(str(sentence) for sentence in summary(report))]
    closing = [safe.markdown(_basics(table)), *coverage.markdown_blocks(report.basis)]
    closing += [safe.markdown(str(sentence)) for sentence in doubled(report)]
    return markdown_page([safe.markdown(text) for text in opening], [(_title(report), table)], closing)


def as_json(report: HabitReport) -> str:
    """All of it for other programs, `"version": 1`; shares are fractions, null is what cannot be told."""
    people, months, clients = (objects(each(report)) for each in (person_table, month_table, client_table))
    window = report.window
    return safe.json_text(
        {
            "version": 1,
            "today": window.today.isoformat(),
            "from": window.first.isoformat(),
            "weeks": window.weeks,
            "people": _only(people, _PEOPLE),
            "months": _only(months, _MONTHS),
            "clients": _only(clients, _CLIENTS),
            "rollout": _rollout(report),
            "calendar": _only(people, ("person", CALENDAR)),
            "coverage": _only(months, ("month", "plans", "share")),
            "strangers": {"authors": report.strangers, "commits": report.strange_commits},
            "without_email": list(report.unreachable),
            "schema_errors": report.basis.schema_errors,
            "unread": list(report.basis.unread),
            "repeated": list(report.doubled),
        }
    )


def as_csv(report: HabitReport) -> str:
    """The rows of what is asked for, for a spreadsheet; without what is drawn."""
    table = table_of(report)
    kept = [number for number, column in enumerate(table.columns) if column.key != CALENDAR]
    columns = tuple(table.columns[number] for number in kept)
    return csv(replace(table, columns=columns, rows=tuple(tuple(row[number] for number in kept) for row in table.rows)))


def _only(rows: list[dict[str, object]], keys: tuple[str, ...]) -> list[dict[str, object]]:
    return [{key: row[key] for key in keys} for row in rows]


def _rollout(report: HabitReport) -> dict[str, object] | None:
    if report.rollout is None:
        return None
    number, rollout = report.rollout
    return {"start": rollout.start.isoformat(), "months": int(rollout.months), "month": number}


def _standing(report: HabitReport) -> str:
    weeks = count(report.window.weeks, "week")
    return f"{coverage.standing('Habit of sharing,', report.basis)}: {weeks} from {report.window.first}"


def _title(report: HabitReport) -> str:
    return _TITLES.get(report.by, "By KAM")


def _basics(table: Table) -> str:
    drawn = any(column.key == CALENDAR for column in table.columns)
    return f"{_KEY} {BASICS}" if drawn else str(BASICS)
