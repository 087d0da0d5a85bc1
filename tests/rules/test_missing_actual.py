"""missing-actual: when a planned period is over, its actual is recorded."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.harness import FORMAT, Row, lint

TEN_DAYS = FORMAT + "rules:\n  missing-actual: {days: 10}\n"
APRIL = FORMAT.replace("fiscal_year_start: 1", "fiscal_year_start: 4")
FIRST_QUARTER = "sales:\n  2026-Q1: {plan: 1}\n"

CASES: list[tuple[str, str, dict[str, Any], list[Row]]] = [
    (
        "a closed quarter with its actual is fine",
        "",
        {},
        [],
    ),
    (
        "a closed quarter without an actual is found at its period",
        FIRST_QUARTER,
        {},
        [
            ("missing-actual", "8:3-8:10", "2026-Q1"),
        ],
    ),
    (
        "on its last day a quarter is still running",
        FIRST_QUARTER,
        {"today": date(2026, 3, 31)},
        [],
    ),
    (
        "on the day after its last a quarter is closed",
        FIRST_QUARTER,
        {"today": date(2026, 4, 1)},
        [
            ("missing-actual", "8:3-8:10", "2026-Q1"),
        ],
    ),
    (
        "with ten days to go, the tenth day is in time",
        FIRST_QUARTER,
        {"today": date(2026, 4, 10), "format": TEN_DAYS},
        [],
    ),
    (
        "with ten days to go, the eleventh day is late",
        FIRST_QUARTER,
        {"today": date(2026, 4, 11), "format": TEN_DAYS},
        [
            ("missing-actual", "8:3-8:10", "2026-Q1"),
        ],
    ),
    (
        "an actual of nothing is an actual",
        ("sales:\n  2026-Q1: {plan: 1, actual: 0}\n"),
        {},
        [],
    ),
    (
        "an actual that covers a part of a closed quarter is found",
        ("sales:\n  2026-Q1: {plan: 1, actual: 1, as_of: 2026-03-30}\n"),
        {},
        [
            ("missing-actual", "8:3-8:10", "2026-Q1"),
        ],
    ),
    (
        "an actual up to the last day covers the quarter",
        ("sales:\n  2026-Q1: {plan: 1, actual: 1, as_of: 2026-03-31}\n"),
        {},
        [],
    ),
    (
        "an actual that covers a part of the running quarter is fine",
        ("sales:\n  2026-Q2: {plan: 1, actual: 1, as_of: 2026-05-10}\n"),
        {},
        [],
    ),
    (
        "a figure of the year before needs no actual without a plan",
        ("sales:\n  2026-Q1: {actual: 1}\n"),
        {},
        [],
    ),
    (
        "months of a KPI are found one by one",
        ("kpis:\n  visits:\n    2026-03: {plan: 1, actual: 1}\n    2026-04: {plan: 1}\n    2026-05: {plan: 1}\n"),
        {},
        [
            ("missing-actual", "15:5-15:12", "2026-04"),
        ],
    ),
    (
        "the first quarter of a fiscal year from April is not closed in May",
        FIRST_QUARTER,
        {"format": APRIL},
        [],
    ),
    (
        "the fourth quarter of a fiscal year from April closes in March",
        ("period: 2025\nsales:\n  2025-Q4: {plan: 1}\n"),
        {"format": APRIL, "today": date(2026, 4, 1)},
        [
            ("missing-actual", "8:3-8:10", "2025-Q4"),
        ],
    ),
    (
        "an actual that cannot be read is not missing",
        ("sales:\n  2026-Q1: {plan: 1, actual: a lot}\n"),
        {},
        [],
    ),
    (
        "with centuries to go nothing is ever late",
        FIRST_QUARTER,
        {"format": FORMAT + "rules: {missing-actual: {days: 1000000}}\n"},
        [],
    ),
    (
        "half a day more than a day counts as one",
        FIRST_QUARTER,
        {"today": date(2026, 4, 2), "format": FORMAT + "rules: {missing-actual: {days: 1.5}}\n"},
        [
            ("missing-actual", "8:3-8:10", "2026-Q1"),
        ],
    ),
    (
        "a rule that SKAM switched off finds nothing",
        FIRST_QUARTER,
        {"format": FORMAT + "rules: {missing-actual: {severity: off}}\n"},
        [],
    ),
]


@pytest.mark.parametrize(
    ("sections", "settings", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_missing_actual(sections: str, settings: dict[str, Any], found: list[Row]) -> None:
    assert lint(sections, "missing-actual", **settings) == found
