"""One plan on one screen: what a KAM looks at on the way into a meeting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from kamctl.insight import spelling
from kamctl.insight.card_figures import figures_of
from kamctl.insight.card_sections import PARTS, Desk
from kamctl.insight.portfolio import portfolio_of
from kamctl.insight.report import Entry, Listing, Part, Section, Value
from kamctl.insight.spelling import title_of
from kamctl.insight.things import identity, thing_table
from kamctl.plan.lapse import Later
from kamctl.plan.load import LoadedPlan
from kamctl.plan.schema import Schema
from kamctl.plan.sections import HEAD, SECTIONS
from kamctl.plan.shape import ANY, PERIOD, PERSON, TEXT, Field, Leaf, ListOf, Named, Record
from kamctl.plan.thing import Thing


@dataclass(frozen=True, slots=True)
class PlanCard:
    """A plan as it is shown. `head` are the fields before the sections, `own` those that SKAM added to them.

    `figures` are what follows from it as of today. `sections` are all that the schema has, in the order in which a
    plan is written, those of SKAM's own last. `errors` and `warnings` count what lint has found in `path`;
    `schema_errors` says that something in the schema could not be read, and with it what the plan says of that.
    """

    client: str
    path: str
    today: date
    currency: str | None
    head: tuple[Entry, ...]
    own: tuple[Entry, ...]
    figures: tuple[Section, ...]
    sections: tuple[Section, ...]
    errors: int
    warnings: int
    schema_errors: bool
    stood: str | None = None
    """What the commit is called in which the plan stood so; None for the plan as it is."""


def plan_card(
    loaded: LoadedPlan,
    schema: Schema,
    today: date,
    errors: int = 0,
    warnings: int = 0,
    stood: str | None = None,
    lapsed: Mapping[str, Sequence[Later]] | None = None,
) -> PlanCard:
    """The card of a plan that could be read (`loaded.plan`), as far as it could be; `lapsed` as Desk has it."""
    plan = loaded.plan
    if plan is None:
        raise ValueError("a plan that could not be read has no card")
    speller = spelling.Speller(schema, plan)
    desk = Desk(plan, loaded.document, schema, today, speller, lapsed)
    own: list[Entry] = []
    sections: list[Section] = []
    for name, field in schema.layout.shape.fields.items():
        if name in HEAD:
            continue
        value = plan.__dict__.get(field.attribute or name)
        if name in SECTIONS or not _is_field(field, value):
            parts = None if value is None else tuple(_parts(name, field, value, desk))
            sections.append(Section(name, title_of(name, field), parts))
        else:
            own.append(Entry(name, title_of(name, field), speller.value(field.shape, value)))
    return PlanCard(
        client=loaded.client,
        path=loaded.document.source.name,
        today=today,
        currency=schema.format.currency,
        head=tuple(_head(desk)),
        own=tuple(own),
        figures=tuple(figures_of(portfolio_of([loaded], schema, today))),
        sections=tuple(sections),
        errors=errors,
        warnings=warnings,
        schema_errors=bool(schema.faults),
        stood=stood,
    )


def _head(desk: Desk) -> Iterator[Entry]:
    plan, fields = desk.plan, desk.schema.layout.shape.fields
    yield Entry("name", title_of("client", fields.get("client")), spelling.words(plan.client))
    segment = spelling.words(plan.segment)
    entry = (desk.schema.format.segments or {}).get(plan.segment or "")
    if segment is not None and entry is not None and entry.title:
        segment = Value(f"{segment.text} ({entry.title})", segment.data)
    yield Entry("segment", title_of("segment", fields.get("segment")), segment)
    yield Entry("kam", title_of("kam", fields.get("kam")), desk.speller.value(Leaf(PERSON), plan.kam))
    yield Entry("period", title_of("period", fields.get("period")), desk.speller.value(Leaf(PERIOD), plan.period))


def _is_field(field: Field, value: Any) -> bool:
    """Whether a name of SKAM's own is a single field, and no section."""
    if isinstance(field.shape, Leaf) and field.shape.type == ANY:
        return value is not None and not isinstance(value, dict | list)
    return isinstance(field.shape, Leaf | ListOf)


def _parts(name: str, field: Field, value: Any, desk: Desk) -> Iterator[Part]:
    """What a section says; one of SKAM's own as its shape has it."""
    shape = field.shape
    if name in PARTS and not (isinstance(shape, Leaf) and shape.type != ANY):
        yield from PARTS[name](desk, shape, value)
    elif isinstance(shape, Record):
        yield from _fields(shape, value, desk)
    elif isinstance(shape, Named) and isinstance(shape.item, Record):
        yield thing_table(desk.speller, shape.item, value.items(), {"id": 0}, {"id": identity()})
    else:
        yield Entry("value", "", desk.speller.value(shape, value))


def _fields(record: Record, thing: Thing, desk: Desk) -> Iterator[Part]:
    """The fields of a section that is one thing; sentences each on a line of their own."""
    for name, field in record.fields.items():
        value = thing.__dict__.get(name)
        title = title_of(name, field)
        shape = field.shape
        if isinstance(shape, ListOf) and isinstance(shape.item, Leaf) and shape.item.type == TEXT:
            yield Listing(name, title, tuple(Value(item, item) for item in value or ()))
        elif isinstance(shape, Record) and value is not None:
            for part in _fields(shape, value, desk):
                yield _inside(name, title, part)
        elif isinstance(shape, Named) and isinstance(shape.item, Record):
            table = thing_table(desk.speller, shape.item, (value or {}).items(), {"id": 0}, {"id": identity(title)})
            yield replace(table, key=name)
        else:
            yield Entry(name, title, desk.speller.value(shape, value))


def _inside(name: str, title: str, part: Part) -> Part:
    """A field of a thing that is itself a field: both names count."""
    if isinstance(part, Entry):
        return replace(part, key=f"{name}.{part.key}", title=f"{title}, {part.title}")
    if isinstance(part, Listing):
        return replace(part, key=f"{name}.{part.key}", title=f"{title}, {part.title}")
    return replace(part, key=f"{name}.{part.key}")
