"""date-order: dates run forward."""

from __future__ import annotations

import pytest

from tests.harness import Row, lint

CASES = [
    (
        "a promotion that ends on the day it begins is fine",
        "promotions:\n  one: {from: 2026-04-01, to: 2026-04-01, cost: 1}\n",
        [],
    ),
    (
        "a promotion that ends before it begins is found at its end",
        "promotions:\n  one: {from: 2026-04-14, to: 2026-04-01, cost: 1}\n",
        [("date-order", "13:31-13:41", "2026-04-01")],
    ),
    (
        "a note that is older than the one above it is found",
        "history:\n  - {date: 2026-02-03, note: Later}\n  - {date: 2026-02-02, note: Earlier}\n",
        [("date-order", "14:12-14:22", "2026-02-02")],
    ),
    (
        "two notes of one day are fine",
        "history:\n  - {date: 2026-02-03, note: A}\n  - {date: 2026-02-03, note: B}\n",
        [],
    ),
    (
        "a figure as of a day outside its period is found",
        "sales:\n  2026-Q1: {plan: 1, actual: 1}\n  2026-Q2: {plan: 1, actual: 1, as_of: 2026-03-31}\n  2026-Q3: {plan: 1}\n  2026-Q4: {plan: 1}\n",
        [("date-order", "9:40-9:50", "2026-03-31")],
    ),
]


@pytest.mark.parametrize(("sections", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_date_order(sections: str, found: list[Row]) -> None:
    assert lint(sections, "date-order") == found
