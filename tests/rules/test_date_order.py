"""date-order: dates run forward."""

from __future__ import annotations

from typing import Any

import pytest

from tests.harness import FORMAT, Row, lint

APRIL = FORMAT.replace("fiscal_year_start: 1", "fiscal_year_start: 4")
FEWER = FORMAT.replace("history, contacts, competitors, promotions, approvals", "contacts")

CASES: list[tuple[str, str, dict[str, Any], list[Row]]] = [
    (
        "a promotion that ends on the day it begins is fine",
        ("promotions:\n  one: {from: 2026-04-01, to: 2026-04-01, cost: 1}\n"),
        {},
        [],
    ),
    (
        "a promotion that ends before it begins is found at its end",
        ("promotions:\n  one: {from: 2026-04-14, to: 2026-04-01, cost: 1}\n"),
        {},
        [
            ("date-order", "13:31-13:41", "2026-04-01"),
        ],
    ),
    (
        "a note that is older than the one above it is found",
        ("history:\n  - {date: 2026-02-03, note: Later}\n  - {date: 2026-02-02, note: Earlier}\n"),
        {},
        [
            ("date-order", "14:12-14:22", "2026-02-02"),
        ],
    ),
    (
        "two notes of one day are fine",
        ("history:\n  - {date: 2026-02-03, note: A}\n  - {date: 2026-02-03, note: B}\n"),
        {},
        [],
    ),
    (
        "a note behind one that cannot be read is found at its own place",
        (
            "history:\n"
            "  - {date: 2026-02-03, note: A}\n"
            "  - {date: 2026-02-04}\n"
            "  - a line of text\n"
            "  - {date: 2026-02-03, note: B}\n"
            "  - {date: 3 February, note: C}\n"
            "  - {date: 2026-01-03, note: D}\n"
        ),
        {},
        [
            ("date-order", "16:12-16:22", "2026-02-03"),
            ("date-order", "18:12-18:22", "2026-01-03"),
        ],
    ),
    (
        "a figure as of a day outside its period is found",
        (
            "sales:\n"
            "  2026-Q1: {plan: 1, actual: 1}\n"
            "  2026-Q2: {plan: 1, actual: 1, as_of: 2026-03-31}\n"
            "  2026-Q3: {plan: 1}\n"
            "  2026-Q4: {plan: 1}\n"
        ),
        {},
        [
            ("date-order", "9:40-9:50", "2026-03-31"),
        ],
    ),
    (
        "the first and the last day of a period are days of it",
        (
            "kpis:\n"
            "  visits:\n"
            "    2026-Q1: {plan: 1, actual: 1, as_of: 2026-01-01}\n"
            "    2026-04: {plan: 1, actual: 1, as_of: 2026-04-30}\n"
        ),
        {},
        [],
    ),
    (
        "a figure of a KPI as of the day after its period is found",
        ("kpis:\n  visits:\n    2026-Q1: {plan: 1, actual: 1, as_of: 2026-04-01}\n"),
        {},
        [
            ("date-order", "14:42-14:52", "2026-04-01"),
        ],
    ),
    (
        "April is in the first quarter of a fiscal year from April",
        ("sales:\n  2026-Q1: {plan: 1, actual: 1, as_of: 2026-04-01}\n"),
        {"format": APRIL},
        [],
    ),
    (
        "sections that are off have no dates",
        "",
        {"format": FEWER},
        [],
    ),
]


@pytest.mark.parametrize(
    ("sections", "settings", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_date_order(sections: str, settings: dict[str, Any], found: list[Row]) -> None:
    assert lint(sections, "date-order", **settings) == found
