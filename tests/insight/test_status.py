"""What plans make together, and their scores, against numbers worked out by hand. The day is 20 May 2026."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from kamctl.insight.portfolio import Portfolio, portfolio_of
from kamctl.insight.status import StatusReport, status
from tests.harness import TODAY
from tests.insight.plans import world

F = Fraction

CATALOGUE = """\
watched: {unit: money, better: higher, total: sum}
sales: {unit: money, better: higher, total: sum, paid: year, weight: 50%}
share: {unit: percent, better: higher, total: last, weight: 20%}
late: {unit: number, better: lower, total: sum, paid: quarter, weight: 30%}
shelf-share: {unit: percent, better: higher, total: last}
"""


def over(**plans: str) -> Portfolio:
    """Plans by client, each the base plan with these sections laid over it."""
    loaded = [world(text, f"plans/{client}.yaml", kpis=CATALOGUE) for client, text in plans.items()]
    return portfolio_of([plan for plan, _ in loaded], loaded[0][1], TODAY)


def asked(portfolio: Portfolio, period: str, by: str | None = None, *kpis: str) -> StatusReport:
    return status(portfolio, portfolio.schema.calendar.parse(period), by, kpis)


def exactly(value: Decimal | None) -> Fraction | None:
    """A figure as the simple fraction that it is."""
    return None if value is None else Fraction(value).limit_denominator(10**9)


def plan(sales: str = "2026-Q1: {plan: 1, actual: 1}", **kpis: str) -> str:
    figures = "".join(f"  {kpi}: {{{text}}}\n" for kpi, text in kpis.items())
    return f"sales: {{{sales}}}\n" + (f"kpis:\n{figures}" if figures else "")


Q1 = "2026-Q1: {plan: %s, actual: %s}"

SCORES: dict[str, tuple[str, Fraction | None, Fraction | None]] = {
    "the weighted mean of what was attained, paid ones apart": (
        plan(Q1 % (100, 90), share=Q1 % ("20%", "10%"), late=Q1 % (10, 9)),
        (F(50, 100) * F(9, 10) + F(20, 100) * F(1, 2) + F(30, 100) * F(11, 10)) / F(100, 100),
        (F(50, 100) * F(9, 10) + F(30, 100) * F(11, 10)) / F(80, 100),
    ),
    "of an attainment at most 120% counts": (
        plan(Q1 % (100, 300), share=Q1 % ("20%", "10%")),
        (F(50, 100) * F(12, 10) + F(20, 100) * F(1, 2)) / F(70, 100),
        F(12, 10),
    ),
    "a KPI without an attainment has no part": (
        plan(Q1 % (0, 300), share=Q1 % ("20%", "10%")),
        F(1, 2),
        None,
    ),
    "a KPI without a weight has no part": (plan(Q1 % (0, 1), watched=Q1 % (10, 5)), None, None),
    "less than nothing counts": (plan(Q1 % (100, -50)), F(-1, 2), F(-1, 2)),
}


@pytest.mark.parametrize(("sections", "score", "paid"), SCORES.values(), ids=SCORES.keys())
def test_scores(sections: str, score: Fraction | None, paid: Fraction | None) -> None:
    [found] = asked(over(one=sections), "2026-Q1").scores
    assert (exactly(found.score), exactly(found.paid_score)) == (score, paid)


def test_a_score_is_that_of_the_whole_plan_whatever_kpis_are_asked_for() -> None:
    portfolio = over(one=plan(Q1 % (100, 90), share=Q1 % ("20%", "10%")))
    some = asked(portfolio, "2026-Q1", None, "share")
    assert [row.kpi for row in some.rows] == ["share"]
    assert some.scores == asked(portfolio, "2026-Q1").scores


def test_rows_stand_by_client_with_sales_first_then_what_is_paid_then_what_is_watched() -> None:
    text = plan(watched=Q1 % (1, 1), share=Q1 % ("1%", "1%"), late=Q1 % (1, 1))
    report = asked(over(two=text, one=plan()), "2026-Q1")
    assert [(row.entry.client, row.kpi) for row in report.rows] == [
        ("one", "sales"),
        ("two", "sales"),
        ("two", "late"),
        ("two", "watched"),
        ("two", "share"),
    ]


def test_without_a_period_it_is_the_checkpoint_that_holds_today() -> None:
    assert status(over(one=plan())).period.name == "2026-Q2"


GroupRow = tuple[str | None, str, object, object, object, object, object, str]


def groups(report: StatusReport) -> list[GroupRow]:
    return [
        (
            group.value, group.kpi, exactly(group.plan), exactly(group.actual), exactly(group.due),
            exactly(group.attainment), exactly(group.pace), group.status,
        )
        for group in report.groups
    ]  # fmt: skip


def test_sums_are_added_up_over_the_plans_with_an_actual() -> None:
    portfolio = over(
        one="kam: kam-south\n" + plan("2026-Q2: {plan: 182, actual: 80}"),
        two="kam: kam-north\n" + plan("2026-Q2: {plan: 91, actual: 60, as_of: 2026-05-10}"),
        three="kam: kam-north\n" + plan("2026-Q2: {plan: 1000}"),
    )
    # kam-north: two is due 91 × 40/91 = 40; three has no actual and does not count. In all, one is due 100.
    assert groups(asked(portfolio, "2026-Q2", "kam")) == [
        ("kam-north", "sales", 91, 60, 40, F(60, 91), F(3, 2), "green"),
        ("kam-south", "sales", 182, 80, 100, F(80, 182), F(4, 5), "red"),
    ]
    assert groups(asked(portfolio, "2026-Q2", "kpi")) == [
        (None, "sales", 273, 140, 140, F(140, 273), 1, "green"),
    ]


def test_sums_of_which_less_is_better() -> None:
    portfolio = over(one=plan(late=Q1 % (10, 12)), two=plan(late=Q1 % (30, 18)))
    assert groups(asked(portfolio, "2026-Q1", "kpi", "late")) == [
        (None, "late", 40, 30, 40, F(5, 4), F(5, 4), "green"),
    ]


def test_what_is_not_summed_up_is_the_mean_of_attainments() -> None:
    portfolio = over(
        one=plan(share=Q1 % ("20%", "10%")),
        two=plan(share=Q1 % ("10%", "14%")),
        three=plan(share="2026-Q1: {plan: 10%}"),
        four=plan(share=Q1 % ("0%", "14%")),
    )
    assert groups(asked(portfolio, "2026-Q1", "kpi", "share")) == [
        (None, "share", None, None, None, F(95, 100), F(95, 100), "amber"),
    ]


NOTHING_RECORDED: dict[str, tuple[list[str], object, str]] = {
    "planned by one": (["2026-Q3: {plan: 10}", "2026-Q2: {plan: 1}"], 10, "planned"),
    "planned by all": (["2026-Q3: {plan: 10}", "2026-Q3: {plan: 20}"], 30, "planned"),
    "planned by nobody": (["2026-Q2: {plan: 10}", "2026-Q2: {plan: 20}"], None, "no-plan"),
}


@pytest.mark.parametrize(("sales", "planned", "word"), NOTHING_RECORDED.values(), ids=NOTHING_RECORDED.keys())
def test_a_group_of_which_nothing_is_recorded(sales: list[str], planned: object, word: str) -> None:
    portfolio = over(**{f"c{number}": plan(text) for number, text in enumerate(sales)})
    assert groups(asked(portfolio, "2026-Q3", "kpi")) == [(None, "sales", planned, None, None, None, None, word)]


def test_a_group_of_which_one_is_missing_is_missing() -> None:
    portfolio = over(one=plan("2026-Q1: {plan: 5}"), two="period: 2027\n" + plan("2027-Q1: {plan: 10}"))
    assert groups(asked(portfolio, "2026", "kpi")) == [(None, "sales", 5, None, None, None, None, "missing")]


def test_segments_are_put_together_too() -> None:
    portfolio = over(one="segment: A\n" + plan(Q1 % (10, 10)), two=plan(Q1 % (10, 5)), three=plan(Q1 % (10, 8)))
    assert [(group.value, exactly(group.pace)) for group in asked(portfolio, "2026-Q1", "segment").groups] == [
        ("A", 1),
        ("B", F(13, 20)),
    ]


def said(report: StatusReport) -> list[str]:
    return [str(sentence) for sentence in report.summary]


SUMMARIES: dict[str, tuple[dict[str, str], str, list[str]]] = {
    "how many are how, the worst first, and who is furthest behind": (
        {
            "one": plan(Q1 % (10, 5), share=Q1 % ("10%", "1%")),
            "two": plan(Q1 % (100, 95)),
            "three": plan("2026-Q1: {plan: 1}"),
        },
        "2026-Q1",
        [
            "4 KPIs of 3 plans: 2 red, 1 missing, 1 amber.",
            "Furthest behind: one (share 10%), one (sales 50%).",
        ],
    ),
    "nobody is behind": ({"one": plan(Q1 % (10, 10))}, "2026-Q1", ["1 KPI of 1 plan: 1 green."]),
    "a period for which nobody has planned": (
        {"one": plan()}, "2027", ["No plan figure lies inside 2027."],
    ),
    "a period that is shorter than what is recorded": (
        {"one": plan()},
        "2026-01",
        ["No plan figure lies inside 2026-01.", "Results are recorded by the quarter."],
    ),
    "a plan whose sales have no figures": ({"one": "sales: {}"}, "2026", ["No plan figure lies inside 2026."]),
    "results that nobody has planned": (
        {"one": plan("2026-Q1: {actual: 5}")}, "2026-Q1", ["No plan figure lies inside 2026-Q1."],
    ),
    "a plan of nothing is a plan figure": ({"one": plan(Q1 % (0, 5))}, "2026-Q1", ["1 KPI of 1 plan: 1 no-plan."]),
    "plans without figures": ({"one": "sales: null"}, "2026", ["No plan has sales or names a KPI."]),
}  # fmt: skip


@pytest.mark.parametrize(("plans", "period", "sentences"), SUMMARIES.values(), ids=SUMMARIES.keys())
def test_the_summary(plans: dict[str, str], period: str, sentences: list[str]) -> None:
    assert said(asked(over(**plans), period)) == sentences


def test_kpis_that_no_plan_names() -> None:
    report = asked(over(one=plan()), "2026-Q1", None, "share", "late")
    assert said(report) == ["No plan has figures of share, late."]


def test_without_a_plan_nothing_is_said_of_any() -> None:
    nobody = over(one=plan()).of_clients(["two"])
    assert said(asked(nobody, "2026-Q1", None, "share")) == ["There is no plan to show."]
