"""What stands in the lines of a sheet: the things of plans, each with the path at which it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from kamctl.exchange.workbooks.sheets import Column, Sheet, Step
from kamctl.plan.document import Value
from kamctl.plan.fault import Path
from kamctl.plan.shape import PERIOD, Leaf, ListOf, Shape, shape_at


class Line(NamedTuple):
    """A thing of a client: the path to it in the plan, the names that tell which it is, and what it says there."""

    client: str
    path: Path
    keys: tuple[str | int, ...]
    value: Value


def lines_of(sheet: Sheet, plans: Mapping[str, Value]) -> Iterator[Line]:
    """The lines of a sheet, by client; `plans` are the values of whole plans by the clients' ids."""
    for client, values in plans.items():
        for path, keys, value in _walk(values, sheet.steps, (), ()):
            if sheet.one_each or value is not None:
                yield Line(client, path, keys, value)


def _walk(
    value: Value, steps: tuple[Step, ...], path: Path, keys: tuple[str | int, ...]
) -> Iterator[tuple[Path, tuple[str | int, ...], Value]]:
    if not steps:
        yield path, keys, value
        return
    step, *rest = steps
    if isinstance(step, str):
        inner = value.get(step) if isinstance(value, dict) else None
        yield from _walk(inner, tuple(rest), (*path, step), keys)
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _walk(each, tuple(rest), (*path, index), (*keys, index + 1))
    elif isinstance(value, dict):
        for name in _in_order(step, value):
            yield from _walk(value[name], tuple(rest), (*path, name), (*keys, name))


def _in_order(step: Step, names: Iterable[str]) -> Iterable[str]:
    """Names as the plan has them; periods by their names, which is nearly by time."""
    return sorted(names) if isinstance(step, Leaf) and step.type == PERIOD else names


def field_path(sheet: Sheet, line_path: Path, column: Column) -> Path:
    """Where in the plan the value of a cell stands."""
    return line_path if sheet.alone else (*line_path, column.field)


def value_at(sheet: Sheet, line: Line, column: Column) -> Value:
    """What a thing says in a column; None where it says nothing."""
    if sheet.alone:
        return line.value
    return line.value.get(column.field) if isinstance(line.value, dict) else None


def leaf_at(plan: Shape, sheet: Sheet, path: Path, column: Column) -> Leaf | ListOf:
    """The shape of the value of a cell: that of its KPI, where the figures of each have their own."""
    if not sheet.by_kpi:
        return column.shape
    found = shape_at(plan, field_path(sheet, path, column))
    return found if isinstance(found, Leaf | ListOf) else column.shape
