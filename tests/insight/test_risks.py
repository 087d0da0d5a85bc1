"""What the risk summary says of plans, against numbers worked out by hand. The day is 20 May 2026."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kamctl.insight.exposure import Totals
from kamctl.insight.portfolio import Portfolio, portfolio_of
from kamctl.insight.report import ALERT, GOOD, WATCH
from kamctl.insight.risk_map import IMPACT_CUTS, PROBABILITY_CUTS, Placed, band, gravity, short_band
from kamctl.insight.risk_tables import summary
from kamctl.insight.risks import RisksReport, risks
from kamctl.insight.signals import Past
from tests.harness import TODAY
from tests.insight.plans import world

SALES = "sales: {2026-Q1: {plan: 400}, 2026-Q2: {plan: 600}}\n"
NO_PAST = Past(None, None, {})


def over(*, by: str | None = None, **plans: str) -> RisksReport:
    """The summary of plans by client, each the base plan with these sections laid over it."""
    return risks(portfolio(**plans), NO_PAST, by)


def portfolio(**plans: str) -> Portfolio:
    loaded = [world(text, f"plans/{client}.yaml") for client, text in plans.items()]
    return portfolio_of([plan for plan, _ in loaded], loaded[0][1], TODAY)


def risk(probability: str, impact: str, more: str = "") -> str:
    return f"{{what: It happens, probability: {probability}, impact: {impact}{more and ', ' + more}}}"


def section(**held: str) -> str:
    return "risks:\n" + "".join(f"  {name}: {text}\n" for name, text in held.items())


def totals(found: Totals) -> tuple[object, ...]:
    """Sales plan, exposure, worst case, plan at risk, p50, p80, p95 as plain numbers."""
    figures = (found.sales_plan, found.exposure, found.worst_case, found.plan_at_risk, *found.loss[:3])
    return tuple(None if each is None else float(each) for each in figures)


def test_risks_stand_by_exposure_and_those_of_no_known_impact_last() -> None:
    report = over(
        b=SALES + section(even=risk("50%", "20"), big=risk("10%", "900"), vague=risk("90%", "10%", "period: 2026-Q3")),
        a=SALES + section(even=risk("50%", "20"), also=risk("20%", "50")),
    )
    assert [(held.client, held.id, held.exposure) for held in report.risks] == [
        ("b", "big", Decimal(90)),
        ("a", "also", Decimal(10)),
        ("a", "even", Decimal(10)),
        ("b", "even", Decimal(10)),
        ("b", "vague", None),
    ]
    assert [held.id for held in report.unmeasured] == ["vague"]
    assert report.largest is not None
    assert report.largest.id == "big"


IMPACTS: dict[str, tuple[str, str, object]] = {
    "money is what it says": (SALES, risk("1%", "7"), 7),
    "a percentage is one of the sales plan of its period": (SALES, risk("1%", "10%", "period: 2026-Q1"), 40),
    "without a period, of the plan's own": (SALES, risk("1%", "10%"), 100),
    "of a longer period, of all that is planned inside": (SALES, risk("1%", "10%", "period: 2026-H1"), 100),
    "of more than all": (SALES, risk("1%", "150%", "period: 2026-Q1"), 600),
    "what lies outside the plan's period is not the plan's": (
        "sales: {2025-Q4: {plan: 9000}, 2026-Q1: {plan: 400}}\n",
        risk("1%", "10%"),
        40,
    ),
    "nothing is planned for its period": (SALES, risk("1%", "10%", "period: 2026-Q4"), None),
    "of a part of a period for which nothing is planned by itself": (SALES, risk("1%", "10%", "period: 2026-02"), None),
    "of a plan of nothing it is nothing": ("sales: {2026-Q1: {plan: 0}}\n", risk("1%", "10%"), 0),
    "of a plan below nothing it is not known": ("sales: {2026-Q1: {plan: -5}}\n", risk("1%", "10%"), None),
    "without sales": ("sales: {2026-Q1: {actual: 5}}\n", risk("1%", "10%"), None),
}


@pytest.mark.parametrize(("sales", "held", "impact"), IMPACTS.values(), ids=IMPACTS.keys())
def test_the_impact_in_money(sales: str, held: str, impact: int | None) -> None:
    (found,) = over(a=sales + section(r=held)).risks
    assert found.impact == (None if impact is None else Decimal(impact))


def test_what_is_closed_or_has_happened_is_no_risk_any_more() -> None:
    held = section(
        one=risk("1%", "1", "status: closed"),
        two=risk("1%", "1", "status: happened"),
        three=risk("1%", "1", "status: open"),
        four=risk("1%", "1"),
    )
    assert [each.id for each in over(a=held).risks] == ["four", "three"]


def test_totals_of_each_plan_and_of_all() -> None:
    """Two independent risks of 50% and 20% in one plan, one of 20% with the same cause in another."""
    report = over(
        a=SALES + section(x=risk("50%", "100"), y=risk("20%", "300", "cause: strike")),
        b="sales: {2026-Q1: {plan: 1000}}\n" + section(z=risk("10%", "50", "cause: strike")),
        c="sales: {2026-Q1: {actual: 3}}\n",
    )
    assert [(entry.client, totals(found)) for entry, found in report.plans] == [
        # 0.4 nothing, 0.4 100, 0.1 300, 0.1 400
        ("a", (1000.0, 110.0, 400.0, 0.11, 100.0, 100.0, 400.0)),
        ("b", (1000.0, 5.0, 50.0, 0.005, 0.0, 0.0, 50.0)),
        ("c", (None, 0.0, 0.0, None, 0.0, 0.0, 0.0)),
    ]
    # Together at 20%: 0.4 nothing, 0.4 100, 0.1 350, 0.1 450
    assert totals(report.portfolio) == (2000.0, 115.0, 450.0, 0.0575, 100.0, 100.0, 450.0)


@pytest.mark.parametrize("planned", ["0", "-100"], ids=["a plan of nothing", "a plan below nothing"])
def test_of_a_plan_of_nothing_no_share_is_at_risk(planned: str) -> None:
    report = over(a=f"sales: {{2026-Q1: {{plan: {planned}}}}}\n" + section(x=risk("50%", "100")))
    assert report.portfolio.plan_at_risk is None
    assert report.map.places == (None,)
    assert [held.id for held in report.off_the_map] == ["x"]


def test_a_risk_of_unknown_impact_takes_part_in_no_sum_and_lifts_no_cause() -> None:
    held = section(x=risk("10%", "100", "cause: strike"), y=risk("90%", "5%", "cause: strike, period: 2026-Q4"))
    found = over(a=SALES + held).portfolio
    assert (found.number, found.unknown) == (2, 1)
    assert totals(found)[1:3] == (10.0, 100.0)
    assert found.loss.p80 == 0


def test_what_asks_for_attention() -> None:
    report = over(
        a=section(
            late=risk("50%", "9", "review: 2026-05-19, response: Wait"),
            today=risk("40%", "9", "review: 2026-05-20, response: Wait"),
            alone=risk("30%", "9"),
            unreadable=risk("20%", "9", "review: 2026-05-01, response: [x], status: perhaps"),
        )
    )
    assert [held.id for held in report.overdue] == ["late"]
    assert [held.id for held in report.unanswered] == ["alone"]
    assert report.basis.faulty == ("a",)


GROUPS: dict[str, tuple[str, list[tuple[str | None, int, float, float | None]]]] = {
    "by client: those without risks too": (
        "client",
        [("a", 2, 20.0, 0.02), ("b", 1, 5.0, 0.005), ("c", 0, 0.0, 0.0)],
    ),
    "by KAM: the sales plans of their clients together": (
        "kam",
        [("kam-north", 2, 20.0, 0.01), ("kam-south", 1, 5.0, 0.005)],
    ),
    "by segment": ("segment", [("B", 3, 25.0, 0.0083)]),
    "by cause: of the sales plan of all": ("cause", [(None, 1, 15.0, 0.005), ("strike", 2, 10.0, 0.0033)]),
    "by KPI: sales where none is named": ("kpi", [("sales", 2, 20.0, 0.0067), ("visits", 1, 5.0, 0.0017)]),
    "by owner": ("owner", [("logistics", 1, 15.0, 0.005), (None, 2, 10.0, 0.0033)]),
}


@pytest.mark.parametrize(("by", "groups"), GROUPS.values(), ids=GROUPS.keys())
def test_groups(by: str, groups: list[tuple[str | None, int, float, float | None]]) -> None:
    report = over(
        by=by,
        a=SALES + section(x=risk("50%", "30", "owner: logistics"), y=risk("10%", "50", "cause: strike, kpi: sales")),
        b="kam: kam-south\n" + SALES + section(z=risk("10%", "50", "cause: strike, kpi: visits")),
        c=SALES,
    )
    found = [
        (
            group.value,
            group.totals.number,
            float(group.totals.exposure),
            None if group.totals.plan_at_risk is None else round(float(group.totals.plan_at_risk), 4),
        )
        for group in report.groups
    ]
    assert found == groups


PLACES: dict[str, tuple[str, str, tuple[int, int]]] = {
    "the least": ("0%", "0", (0, 0)),
    "just below the first cuts": ("9.99%", "9.99", (0, 0)),
    "on the first cuts": ("10%", "10", (1, 1)),
    "on the second cuts": ("30%", "30", (2, 2)),
    "just below the third cuts": ("49.9%", "99.9", (2, 2)),
    "on the third cuts": ("50%", "100", (3, 3)),
    "on the last cuts": ("70%", "250", (4, 4)),
    "the most": ("100%", "90000", (4, 4)),
    "a percentage of a quarter counts by the year": ("5%", "10%, period: 2026-Q1", (0, 2)),
}


@pytest.mark.parametrize(("probability", "impact", "place"), PLACES.values(), ids=PLACES.keys())
def test_the_place_on_the_map(probability: str, impact: str, place: tuple[int, int]) -> None:
    report = over(a=SALES + section(r=risk(probability, impact)))
    assert report.map.places == (Placed(*place),)
    assert report.map.at(*place) == (1,)


def test_cells_are_as_grave_as_their_bands_together() -> None:
    assert [gravity(probability, 2) for probability in range(5)] == [GOOD, WATCH, WATCH, WATCH, ALERT]
    assert (gravity(0, 4), gravity(4, 0), gravity(2, 0)) == (WATCH, WATCH, GOOD)


def test_bands_in_words_and_short() -> None:
    assert [band(PROBABILITY_CUTS, number) for number in range(5)] == [
        "below 10%", "10% to 30%", "30% to 50%", "50% to 70%", "70% or more",
    ]  # fmt: skip
    assert [short_band(IMPACT_CUTS, number) for number in range(5)] == ["<1%", "1%", "3%", "10%", "25%+"]


ALONE: dict[str, tuple[str, str]] = {
    "with a sales plan": (
        "sales: {2026-Q1: {plan: 1000}}\n",
        "1 open risk in 1 plan: exposure 20, 2.0% of the sales plan; worst case 40, if it happens.",
    ),
    "without one": ("sales: {}\n", "1 open risk in 1 plan: exposure 20; worst case 40, if it happens."),
}


@pytest.mark.parametrize(("sales", "said"), ALONE.values(), ids=ALONE.keys())
def test_of_one_risk_it_is_not_said_that_all_happen(sales: str, said: str) -> None:
    assert str(next(summary(over(one=sales + section(fire=risk("50%", "40")))))) == said
