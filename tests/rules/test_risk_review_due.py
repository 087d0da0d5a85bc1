"""risk-review-due: an open risk is looked at again on the day of its review."""

from __future__ import annotations

from typing import Any

import pytest

from tests.harness import Row, lint


def risk(rest: str) -> str:
    return f"risks:\n  one: {{what: Something, probability: 10%, impact: 1, {rest}}}\n"


CASES: list[tuple[str, str, dict[str, Any], list[Row]]] = [
    (
        "a review tomorrow is not due",
        risk("review: 2026-05-21"),
        {},
        [],
    ),
    (
        "a review today is due",
        risk("review: 2026-05-20"),
        {},
        [
            ("risk-review-due", "13:63-13:73", "2026-05-20"),
        ],
    ),
    (
        "a review of last year is due",
        risk("review: 2025-12-01"),
        {},
        [
            ("risk-review-due", "13:63-13:73", "2025-12-01"),
        ],
    ),
    (
        "a risk that is open in so many words is due",
        risk("review: 2026-05-20, status: open"),
        {},
        [
            ("risk-review-due", "13:63-13:73", "2026-05-20"),
        ],
    ),
    (
        "a closed risk is not reviewed",
        risk("review: 2026-05-20, status: closed"),
        {},
        [],
    ),
    (
        "a risk that happened is not reviewed",
        risk("review: 2026-05-20, status: happened"),
        {},
        [],
    ),
    (
        "whether a risk is open may be impossible to read",
        risk("review: 2026-05-20, status: who knows"),
        {},
        [],
    ),
    (
        "a risk without a day of review is never due",
        risk("cause: spring"),
        {},
        [],
    ),
    (
        "each risk is found for itself",
        (
            "risks:\n"
            "  one: {what: Something, probability: 10%, impact: 1, review: 2026-05-20}\n"
            "  two:\n"
            "    what: Something\n"
            "    probability: 10%\n"
            "    impact: 5%\n"
            "    review: 2026-05-19\n"
        ),
        {},
        [
            ("risk-review-due", "13:63-13:73", "2026-05-20"),
            ("risk-review-due", "18:13-18:23", "2026-05-19"),
        ],
    ),
]


@pytest.mark.parametrize(
    ("sections", "settings", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_risk_review_due(sections: str, settings: dict[str, Any], found: list[Row]) -> None:
    assert lint(sections, "risk-review-due", **settings) == found
