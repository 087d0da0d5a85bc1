"""Figures as people type them: groups of digits, decimal commas, “12 млн”, currency signs.

A reader returns the one number that is meant, as a plan writes it, or None where there is none or more than one:
`12,500` is twelve and a half to some and twelve thousand five hundred to others.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from kamctl.plan.quantity import plain_text

_BLANKS = "\u00a0\u2007\u2009\u202f"
_OTHER_KEYBOARDS = {"\u2212": "-", "\uff0d": "-", "\u2019": "'", "\uff05": "%", "\uff0e": ".", "\uff0c": ","}
_MARKS = str.maketrans(_OTHER_KEYBOARDS | dict.fromkeys(_BLANKS, " "))

_GROUPED_WITH = re.compile(
    # A group mark that is no decimal mark, then a decimal part with either.
    r"(?P<whole>[1-9][0-9]{0,2}(?P<mark>[ '_])[0-9]{3}(?:(?P=mark)[0-9]{3})*)(?:[.,](?P<part>[0-9]{1,2}))?"
)
_GROUPED_BY_POINT = re.compile(r"(?P<whole>[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,(?P<part>[0-9]{1,2}))?")
_GROUPED_BY_COMMA = re.compile(r"(?P<whole>[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.(?P<part>[0-9]{1,2}))?")
_ONE_GROUP = re.compile(r"(-?[1-9][0-9]{0,2})[.,]([0-9]{3})")
_UNGROUPED = re.compile(r"(?P<whole>0|[1-9][0-9]{0,14})(?:[.,](?P<part>[0-9]{1,9}))?")
_PERCENT = re.compile(r"(?P<number>.*?) ?%")
_COUNTED = re.compile(r"(?P<number>.*[0-9]) ?(?P<times>[^\W\d_]+\.?)")

_TIMES = {
    1_000: ("k", "к", "тыс", "thousand"),
    1_000_000: ("M", "М", "mln", "млн", "million"),
    1_000_000_000: ("bn", "млрд", "billion"),
}
# A lower-case m is a thousand to bankers and a million to others; an upper-case K means what k means.
_TIMES_OF = {word: Decimal(times) for times, words in _TIMES.items() for word in words}
_TIMES_OF |= {"K": Decimal(1000), "К": Decimal(1000)}

_CURRENCIES = {
    "RUB": ("рублей", "рубля", "рубль", "руб.", "руб", "р.", "р", "₽", "RUB", "RUR"),
    "EUR": ("€", "EUR"),
    "USD": ("$", "USD"),
    "KZT": ("₸", "тенге", "KZT"),
    "BYN": ("Br", "BYN"),
}


def tidy(text: str) -> str:
    """`text` with digits, minus signs and blanks of other keyboards as plain ones; unchanged where digits are mixed."""
    text = text.strip().translate(_MARKS)
    if text.isascii():
        return text
    digits = {character for character in text if character.isdecimal() and not character.isascii()}
    if not digits or any(character in "0123456789" for character in text):
        return text
    # Sets of digits stand in Unicode in runs of ten that begin with the zero.
    if len({ord(digit) - unicodedata.decimal(digit) for digit in digits}) > 1:
        return text
    return "".join(str(unicodedata.decimal(one)) if one in digits else one for one in text)


def number(text: str) -> str | None:
    """A number as a plan writes it."""
    text = tidy(text)
    counted = _COUNTED.fullmatch(text)
    if counted:
        times = _TIMES_OF.get(counted["times"].removesuffix("."))
        amount = _digits(counted["number"]) if times else None
        return plain_text(Decimal(amount) * times) if amount and times else None
    return _digits(text)


def money(text: str, currency: str) -> str | None:
    """An amount as a plan writes it; a sign or word of `currency` (a code, such as RUB) round it says nothing new."""
    text = tidy(text)
    for sign in _CURRENCIES.get(currency, (currency,)) if currency else ():
        folded = text.casefold()
        if folded.endswith(sign.casefold()):
            return number(text[: -len(sign)])
        if not sign[0].isalnum() and text.startswith(sign):
            return number(text[len(sign) :])
    return number(text)


def percent(text: str) -> str | None:
    """A percentage as a plan writes it, from text that has the sign."""
    found = _PERCENT.fullmatch(tidy(text))
    digits = _digits(found["number"]) if found else None
    return f"{digits}%" if digits else None


def percent_without_sign(text: str) -> str | None:
    """A percentage that lacks its sign: from 2 to 100 nothing else can be meant; less may be a fraction."""
    digits = _digits(tidy(text))
    if digits is None:
        return None
    amount = Decimal(digits)
    return f"{digits}%" if amount == 0 or 2 <= amount <= 100 else None


def fraction_or_percent(text: str) -> tuple[str, ...]:
    """The two percentages that a number below 2 may be."""
    digits = _digits(tidy(text))
    if digits is None or not 0 < Decimal(digits) < 2:
        return ()
    return f"{plain_text(Decimal(digits) * 100)}%", f"{digits}%"


def group_or_decimals(text: str) -> tuple[str, ...]:
    """The two numbers that digits with one mark before the last three may be."""
    found = _ONE_GROUP.fullmatch(tidy(text))
    return (found[1] + found[2], f"{found[1]}.{found[2]}") if found else ()


def _digits(text: str) -> str | None:
    """Signed digits with a decimal point from digits with marks between them, where they can be read in one way."""
    text = text.strip()
    sign = "-" if text.startswith("-") else ""
    text = text.removeprefix(sign or "+").lstrip()
    if found := _GROUPED_WITH.fullmatch(text):
        return sign + _joined(found)
    for grouping in (_GROUPED_BY_POINT, _GROUPED_BY_COMMA):
        found = grouping.fullmatch(text)
        # One group alone may be the decimals: 12.500, 12,500.
        if found and (found["part"] or len(found["whole"]) > len("123,456")):
            return sign + _joined(found)
        if found:
            return None
    found = _UNGROUPED.fullmatch(text)
    return sign + _joined(found) if found else None


def _joined(found: re.Match[str]) -> str:
    whole = re.sub("[^0-9]", "", found["whole"])
    return f"{whole}.{found['part']}" if found["part"] else whole
