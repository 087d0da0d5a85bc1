"""`kamctl habit` against a count by brute force, over repositories made at random."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from kamctl.gitrepo.repository import Repository
from kamctl.history.log import Reading, versions_of
from kamctl.history.people import Authors
from kamctl.history.practice import practice
from kamctl.history.reading import whole
from kamctl.insight.habit import Staff, habit
from kamctl.insight.portfolio import Basis
from kamctl.render.habit import as_json
from tests.cli.command import kamctl
from tests.gitting import git
from tests.harness import FORMAT, repository, schema_of
from tests.history.generated import make
from tests.history.habit_count import HabitCount
from tests.history.replay import Replay

pytestmark = pytest.mark.no_cover

GROUPS, IN_GROUP, COMMITS = 10, 10, 24
SHOWN, COMMANDED = 3, 3
PEOPLE = {"kam-north": "kam-north@example.com", "kam-south": "kam-south@example.com"}


@pytest.mark.parametrize("group", range(GROUPS), ids=lambda group: f"seeds from {group * IN_GROUP}")
def test_the_habit_equals_its_count(group: int, tmp_path: Path) -> None:
    for seed in range(group * IN_GROUP, (group + 1) * IN_GROUP):
        folder = tmp_path / str(seed)
        make(folder, seed, COMMITS, slow=True)
        asked = chosen(folder, seed)
        assert told(folder, *asked) == expected(folder, *asked), seed


@pytest.mark.parametrize("seed", range(7000, 7000 + SHOWN), ids=lambda seed: f"seed {seed}")
def test_it_equals_a_count_that_reads_each_version_with_git_show(seed: int, tmp_path: Path) -> None:
    make(tmp_path, seed, COMMITS, slow=True)
    asked = chosen(tmp_path, seed)
    assert told(tmp_path, *asked) == expected(tmp_path, *asked, by_show=True)


@pytest.mark.parametrize("seed", range(8000, 8000 + COMMANDED), ids=lambda seed: f"seed {seed}")
def test_the_command_tells_the_same(seed: int, tmp_path: Path) -> None:
    make(tmp_path, seed, COMMITS, slow=True)
    git(tmp_path, "reset", "-q", "--hard", "main")
    today, weeks, _ = chosen(tmp_path, seed)
    ran = kamctl(tmp_path, "--today", str(today), "habit", "--weeks", str(weeks), "--format", "json")
    whole_ = json.loads(ran.out)
    assert ran.code == (1 if whole_["unread"] else 0)
    assert compared(whole_) == expected(tmp_path, today, weeks, None)


def test_the_histories_have_what_is_counted(tmp_path: Path) -> None:
    found = []
    for seed in range(12):
        make(tmp_path / str(seed), seed, COMMITS, slow=True)
        found.append(expected(tmp_path / str(seed), *chosen(tmp_path / str(seed), seed)))
    people = [person for each in found for person in each["people"]]
    shares = [client["only_one_person"] for each in found for client in each["clients"]]
    months = [month for each in found for month in each["months"]]
    assert max(person["streak"] for person in people) > 1
    assert {0, 1} < {person["weeks_with_update"] for person in people}
    assert any(person["median_gap_days"] for person in people)
    assert {person["on_time"] for person in people} > {None, 0}
    assert any(person["on_time"] for person in people)
    assert None in shares
    assert any(share is not None and 0 < share < 1 for share in shares)
    assert max(month["updates"] for month in months) > max(month["people"] for month in months) > 1


def expected(folder: Path, today: date, weeks: int, start: date | None, by_show: bool = False) -> dict[str, Any]:
    """What is counted by brute force."""
    replay = Replay(folder, by_show)
    try:
        return counted(HabitCount(replay, PEOPLE, today, weeks, start))
    finally:
        replay.read.close()


def chosen(folder: Path, seed: int) -> tuple[date, int, date | None]:
    """A day before or after the last commit, a number of weeks, and a beginning of the roll-out, at random."""
    chance = random.Random(seed)
    days = sorted(git(folder, "log", "--format=%ad", "--date=format-local:%Y-%m-%d", "main").decode().split())
    today = date.fromisoformat(chance.choice(days[len(days) // 2 :])) + timedelta(days=chance.randrange(20))
    start = today - timedelta(days=chance.randrange(200))
    return today, chance.choice([1, 4, 13, 26]), chance.choice([start, start, None])


def told(folder: Path, today: date, weeks: int, start: date | None) -> dict[str, Any]:
    """What the program says, as JSON."""
    rollout = f"rollout: {{start: {start}, months: 9}}\n" if start else ""
    schema = schema_of(repository({"schema/format.yaml": FORMAT + rollout}))
    with Repository.find(folder) as found:
        authors = Authors({person: entry.emails or () for person, entry in schema.people.items()})
        reading = Reading(found, versions_of(found), schema.layout.shape, schema.calendar, authors)
        pasts = list(practice(whole(found, found.head(), reading.versions), reading))
    report = habit(pasts, Staff(schema.people, schema.format.rollout), Basis(today, None), weeks)
    return compared(json.loads(as_json(report)))


def compared(whole_: dict[str, Any]) -> dict[str, Any]:
    """The parts of the program's JSON that are counted too."""
    keys = ("people", "calendar", "months", "coverage", "clients", "strangers")
    return {key: by_id(whole_[key]) if isinstance(whole_[key], list) else whole_[key] for key in keys}


def by_id(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows in the order of their first field; the program's own order has tests of its own."""
    return sorted(rows, key=lambda row: str(next(iter(row.values()))))


def counted(count: HabitCount) -> dict[str, Any]:
    """The same, counted."""
    people = [count.person(person) for person in sorted(PEOPLE)]
    months = count.months()
    authors, commits = count.strangers()
    return {
        "people": [{key: value for key, value in row.items() if key != "calendar"} for row in people],
        "calendar": [{"person": row["person"], "calendar": row["calendar"]} for row in people],
        "months": [{key: value for key, value in row.items() if key != "plans"} for row in months],
        "coverage": [
            {
                "month": row["month"],
                "plans": row["plans"],
                "share": row["plans_updated"] / row["plans"] if row["plans"] else None,
            }
            for row in months
        ],
        "clients": by_id([count.client(client) for client in count.replay.plans[count.tip]]),
        "strangers": {"authors": authors, "commits": commits},
    }
