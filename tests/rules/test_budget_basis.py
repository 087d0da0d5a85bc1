"""budget-basis: a budget has the figure of its basis, never the other one."""

from __future__ import annotations

from typing import Any

import pytest

from tests.harness import Row, lint

CASES: list[tuple[str, str, dict[str, Any], list[Row]]] = [
    (
        "a rate of the turnover is fine",
        "budget: {basis: turnover, rate: 2.5%}\n",
        {},
        [],
    ),
    (
        "a fixed amount is fine",
        "budget: {basis: fixed, amount: 1200000}\n",
        {},
        [],
    ),
    (
        "an amount beside the rate is found",
        ("budget:\n  basis: turnover\n  rate: 2.5%\n  amount: 1200000\n"),
        {},
        [
            ("budget-basis", "15:11-15:18", "1200000"),
        ],
    ),
    (
        "an amount in place of the rate is found",
        ("budget:\n  basis: turnover\n  amount: 1200000\n"),
        {},
        [
            ("budget-basis", "14:11-14:18", "1200000"),
        ],
    ),
    (
        "a rate beside the amount is found",
        "budget: {basis: fixed, amount: 1200000, rate: 2.5%}\n",
        {},
        [
            ("budget-basis", "12:47-12:51", "2.5%"),
        ],
    ),
    (
        "a rate in place of the amount is found, be it nothing",
        "budget: {basis: fixed, rate: 0%}\n",
        {},
        [
            ("budget-basis", "12:30-12:32", "0%"),
        ],
    ),
    (
        "a basis that cannot be read has no other figure",
        "budget: {basis: thin air, rate: 2%, amount: 5}\n",
        {},
        [],
    ),
    (
        "a plan without a budget is fine",
        "",
        {},
        [],
    ),
]


@pytest.mark.parametrize(
    ("sections", "settings", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_budget_basis(sections: str, settings: dict[str, Any], found: list[Row]) -> None:
    assert lint(sections, "budget-basis", **settings) == found
