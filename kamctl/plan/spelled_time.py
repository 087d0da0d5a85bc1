"""Days and periods as people type them: `03.02.2026`, `Q3 2026`, `3 кв. 2026`.

A reader returns the one day or period that is meant, as a plan writes it, or None where there is none or more than one.
"""

from __future__ import annotations

import re

from kamctl.plan import quantity
from kamctl.plan.period import PERIOD_PATTERN
from kamctl.plan.spelled_number import tidy

# A word processor makes dashes of hyphens.
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014", "-"))
_YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})(?P<mark>[-./ ])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})")
_COMPACT = re.compile("(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
_DAY_FIRST = re.compile(r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})")
_EITHER_FIRST = re.compile(r"(?P<one>[0-9]{1,2})(?P<mark>[-/])(?P<other>[0-9]{1,2})(?P=mark)(?P<year>[0-9]{4})")
_MIDNIGHT = re.compile(r"[T ]00:00(?::00)?$")
_WORD_YEAR = re.compile(r" ?(?:год|г\.|г)$")

_PERIOD = re.compile(PERIOD_PATTERN)
_LOOK_ALIKE = str.maketrans({"Н": "H", "Ԛ": "Q", "К": "Q"})  # Cyrillic; К is the first letter of «квартал»
_QUARTER = r"(?:Q|КВ|КВ\.|КВАРТАЛ)"
_HALF = r"(?:H|ПОЛУГОДИЕ)"
_MARK = r"[-_/., ]{0,2}"
_KINDS = (("Q", _QUARTER, "[1-4]|I{1,3}|IV"), ("H", _HALF, "[12]|I{1,2}"))
_NAMED = [
    (letter, re.compile(form))
    for letter, name, numbers in _KINDS
    for form in (
        rf"(?P<year>[0-9]{{4}}){_MARK}{name} ?(?P<number>{numbers})",
        rf"(?P<year>[0-9]{{4}}){_MARK}(?P<number>{numbers}) ?{name}",
        rf"{name} ?(?P<number>{numbers}){_MARK}(?P<year>[0-9]{{4}})",
        rf"(?P<number>{numbers})[- ]?{name}{_MARK}(?P<year>[0-9]{{4}})",
    )
]
_ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4"}
_MONTHS = (
    re.compile(r"(?P<year>[0-9]{4})[-/. ]?(?P<month>0[1-9]|1[0-2])"),
    # From 1 to 4 without a zero it may be a quarter that lost its Q.
    re.compile(r"(?P<year>[0-9]{4})[-/ ](?P<month>[5-9])"),
    re.compile(r"(?P<month>0[1-9]|1[0-2])[-/. ](?P<year>[0-9]{4})"),
)


def day(text: str) -> str | None:
    """A day as a plan writes it. Of two numbers with slashes it is not known which is the month, save by their size."""
    text = _WORD_YEAR.sub("", _MIDNIGHT.sub("", tidy(text.translate(_DASHES))))
    for form in (_YEAR_FIRST, _COMPACT, _DAY_FIRST):
        if found := form.fullmatch(text):
            return _real_day(found["year"], found["month"], found["day"])
    readings = days(text)
    return readings[0] if len(readings) == 1 else None


def days(text: str) -> tuple[str, ...]:
    """The days that two numbers and a year may be: `03/02/2026` is in February to some and in March to others."""
    found = _EITHER_FIRST.fullmatch(tidy(text))
    if not found:
        return ()
    one, other = found["one"], found["other"]
    both = (_real_day(found["year"], other, one), _real_day(found["year"], one, other))
    return tuple(dict.fromkeys(reading for reading in both if reading))


def period(text: str) -> str | None:
    """A period as a plan writes it."""
    plain = _WORD_YEAR.sub("", tidy(text.translate(_DASHES)).casefold()).upper()
    # The words for a quarter begin with a К of their own, so look-alikes are tried second.
    for candidate in (plain, plain.translate(_LOOK_ALIKE)):
        if _PERIOD.fullmatch(candidate):
            return candidate
        for letter, form in _NAMED:
            if found := form.fullmatch(candidate):
                return _real_period(f"{found['year']}-{letter}{_ROMAN.get(found['number'], found['number'])}")
        for form in _MONTHS:
            if found := form.fullmatch(candidate):
                return _real_period(f"{found['year']}-{found['month']:0>2}")
    return None


def _real_day(year: str, month: str, day: str) -> str | None:
    text = f"{year}-{month:0>2}-{day:0>2}"
    return text if quantity.day(text) else None


def _real_period(text: str) -> str | None:
    return text if _PERIOD.fullmatch(text) else None
