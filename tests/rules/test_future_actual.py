"""future-actual: what has not happened yet has no result."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.harness import FORMAT, Row, lint

APRIL = FORMAT.replace("fiscal_year_start: 1", "fiscal_year_start: 4")

CASES: list[tuple[str, str, dict[str, Any], list[Row]]] = [
    (
        "actuals up to now are fine",
        ("sales:\n  2026-Q1: {plan: 1, actual: 1}\n  2026-Q2: {plan: 1, actual: 1, as_of: 2026-05-20}\n"),
        {},
        [],
    ),
    (
        "the actual of a quarter to come is found",
        ("sales:\n  2026-Q3: {plan: 1, actual: 1}\n"),
        {},
        [
            ("future-actual", "8:30-8:31", "1"),
        ],
    ),
    (
        "on its first day a quarter has begun",
        ("sales:\n  2026-Q3: {plan: 1, actual: 1}\n"),
        {"today": date(2026, 7, 1)},
        [],
    ),
    (
        "on the day before it has not",
        ("kpis:\n  visits:\n    2026-07: {plan: 1, actual: 0}\n"),
        {"today": date(2026, 6, 30)},
        [
            ("future-actual", "14:32-14:33", "0"),
        ],
    ),
    (
        "an actual as of tomorrow is found",
        ("sales:\n  2026-Q2: {plan: 1, actual: 1, as_of: 2026-05-21}\n"),
        {},
        [
            ("future-actual", "8:40-8:50", "2026-05-21"),
        ],
    ),
    (
        "a quarter to come with an actual as of a day to come is found twice",
        ("sales:\n  2026-Q3: {plan: 1, actual: 1, as_of: 2026-08-01}\n"),
        {},
        [
            ("future-actual", "8:30-8:31", "1"),
            ("future-actual", "8:40-8:50", "2026-08-01"),
        ],
    ),
    (
        "money spent in a period to come is found",
        "budget: {basis: turnover, rate: 2%, spent: {2026-Q2: 1, 2026-06: 1}}\n",
        {},
        [
            ("future-actual", "12:66-12:67", "1"),
        ],
    ),
    (
        "a promotion has its actual from its first day",
        (
            "promotions:\n"
            "  today: {from: 2026-05-20, to: 2026-05-30, cost: 1, actual: 5}\n"
            "  tomorrow: {from: 2026-05-21, to: 2026-05-30, cost: 1, actual: 5}\n"
            "  later: {from: 2026-07-01, to: 2026-07-30, cost: 1, planned: 5}\n"
        ),
        {},
        [
            ("future-actual", "14:65-14:66", "5"),
        ],
    ),
    (
        "an activity is done today at the latest",
        (
            "activities:\n"
            "  now: {what: Now, owner: kam-north, due: 2026-06-01, done: 2026-05-20}\n"
            "  then: {what: Then, owner: kam-north, due: 2026-06-01, done: 2026-05-21}\n"
        ),
        {},
        [
            ("future-actual", "14:63-14:73", "2026-05-21"),
        ],
    ),
    (
        "January 2027 is to come, and so is the fourth quarter of the fiscal year 2026",
        ("sales:\n  2026-Q4: {plan: 1, actual: 1}\n"),
        {"format": APRIL, "today": date(2026, 12, 31)},
        [
            ("future-actual", "8:30-8:31", "1"),
        ],
    ),
    (
        "the fourth quarter of the fiscal year 2026 begins with 2027",
        ("sales:\n  2026-Q4: {plan: 1, actual: 1}\n"),
        {"format": APRIL, "today": date(2027, 1, 1)},
        [],
    ),
    (
        "a budget with nothing spent is fine",
        "budget: {basis: fixed, amount: 5}\n",
        {},
        [],
    ),
]


@pytest.mark.parametrize(
    ("sections", "settings", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_future_actual(sections: str, settings: dict[str, Any], found: list[Row]) -> None:
    assert lint(sections, "future-actual", **settings) == found
