"""Shapes: what may stand where in a plan or a file of the schema, as plain data.

One tree of shapes is the truth from which the validator, the editors' JSON Schema, the questions of
`kamctl new` and the words of the findings are made.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from kamctl.plan.fault import Path
from kamctl.plan.thing import Thing

TEXT, NUMBER, MONEY, PERCENT, DATE, PERIOD = "text", "number", "money", "percent", "date", "period"
YES_NO, CHOICE, PERSON, PRODUCT = "yes-no", "choice", "person", "product"
KPI, CONTACT, ID, SHORT_NAME, IMPACT = "kpi", "contact", "id", "short-name", "impact"
ANY, UNREAD = "any", "unread"

OWN_TYPES = (TEXT, NUMBER, MONEY, PERCENT, DATE, PERIOD, YES_NO, CHOICE, PERSON, PRODUCT)
"""The types that SKAM may give a field of their own, each also as `list of …`."""

Limit = Decimal | date


class Leaf(NamedTuple):
    """One value of a type; `any` passes whatever stands there, `unread` too, but nothing is read of it.

    `choices` are for the type choice, `minimum` and `maximum` are inclusive, `whole` asks for a number without a
    fraction.
    """

    type: str
    choices: tuple[str, ...] = ()
    minimum: Limit | None = None
    maximum: Limit | None = None
    whole: bool = False


class ListOf(NamedTuple):
    """A list of things of one shape."""

    item: Shape


class Field(NamedTuple):
    """A field of a thing. `required` by the core or by SKAM; `core`: the product itself relies on it.

    `attribute` is its name in Python, where the field's own name is a word of the language.
    """

    shape: Shape
    required: bool = False
    core: bool = True
    attribute: str | None = None
    title: str = ""
    description: str = ""


class Record(NamedTuple):
    """A thing with named fields; `model` is the frozen class that it becomes, one of the fields `one_of` must stand."""

    model: type[Thing]
    fields: dict[str, Field]
    one_of: tuple[str, ...] = ()


class Named(NamedTuple):
    """Named things of one shape; `keys` says what a name is: a leaf's type (id, person, product, period, …)."""

    keys: Leaf
    item: Shape


class Catalogued(NamedTuple):
    """Things by the names of a catalogue, each with a shape of its own (the KPIs of a plan)."""

    items: dict[str, Shape]
    reserved: frozenset[str] = frozenset()


Shape = Leaf | ListOf | Record | Named | Catalogued


def step_into(shape: Shape | None, step: str | int) -> Shape | None:
    """The shape of what stands under `step`, or None where nothing may."""
    if isinstance(shape, Record):
        inner = shape.fields.get(str(step))
        return inner.shape if inner else None
    if isinstance(shape, Named):
        return shape.item
    if isinstance(shape, Catalogued):
        return shape.items.get(str(step))
    if isinstance(shape, ListOf):
        return shape.item
    return None


def shape_at(shape: Shape, path: Path) -> Shape | None:
    """The shape of what stands at a path, or None where nothing may."""
    found: Shape | None = shape
    for step in path:
        found = step_into(found, step)
    return found
