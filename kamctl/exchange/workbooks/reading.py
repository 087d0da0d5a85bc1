"""A workbook as openpyxl reads it: which sheet and column is of what, and what stands in the cells.

Columns are told by the row that nobody sees, wherever they were moved and whatever they are called now.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from io import BytesIO
from itertools import islice
from types import MappingProxyType
from typing import Any, NamedTuple

from kamctl.exchange.trouble import ForeignFileError
from kamctl.exchange.workbooks import manifest, package
from kamctl.exchange.workbooks.cells import LONGEST_TEXT
from kamctl.exchange.workbooks.manifest import Manifest
from kamctl.exchange.workbooks.markup import Part
from kamctl.exchange.workbooks.place import cell_name
from kamctl.exchange.workbooks.sheet_names import MEMORY
from kamctl.exchange.workbooks.sheets import CLIENT

MOST_COLUMNS = 256
MOST_TEXT = 64 * 1024**2
"""Characters of all cells."""

_BEGINNING = 100
"""Characters that are kept of a text that is too long for a cell."""

_KEY = re.compile("([^:]+):(.+)")
_LITERAL = re.compile(r'"[^"]*"|[\\_*].')
"""What a format shows as it is: in a cell that shows 5 as `5%` by such a sign stands 5."""
_KEYS_WITHIN = 5
"""Rows at the top of a sheet among which the hidden one is looked for; somebody may have put one above it."""

# What openpyxl raises for parts that are not what they should be.
_BROKEN = (
    *(ArithmeticError, AssertionError, AttributeError, KeyError, IndexError, OSError, RecursionError, TypeError),
    *(ValueError, SyntaxError, EOFError, RuntimeError),
)


class Seen(NamedTuple):
    """What stands in a cell: `value` as openpyxl has it.

    `formula`: it was worked out, `error`: it is an error, `cut`: it is the beginning of what no cell holds.
    """

    value: Any
    percent: bool = False
    formula: bool = False
    error: bool = False
    cut: bool = False


class SeenLine(NamedTuple):
    """A row of a sheet: its number, and its cells by the fields of their columns."""

    row: int
    cells: Mapping[str, Seen]


class SeenSheet(NamedTuple):
    """A sheet as it came back. `key` is that of what it holds, empty where it has no row that tells.

    `columns` are the places of its columns by their fields, `twice` the fields that two columns claim, `titles` what
    stands at the heads of columns by their places, in the row `titles_at`.
    """

    name: str
    key: str
    columns: Mapping[str, int]
    lines: tuple[SeenLine, ...]
    merged: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()
    titles: Mapping[int, str] = MappingProxyType({})
    titles_at: int = 0

    def place(self, row: int, field: str) -> str:
        """What a cell is called."""
        return self.place_at(row, self.columns[field])

    def place_at(self, row: int, column: int) -> str:
        """What a cell is called that may be of a column which nobody knows."""
        return f"{self.name}!{cell_name(row, column)}"


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


def _read(data: bytes, parts: Mapping[str, Part]) -> Book:
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(data), read_only=True, data_only=True)
    if MEMORY not in book.sheetnames:
        raise ForeignFileError(
            "The workbook has lost what it remembers of the plans, or kamctl export did not make it.",
            "Export a new one, and copy what changed into it.",
        )
    worksheets: list[Any] = list(book.worksheets)
    paths = {sheet.title: str(sheet._worksheet_path).removeprefix("/") for sheet in worksheets}
    if len(set(paths.values())) < len(paths):
        raise ForeignFileError("Two sheets of the workbook are one part of the file.", "Save it anew as .xlsx.")
    reader = _Reader({name: parts[path] for name, path in paths.items()})
    memory = manifest.of_rows(reader.texts(book[MEMORY]))
    if memory is None:
        raise ForeignFileError("What the workbook remembers of the plans is damaged.", "Export a new one.")
    sheets = [reader.sheet(sheet, memory) for sheet in worksheets if sheet.title != MEMORY]
    return Book(memory, tuple(sheets))


class _Reader:
    """Reads the sheets of one workbook; `parts` is what is known of them by their names."""

    def __init__(self, parts: Mapping[str, Part]) -> None:
        self._parts = parts
        self._characters = 0

    def texts(self, sheet: Any) -> Iterator[list[str]]:
        """The rows of a sheet, without the empty cells at their ends."""
        for _, row in self._rows(sheet):
            end = max((at for at, cell in enumerate(row, 1) if cell.value is not None), default=0)
            yield ["" if cell.value is None else str(self._counted(cell.value)) for cell in row[:end]]

    def sheet(self, sheet: Any, memory: Manifest) -> SeenSheet:
        """A sheet with its lines; where no row tells what its columns are of, its name alone."""
        rows = self._rows(sheet)
        key, columns, twice = _head(rows)
        titles: dict[int, str] = {}
        titles_at = 0
        lines: list[SeenLine] = []
        for number, row in rows if key else ():
            if not titles and not _is_of_client(row, columns, memory):
                titles = {at: str(cell.value) for at, cell in enumerate(row) if cell.value is not None}
                titles_at = number
                continue
            formulas = self._parts[sheet.title].formulas
            seen = {field: self._seen(row[at], (number, at) in formulas) for field, at in columns.items()}
            kept = {field: cell for field, cell in seen.items() if cell.value is not None or cell.formula}
            if kept:
                lines.append(SeenLine(number, kept))
        merged = self._parts[sheet.title].merged
        return SeenSheet(sheet.title, key, columns, tuple(lines), merged, twice, titles, titles_at)

    def _rows(self, sheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """The rows down to the last one with something in it, counted from 0; each has as many cells."""
        last = max(self._parts[sheet.title].last_row, 1)
        return enumerate(sheet.iter_rows(max_row=last, max_col=MOST_COLUMNS))

    def _seen(self, cell: Any, formula: bool) -> Seen:
        value = cell.value
        if value is None:
            return Seen(None, formula=formula)
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            return Seen(value[:_BEGINNING], formula=formula, cut=True)
        percent = isinstance(value, int | float) and "%" in _LITERAL.sub("", str(cell.number_format))
        return Seen(self._counted(value), percent, formula, error=cell.data_type == "e")

    def _counted(self, value: Any) -> Any:
        """The value, as long as all texts together are not too long: one text may stand in any number of cells."""
        if isinstance(value, str):
            self._characters += len(value)
            if self._characters > MOST_TEXT:
                raise ForeignFileError("The cells have more than {most} characters of text.", most=MOST_TEXT)
        return value


def _head(rows: Iterator[tuple[int, tuple[Any, ...]]]) -> tuple[str, dict[str, int], tuple[str, ...]]:
    """What a sheet is of, the places of its columns by their fields, and the fields that two of them claim."""
    for _, row in islice(rows, _KEYS_WITHIN):
        found = {at: match for at, cell in enumerate(row) if (match := _key_of(cell.value))}
        key = next((match[1] for match in found.values() if match[2] == CLIENT), "")
        if key:
            columns: dict[str, int] = {}
            own = [(at, match[2]) for at, match in found.items() if match[1] == key]
            twice = [field for at, field in own if columns.setdefault(field, at) != at]
            return key, columns, tuple(twice)
    return "", {}, ()


def _key_of(value: Any) -> re.Match[str] | None:
    return _KEY.fullmatch(value) if isinstance(value, str) and len(value) < 300 else None


def _is_of_client(row: tuple[Any, ...], columns: Mapping[str, int], memory: Manifest) -> bool:
    """Whether a row is a line of a plan, and not the one with the titles, which somebody may have taken out."""
    value = row[columns[CLIENT]].value
    return isinstance(value, str) and value in memory.plans
