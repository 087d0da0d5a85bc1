"""Tables of the named things of a plan: the core's fields, those that SKAM added, and what follows from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from kamctl.insight.report import PLAIN, Column, Table, Value
from kamctl.insight.spelling import Speller, kind_of, title_of
from kamctl.plan.shape import Record

Maker = Callable[[str, Any], Value | None]
"""From a thing's id and the thing to one of its values."""

HIDDEN = -1
ID, OWN_FIELD = 60, 50
"""Ranks: the id is the first to leave a narrow table, then the fields that SKAM added."""


class Computed:
    """A column that is not a field as it stands, or is no field at all."""

    __slots__ = ("kind", "make", "title")

    def __init__(self, title: str, kind: str, make: Maker) -> None:
        self.title = title
        self.kind = kind
        self.make = make


def identity(title: str = "Id") -> Computed:
    """The column of the things' ids."""
    return Computed(title, PLAIN, lambda name, thing: Value(name, name))


def thing_table(
    speller: Speller,
    record: Record,
    things: Iterable[tuple[str, Any]],
    ranks: Mapping[str, int],
    computed: Mapping[str, Computed] | None = None,
) -> Table:
    """A row for each thing. `ranks` has the columns in their order; fields that it does not name come after them."""
    made = computed or {}
    columns: list[Column] = []
    makers: list[Maker] = []

    def take(key: str, title: str, kind: str, rank: int, make: Maker) -> None:
        columns.append(Column(key, title, kind, rank, shown=rank != HIDDEN))
        makers.append(make)

    for key, rank in ranks.items():
        if key in made:
            take(key, made[key].title, made[key].kind, rank, made[key].make)
        elif key in record.fields:
            take(key, *_field(speller, record, key, rank))
    for name in record.fields:
        if name not in ranks:
            take(name, *_field(speller, record, name, OWN_FIELD))
        elif is_own(record, name):  # SKAM gave a field the name of a column that is made
            take(f"own_{name}", *_field(speller, record, name, OWN_FIELD))
    rows = tuple(tuple(make(name, thing) for make in makers) for name, thing in things)
    return Table("rows", tuple(columns), rows)


def is_own(record: Record, name: str) -> bool:
    """Whether SKAM added a field; those of the core are declared by the thing's class."""
    return (record.fields[name].attribute or name) not in record.model.__annotations__


def _field(speller: Speller, record: Record, key: str, rank: int) -> tuple[str, str, int, Maker]:
    field = record.fields[key]
    attribute = field.attribute or key

    def make(name: str, thing: Any) -> Value | None:
        return speller.value(field.shape, thing.__dict__.get(attribute))

    return title_of(key, field), kind_of(field.shape), rank, make
