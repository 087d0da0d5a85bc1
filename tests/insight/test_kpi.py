"""The figures of one KPI in a period, against numbers worked out by hand.

The day is 20 May 2026: 50 of the 91 days of the second quarter have passed, 140 of the 365 of the year.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from kamctl.insight.kpi import Measure, measure
from tests.harness import TODAY
from tests.insight.plans import world

Told = dict[str, Any]

FIELDS = ("plan", "actual", "due", "attainment", "pace", "forecast", "previous", "growth")
"""Those that a row does not name are not known."""


def measured(kpi: str, figures: str, period: str = "2026-Q2", start: int = 1) -> Measure:
    """The measure of a KPI defined as `kpi`, with these figures, in a period."""
    format_ = world("")[1].documents["schema/format.yaml"].source.text
    loaded, schema = world(
        f"kpis: {{x: {{{figures}}}}}",
        kpis=f"x: {{{kpi}}}\nshelf-share: {{unit: percent, better: higher, total: last}}\n",
        format=format_.replace("fiscal_year_start: 1", f"fiscal_year_start: {start}"),
    )
    asked = schema.calendar.parse(period)
    assert loaded.plan is not None
    assert loaded.plan.kpis is not None
    assert asked is not None
    assert not loaded.lost
    return measure(loaded.plan.kpis["x"], asked, schema.kpis["x"], TODAY)


def told(found: Measure) -> Told:
    """What is known, as exact fractions, with the status and what is missing."""
    known = {name: getattr(found, name) for name in FIELDS if getattr(found, name) is not None}
    missing = [period.name for period in found.missing]
    return known | {"status": found.status} | ({"missing": missing} if missing else {})


def near(found: Told, expected: Told) -> bool:
    """Whether two agree, figures to the last of twenty digits."""

    def same(left: object, right: object) -> bool:
        if isinstance(left, Decimal) and isinstance(right, Fraction | int):
            return abs(Fraction(left) - right) <= abs(Fraction(right)) / 10**20
        return left == right

    return found.keys() == expected.keys() and all(same(found[name], expected[name]) for name in found)


F = Fraction
MONEY = "unit: money, better: higher, total: sum"
LOWER = "unit: number, better: lower, total: sum"
MEAN = "unit: percent, better: higher, total: mean"
LAST = "unit: percent, better: higher, total: last"

ROWS: dict[str, tuple[str, str, str, Told]] = {
    "a running quarter up to the day that its actual covers": (
        MONEY,
        "2026-Q2: {plan: 9100, actual: 4400, as_of: 2026-05-10, previous: 4000}",
        "2026-Q2",
        {
            "plan": 9100, "actual": 4400, "due": 4000, "attainment": F(44, 91), "pace": F(11, 10), "forecast": 10010,
            "previous": 4000, "growth": F(1, 10), "status": "green",
        },
    ),
    "a running quarter up to today where no day is named": (
        MONEY,
        "2026-Q2: {plan: 9100, actual: 4400}",
        "2026-Q2",
        {
            "plan": 9100, "actual": 4400, "due": 5000, "attainment": F(44, 91), "pace": F(22, 25), "forecast": 8008,
            "status": "red",
        },
    ),
    "a sum over a year: due counts only what has an actual": (
        MONEY,
        "2026-Q1: {plan: 100, actual: 90}, 2026-Q2: {plan: 91, actual: 50}, 2026-Q3: {plan: 100}, 2026-Q4: {plan: 109}",
        "2026",
        {
            "plan": 400, "actual": 140, "due": 150, "attainment": F(140, 400), "pace": F(14, 15),
            "forecast": F(400 * 140, 150), "status": "amber",
        },
    ),
    "a sum of which a closed quarter has no actual": (
        MONEY,
        "2026-Q1: {plan: 100}, 2026-Q2: {plan: 91, actual: 50}",
        "2026-H1",
        {
            "plan": 191, "actual": 50, "due": 50, "attainment": F(50, 191), "pace": 1, "forecast": 191,
            "status": "green", "missing": ["2026-Q1"],
        },
    ),
    "a closed quarter whose actual does not cover all of it": (
        MONEY,
        "2026-Q1: {plan: 90, actual: 80, as_of: 2026-03-30}",
        "2026-Q1",
        {
            "plan": 90, "actual": 80, "due": 89, "attainment": F(8, 9), "pace": F(80, 89), "forecast": F(90 * 80, 89),
            "status": "red", "missing": ["2026-Q1"],
        },
    ),
    "less is better: under plan by a tenth is a tenth more than reached": (
        LOWER,
        "2026-Q1: {plan: 10, actual: 9, previous: 12}",
        "2026-Q1",
        {
            "plan": 10, "actual": 9, "due": 10, "attainment": F(11, 10), "pace": F(11, 10), "forecast": 9,
            "previous": 12, "growth": F(-1, 4), "status": "green",
        },
    ),
    "less is better: three times the plan is below nothing": (
        LOWER,
        "2026-Q1: {plan: 10, actual: 30}",
        "2026-Q1",
        {
            "plan": 10, "actual": 30, "due": 10, "attainment": -1, "pace": -1, "forecast": 30, "status": "red",
        },
    ),
    "a mean holds what was measured against what was planned for it": (
        MEAN,
        "2026-Q1: {plan: 90%, actual: 81%, previous: 60%}, 2026-Q2: {plan: 100%, actual: 99%, previous: 90%},"
        " 2026-Q3: {plan: 20%}",
        "2026",
        {
            "plan": F(95, 100), "actual": F(90, 100), "due": F(95, 100), "attainment": F(90, 95), "pace": F(90, 95),
            "forecast": F(90, 100), "previous": F(75, 100), "growth": F(1, 5), "status": "amber",
        },
    ),
    "a mean of which nothing was measured yet is that of all plans": (
        MEAN,
        "2026-Q3: {plan: 90%}, 2026-Q4: {plan: 100%}",
        "2026",
        {"plan": F(95, 100), "status": "planned"},
    ),
    "the last figure that was measured stands, against its own plan": (
        LAST,
        "2026-Q1: {plan: 20%, actual: 19%, previous: 10%}, 2026-Q2: {plan: 22%, actual: 22%, previous: 20%},"
        " 2026-Q3: {plan: 25%}",
        "2026",
        {
            "plan": F(22, 100), "actual": F(22, 100), "due": F(22, 100), "attainment": 1, "pace": 1,
            "forecast": F(22, 100), "previous": F(20, 100), "growth": F(1, 10), "status": "green",
        },
    ),
    "the last figure of all where none was measured": (
        LAST,
        "2026-Q4: {plan: 25%}, 2026-Q3: {plan: 24%}",
        "2026",
        {"plan": F(25, 100), "status": "planned"},
    ),
    "nothing inside the period": (MONEY, "2026-Q2: {plan: 100, actual: 50}", "2026-Q3", {"status": "no-plan"}),
    "a figure of a longer period is not inside a shorter one": (
        MONEY,
        "2026-Q2: {plan: 100, actual: 50}",
        "2026-05",
        {"status": "no-plan"},
    ),
    "planned, and not over yet": (MONEY, "2026-Q2: {plan: 100}", "2026-Q2", {"plan": 100, "status": "planned"}),
    "over since yesterday, and nothing recorded": (
        MONEY,
        "2026-Q1: {plan: 100}, 2026-Q2: {plan: 100}",
        "2026",
        {"plan": 200, "status": "missing", "missing": ["2026-Q1"]},
    ),
    "a plan of nothing divides nothing": (
        MONEY,
        "2026-Q1: {plan: 0, actual: 10, previous: 0}",
        "2026-Q1",
        {"plan": 0, "actual": 10, "due": 0, "previous": 0, "status": "no-plan"},
    ),
    "an actual without a plan": (MONEY, "2026-Q1: {actual: 10}", "2026-Q1", {"actual": 10, "status": "no-plan"}),
    "an actual without a plan beside a plan without an actual": (
        MONEY,
        "2026-Q1: {actual: 10}, 2026-Q2: {plan: 100}",
        "2026-H1",
        {"plan": 100, "actual": 10, "attainment": F(1, 10), "status": "no-plan"},
    ),
    "more came back than was sold": (
        MONEY,
        "2026-Q1: {plan: 100, actual: -20, previous: 50}",
        "2026-Q1",
        {
            "plan": 100, "actual": -20, "due": 100, "attainment": F(-1, 5), "pace": F(-1, 5), "forecast": -20,
            "previous": 50, "growth": F(-7, 5), "status": "red",
        },
    ),
    "percentages over the whole": (
        MEAN,
        "2026-Q1: {plan: 120%, actual: 180%}",
        "2026-Q1",
        {
            "plan": F(6, 5), "actual": F(9, 5), "due": F(6, 5), "attainment": F(3, 2), "pace": F(3, 2),
            "forecast": F(9, 5), "status": "green",
        },
    ),
    "the year before counts where all that has an actual has it": (
        MONEY,
        "2026-01: {plan: 10, actual: 10, previous: 5}, 2026-02: {plan: 10, actual: 10},"
        " 2026-03: {plan: 1, previous: 9}",
        "2026-Q1",
        {
            "plan": 21, "actual": 20, "due": 20, "attainment": F(20, 21), "pace": 1, "forecast": 21, "status": "green",
            "missing": ["2026-03"],
        },
    ),
    "an as_of after the period counts all of its days": (
        MONEY,
        "2026-Q2: {plan: 91, actual: 91, as_of: 2026-07-20}",
        "2026-Q2",
        {
            "plan": 91, "actual": 91, "due": 91, "attainment": 1, "pace": 1, "forecast": 91, "status": "green",
        },
    ),
    "an as_of before the period leaves nothing due": (
        MONEY,
        "2026-Q2: {plan: 91, actual: 10, as_of: 2026-03-31}",
        "2026-Q2",
        {"plan": 91, "actual": 10, "due": 0, "attainment": F(10, 91), "status": "no-plan"},
    ),
    "an actual of a quarter that has not begun has nothing due": (
        MONEY,
        "2026-Q3: {plan: 92, actual: 10}",
        "2026-Q3",
        {"plan": 92, "actual": 10, "due": 0, "attainment": F(10, 92), "status": "no-plan"},
    ),
    "thresholds of the catalogue: amber from half": (
        f"{MONEY}, green: 80%, amber: 50%",
        "2026-Q1: {plan: 10, actual: 5}",
        "2026-Q1",
        {"plan": 10, "actual": 5, "due": 10, "attainment": F(1, 2), "pace": F(1, 2), "forecast": 5, "status": "amber"},
    ),
    "thresholds of the catalogue: green from four fifths": (
        f"{MONEY}, green: 80%, amber: 50%",
        "2026-Q1: {plan: 10, actual: 8}",
        "2026-Q1",
        {"plan": 10, "actual": 8, "due": 10, "attainment": F(4, 5), "pace": F(4, 5), "forecast": 8, "status": "green"},
    ),
    "just short of green is amber": (
        MONEY,
        "2026-Q1: {plan: 1000000000, actual: 999999999}",
        "2026-Q1",
        {
            "plan": 10**9, "actual": 10**9 - 1, "due": 10**9, "attainment": F(10**9 - 1, 10**9),
            "pace": F(10**9 - 1, 10**9), "forecast": 10**9 - 1, "status": "amber",
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize(("kpi", "figures", "period", "expected"), ROWS.values(), ids=ROWS.keys())
def test_figures_worked_out_by_hand(kpi: str, figures: str, period: str, expected: Told) -> None:
    found = told(measured(kpi, figures, period))
    assert near(found, expected), found


def test_quarters_of_a_fiscal_year_have_their_own_days() -> None:
    # From April on 2026-Q1 is April to June: 50 of its 91 days have passed.
    found = told(measured(MONEY, "2026-Q1: {plan: 182, actual: 50}", "2026-Q1", start=4))
    assert near(
        found,
        {
            "plan": 182, "actual": 50, "due": 100, "attainment": F(50, 182), "pace": F(1, 2), "forecast": 91,
            "status": "red",
        },
    ), found  # fmt: skip
