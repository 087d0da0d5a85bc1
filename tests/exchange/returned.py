"""Workbooks that come back: cells changed as a person would, and what an import makes of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any, NamedTuple

from openpyxl import load_workbook

from kamctl.exchange.taking import take
from kamctl.exchange.trouble import Trouble
from kamctl.exchange.workbooks import merging, reading, wishes
from kamctl.history.compare import compare
from kamctl.insight.portfolio import Portfolio
from kamctl.plan.order import PlanOrder


class Came(NamedTuple):
    """What an import would do: fields with their new values by client and path, what is not taken, the new texts."""

    changes: dict[str, Any]
    troubles: list[Trouble]
    notes: list[str]
    texts: dict[str, str]

    @property
    def told(self) -> list[str]:
        return [f"{each.place}: {each.message}" for each in self.troubles]


def edited(
    data: bytes, cells: Mapping[str, Any], change: Callable[[Any], None] | None = None, as_text: bool = False
) -> bytes:
    """A workbook with other cells (`Risks!C3`), or changed as a whole, saved by openpyxl.

    With `as_text` what looks like a formula or an error is text, as with an apostrophe before it.
    """
    book = load_workbook(BytesIO(data))
    for place, value in cells.items():
        sheet, _, cell = place.rpartition("!")
        _write(book[sheet], book[sheet][cell], value)
        if as_text and isinstance(value, str):
            book[sheet][cell].data_type = "s"
    if change is not None:
        change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _write(sheet: Any, cell: Any, value: Any) -> None:
    """A value typed into a cell, which looks like its column where nothing stood in it."""
    if not cell.has_style:
        number = cell.column
        held = sheet.column_dimensions.values()
        cell.number_format = next(each.number_format for each in held if each.min <= number <= each.max)
    cell.value = value


def come_back(data: bytes, plans: Portfolio) -> Came:
    """What a workbook wants of plans as they are now."""
    book = reading.read(data)
    found = wishes.read(book, plans.schema)
    now = {entry.client: entry.document for entry in plans.plans}
    changes: dict[str, Any] = {}
    troubles = list(found.troubles)
    texts = {}
    for client, groups in merging.by_client(found.groups).items():
        document = now[client]
        merged = merging.merge(groups, book.memory.plans[client], document.values, plans.schema.layout.shape)
        new, refused = take(document, client, merged.wanted, PlanOrder.of(plans.schema))
        troubles += [*merged.troubles, *refused]
        texts[client] = new.source.text
        for change in compare(document.values, new.values, plans.schema.layout.shape):
            changes[f"{client}.{change.field}"] = change.new
    return Came(changes, troubles, [str(note) for note in found.notes], texts)
