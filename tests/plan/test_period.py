"""Periods as half-open ranges of days, with any start of the fiscal year."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamctl.plan.period import HALF_YEAR, KINDS, MONTH, MONTHS, QUARTER, YEAR, Calendar

STARTS = st.integers(1, 12)
NAMES = st.builds(
    lambda year, rest: f"{year}{rest}",
    st.integers(2000, 2099),
    st.sampled_from(["", "-H1", "-H2", *(f"-Q{n}" for n in range(1, 5)), *(f"-{month:02}" for month in range(1, 13))]),
)
DAYS = st.dates(date(2001, 1, 1), date(2098, 12, 31))


@given(STARTS, NAMES, st.sampled_from(KINDS))
def test_parts_tile_a_period_exactly(start: int, name: str, kind: str) -> None:
    calendar = Calendar(start)
    whole = calendar.parse(name)
    assert whole is not None
    parts = calendar.parts(whole, kind)
    assert parts[0].start == whole.start
    assert parts[-1].end == whole.end
    assert all(one.end == other.start for one, other in pairwise(parts))
    assert sum(part.days for part in parts) == whole.days
    assert len(parts) == max(1, MONTHS[whole.kind] // MONTHS[kind])
    assert all(whole.holds(part) for part in parts)


@given(STARTS, NAMES)
def test_a_name_is_read_and_written_alike(start: int, name: str) -> None:
    calendar = Calendar(start)
    period = calendar.parse(name)
    assert period is not None
    assert str(period) == period.name == name
    assert calendar.containing(period.start, period.kind) == period
    assert calendar.containing(period.last_day, period.kind) == period
    assert Calendar(start).parse(name) == period


@given(STARTS, DAYS, st.sampled_from(KINDS))
def test_each_day_is_in_one_period_of_a_kind(start: int, day: date, kind: str) -> None:
    calendar = Calendar(start)
    period = calendar.containing(day, kind)
    assert period.has_day(day)
    assert period.kind == kind
    following = calendar.next(period)
    assert (following.start, following.kind) == (period.end, kind)
    assert period.start < following.start
    assert not period.overlaps(following)
    assert calendar.containing(period.start - timedelta(days=1), kind).end == period.start


@given(STARTS, st.integers(2000, 2099))
def test_a_year_has_all_its_days(start: int, year: int) -> None:
    period = Calendar(start).parse(str(year))
    assert period is not None
    leap_day_inside = any(
        period.has_day(date(y, 2, 29)) for y in (year, year + 1) if y % 4 == 0 and (y % 100 != 0 or y % 400 == 0)
    )
    assert period.days == 365 + leap_day_inside


EXAMPLES = [
    (1, "2026", "2026-01-01", "2026-12-31"),
    (1, "2026-H2", "2026-07-01", "2026-12-31"),
    (1, "2026-Q1", "2026-01-01", "2026-03-31"),
    (1, "2024-02", "2024-02-01", "2024-02-29"),
    (1, "2000-02", "2000-02-01", "2000-02-29"),
    (4, "2026", "2026-04-01", "2027-03-31"),
    (4, "2026-H1", "2026-04-01", "2026-09-30"),
    (4, "2026-H2", "2026-10-01", "2027-03-31"),
    (4, "2026-Q1", "2026-04-01", "2026-06-30"),
    (4, "2026-Q4", "2027-01-01", "2027-03-31"),
    (4, "2026-04", "2026-04-01", "2026-04-30"),
    (4, "2026-01", "2026-01-01", "2026-01-31"),
    (12, "2026-Q1", "2026-12-01", "2027-02-28"),
    (12, "2027-Q1", "2027-12-01", "2028-02-29"),
    (4, "2099-Q4", "2100-01-01", "2100-03-31"),
]


@pytest.mark.parametrize(("start", "name", "first", "last"), EXAMPLES)
def test_days_of_a_period(start: int, name: str, first: str, last: str) -> None:
    period = Calendar(start).parse(name)
    assert period is not None
    assert (period.start.isoformat(), period.last_day.isoformat()) == (first, last)


CONTAINING = [
    (4, "2026-03-31", YEAR, "2025"), (4, "2026-04-01", YEAR, "2026"), (4, "2027-01-15", QUARTER, "2026-Q4"),
    (4, "2026-09-30", HALF_YEAR, "2026-H1"), (4, "2027-03-31", MONTH, "2027-03"), (1, "2026-12-31", QUARTER, "2026-Q4"),
]  # fmt: skip


@pytest.mark.parametrize(("start", "day", "kind", "name"), CONTAINING)
def test_the_period_of_a_day(start: int, day: str, kind: str, name: str) -> None:
    assert Calendar(start).containing(date.fromisoformat(day), kind).name == name


NO_PERIODS = [
    "", "26", "2026-Q5", "2026-Q0", "2026-H0", "2026-H3", "2026-13", "2026-00", "2026-Q1 ", " 2026", "2026-q1",
    "2026-К1", "2026Q1", "1999", "2100", "2026-1", "٢٠٢٦", "2026-01-01", "2026\n", "2026-Q1\n",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_PERIODS)
def test_what_is_no_period(text: str) -> None:
    assert Calendar().parse(text) is None
    assert Calendar().parse(text) is None  # the second time it is remembered


def test_what_a_day_makes_of_a_period() -> None:
    quarter = Calendar().parse("2026-Q1")
    assert quarter is not None
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 1)]
    assert [quarter.begun(day) for day in days] == [False, True, True, True]
    assert [quarter.closed(day) for day in days] == [False, False, False, True]
    assert [quarter.has_day(day) for day in days] == [False, True, True, False]


def test_a_period_that_is_not_longer_is_its_own_part() -> None:
    calendar = Calendar()
    month = calendar.parse("2026-05")
    assert month is not None
    assert calendar.parts(month, YEAR) == [month]
