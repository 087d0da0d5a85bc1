"""The handbook: what a plan contains by the schema, the KPI catalogue, who works here, and the rules with their why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kamctl.insight import spelling
from kamctl.insight.kpi import USUAL_AMBER, USUAL_GREEN
from kamctl.insight.report import NUMBER, TEXT, Column, Row, Table
from kamctl.insight.spelling import title_of
from kamctl.lint.page import Explanation
from kamctl.plan import shape as shapes
from kamctl.plan.quantity import number_text, percent_text, plain_text
from kamctl.plan.rule_setting import OFF
from kamctl.plan.schema import Schema
from kamctl.plan.sections import HEAD
from kamctl.plan.shape import Catalogued, Field, Leaf, Limit, ListOf, Named, Record, Shape
from kamctl.site.frame import Frame, frame_of
from kamctl.site.grid import Grid, grid
from kamctl.site.names import HANDBOOK as PAGE
from kamctl.site.sources import Sources
from kamctl.site.texts import ABBREVIATIONS, HANDBOOK
from kamctl.words import listing

_TYPES = {shapes.PERSON: "person_type", shapes.PRODUCT: "product_type", shapes.KPI: "kpi_type"}
_MOST = 100
"""Names in a sentence: the handbook leaves none out that anybody has."""


@dataclass(frozen=True, slots=True)
class SectionPage:
    """A section of a plan: why it is there, which plans must have it, and its fields. `key` is its name in a plan."""

    id: str
    key: str
    title: str
    why: str
    use: str
    fields: Grid | None


@dataclass(frozen=True, slots=True)
class RulePage:
    """A rule with the severity that it has here."""

    page: Explanation
    severity: str
    options: tuple[str, ...]
    silencing: str


@dataclass(frozen=True, slots=True)
class HandbookPage:
    """The page in its order."""

    frame: Frame
    lead: str
    head: Grid
    sections: tuple[SectionPage, ...]
    segments: Grid | None
    sentences: tuple[str, ...]
    kpis: Grid
    people: Grid | None
    products: Grid | None
    rules: tuple[RulePage, ...]


def handbook_page(sources: Sources, rules: Sequence[Explanation]) -> HandbookPage:
    """The handbook of a repository's schema."""
    schema, basis = sources.portfolio.schema, sources.portfolio.basis(())
    fields = schema.layout.shape.fields
    facts = {"horizon": f"a {schema.horizon}", "checkpoint": schema.checkpoint, "currency": schema.format.currency}
    return HandbookPage(
        frame=frame_of(PAGE, HANDBOOK["title"], basis),
        lead=HANDBOOK["plan_lead" if schema.format.currency else "plan_lead_bare"].format(**facts),
        head=_fields("head", HANDBOOK["head"], [{name: field for name, field in fields.items() if name in HEAD}]),
        sections=tuple(_sections(schema)),
        segments=_segments(schema),
        sentences=tuple(_sentences(schema)),
        kpis=_kpis(schema),
        people=_people(schema),
        products=_products(schema),
        rules=tuple(_rule(page, schema) for page in rules),
    )


def _sections(schema: Schema) -> Iterator[SectionPage]:
    fields = [(name, field) for name, field in schema.layout.shape.fields.items() if name not in HEAD]
    for number, (name, field) in enumerate(fields, 1):
        yield _section(name, field, schema, f"section-{number}")


def _section(name: str, field: Field, schema: Schema, id_: str) -> SectionPage:
    records = list(_records(field.shape))
    title = title_of(name, field)
    title = ABBREVIATIONS.get(title, title)
    return SectionPage(
        id=id_,
        key=name,
        title=title,
        why=field.description,
        use=_use(name, schema),
        fields=_fields(f"{id_}-fields", HANDBOOK["fields"].format(section=title), records) if records else None,
    )


def _use(name: str, schema: Schema) -> str:
    layout = schema.layout
    classes = [segment for segment in schema.format.segments or {} if name in layout.required_sections(segment)]
    if classes and len(classes) < len(schema.format.segments or {}):
        return HANDBOOK["required_for"].format(segments=listing(classes, _MOST))
    if classes or (not schema.format.segments and name in layout.required):
        return HANDBOOK["required"]
    return HANDBOOK["optional"]


def _records(shape: Shape) -> Iterator[Mapping[str, Field]]:
    """The fields of a section's things; of things that differ, such as KPIs by their unit, one after the other."""
    if isinstance(shape, Record):
        yield shape.fields
    elif isinstance(shape, Named | ListOf):
        yield from _records(shape.item)
    elif isinstance(shape, Catalogued):
        for item in shape.items.values():
            yield from _records(item)


_FIELD_COLUMNS = (
    Column("field", HANDBOOK["field"]),
    Column("means", HANDBOOK["means"], TEXT),
    Column("type", HANDBOOK["type"], TEXT),
    Column("limits", HANDBOOK["limits"]),
    Column("must", HANDBOOK["must"]),
)


def _fields(id_: str, caption: str, records: Sequence[Mapping[str, Field]]) -> Grid:
    fields = {name: field for record in reversed(records) for name, field in record.items()}
    types = {
        name: HANDBOOK["or"].join(dict.fromkeys(_type(record[name].shape) for record in records if name in record))
        for name in fields
    }
    rows = tuple(
        (
            spelling.words(name),
            spelling.words(": ".join(part for part in (title_of(name, field), field.description) if part)),
            spelling.words(types[name]),
            spelling.words(_limits(field.shape) or None),
            spelling.words(HANDBOOK["yes"] if field.required else None),
        )
        for name, field in fields.items()
    )
    return grid(id_, caption, Table(id_, _FIELD_COLUMNS, rows))


