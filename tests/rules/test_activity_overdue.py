"""activity-overdue: what was to be done by a day is done, or has a new day."""

from __future__ import annotations

from typing import Any

import pytest

from tests.harness import Row, lint


def activity(rest: str) -> str:
    return f"activities:\n  one: {{what: Something, owner: kam-north, {rest}}}\n"


CASES: list[tuple[str, str, dict[str, Any], list[Row]]] = [
    (
        "an activity that is due today is in time",
        activity("due: 2026-05-20"),
        {},
        [],
    ),
    (
        "an activity that was due yesterday is found at the day",
        activity("due: 2026-05-19"),
        {},
        [
            ("activity-overdue", "13:49-13:59", "2026-05-19"),
        ],
    ),
    (
        "an activity that is done is not overdue",
        activity("due: 2026-05-19, done: 2026-05-20"),
        {},
        [],
    ),
    (
        "a day of done that cannot be read is a day",
        activity("due: 2026-05-19, done: last week"),
        {},
        [],
    ),
    (
        "an activity without a day that can be read is not judged",
        activity("due: last week"),
        {},
        [],
    ),
    (
        "a plan without activities is fine",
        "",
        {},
        [],
    ),
]


@pytest.mark.parametrize(
    ("sections", "settings", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_activity_overdue(sections: str, settings: dict[str, Any], found: list[Row]) -> None:
    assert lint(sections, "activity-overdue", **settings) == found
