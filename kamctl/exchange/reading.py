"""A workbook as openpyxl reads it: which sheet and column is of what, and what stands in the cells.

Columns are told by the row that nobody sees, wherever they were moved and whatever they are called now.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any, NamedTuple

from kamctl.exchange import manifest, package
from kamctl.exchange.manifest import Manifest
from kamctl.exchange.place import cell_name
from kamctl.exchange.sheets import CLIENT
from kamctl.exchange.trouble import ForeignFileError

MOST_COLUMNS = 256

_KEY = re.compile("([^:]+):(.+)")
_KEYS_WITHIN = 5
"""Rows at the top of a sheet among which the hidden one is looked for; somebody may have put one above it."""

# What openpyxl raises for parts that are not what they should be.
_BROKEN = (
    *(ArithmeticError, AssertionError, AttributeError, KeyError, IndexError, OSError, RecursionError, TypeError),
    *(ValueError, SyntaxError, EOFError, RuntimeError),
)


class Seen(NamedTuple):
    """What stands in a cell: `value` as openpyxl has it. `formula`: it was worked out, `error`: it is an error."""

    value: Any
    percent: bool = False
    formula: bool = False
    error: bool = False


class SeenLine(NamedTuple):
    """A row of a sheet: its number, and its cells by the fields of their columns."""

    row: int
    cells: Mapping[str, Seen]


class SeenSheet(NamedTuple):
    """A sheet as it came back. `key` is that of what it holds, empty where it has no row that tells.

    `columns` are the places of its columns by their fields, `unknown` the titles of those that somebody added, `twice`
    the fields that two columns claim.
    """

    name: str
    key: str
    columns: Mapping[str, int]
    lines: tuple[SeenLine, ...]
    merged: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()

    def place(self, row: int, field: str) -> str:
        """What a cell is called."""
        return f"{self.name}!{cell_name(row, self.columns[field])}"


class Book(NamedTuple):
    """A workbook as it came back."""

    memory: Manifest
    sheets: tuple[SeenSheet, ...]


def read(data: bytes) -> Book:
    """The workbook in a file; ForeignFileError where it is none of ours, or none at all."""
    parts = package.check(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl leaves out, such as pictures
            return _read(data, parts)
    except _BROKEN as error:
        raise ForeignFileError("The file cannot be read as a workbook.", "Save it anew as .xlsx.") from error


def _read(data: bytes, parts: Mapping[str, package.Part]) -> Book:
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(data), read_only=True, data_only=True)
    formulas = None
    if any(part.formulas for part in parts.values()):
        formulas = load_workbook(BytesIO(data), read_only=True, data_only=False)
    if manifest.SHEET not in book.sheetnames:
        raise ForeignFileError(
            "The workbook has lost what it remembers of the plans, or kamctl export did not make it.",
            "Export a new one, and copy what changed into it.",
        )
    memory = manifest.of_rows(_texts(book[manifest.SHEET], parts))
    if memory is None:
        raise ForeignFileError("What the workbook remembers of the plans is damaged.", "Export a new one.")
    sheets = []
    for sheet in book.worksheets:
        if sheet.title != manifest.SHEET:
            worked_out = None if formulas is None else formulas[sheet.title]
            sheets.append(_sheet(sheet, worked_out, _part(sheet, parts)))
    return Book(memory, tuple(sheets))


def _part(sheet: Any, parts: Mapping[str, package.Part]) -> package.Part:
    path = str(sheet._worksheet_path).removeprefix("/")
    return parts[path]


def _texts(sheet: Any, parts: Mapping[str, package.Part]) -> Iterator[list[str]]:
    for row in sheet.iter_rows(max_row=_part(sheet, parts).last_row or 1, max_col=MOST_COLUMNS, values_only=True):
        yield ["" if value is None else str(value) for value in _without_end(row)]


def _without_end(row: tuple[Any, ...]) -> tuple[Any, ...]:
    end = len(row)
    while end and row[end - 1] is None:
        end -= 1
    return row[:end]


def _sheet(sheet: Any, formulas: Any, part: package.Part) -> SeenSheet:
    rows = sheet.iter_rows(max_row=max(part.last_row, 1), max_col=MOST_COLUMNS)
    worked_out = _formula_cells(formulas, part) if formulas is not None and part.formulas else frozenset()
    key, twice = "", []
    columns: dict[str, int] = {}
    titles: tuple[str, ...] = ()
    lines: list[SeenLine] = []
    head = -1
    for number, row in enumerate(rows):
        if head < 0:
            if number >= _KEYS_WITHIN:
                break
            found = {at: match for at, cell in enumerate(row) if (match := _key_of(cell.value))}
            key = next((match[1] for match in found.values() if match[2] == CLIENT), "")
            if not key:
                continue
            head = number
            for at, match in found.items():
                if match[1] == key:
                    twice += [match[2]] if match[2] in columns else []
                    columns.setdefault(match[2], at)
        elif number == head + 1:
            taken = set(columns.values())
            titles = tuple(str(c.value) for at, c in enumerate(row) if c.value is not None and at not in taken)
        else:
            cells = {
                field: _seen(row[at], (number, at) in worked_out) for field, at in columns.items() if at < len(row)
            }
            kept = {field: cell for field, cell in cells.items() if cell.value is not None or cell.formula}
            if kept:
                lines.append(SeenLine(number, kept))
    return SeenSheet(sheet.title, key, columns, tuple(lines), part.merged, titles, tuple(twice))


def _key_of(value: Any) -> re.Match[str] | None:
    return _KEY.fullmatch(value) if isinstance(value, str) and len(value) < 300 else None


def _formula_cells(sheet: Any, part: package.Part) -> frozenset[tuple[int, int]]:
    """The cells with a formula, by row and column."""
    rows = sheet.iter_rows(max_row=max(part.last_row, 1), max_col=MOST_COLUMNS)
    return frozenset(
        (number, at) for number, row in enumerate(rows) for at, cell in enumerate(row) if cell.data_type == "f"
    )


def _seen(cell: Any, formula: bool) -> Seen:
    value = cell.value
    if value is None:
        return Seen(None, formula=formula)
    percent = isinstance(value, int | float) and "%" in str(cell.number_format)
    return Seen(value, percent, formula, error=cell.data_type == "e")
