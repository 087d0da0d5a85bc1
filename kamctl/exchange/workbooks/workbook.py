"""A workbook of plans, as XlsxWriter writes it: the same bytes for the same plans, commit and day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import NamedTuple

from kamctl.exchange.workbooks import choices, front, manifest, section
from kamctl.exchange.workbooks.lines import lines_of
from kamctl.exchange.workbooks.looks import Looks
from kamctl.exchange.workbooks.manifest import Manifest
from kamctl.exchange.workbooks.section import NotWhole
from kamctl.exchange.workbooks.sheet_names import FRONT, LISTS, MEMORY, sheet_names
from kamctl.exchange.workbooks.sheets import sheets_of
from kamctl.insight.portfolio import Portfolio

Advance = Callable[[int], None]
"""Told how many more steps are done."""


class Workbook(NamedTuple):
    """The bytes of a workbook, and the fields that its cells could not show as they are."""

    data: bytes
    not_whole: tuple[NotWhole, ...]


def write(portfolio: Portfolio, of: Manifest, advance: Advance = lambda steps: None) -> Workbook:
    """The workbook of all plans of a portfolio; `of` says what they are of. There is a step for each sheet, and one."""
    from xlsxwriter import Workbook as Book

    out = BytesIO()
    book = Book(out, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False})
    # The day of the plans, since a clock would make other bytes each time.
    book.set_properties({"title": "Action Plans", "created": datetime.fromisoformat(of.today).replace(tzinfo=UTC)})
    looks = Looks(book)
    sheets = sheets_of(portfolio.schema)
    names = sheet_names(sheets)
    first = book.add_worksheet(FRONT)
    targets = {sheet.key: book.add_worksheet(names[sheet.key]) for sheet in sheets}
    lists = book.add_worksheet(LISTS)
    ranges = choices.write(lists, choices.choices_of(portfolio.schema, sheets, of.plans), looks.header)
    lists.protect()
    front.write(book, first, portfolio, of, looks)
    page = section.Page(portfolio.schema, looks, ranges)
    lost: list[NotWhole] = []
    for sheet in sheets:
        lost += section.write(page, targets[sheet.key], sheet, list(lines_of(sheet, of.plans)))
        advance(1)
    unseen = book.add_worksheet(MEMORY)
    for row, cells in enumerate(manifest.rows(of)):
        for column, text in enumerate(cells):
            unseen.write_string(row, column, text)
    unseen.very_hidden()
    book.close()
    advance(1)
    return Workbook(out.getvalue(), tuple(lost))


def steps(portfolio: Portfolio) -> int:
    """How many steps writing takes."""
    return len(sheets_of(portfolio.schema)) + 1
