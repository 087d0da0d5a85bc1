"""From values to a typed plan: what is kept of a faulty one, what is left out, and what is said."""

from __future__ import annotations

import copy
import typing
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from kamctl.plan import model
from kamctl.plan.document import read
from kamctl.plan.fault import Fault, Path, dotted
from kamctl.plan.load import LoadedPlan, load_plan
from kamctl.plan.names import Names
from kamctl.plan.sections import HEAD, SECTIONS, core_fields
from kamctl.plan.shape import Catalogued, Leaf, ListOf, Named, Record, Shape
from kamctl.plan.source import MOST_FAULTS, RawFile
from kamctl.plan.thing import Thing
from kamctl.plan.validation import Validator
from tests.harness import BASE, BASE_PLAN, FORMAT, overlay, repository, schema_of

STRICT = FORMAT.replace("swot.strengths:", "risks.*.response: {required: true}\n  swot.strengths:").replace(
    "region: {type: choice", "region: {required: true, type: choice"
)


def load(sections: str, form: str = FORMAT) -> LoadedPlan:
    schema = schema_of(repository({"schema/format.yaml": form}))
    return load_plan(RawFile("plans/acme.yaml", overlay(BASE_PLAN, sections).encode()), schema)


def said(faults: typing.Iterable[Fault]) -> list[tuple[str, str]]:
    return sorted((fault.rule, dotted(fault.path or ())) for fault in faults)


RISK = "what: x, probability: 30%, impact: 5"

SLIPS = """\
segment: D
kam: kam-nort
period: 2026-Q5
regon: x
sales:
  2026-Q1: {}
  2026-Q9: {plan: 1}
  2026-Q2: {plan: 12 000}
"""

FAULTS = [
    ("a plan with no fault", "", []),
    (
        "many slips are found in one go",
        SLIPS,
        [
            ("missing-field", "sales.2026-Q1.plan"),
            ("not-allowed", "segment"),
            ("unknown-field", "regon"),
            ("unknown-person", "kam"),
            ("value-format", "period"),
            ("value-format", "sales.2026-Q2.plan"),
            ("value-format", "sales.2026-Q9"),
        ],
    ),
    (
        "a budget with a wrong basis and neither rate nor amount",
        "budget: {basis: x}\n",
        [("missing-field", "budget.rate"), ("not-allowed", "budget.basis")],
    ),
    (
        "a budget with nothing of its core",
        "budget: {spent: {2026-Q1: 1}}\n",
        [("missing-field", "budget.basis"), ("missing-field", "budget.rate")],
    ),
    (
        "a figure with a wrong previous one and no plan",
        "sales: {2026-Q1: {previous: x}}\n",
        [("missing-field", "sales.2026-Q1.plan"), ("wrong-type", "sales.2026-Q1.previous")],
    ),
    (
        "a faulty plan figure is not said to be missing too",
        "sales: {2026-Q1: {plan: x}}\n",
        [("wrong-type", "sales.2026-Q1.plan")],
    ),
    ("an empty field that must stand", "client:\n", [("missing-field", "client")]),
    ("an empty section", "budget:\n", [("wrong-type", "budget")]),
    ("text where named things belong", "risks: none\n", [("wrong-type", "risks")]),
    ("a list where named things belong", "risks: [a]\n", [("wrong-type", "risks")]),
    ("named things where a list belongs", "history: {a: b}\n", [("wrong-type", "history")]),
    ("a number where text belongs", "client: 5\n", [("wrong-type", "client")]),
    ("blank text", 'client: " "\n', [("value-format", "client")]),
    ("an endless number", f"credit_line: {{limit: {'9' * 60}, days: 1}}\n", [("value-format", "credit_line.limit")]),
    ("not a number", "credit_line: {limit: .nan, days: .inf}\n", [
        ("value-format", "credit_line.days"), ("value-format", "credit_line.limit"),
    ]),
    ("a number beyond any figure", f"credit_line: {{limit: 1{'0' * 16}, days: 1}}\n", [
        ("out-of-range", "credit_line.limit"),
    ]),
    ("a yes where a number belongs", "credit_line: {limit: true, days: 1}\n", [("wrong-type", "credit_line.limit")]),
    ("a share of more than all", "team: {kam-north: {role: KAM, share: 160%}}\n", [
        ("out-of-range", "team.kam-north.share"),
    ]),
    ("the name [key] among periods", "sales: {2026-Q1: {plan: 1}, '[key]': {plan: 1}}\n", [
        ("wrong-type", "sales.[key]"),
    ]),
    ("the name [key] with a wrong value", "assortment: {add: {'[key]': 5}}\n", [
        ("unknown-product", "assortment.add.[key]"), ("value-format", "assortment.add.[key]"),
    ]),
    ("the name [key] where any name may stand", "approvals: {'[key]': 5}\n", [("wrong-type", "approvals.[key]")]),
    ("the name [key] in a thing with a bad name", "discounts: {BAD: {'[key]': 1, size: 5%, condition: x}}\n", [
        ("bad-id", "discounts.BAD"), ("unknown-field", "discounts.BAD.[key]"),
    ]),
    ("names that Python has", "__class__: x\nmodel_config: y\n", [
        ("unknown-field", "__class__"), ("unknown-field", "model_config"),
    ]),
    ("a name in Python is no name in a plan", "history: [{date: 2026-02-03, note: x, contact: buyer}]\n", [
        ("unknown-field", "history.1.contact"),
    ]),
    ("sales among the KPIs", "kpis: {sales: {2026-Q1: {plan: 1}}}\n", [("not-allowed", "kpis.sales")]),
    ("a KPI that is in no catalogue", "kpis: {visit: {2026-Q1: {plan: 1}}}\n", [("unknown-kpi", "kpis.visit")]),
]  # fmt: skip


