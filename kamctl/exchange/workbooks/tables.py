"""The lines of a sheet as a table for other programs: CSV and JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from kamctl.exchange.workbooks.lines import Line, leaf_at, lines_of, value_at
from kamctl.exchange.workbooks.sheets import CLIENT, NUMBER_IN_LIST, Column, Sheet, sheets_of
from kamctl.insight.report import Column as TableColumn
from kamctl.insight.report import Table, Value
from kamctl.plan import quantity
from kamctl.plan.document import Value as Written
from kamctl.plan.schema import Schema
from kamctl.plan.schema_model import SALES
from kamctl.plan.shape import IMPACT, KPI, MONEY, NUMBER, PERCENT, Leaf, ListOf

FIGURES = "figures"
"""The table of sales and KPIs together; sales are a KPI there."""


def table_names(schema: Schema) -> tuple[str, ...]:
    """The tables that there are, as one asks for them."""
    names = [sheet.key for sheet in sheets_of(schema)]
    return (*names, FIGURES) if {SALES, "kpis"} <= set(names) else tuple(names)


def table_of(name: str, schema: Schema, plans: Mapping[str, Written]) -> Table:
    """The table of a name; `plans` are the values of whole plans by the clients' ids."""
    sheets = {sheet.key: sheet for sheet in sheets_of(schema)}
    if name != FIGURES:
        sheet = sheets[name]
        rows = [_row(schema, sheet, line) for line in lines_of(sheet, plans)]
        return Table(name, _columns(sheet), tuple(map(tuple, rows)))
    sheet, sales = sheets["kpis"], sheets[SALES]
    found = [(line.client, 0, _row(schema, sales, line)) for line in lines_of(sales, plans)]
    found = [(client, order, [row[0], Value("", SALES), *row[1:]]) for client, order, row in found]
    found += [(line.client, 1, _row(schema, sheet, line)) for line in lines_of(sheet, plans)]
    order = {client: number for number, client in enumerate(plans)}
    found.sort(key=lambda each: (order[each[0]], each[1]))
    return Table(name, _columns(sheet), tuple(tuple(row) for _, _, row in found))


def _columns(sheet: Sheet) -> tuple[TableColumn, ...]:
    names: list[str] = []
    for column in sheet.columns:
        name = _name(column)
        names.append(f"own_{name}" if name in names else name)
    return tuple(TableColumn(name, column.title) for name, column in zip(names, sheet.columns, strict=True))


def _name(column: Column) -> str:
    """What a column is called: keys by what they are, so that nobody must know how a plan is laid out."""
    if column.field == CLIENT:
        return "client"
    if column.key and isinstance(column.shape, Leaf):
        return {NUMBER_IN_LIST: "number", "text": "what"}.get(column.shape.type, column.shape.type)
    return "name" if column.field == "client" else column.field


def _row(schema: Schema, sheet: Sheet, line: Line) -> list[Value | None]:
    return list(_values(schema, sheet, line))


def _values(schema: Schema, sheet: Sheet, line: Line) -> Iterator[Value | None]:
    for column in sheet.columns:
        if column.field == CLIENT:
            yield Value("", line.client)
        elif column.key:
            yield Value("", line.keys[int(column.field[1:]) - 1])
        else:
            value = value_at(sheet, line, column)
            shape = leaf_at(schema.layout.shape, sheet, line.path, column)
            yield None if value is None else Value("", data_of(value, shape))


def data_of(value: Written, shape: Leaf | ListOf) -> Any:
    """A value as JSON has it: numbers as numbers, a percentage as a fraction, all else as the plan writes it."""
    if isinstance(value, list):
        item = shape.item if isinstance(shape, ListOf) and isinstance(shape.item, Leaf) else Leaf("any")
        return [data_of(each, item) for each in value]
    if isinstance(value, dict):
        return {key: data_of(inner, Leaf("any")) for key, inner in value.items()}
    kind = shape.type if isinstance(shape, Leaf) else ""
    if kind in (PERCENT, IMPACT) and isinstance(value, str) and (share := quantity.percent(value)) is not None:
        return f"{quantity.percent_text(share)}" if kind == IMPACT else quantity.plain_number(share)
    if kind in (NUMBER, MONEY, IMPACT) and (amount := quantity.number(value)) is not None:
        return quantity.plain_number(amount)
    if isinstance(value, Decimal):
        return quantity.plain_number(value)
    if isinstance(value, int) and not isinstance(value, bool) and kind not in (NUMBER, MONEY, IMPACT, "any", KPI):
        return str(value)  # a period that is a year, a text of digits
    return value if value is None or isinstance(value, bool | int | str) else str(value)
