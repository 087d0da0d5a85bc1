"""credit-overrun: a client owes no more than the credit line allows."""

from __future__ import annotations

from typing import Any

import pytest

from tests.harness import Row, lint

CASES: list[tuple[str, str, dict[str, Any], list[Row]]] = [
    (
        "all of the limit may be used",
        "credit_line: {limit: 30000000, days: 45, used: 30000000}\n",
        {},
        [],
    ),
    (
        "more than the limit is found at what is used",
        ("credit_line:\n  limit: 30000000\n  days: 45\n  used: 30000000.01\n"),
        {},
        [
            ("credit-overrun", "15:9-15:20", "30000000.01"),
        ],
    ),
    (
        "a credit line with nothing said of its use is fine",
        "credit_line: {limit: 0, days: 0}\n",
        {},
        [],
    ),
    (
        "a limit of nothing is overrun by anything",
        "credit_line: {limit: 0, days: 0, used: 1}\n",
        {},
        [
            ("credit-overrun", "12:40-12:41", "1"),
        ],
    ),
    (
        "a limit that cannot be read is not overrun",
        "credit_line: {limit: plenty, days: 45, used: 5}\n",
        {},
        [],
    ),
    (
        "a plan without a credit line is fine",
        "",
        {},
        [],
    ),
]


@pytest.mark.parametrize(
    ("sections", "settings", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_credit_overrun(sections: str, settings: dict[str, Any], found: list[Row]) -> None:
    assert lint(sections, "credit-overrun", **settings) == found