@pytest.mark.parametrize(("sections", "faults"), [case[1:] for case in FAULTS], ids=[case[0] for case in FAULTS])
def test_what_is_said_of_a_plan(sections: str, faults: list[tuple[str, str]]) -> None:
    assert said(load(sections).faults) == sorted(faults)


KEPT = [
    ("a thing that lacks a field of the core is left out", f"risks: {{a: {{what: x}}, b: {{{RISK}}}}}\n",
     FORMAT, ["b"]),
    ("a thing with nothing in a field of the core is left out",
     f"risks: {{a: {{what: , probability: 30%, impact: 5}}, b: {{{RISK}}}}}\n", FORMAT, ["b"]),
    ("of two equal names the first is kept", f"risks: {{a: {{{RISK}}}, a: {{}}}}\n", FORMAT, ["a"]),
    ("a thing with a faulty field of the core is left out",
     f"risks: {{a: {{what: x, probability: 5, impact: 5}}, b: {{{RISK}}}}}\n", FORMAT, ["b"]),
    ("a thing with a faulty other field is kept", f"risks: {{a: {{{RISK}, review: soon}}}}\n", FORMAT, ["a"]),
    ("a thing with an unknown field is kept", f"risks: {{a: {{{RISK}, mood: x}}}}\n", FORMAT, ["a"]),
    ("a thing with an unknown field that looks like a mark is kept", f"risks: {{a: {{{RISK}, \"\\0fill\": 1}}}}\n",
     FORMAT, ["a"]),
    ("a thing with a bad name is left out", f"risks: {{A: {{{RISK}}}, b: {{{RISK}}}}}\n", FORMAT, ["b"]),
    ("a thing that lacks what SKAM require is kept", f"risks: {{a: {{{RISK}}}, b: {{{RISK}}}}}\n", STRICT, ["a", "b"]),
    ("a thing with nothing where SKAM require something is kept", f"risks: {{a: {{{RISK}, response: }}}}\n",
     STRICT, ["a"]),
]  # fmt: skip


@pytest.mark.parametrize(("sections", "form", "kept"), [case[1:] for case in KEPT], ids=[case[0] for case in KEPT])
def test_what_is_kept_of_a_faulty_plan(sections: str, form: str, kept: list[str]) -> None:
    loaded = load(sections, form)
    assert loaded.faults
    assert loaded.plan is not None
    assert list(loaded.plan.risks or {}) == kept
    assert loaded.plan.client == "Северный ритейл"


