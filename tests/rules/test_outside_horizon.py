"""outside-horizon: everything lies inside the plan's own period."""

from __future__ import annotations

from typing import Any

import pytest

from tests.harness import FORMAT, Row, lint

APRIL = FORMAT.replace("fiscal_year_start: 1", "fiscal_year_start: 4")
HALF_YEARS = FORMAT.replace("horizon: year", "horizon: half-year")

CASES: list[tuple[str, str, dict[str, Any], list[Row]]] = [
    (
        "the base plan is inside its period",
        "",
        {},
        [],
    ),
    (
        "sales of another year are found at their period",
        ("sales:\n  2026-Q1: {plan: 1}\n  2025-Q4: {plan: 1}\n  2027-01: {plan: 1}\n"),
        {},
        [
            ("outside-horizon", "9:3-9:10", "2025-Q4"),
            ("outside-horizon", "10:3-10:10", "2027-01"),
        ],
    ),
    (
        "a period that is longer than the plan does not lie inside it",
        ("period: 2026-H1\nsales:\n  2026: {plan: 1}\n  2026-H1: {plan: 1}\n"),
        {},
        [
            ("outside-horizon", "8:3-8:7", "2026"),
        ],
    ),
    (
        "the first and the last month are inside",
        ("period: 2026-H1\nsales:\n  2026-01: {plan: 1}\n  2026-06: {plan: 1}\n"),
        {"format": HALF_YEARS},
        [],
    ),
    (
        "the months before and after are outside",
        ("period: 2026-H1\nsales:\n  2025-12: {plan: 1}\n  2026-07: {plan: 1}\n"),
        {"format": HALF_YEARS},
        [
            ("outside-horizon", "8:3-8:10", "2025-12"),
            ("outside-horizon", "9:3-9:10", "2026-07"),
        ],
    ),
    (
        "figures of a KPI and money spent are found at their periods",
        (
            "kpis:\n"
            "  visits: {2025-Q1: {plan: 1}}\n"
            "budget: {basis: turnover, rate: 2%, spent: {2025-Q4: 5, 2026-Q1: 5}}\n"
        ),
        {},
        [
            ("outside-horizon", "13:12-13:19", "2025-Q1"),
            ("outside-horizon", "14:45-14:52", "2025-Q4"),
        ],
    ),
    (
        "what is added and dropped is found at its period",
        ("assortment:\n  add: {cheese-200: 2027-Q1, kefir-1l: 2026-Q3}\n  drop: {cream-20: 2025}\n"),
        {},
        [
            ("outside-horizon", "13:21-13:28", "2027-Q1"),
            ("outside-horizon", "14:20-14:24", "2025"),
        ],
    ),
    (
        "a risk of another period is found at it",
        (
            "risks:\n"
            "  late: {what: Late, probability: 10%, impact: 1, period: 2027-Q1}\n"
            "  soon: {what: Soon, probability: 10%, impact: 1, period: 2026}\n"
            "  some: {what: Some, probability: 10%, impact: 1}\n"
        ),
        {},
        [
            ("outside-horizon", "13:59-13:66", "2027-Q1"),
        ],
    ),
    (
        "with a fiscal year from April, March of the next year is inside",
        ("sales:\n  2027-03: {plan: 1}\n  2026-Q4: {plan: 1}\n"),
        {"format": APRIL},
        [],
    ),
    (
        "with a fiscal year from April, March of its own year is outside",
        ("sales:\n  2026-03: {plan: 1}\n"),
        {"format": APRIL},
        [
            ("outside-horizon", "8:3-8:10", "2026-03"),
        ],
    ),
    (
        "a plan whose period cannot be read has no inside",
        ("period: 2026-Q9\nsales:\n  2020-Q1: {plan: 1}\n"),
        {},
        [],
    ),
    (
        "sections that are not there are passed over",
        ("budget: {basis: fixed, amount: 5}\nassortment: {listed: [kefir-1l]}\n"),
        {},
        [],
    ),
]


@pytest.mark.parametrize(
    ("sections", "settings", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_outside_horizon(sections: str, settings: dict[str, Any], found: list[Row]) -> None:
    assert lint(sections, "outside-horizon", **settings) == found
