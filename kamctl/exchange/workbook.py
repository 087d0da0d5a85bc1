"""A workbook of plans, as XlsxWriter writes it: the same bytes for the same plans, commit and day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import NamedTuple

from kamctl.exchange import choices, front, manifest, section
from kamctl.exchange.lines import lines_of
from kamctl.exchange.looks import Looks
from kamctl.exchange.manifest import Manifest
from kamctl.exchange.section import NotWhole
from kamctl.exchange.sheets import Sheet, sheets_of
from kamctl.insight.portfolio import Portfolio

_LONGEST_NAME = 31
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_TAKEN = ("history",)
"""Names that Excel keeps for itself."""

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
    first = book.add_worksheet(front.SHEET)
    targets = {sheet.key: book.add_worksheet(names[sheet.key]) for sheet in sheets}
    lists = book.add_worksheet(choices.SHEET)
    ranges = choices.write(lists, choices.choices_of(portfolio.schema, sheets, of.plans), looks.header)
    lists.protect()
    front.write(book, first, portfolio, of, looks)
    page = section.Page(portfolio.schema, looks, ranges)
    lost: list[NotWhole] = []
    for sheet in sheets:
        lost += section.write(page, targets[sheet.key], sheet, list(lines_of(sheet, of.plans)))
        advance(1)
    unseen = book.add_worksheet(manifest.SHEET)
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


def sheet_names(sheets: tuple[Sheet, ...]) -> Mapping[str, str]:
    """The names of the sheets by their keys: their titles as far as a name may be so, each once."""
    names: dict[str, str] = {}
    taken = {each.casefold() for each in (*_TAKEN, front.SHEET, choices.SHEET, manifest.SHEET)}
    for sheet in sheets:
        wanted = " ".join(sheet.title.translate(_FORBIDDEN).split()) or "Sheet"
        if wanted.casefold() in _TAKEN:
            wanted = f"{wanted} notes"
        name, number = wanted[:_LONGEST_NAME].strip(), 1
        while name.casefold() in taken:
            number += 1
            name = f"{wanted[: _LONGEST_NAME - len(str(number)) - 1].strip()} {number}"
        taken.add(name.casefold())
        names[sheet.key] = name
    return names
