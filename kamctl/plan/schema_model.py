"""The files of `schema/` as typed, frozen values, and the shape of each file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from kamctl.plan.fault import Path
from kamctl.plan.period import KINDS
from kamctl.plan.shape import (
    ANY,
    CHOICE,
    DATE,
    ID,
    MONEY,
    NUMBER,
    PERCENT,
    SHORT_NAME,
    TEXT,
    YES_NO,
    Field,
    Leaf,
    ListOf,
    Named,
    Record,
    Shape,
)
from kamctl.plan.thing import Thing

FORMAT, KPIS, PEOPLE, PRODUCTS = "schema/format.yaml", "schema/kpis.yaml", "schema/people.yaml", "schema/products.yaml"
EDITOR_SCHEMA = "schema/action-plan.schema.json"
"""The JSON Schema for editors, which is made from the other files."""

SALES = "sales"
"""The id under which the sales plan counts as a KPI."""

Trouble = tuple[Path, str, dict[str, Any]]
"""What is wrong with a file of the schema: where, its kind, and what the words need (`key`: at the name there)."""


class Sections(Thing):
    """Which sections a plan must and may have."""

    required: list[str] | None
    optional: list[str] | None


class Segment(Thing):
    """A class of clients; `required` replaces the sections that other plans must have."""

    title: str | None
    required: list[str] | None


class FieldRule(Thing):
    """A limit on a field, or a field of SKAM's own; `min` and `max` are as the file writes them."""

    type: str | None
    choices: list[str] | None
    required: bool | None
    min: Any
    max: Any
    title: str | None
    description: str | None


class Rollout(Thing):
    """When the roll-out began and how many months it takes."""

    start: date
    months: Decimal


class Format(Thing):
    """`schema/format.yaml`: what a plan contains."""

    version: Decimal | None
    currency: str | None
    fiscal_year_start: Decimal | None
    horizon: str | None
    checkpoint: str | None
    sections: Sections | None
    segments: Mapping[str, Segment] | None
    fields: Mapping[str, FieldRule] | None
    skam_only: list[str] | None
    approval: list[str] | None
    rules: Mapping[str, Any] | None
    rollout: Rollout | None


class Kpi(Thing):
    """A measure of success. `paid` is the period it is paid for (None: only watched).

    `green` and `amber` are thresholds of the attainment.
    """

    title: str | None
    unit: str
    better: str
    total: str
    paid: str | None
    weight: Decimal | None
    green: Decimal | None
    amber: Decimal | None


def _sales() -> Kpi:
    kpi = Kpi()
    kpi.__dict__.update(dict.fromkeys(Kpi.__annotations__), unit=MONEY, better="higher", total="sum")
    return kpi


SALES_AS_KPI = _sales()
"""What the sales plan is as a KPI where the catalogue does not list it: money, summed up, neither paid nor weighed."""


class Person(Thing):
    """Somebody who works here; `emails` are those of their commits, `keys` those that sign them."""

    name: str
    role: str
    emails: list[str] | None
    keys: list[str] | None


class Product(Thing):
    """Something that is sold, at a list price."""

    title: str
    price: Decimal | None


_TEXT = Leaf(TEXT)
_PERIOD_KIND = Leaf(CHOICE, KINDS)
_NOTHING = Decimal(0)


def _must(shape: Shape) -> Field:
    return Field(shape, required=True)


FORMAT_SHAPE = Record(
    Format,
    {
        "version": _must(Leaf(NUMBER)),
        "currency": _must(_TEXT),
        "fiscal_year_start": Field(Leaf(NUMBER, minimum=Decimal(1), maximum=Decimal(12), whole=True)),
        "horizon": _must(_PERIOD_KIND),
        "checkpoint": _must(_PERIOD_KIND),
        "sections": _must(Record(Sections, {"required": Field(ListOf(_TEXT)), "optional": Field(ListOf(_TEXT))})),
        "segments": Field(
            Named(Leaf(SHORT_NAME), Record(Segment, {"title": Field(_TEXT), "required": Field(ListOf(_TEXT))}))
        ),
        "fields": Field(
            Named(
                _TEXT,
                Record(
                    FieldRule,
                    {
                        "type": Field(_TEXT),
                        "choices": Field(ListOf(_TEXT)),
                        "required": Field(Leaf(YES_NO)),
                        "min": Field(Leaf(ANY)),
                        "max": Field(Leaf(ANY)),
                        "title": Field(_TEXT),
                        "description": Field(_TEXT),
                    },
                ),
            )
        ),
        "skam_only": Field(ListOf(_TEXT)),
        "approval": Field(ListOf(_TEXT)),
        "rules": Field(Named(_TEXT, Leaf(ANY))),
        "rollout": Field(
            Record(
                Rollout,
                {
                    "start": _must(Leaf(DATE)),
                    "months": _must(Leaf(NUMBER, minimum=Decimal(1), maximum=Decimal(120), whole=True)),
                },
            )
        ),
    },
)

KPIS_SHAPE = Named(
    Leaf(ID),
    Record(
        Kpi,
        {
            "title": Field(_TEXT),
            "unit": _must(Leaf(CHOICE, (MONEY, PERCENT, NUMBER))),
            "better": _must(Leaf(CHOICE, ("higher", "lower"))),
            "total": _must(Leaf(CHOICE, ("sum", "mean", "last"))),
            "paid": Field(_PERIOD_KIND),
            "weight": Field(Leaf(PERCENT, minimum=_NOTHING)),
            "green": Field(Leaf(PERCENT, minimum=_NOTHING)),
            "amber": Field(Leaf(PERCENT, minimum=_NOTHING)),
        },
    ),
)

PEOPLE_SHAPE = Named(
    Leaf(ID),
    Record(
        Person,
        {
            "name": _must(_TEXT),
            "role": _must(Leaf(CHOICE, ("kam", "skam", "member"))),
            "emails": Field(ListOf(_TEXT)),
            "keys": Field(ListOf(_TEXT)),
        },
    ),
)

PRODUCTS_SHAPE = Named(
    Leaf(ID), Record(Product, {"title": _must(_TEXT), "price": Field(Leaf(MONEY, minimum=_NOTHING))})
)
