"""Which sheets a workbook has, from the shape of a plan: one for each kind of thing, a line for each thing.

What stands in a plan under a path of names (`risks.delisting.impact`) is a cell: the names that plans choose are the
key of its line (`delisting`), the last one is its column (`impact`). A thing inside a thing has a sheet of its own
(`budget.spent`, by period).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kamctl.insight.spelling import title_of
from kamctl.plan import shape as kinds
from kamctl.plan.answers import is_single
from kamctl.plan.order import names_in_order
from kamctl.plan.schema import Schema
from kamctl.plan.shape import Catalogued, Field, Leaf, ListOf, Named, Record, Shape

PLANS = "plans"
"""The key of the sheet of the plans' own fields: client, segment, kam, period and SKAM's own."""

CLIENT = "@client"
"""The column of the clients' ids."""

NUMBER_IN_LIST = "number"
"""The type of a key that counts the things of a list from 1."""

VALUE = "value"
"""The column of what stands behind a name by itself, such as the money spent in a period."""

_KEY_TITLES = {
    kinds.PERSON: "Person",
    kinds.PRODUCT: "Product",
    kinds.KPI: "KPI",
    kinds.PERIOD: "Period",
    kinds.ID: "Id",
    kinds.TEXT: "What",
}
_APPROVALS = "approvals"

Step = str | Leaf
"""A step of the way to a thing: a fixed name, or the kind of name that plans choose."""


class Column(NamedTuple):
    """A column: the `field` of the things, or one of the keys of a line (`key`).

    `shape` is that of its values where all lines have the same one; the figures of KPIs have each their unit.
    """

    field: str
    title: str
    shape: Leaf | ListOf
    description: str = ""
    key: bool = False


class Sheet(NamedTuple):
    """A sheet: `steps` lead from a plan to the things that are its lines; `one_each`: every plan has just one."""

    key: str
    title: str
    steps: tuple[Step, ...]
    columns: tuple[Column, ...]
    alone: bool = False
    """Whether its value stands behind the name itself, so that the last column is no step of the way."""

    @property
    def keys(self) -> tuple[Column, ...]:
        """The columns that tell which thing a line is about, the client first."""
        return tuple(column for column in self.columns if column.key)

    @property
    def fields(self) -> tuple[Column, ...]:
        """The columns of what things say."""
        return tuple(column for column in self.columns if not column.key)

    @property
    def one_each(self) -> bool:
        """Whether there is one line for each plan."""
        return all(isinstance(step, str) for step in self.steps)

    @property
    def is_list(self) -> bool:
        """Whether its lines are the things of a list, which have no names."""
        return any(isinstance(step, Leaf) and step.type == NUMBER_IN_LIST for step in self.steps)

    @property
    def by_kpi(self) -> bool:
        """Whether its lines are of KPIs, so that the values of a column are each in the unit of theirs."""
        return any(isinstance(step, Leaf) and step.type == kinds.KPI for step in self.steps)

    @property
    def written_by_hand(self) -> bool:
        """Whether people write what stands there, and no command alone."""
        return not self.key.startswith(_APPROVALS)


def sheets_of(schema: Schema) -> tuple[Sheet, ...]:
    """All sheets of the plans of a repository, in the order in which a plan is written."""
    shape = schema.layout.shape
    names = names_in_order(shape) or []
    own = [name for name in names if _is_cell(shape.fields[name].shape)]
    columns = [_client("Client id"), *(_column(name, shape.fields[name]) for name in own)]
    found = [Sheet(PLANS, "Plans", (), tuple(columns))]
    for name in names:
        if name not in own:
            field = shape.fields[name]
            found += _below(field.shape, (name,), name, title_of(name, field), (_client("Client"),))
    return tuple(found)


def _client(title: str) -> Column:
    return Column(CLIENT, title, Leaf(kinds.ID), "The client's id, which is the name of the plan's file.", key=True)


def _column(name: str, field: Field) -> Column:
    shape = field.shape
    assert isinstance(shape, Leaf | ListOf)
    return Column(name, title_of(name, field), shape, field.description)


def _is_cell(shape: Shape) -> bool:
    """Whether what is of a shape stands in one cell; nothing is known of what may be anything."""
    leaf = shape.item if isinstance(shape, ListOf) else shape
    return is_single(shape) and isinstance(leaf, Leaf) and leaf.type not in (kinds.ANY, kinds.UNREAD)


def _below(shape: Shape, steps: tuple[Step, ...], key: str, title: str, keys: tuple[Column, ...]) -> Iterator[Sheet]:
    """The sheets of what stands at the end of `steps`; `keys` are the columns that tell which one it is."""
    if isinstance(shape, Record):
        yield from _of_record(shape, steps, key, title, keys)
    elif isinstance(shape, Named):
        yield from _named(shape.item, shape.keys, steps, key, title, keys)
    elif isinstance(shape, Catalogued):
        items = [item for item in shape.items.values() if not isinstance(item, Leaf)]
        if items:
            yield from _named(items[0], Leaf(kinds.KPI, tuple(shape.items)), steps, key, title, keys)
    elif isinstance(shape, ListOf):
        yield from _named(shape.item, Leaf(NUMBER_IN_LIST), steps, key, title, keys)


def _named(
    item: Shape, kind: Leaf, steps: tuple[Step, ...], key: str, title: str, keys: tuple[Column, ...]
) -> Iterator[Sheet]:
    name = "No." if kind.type == NUMBER_IN_LIST else _KEY_TITLES.get(kind.type, "Id")
    column = Column(f"*{len(keys)}", name, kind, _about_key(kind), key=True)
    if _is_cell(item):
        assert isinstance(item, Leaf | ListOf)
        value = Column(VALUE, title.rpartition(", ")[2].capitalize(), item)
        yield Sheet(key, title, (*steps, kind), (*keys, column, value), alone=True)
    else:
        yield from _below(item, (*steps, kind), key, title, (*keys, column))


def _about_key(kind: Leaf) -> str:
    if kind.type == kinds.ID:
        return "A short name of your own: lower-case letters, digits and single hyphens, such as cold-chain."
    return "Leave it empty for a new one." if kind.type == NUMBER_IN_LIST else ""


def _of_record(
    shape: Record, steps: tuple[Step, ...], key: str, title: str, keys: tuple[Column, ...]
) -> Iterator[Sheet]:
    own = [name for name, field in shape.fields.items() if _is_cell(field.shape)]
    if own:
        yield Sheet(key, title, steps, (*keys, *(_column(name, shape.fields[name]) for name in own)))
    for name, field in shape.fields.items():
        if name not in own:
            inner = f"{title}, {title_of(name, field).lower()}"
            yield from _below(field.shape, (*steps, name), f"{key}.{name}", inner, keys)
