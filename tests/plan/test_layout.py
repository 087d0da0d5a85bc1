"""`format.yaml` laid over the core: sections, segments, limits, and SKAM's own fields."""

from __future__ import annotations

import pytest

from kamctl.plan.fault import dotted
from kamctl.plan.load import load_plan
from kamctl.plan.schema import Schema
from kamctl.plan.source import RawFile
from tests.harness import BASE_PLAN, overlay, repository, schema_of

HEAD = "version: 1\ncurrency: RUB\nhorizon: year\ncheckpoint: quarter\n"
SECTIONS = (
    "sections: {required: [team, sales], optional: [budget, discounts, credit_line, kpis, risks, promotions, swot]}\n"
)
SEGMENTS = "segments: {A: {required: [team, sales, risks]}, B: {title: Growing}, C: {required: []}}\n"
FIELDS = "fields:\n  swot.strengths: {type: list of text}\n"


def laid_out(extra: str = "", sections: str = SECTIONS, segments: str = SEGMENTS) -> Schema:
    """The schema of a format; lines of `extra` that are indented are more `fields`."""
    return schema_of(repository({"schema/format.yaml": HEAD + sections + segments + FIELDS + extra}))


def troubles(schema: Schema) -> list[tuple[str, str]]:
    return [(str(fault.facts.get("kind", fault.rule)), dotted(fault.path or ())) for _, fault in schema.faults]


def plan(schema: Schema, sections: str) -> list[tuple[str, str]]:
    loaded = load_plan(RawFile("plans/acme.yaml", overlay(BASE_PLAN, sections).encode()), schema)
    return [(fault.rule, dotted(fault.path or ())) for fault in loaded.faults]


