"""The next plan from this one: what stays, what goes, where figures, steps and risks move to."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamctl.edit.editing import edit
from kamctl.plan.load import load_plan
from kamctl.plan.order import PlanOrder
from kamctl.plan.period import Calendar
from kamctl.plan.source import RawFile
from kamctl.upkeep.rolled import remarks, summary
from kamctl.upkeep.rolling import Course, Group, Planned, groups, grown, next_period, roll, shared
from tests.harness import BASE_PLAN, FORMAT, overlay, repository, schema_of

CALENDAR = Calendar()


def course(old: str, new: str, calendar: Calendar = CALENDAR) -> Course:
    periods = calendar.parse(old), calendar.parse(new)
    assert periods[0] is not None
    assert periods[1] is not None
    return Course(periods[0], periods[1], calendar)


def rolled(sections: str, *, to: str = "", review: date | None = None, grow: str = "", form: str = FORMAT) -> str:
    """The base plan with sections laid over it, rolled; without its head."""
    schema = schema_of(repository({"schema/format.yaml": form}))
    loaded = load_plan(RawFile("plans/client.yaml", overlay(BASE_PLAN, sections).encode()), schema)
    assert loaded.plan is not None
    assert not loaded.faults
    old, new = loaded.plan.period, schema.calendar.parse(to) if to else next_period(loaded.plan, schema)
    assert old is not None
    assert new is not None
    way = Course(old, new, schema.calendar)
    found = groups(loaded.plan, schema, way)
    planned = {group.path: grown(group, Decimal(grow)) for group in found} if grow else {}
    edited = edit(
        loaded.document, roll(loaded.plan, loaded.document, way, found, planned, review), PlanOrder.of(schema)
    )
    assert not load_plan(RawFile("plans/client.yaml", edited.data), schema).faults
    return edited.data.decode()


SALES = """\
sales:
  2027-Q1: {plan: 12000000, previous: 11400000}
  2027-Q2: {plan: 13500000}
  2027-Q3: {plan: 13500000}
  2027-Q4: {plan: 15000000}
