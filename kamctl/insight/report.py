"""What reports are made of: values as a person and as a program reads them, in fields, lists and tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

PLAIN, NUMBER, TEXT, GROUP, HEADING = "plain", "number", "text", "group", "heading"
"""Kinds of columns: short words and ids, figures, sentences that may be wrapped, what several rows have in common: in
a column where there is room (group), or always on a line above them (heading)."""


GOOD, WATCH, ALERT = "good", "watch", "alert"
"""Tones of a value: all is well, keep an eye on it, it asks for attention. Its text says so too: colour is an extra."""


@dataclass(frozen=True, slots=True)
class Value:
    """`text` for people, `data` for programs (plain JSON, a percentage as a fraction), `tone` for the eye."""

    text: str
    data: Any
    tone: str = ""


Row = tuple[Value | None, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """`key` is its name for programs. Where room is short the columns of the lowest `rank` stay beside each other.

    One that is not `shown` is for programs alone; one that is `spare` is left out where there is no room beside others.
    """

    key: str
    title: str
    kind: str = PLAIN
    rank: int = 0
    shown: bool = True
    spare: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows in the order of its columns; `total` is what they make together (a single row needs none shown)."""

    key: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One named value; without a title its text says all, without a text it is for programs alone."""

    key: str
    title: str
    value: Value | None


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of sentences under a title."""

    key: str
    title: str
    items: tuple[Value, ...]


Part = Entry | Listing | Table


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a plan; `parts` is None where the plan does not have it."""

    key: str
    title: str
    parts: tuple[Part, ...] | None
