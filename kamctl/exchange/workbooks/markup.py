"""What the parts of a workbook hold, found before anything makes objects of it: how much there is, and in which cells.

Whoever wrote it: names may have prefixes, rows and cells may leave out where they stand. Each element costs whoever
reads it later far more than its bytes say, so elements are counted.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.parsers import expat

from kamctl.exchange.trouble import ForeignFileError
from kamctl.exchange.workbooks.place import column_number

MOST_CELLS, MOST_BESIDE = 500_000, 50_000
"""Cells of a workbook, and elements of its sheets that are none, such as formats."""
MOST_SHEETS = 250
LAST_ROW = 100_000

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_SHEET = re.compile(rb"<(?:[^\s<>:/]+:)?sheet[\s/>]")
_LONG_TAG = re.compile(rb"<[^<>]{100000}")
_ATTRIBUTES = 8
"""So many attributes cost as much as an element."""
_MOST_ATTRIBUTES = 4 * MOST_CELLS
_PLACE = re.compile("([A-Za-z]{1,3})[0-9]{1,7}")

_OF_CELL = frozenset({"v", "f", "is", "t"})
_MOST_OF_CELL = 3
"""Elements inside of a cell, and how many of them a cell has at most, taken together."""


class Part(NamedTuple):
    """What is known of a sheet: the last row with something in it, merged cells, cells with a formula and no result.

    Rows and columns of cells are counted from 0, as they stand in the sheet.
    """

    last_row: int
    merged: tuple[str, ...]
    formulas: frozenset[tuple[int, int]]


def weight(content: bytes) -> int:
    """About how many elements a part that is no sheet has; ForeignFileError where it has what no workbook has."""
    _require_short_tags(content)
    if len(_SHEET.findall(content)) > MOST_SHEETS:
        raise ForeignFileError("The workbook has more than {most} sheets.", most=MOST_SHEETS)
    return content.count(b"<") + content.count(b"=") // _ATTRIBUTES


def _require_short_tags(content: bytes) -> None:
    if _LONG_TAG.search(content):
        raise ForeignFileError("An element of the workbook has more attributes than any has.", "Save it anew as .xlsx.")


class Sheets:
    """Looks at the sheets of a workbook, one after another, as long as all together are not too much."""

    def __init__(self) -> None:
        self.cells = self.inside = self.beside = self.attributes = 0

    def look(self, content: bytes) -> Part:
        """What is known of a sheet; ForeignFileError for one that nobody filled in by hand, ExpatError for no XML."""
        _require_short_tags(content)
        return _Walk(self).through(content)


class _Walk:
    """One walk over a sheet."""

    def __init__(self, all_sheets: Sheets) -> None:
        self.all = all_sheets
        self.row = self.last_row = 0
        self.column = -1
        self.is_text = False
        self.merged: list[str] = []
        self.formulas: set[tuple[int, int]] = set()

    def through(self, content: bytes) -> Part:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self.begin
        parser.Parse(content, True)
        return Part(self.last_row, tuple(self.merged), frozenset(self.formulas))

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self.all.attributes += len(attributes)
        if self.all.attributes > _MOST_ATTRIBUTES:
            raise ForeignFileError("The cells of the workbook have more attributes than cells have.")
        space, _, name = name.rpartition(" ")
        if space == _MAIN and name == "c":
            self._cell(attributes)
        elif space == _MAIN and name in _OF_CELL:
            self._inside(name)
        elif space == _MAIN and name == "row":
            self._row(attributes.get("r"))
        else:
            self._beside(name, space)
            if name == "mergeCell":
                self.merged.append(attributes.get("ref", ""))

    def _row(self, number: str | None) -> None:
        row = self.row + 1 if number is None else int(float(number))
        if row <= self.row:
            raise ForeignFileError("The rows of a sheet are not in their order.", "Save it anew as .xlsx.")
        self.row, self.column = row, -1

    def _cell(self, attributes: dict[str, str]) -> None:
        self.all.cells += 1
        if self.all.cells > MOST_CELLS:
            raise ForeignFileError(
                "The workbook has more than {most} cells.", "Export fewer plans at a time, such as those of one --kam.",
                most=MOST_CELLS,
            )  # fmt: skip
        self.is_text = attributes.get("t") == "str"
        found = _PLACE.fullmatch(attributes.get("r", ""))
        self.column = self.column + 1 if found is None else column_number(found[1])

    def _inside(self, name: str) -> None:
        self.all.inside += 1
        if self.row > LAST_ROW:
            raise ForeignFileError("A sheet has something in row {row}, far below any line.", row=self.row)
        if self.all.inside > _MOST_OF_CELL * self.all.cells:
            raise ForeignFileError("A cell of the workbook has more than one value.", "Save it anew as .xlsx.")
        self.last_row = self.row
        if name == "f":
            self.formulas.add((self.row - 1, self.column))
        elif name == "v" and self.is_text:  # a result that may be an empty text
            self.formulas.discard((self.row - 1, self.column))

    def _beside(self, name: str, space: str) -> None:
        if name == "worksheet" and space == _STRICT:
            raise ForeignFileError(
                "The workbook is in the strict form of Open XML.",
                "Save it as an Excel workbook (.xlsx), which is another choice than Strict Open XML.",
            )
        self.all.beside += 1
        if self.all.beside > MOST_BESIDE:
            raise ForeignFileError("The sheets have more beside their cells than anybody needs.", "Clear the formats.")
