"""What may be chosen in a cell: a sheet of lists, and the drop-downs and hints that point to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from kamctl.exchange.workbooks.cells import text_cell
from kamctl.exchange.workbooks.place import column_name
from kamctl.exchange.workbooks.sheet_names import LISTS
from kamctl.exchange.workbooks.sheets import CLIENT, Column, Sheet
from kamctl.plan.document import Value, text_at
from kamctl.plan.period import FIRST_YEAR, LAST_YEAR
from kamctl.plan.schema import Schema
from kamctl.plan.shape import CHOICE, DATE, KPI, MONEY, NUMBER, PERCENT, PERSON, PRODUCT, YES_NO, Leaf
from kamctl.plan.spelling import writing

Entries = tuple[tuple[str, str], ...]
"""What may be chosen, each with what people call it."""


class Choice(NamedTuple):
    """A list by what it is of (`Person`), and its entries."""

    title: str
    entries: Entries


def choices_of(schema: Schema, sheets: Iterable[Sheet], plans: Mapping[str, Value]) -> dict[Leaf, Choice]:
    """All lists of a workbook by the shape of the cells in which one chooses of them; none that is empty."""
    lists = {
        Leaf(CLIENT): Choice("Client", tuple((client, _name(values)) for client, values in plans.items())),
        Leaf(PERSON): Choice("Person", tuple((id_, person.name) for id_, person in schema.people.items())),
        Leaf(PRODUCT): Choice("Product", tuple((id_, product.title) for id_, product in schema.products.items())),
    }
    kpis = dict.fromkeys(("sales", *schema.kpis))
    titles = {id_: kpi.title or "" for id_, kpi in schema.kpis.items()}
    lists[Leaf(KPI)] = Choice("KPI", tuple((id_, titles.get(id_, "")) for id_ in kpis))
    for sheet in sheets:
        for column in sheet.columns:
            leaf = _list_leaf(column)
            if leaf is not None and leaf.choices and leaf not in lists:
                named = titles if leaf.type == KPI else {}
                entries = tuple((each, named.get(each, "")) for each in leaf.choices)
                lists[leaf] = Choice(f"{sheet.title}: {column.title}", entries)
    return {leaf: choice for leaf, choice in lists.items() if choice.entries}


def _name(values: Value) -> str:
    return text_at(values, "client") or ""


def _list_leaf(column: Column) -> Leaf | None:
    """The shape by which the list of a column goes; None where nobody chooses."""
    if column.field == CLIENT:
        return Leaf(CLIENT)
    shape = column.shape
    if not isinstance(shape, Leaf) or shape.type not in (CHOICE, PERSON, PRODUCT, KPI):
        return None
    return Leaf(shape.type, shape.choices)


def validation(column: Column, ranges: Mapping[Leaf, str], uniform: bool) -> dict[str, Any]:
    """What XlsxWriter is to make of a column: a drop-down, limits that warn, and a hint that says what belongs there.

    Where the cells of a column are not all of one shape (`uniform`), only the hint.
    """
    leaf, shape = _list_leaf(column), column.shape
    made: dict[str, Any] = {"validate": "any"}
    if leaf is not None and leaf in ranges:
        made = {"validate": "list", "source": ranges[leaf]}
    elif isinstance(shape, Leaf) and shape.type == YES_NO:
        made = {"validate": "list", "source": ["TRUE", "FALSE"]}
    elif uniform and isinstance(shape, Leaf) and shape.type == DATE:
        made = {"validate": "date", "criteria": "between"}
        made |= {"minimum": date(FIRST_YEAR, 1, 1), "maximum": date(LAST_YEAR, 12, 31), "error_type": "warning"}
    elif uniform and isinstance(shape, Leaf) and shape.type in (MONEY, NUMBER, PERCENT):
        made = {"validate": "decimal", "error_type": "warning", **_limits(shape)}
    hint = column.description or (str(writing(shape)) if isinstance(shape, Leaf) and shape.type == DATE else "")
    if hint:
        made |= {"input_title": column.title[:32], "input_message": hint[:255]}
    return {} if made == {"validate": "any"} else made


def _limits(leaf: Leaf) -> dict[str, Any]:
    low, high = (None if isinstance(limit, date) else limit for limit in (leaf.minimum, leaf.maximum))
    least, most = float(low if low is not None else -(10**15)), float(high if high is not None else 10**15)
    return {"criteria": "between", "minimum": least, "maximum": most}


def write(sheet: Any, choices: Mapping[Leaf, Choice], header: Any) -> dict[Leaf, str]:
    """Write the lists beside each other, ids and names; returns by shape the range in which the ids of a list stand."""
    ranges = {}
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    for number, (leaf, choice) in enumerate(choices.items()):
        at = 3 * number
        sheet.write_string(0, at, choice.title, header)
        sheet.write_string(0, at + 1, "Name", header)
        _column(sheet, at, [id_ for id_, _ in choice.entries])
        _column(sheet, at + 1, [name for _, name in choice.entries])
        sheet.set_column(at, at, 22)
        sheet.set_column(at + 1, at + 1, 28)
        sheet.set_column(at + 2, at + 2, 2)
        letters = column_name(at)
        ranges[leaf] = f"='{LISTS}'!${letters}$2:${letters}${len(choice.entries) + 1}"
    return ranges


def _column(sheet: Any, at: int, texts: Sequence[str]) -> None:
    for row, text in enumerate(texts, 1):
        if text:
            sheet.write_string(row, at, text_cell(text).value)
