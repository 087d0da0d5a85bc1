"""One sheet of a workbook: the things of one kind, with headers in words, drop-downs and locked cells.

Above the headers is a row that nobody sees; it says what each column is of, whatever its header is called and wherever
it is moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from kamctl.exchange.workbooks.cells import Cell, cell_of, text_cell
from kamctl.exchange.workbooks.choices import validation
from kamctl.exchange.workbooks.lines import Line, field_path, leaf_at, value_at
from kamctl.exchange.workbooks.looks import Looks, height, wraps
from kamctl.exchange.workbooks.place import cell_name
from kamctl.exchange.workbooks.sheets import CLIENT, Column, Sheet
from kamctl.history.weight import is_covered
from kamctl.plan.fault import Path, dotted
from kamctl.plan.schema import Schema
from kamctl.plan.shape import IMPACT, MONEY, NUMBER, PERCENT, Leaf, ListOf

KEYS, HEADERS, FIRST = 0, 1, 2
"""Rows: what the columns are of (hidden), their titles, the first line."""

NEW_LINES = 200
"""Rows below the last line that have drop-downs."""

_NARROWEST, _WIDEST, _WIDEST_TEXT = 11, 30, 48

_MAY = ("format_cells", "format_columns", "format_rows", "insert_rows", "sort", "autofilter")
"""What is allowed on a sheet with locked cells."""


class NotWhole(NamedTuple):
    """A field that a cell shows only in part, or not as it stands in the plan."""

    client: str
    field: str


class Page(NamedTuple):
    """What the sheets of a workbook have in common; `ranges` are where its lists stand."""

    schema: Schema
    looks: Looks
    ranges: Mapping[Leaf, str]

    def is_locked(self, sheet: Sheet, column: Column, line: Line | None = None) -> bool:
        """Whether a cell is locked: what only SKAM may change, and what tells which thing a line is about.

        Without a line, the empty cells of the column.
        """
        if not sheet.written_by_hand or (column.key and (sheet.one_each or line is not None)):
            return True
        if column.key:  # a new line is of no use where none of its cells may be written in
            return all(self.is_locked(sheet, field) for field in sheet.fields)
        root = sheet.steps[0] if sheet.steps else column.field
        patterns = [each for each in self.schema.format.skam_only or () if each.partition(".")[0] == root]
        if not patterns:
            return False
        steps: Path = tuple(step if isinstance(step, str) else "*" for step in sheet.steps)
        return is_covered(field_path(sheet, steps if line is None else line.path, column), patterns)


def write(page: Page, target: Any, sheet: Sheet, lines: Sequence[Line]) -> list[NotWhole]:
    """Write the lines of a sheet; `target` is XlsxWriter's. Returns what could not be shown as it is."""
    lost: list[NotWhole] = []
    told = [[_cell(page, sheet, line, column) for column in sheet.columns] for line in lines]
    widths = [_width_of(column, [cells[at][1] for cells in told]) for at, column in enumerate(sheet.columns)]
    locked = [page.is_locked(sheet, column) for column in sheet.columns]
    for at, column in enumerate(sheet.columns):
        target.write_string(KEYS, at, f"{sheet.key}:{column.field}")
        target.write_string(HEADERS, at, text_cell(column.title).value, page.looks.header)
    for row, (line, cells) in enumerate(zip(lines, told, strict=True), FIRST):
        texts = []
        for at, (column, (leaf, cell)) in enumerate(zip(sheet.columns, cells, strict=True)):
            if cell is None:
                if leaf != _open_shape(sheet, column):
                    target.write_blank(row, at, None, page.looks.of_column(leaf, locked[at]))
                continue
            if not cell.whole:
                lost.append(NotWhole(line.client, dotted(field_path(sheet, line.path, column))))
            is_locked = locked[at] or not cell.whole or page.is_locked(sheet, column, line)
            _put(target, row, at, cell, page.looks.of_cell(cell, leaf, is_locked))
            if isinstance(cell.value, str):
                texts.append((cell.value, widths[at] if wraps(column.shape) else len(cell.value) + 1))
        target.set_row(row, height(texts))
    for at, column in enumerate(sheet.columns):
        target.set_column(at, at, widths[at], page.looks.of_column(_open_shape(sheet, column), locked[at]))
    _arrange(page, target, sheet, len(lines))
    return lost


def _open_shape(sheet: Sheet, column: Column) -> Leaf | ListOf:
    """What may be written into the empty cells of a column; for figures of KPIs with units of their own, any amount.

    In a cell that shows percentages a program makes 0.09 of the 9 that somebody types.
    """
    shape = column.shape
    is_figure = isinstance(shape, Leaf) and shape.type in (MONEY, NUMBER, PERCENT)
    return Leaf(IMPACT) if sheet.by_kpi and is_figure else shape


def _width_of(column: Column, cells: Iterable[Cell | None]) -> int:
    """How wide a column is: as what stands in it, within reason."""
    widest = max((_width(cell) for cell in cells if cell is not None), default=0)
    most = _WIDEST_TEXT if wraps(column.shape) else _WIDEST
    return min(max(widest, len(column.title) + 4, _NARROWEST), most)


def _cell(page: Page, sheet: Sheet, line: Line, column: Column) -> tuple[Leaf | ListOf, Cell | None]:
    if column.key:
        if column.field == CLIENT:
            return column.shape, text_cell(line.client)
        key = line.keys[int(column.field[1:]) - 1]
        return column.shape, Cell(key) if isinstance(key, int) else text_cell(key)
    leaf = leaf_at(page.schema.layout.shape, sheet, line.path, column)
    return leaf, cell_of(value_at(sheet, line, column), leaf)


def _put(target: Any, row: int, at: int, cell: Cell, look: Any) -> None:
    value = cell.value
    if isinstance(value, bool):
        target.write_boolean(row, at, value, look)
    elif isinstance(value, date):
        target.write_datetime(row, at, value, look)
    elif isinstance(value, str):
        target.write_string(row, at, value, look)
    else:
        target.write_number(row, at, value, look)


def _width(cell: Cell) -> int:
    """About how many characters wide a cell is: amounts are shown in groups."""
    if isinstance(cell.value, str):
        return max(map(len, cell.value.split("\n"))) + 2
    return len(f"{cell.value:,}") + 3 if isinstance(cell.value, int | float) else _NARROWEST


def _arrange(page: Page, target: Any, sheet: Sheet, lines: int) -> None:
    """What a sheet needs beside its cells: drop-downs, filters, what is locked, how it is printed."""
    below = 0 if sheet.one_each or not sheet.written_by_hand else NEW_LINES
    last, end = FIRST + lines - 1 + below, len(sheet.columns) - 1
    target.set_row(KEYS, None, None, {"hidden": True})
    target.set_row(HEADERS, 32)
    for at, column in enumerate(sheet.columns):
        made = validation(column, page.ranges, uniform=not sheet.by_kpi) if last >= FIRST else {}
        if made:
            target.data_validation(FIRST, at, last, at, made)
    if lines:
        target.autofilter(HEADERS, 0, FIRST + lines - 1, end)
        target.ignore_errors({"number_stored_as_text": f"A1:{cell_name(last, end)}"})
    target.freeze_panes(FIRST, len(sheet.keys))
    target.protect("", dict.fromkeys(_MAY, True))
    target.set_landscape()
    target.set_paper(9)
    target.fit_to_pages(1, 0)
    target.repeat_rows(HEADERS)
    target.set_footer("&L&A&RPage &P of &N")
