"""What the history tells of how plans are kept, from real repositories of a few commits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from kamctl.gitrepo.repository import Repository
from kamctl.history.log import Reading, versions_of
from kamctl.history.people import Authors
from kamctl.history.practice import PlanPast, practice
from kamctl.history.reading import whole
from kamctl.plan.period import Calendar
from tests.gitting import HEAD_OF_SKAM, NORTH, SOUTH, commit, git, start, write_commit
from tests.history.plans import SHAPE

PLAN = "client: A\nkam: kam-north\nperiod: 2026\nsales: {2026-Q1: {plan: 1000}}\n"
RESULT = PLAN.replace("1000", "1000, actual: 900")
SOUTHERN = PLAN.replace("kam-north", "kam-south")
FILE = "plans/a.yaml"

Step = tuple[str, str, Mapping[str, str | None]]


def pasts(folder: Path) -> dict[str, PlanPast]:
    emails = {"kam-north": ["KAM-North@example.com"], "kam-south": ["kam-south@example.com"]}
    with Repository.find(folder) as repository:
        reading = Reading(repository, versions_of(repository), SHAPE, Calendar(), Authors(emails))
        timeline = whole(repository, repository.head(), reading.versions)
        return {past.client: past for past in practice(timeline, reading)}


def history(folder: Path, *steps: Step) -> Path:
    start(folder)
    for day, author, files in steps:
        commit(folder, files, author=author, date=f"2026-{day}T12:00:00+0000")
    return folder


EDITS: dict[str, tuple[list[Step], list[tuple[str, str | None, str | None]]]] = {
    "a plan is made and changed; a person is told by e-mail, in whatever case": (
        [("01-05", HEAD_OF_SKAM, {FILE: PLAN}), ("01-06", NORTH, {FILE: RESULT})],
        [("01-05", None, "kam-north"), ("01-06", "kam-north", "kam-north")],
    ),
    "to write the same another way is no change": (
        [("01-05", NORTH, {FILE: PLAN}), ("01-06", NORTH, {FILE: f"# a note\n{PLAN}".replace("1000", "1_000.0")})],
        [("01-05", "kam-north", "kam-north")],
    ),
    "to move it, to rename it and to delete it is none either": (
        [
            ("01-05", NORTH, {FILE: PLAN}),
            ("01-06", NORTH, {FILE: None, "plans/north/a.yaml": PLAN}),
            ("01-07", NORTH, {"plans/north/a.yaml": None, "plans/b.yaml": PLAN}),
            ("01-08", NORTH, {"plans/b.yaml": None}),
        ],
        [("01-05", "kam-north", "kam-north")],
    ),
    "who hands a plan over is not its KAM any more, who takes it over is": (
        [("01-05", NORTH, {FILE: PLAN}), ("01-06", NORTH, {FILE: SOUTHERN}), ("01-07", SOUTH, {FILE: PLAN}),
         ("01-08", SOUTH, {FILE: SOUTHERN})],
        [("01-05", "kam-north", "kam-north"), ("01-06", "kam-north", "kam-south"), ("01-07", "kam-south", "kam-north"),
         ("01-08", "kam-south", "kam-south")],
    ),
    "what cannot be read says nothing, and what mends it only if it says something else": (
        [("01-05", NORTH, {FILE: PLAN}), ("01-06", NORTH, {FILE: "["}), ("01-07", NORTH, {FILE: PLAN}),
         ("01-08", NORTH, {FILE: "["}), ("01-09", NORTH, {FILE: RESULT})],
        [("01-05", "kam-north", "kam-north"), ("01-09", "kam-north", "kam-north")],
    ),
    "a KAM who is no word is nobody": (
        [("01-05", NORTH, {FILE: PLAN.replace("kam-north", "[kam-north]")})], [("01-05", "kam-north", None)],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("steps", "edits"), EDITS.values(), ids=EDITS.keys())
def test_edits(steps: list[Step], edits: list[tuple[str, str | None, str | None]], tmp_path: Path) -> None:
    [found] = pasts(history(tmp_path, *steps)).values()
    assert [(f"{edit.day:%m-%d}", edit.person, edit.kam) for edit in found.edits] == edits


def test_days_are_the_authors_in_utc_and_one_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    start(tmp_path)
    commit(tmp_path, {FILE: PLAN}, date="2026-01-05T23:30:00-0200", committed="2026-03-01T12:00:00+0000")
    second = commit(tmp_path, {FILE: RESULT})
    raw = git(tmp_path, "cat-file", "commit", second)
    broken = write_commit(tmp_path, raw.replace(b"1778414400", b"99999999999999", 1))
    git(tmp_path, "update-ref", "refs/heads/main", broken)
    [found] = pasts(tmp_path).values()
    assert [edit.day for edit in found.edits] == [date(2026, 1, 6), None]
    assert found.first == date(2026, 1, 6)


RECORDS: dict[str, tuple[list[Step], tuple[str, str | None, str | None]]] = {
    "planned, and nothing recorded": ([("01-05", NORTH, {FILE: PLAN})], ("01-05", None, None)),
    "recorded on the last day of the period": (
        [("01-05", NORTH, {FILE: PLAN}), ("03-31", NORTH, {FILE: RESULT})], ("01-05", "03-31", "kam-north"),
    ),
    "an actual of the running period is not the last word on it": (
        [("01-05", NORTH, {FILE: PLAN}), ("03-30", NORTH, {FILE: RESULT})], ("01-05", None, None),
    ),
    "but it is where it still stands in a later commit to the plan": (
        [("01-05", NORTH, {FILE: PLAN}), ("03-30", NORTH, {FILE: RESULT}),
         ("04-20", NORTH, {FILE: f"{RESULT}segment: A\n"})],
        ("01-05", "04-20", "kam-north"),
    ),
    "nor is one as of a day before the period's last": (
        [("01-05", NORTH, {FILE: PLAN}), ("04-02", NORTH, {FILE: RESULT.replace("900", "900, as_of: 2026-03-30")}),
         ("04-12", NORTH, {FILE: RESULT.replace("900", "900, as_of: 2026-03-31")})],
        ("01-05", "04-12", "kam-north"),
    ),
    "the first time counts, whatever became of it, and whose plan it was then": (
        [("01-05", NORTH, {FILE: SOUTHERN}), ("04-02", SOUTH, {FILE: RESULT.replace("north", "south")}),
         ("04-03", NORTH, {FILE: PLAN}), ("04-20", NORTH, {FILE: RESULT})],
        ("01-05", "04-02", "kam-south"),
    ),
    "of two commits of one day the first counts": (
        [("01-05", NORTH, {FILE: SOUTHERN}), ("04-02", SOUTH, {FILE: RESULT.replace("north", "south")}),
         ("04-02", SOUTH, {FILE: RESULT})],
        ("01-05", "04-02", "kam-south"),
    ),
    "what is no figure is no actual": (
        [("01-05", NORTH, {FILE: PLAN}), ("04-02", NORTH, {FILE: RESULT.replace("900", "soon")})],
        ("01-05", None, None),
    ),
    "a plan that came with its result": ([("04-20", NORTH, {FILE: RESULT})], ("04-20", "04-20", "kam-north")),
    "through a rename": (
        [("01-05", NORTH, {FILE: PLAN}), ("02-05", NORTH, {FILE: None, "plans/b.yaml": PLAN}),
         ("04-02", NORTH, {"plans/b.yaml": RESULT})],
        ("01-05", "04-02", "kam-north"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("steps", "record"), RECORDS.values(), ids=RECORDS.keys())
def test_records(steps: list[Step], record: tuple[str, str | None, str | None], tmp_path: Path) -> None:
    [found] = pasts(history(tmp_path, *steps)).values()
    [only] = found.records
    days = [None if each is None else f"{each:%m-%d}" for each in (only.planned, only.recorded)]
    assert (*days, only.recorded_for) == record
    assert (only.kpi, only.period.name, only.kam) == ("sales", "2026-Q1", "kam-north")


def test_records_of_kpis_and_of_nothing_else(tmp_path: Path) -> None:
    kpis = "kpis: {share: {2026-Q1: {plan: 20%}, 2026-Q2: {actual: 3%}, soon: {plan: 1}, 2026-Q3: 7}, visits: 1}\n"
    [found] = pasts(history(tmp_path, ("01-05", NORTH, {FILE: PLAN + kpis}))).values()
    assert [(each.kpi, each.period.name) for each in found.records] == [("sales", "2026-Q1"), ("share", "2026-Q1")]


def test_fields_that_one_person_alone_ever_touched(tmp_path: Path) -> None:
    [found] = pasts(
        history(
            tmp_path,
            ("01-05", "Nobody <nobody@example.com>", {FILE: PLAN}),
            ("01-06", "Also nobody <NOBODY@example.com>", {FILE: PLAN.replace("A", "B")}),
            ("01-07", NORTH, {FILE: PLAN.replace("A", "B").replace("1000", "3000, actual: 1")}),
            (
                "01-08",
                "KAM at home <kam-north@example.com>",
                {FILE: PLAN.replace("A", "B").replace("1000", "3000, actual: 2")},
            ),
        )
    ).values()
    assert (found.fields, found.by_one) == (5, 4)


def test_a_plan_that_is_gone_and_one_that_cannot_be_read(tmp_path: Path) -> None:
    found = pasts(
        history(
            tmp_path,
            ("01-05", NORTH, {FILE: PLAN, "plans/b.yaml": SOUTHERN, "plans/c.yaml": "["}),
            ("01-09", NORTH, {FILE: None, "plans/b.yaml": "["}),
        )
    )
    told = {
        client: (past.path, past.kam, past.fault, past.first, past.gone, past.fields) for client, past in found.items()
    }
    first = date(2026, 1, 5)
    assert told == {
        "a": (None, None, False, first, date(2026, 1, 9), 0),
        "b": ("plans/b.yaml", "kam-south", True, first, None, 0),
        "c": ("plans/c.yaml", None, True, first, None, 0),
    }


def merged(folder: Path, resolution: str) -> PlanPast:
    """A plan that two people changed on two branches, and KAM South merged so."""
    history(folder, ("01-05", HEAD_OF_SKAM, {FILE: PLAN}))
    git(folder, "checkout", "-q", "-b", "side")
    commit(folder, {FILE: PLAN.replace("1000", "2000")}, author=NORTH, date="2026-01-06T12:00:00+0000")
    git(folder, "checkout", "-q", "main")
    commit(folder, {FILE: f"{PLAN}segment: A\n"}, author=SOUTH, date="2026-01-07T12:00:00+0000")
    git(
        folder,
        "-c",
        "user.name=x",
        "-c",
        "user.email=x@example.com",
        "merge",
        "-q",
        "-s",
        "ours",
        "--no-commit",
        "side",
    )
    commit(folder, {FILE: resolution}, author=SOUTH, date="2026-01-08T12:00:00+0000")
    [found] = pasts(folder).values()
    return found


@pytest.mark.parametrize(
    ("resolution", "edits", "by_one"),
    [
        pytest.param(PLAN.replace("1000", "2000") + "segment: A\n", 3, 4, id="a merge of both is nobody's edit"),
        pytest.param(PLAN.replace("1000", "3000") + "segment: A\n", 4, 4, id="one that says what no side says is"),
        pytest.param(PLAN + "segment: A\n", 3, 5, id="what a merge left aside went through nobody's hands"),
    ],
)
def test_merges(resolution: str, edits: int, by_one: int, tmp_path: Path) -> None:
    found = merged(tmp_path, resolution)
    assert (len(found.edits), found.fields, found.by_one) == (edits, 5, by_one)


def test_squashed_commits_are_one_edit(tmp_path: Path) -> None:
    history(tmp_path, ("01-05", HEAD_OF_SKAM, {FILE: PLAN}))
    git(tmp_path, "checkout", "-q", "-b", "side")
    for number in range(3):
        text = PLAN.replace("1000", f"{number + 2}000")
        commit(tmp_path, {FILE: text}, author=NORTH, date=f"2026-01-{number + 6:02}T12:00:00+0000")
    git(tmp_path, "checkout", "-q", "main")
    git(tmp_path, "merge", "-q", "--squash", "side")
    commit(tmp_path, {}, author=NORTH, date="2026-02-01T12:00:00+0000")
    [found] = pasts(tmp_path).values()
    assert [edit.day for edit in found.edits] == [date(2026, 1, 5), date(2026, 2, 1)]
