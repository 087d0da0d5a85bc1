"""Tables of what plans say, for other programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kamctl.insight.portfolio import Basis
from kamctl.insight.report import Table
from kamctl.render import coverage, safe
from kamctl.render.table import csv, objects


def as_csv(table: Table, delimiter: str = ",", mark: bool = False) -> str:
    """A table as CSV (RFC 4180); with `mark` it begins with a byte order mark, by which Excel knows UTF-8."""
    return ("\ufeff" if mark else "") + csv(table, delimiter)


def as_json(tables: Sequence[Table], basis: Basis, standing: Mapping[str, object]) -> str:
    """Tables by their names, `"version": 1`; `standing` says of which commit they are."""
    return safe.json_text(
        {
            "version": 1,
            "today": basis.today.isoformat(),
            **standing,
            "currency": basis.currency,
            "tables": {table.key: objects(table) for table in tables},
            **coverage.members(basis),
        }
    )