def test_a_plan_without_its_head_is_still_a_plan() -> None:
    schema = schema_of(repository({"schema/format.yaml": STRICT}))
    loaded = load_plan(RawFile("plans/acme.yaml", b"sales: {2026-Q1: {plan: 1}}\n"), schema)
    assert loaded.plan is not None
    assert (loaded.plan.id, loaded.plan.client, loaded.plan.kam, loaded.plan.period) == ("acme", None, None, None)
    assert [str(period) for period in loaded.plan.sales or {}] == ["2026-Q1"]
    assert said(loaded.faults) == [
        ("missing-field", "client"), ("missing-field", "kam"), ("missing-field", "period"),
        ("missing-field", "region"), ("missing-field", "segment"), ("missing-section", "team"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["- a\n", "hello\n", "5\n", "[]\n"])
def test_a_file_that_is_no_mapping_is_one_fault_and_no_plan(text: str) -> None:
    loaded = load_plan(RawFile("plans/acme.yaml", text.encode()), schema_of(repository({})))
    assert (said(loaded.faults), loaded.plan) == ([("wrong-type", "")], None)


@pytest.mark.parametrize("text", ["", "# c\n", "---\n", "\n\n"])
def test_a_file_with_nothing_in_it_is_one_fault_at_its_start(text: str) -> None:
    loaded = load_plan(RawFile("plans/acme.yaml", text.encode()), schema_of(repository({})))
    assert [(fault.rule, fault.start) for fault in loaded.faults] == [("missing-section", 0)]


def test_a_control_character_in_an_empty_file_hides_nothing() -> None:
    loaded = load_plan(RawFile("plans/acme.yaml", "# \u202e\n".encode()), schema_of(repository({})))
    assert [fault.rule for fault in loaded.faults] == ["control-character", "missing-section"]


def test_faults_of_one_file_are_limited_and_quick_to_find() -> None:
    text = BASE_PLAN + "".join(f"field{number}: 1\n" for number in range(50_000))
    loaded = load_plan(RawFile("plans/acme.yaml", text.encode()), schema_of(repository({})))
    assert len(loaded.faults) == MOST_FAULTS
    assert loaded.plan is None


def test_figures_and_dates_are_typed() -> None:
    plan = load(
        "discounts: {volume: {size: 7.5%, condition: x}}\ncredit_line: {limit: 12_000_000, days: 45}\n"
        "risks: {a: {what: x, probability: 30%, impact: 10%}, b: {what: x, probability: 0%, impact: 1e3}}\n"
        "history: [{date: 2026-02-03, note: x, with: buyer}]\n"
    ).plan
    assert plan is not None
    assert plan.discounts is not None
    assert plan.credit_line is not None
    assert plan.risks is not None
    assert plan.history is not None
    assert plan.discounts["volume"].size == Decimal("0.075")
    assert plan.credit_line.limit == Decimal(12_000_000)
    assert (plan.risks["a"].impact.share, plan.risks["a"].impact.money) == (Decimal("0.1"), None)
    assert (plan.risks["b"].impact.share, plan.risks["b"].impact.money) == (None, Decimal(1000))
    assert (plan.history[0].date, plan.history[0].contact) == (date(2026, 2, 3), "buyer")
    assert plan.risks["a"].is_open


def test_a_thing_cannot_be_set_again() -> None:
    plan = load("").plan
    assert plan is not None
    with pytest.raises(AttributeError, match="frozen"):
        plan.client = "another"
    with pytest.raises(AttributeError, match="frozen"):
        del plan.client


def test_things_with_equal_values_are_equal_and_shown_by_their_values() -> None:
    assert load("").plan == load("").plan
    assert load("").plan != load("client: Another\n").plan
    assert repr(model.Impact(money=Decimal(5))) == "Impact(money=Decimal('5'))"
    assert copy.copy(model.Impact(share=Decimal(1))) == model.Impact(share=Decimal(1))


def test_any_id_passes_where_a_catalogue_is_not_there() -> None:
    schema = schema_of({name: data for name, data in repository({}).items() if "products" not in name})
    text = overlay(BASE_PLAN, "assortment: {listed: [anything, Nothing]}\n")
    loaded = load_plan(RawFile("plans/acme.yaml", text.encode()), schema)
    assert said(loaded.faults) == [("bad-id", "assortment.listed.2")]


def records(shape: Shape) -> Iterator[Record]:
    """Every thing with fields in a shape."""
    inner: list[Shape] = []
    if isinstance(shape, Record):
        yield shape
        inner = [wanted.shape for wanted in shape.fields.values()]
    elif isinstance(shape, Named | ListOf):
        inner = [shape.item]
    elif isinstance(shape, Catalogued):
        inner = list(shape.items.values())
    for one in inner:
        yield from records(one)


CORE = Record(model.Plan, core_fields({"visits": "number"}, ("A", "B")))
MADE_BY_HAND = {model.Impact: set(typing.get_type_hints(model.Impact)), model.Plan: {"id"}}


def test_every_typed_field_has_a_field_in_a_plan_and_the_reverse() -> None:
    in_plans: dict[type[Thing], set[str]] = {}
    for record in records(CORE):
        in_plans.setdefault(record.model, set()).update(f.attribute or name for name, f in record.fields.items())
    typed = {
        thing: set(typing.get_type_hints(thing)) - set(typing.get_type_hints(Thing)) - MADE_BY_HAND.get(thing, set())
        for thing in vars(model).values()
        if isinstance(thing, type) and issubclass(thing, Thing) and thing is not Thing
    }
    assert {thing: fields for thing, fields in typed.items() if fields} == in_plans


def test_what_must_stand_is_typed_without_none_and_the_reverse() -> None:
    for record in records(CORE):
        if record.model is model.Plan:
            continue
        hints = typing.get_type_hints(record.model)
        optional = {name for name, hint in hints.items() if type(None) in typing.get_args(hint)}
        required = {f.attribute or name for name, f in record.fields.items() if f.required}
        assert required == set(hints) - optional - set(typing.get_type_hints(Thing)), record.model


def test_a_plan_is_made_of_its_head_and_its_sections() -> None:
    assert tuple(CORE.fields) == HEAD + SECTIONS


def test_a_catalogue_is_validated_entry_by_entry() -> None:
    shape = Named(Leaf("id"), Record(model.Competitor, records_of("competitors").fields))
    document = read(RawFile("x", b"a: {share: 5%}\nB: {share: 5%}\nc: {share: x}\nd: 5\n"))
    things, faults, _ = Validator(shape, Names()).validate(document)
    assert list(things) == ["a", "c"]
    assert said(faults) == [("bad-id", "B"), ("wrong-type", "c.share"), ("wrong-type", "d")]


def records_of(section: str) -> Record:
    return next(records(CORE.fields[section].shape))


def test_the_base_plan_of_the_tests_is_in_the_base_repository() -> None:
    path: Path = ("client",)
    assert read(RawFile("x", BASE_PLAN.encode())).value(path) == "Северный ритейл"
    assert all(isinstance(text, str) for text in BASE.values())