"""

HEAD = """\
client: Северный ритейл
segment: B
kam: kam-north
period: 2027
team:
  kam-north: {role: KAM, share: 60%}
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("", "", id="figures move, an actual becomes the year before's"),
        pytest.param(
            "sales:\n"
            "  2026-Q1: {plan: 1, actual: 2, previous: 3}  # why\n"
            "  2026-Q4: {plan: 5, actual: 4, as_of: 2026-11-15}\n",
            "sales:\n  2027-Q1: {plan: 1, previous: 2}  # why\n  2027-Q4: {plan: 5}\n",
            id="comments stay, an actual that is not final does not count",
        ),
        pytest.param(
            "sales:\n  2026-Q1: {actual: 2}\n  2026-Q2: {plan: 1}\n",
            "sales:\n  2027-Q2: {plan: 1}\n",
            id="where nothing was planned nothing will be",
        ),
        pytest.param(
            "kpis:\n  shelf-share:\n    2026-01: {plan: 20%, actual: 19.0%}\n",
            f"{SALES}kpis:\n  shelf-share:\n    2027-01: {{plan: 20%, previous: 19.0%}}\n",
            id="KPIs as sales, percentages as they were written",
        ),
        pytest.param(
            "activities:\n"
            "  one: {what: x, owner: kam-north, due: 2026-05-01, done: 2026-05-02}\n"
            "  two: {what: y, owner: kam-north, due: 2026-12-01}   # still\n",
            f"{SALES}activities:\n  two: {{what: y, owner: kam-north, due: 2026-12-01}}   # still\n",
            id="what is done goes",
        ),
        pytest.param(
            "activities:\n  one: {what: x, owner: kam-north, due: 2026-05-01, done: 2026-05-02}\n",
            SALES,
            id="a section that is empty goes",
        ),
        pytest.param(
            "risks:\n"
            "  a: {what: x, probability: 1%, impact: 1, status: closed}\n"
            "  b: {what: x, probability: 1%, impact: 1, status: happened}\n"
            "  c: {what: x, period: 2026-Q4, probability: 1%, impact: 6%, review: 2026-12-01}\n"
            "  d: {what: x, period: 2026-12, probability: 1%, impact: 1, review: 2027-02-01, status: open}\n",
            f"{SALES}risks:\n"
            "  c: {what: x, period: 2027-Q4, probability: 1%, impact: 6%}\n"
            "  d: {what: x, period: 2027-12, probability: 1%, impact: 1, review: 2027-02-01, status: open}\n",
            id="open risks move, others go",
        ),
        pytest.param(
            "budget:\n  basis: fixed\n  amount: 5\n  spent: {2026-Q1: 1}\n",
            f"{SALES}budget:\n  basis: fixed\n  amount: 5\n",
            id="terms stay, what was spent goes",
        ),
        pytest.param(
            "promotions:\n  a: {from: 2026-04-01, to: 2026-04-02, cost: 1}\n"
            "approvals:\n  plan: {by: skam-head, on: 2026-01-15, of: x}\n"
            "history:\n  - {date: 2026-01-01, note: x}\n",
            f"{SALES}history:\n  - {{date: 2026-01-01, note: x}}\n",
            id="promotions and approvals go, the history stays",
        ),
        pytest.param(
            "assortment:\n"
            "  listed: [kefir-1l, cream-20]\n"
            "  add: {yoghurt-150: 2026-Q4, cheese-200: 2026-12}\n"
            "  drop: {cream-20: 2026-H2}\n",
            f"{SALES}assortment:\n  listed: [kefir-1l, yoghurt-150, cheese-200]\n",
            id="steps that are over are applied",
        ),
        pytest.param(
            "assortment:\n  add: {yoghurt-150: 2026-Q1}\n  drop: {yoghurt-150: 2026-Q3}\n",
            SALES,
            id="what came and went is not there",
        ),
        pytest.param(
            "assortment:\n  listed: [cream-20]\n  drop: {cream-20: 2026-Q1}\n", SALES, id="nothing is left of it"
        ),
    ],
)  # fmt: skip
def test_what_speaks_of_the_period_is_carried_over(old: str, new: str) -> None:
    wanted = new if new.startswith("sales") else new or SALES
    assert sorted(rolled(old).split("\n")) == sorted((HEAD + wanted).split("\n"))


def test_the_day_of_reviews_may_be_given() -> None:
    risks = "risks:\n  a: {what: x, probability: 1%, impact: 1, review: 2026-12-01}\n"
    assert "review: 2027-01-15}" in rolled(risks, review=date(2027, 1, 15))


def test_later_periods_are_no_year_before() -> None:
    text = rolled("sales:\n  2026-Q1: {plan: 1, actual: 2}\n", to="2028")
    assert "2028-Q1: {plan: 1}" in text


def test_a_step_that_lies_in_the_new_period_stays() -> None:
    form = FORMAT.replace("horizon: year", "horizon: quarter").replace("checkpoint: quarter", "checkpoint: month")
    text = rolled(
        "period: 2026-Q1\nsales:\n  2026-01: {plan: 1, actual: 2}\n  2026-02: {plan: 1}\n  2026-03: {plan: 1}\n",
        form=form,
    )
    assert "period: 2026-Q2" in text
    assert "2026-04: {plan: 1}" in text  # an actual three months ago is not the year before's


def test_plans_grow() -> None:
    assert "2027-Q1: {plan: 12600000, previous: 11400000}" in rolled("", grow="0.05")


@pytest.mark.parametrize(
    ("old", "new", "period", "there"),
    [
        ("2026", "2027", "2026-Q3", "2027-Q3"),
        ("2026", "2027", "2026-02", "2027-02"),
        ("2026", "2027", "2026", "2027"),
        ("2026-H1", "2026-H2", "2026-Q1", "2026-Q3"),
        ("2026-Q4", "2027-Q1", "2026-12", "2027-03"),
        ("2026", "2027-H1", "2026-Q1", "2027-Q1"),
        ("2026", "2027-H1", "2026-Q3", None),
    ],
)
def test_the_same_part_of_another_period(old: str, new: str, period: str, there: str | None) -> None:
    part = CALENDAR.parse(period)
    assert part is not None
    found = course(old, new).counterpart(part)
    assert (found and found.name) == there