def _type(shape: Shape) -> str:
    if isinstance(shape, ListOf):
        return HANDBOOK["list"].format(item=_type(shape.item))
    if isinstance(shape, Named) and isinstance(shape.item, Leaf):
        return HANDBOOK["by_name"].format(name=_type(shape.keys), item=_type(shape.item))
    if not isinstance(shape, Leaf):
        return HANDBOOK["named"]
    if shape.type == shapes.CHOICE:
        return HANDBOOK["choice"].format(choices=listing(shape.choices, _MOST))
    return HANDBOOK.get(_TYPES.get(shape.type, shape.type), shape.type)


def _limits(shape: Shape) -> str:
    if isinstance(shape, ListOf):
        return _limits(shape.item)
    if not isinstance(shape, Leaf):
        return ""
    told = []
    if shape.minimum is not None and shape.minimum != 0:
        told.append(HANDBOOK["least"].format(least=_limit(shape.minimum, shape.type)))
    if shape.maximum is not None and (shape.type, shape.maximum) != (shapes.PERCENT, Decimal(1)):
        told.append(HANDBOOK["most"].format(most=_limit(shape.maximum, shape.type)))
    return ", ".join(told)


def _limit(limit: Limit, kind: str) -> str:
    if not isinstance(limit, Decimal):
        return str(limit)
    return percent_text(limit) if kind == shapes.PERCENT else number_text(limit)


def _segments(schema: Schema) -> Grid | None:
    segments = schema.format.segments
    if not segments:
        return None
    fields = schema.layout.shape.fields
    columns = (
        Column("segment", HANDBOOK["segment"]),
        Column("title", HANDBOOK["title_column"], TEXT),
        Column("sections", HANDBOOK["sections"], TEXT),
    )
    rows = []
    for name, segment in segments.items():
        required = schema.layout.required_sections(name)
        titles = listing((title_of(section, fields.get(section)) for section in required), _MOST)
        rows.append((spelling.words(name), spelling.words(segment.title), spelling.words(titles or None)))
    return grid("segments", HANDBOOK["segments_caption"], Table("segments", columns, tuple(rows)))


def _sentences(schema: Schema) -> Iterator[str]:
    for key, what in (("protected", schema.format.skam_only), ("approval", schema.format.approval)):
        if what:
            yield HANDBOOK[key].format(what=listing(what, _MOST))


def _kpis(schema: Schema) -> Grid:
    columns = (
        Column("kpi", HANDBOOK["kpi"]),
        Column("id", HANDBOOK["id"]),
        Column("unit", HANDBOOK["unit"]),
        Column("better", HANDBOOK["better"]),
        Column("total", HANDBOOK["total"]),
        Column("paid", HANDBOOK["paid"]),
        Column("weight", HANDBOOK["weight"], NUMBER),
        Column("green", HANDBOOK["green"], NUMBER),
        Column("amber", HANDBOOK["amber"], NUMBER),
    )
    rows: list[Row] = [
        (
            spelling.words(kpi.title or id_),
            spelling.words(id_),
            spelling.words(kpi.unit),
            spelling.words(kpi.better),
            spelling.words(kpi.total),
            spelling.words(kpi.paid or HANDBOOK["watched"]),
            spelling.percent(kpi.weight),
            spelling.percent(USUAL_GREEN if kpi.green is None else kpi.green),
            spelling.percent(USUAL_AMBER if kpi.amber is None else kpi.amber),
        )
        for id_, kpi in schema.kpis.items()
    ]
    return grid("kpis", HANDBOOK["kpis_caption"], Table("kpis", columns, tuple(rows)))


def _people(schema: Schema) -> Grid | None:
    columns = (Column("person", HANDBOOK["person"]), Column("id", HANDBOOK["id"]), Column("role", HANDBOOK["role"]))
    rows = tuple(
        (spelling.words(person.name or id_), spelling.words(id_), spelling.words(person.role))
        for id_, person in schema.people.items()
    )
    return grid("people", HANDBOOK["people_caption"], Table("people", columns, rows)) if rows else None


def _products(schema: Schema) -> Grid | None:
    columns = (
        Column("product", HANDBOOK["product"]),
        Column("id", HANDBOOK["id"]),
        Column("price", HANDBOOK["price"], NUMBER),
    )
    rows = tuple(
        (spelling.words(product.title or id_), spelling.words(id_), spelling.money(product.price))
        for id_, product in schema.products.items()
    )
    return grid("products", HANDBOOK["products_caption"], Table("products", columns, rows)) if rows else None


def _rule(page: Explanation, schema: Schema) -> RulePage:
    setting = schema.rules.get(page.name)
    severity = setting.severity if setting is not None and setting.severity is not None else page.severity
    given = setting.options if setting is not None else {}
    allowable = page.allowable and not (setting is not None and setting.allow is False)
    options = []
    for name, default, meaning in page.options:
        value = plain_text(given[name]) if name in given else default
        options.append(HANDBOOK["option"].format(name=name, value=value, meaning=meaning))
    return RulePage(
        page=page,
        severity=HANDBOOK["off"] if severity == OFF else severity,
        options=tuple(options),
        silencing=HANDBOOK["silence"].format(rule=page.name) if allowable else HANDBOOK["no_silence"],
    )
