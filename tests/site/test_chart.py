"""A KPI's chart: every bar stands where its figure says, and what is drawn is said in words too."""

from __future__ import annotations

import pytest

from kamctl.insight.status import status
from kamctl.plan.figures import figure_groups
from kamctl.site.chart import Bar, Chart, chart_of
from tests.harness import BASE_PLAN, KPIS, TODAY, overlay, repository
from tests.site.making import portfolio


def chart(sections: str, kpi: str = "sales") -> Chart | None:
    plans = portfolio(repository({"plans/client.yaml": overlay(BASE_PLAN, sections), "schema/kpis.yaml": KPIS}))
    [entry] = plans.plans
    row = next(row for row in status(plans).rows if row.kpi == kpi)
    return chart_of(row, {path[-1]: figures for path, figures in figure_groups(entry.plan)}[kpi], TODAY)


def test_the_bars_of_a_running_quarter() -> None:
    """On 20 May 50 of the 91 days of the second quarter are over."""
    found = chart("sales: {2026-Q1: {plan: 100, actual: 50}, 2026-Q2: {plan: 91, actual: 20}, 2026-Q3: {plan: 25}}\n")
    assert found is not None
    assert (found.title, found.status, found.pace, found.most, found.base) == (
        "Sales (watched)",
        "red",
        "40%",
        "100",
        "130",
    )
    first, second, third = found.steps
    assert (first.label, first.x, second.x, third.x) == ("Q1", "43", "121", "199")
    assert (first.planned, first.actual, first.due) == (
        Bar("14.9", "14", "56.2", "116"),
        Bar("25.8", "72", "34.3", "58"),
        None,
    )
    assert second.due == Bar("87.5", "71", "67.1", "2")
    assert (third.planned, third.actual, third.due) == (Bar("170.9", "101", "56.2", "29"), None, None)
    assert [str(step.words) for step in found.steps] == [
        "2026-Q1: plan 100, actual 50.",
        "2026-Q2: plan 91, actual 20, due by now 50.",
        "2026-Q3: plan 25, no actual yet.",
    ]


@pytest.mark.parametrize(
    ("sections", "base", "bars"),
    [
        pytest.param(
            "sales: {2026-Q1: {plan: 60, actual: -40}}\n",
            "83.6",
            [Bar("14.9", "14", "56.2", "69.6"), Bar("25.8", "83.6", "34.3", "46.4")],
            id="below 0 the bar hangs down",
        ),
        pytest.param(
            "sales: {2026-Q1: {plan: 0, actual: 0}}\n",
            "14",
            [Bar("14.9", "14", "56.2", "1"), Bar("25.8", "14", "34.3", "1")],
            id="nothing at all is a line",
        ),
        pytest.param(
            "sales: {2026-Q1: {actual: 5}}\n", "130", [None, Bar("25.8", "14", "34.3", "116")], id="without a plan"
        ),
    ],
)
def test_bars_of_other_figures(sections: str, base: str, bars: list[Bar | None]) -> None:
    found = chart(sections)
    assert found is not None
    [step] = found.steps
    assert (found.base, [step.planned, step.actual]) == (base, bars)


def test_months_stand_close_and_periods_of_several_years_have_theirs() -> None:
    months = ", ".join(f"2026-{month:02}: {{plan: 95%}}" for month in range(1, 13))
    found = chart(f"kpis: {{shelf-share: {{{months}}}}}\n", "shelf-share")
    assert found is not None
    assert [step.x for step in found.steps][:2] == ["17", "43"]
    assert [step.label for step in found.steps][-1] == "12"
    found = chart("sales: {2025-Q4: {plan: 1}, 2026-Q1: {plan: 1}}\n")
    assert found is not None
    assert [step.label for step in found.steps] == ["2025-Q4", "2026-Q1"]
