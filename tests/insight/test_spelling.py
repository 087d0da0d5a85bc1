"""Figures as people read them: nothing is 0, whichever side it was rounded from."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from kamctl.insight import spelling
from kamctl.insight.report import Value
from kamctl.insight.status_tables import figure, growth
from kamctl.plan.shape import NUMBER, PERCENT

HARDLY = Decimal("-0.0000001")

NOTHING: dict[str, tuple[Callable[[Decimal], Value | None], str]] = {
    "an amount": (spelling.money, "0"),
    "an amount that was worked out": (spelling.rounded_money, "0"),
    "a share": (spelling.share, "0.0%"),
    "a change": (growth, "+0.0%"),
    "a number that was worked out": (lambda value: figure(value, NUMBER), "0"),
    "a percentage that was worked out": (lambda value: figure(value, PERCENT), "0%"),
}


@pytest.mark.parametrize(("spelt", "text"), NOTHING.values(), ids=NOTHING.keys())
def test_what_rounds_to_nothing_is_not_less_than_nothing(spelt: Callable[[Decimal], Value | None], text: str) -> None:
    assert spelt(HARDLY) == Value(text, -1e-07)
