"""Weeks, streaks and gaps, worked out by hand. 2026-05-20 is a Wednesday, its week begins on the 18th."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kamctl.insight.weeks import median_gap, monday, streak_of, weeks_since, window_to
from tests.harness import TODAY


def days(*texts: str) -> list[date]:
    return [date.fromisoformat(f"2026-{text}") for text in texts]


@pytest.mark.parametrize(
    ("found", "streak"),
    [
        pytest.param([], 0, id="nothing ever"),
        pytest.param(days("05-18"), 1, id="the running week, on its Monday"),
        pytest.param(days("05-20"), 1, id="today"),
        pytest.param(days("05-17"), 1, id="the last week, on its Sunday: the running one may still be empty"),
        pytest.param(days("05-10"), 0, id="the week before that is too long ago"),
        pytest.param(days("05-20", "05-17", "05-10", "05-04"), 3, id="several, some with two"),
        pytest.param(days("05-17", "05-10", "04-26"), 2, id="up to the first gap"),
        pytest.param(
            [date.fromordinal(TODAY.toordinal() - 7 * back) for back in range(400)], 400, id="over years, through 53"
        ),
    ],
)
def test_streak(found: list[date], streak: int) -> None:
    assert streak_of(found, TODAY) == streak


@pytest.mark.parametrize(
    ("found", "gap"),
    [
        pytest.param([], None, id="none"),
        pytest.param(days("05-18"), None, id="one"),
        pytest.param(days("05-18", "05-18"), None, id="two on one day"),
        pytest.param(days("05-11", "05-18"), Decimal(7), id="two"),
        pytest.param(days("05-18", "05-11", "05-01"), Decimal("8.5"), id="an even number of gaps: 7 and 10"),
        pytest.param(days("05-01", "05-03", "05-04", "05-18"), Decimal(2), id="an odd number: 1, 2, 14"),
    ],
)
def test_median_gap(found: list[date], gap: Decimal | None) -> None:
    assert median_gap(found) == gap


def test_a_window_ends_with_the_running_week() -> None:
    window = window_to(TODAY, 3)
    assert window.mondays == days("05-04", "05-11", "05-18")
    assert window.counted(days("05-03", "05-04", "05-10", "05-18", "05-25")) == (2, 0, 1)
    assert window_to(date(2027, 1, 1), 1).mondays == [date(2026, 12, 28)]


def test_weeks_begin_on_monday_whatever_the_year() -> None:
    assert [monday(day) for day in (date(2026, 5, 24), date(2027, 1, 3))] == [date(2026, 5, 18), date(2026, 12, 28)]
    assert [weeks_since(date(2026, 5, day), TODAY) for day in (17, 18, 20)] == [2, 1, 1]
