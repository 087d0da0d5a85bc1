"""`schema/imports.yaml`: how files of other programs are read, a mapping for each kind of file."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from kamctl.plan.fault import Path
from kamctl.plan.schema_model import SALES, Trouble
from kamctl.plan.shape import ANY, CHOICE, ID, TEXT, Field, Leaf, Named, Record
from kamctl.plan.thing import Thing

IMPORTS = "schema/imports.yaml"

ENCODINGS = ("utf-8", "cp1251", "cp1252", "cp866", "koi8-r", "utf-16")

COMMA, DAY_FORMAT, POINT = ",", "%Y-%m-%d", "."
"""What holds where a mapping says nothing: the delimiter, the format of days, the decimal mark."""

_DIRECTIVE = re.compile("%(.)")
_DAY_PARTS, _YEARS, _TIMES = ("d", "m"), ("Y", "y"), ("H", "M", "S")


class OneColumn(Thing):
    """A column by the text at its head."""

    column: str


class ClientColumn(Thing):
    """The column that names clients; `ids` has their ids by what the other program calls them."""

    column: str
    ids: Mapping[str, str] | None


class DayColumn(Thing):
    """The column of days, and how they are written there."""

    column: str
    format: str | None


class Mapped(Thing):
    """One mapping: of which columns a file's figures are made.

    `kpi` is an id, or `{column: …, ids: {…}}` as of clients; `delimiter` is a sign.
    """

    encoding: str | None
    delimiter: Any
    decimal: str | None
    client: ClientColumn
    date: DayColumn | None
    period: OneColumn | None
    kpi: Any
    value: OneColumn

    @property
    def parting(self) -> str:
        """The sign that parts the cells of a line."""
        return str(self.delimiter or COMMA)

    @property
    def kpi_column(self) -> str | None:
        """The column that names KPIs; None where the file is of one."""
        return str(self.kpi["column"]) if isinstance(self.kpi, dict) else None

    @property
    def kpi_ids(self) -> Mapping[str, str]:
        """The ids of KPIs by what the other program calls them."""
        return self.kpi.get("ids") or {} if isinstance(self.kpi, dict) else {}

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that are read."""
        when = self.date or self.period
        found = (self.client.column, when.column if when else None, self.kpi_column, self.value.column)
        return tuple(name for name in found if name is not None)


_OF_KPI = {"column", "ids"}
_TEXT = Leaf(TEXT)
_COLUMN = Field(_TEXT, required=True)

IMPORTS_SHAPE = Named(
    Leaf(ID),
    Record(
        Mapped,
        {
            "encoding": Field(Leaf(CHOICE, ENCODINGS)),
            "delimiter": Field(Leaf(ANY)),
            "decimal": Field(Leaf(CHOICE, (POINT, COMMA))),
            "client": Field(
                Record(ClientColumn, {"column": _COLUMN, "ids": Field(Named(_TEXT, Leaf(ID)))}), required=True
            ),
            "date": Field(Record(DayColumn, {"column": _COLUMN, "format": Field(_TEXT)})),
            "period": Field(Record(OneColumn, {"column": _COLUMN})),
            "kpi": Field(Leaf(ANY), required=True),
            "value": Field(Record(OneColumn, {"column": _COLUMN}), required=True),
        },
        one_of=("date", "period"),
    ),
)


def sense(mappings: Mapping[str, Mapped], kpis: Collection[str] | None) -> Iterator[Trouble]:
    """What makes no sense in mappings; `kpis` are the ids of the catalogue, None where it could not be read."""
    for name, mapping in mappings.items():
        if mapping.date is not None and mapping.period is not None:
            yield (name, "period"), "import-when", {"key": True}
        delimiter = mapping.delimiter
        if delimiter is not None and not is_delimiter(delimiter):
            yield (name, "delimiter"), "import-delimiter", {}
        if mapping.date is not None and mapping.date.format is not None and not _is_format(mapping.date.format):
            yield (name, "date", "format"), "import-format", {}
        yield from _kpi(name, mapping.kpi, kpis)


def is_delimiter(sign: object) -> bool:
    """Whether a value is a sign that can part cells."""
    return isinstance(sign, str) and len(sign) == 1 and not sign.isalnum() and sign not in "\"'\\ \r\n\0"


def _kpi(name: str, written: Any, kpis: Collection[str] | None) -> Iterator[Trouble]:
    """What is wrong with the KPI of a mapping: an id, or the column that names KPIs."""
    if isinstance(written, dict):
        column, ids = written.get("column"), written.get("ids", {})
        if not isinstance(column, str) or not column.strip() or not isinstance(ids, dict) or set(written) - _OF_KPI:
            yield (name, "kpi"), "import-kpi", {"key": True}
            return
        named: dict[Path, Any] = {(name, "kpi", "ids", called): id_ for called, id_ in ids.items()}
    else:
        named = {(name, "kpi"): written}
    for path, id_ in named.items():
        if not isinstance(id_, str):
            yield path, "import-kpi", {"key": True}
        elif kpis is not None and id_ != SALES and id_ not in kpis:
            yield path, "import-no-kpi", {"value": id_, "known": tuple(dict.fromkeys((SALES, *kpis)))}


def _is_format(text: str) -> bool:
    """Whether days can be read by a format: a day, a month and a year, each once, and times at most beside them."""
    found = _DIRECTIVE.findall(text)
    return (
        all(found.count(part) == 1 for part in _DAY_PARTS)
        and sum(found.count(year) for year in _YEARS) == 1
        and all(part in (*_DAY_PARTS, *_YEARS, *_TIMES) and found.count(part) == 1 for part in found)
    )
