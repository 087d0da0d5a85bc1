"""Calendar weeks: a window of ISO weeks that ends with today's, and how regularly something happens in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Window:
    """The last `weeks` ISO weeks, the running one included; `first` is the Monday that they begin with."""

    first: date
    weeks: int
    today: date

    @property
    def mondays(self) -> list[date]:
        """The first days of its weeks, in their order."""
        return [self.first + _WEEK * number for number in range(self.weeks)]

    def counted(self, days: Iterable[date]) -> tuple[int, ...]:
        """How many of these days lie in each week."""
        found = Counter(monday(day) for day in days)
        return tuple(found[week] for week in self.mondays)


def window_to(today: date, weeks: int) -> Window:
    """The window of so many weeks that ends with today's."""
    return Window(monday(today) - _WEEK * (weeks - 1), weeks, today)


def weeks_since(start: date, today: date) -> int:
    """How many weeks have days from `start` to today."""
    return (monday(today) - monday(start)).days // 7 + 1


def monday(day: date) -> date:
    """The first day of the ISO week that has a day."""
    return day - timedelta(days=day.weekday())


def streak_of(days: Iterable[date], today: date) -> int:
    """Weeks in a row with one of these days, back from the running week, which may still be empty."""
    weeks = {monday(day) for day in days}
    week = monday(today)
    if week not in weeks:
        week -= _WEEK
    length = 0
    while week in weeks:
        length += 1
        week -= _WEEK
    return length


def median_gap(days: Iterable[date]) -> Decimal | None:
    """The median number of days from one of these days to the next; None for fewer than two."""
    gaps = sorted((later - earlier).days for earlier, later in pairwise(sorted(set(days))))
    if not gaps:
        return None
    half = len(gaps) // 2
    return Decimal(gaps[half]) if len(gaps) % 2 else Decimal(gaps[half - 1] + gaps[half]) / 2
