"""What somebody who typed a value most likely means, as YAML writes it, and words on how a type is written.

`lint --fix` writes what is found here without asking, so there is an answer only where nothing else can be meant.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING

from kamctl.plan import quantity, spelled_number, spelled_time
from kamctl.plan.identifier import is_id, is_short_name
from kamctl.plan.period import PERIOD_PATTERN
from kamctl.plan.scalar import Scalar, resolve
from kamctl.plan.shape import (
    CHOICE,
    CONTACT,
    DATE,
    ID,
    IMPACT,
    KPI,
    MONEY,
    NUMBER,
    PERCENT,
    PERIOD,
    PERSON,
    PRODUCT,
    SHORT_NAME,
    TEXT,
    YES_NO,
    Leaf,
)
from kamctl.plan.writing import scalar_text, unquoted
from kamctl.words import Sentence, listing, say

if TYPE_CHECKING:
    from kamctl.plan.document import Value

LONGEST_SPELLING = 60
"""Characters; what is longer is no figure, date or choice that anybody typed."""

CURRENCY = "RUB"

_YES = frozenset(("yes", "y", "да", "on", "true"))
_NO = frozenset(("no", "n", "нет", "off", "false"))
_ID_TYPES = frozenset((ID, PERSON, PRODUCT, KPI, CONTACT, SHORT_NAME))


def respell(leaf: Leaf, value: Value, raw: str, currency: str = CURRENCY) -> str | None:
    """The text, ready to stand in YAML, that says what is meant by `raw` where a value of `leaf` belongs.

    `value` is what YAML reads in `raw` (the text in the file, quotes and all). `currency` is the code of the money
    that the plans are kept in. None: nobody can know what is meant, or it is right as it is.
    """
    if isinstance(value, dict | list) or raw[:1] in ("|", ">"):
        return None
    typed = value if isinstance(value, str) else raw
    if len(typed) > LONGEST_SPELLING or not typed.strip():
        return None
    if _fits(leaf, value):
        return None
    meant = _meant(leaf, value, typed, currency)
    return meant if meant is not None and _fits(leaf, _read(meant)) else None


def _meant(leaf: Leaf, value: Scalar, typed: str, currency: str) -> str | None:
    kind = leaf.type
    if kind in (NUMBER, MONEY):
        return _number(kind, typed, currency) if isinstance(value, str) else None
    if kind == PERCENT:
        return _percent(value, typed)
    if kind == IMPACT:
        if not isinstance(value, str):
            return None
        return spelled_number.percent(typed) or _number(MONEY, typed, currency)
    if kind == DATE:
        return spelled_time.day(typed)
    if kind == PERIOD:
        return spelled_time.period(typed)
    if kind == YES_NO:
        word = typed.strip().casefold() if isinstance(value, str) else ""
        return "true" if word in _YES else "false" if word in _NO else None
    if kind == CHOICE:
        return _choice(leaf.choices, typed)
    if kind == TEXT or kind in _ID_TYPES:
        return None if isinstance(value, str) or typed == "~" else scalar_text(typed)
    return None


def readings(leaf: Leaf, value: Value, raw: str) -> tuple[str, ...]:
    """Where `raw` may be read in two ways, both of them as they would be written; else nothing.

    A fraction that may be a percentage (0.075), a group of digits that may be decimals (12,500), a day that may be a
    month (03/02/2026).
    """
    typed = value if isinstance(value, str) else raw
    if isinstance(value, dict | list | bool) or len(typed) > LONGEST_SPELLING:
        return ()
    if leaf.type == PERCENT:
        found = spelled_number.fraction_or_percent(typed)
    elif leaf.type in (NUMBER, MONEY, IMPACT):
        found = spelled_number.group_or_decimals(typed)
    elif leaf.type == DATE:
        found = spelled_time.days(typed)
    else:
        return ()
    fitting = tuple(text for text in found if _fits(leaf, _read(text)))
    return fitting if len(fitting) == 2 else ()


def _number(kind: str, typed: str, currency: str) -> str | None:
    return spelled_number.money(typed, currency) if kind == MONEY else spelled_number.number(typed)


def _percent(value: Scalar, typed: str) -> str | None:
    if isinstance(value, str):
        return spelled_number.percent(typed) or spelled_number.percent_without_sign(typed)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        # YAML has read it: a point is a decimal point here, however many digits follow.
        number = quantity.plain_text(Decimal(value))
        return f"{number}%" if value == 0 or 2 <= value <= 100 else None
    return None


def _choice(choices: tuple[str, ...], typed: str) -> str | None:
    wanted = _loose(typed)
    fitting = [choice for choice in choices if _loose(choice) == wanted]
    return scalar_text(fitting[0]) if len(fitting) == 1 else None


def _loose(text: str) -> str:
    return re.sub(r"[\s_-]+", "-", unicodedata.normalize("NFC", text).strip().casefold())


def _read(written: str) -> Scalar:
    return unquoted(written) if written.startswith('"') else resolve(written)


def _fits(leaf: Leaf, value: Scalar) -> bool:
    """Whether `value` may stand where `leaf` belongs, as far as that can be told without the catalogues."""
    kind = leaf.type
    if kind in (NUMBER, MONEY, IMPACT) and (amount := quantity.number(value)) is not None:
        whole = not leaf.whole or amount == amount.to_integral_value()
        return whole and abs(amount) <= quantity.LARGEST_NUMBER and _within(leaf, amount)
    if kind == YES_NO:
        return isinstance(value, bool)
    if not isinstance(value, str):
        return kind == PERIOD and value.__class__ is int and _is_period(str(value))
    if kind in (PERCENT, IMPACT):
        share = quantity.percent(value)
        return share is not None and _within(leaf, share)
    if kind == DATE:
        day = quantity.day(value)
        return day is not None and _within(leaf, day)
    if kind == PERIOD:
        return _is_period(value)
    if kind == CHOICE:
        return value in leaf.choices
    if kind in _ID_TYPES:
        return is_short_name(value) if kind == SHORT_NAME else is_id(value)
    return kind == TEXT


def _is_period(text: str) -> bool:
    return re.fullmatch(PERIOD_PATTERN, text) is not None


def _within(leaf: Leaf, amount: object) -> bool:
    lowest, highest = leaf.minimum, leaf.maximum
    return not (
        (lowest is not None and amount < lowest)  # type: ignore[operator]  # limits are of the leaf's own type
        or (highest is not None and amount > highest)  # type: ignore[operator]
    )


def writing(leaf: Leaf) -> Sentence:
    """How a value of `leaf` is written, with an example."""
    kind = leaf.type
    if kind == CHOICE:
        return say("Write one of {choices}.", choices=listing(leaf.choices))
    return say(_WRITING.get(kind, "Write one value here, such as a word or a number."))


_ID_WRITING = "Write an id: lower-case letters, digits and single hyphens, such as cold-chain."

_WRITING = {
    TEXT: 'Write text; in quotes where it looks like a number, such as "70000".',
    NUMBER: "Write digits with a point for decimals and no blanks, such as 12000 or 12.5.",
    MONEY: "Write digits with a point for decimals and no blanks or currency, such as 12000000 or 12_000_000.",
    PERCENT: "Write a number with a point for decimals and the sign %, such as 7.5%.",
    IMPACT: "Write money, such as 4000000, or a percentage of the period's sales plan, such as 15%.",
    DATE: "Write the year, the month and the day, such as 2026-02-03.",
    PERIOD: "Write a year, half-year, quarter or month: 2026, 2026-H1, 2026-Q3 or 2026-07.",
    YES_NO: "Write true or false.",
    ID: _ID_WRITING,
    CONTACT: "Write the id of one of the plan's contacts.",
    PERSON: "Write the id of a person in schema/people.yaml.",
    PRODUCT: "Write the id of a product in schema/products.yaml.",
    KPI: "Write the id of a KPI in schema/kpis.yaml, or sales.",
    SHORT_NAME: "Write a short name: letters, digits and single hyphens, such as A.",
}
