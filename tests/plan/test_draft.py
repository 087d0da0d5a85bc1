"""The text of a new plan: valid whatever SKAM require, with nothing in it that they do not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kamctl.lint.catalog import RULES
from kamctl.lint.engine import Engine
from kamctl.plan.answers import Answer, field_path, shape_of, understood
from kamctl.plan.draft import ContradictionError, Draft, modeline, spread
from kamctl.plan.fault import Path as FieldPath
from kamctl.plan.schema import Schema
from kamctl.plan.sections import SECTIONS
from kamctl.plan.shape import Leaf, ListOf
from kamctl.plan.source import RawFile
from kamctl.plan.wanted import Question, questions
from tests.harness import KPIS, PEOPLE, PRODUCTS, schema_of
from tests.plan.worlds import RICH_FORMAT

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 1, 15)
FILE = "plans/client.yaml"

MINIMAL = "version: 1\ncurrency: RUB\nhorizon: year\ncheckpoint: quarter\nsections:\n  required: []\n"


def world(format_: str, kpis: str = KPIS, people: str = PEOPLE) -> Schema:
    files = {"format": format_, "kpis": kpis, "people": people, "products": PRODUCTS}
    schema = schema_of({f"schema/{name}.yaml": text.encode() for name, text in files.items()})
    assert not schema.faults
    return schema


def own() -> Schema:
    return schema_of({f"schema/{path.name}": path.read_bytes() for path in (ROOT / "schema").glob("*.yaml")})


def plausible(question: Question, schema: Schema) -> str:
    """What a person would type; each type has one answer."""
    leaf = question.shape.item if isinstance(question.shape, ListOf) else question.shape
    assert isinstance(leaf, Leaf)
    typed = {
        "text": "Joint workshop: the first, NO delay #1",
        "number": "12", "money": "1 200 000", "percent": "12,5%", "impact": "15%", "date": "03.02.2026",
        "period": "2026-Q3", "yes-no": "да", "id": "first-thing", "kpi": "sales", "contact": "buyer",
        "choice": leaf.choices[0] if leaf.choices else "", "person": next(iter(schema.people)),
        "product": next(iter(schema.products), "anything"),
    }[leaf.type]  # fmt: skip
    return str(question.default) if question.default is not None else typed


def answered(schema: Schema, given: Mapping[str, str], today: date = TODAY) -> Draft:
    """A draft with every question answered, and `given` beforehand."""
    shape = schema.layout.shape
    start: dict[FieldPath, Answer | None] = {}
    for field, text in given.items():
        path = field_path(shape, field)
        assert path is not None
        start[path] = understood(shape_of(shape, path), text, "RUB")
    draft = Draft(schema, start, today)
    for _ in range(100):
        open_ = questions(draft, frozenset(start))
        if not open_:
            return draft
        answer = understood(open_[0].shape, plausible(open_[0], schema), "RUB")
        draft = draft._replace(answers={**draft.answers, open_[0].path: answer})
    raise AssertionError(f"there is no end of questions: {open_[0]}")


def errors(draft: Draft) -> list[str]:
    report = Engine(RULES, draft.schema, draft.today).lint([RawFile(FILE, draft.text(FILE).encode())]).report
    return [f"{finding.field}: {finding.message}" for finding in report.findings if finding.severity == "error"]


@pytest.mark.parametrize("segment", ["A", "B", "C"])
def test_every_segment_of_this_repository_has_a_valid_first_plan(segment: str) -> None:
    draft = answered(own(), {"segment": segment, "client": "Новый клиент"})
    assert errors(draft) == []


# `approvals` cannot stand in a new plan: what is approved must be there first.
@pytest.mark.parametrize("section", [name for name in SECTIONS if name != "approvals"])
def test_every_section_can_be_begun(section: str) -> None:
    draft = answered(world(MINIMAL.replace("[]", f"[{section}]")), {})
    assert errors(draft) == []
    assert f"\n{section}:\n" in draft.text(FILE)


ONE_OF_EACH = ("text", "number", "money", "percent", "date", "period", "yes-no", "person", "product")

ODD = {
    "no section at all": MINIMAL,
    "a segment that YAML 1.1 takes for false": MINIMAL + "segments:\n  'NO': {}\n  'on': {required: [sales]}\n",
    "a fiscal year from April with months as checkpoints": MINIMAL.replace("quarter", "month").replace("[]", "[sales]")
    + "fiscal_year_start: 4\n",
    "plans for a quarter with one figure each": MINIMAL.replace("year", "quarter").replace("[]", "[sales, team]"),
    "plans for half a year": MINIMAL.replace("year", "half-year").replace("[]", "[sales, kpis]"),
    "yearly figures": MINIMAL.replace("quarter", "year").replace("[]", "[sales, kpis]"),
    "figures that must have last year's beside them": MINIMAL.replace("[]", "[sales]")
    + "fields: {sales.*.previous: {required: true}}\n",
    "roles of which none is KAM": MINIMAL.replace("[]", "[team]")
    + "fields: {team.*.role: {choices: [lead, deputy]}}\n",
    "roles of which one is kam": MINIMAL.replace("[]", "[team]") + "fields: {team.*.role: {choices: [kam, deputy]}}\n",
    "SKAM's own requirements inside sections": MINIMAL.replace("[]", "[team, activities, budget]")
    + "fields: {team.*.share: {required: true}, activities.*.cost: {required: true}, budget.spent: {required: true}}\n",
    "own sections of two kinds": MINIMAL.replace("[]", "[swot, visits, mood]")
    + "fields: {swot.strengths: {type: list of text}, visits.*.on: {type: date, required: true},"
    " mood: {type: choice, choices: ['on', 'off']}}\n",
    "a field of each type": MINIMAL
    + "fields:\n"
    + "".join(
        f"  f{number}: {{type: {type_}, required: true}}\n"
        for number, type_ in enumerate([*ONE_OF_EACH, *(f"list of {type_}" for type_ in ONE_OF_EACH)])
    ),
    "the rich schema": RICH_FORMAT.replace("activities.*.due: {min: 2026-01-01", "activities.*.due: {min: 2026-01-02"),
}  # fmt: skip


@pytest.mark.parametrize("format_", ODD.values(), ids=ODD.keys())
def test_odd_schemas_have_a_valid_first_plan_too(format_: str) -> None:
    horizon = format_.partition("horizon: ")[2].partition("\n")[0]
    schema = world(format_, kpis=KPIS.replace("paid: year", f"paid: {horizon}"))
    for segment in schema.format.segments or [None]:
        draft = answered(schema, {} if segment is None else {"segment": segment})
        assert errors(draft) == []


ODD_KPIS = {
    "none is paid, one has a weight": (KPIS.replace(", paid: year", ""), ["shelf-share"]),
    "none is paid, none has a weight": ("visits: {unit: number, better: higher, total: sum}\n", ["visits"]),
    "a percentage that is summed": ("growth: {unit: percent, better: higher, total: sum, paid: year}\n", ["growth"]),
    "sales paid too": ("sales: {unit: money, better: higher, total: sum, paid: quarter}\n" + KPIS, ["shelf-share"]),
}


@pytest.mark.parametrize(("kpis", "asked"), ODD_KPIS.values(), ids=ODD_KPIS.keys())
def test_the_kpis_that_are_paid_are_asked_for(kpis: str, asked: list[str]) -> None:
    draft = answered(world(MINIMAL.replace("[]", "[kpis]"), kpis=kpis), {})
    assert errors(draft) == []
    assert [path[1] for path in draft.answers if path[0] == "kpis"] == asked


def test_ids_that_look_like_truth_values_are_written_as_text() -> None:
    people = "'no': {name: KAM, role: kam}\n"
    draft = answered(world(MINIMAL.replace("[]", "[team, activities]"), people=people), {})
    assert errors(draft) == []
    assert '\nkam: "no"\n' in draft.text(FILE)
    assert '\nteam:\n  "no":\n    role: KAM\n' in draft.text(FILE)


def test_the_whole_text_of_a_smallest_plan() -> None:
    given = {"client": "Northern Retail, all shops", "kam": "kam-north", "period": "2026", "sales.plan": "54 млн",
             "region": "north"}  # fmt: skip
    schema = world(
        MINIMAL.replace("[]", "[team, sales]") + "fields: {region: {type: choice, choices: [north], required: true}}\n"
    )
    assert answered(schema, given).text("plans/north/client.yaml") == (
        "# yaml-language-server: $schema=../../schema/action-plan.schema.json\n"
        "client: Northern Retail, all shops\n"
        "kam: kam-north\n"
        "period: 2026\n"
        "region: north\n"
        "\n"
        "team:\n"
        "  kam-north:\n"
        "    role: KAM\n"
        "\n"
        "sales:\n"
        "  2026-Q1: {plan: 13500000}\n"
        "  2026-Q2: {plan: 13500000}\n"
        "  2026-Q3: {plan: 13500000}\n"
        "  2026-Q4: {plan: 13500000}\n"
    )


GIVEN = {
    "a figure of one period wins over the one for all": (
        {"sales.plan": "8", "sales.2026-Q4.plan": "5"},
        "sales:\n  2026-Q1: {plan: 2}\n  2026-Q2: {plan: 2}\n  2026-Q3: {plan: 2}\n  2026-Q4: {plan: 5}\n",
    ),
    "figures by period ask for no other": ({"sales.2026-Q1.plan": "1"}, "sales:\n  2026-Q1: {plan: 1}\n"),
    "a KPI that is named is taken alone": (
        {"kpis.visits.plan": "4"},
        "kpis:\n  visits:\n    2026-Q1: {plan: 1}\n    2026-Q2: {plan: 1}\n    2026-Q3: {plan: 1}\n    2026-Q4:",
    ),
    "a thing that was begun is finished": (
        {"activities.visit.what": "Visit"},
        "activities:\n  visit:\n    what: Visit\n    owner: kam-north\n    due: 2026-02-03\n",
    ),
    "a new thing is named from its first text": (
        {"activities.*.what": "Joint forecast workshop with all", "activities.*.due": "2026-02-03"},
        "activities:\n  joint-forecast-workshop:\n",
    ),
    "text of which no id can be made": ({"activities.*.what": "!!!"}, 'activities:\n  first:\n    what: "!!!"\n'),
    "a name that is taken gets a number": (
        {"activities.visit.what": "Visit", "activities.*.what": "Visit"},
        "  visit-2:\n    what: Visit\n",
    ),
    "a note of the history is of today": (
        {"history.1.note": "First"}, "history:\n  - date: 2026-01-15\n    note: First\n",
    ),
    "a list of ids": ({"assortment.listed": "kefir-1l; cream-20"}, "assortment:\n  listed: [kefir-1l, cream-20]\n"),
    "things of a list one by one": (
        {"assortment.listed.2": "cream-20", "assortment.listed.1": "kefir-1l"},
        "assortment:\n  listed: [kefir-1l, cream-20]\n",
    ),
    "a fixed budget asks for its amount": (
        {"budget.basis": "fixed"}, "budget:\n  basis: fixed\n  amount: 1200000\n",
    ),
    "a field that is not known is kept for lint to find": ({"bogus.x": "NO"}, 'bogus:\n  x: "NO"\n'),
}  # fmt: skip

EVERYTHING = MINIMAL.replace("required: []", f"optional: [{', '.join(SECTIONS)}]")


@pytest.mark.parametrize(("given", "text"), GIVEN.values(), ids=GIVEN.keys())
def test_what_was_given_is_put_in_its_place(given: dict[str, str], text: str) -> None:
    assert text in answered(world(EVERYTHING), {"kam": "kam-north", **given}).text(FILE)


@pytest.mark.parametrize("pair", [("team", "team.kam-north.role"), ("team.kam-north.role", "team")], ids=" then ".join)
def test_a_thing_cannot_be_a_value_too(pair: tuple[str, str]) -> None:
    schema = world(EVERYTHING)
    answers: dict[FieldPath, Answer | None] = {tuple(field.split(".")): "x" for field in pair}
    with pytest.raises(ContradictionError):
        Draft(schema, answers, TODAY).text(FILE)


@pytest.mark.parametrize(
    ("value", "total", "shares"),
    [
        pytest.param(Decimal(54), "sum", ["14", "14", "13", "13"], id="what is left goes first"),
        pytest.param(Decimal("0.5"), "sum", ["0.2", "0.1", "0.1", "0.1"], id="tenths stay tenths"),
        pytest.param("10%", "sum", ["3%", "3%", "2%", "2%"], id="a percentage that is summed"),
        pytest.param("20%", "last", ["20%"] * 4, id="the latest stands"),
        pytest.param(Decimal(4), "mean", ["4"] * 4, id="a mean"),
        pytest.param(Decimal(-5), "sum", ["-1", "-1", "-1", "-2"], id="less than nothing"),
        pytest.param("много", "sum", ["много"] * 4, id="no figure at all"),
    ],
)  # fmt: skip
def test_one_figure_for_four_checkpoints(value: Answer, total: str, shares: list[str]) -> None:
    assert [str(share) for share in spread(value, 4, total)] == shares


@pytest.mark.parametrize(
    ("file", "up"), [("plans/x.yaml", "../"), ("plans/a/x.yaml", "../../"), ("plans/a/b/x.yaml", "../../../")]
)
def test_the_modeline_leads_to_the_schema(file: str, up: str) -> None:
    assert modeline(file) == f"# yaml-language-server: $schema={up}schema/action-plan.schema.json"


def test_until_the_segment_is_known_only_what_all_need_is_asked() -> None:
    schema = world(MINIMAL.replace("[]", "[team, sales]") + "segments: {A: {required: [sales, risks]}, B: {}}\n")
    asked = [question.path for question in questions(Draft(schema, {}, TODAY))]
    assert ("sales", "plan") in asked
    assert not any(path[0] in ("risks", "team") for path in asked)
