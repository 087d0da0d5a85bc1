"""The risk summary as text, Markdown, JSON and CSV."""

from __future__ import annotations

from collections.abc import Iterator

from kamctl.insight.report import Listing, Table, Value
from kamctl.insight.risk_tables import (
    TITLES,
    group_table,
    lists,
    numbered,
    risk_table,
    signal_table,
    summary,
    totals_table,
    unknown_signals,
)
from kamctl.insight.risks import CLIENT, RisksReport
from kamctl.render import coverage, risk_map, safe
from kamctl.render.prose import BOLD, DIM, RED, Paint, fold
from kamctl.render.table import csv, markdown_page, objects, text_lines
from kamctl.words import listing

NO_SIGNALS = "There are no signals."


def as_text(report: RisksReport, *, width: int, colour: bool) -> str:
    """The summary for a terminal of `width` columns; with `colour`, in plain ANSI colours."""
    paint = Paint(colour)
    lines = [paint(line, DIM) for line in fold(coverage.standing("Risks", report.basis), width)]
    for sentence in summary(report):
        lines += fold(str(sentence), width)
    if drawn := risk_map.text_lines(report.map, [held.id for held in report.risks], width, paint):
        lines += ["", *drawn, *fold(risk_map.LEGEND, width)]
    for title, table in _tables(report):
        lines += ["", *(paint(line, BOLD) for line in fold(title, width)), *text_lines(table, width, paint)]
    if attention := [listed for listed in lists(report) if listed.items]:
        lines += ["", *(paint(line, BOLD) for line in fold("To look at", width))]
        for listed in attention:
            lines += [paint(line, RED) for line in fold(_said(listed), width, hang=2)]
    lines += _signals(report, width, paint)
    lines += coverage.text_lines(report.basis, width, paint)
    return "\n".join(lines) + "\n"


def _signals(report: RisksReport, width: int, paint: Paint) -> list[str]:
    lines = ["", *(paint(line, BOLD) for line in fold("Signals that nobody wrote down", width))]
    lines += text_lines(signal_table(report), width, paint) or fold(NO_SIGNALS, width)
    if (unknown := unknown_signals(report)) is not None:
        lines += [paint(line, RED) for line in fold(str(unknown), width)]
    return lines


def _tables(report: RisksReport) -> Iterator[tuple[str, Table]]:
    """What is shown to people, each with its title; nothing that is empty."""
    if report.groups:
        yield f"By {TITLES[report.by or '']}", group_table(report)
    if report.risks:
        yield "By exposure", numbered(risk_table(report), report)
    # Of one plan all is said on top; by client the groups are the plans.
    if len(report.plans) > 1 and report.by != CLIENT:
        yield "By plan", totals_table(report)


def _said(listed: Listing) -> str:
    return f"{listed.title}: {listing(item.text for item in listed.items)}."


def as_markdown(report: RisksReport) -> str:
    """The same as a page, short enough for a comment; rows that would make it longer are counted."""
    opening = [safe.markdown(coverage.standing("Risks", report.basis))]
    opening.append(safe.markdown(" ".join(str(sentence) for sentence in summary(report))))
    if drawn := risk_map.markdown_lines(report.map):
        opening += ["\n".join(drawn), safe.markdown(risk_map.LEGEND)]
    opening += [safe.markdown(_said(listed)) for listed in lists(report) if listed.items]
    if (unknown := unknown_signals(report)) is not None:
        opening.append(safe.markdown(str(unknown)))
    tables = list(_tables(report))
    if report.signals:
        tables.append(("Signals that nobody wrote down", signal_table(report)))
    return markdown_page(opening, tables, coverage.markdown_blocks(report.basis))


def as_json(report: RisksReport) -> str:
    """The figures for other programs, `"version": 1`; a percentage is a fraction, null what is not known."""
    totals = totals_table(report)
    whole = {
        column.key: _data(value)
        for column, value in zip(totals.columns, totals.total or (), strict=True)
        if column.key != "client"
    }
    groups = {} if report.by is None else {"groups": objects(group_table(report))}
    largest = report.largest
    return safe.json_text(
        {
            "version": 1,
            "today": report.basis.today.isoformat(),
            "currency": report.basis.currency,
            "rows": objects(risk_table(report)),
            "totals": objects(totals),
            "portfolio": whole,
            **groups,
            "signals": objects(signal_table(report)),
            "unknown_signals": list(report.unknown_signals),
            "largest": None if largest is None else {"client": largest.client, "risk": largest.id},
            **{listed.key: [item.data for item in listed.items] for listed in lists(report)},
            **coverage.members(report.basis),
        }
    )


def _data(value: Value | None) -> object:
    return None if value is None else value.data


def as_csv(report: RisksReport) -> str:
    """The rows for a spreadsheet, or the groups that were asked for."""
    return csv(risk_table(report) if report.by is None else group_table(report))
