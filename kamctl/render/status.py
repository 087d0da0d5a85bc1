"""KPI status as text, Markdown, JSON and CSV."""

from __future__ import annotations

from collections.abc import Iterator

from kamctl.insight.report import Table
from kamctl.insight.status import StatusReport
from kamctl.insight.status_tables import TITLES, group_table, score_table, status_table
from kamctl.render import coverage, safe
from kamctl.render.prose import BOLD, DIM, Paint, fold
from kamctl.render.table import csv, markdown_page, objects, text_lines

ALL_PLANS = "All plans"


def as_text(report: StatusReport, *, width: int, colour: bool) -> str:
    """Tables for a terminal of `width` columns; with `colour`, in plain ANSI colours."""
    paint = Paint(colour)
    lines = [paint(line, DIM) for line in fold(_standing(report), width)]
    for sentence in report.summary:
        lines += fold(str(sentence), width)
    for title, table in _tables(report):
        lines += ["", *(paint(line, BOLD) for line in fold(title, width)), *text_lines(table, width, paint)]
    lines += coverage.text_lines(report.basis, width, paint)
    return "\n".join(lines) + "\n"


def as_markdown(report: StatusReport) -> str:
    """The same as a page, short enough for a comment: all plans together first, then the others as far as they fit."""
    said = [_standing(report), " ".join(str(sentence) for sentence in report.summary)]
    opening = [safe.markdown(text) for text in said]
    tables = sorted(_tables(report), key=lambda each: each[0] != ALL_PLANS)
    return markdown_page(opening, tables, coverage.markdown_blocks(report.basis))


def as_json(report: StatusReport) -> str:
    """The figures for other programs, `"version": 1`; a percentage is a fraction, null what is not known."""
    groups = {} if report.by is None else {"groups": objects(group_table(report))}
    return safe.json_text(
        {
            "version": 1,
            "period": report.period.name,
            "today": report.basis.today.isoformat(),
            "currency": report.basis.currency,
            "rows": objects(status_table(report.rows, report.schema)),
            "scores": objects(score_table(report.scores)),
            **groups,
            **coverage.members(report.basis),
        }
    )


def as_csv(report: StatusReport) -> str:
    """The rows for a spreadsheet, or the groups that were asked for."""
    return csv(status_table(report.rows, report.schema) if report.by is None else group_table(report))


def _standing(report: StatusReport) -> str:
    return coverage.standing(f"KPI status of {report.period},", report.basis)


def _tables(report: StatusReport) -> Iterator[tuple[str, Table]]:
    """What is shown to people, each with its title; nothing that is empty."""
    if not report.rows:
        return
    if report.by is None:
        yield "By client", status_table(report.rows, report.schema)
        if len(report.scores) > 1:
            yield ALL_PLANS, group_table(report)
    else:
        yield f"By {TITLES[report.by]}", group_table(report)
    scores = [score for score in report.scores if score.score is not None]
    if scores and not report.chosen:  # a score is that of a whole plan
        yield "Scores", score_table(scores)