OWN = [
    ("a field beside the head", "  region: {type: text}\n", "region: north\n", []),
    ("a required one that is not there", "  region: {type: text, required: true}\n", "", [("missing-field", "region")]),
    ("a choice", "  region: {type: choice, choices: [a, b]}\n", "region: c\n", [("not-allowed", "region")]),
    ("a list of choices", "  r: {type: list of choice, choices: [a]}\n", "r: [a, b]\n", [("not-allowed", "r.2")]),
    ("a field in a section of one's own", "  swot.score: {type: number, max: 5}\n", "swot: {score: 6}\n", [
        ("out-of-range", "swot.score"),
    ]),
    ("named things of one's own", "  visits.*.day: {type: date, required: true}\n", "visits: {a: {day: 5}, b: {}}\n", [
        ("value-format", "visits.a.day"), ("missing-field", "visits.b.day"),
    ]),
    ("a field five levels down", "  x.a.b.*.c: {type: yes-no}\n", "x: {a: {b: {one: {c: 1}}}}\n", [
        ("wrong-type", "x.a.b.one.c"),
    ]),
    ("a field of a core thing", "  risks.*.mood: {type: text}\n",
     "risks: {a: {what: x, probability: 5%, impact: 1, mood: 5}}\n", [("wrong-type", "risks.a.mood")]),
    ("a field of every figure", "  sales.*.note: {type: text}\n", "sales: {2026-Q1: {plan: 1, note: [x]}}\n", [
        ("wrong-type", "sales.2026-Q1.note"),
    ]),
    ("a field of every KPI's figures", "  kpis.*.*.note: {type: text}\n",
     "kpis: {visits: {2026-Q1: {plan: 1, note: 5}}, margin: {2026-Q1: {plan: 1, note: x}}}\n", [
        ("wrong-type", "kpis.visits.2026-Q1.note"),
    ]),
    ("a person", "  deputy: {type: person}\n", "deputy: nobody\n", [("unknown-person", "deputy")]),
    ("products", "  sample: {type: list of product}\n", "sample: [kefir-1l, x]\n", [("unknown-product", "sample.2")]),
    ("a period", "  start: {type: period}\n", "start: 2026-Q5\n", [("value-format", "start")]),
    ("a date with limits", "  d: {type: date, min: 2026-01-01, max: 2026-12-31}\n", "d: 2027-01-01\n", [
        ("out-of-range", "d"),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("field", "sections", "faults"), [case[1:] for case in OWN], ids=[case[0] for case in OWN])
def test_a_field_of_ones_own(field: str, sections: str, faults: list[tuple[str, str]]) -> None:
    own = field.strip().partition(".")[0]
    optional = SECTIONS.replace("swot", f"swot, {own}") if own in ("visits", "x") else SECTIONS
    schema = laid_out(field, optional)
    assert troubles(schema) == []
    assert plan(schema, sections) == faults


LIMITS = [
    ("a maximum", "  discounts.*.size: {max: 15%}\n", "discounts: {v: {size: 16%, condition: x}}\n",
     [("out-of-range", "discounts.v.size")]),
    ("the maximum itself", "  discounts.*.size: {max: 15%}\n", "discounts: {v: {size: 15%, condition: x}}\n", []),
    ("a minimum keeps the core's maximum", "  discounts.*.size: {min: 5%}\n",
     "discounts: {v: {size: 101%, condition: x}}\n", [("out-of-range", "discounts.v.size")]),
    ("required", "  risks.*.response: {required: true}\n", "risks: {a: {what: x, probability: 5%, impact: 1}}\n",
     [("missing-field", "risks.a.response")]),
    ("choices for a text", "  team.*.role: {choices: [KAM, Logistics]}\n", "team: {kam-north: {role: Kam}}\n",
     [("not-allowed", "team.kam-north.role")]),
    ("fewer choices", "  risks.*.status: {choices: [open, closed]}\n",
     "risks: {a: {what: x, probability: 5%, impact: 1, status: happened}}\n", [("not-allowed", "risks.a.status")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "sections", "faults"), [case[1:] for case in LIMITS], ids=[case[0] for case in LIMITS]
)
def test_a_limit_on_a_field_of_the_core(field: str, sections: str, faults: list[tuple[str, str]]) -> None:
    schema = laid_out(field)
    assert troubles(schema) == []
    assert plan(schema, sections) == faults


WRONG = [
    ("a maximum in the wrong unit", "  discounts.*.size: {max: 15}\n", [
        ("limit-value", "fields.discounts.*.size.max"),
    ]),
    ("limits that cross", "  credit_line.days: {min: 9, max: 5}\n", [
        ("limits-crossed", "fields.credit_line.days.min"),
    ]),
    ("limits on text", "  client: {max: 5}\n", [("no-limits", "fields.client.max")]),
    ("limits on a section", "  risks: {max: 5}\n", [("no-limits", "fields.risks.max")]),
    ("another type for a field of the core", "  client: {type: number}\n", [("core-type", "fields.client.type")]),
    ("other choices for a choice of the core", "  budget.basis: {choices: [magic]}\n", [
        ("core-choices", "fields.budget.basis.choices"),
    ]),
    ("a type that is not known", "  region: {type: word}\n", [("unknown-type", "fields.region.type")]),
    ("no type", "  region: {title: Region}\n", [("type-missing", "fields.region")]),
    ("a choice without choices", "  region: {type: choice}\n", [("choices-missing", "fields.region")]),
    ("choices without a choice", "  region: {type: text, choices: [a]}\n", [
        ("choices-unused", "fields.region.choices"),
    ]),
    ("a place that is none", "  client.name: {type: text}\n", [("field-place", "fields.client.name")]),
    ("a name for a star", "  risks.delisting.what: {type: text}\n", [("field-place", "fields.risks.delisting.what")]),
    ("a star at the end", "  risks.*: {required: true}\n", [("field-path", "fields.risks.*")]),
    ("a name that is none", "  Region Name: {type: text}\n", [("field-path", "fields.Region Name")]),
    ("a field of a section that is off", "  history.*.mood: {type: text}\n", [
        ("field-of-off-section", "fields.history.*.mood"),
    ]),
    ("a path that leads nowhere", "skam_only: [risks.*.mood]\n", [("unknown-path", "skam_only.1")]),
    ("an approval of nothing", "approval: [plan, promos.*]\n", [("unknown-path", "approval.2")]),
    ("protection of a section that is off",
     "skam_only: [history, history.*.note]\napproval: [plan, promotions.*]\n", []),
]  # fmt: skip


@pytest.mark.parametrize(("extra", "found"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_what_is_wrong_in_format_yaml_is_said_there_and_plans_are_still_checked(
    extra: str, found: list[tuple[str, str]]
) -> None:
    schema = laid_out(extra)
    assert troubles(schema) == found
    assert plan(schema, "sales: {2026-Q1: {plan: x}}\n") == [("wrong-type", "sales.2026-Q1.plan")]


SEGMENT = [
    ("a segment that asks for more", "segment: A\n", [("missing-section", "risks")]),
    ("a segment that asks for what all must have", "segment: B\n", []),
    ("a segment that is not there", "segment: D\n", [("not-allowed", "segment")]),
]


@pytest.mark.parametrize(("sections", "faults"), [case[1:] for case in SEGMENT], ids=[case[0] for case in SEGMENT])
def test_a_segment_may_ask_for_more(sections: str, faults: list[tuple[str, str]]) -> None:
    assert plan(laid_out(), sections) == faults


def test_a_segment_may_ask_for_less() -> None:
    text = b"client: x\nsegment: C\nkam: kam-north\nperiod: 2026\n"
    loaded = load_plan(RawFile("plans/acme.yaml", text), laid_out())
    assert loaded.faults == ()


def test_an_empty_section_is_a_missing_one() -> None:
    assert plan(laid_out(), "team: {}\n") == [("missing-section", "team")]


def test_without_segments_a_plan_has_none() -> None:
    assert plan(laid_out(segments=""), "") == [("unknown-field", "segment")]


def test_a_section_that_is_off_is_told_from_one_that_never_was() -> None:
    sections = "history: [{date: 2026-02-03, note: x}]\nhistorie: []\n"
    assert plan(laid_out(), sections) == [("section-off", "history"), ("unknown-field", "historie")]


def test_a_misspelt_section_in_format_yaml_is_not_off_in_every_plan() -> None:
    schema = laid_out(sections="sections: {required: [team], optional: [salse, swot]}\n")
    assert troubles(schema)[0] == ("unknown-section", "sections.optional.1")
    assert plan(schema, "") == []


def test_a_section_named_twice_is_said_once() -> None:
    schema = laid_out(sections="sections: {required: [team, sales, team], optional: [sales, risks, swot]}\n")
    assert troubles(schema) == [
        ("section-twice", "sections.required.3"),
        ("section-twice", "sections.optional.1"),
    ]
