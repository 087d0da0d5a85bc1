"""SKAM set limits, so that a promise nobody may make is not made in a plan.

A discount above its limit, a credit line that is longer than anybody's, a probability over 100%: either a slip of
the hand or a question for SKAM.

Bad:

    discounts:
      volume: {size: 20%, condition: Turnover of 50M or more in the quarter}

Good:

    discounts:
      volume: {size: 15%, condition: Turnover of 50M or more in the quarter}
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kamctl.lint.rule import FORMAT, Rule, Wording
from kamctl.plan import quantity
from kamctl.plan.fault import Fault
from kamctl.plan.shape import DATE, MONEY, PERCENT, Leaf, Limit
from kamctl.plan.source import Source
from kamctl.words import Sentence, say

_HINT: Sentence = say("Write a value within the limits; they are SKAM's to change.")


def word(fault: Fault, source: Source) -> Wording:
    leaf, raw = fault.facts["shape"], fault.facts["raw"]
    amount = _amount(leaf, fault.facts["value"])
    lowest, highest = leaf.minimum, leaf.maximum
    currency = fault.facts.get("currency", "")
    if amount is not None and lowest is not None and amount < lowest:
        least = _limit(leaf, lowest, raw, currency)
        return Wording(
            say("{value} is less than {limit}, the least that may stand here.", value=raw, limit=least), _HINT
        )
    if amount is not None and highest is not None and amount > highest:
        most = _limit(leaf, highest, raw, currency)
        return Wording(say("{value} is more than {limit}, the most that may stand here.", value=raw, limit=most), _HINT)
    if amount is not None and abs(amount) > quantity.LARGEST_NUMBER:
        return Wording(
            say("{value} is larger than any figure of a plan.", value=raw), say("Take the digits too many out.")
        )
    if leaf.whole:
        return Wording(say("{value} is no whole number.", value=raw), say("Write digits alone."))
    return Wording(say("{value} is outside of its limits.", value=raw), _HINT)


def _amount(leaf: Leaf, value: object) -> Any:
    if leaf.type == DATE:
        return quantity.day(value) if isinstance(value, str) else None
    number = quantity.number(value)
    return quantity.percent(value) if number is None and isinstance(value, str) else number


def _limit(leaf: Leaf, limit: Limit, raw: str, currency: str) -> str:
    """A limit with its unit, as people write it."""
    if not isinstance(limit, Decimal):
        return str(limit)
    if leaf.type == PERCENT or "%" in raw:
        return quantity.percent_text(limit)
    if leaf.type == MONEY and currency:
        return f"{quantity.money_text(limit)} {currency}"
    return quantity.plain_text(limit)


RULE = Rule("out-of-range", FORMAT, __doc__, word=word)
