"""Reports in which every name, title and value is hostile."""

from __future__ import annotations

import re
from dataclasses import replace

from kamctl.insight.portfolio import Basis
from kamctl.insight.report import Row, Table, Value
from tests.harness import TODAY
from tests.payloads import acting


def spoilt(value: Value | None, text: str) -> Value | None:
    return value and Value(text if value.text else "", text if isinstance(value.data, str) else value.data, value.tone)


def hostile_table(table: Table, text: str) -> Table:
    def row(old: Row) -> Row:
        return tuple(spoilt(value, text) for value in old)

    columns = tuple(replace(column, title=text) for column in table.columns)
    return Table(table.key, columns, tuple(row(old) for old in table.rows), table.total and row(table.total))


def hostile_basis(text: str) -> Basis:
    return Basis(TODAY, text, (text,), (text,), (text,), True)


def acts(told: str) -> list[str]:
    """What in a rendered text a terminal or a CI log would obey."""
    return [*acting(told), *re.findall(r"::|##\w*\[", told)]
