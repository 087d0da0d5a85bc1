"""Periods as half-open ranges of days, with any start of the fiscal year."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Final

import pytest

from kamctl.plan.period import HALF_YEAR, KINDS, MONTH, MONTHS, QUARTER, YEAR, Calendar, Period

STARTS = range(1, 13)
YEARS = range(2000, 2100)
PARTS: Final = {
    YEAR: [""],
    HALF_YEAR: ["-H1", "-H2"],
    QUARTER: ["-Q1", "-Q2", "-Q3", "-Q4"],
    MONTH: [f"-{month:02}" for month in range(1, 13)],
}
DAY = timedelta(days=1)

every_start = pytest.mark.parametrize("start", STARTS, ids=lambda start: f"a fiscal year from month {start}")


def every(start: int, kind: str) -> list[Period]:
    """All periods of a kind by their names, from 2000 to 2099, as the calendar reads them."""
    calendar = Calendar(start)
    periods = [calendar.parse(f"{year}{part}") for year in YEARS for part in PARTS[kind]]
    return [period for period in periods if period is not None]


@every_start
@pytest.mark.parametrize("kind", KINDS)
def test_periods_of_a_kind_follow_one_another_without_a_gap(kind: str, start: int) -> None:
    calendar = Calendar(start)
    periods = every(start, kind)
    assert len(periods) == 100 * 12 // MONTHS[kind]
    assert periods[0].start == date(2000, 1 if kind == MONTH else start, 1)
    for one, other in pairwise(periods):
        assert one.start < one.end == other.start
        assert one < other
        assert not one.overlaps(other)
        assert calendar.next(one) == other


@every_start
@pytest.mark.parametrize("kind", KINDS)
def test_a_name_is_read_and_written_alike(kind: str, start: int) -> None:
    calendar = Calendar(start)
    for period in every(start, kind):
        assert str(period) == period.name
        assert calendar.parse(period.name) == period
        assert period.kind == kind
        middle = period.start + timedelta(days=period.days // 2)
        for day in (period.start, middle, period.last_day):
            assert calendar.containing(day, kind) == period
            assert period.has_day(day)
        assert not period.has_day(period.start - DAY)
        assert not period.has_day(period.end)


@every_start
@pytest.mark.parametrize("kind", KINDS)
def test_parts_tile_a_period_exactly(kind: str, start: int) -> None:
    calendar = Calendar(start)
    for whole in (period for longer in KINDS for period in every(start, longer)):
        parts = calendar.parts(whole, kind)
        assert len(parts) == max(1, MONTHS[whole.kind] // MONTHS[kind])
        assert parts[0].start == whole.start
        assert parts[-1].end == whole.end
        assert all(one.end == other.start for one, other in pairwise(parts))
        assert sum(part.days for part in parts) == whole.days
        assert all(whole.holds(part) for part in parts)


@pytest.mark.parametrize("kind", KINDS)
def test_the_days_of_a_period_pass_one_by_one(kind: str) -> None:
    spans = {(period.start, period.end): period for start in STARTS for period in every(start, kind)}
    for period in spans.values():  # those of several starts are of the same days
        passed = [period.days_through(period.start + timedelta(days=day)) for day in range(-2, period.days + 2)]
        assert passed == [0, 0, *range(1, period.days + 1), period.days, period.days]
        assert (period.days_through(date.min), period.days_through(date.max)) == (0, period.days)


@every_start
def test_what_has_passed_of_the_parts_has_passed_of_the_year(start: int) -> None:
    calendar = Calendar(start)
    for year in every(start, YEAR):
        parts = [calendar.parts(year, kind) for kind in KINDS]
        for month in calendar.parts(year, MONTH):
            for day in (month.start, month.last_day):
                passed = [sum(part.days_through(day) for part in each) for each in parts]
                assert passed == [year.days_through(day)] * len(KINDS)


@every_start
def test_a_year_has_all_its_days(start: int) -> None:
    for year, period in zip(YEARS, every(start, YEAR), strict=True):
        february = year if start <= 2 else year + 1
        leap = february % 4 == 0 and (february % 100 != 0 or february % 400 == 0)
        assert period.days == 365 + leap


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
