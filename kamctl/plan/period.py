"""Periods: years, half-years, quarters and months as half-open ranges of days.

Half-years and quarters follow the fiscal year; months keep the calendar's names. With a fiscal year
that starts in April, 2026 is April 2026 to March 2027, 2026-Q1 is April to June, 2026-04 is April.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final, NamedTuple

YEAR, HALF_YEAR, QUARTER, MONTH = "year", "half-year", "quarter", "month"
KINDS: Final = (YEAR, HALF_YEAR, QUARTER, MONTH)
"""From the longest to the shortest."""

MONTHS: Final = {YEAR: 12, HALF_YEAR: 6, QUARTER: 3, MONTH: 1}

FIRST_YEAR, LAST_YEAR = 2000, 2099

PERIOD_PATTERN = "20[0-9]{2}(?:-H[12]|-Q[1-4]|-(?:0[1-9]|1[0-2]))?"

_PERIOD = re.compile(PERIOD_PATTERN)


class Period(NamedTuple):
    """The days from `start` up to, and without, `end`; `name` is how it is written (`2026-Q3`)."""

    name: str
    kind: str
    start: date
    end: date

    def __str__(self) -> str:
        return self.name

    @property
    def last_day(self) -> date:
        """The last of its days."""
        return self.end - timedelta(days=1)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days

    def holds(self, other: Period) -> bool:
        """Whether all days of `other` are days of this period."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Period) -> bool:
        """Whether the two have a day in common."""
        return self.start < other.end and other.start < self.end

    def has_day(self, day: date) -> bool:
        """Whether `day` is one of its days."""
        return self.start <= day < self.end

    def days_through(self, day: date) -> int:
        """How many of its days have passed when `day` is over: none before its first, all from its last on."""
        return min(max((day - self.start).days + 1, 0), self.days)

    def closed(self, today: date) -> bool:
        """Whether its last day is before `today`."""
        return self.end <= today

    def begun(self, today: date) -> bool:
        """Whether its first day is `today` or before."""
        return self.start <= today


class Calendar:
    """The periods of a fiscal year that starts in a month (1 to 12)."""

    __slots__ = ("_parsed", "_parts", "start")

    def __init__(self, start: int = 1) -> None:
        self.start = start
        self._parsed: dict[str, Period | None] = {}
        self._parts: dict[tuple[str, str], tuple[Period, ...]] = {}

    def parse(self, text: str) -> Period | None:
        """The period that `text` names, or None."""
        try:
            return self._parsed[text]
        except KeyError:
            period = self._parse(text) if _PERIOD.fullmatch(text) else None
            if len(self._parsed) < 4096:
                self._parsed[text] = period
            return period

    def containing(self, day: date, kind: str) -> Period:
        """The period of `kind` that has `day`."""
        if kind == MONTH:
            return self._named(f"{day:%Y-%m}")
        year = day.year if day.month >= self.start else day.year - 1
        months = (day.month - self.start) % 12
        return self._named(_name(kind, year, months // MONTHS[kind] + 1))

    def parts(self, whole: Period, kind: str) -> list[Period]:
        """The periods of `kind` that tile `whole`, in order; `whole` alone where it is not longer."""
        if MONTHS[kind] >= MONTHS[whole.kind]:
            return [whole]
        known = self._parts.get((whole.name, kind))  # a thousand plans ask for the same few
        if known is None:
            parts, day = [], whole.start
            while day < whole.end:
                part = self.containing(day, kind)
                parts.append(part)
                day = part.end
            known = self._parts[whole.name, kind] = tuple(parts)
        return list(known)

    def next(self, period: Period) -> Period:
        """The period of the same length that follows."""
        return self.containing(period.end, period.kind)

    def _named(self, name: str) -> Period:
        return self.parse(name) or self._parse(name)

    def _parse(self, text: str) -> Period:
        year, rest = int(text[:4]), text[5:]
        if not rest:
            return self._of(text, YEAR, year, self.start)
        if rest[0] == "H":
            return self._of(text, HALF_YEAR, year, self.start + 6 * (int(rest[1]) - 1))
        if rest[0] == "Q":
            return self._of(text, QUARTER, year, self.start + 3 * (int(rest[1]) - 1))
        return self._of(text, MONTH, year, int(rest))

    def _of(self, name: str, kind: str, year: int, month: int) -> Period:
        return Period(name, kind, _first_day(year, month), _first_day(year, month + MONTHS[kind]))


def _name(kind: str, year: int, number: int) -> str:
    return {YEAR: f"{year}", HALF_YEAR: f"{year}-H{number}", QUARTER: f"{year}-Q{number}"}[kind]


def _first_day(year: int, month: int) -> date:
    """The first day of a month that may be counted past December."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
