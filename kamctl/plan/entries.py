"""Entries as text: a name with its value, a list or named fields, in a block or inside braces."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from kamctl.plan.answers import YEAR_NUMBER
from kamctl.plan.fault import Path
from kamctl.plan.writing import Writable, scalar_text

Content = Writable | Sequence["Content"] | Mapping[str, "Content"]
"""What can be written: one value, a `list`, or a `dict` of named fields in the order in which they are to stand."""

UNIT = 2
"""Columns of one level."""


class Pen(NamedTuple):
    """How things are written: which fields go in braces, columns of a level, by how much a list's hyphens are indented.

    `on_one_line` is asked with the path at which named fields are to stand.
    """

    on_one_line: Callable[[Path], bool]
    unit: int = UNIT
    list_offset: int = UNIT

    def entry(self, path: Path, value: Content, column: int, *, flow: bool | None = None) -> list[str]:
        """Lines that give a value to the name at the end of a path, which begin at a column.

        `flow`: whether named fields go in braces, where `on_one_line` is not to be asked.
        """
        indent, name = " " * column, key_text(str(path[-1]))
        if isinstance(value, dict) and value:
            if self.on_one_line(path) if flow is None else flow:
                return [f"{indent}{name}: {flow_text(value)}"]
            inner = [line for key in value for line in self.entry((*path, key), value[key], column + self.unit)]
            return [f"{indent}{name}:", *inner]
        if isinstance(value, list) and takes_lines(value):
            offset = column + self.list_offset
            items = [line for index, item in enumerate(value) for line in self.item((*path, index), item, offset)]
            return [f"{indent}{name}:", *items]
        return [f"{indent}{name}: {flow_text(value, in_flow=False)}"]

    def item(self, path: Path, value: Content, column: int, *, flow: bool | None = None) -> list[str]:
        """Lines of a thing in a list whose hyphen stands at a column."""
        indent = " " * column
        if not isinstance(value, dict) or not value or (self.on_one_line(path) if flow is None else flow):
            return [f"{indent}- {flow_text(value, in_flow=False)}"]
        lines = [line for key in value for line in self.entry((*path, key), value[key], column + len("- "))]
        return [f"{indent}- {lines[0].lstrip(' ')}", *lines[1:]]


def takes_lines(value: Content) -> bool:
    """Whether a value, in a block, stands on lines of its own below its name."""
    is_list = isinstance(value, list) and any(isinstance(item, dict) for item in value)
    return is_list or (isinstance(value, dict) and bool(value))


def key_text(name: str) -> str:
    """A name as it stands before its colon."""
    return name if YEAR_NUMBER.fullmatch(name) else scalar_text(name)


def flow_text(value: Content, *, in_flow: bool = True) -> str:
    """Any value on one line; `in_flow` is for a place inside of braces or brackets."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key_text(key)}: {flow_text(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow_text(inner) for inner in value) + "]"
    assert isinstance(value, str | int | Decimal | date)
    return scalar_text(value, in_flow=in_flow)
