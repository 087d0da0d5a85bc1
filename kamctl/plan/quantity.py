"""Figures and dates as a plan writes them: money, numbers, percentages, days.

The readers return None for what is not written that way.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Context, Decimal
from functools import lru_cache

from kamctl.plan.period import FIRST_YEAR, LAST_YEAR

LARGEST_NUMBER = Decimal(10) ** 15
"""No figure of a plan is as large in any currency; what is larger is a slip of the hand."""

PERCENT_PATTERN = r"-?[0-9]{1,9}(?:\.[0-9]{1,9})?%"
GROUPED_PATTERN = r"[-+]?[0-9]{1,3}(?:_[0-9]{3}){1,5}(?:\.[0-9]{1,9})?"
DATE_PATTERN = (
    "20[0-9]{2}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    "|02-(?:0[1-9]|1[0-9]|2[0-8]))|20(?:[02468][048]|[13579][26])-02-29"
)

_WIDE = Context(prec=400)
"""Digits enough for whatever may be worked out of figures that a plan may have."""

NO_BREAK_SPACE = "\u00a0"
"""Between groups of three digits, so that no line breaks inside a figure."""

_PERCENT = re.compile(PERCENT_PATTERN)
_GROUPED = re.compile(GROUPED_PATTERN)
_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def number(value: object) -> Decimal | None:
    """A finite number, however large: a YAML number, or text with `_` between groups of three digits."""
    if value.__class__ is int:
        return Decimal(value)  # asked by identity: a bool is an int too
    if isinstance(value, Decimal):
        return _unsigned(value)
    if isinstance(value, str) and "_" in value and _GROUPED.fullmatch(value):
        return _unsigned(Decimal(value.replace("_", "")))
    return None


@lru_cache(maxsize=16384)
def percent(text: str) -> Decimal | None:
    """A percentage as a fraction: `7.5%` is 0.075."""
    return _unsigned(Decimal(text[:-1]) / 100) if _PERCENT.fullmatch(text) else None


@lru_cache(maxsize=16384)
def day(text: str) -> date | None:
    """A real day of this century, written `2026-02-03`."""
    if not _DATE.fullmatch(text):
        return None
    year, month, number = int(text[:4]), int(text[5:7]), int(text[8:])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, number)
    except ValueError:
        return None


def money_text(amount: Decimal) -> str:
    """An amount for people: groups of three digits, no trailing zeros (`12 000 000`, `62.5`)."""
    whole = rounded(amount, 2)
    text = f"{whole:,.2f}".replace(",", NO_BREAK_SPACE)
    return text.removesuffix(".00") if text.endswith(".00") else text.rstrip("0")


def rounded(value: Decimal, places: int) -> Decimal:
    """A figure with so many decimals, however large: a forecast may be larger than any figure that is written."""
    return _unsigned(value.quantize(Decimal(1).scaleb(-places), context=_WIDE))


def number_text(value: Decimal) -> str:
    """A number for people: groups of three digits, all its decimals."""
    return _without_zeros(f"{value:,f}".replace(",", NO_BREAK_SPACE))


def percent_text(fraction: Decimal) -> str:
    """A fraction for people and for plans: 0.075 is `7.5%`."""
    return f"{plain_text(fraction * 100)}%"


def plain_text(value: Decimal) -> str:
    """A number as a plan writes it: no exponent, no trailing zeros."""
    return _without_zeros(f"{value:f}")


def plain_number(value: Decimal) -> int | float:
    """A number as JSON has it: whole ones without a fraction."""
    return int(value) if value == value.to_integral_value() else float(value)


def _unsigned(value: Decimal) -> Decimal:
    """Nothing is nothing, whichever side it was rounded from: never -0."""
    return value or value.copy_abs()


def _without_zeros(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
