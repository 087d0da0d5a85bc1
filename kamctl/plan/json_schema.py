"""The JSON Schema of a plan, for editors and other tools.

It is of draft 2020-12 and keeps to keywords that mean the same in draft 7, since many tools read that one alone: a
`$ref` has no neighbours, and what is shared stands under `definitions`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from kamctl.plan import text_pattern
from kamctl.plan.identifier import LONGEST_ID
from kamctl.plan.period import FIRST_YEAR, LAST_YEAR
from kamctl.plan.quantity import LARGEST_NUMBER, plain_number, plain_text
from kamctl.plan.schema import Schema
from kamctl.plan.schema_model import SALES
from kamctl.plan.shape import (
    ANY,
    CHOICE,
    CONTACT,
    DATE,
    ID,
    IMPACT,
    KPI,
    MONEY,
    NUMBER,
    PERCENT,
    PERIOD,
    PERSON,
    PRODUCT,
    SHORT_NAME,
    TEXT,
    UNREAD,
    YES_NO,
    Catalogued,
    Field,
    Leaf,
    Limit,
    ListOf,
    Named,
    Record,
    Shape,
)

DIALECT = "https://json-schema.org/draft/2020-12/schema"

MOST_TITLED = 200
"""Names of a catalogue that an editor shows with their titles; a longer one is a bare list, quicker to check."""

Json = dict[str, Any]
Titles = Mapping[str, str]

_NOTHING: Json = {"not": {}}


def export(schema: Schema) -> bytes:
    """The JSON Schema of the plans that `schema` allows: UTF-8, always the same bytes for the same schema."""
    import json

    text = json.dumps(json_schema(schema), ensure_ascii=False, allow_nan=False, indent=2)
    return f"{text}\n".encode()


def json_schema(schema: Schema) -> Json:
    """The same as values."""
    exporter = _Exporter(schema)
    plan = exporter.record(schema.layout.shape)
    if "segment" in plan["properties"]:
        plan["properties"]["segment"] = exporter.segment()
    return {
        "$schema": DIALECT,
        "title": "Action Plan",
        "description": "What plans/*.yaml may contain. Made by `kamctl schema export` from the files in schema/.",
        **plan,
        **_required_sections(schema),
        "definitions": exporter.definitions(),
    }


class _Exporter:
    """Turns shapes into JSON Schema; what many fields share is said once."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.catalogues = _catalogues(schema)
        self.shared: dict[str, Json] = {}

    def definitions(self) -> Json:
        return {name: self.shared[name] for name in sorted(self.shared)}

    def of(self, shape: Shape) -> Json:
        """The JSON Schema of a shape."""
        if isinstance(shape, Leaf):
            return self._leaf(shape)
        if isinstance(shape, ListOf):
            return {"type": "array", "items": self.of(shape.item)}
        if isinstance(shape, Record):
            return self.record(shape)
        if isinstance(shape, Named):
            return {
                "type": "object",
                "propertyNames": self._key(shape.keys),
                "additionalProperties": self.of(shape.item),
            }
        return self._catalogued(shape)

    def record(self, shape: Record) -> Json:
        """A thing with named fields."""
        required = [name for name, wanted in shape.fields.items() if wanted.required]
        made: Json = {
            "type": "object",
            "properties": {name: _described(wanted, self.of(wanted.shape)) for name, wanted in shape.fields.items()},
            "additionalProperties": False,
        }
        if required:
            made["required"] = required
        if shape.one_of:
            made["anyOf"] = [{"required": [name]} for name in shape.one_of]
        return made

    def segment(self) -> Json:
        """The client's class, with what the classes are called."""
        wanted = self.schema.layout.shape.fields["segment"]
        titles = {name: entry.title or "" for name, entry in (self.schema.format.segments or {}).items()}
        choices = wanted.shape.choices if isinstance(wanted.shape, Leaf) else ()
        return _described(wanted, one_of({choice: titles.get(choice, "") for choice in choices}))

    def _catalogued(self, shape: Catalogued) -> Json:
        """The KPIs of a plan: each with figures in its unit."""
        properties: Json = {}
        for name, item in shape.items.items():
            kpi = self.schema.kpis.get(name)
            made = self._share(f"figures-in-{kpi.unit}", self.of(item)) if kpi else self.of(item)
            properties[name] = _described(Field(item, title=kpi.title or "" if kpi else ""), made)
        return {"type": "object", "properties": properties, "additionalProperties": False}

    def _leaf(self, leaf: Leaf) -> Json:
        if leaf.type in (ANY, UNREAD):
            return {}
        if leaf.type == YES_NO:
            return {"type": "boolean"}
        if leaf.type == TEXT:
            return {"type": "string", "pattern": text_pattern.TEXT}
        if leaf.type == CHOICE:
            return one_of(dict.fromkeys(leaf.choices, ""))
        if leaf.type in self.catalogues:
            return self._share(leaf.type, one_of(self.catalogues[leaf.type]))
        if leaf.type in (PERSON, PRODUCT, KPI, ID, CONTACT, SHORT_NAME):
            return self._share("id", _ID)
        if leaf.type == PERIOD:
            return self._share("period", _PERIOD)
        return self._share(_name(leaf), _quantity(leaf))

    def _key(self, leaf: Leaf) -> Json:
        """What a name may be; a year is text where it stands as a name."""
        return self._share("period-name", _PERIOD_NAME) if leaf.type == PERIOD else self._leaf(leaf)

    def _share(self, name: str, made: Json) -> Json:
        """A reference to a definition; `made` itself where another has taken the name."""
        known = self.shared.setdefault(name, made)
        return {"$ref": f"#/definitions/{name}"} if known == made else made