def test_parts_follow_the_fiscal_year() -> None:
    calendar = Calendar(4)
    part = calendar.parse("2026-Q4")
    assert part is not None
    found = course("2026", "2027", calendar).counterpart(part)
    assert found is not None
    assert (found.name, found.start) == ("2027-Q4", date(2028, 1, 1))


def group(*plans: str, total: str = "sum") -> Group:
    parts = CALENDAR.parts(course("2026", "2027").new, "quarter")[: len(plans)]
    return Group(("sales",), "money", total, dict(zip(parts, map(Decimal, plans), strict=True)), None)


@pytest.mark.parametrize(
    ("plans", "whole", "parts"),
    [
        (
            ("56000000", "60000000", "58000000", "70000000"),
            "256200000",
            ("58800000", "63000000", "60900000", "73500000"),
        ),
        (("1", "2", "1", "2"), "7", ("1", "2", "1", "3")),
        (("0", "0"), "5", ("3", "2")),
        (("10", "10", "10"), "100", ("33", "33", "34")),
        (("1000000", "1000000", "1000000"), "10000000", ("3330000", "3330000", "3340000")),
    ],
)
def test_a_new_total_is_shared_out_as_the_last_plan_was(
    plans: tuple[str, ...], whole: str, parts: tuple[str, ...]
) -> None:
    assert tuple(shared(group(*plans), Decimal(whole)).values()) == tuple(map(Decimal, parts))


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=4), st.integers(0, 10**13))
def test_the_parts_make_up_the_whole(plans: list[int], whole: int) -> None:
    found = shared(group(*map(str, plans)), Decimal(whole))
    assert sum(found.values()) == whole


def test_a_figure_that_is_no_sum_is_the_same_for_each_part() -> None:
    assert set(shared(group("1", "2", total="mean"), Decimal(3)).values()) == {Decimal(3)}


def test_what_is_new_is_told_in_a_few_sentences() -> None:
    sections = (
        "sales:\n  2026-Q1: {plan: 100, actual: 90}\n  2026-Q2: {plan: 100}\n"
        "kpis:\n  shelf-share:\n    2026-Q1: {plan: 20%}\n"
        "assortment:\n  listed: [kefir-1l]\n  add: {cheese-200: 2026-Q1}\n  drop: {kefir-1l: 2026-Q1}\n"
        "activities:\n  one: {what: x, owner: kam-north, due: 2026-05-01, done: 2026-05-02}\n"
        "risks:\n  a: {what: x, probability: 1%, impact: 1, review: 2026-12-01}\n"
    )
    schema = schema_of(repository({}))
    loaded = load_plan(RawFile("plans/client.yaml", overlay(BASE_PLAN, sections).encode()), schema)
    assert loaded.plan is not None
    way = course("2026", "2027")
    found = groups(loaded.plan, schema, way)
    planned: Planned = {("sales",): grown(found[0], Decimal("0.1"))}
    assert [str(told) for told in summary(loaded.plan, way, found, planned, None)] == [
        "The sales plan was 200 and is 220 (+10.0%).",
        "Plans stay as they were for shelf-share.",
        "These go: 1 activity that is done.",
        "Listed now: cheese-200.",
        "Out: kefir-1l.",
        "Nobody has said when these are looked at again: a.",
    ]
    assert [str(told) for told in remarks(loaded.plan, way, date(2026, 5, 20))] == [
        "There is no final actual yet for sales.2026-Q2, kpis.shelf-share.2026-Q1; the next plan has no place "
        "for it but previous.",
        "2026 is not over before 2027-01-01.",
    ]
