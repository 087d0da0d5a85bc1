"""The files of `schema/` as values: what is said of a faulty one, and what is still used of it."""

from __future__ import annotations

import pytest

from kamctl.plan.fault import dotted
from kamctl.plan.load import load_plan
from kamctl.plan.schema import Schema
from kamctl.plan.source import RawFile
from tests.harness import BASE_PLAN, FORMAT, KPIS, PEOPLE, overlay, repository, schema_of


def schema(**others: str | None) -> Schema:
    """The base schema with whole files replaced: `format=…`, `kpis=…`; None takes a file away."""
    return schema_of(repository({f"schema/{name}.yaml": text for name, text in others.items()}))


def said(found: Schema) -> list[tuple[str, str, str]]:
    """Faults as rows: the file, the rule and its kind, the path."""
    return [
        (source.name.removeprefix("schema/"), " ".join([fault.rule, *filter(None, [fault.facts.get("kind")])]),
         dotted(fault.path or ()))
        for source, fault in found.faults
    ]  # fmt: skip


def plan_faults(found: Schema, sections: str = "") -> list[tuple[str, str]]:
    loaded = load_plan(RawFile("plans/acme.yaml", overlay(BASE_PLAN, sections).encode()), found)
    return [(fault.rule, dotted(fault.path or ())) for fault in loaded.faults]


def test_the_base_schema_has_no_faults() -> None:
    found = schema()
    assert said(found) == []
    assert (found.horizon, found.checkpoint, found.complete, found.calendar.start) == ("year", "quarter", True, 1)
    assert found.kpis["shelf-share"].title == "Share of shelf"
    assert found.people["kam-north"].emails == ["kam-north@example.com"]
    assert found.names.currency == "RUB"


MISSING = [
    ("format", [("format.yaml", "schema-error file-missing", "")], False),
    ("kpis", [("kpis.yaml", "schema-error file-missing", "")], True),
    ("people", [("people.yaml", "schema-error file-missing", "")], True),
    ("products", [], True),
]


@pytest.mark.parametrize(("name", "faults", "complete"), MISSING)
def test_a_file_that_is_not_there(name: str, faults: list[tuple[str, str, str]], complete: bool) -> None:
    found = schema(**{name: None})
    assert (said(found), found.complete) == (faults, complete)
    sections = "assortment: {listed: [any-product]}\nkpis: {any-kpi: {2026-Q1: {plan: 1}}}\nkam: any-person\n"
    known = {"kpis": "unknown-kpi", "people": "unknown-person", "products": "unknown-product"}
    told = {rule for rule, _ in plan_faults(found, sections)}
    assert told == ({rule for other, rule in known.items() if other != name} if complete else set())


@pytest.mark.parametrize("name", ["kpis", "people", "products"])
@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n"], ids=repr)
def test_a_catalogue_of_comments_is_an_empty_catalogue(name: str, text: str) -> None:
    found = schema(**{name: text})
    assert said(found) == []
    assert getattr(found, name) == {}
    assert getattr(found.names, name) is not None


BROKEN = [
    ("text that is not YAML", "format", "version: [1\n", "yaml-syntax syntax", False),
    ("an anchor", "kpis", "visits: &a {}\n", "plain-yaml anchor", True),
    ("a list where named things belong", "people", "- kam-north\n", "wrong-type", True),
    ("nothing in format.yaml", "format", "# nothing\n", "wrong-type", False),
]


@pytest.mark.parametrize(
    ("name", "text", "rule", "complete"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN]
)
def test_a_file_that_cannot_be_read(name: str, text: str, rule: str, complete: bool) -> None:
    found = schema(**{name: text})
    assert [(file, kind) for file, kind, _ in said(found)] == [(f"{name}.yaml", rule)]
    assert found.complete is complete
    assert plan_faults(found) == []


def test_a_slip_in_one_person_makes_no_plan_wrong() -> None:
    found = schema(people=PEOPLE.replace("name: KAM North, role: kam", "name: KAM North, role: boss"))
    assert said(found) == [("people.yaml", "not-allowed", "kam-north.role")]
    assert "kam-north" not in found.people
    assert plan_faults(found) == []


def test_a_slip_in_one_kpi_makes_no_plan_wrong() -> None:
    found = schema(kpis=KPIS.replace("visits: {title: Visits, unit: number", "visits: {title: Visits, unit: pieces"))
    assert said(found) == [("kpis.yaml", "not-allowed", "visits.unit")]
    sections = "kpis: {visits: {2026-Q1: {plan: 5%}}, margin: {2026-Q1: {plan: 5}}}\n"
    assert plan_faults(found, sections) == []
    plan = load_plan(RawFile("plans/acme.yaml", overlay(BASE_PLAN, sections).encode()), found).plan
    assert plan is not None
    assert list(plan.kpis or {}) == ["margin"]


def test_limits_on_the_figures_of_all_kpis_survive_a_slip_in_one() -> None:
    limits = FORMAT.replace("fields:\n", "fields:\n  kpis.*.*.plan: {required: true}\n")
    assert said(schema(format=limits, kpis=KPIS.replace("unit: number", "unit: pieces"))) == [
        ("kpis.yaml", "not-allowed", "visits.unit")
    ]
    assert said(schema(format=limits + "skam_only: [kpis.*.*.plan]\n", kpis=None)) == [
        ("kpis.yaml", "schema-error file-missing", "")
    ]


RULES = [
    ("a severity and no comments", "date-order: {severity: warning, allow: false}", []),
    ("a rule that is not known", "date-odrer: {severity: off}", [("schema-error unknown-rule", "rules.date-odrer")]),
    ("a rule that is given text", "date-order: error", [("schema-error rule-shape", "rules.date-order")]),
    ("a rule that is given nothing", "date-order:", [("schema-error rule-shape", "rules.date-order")]),
    ("a severity that is not known", "date-order: {severity: fatal}", [
        ("schema-error severity", "rules.date-order.severity"),
    ]),
    ("a severity that is a list", "date-order: {severity: [error]}", [
        ("schema-error severity", "rules.date-order.severity"),
    ]),
    ("an allow that is text", "date-order: {allow: maybe}", [("schema-error allow", "rules.date-order.allow")]),
    ("an option that is not known", "date-order: {dayz: 3}", [
        ("schema-error unknown-option", "rules.date-order.dayz"),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "faults"), [case[1:] for case in RULES], ids=[case[0] for case in RULES])
def test_how_strict_a_rule_is(rule: str, faults: list[tuple[str, str]]) -> None:
    found = schema(format=f"{FORMAT}rules:\n  {rule}\n")
    assert [(kind, path) for _, kind, path in said(found)] == faults


def test_a_schema_with_a_slip_in_every_file_still_checks_plans() -> None:
    found = schema(
        format=FORMAT.replace("version: 1", "version: one").replace("horizon: year", "horizon: decade"),
        kpis=KPIS + "Bad Id: {unit: money, better: higher, total: sum}\n",
        people=PEOPLE + "nobody:\n",
        products="yoghurt-150: {title: Yoghurt, price: dear}\n",
    )
    assert {file for file, _, _ in said(found)} == {"format.yaml", "kpis.yaml", "people.yaml", "products.yaml"}
    assert found.complete
    assert plan_faults(found, "regon: x\n") == [("unknown-field", "regon")]
