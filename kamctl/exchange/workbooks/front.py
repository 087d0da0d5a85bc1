"""The first sheet of a workbook: what it is, all plans at a glance, and sales as planned against what came of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from kamctl.exchange.workbooks.cells import text_cell
from kamctl.exchange.workbooks.looks import Looks, height
from kamctl.exchange.workbooks.manifest import Manifest
from kamctl.exchange.workbooks.sheet_names import FRONT
from kamctl.insight.glance import glance
from kamctl.insight.portfolio import Portfolio
from kamctl.insight.report import NUMBER, TEXT, Column, Row, Value
from kamctl.insight.totals import by_time, sum_of
from kamctl.plan.model import Figure
from kamctl.plan.period import Period
from kamctl.plan.quantity import plain_number
from kamctl.words import Sentence, say

_WIDTHS = {TEXT: 36, NUMBER: 15}
_SHORT = 14
_CHART_ROWS = 17


class SalesOfPeriod(NamedTuple):
    """Sums over all plans that have a figure for the period; None where none has it. In money."""

    period: Period
    plan: Decimal | None
    actual: Decimal | None


def sales_by_period(portfolio: Portfolio) -> list[SalesOfPeriod]:
    """Sales by time: in the periods of the checkpoint, as long as there are any, else in all."""
    figures: dict[Period, list[Figure]] = {}
    for entry in portfolio.plans:
        for period, figure in (entry.plan.sales or {}).items():
            figures.setdefault(period, []).append(figure)
    usual = {period: each for period, each in figures.items() if period.kind == portfolio.schema.checkpoint}
    return [
        SalesOfPeriod(period, sum_of(one.plan for one in each), sum_of(one.actual for one in each))
        for period, each in by_time(usual or figures)
    ]


def standing(manifest: Manifest, currency: str | None) -> list[Sentence]:
    """What a workbook is of, and how one works with it."""
    commit = say("Made of commit {commit}.", commit=manifest.commit[:12])
    if not manifest.commit:
        commit = say("Made of files that are in no commit.")
    elif manifest.dirty:
        commit = say("Made of commit {commit} with changes that are in no commit.", commit=manifest.commit[:12])
    return [
        commit,
        *([say("Amounts are in {currency}.", currency=currency)] if currency else []),
        say("White cells may be changed, and new lines begun below the last one; grey cells are locked."),
        say("What is left empty, or taken out, changes nothing. Send the file back: kamctl import takes what changed."),
    ]


def write(book: Any, sheet: Any, portfolio: Portfolio, manifest: Manifest, looks: Looks) -> None:
    """Write the sheet; `book` and `sheet` are XlsxWriter's."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, f"Action Plans as of {manifest.today}", looks.title)
    row = 1
    for sentence in standing(manifest, portfolio.schema.format.currency):
        sheet.write_string(row, 0, str(sentence), looks.note)
        row += 1
    row = _glance(sheet, row + 1, portfolio, looks)
    sales = sales_by_period(portfolio)
    if sales:
        _sales(book, sheet, row + 1, sales, looks)
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _glance(sheet: Any, row: int, portfolio: Portfolio, looks: Looks) -> int:
    """All plans at a glance, from a row on; returns the row below."""
    table = glance(portfolio).plans
    columns = [(index, column) for index, column in enumerate(table.columns) if column.shown]
    for at, (_, column) in enumerate(columns):
        sheet.set_column(at, at, 20 if at == 0 else _WIDTHS.get(column.kind, _SHORT))
        sheet.write_string(row, at, column.title, looks.header)
    lines: list[tuple[Row, bool]] = [(line, False) for line in table.rows]
    if table.total is not None and len(table.rows) > 1:
        lines.append((table.total, True))
    for line, bold in lines:
        row += 1
        texts = []
        for at, (index, column) in enumerate(columns):
            value = line[index]
            _told(sheet, row, at, value, column, bold, looks)
            if value is not None and column.kind == TEXT:
                texts.append((value.text, _WIDTHS[TEXT]))
        sheet.set_row(row, height(texts))
    return row + 1


def _told(sheet: Any, row: int, at: int, value: Value | None, column: Column, bold: bool, looks: Looks) -> None:
    """A value of a report: figures as figures, in percent where people read percents."""
    data = None if value is None else value.data
    number = column.kind == NUMBER and isinstance(data, int | float)
    shown = "#,##0" if value is None or not value.text.endswith("%") else "0.0%"
    made = looks.made(
        num_format=shown if number else "@",
        bold=bold,
        text_wrap=column.kind == TEXT,
        valign="top",
        border=1,
        border_color="#D9D9D9",
    )
    if value is None or not value.text:
        sheet.write_blank(row, at, None, made)
    elif number:
        sheet.write_number(row, at, data, made)
    else:
        sheet.write_string(row, at, text_cell(value.text).value, made)


def _sales(book: Any, sheet: Any, row: int, sales: Sequence[SalesOfPeriod], looks: Looks) -> None:
    """Plan and actual of each period, and the two as a chart beside them."""
    for at, title in enumerate(("Period", "Sales plan", "Actual")):
        sheet.write_string(row, at, title, looks.header)
    cell = {"border": 1, "border_color": "#D9D9D9"}
    for number, each in enumerate(sales, row + 1):
        sheet.write_string(number, 0, each.period.name, looks.made(num_format="@", **cell))
        for at, amount in ((1, each.plan), (2, each.actual)):
            made = looks.made(num_format="#,##0", **cell)
            if amount is None:
                sheet.write_blank(number, at, None, made)
            else:
                sheet.write_number(number, at, plain_number(amount), made)
    chart = book.add_chart({"type": "column"})
    first, last = row + 1, row + len(sales)
    colours: Mapping[int, str] = {1: "#B4C7E7", 2: "#1F3864"}
    for at, colour in colours.items():
        chart.add_series(
            {
                "name": [FRONT, row, at],
                "categories": [FRONT, first, 0, last, 0],
                "values": [FRONT, first, at, last, at],
                "fill": {"color": colour},
                "gap": 80,
            }
        )
    chart.set_title({"name": "Sales: plan against actual", "name_font": {"size": 12}})
    chart.set_legend({"position": "bottom"})
    chart.set_y_axis({"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
    chart.set_size({"width": 640, "height": 20 * _CHART_ROWS})
    sheet.insert_chart(row, 4, chart)
