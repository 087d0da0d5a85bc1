"""Figures as accounting systems write them, in the unit of a KPI."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from kamctl.plan import quantity
from kamctl.plan.imports import DAY_FORMAT
from kamctl.plan.shape import PERCENT
from kamctl.plan.spelled_number import tidy

_LONGEST = 40


def figure(text: str, unit: str, decimal: str) -> Decimal | None:
    """A figure with a known decimal mark; blanks, apostrophes and the other mark may stand between groups of three.

    A percentage has its sign, or is from 2 to 100: 0.5 may be either. None for what is no figure.
    """
    text = tidy(text)
    if len(text) > _LONGEST:
        return None
    signed = unit == PERCENT and text.endswith("%")
    amount = _number(text.removesuffix("%").rstrip() if signed else text, decimal)
    if amount is None or abs(amount) > quantity.LARGEST_NUMBER:
        return None
    if unit != PERCENT:
        return amount
    return amount / 100 if signed or amount == 0 or 2 <= amount <= 100 else None


def _number(text: str, decimal: str) -> Decimal | None:
    group = "[ '.]" if decimal == "," else "[ ',]"
    form = rf"[-+]?(?:[0-9]{{1,15}}|[0-9]{{1,3}}(?:{group}[0-9]{{3}})+)(?:{re.escape(decimal)}[0-9]{{0,9}})?"
    if not re.fullmatch(form, text):
        return None
    return Decimal(re.sub(group, "", text).replace(decimal, "."))


def day(text: str, form: str | None) -> date | None:
    """A day in a format of `schema/imports.yaml`."""
    try:
        found = datetime.strptime(text, form or DAY_FORMAT).date()  # noqa: DTZ007  # a day has no zone
    except ValueError:
        return None
    return quantity.day(found.isoformat())
