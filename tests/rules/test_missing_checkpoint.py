"""missing-checkpoint: every checkpoint of the plan's period is planned."""

from __future__ import annotations

from typing import Any

import pytest

from tests.harness import FORMAT, KPIS, Row, lint

MONTHLY = FORMAT.replace("checkpoint: quarter", "checkpoint: month")
HALF_YEARS = FORMAT.replace("horizon: year", "horizon: half-year")
APRIL = FORMAT.replace("fiscal_year_start: 1", "fiscal_year_start: 4")
NO_GAPS = FORMAT + "rules:\n  kpi-gap: {severity: off}\n"
SHRUG = FORMAT.replace("checkpoint: quarter", "checkpoint: week")

CASES: list[tuple[str, str, dict[str, Any], list[Row]]] = [
    (
        "sales for all four quarters are fine",
        "",
        {},
        [],
    ),
    (
        "a quarter without a figure is found at the section",
        ("sales:\n  2026-Q1: {plan: 1, actual: 1}\n  2026-Q2: {plan: 1}\n  2026-Q4: {plan: 1}\n"),
        {},
        [
            ("missing-checkpoint", "7:1-7:6", "sales"),
        ],
    ),
    (
        "one finding for each KPI names all that is missing",
        (
            "kpis:\n"
            "  visits: {2026-Q1: {plan: 1}}\n"
            "  margin: {2026-Q2: {plan: 1}, 2026-Q3: {plan: 1}, 2026-Q4: {plan: 1}}\n"
        ),
        {},
        [
            ("missing-checkpoint", "13:3-13:9", "visits"),
            ("missing-checkpoint", "14:3-14:9", "margin"),
        ],
    ),
    (
        "a figure with an actual alone is no plan",
        ("sales:\n  2026-Q1: {actual: 1}\n  2026-Q2: {plan: 1}\n  2026-Q3: {plan: 1}\n  2026-Q4: {plan: 1}\n"),
        {},
        [
            ("missing-checkpoint", "7:1-7:6", "sales"),
        ],
    ),
    (
        "a month stands for its quarter",
        ("sales:\n  2026-03: {plan: 1}\n  2026-04: {plan: 1}\n  2026-09: {plan: 1}\n  2026-10: {plan: 1}\n"),
        {},
        [],
    ),
    (
        "a plan that is shorter than the checkpoint has none",
        ("period: 2026-05\nsales: {}\nkpis: {visits: {2026-05: {actual: 1}}}\n"),
        {},
        [],
    ),
    (
        "a plan of one checkpoint has it",
        ("period: 2026-Q2\nkpis: {visits: {2026-05: {actual: 1}}}\n"),
        {},
        [
            ("missing-checkpoint", "12:8-12:14", "visits"),
        ],
    ),
    (
        "half a year has two quarters",
        ("period: 2026-H2\nsales: {2026-Q3: {plan: 1}}\n"),
        {"format": HALF_YEARS},
        [
            ("missing-checkpoint", "7:1-7:6", "sales"),
        ],
    ),
    (
        "a quarter has three months where results are recorded by the month",
        ("period: 2026-Q2\nsales: {2026-05: {plan: 1}}\n"),
        {"format": MONTHLY},
        [
            ("missing-checkpoint", "7:1-7:6", "sales"),
        ],
    ),
    (
        "the last quarter of a fiscal year from April is planned in January",
        ("sales:\n  2026-Q1: {plan: 1}\n  2026-Q2: {plan: 1}\n  2026-Q3: {plan: 1}\n  2027-01: {plan: 1}\n"),
        {"format": APRIL},
        [],
    ),
    (
        "what lacks for a whole paid period is said by kpi-gap alone",
        ("kpis:\n  shelf-share: {2026-Q1: {actual: 19%}}\n"),
        {},
        [],
    ),
    (
        "a paid KPI with some quarters planned lacks the others",
        ("kpis:\n  shelf-share: {2026-Q1: {plan: 19%}}\n"),
        {},
        [
            ("missing-checkpoint", "13:3-13:14", "shelf-share"),
        ],
    ),
    (
        "a KPI that is paid by the quarter lacks what kpi-gap says",
        ("kpis:\n  shelf-share: {2026-Q1: {plan: 19%}}\n"),
        {"kpis": KPIS.replace("paid: year", "paid: quarter")},
        [],
    ),
    (
        "where kpi-gap is off it is said here",
        ("kpis:\n  shelf-share: {2026-Q1: {actual: 19%}}\n"),
        {"format": NO_GAPS},
        [
            ("missing-checkpoint", "13:3-13:14", "shelf-share"),
        ],
    ),
    (
        "quarters that a longer figure covers are not missing",
        ("sales:\n  2026-H1: {plan: 1}\n  2026-Q3: {plan: 1}\n"),
        {},
        [
            ("missing-checkpoint", "7:1-7:6", "sales"),
        ],
    ),
    (
        "a plan figure that cannot be read is not missing",
        ("sales:\n  2026-Q1: {plan: 1 and a half}\n  2026-Q2: {plan: 1}\n  2026-Q4: {plan: 1}\n"),
        {},
        [
            ("missing-checkpoint", "7:1-7:6", "sales"),
        ],
    ),
    (
        "where a period cannot be read nothing is said to be missing",
        ("sales:\n  2026-Q0: {plan: 1}\n"),
        {},
        [],
    ),
    (
        "a section with nothing in it is missing, which another rule says",
        "sales: {}\n",
        {},
        [],
    ),
    (
        "a KPI with nothing in it lacks everything",
        "kpis: {visits: {}}\n",
        {},
        [
            ("missing-checkpoint", "12:8-12:14", "visits"),
        ],
    ),
    (
        "a plan whose period cannot be read has no checkpoints",
        ("period: soon\nsales: {2026-Q1: {plan: 1}}\n"),
        {},
        [],
    ),
    (
        "a checkpoint that cannot be read is not asked for",
        "sales: {2026-Q1: {plan: 1}}\n",
        {"format": SHRUG},
        [],
    ),
]


@pytest.mark.parametrize(
    ("sections", "settings", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_missing_checkpoint(sections: str, settings: dict[str, Any], found: list[Row]) -> None:
    assert lint(sections, "missing-checkpoint", **settings) == found
