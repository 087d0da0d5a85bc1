"""Export and import of plans made at random: nothing changes by itself, and what is changed in cells is just that."""

from __future__ import annotations

from copy import deepcopy
from functools import partial
from random import Random
from typing import Any

import pytest

from kamctl.exchange.workbooks.cells import cell_of
from kamctl.exchange.workbooks.lines import field_path, leaf_at, lines_of, value_at
from kamctl.exchange.workbooks.place import cell_name
from kamctl.exchange.workbooks.sheet_names import FRONT, LISTS, MEMORY, sheet_names
from kamctl.exchange.workbooks.sheets import Sheet, sheets_of
from kamctl.history.compare import compare
from kamctl.insight.portfolio import Portfolio
from kamctl.plan.document import read
from kamctl.plan.fault import Path
from kamctl.plan.shape import Leaf
from kamctl.plan.source import RawFile
from tests.exchange.books import book
from tests.exchange.generated import Maker
from tests.exchange.returned import come_back, edited

pytestmark = pytest.mark.no_cover

CASES = 200
GROUPS = 20
EDITS = 4


@pytest.mark.parametrize("group", range(GROUPS))
def test_what_is_exported_and_imported_is_the_same_and_edits_are_just_those(group: int) -> None:
    for seed in range(group, CASES, GROUPS):
        maker = Maker(seed)
        plans = maker.portfolio()
        data = book(plans).data
        assert come_back(data, plans) == ({}, [], [], {}), seed
        cells, expected = _edits(maker, plans)
        came = come_back(edited(data, cells, partial(_in_another_order, maker.chance), as_text=True), plans)
        assert came.told == [], (seed, cells)
        for entry in plans.plans:
            text = came.texts.get(entry.client, entry.document.source.text)
            values = read(RawFile("x.yaml", text.encode())).values
            assert compare(values, expected[entry.client], plans.schema.layout.shape) == [], (seed, cells)


def _in_another_order(chance: Random, read: Any) -> None:
    """The lines of each sheet in any order, with an empty one between them."""
    for sheet in read.worksheets:
        if sheet.title in (FRONT, LISTS, MEMORY):
            continue
        rows = [
            [(cell.value, cell.data_type, cell.number_format) for cell in row] for row in sheet.iter_rows(min_row=3)
        ]
        chance.shuffle(rows)
        gap = chance.randint(0, len(rows))
        sheet.delete_rows(3, len(rows))
        for number, row in enumerate(rows):
            for at, (value, kind, form) in enumerate(row, 1):
                cell = sheet.cell(number + 3 + (number >= gap), at)
                cell.value, cell.number_format = value, form
                cell.data_type = kind


def _edits(maker: Maker, plans: Portfolio) -> tuple[dict[str, Any], dict[str, Any]]:
    """Some cells with other values, and what the plans must say then."""
    expected: dict[str, Any] = {entry.client: deepcopy(entry.document.values) for entry in plans.plans}
    sheets = sheets_of(plans.schema)
    names = sheet_names(sheets)
    cells: dict[str, Any] = {}
    places = list(_places(sheets, plans))
    for sheet, row, at, client, path, leaf, old in maker.chance.sample(places, min(EDITS, len(places))):
        new = maker.thing(leaf)
        cell = cell_of(new, leaf)
        if cell is None or not cell.whole or compare({"x": {"y": old}}, {"x": {"y": new}}) == []:
            continue
        # Money and a share may stand in one column: whoever types says which of the two it is.
        typed = isinstance(leaf, Leaf) and leaf.type in ("percent", "impact")
        cells[f"{names[sheet.key]}!{cell_name(row, at)}"] = f"{new}" if typed else cell.value
        _put(expected[client], path, new)
    return cells, expected


def _places(sheets: tuple[Sheet, ...], plans: Portfolio) -> Any:
    """The cells that somebody may change: those of things that are there, which show all that they say."""
    values = {entry.client: entry.document.values for entry in plans.plans}
    for sheet in sheets:
        for row, line in enumerate(lines_of(sheet, values), 2):
            if not sheet.written_by_hand or (line.value is None and line.path):
                continue
            for at, column in enumerate(sheet.columns):
                if column.key:
                    continue
                leaf = leaf_at(plans.schema.layout.shape, sheet, line.path, column)
                old = value_at(sheet, line, column)
                cell = cell_of(old, leaf)
                if cell is None or cell.whole:
                    yield sheet, row, at, line.client, field_path(sheet, line.path, column), leaf, old


def _put(values: Any, path: Path, new: Any) -> None:
    for step in path[:-1]:
        values = values[step]
    values[path[-1]] = new
