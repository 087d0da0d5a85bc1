"""approval-missing: what SKAM want approved has been approved."""

from __future__ import annotations

import pytest

from tests.harness import FORMAT, lint

RULE = "approval-missing"
TWO = """\
promotions:
  spring: {from: 2026-04-01, to: 2026-04-14, cost: 5}
  autumn: {from: 2026-09-01, to: 2026-09-14, cost: 5}
"""
SPRING = "approvals:\n  promotions.spring: {by: skam-head, on: 2026-05-01, of: 'v1:0'}\n"
WHOLE = "approvals:\n  plan: {by: skam-head, on: 2026-05-01, of: 'v1:0'}\n"


@pytest.mark.parametrize(
    ("wanted", "sections", "texts"),
    [
        pytest.param(None, "", [], id="nothing is asked for where the list is left out"),
        pytest.param("[]", "", [], id="nor where it is empty"),
        pytest.param("[plan]", "", [""], id="the plan"),
        pytest.param("[plan]", WHOLE, [], id="a plan that has been approved"),
        pytest.param("[promotions.*]", "", [], id="promotions where there are none"),
        pytest.param("[promotions.*]", TWO, ["spring", "autumn"], id="each promotion"),
        pytest.param("[promotions.*]", TWO + SPRING, ["autumn"], id="the one that has not been approved"),
        pytest.param("[budget]", "budget: {basis: fixed, amount: 5}\n", ["budget"], id="a section"),
        pytest.param("[budget]", "", [], id="a section that is not there"),
        pytest.param("[discounts.*.size]", "discounts:\n  x: {size: 5%, condition: y}\n", ["size"], id="a field"),
    ],
)
def test_approval_missing(wanted: str | None, sections: str, texts: list[str]) -> None:
    format_ = FORMAT if wanted is None else f"{FORMAT}approval: {wanted}\n"
    assert [text for _, _, text in lint(sections, RULE, format=format_)] == texts
