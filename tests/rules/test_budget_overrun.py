"""budget-overrun: no more is spent than the budget allows."""

from __future__ import annotations

from typing import Any

import pytest

from kamctl.lint.page import PLAN
from tests.harness import BASE_PLAN, FORMAT, Row, lint, overlay, run

APRIL = FORMAT.replace("fiscal_year_start: 1", "fiscal_year_start: 4")

CASES: list[tuple[str, str, dict[str, Any], list[Row]]] = [
    (
        "all that the rate of the actual allows is fine",
        "budget: {basis: turnover, rate: 2.5%, spent: {2026-Q1: 285000}}\n",
        {},
        [],
    ),
    (
        "more than the rate of the actual is found at the figure",
        "budget: {basis: turnover, rate: 2.5%, spent: {2026-Q1: 285000.01}}\n",
        {},
        [
            ("budget-overrun", "12:56-12:65", "285000.01"),
        ],
    ),
    (
        "without an actual the plan counts",
        "budget: {basis: turnover, rate: 2.5%, spent: {2026-Q2: 337500, 2026-Q3: 337501}}\n",
        {},
        [
            ("budget-overrun", "12:73-12:79", "337501"),
        ],
    ),
    (
        "a longer period is held against the sum of the sales inside it",
        "budget: {basis: turnover, rate: 10%, spent: {2026-H1: 2490000, 2026: 5340001}}\n",
        {},
        [
            ("budget-overrun", "12:70-12:77", "5340001"),
        ],
    ),
    (
        "months are held together against the quarter, at their section",
        (
            "budget:\n"
            "  basis: turnover\n"
            "  rate: 10%\n"
            "  spent:\n"
            "    2026-01: 400000\n"
            "    2026-02: 400000\n"
            "    2026-03: 340001\n"
        ),
        {},
        [
            ("budget-overrun", "15:3-15:8", "spent"),
        ],
    ),
    (
        "months that keep within the quarter are fine",
        "budget: {basis: turnover, rate: 10%, spent: {2026-01: 400000, 2026-02: 400000, 2026-03: 340000}}\n",
        {},
        [],
    ),
    (
        "each quarter has its months",
        "budget: {basis: turnover, rate: 10%, spent: {2026-01: 1140001, 2026-04: 1350001}}\n",
        {},
        [
            ("budget-overrun", "12:38-12:43", "spent"),
            ("budget-overrun", "12:38-12:43", "spent"),
        ],
    ),
    (
        "where there are no sales to compare with nothing is said",
        "budget: {basis: turnover, rate: 10%, spent: {2025-Q4: 1000000}}\n",
        {},
        [],
    ),
    (
        "a plan without sales is not judged",
        ("segment: B\nsales: {}\nbudget: {basis: turnover, rate: 10%, spent: {2026-Q1: 1000000}}\n"),
        {},
        [],
    ),
    (
        "sales that cannot be read leave it open",
        (
            "sales: {2026-Q1: {plan: 1, actual: a lot}, 2026-Q2: {plan: 1}}\n"
            "budget: {basis: turnover, rate: 10%, spent: {2026-H1: 1000, 2026-Q2: 1000}}\n"
        ),
        {},
        [
            ("budget-overrun", "8:70-8:74", "1000"),
        ],
    ),
    (
        "sales of a period that cannot be read leave it open",
        (
            "sales: {2026-Q9: {plan: 1}, 2026-Q2: {plan: 1}}\n"
            "budget: {basis: turnover, rate: 10%, spent: {2026-H1: 1000}}\n"
        ),
        {},
        [],
    ),
    (
        "all of a fixed amount may be spent",
        "budget: {basis: fixed, amount: 1000, spent: {2026-Q1: 600, 2026-Q2: 400}}\n",
        {},
        [],
    ),
    (
        "more than a fixed amount is found at the section",
        "budget: {basis: fixed, amount: 1000, spent: {2026-Q1: 600, 2026-Q2: 400.01}}\n",
        {},
        [
            ("budget-overrun", "12:38-12:43", "spent"),
        ],
    ),
    (
        "the figure of the other basis is not what counts",
        "budget: {basis: turnover, amount: 1, spent: {2026-Q1: 600}}\n",
        {},
        [],
    ),
    (
        "a fixed budget without an amount is not judged",
        "budget: {basis: fixed, rate: 1%, spent: {2026-Q1: 600}}\n",
        {},
        [],
    ),
    (
        "January 2027 belongs to the last quarter of the fiscal year 2026",
        "budget: {basis: turnover, rate: 10%, spent: {2027-01: 1500001}}\n",
        {"format": APRIL},
        [
            ("budget-overrun", "12:38-12:43", "spent"),
        ],
    ),
    (
        "a budget with nothing spent is fine",
        "budget: {basis: turnover, rate: 2.5%}\n",
        {},
        [],
    ),
]


@pytest.mark.parametrize(
    ("sections", "settings", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_budget_overrun(sections: str, settings: dict[str, Any], found: list[Row]) -> None:
    assert lint(sections, "budget-overrun", **settings) == found


@pytest.mark.parametrize(
    ("budget", "message"),
    [
        (
            "{basis: turnover, rate: 2.5%, spent: {2026-Q1: 310000}}",
            "310 000 is spent in 2026-Q1, where 2.5% of the sales is 285 000.",
        ),
        (
            "{basis: turnover, rate: 1%, spent: {2026-01: 60000, 2026-02: 60000}}",
            "120 000 is spent in 2026-Q1 (2026-01, 2026-02), where 1% of the sales is 114 000.",
        ),
        (
            "{basis: turnover, rate: 1%, spent: {2026-03: 120000.5}}",
            "120 000.5 is spent in 2026-03, in 2026-Q1, where 1% of the sales is 114 000.",
        ),
        ("{basis: fixed, amount: 1000, spent: {2026-Q1: 1200}}", "1 200 is spent, of a budget of 1 000 in all."),
    ],
    ids=["in one period", "in the months of a quarter", "in one month", "of a fixed amount"],
)
def test_the_words_name_what_is_spent_and_what_is_allowed(budget: str, message: str) -> None:
    findings = run({PLAN: overlay(BASE_PLAN, f"budget: {budget}\n")}).report.findings
    [finding] = [finding for finding in findings if finding.rule == "budget-overrun"]
    assert str(finding.message).replace("\u00a0", " ") == message
