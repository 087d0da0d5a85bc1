"""What a plan and the catalogues say, as facts: the fields of a plan by their own names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from kamctl.exchange.documents.fact import (
    DAY,
    FLAG,
    LOST,
    MONEY,
    NAMED,
    NUMBER,
    PERCENT,
    PERIOD,
    TEXT,
    Fact,
    Fields,
    Items,
    Leaf,
    join,
)
from kamctl.insight.portfolio import Entry
from kamctl.insight.spelling import Speller
from kamctl.plan import shape as shapes
from kamctl.plan.fault import Path, dotted
from kamctl.plan.model import Impact
from kamctl.plan.period import Period
from kamctl.plan.schema import Schema
from kamctl.plan.sections import HEAD, SECTIONS
from kamctl.plan.shape import Catalogued, ListOf, Named, Record, Shape

_KINDS = {shapes.MONEY: MONEY, shapes.NUMBER: NUMBER, shapes.PERCENT: PERCENT}
_NAMES = (shapes.PERSON, shapes.PRODUCT, shapes.KPI, shapes.CONTACT)


def plan_facts(entry: Entry, schema: Schema) -> Fields:
    """Every field of a plan by its name; `id` is the client's id. What could not be read is known to be there."""
    speller = Speller(schema, entry.plan)
    shape = schema.layout.shape
    inner = dict(_fields(shape, entry.plan, "", speller))
    inner["id"] = Leaf("id", TEXT, entry.client)
    whole = Fields("", inner, tuple(dict.fromkeys(("id", *HEAD, *SECTIONS, *shape.fields))))
    for path in entry.lost:
        _lose(whole, path)
    return whole


def _fields(record: Record, thing: Any, path: str, speller: Speller) -> Iterator[tuple[str, Fact]]:
    for name, field in record.fields.items():
        value = thing.__dict__.get(field.attribute or name)
        if value is not None:
            yield name, _fact(field.shape, value, join(path, name), speller)


def _fact(shape: Shape, value: Any, path: str, speller: Speller) -> Fact:
    if isinstance(shape, Record):
        return Fields(path, dict(_fields(shape, value, path, speller)), tuple(shape.fields))
    if isinstance(shape, ListOf):
        # By their ids things keep their paths when one before them goes.
        by_id = isinstance(shape.item, shapes.Leaf) and shape.item.type in _NAMES
        steps = [item if by_id else str(at) for at, item in enumerate(value, 1)]
        return Items(
            path,
            tuple(_fact(shape.item, item, join(path, step), speller) for step, item in zip(steps, value, strict=True)),
        )
    if isinstance(shape, Named | Catalogued):
        return _by_name(shape, value, path, speller)
    return _leaf(shape.type, value, path, speller)


def _by_name(shape: Named | Catalogued, value: Any, path: str, speller: Speller) -> Fact:
    inner, names = {}, {}
    kind = shape.keys.type if isinstance(shape, Named) else shapes.KPI
    for key, item in value.items():
        held = shape.item if isinstance(shape, Named) else shape.items.get(key, shapes.Leaf(shapes.ANY))
        name = _leaf(kind, key, join(path, str(key)), speller)
        inner[str(key)] = _fact(held, item, name.path, speller)
        if isinstance(name, Leaf) and name.kind != TEXT:
            names[str(key)] = name
    return Fields(path, inner, None, names)


def _leaf(kind: str, value: Any, path: str, speller: Speller) -> Fact:
    if isinstance(value, Impact):
        if value.share is not None:
            return Leaf(path, PERCENT, f"{value.share:f}")
        return Leaf(path, MONEY, f"{value.money or 0:f}")
    if kind in _NAMES and isinstance(value, str):
        return Leaf(path, NAMED, value, speller.name(kind, value))
    return plain_fact(value, path, _KINDS.get(kind, NUMBER))


def plain_fact(value: Any, path: str, number: str = NUMBER) -> Fact:
    """A value of Python as a fact; a Decimal is a `number` of the kind told."""
    if isinstance(value, bool):
        return Leaf(path, FLAG, "yes" if value else "")
    if isinstance(value, int | Decimal):
        return Leaf(path, number, f"{Decimal(value):f}")
    if isinstance(value, date):
        return Leaf(path, DAY, value.isoformat())
    if isinstance(value, Period):
        return Leaf(path, PERIOD, value.name, f"{value.start}/{value.last_day}")
    if isinstance(value, Mapping):
        return Fields(path, {str(key): plain_fact(item, join(path, str(key))) for key, item in value.items()})
    if isinstance(value, list):
        return Items(path, tuple(plain_fact(item, join(path, str(at))) for at, item in enumerate(value, 1)))
    return Leaf(path, TEXT, str(value))


def _lose(whole: Fields, path: Path) -> None:
    """Mark what stands in the file and could not be read; where something is there all the same, it is left."""
    at: Fact = whole
    for depth, step in enumerate(path):
        if not isinstance(at, Fields):
            return
        name = str(step)
        if name not in at.inner:
            at.inner[name] = Leaf(dotted(path[: depth + 1]), LOST, "")
            return
        at = at.inner[name]


def catalogue_facts(schema: Schema) -> dict[str, Fact]:
    """The people, products and KPIs of the schema, by their ids."""
    people = {
        id_: _record(f"people.yaml.{id_}", {"name": person.name, "role": person.role, "email": _first(person.emails)})
        for id_, person in schema.people.items()
    }
    products = {
        id_: _record(f"products.yaml.{id_}", {"title": product.title, "price": product.price}, MONEY)
        for id_, product in schema.products.items()
    }
    kpis = {
        id_: _record(
            f"kpis.yaml.{id_}",
            {"title": kpi.title or id_, "unit": kpi.unit, "better": kpi.better, "total": kpi.total, "paid": kpi.paid},
        )
        for id_, kpi in schema.kpis.items()
    }
    return {
        "people": Fields("people.yaml", people),
        "products": Fields("products.yaml", products),
        "kpis": Fields("kpis.yaml", kpis),
    }


def _record(path: str, values: Mapping[str, Any], number: str = NUMBER) -> Fact:
    inner = {name: plain_fact(value, join(path, name), number) for name, value in values.items() if value is not None}
    return Fields(path, inner, tuple(values))


def _first(emails: list[str] | None) -> str | None:
    return emails[0] if emails else None
