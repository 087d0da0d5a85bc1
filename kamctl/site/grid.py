"""Tables of reports as tables of a page: every figure as it is read, and beside it as programs have it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kamctl.insight.habit_tables import CALENDAR
from kamctl.insight.report import GROUP, NUMBER, PLAIN, Column, Table, Value
from kamctl.insight.status_tables import in_words
from kamctl.site.sources import ClientLink
from kamctl.site.texts import FRAME

FIGURES, SHORT, DAYS = "n", "s", "s d"
"""Styles of columns: figures; words that a screen does not break into lines; days and periods, which paper does not
break either.
"""

_DAY = re.compile(r"[0-9]{4}(-[0-9QH]{1,2}){0,2}( to)?")

LONGEST_SHORT, LONGEST_SIGN = 20, 24
"""Characters of a short word, and of a text on a coloured sign."""

STATUS = "status"

PACES = ("pace", "share")
"""The columns whose figures have a bar beside them."""

Linker = Callable[[Any], ClientLink | None]
"""From what a cell stands for, as programs have it, to what it is called and the address of its page."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A row of weeks: how many updates each has, and the outlines of those with none, with one, with more."""

    weeks: tuple[int, ...]
    none: str
    one: str
    more: str


@dataclass(frozen=True, slots=True)
class Cell:
    """`text` for people; `data` is the same for programs, None where the text says it. `tone` is of a report.

    `bar` is the share of a bar that is filled, in whole percents; `note` a word behind the text.
    """

    text: str
    data: str | None = None
    tone: str = ""
    href: str | None = None
    bar: int | None = None
    strip: Strip | None = None
    note: str = ""

    @property
    def long(self) -> bool:
        """Whether it is too long for a sign."""
        return len(self.text) > LONGEST_SIGN


NOTHING = Cell("")


@dataclass(frozen=True, slots=True)
class Head:
    """What stands over a column; `key` is its name for programs, `style` one of the styles of its cells."""

    key: str
    title: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row; `facts` are what the page's own filter goes by."""

    cells: tuple[Cell, ...]
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the first cell of each row names it. `total` is what the rows make together."""

    id: str
    caption: str
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    total: tuple[Cell, ...] = ()
    more: str = ""
    """How many rows there are that are not shown, in words."""
    quiet: bool = False
    """Whether the caption says what the heading above it does, and need not be seen."""


def grid(
    id_: str,
    caption: str,
    table: Table,
    links: Mapping[str, Linker] | None = None,
    without: Collection[str] = (),
    titles: Mapping[str, str] | None = None,
) -> Grid:
    """A report's table. `links` have columns by their key, `without` are columns that the page has no use for.

    `titles` stand for those of columns that a terminal can do without.
    """
    kept = [
        number
        for number, column in enumerate(table.columns)
        if column.shown and column.key not in without and (number == 0 or _is_used(table, number))
    ]
    columns = [table.columns[number] for number in kept]

    def cells(row: tuple[Value | None, ...]) -> tuple[Cell, ...]:
        return tuple(
            cell(row[number], column, (links or {}).get(column.key))
            for number, column in zip(kept, columns, strict=True)
        )

    return Grid(
        id=id_,
        caption=caption,
        heads=tuple(_head(table, number, titles or {}) for number in kept),
        lines=tuple(Line(cells(row)) for row in table.rows),
        total=cells(table.total) if table.total is not None and len(table.rows) > 1 else (),
    )


def _head(table: Table, number: int, titles: Mapping[str, str]) -> Head:
    column = table.columns[number]
    texts = [value.text for row in table.rows if (value := row[number]) is not None]
    style = FIGURES if column.kind == NUMBER else _of_words([line for text in texts for line in text.splitlines()])
    if style == SHORT and column.kind not in (PLAIN, GROUP):
        style = ""
    return Head(column.key, titles.get(column.key) or column.title, style)


def _of_words(lines: Sequence[str]) -> str:
    """The style of a column of words."""
    if lines and all(map(_DAY.fullmatch, lines)):
        return DAYS
    return SHORT if all(len(line) <= LONGEST_SHORT for line in lines) else ""


def cell(value: Value | None, column: Column, link: Linker | None = None) -> Cell:
    """A value of a report as a cell of a column."""
    if value is None:
        return NOTHING
    found = link(value.data) if link is not None else None
    if found is not None:
        return Cell(found.text, machine(Value(found.text, value.data)), value.tone, found.href)
    if column.key == CALENDAR:
        return Cell("", machine(value), strip=_strip(value.data))
    if column.key in PACES:
        return Cell(in_words(value), machine(value), value.tone, bar=bar_of(value.data))
    # A status is always a sign; one of no tone is a plain one.
    return Cell(value.text, machine(value), value.tone or ("plain" if column.key == STATUS else ""))


def _strip(weeks: Sequence[int]) -> Strip:
    """Weeks as squares of 8 by 10, ten to the next."""
    outlines = ["", "", ""]
    for place, updates in enumerate(weeks):
        outlines[min(updates, 2)] += f"M{place * 10} 0h8v10h-8z"
    return Strip(tuple(weeks), *outlines)


def bar_of(fraction: float) -> int:
    """How much of a bar a fraction fills, in whole percents of it."""
    return round(min(max(fraction, 0), 1) * 100)


def text_of(value: Value | None) -> str:
    """What people read of a value."""
    return "" if value is None else value.text


def machine(value: Value) -> str | None:
    """What programs read of a value; None where the words say just that."""
    data = value.data
    if data is None or data == value.text:
        return None
    return data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)


def _is_used(table: Table, number: int) -> bool:
    """Whether a column says anything, to people or to programs."""
    values = [value for row in table.rows if (value := row[number]) is not None]
    return any(value.text or value.data not in (None, "", []) for value in values)


def cut(whole: Grid, most: int) -> Grid:
    """The first rows of a table, and how many more there are."""
    rest = len(whole.lines) - most
    return replace(whole, lines=whole.lines[:most], more=FRAME["more_rows"].format(more=rest)) if rest > 0 else whole


def matrix(id_: str, caption: str, table: Table, corner: str) -> Grid:
    """Paces of KPIs, a column for each, by what the first column of `table` has: a KAM, a segment."""
    places = {column.key: number for number, column in enumerate(table.columns)}
    kpis: dict[str, Value] = {}
    found: dict[str, tuple[Value, dict[str, Cell]]] = {}
    for row in table.rows:
        own, kpi = row[0], row[places["kpi"]]
        if own is None or kpi is None:
            continue
        kpis.setdefault(kpi.data, kpi)
        found.setdefault(json.dumps(own.data), (own, {}))[1][kpi.data] = _pace_cell(
            row[places["pace"]], row[places["status"]]
        )
    heads = [Head(table.columns[0].key, corner), *(Head(key, value.text, FIGURES) for key, value in kpis.items())]
    lines = [
        Line((Cell(own.text, machine(own)), *(cells.get(kpi, NOTHING) for kpi in kpis)))
        for own, cells in found.values()
    ]
    return Grid(id_, caption, tuple(heads), tuple(lines))


def _pace_cell(speed: Value | None, status: Value | None) -> Cell:
    """A pace with its status as a word; the status alone where there is no pace."""
    word = status.text if status is not None else ""
    tone = status.tone if status is not None else ""
    if speed is None:
        return Cell(word, None, tone or PLAIN)
    return Cell(in_words(speed), machine(speed), tone or PLAIN, note=word)