def _described(wanted: Field, made: Json) -> Json:
    """A field's schema with its words; draft 7 ignores what stands beside a `$ref`, so that goes a level down."""
    words = {key: text for key, text in (("title", wanted.title), ("description", wanted.description)) if text}
    return words | ({"allOf": [made]} if words and "$ref" in made else made)


def one_of(names: Titles) -> Json:
    """One of some names, each with the title that an editor shows beside it."""
    if not names:
        return dict(_NOTHING)
    if not any(names.values()) or len(names) > MOST_TITLED:
        return {"enum": list(names)}
    return {"anyOf": [{"const": name, **({"description": title} if title else {})} for name, title in names.items()]}


def _catalogues(schema: Schema) -> dict[str, Titles]:
    """The names that a plan may use, by what they name, with their titles; unreadable catalogues are left out."""
    found: dict[str, Titles] = {}
    if schema.names.people is not None:
        found[PERSON] = {person: entry.name or "" for person, entry in schema.people.items()}
    if schema.names.products is not None:
        found[PRODUCT] = {product: entry.title or "" for product, entry in schema.products.items()}
    if schema.names.kpis is not None:
        titles = {kpi: entry.title or "" for kpi, entry in schema.kpis.items()}
        found[KPI] = {SALES: titles.get(SALES) or "Sales", **titles}
    return found


_ID: Json = {
    "title": "id",
    "description": "Lower-case letters, digits and single hyphens inside.",
    "type": "string",
    "maxLength": LONGEST_ID,
    "pattern": text_pattern.ID,
}

_PERIOD_WORDS: Json = {"title": "period", "description": "2026, 2026-H1, 2026-Q3 or 2026-07."}
_PERIOD_NAME: Json = {**_PERIOD_WORDS, "type": "string", "pattern": text_pattern.PERIOD}
_PERIOD: Json = {
    **_PERIOD_WORDS,
    "anyOf": [
        {"type": "string", "pattern": text_pattern.PERIOD},
        {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR},
    ],
}

_WORDS = {
    PERCENT: "A percentage, such as 7.5%.",
    DATE: "A day, such as 2026-02-03.",
    MONEY: "Money, such as 12000000 or 12_000_000.",
    NUMBER: "A number, such as 12 or 0.5.",
    IMPACT: "Money, such as 4000000, or a percentage, such as 5%.",
}


def _name(leaf: Leaf) -> str:
    """What a figure or a date with its limits is called: `percent-from-0-to-15`."""
    parts = [leaf.type]
    for word, limit in (("from", leaf.minimum), ("to", leaf.maximum)):
        if isinstance(limit, Decimal):
            parts += [word, plain_text(limit * 100 if leaf.type == PERCENT else limit)]
        elif limit is not None:
            parts += [word, limit.isoformat()]
    return "-".join(parts)


def _quantity(leaf: Leaf) -> Json:
    """A figure or a date within its limits."""
    words = {"description": _WORDS[leaf.type]}
    if leaf.type == DATE:
        return {**words, "type": "string", "pattern": text_pattern.day(_day(leaf.minimum), _day(leaf.maximum))}
    low, high = _amount(leaf.minimum), _amount(leaf.maximum)
    percentage: Json = {"type": "string", "pattern": text_pattern.percent(low, high)}
    if leaf.type == PERCENT:
        return {**words, **percentage}
    figures: list[Json] = [
        {
            "type": "number",
            "minimum": plain_number(-LARGEST_NUMBER if low is None else max(low, -LARGEST_NUMBER)),
            "maximum": plain_number(LARGEST_NUMBER if high is None else min(high, LARGEST_NUMBER)),
        },
        {"type": "string", "pattern": text_pattern.grouped(low, high)},
    ]
    return {**words, "anyOf": [*figures, percentage] if leaf.type == IMPACT else figures}


def _day(limit: Limit | None) -> date | None:
    return limit if isinstance(limit, date) else None


def _amount(limit: Limit | None) -> Decimal | None:
    return limit if isinstance(limit, Decimal) else None


def _required_sections(schema: Schema) -> Json:
    """Which sections must stand, and not be empty: for a segment that says so itself, and for all others."""
    layout = schema.layout
    if not layout.required_by_segment:
        usual = _sections(schema, layout.required)
        return {"allOf": [usual]} if usual else {}
    rules = [
        {"if": _segment({"const": segment}), "then": _sections(schema, required)}
        for segment, required in layout.required_by_segment.items()
    ]
    own = list(layout.required_by_segment)
    return {"allOf": [*rules, {"if": _segment({"enum": own}), "else": _sections(schema, layout.required)}]}


def _segment(which: Json) -> Json:
    return {"properties": {"segment": which}, "required": ["segment"]}


def _sections(schema: Schema, names: tuple[str, ...]) -> Json:
    if not names:
        return {}
    fields = schema.layout.shape.fields
    filled = {name: _filled(fields[name].shape) for name in names if name in fields}
    return {"required": list(names), "properties": filled}


def _filled(shape: Shape) -> Json:
    """A section with something in it."""
    if isinstance(shape, Leaf):
        return {"not": {"enum": [{}, []]}}
    if isinstance(shape, ListOf):
        return {"type": "array", "minItems": 1}
    return {"type": "object", "minProperties": 1}
