"""wrong-checkpoint: figures of one length, the checkpoint's or shorter."""

from __future__ import annotations

from typing import Any

import pytest

from kamctl.lint.page import PLAN
from tests.harness import BASE_PLAN, FORMAT, Row, lint, overlay, run

MONTHLY = FORMAT.replace("checkpoint: quarter", "checkpoint: month")
APRIL = FORMAT.replace("fiscal_year_start: 1", "fiscal_year_start: 4")
BROKEN = FORMAT.replace("checkpoint: quarter", "checkpoint: week")

CASES: list[tuple[str, str, dict[str, Any], list[Row]]] = [
    (
        "figures by the checkpoint are fine",
        "",
        {},
        [],
    ),
    (
        "figures that are all shorter than the checkpoint are fine",
        ("sales:\n  2026-01: {plan: 1}\n  2026-02: {plan: 1}\n"),
        {},
        [],
    ),
    (
        "a figure for the year is found at its period",
        ("sales:\n  2026: {plan: 54000000}\n"),
        {},
        [
            ("wrong-checkpoint", "8:3-8:7", "2026"),
        ],
    ),
    (
        "a figure for half a year beside quarters is found once",
        ("sales:\n  2026-Q1: {plan: 1}\n  2026-Q2: {plan: 1}\n  2026-H2: {plan: 1}\n"),
        {},
        [
            ("wrong-checkpoint", "10:3-10:10", "2026-H2"),
        ],
    ),
    (
        "a month among quarters is found",
        ("sales:\n  2026-Q1: {plan: 1}\n  2026-Q2: {plan: 1}\n  2026-07: {plan: 1}\n"),
        {},
        [
            ("wrong-checkpoint", "10:3-10:10", "2026-07"),
        ],
    ),
    (
        "a quarter among months is found",
        ("sales:\n  2026-01: {plan: 1}\n  2026-02: {plan: 1}\n  2026-03: {plan: 1}\n  2026-Q2: {plan: 1}\n"),
        {},
        [
            ("wrong-checkpoint", "11:3-11:10", "2026-Q2"),
        ],
    ),
    (
        "where two lengths are as common the shorter is found",
        ("kpis:\n  visits:\n    2026-01: {plan: 1}\n    2026-Q2: {plan: 1}\n"),
        {},
        [
            ("wrong-checkpoint", "14:5-14:12", "2026-01"),
        ],
    ),
    (
        "what is too long does not count among the lengths",
        ("sales:\n  2026-H1: {plan: 1}\n  2026-H2: {plan: 1}\n  2026: {plan: 1}\n  2026-01: {plan: 1}\n"),
        {},
        [
            ("wrong-checkpoint", "8:3-8:10", "2026-H1"),
            ("wrong-checkpoint", "9:3-9:10", "2026-H2"),
            ("wrong-checkpoint", "10:3-10:7", "2026"),
        ],
    ),
    (
        "each KPI has a length of its own",
        ("kpis:\n  visits: {2026-01: {plan: 1}}\n  margin: {2026-Q1: {plan: 1}}\n"),
        {},
        [],
    ),
    (
        "a quarter is too long where results are recorded by the month",
        "",
        {"format": MONTHLY},
        [
            ("wrong-checkpoint", "8:3-8:10", "2026-Q1"),
            ("wrong-checkpoint", "9:3-9:10", "2026-Q2"),
            ("wrong-checkpoint", "10:3-10:10", "2026-Q3"),
            ("wrong-checkpoint", "11:3-11:10", "2026-Q4"),
        ],
    ),
    (
        "quarters of a fiscal year are of one length",
        ("sales:\n  2026-Q4: {plan: 1}\n  2027-01: {plan: 1}\n  2026-Q1: {plan: 1}\n"),
        {"format": APRIL},
        [
            ("wrong-checkpoint", "9:3-9:10", "2027-01"),
        ],
    ),
    (
        "a figure with an actual alone counts too",
        ("sales:\n  2026: {actual: 1}\n"),
        {},
        [
            ("wrong-checkpoint", "8:3-8:7", "2026"),
        ],
    ),
    (
        "a section with nothing in it has no lengths",
        "sales: {}\n",
        {},
        [],
    ),
    (
        "where the checkpoint cannot be read nothing is said",
        ("sales:\n  2026: {plan: 1}\n"),
        {"format": BROKEN},
        [],
    ),
]


@pytest.mark.parametrize(
    ("sections", "settings", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_wrong_checkpoint(sections: str, settings: dict[str, Any], found: list[Row]) -> None:
    assert lint(sections, "wrong-checkpoint", **settings) == found


@pytest.mark.parametrize(
    ("sections", "hint"),
    [
        ("sales: {2026: {plan: 1}}\n", "Split it into 2026-Q1, 2026-Q2, 2026-Q3, 2026-Q4."),
        ("sales: {2026-Q1: {plan: 1}, 2026-05: {plan: 1}}\n", "Write one figure for 2026-Q2."),
        (
            "sales: {2026-01: {plan: 1}, 2026-02: {plan: 1}, 2026-Q2: {plan: 1}}\n",
            "Split it into 2026-04, 2026-05, 2026-06.",
        ),
    ],
    ids=["the parts of what is too long", "the whole that a month belongs to", "the months of a quarter among months"],
)
def test_the_hint_names(sections: str, hint: str) -> None:
    findings = run({PLAN: overlay(BASE_PLAN, sections)}).report.findings
    assert [str(finding.hint) for finding in findings if finding.rule == "wrong-checkpoint"] == [hint]
