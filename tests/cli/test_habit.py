"""`kamctl habit` as its users meet it, on real repositories."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from tests.cli import command
from tests.cli.command import Ran, everything, put
from tests.cli.inside import kamctl
from tests.gitting import HEAD_OF_SKAM, NORTH, SOUTH, commit, git, start
from tests.harness import BASE_PLAN, FORMAT, PEOPLE

PLAN = "plans/client.yaml"
SOUTHERN = "plans/южный-тракт.yaml"
ROLLOUT = f"{FORMAT}rollout: {{start: 2026-04-01, months: 9}}\n"


def habit(folder: Path, *arguments: str, **env: str) -> Ran:
    return kamctl(folder, "habit", *arguments, env={"PYTHONUTF8": "1", **env})


def told(folder: Path, *arguments: str, code: int = 0) -> Any:
    ran = habit(folder, *arguments, "--format", "json")
    assert (ran.code, ran.err) == (code, "")
    return json.loads(ran.out)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two plans of two KAMs; today is 2026-05-20, a Wednesday."""
    root = put(start(tmp_path / "r"), {"schema/format.yaml": ROLLOUT})
    south = BASE_PLAN.replace("kam: kam-north", "kam: kam-south")
    commit(root, {SOUTHERN: south}, "Plans", author=HEAD_OF_SKAM, date="2026-01-10T09:00:00+0000")
    result = BASE_PLAN.replace("13500000}", "13500000, actual: 6000000, as_of: 2026-05-01}", 1)
    commit(root, {PLAN: BASE_PLAN + "region: north\n"}, "April", date="2026-04-02T09:00:00+0000")
    commit(root, {PLAN: f"# tidy\n{BASE_PLAN}region: north\n"}, "Tidy", date="2026-05-06T09:00:00+0000")
    commit(root, {SOUTHERN: south + "region: south\n"}, "Ours", author=SOUTH, date="2026-04-30T09:00:00+0000")
    # Half past eleven on Sunday evening, two hours behind UTC: Monday there.
    commit(root, {PLAN: result}, "May", date="2026-05-17T23:30:00-0200", committed="2026-05-19T09:00:00+0000")
    commit(root, {SOUTHERN: south}, "To come", author=SOUTH, date="2026-05-21T00:30:00+0000")
    return root


def test_the_figures_by_hand(folder: Path) -> None:
    found = told(folder)
    assert {key: found[key] for key in ("version", "today", "from", "weeks", "people", "months", "clients")} == {
        "version": 1,
        "today": "2026-05-20",
        "from": "2026-03-30",
        "weeks": 8,
        "people": [
            {"person": "kam-south", "plans": 1, "weeks_with_update": 1, "streak": 0, "days_since": 20,
             "median_gap_days": None, "on_time": 0},
            {"person": "kam-north", "plans": 1, "weeks_with_update": 2, "streak": 1, "days_since": 2,
             "median_gap_days": 46, "on_time": 1},
        ],
        "months": [
            {"month": "2026-04", "updates": 2, "people": 2, "plans_updated": 2},
            {"month": "2026-05", "updates": 1, "people": 1, "plans_updated": 1},
        ],
        "clients": [
            {"client": "южный-тракт", "only_one_person": 1, "days_since": 20},
            {"client": "client", "only_one_person": 1, "days_since": 2},
        ],
    }  # fmt: skip


def test_it_is_told_from_git_alone(folder: Path) -> None:
    before = habit(folder)
    (folder / PLAN).write_text("not: [yaml", "utf-8")
    (folder / "plans" / "new.yaml").write_text(BASE_PLAN, "utf-8")
    files = everything(folder)
    assert habit(folder) == before
    assert everything(folder) == files


def test_as_it_stood(folder: Path) -> None:
    assert [row["days_since"] for row in told(folder, "--at", "2026-05-10")["people"]] == [48, 20]
    assert [row["days_since"] for row in told(folder, "--at", "HEAD~5")["people"]] == [None, None]
    ran = habit(folder, "--at", "2025-01-01")
    assert (ran.code, ran.out) == (2, "")
    assert "There was no commit yet at the end of 2025-01-01" in ran.err


def test_some_kams_and_myself(folder: Path) -> None:
    def people(*arguments: str) -> list[str]:
        return [row["person"] for row in told(folder, *arguments)["people"]]

    git(folder, "config", "user.email", "KAM-South@example.com")
    assert people("--me") == ["kam-south"]
    assert people("--kam", "kam-north") == ["kam-north"]
    assert people("--kam", "kam-north", "--me", "--kam", "kam-north") == ["kam-south", "kam-north"]
    assert [row["client"] for row in told(folder, "--me")["clients"]] == ["южный-тракт"]


@pytest.mark.parametrize(
    ("email", "people", "words"),
    [
        pytest.param(
            "", PEOPLE, "git does not know your e-mail, so --me is nobody. Tell it: git config user.email ", id="none"
        ),
        pytest.param("who@example.com", PEOPLE, "The e-mail who@example.com, which git has as yours", id="nobody's"),
        pytest.param(
            "kam-north@example.com",
            PEOPLE.replace("kam-south@example.com", "kam-north@example.com"),
            "tells no one person in schema/people.yaml",
            id="that of two",
        ),
        pytest.param("\x1b[31mred::@example.com", PEOPLE, "<U+001B>[31mred:<U+003A>@example.com", id="hostile"),
    ],
)
def test_whom_nobody_knows_is_told_so(folder: Path, email: str, people: str, words: str) -> None:
    git(folder, "config", "user.email", email)
    (folder / "schema" / "people.yaml").write_text(people, "utf-8")
    ran = habit(folder, "--me")
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


def test_without_any_setting_of_git(folder: Path, tmp_path: Path) -> None:
    ran = habit(folder, "--me", HOME=str(tmp_path), XDG_CONFIG_HOME=str(tmp_path))
    assert (ran.code, ran.out) == (2, "")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(
            ("--kam", "kam-nort"),
            "There is no person kam-nort in schema/people.yaml. Did you mean kam-north?",
            id="a slip in a person",
        ),
        pytest.param(("--weeks", "0"), "--weeks", id="no weeks"),
        pytest.param(("--weeks", "521"), "--weeks", id="too many weeks"),
        pytest.param(("--by", "year"), "--by", id="by what is not there"),
        pytest.param(
            ("--at", "--output=x"), "There is no commit --output=x in this repository.", id="an option of git"
        ),
    ],
)
def test_wrong_usage_is_told_and_writes_nothing(folder: Path, arguments: tuple[str, ...], words: str) -> None:
    before = everything(folder)
    ran = habit(folder, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert everything(folder) == before


def test_a_shallow_clone_is_refused_with_the_remedies(folder: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{folder}", "shallow")
    ran = habit(tmp_path / "shallow")
    assert (ran.code, ran.out, ran.err) == (2, "", kamctl(tmp_path / "shallow", "log").err)
    assert "git fetch --unshallow" in ran.err


def test_where_there_is_no_history_it_says_what_log_says(tmp_path: Path) -> None:
    for root in (put(tmp_path / "bare", {}), put(start(tmp_path / "unborn"), {})):
        ran, log = habit(root), kamctl(root, "log")
        assert (ran.code, ran.out, ran.err) == (2, "", log.err)
    nowhere = kamctl(tmp_path / "unborn", "habit", env={"PATH": str(tmp_path)})
    assert (nowhere.code, nowhere.out) == (2, "")
    assert "There is no git on this machine" in nowhere.err


def test_a_kam_without_a_commit_stands_there_with_zeros(tmp_path: Path) -> None:
    root = put(start(tmp_path / "r"), {})
    commit(root, {}, "Plans", author="Nobody <nobody@example.com>", date="2026-05-19T09:00:00+0000")
    found = told(root)
    assert found["people"] == [
        {"person": person, "plans": plans, "weeks_with_update": 0, "streak": 0, "days_since": None,
         "median_gap_days": None, "on_time": None}
        for person, plans in (("kam-north", 1), ("kam-south", 0))
    ]  # fmt: skip
    assert found["strangers"] == {"authors": 1, "commits": 1}
    assert "1 commit in these weeks came from 1 author whom" in habit(root).out


def test_a_plan_that_cannot_be_read_is_said_and_fails(folder: Path) -> None:
    commit(folder, {PLAN: "a: [\n"}, "Broken", date="2026-05-19T09:00:00+0000")
    found = told(folder, code=1)
    assert found["unread"] == [PLAN]
    assert found["clients"][1] == {"client": "client", "only_one_person": None, "days_since": 2}
    ran = habit(folder)
    assert ran.code == 1
    assert " ".join(ran.out.split()).endswith(f"1 file could not be read: {PLAN}. kamctl lint says what is wrong.")


def test_a_client_with_several_plans_is_said_and_fails(folder: Path) -> None:
    commit(folder, {"plans/north/client.yaml": BASE_PLAN}, "Twice", date="2026-05-19T09:00:00+0000")
    assert told(folder, code=1)["repeated"] == ["client"]
    ran = habit(folder, "--format", "csv")
    said = "There is more than one plan, and only the first by its path is told, of: client. Keep one of them."
    assert (ran.code, ran.err) == (1, f"warning: {said}\n")


def test_errors_of_the_schema_are_said_and_fail(folder: Path) -> None:
    (folder / "schema" / "people.yaml").write_text(PEOPLE.replace("role: kam,", "role: king,", 1), "utf-8")
    assert told(folder, code=1)["schema_errors"] is True
    (folder / "schema" / "format.yaml").write_text("version: [\n", "utf-8")
    ran = habit(folder)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith("See kamctl schema check for what to mend.\n")


@pytest.mark.parametrize("columns", ["20", "40", "80", "200"])
@pytest.mark.parametrize("by", ["kam", "client", "month"])
def test_every_width_holds_it(folder: Path, by: str, columns: str) -> None:
    ran = habit(folder, "--by", by, "--weeks", "52", COLUMNS=columns)
    assert ran.code == 0
    assert [line for line in ran.out.split("\n") if cell_len(line) > int(columns)] == []


def test_the_strip_is_drawn_with_what_the_encoding_has(folder: Path) -> None:
    drawn = habit(folder, "--kam", "kam-north").out
    plain = command.kamctl(folder, "habit", "--kam", "kam-north", env={"PYTHONIOENCODING": "ascii"}).out
    assert "KAM North  ▒ ···· ··▒" in drawn
    assert "KAM North  : .... ..:" in plain
    assert plain.isascii()


def test_other_formats_do_not_hang_on_the_terminal(folder: Path) -> None:
    for format_ in ("json", "markdown", "csv"):
        usual = habit(folder, "--format", format_)
        strange = habit(folder, "--format", format_, COLUMNS="20", FORCE_COLOR="1", TERM="dumb", LC_ALL="C")
        assert (usual.code, usual.out) == (0, strange.out)


def test_it_works_in_a_part_of_a_repository(folder: Path, tmp_path: Path) -> None:
    top = start(tmp_path / "top")
    shutil.copytree(folder, top / "sales", ignore=shutil.ignore_patterns(".git"))
    commit(top, {}, "All", date="2026-05-18T09:00:00+0000")
    assert [row["days_since"] for row in told(top / "sales")["people"]] == [None, 2]


def test_a_squash_merge_makes_one_update_of_many(folder: Path) -> None:
    git(folder, "checkout", "-q", "-b", "side", "HEAD~3")
    for day in ("04-08", "04-15", "04-22"):
        text = BASE_PLAN.replace("13500000", f"13500{day.replace('-', '')}")
        commit(folder, {PLAN: text}, "Weekly", author=NORTH, date=f"2026-{day}T09:00:00+0000")
    git(folder, "checkout", "-q", "main")
    who = ("-c", "user.name=x", "-c", "user.email=x@example.com")
    git(folder, *who, "merge", "-q", "--squash", "-X", "theirs", "side")
    commit(folder, {}, "Weekly", author=NORTH, date="2026-05-19T09:00:00+0000")
    [row] = [row for row in told(folder)["calendar"] if row["person"] == "kam-north"]
    assert row["calendar"] == [1, 0, 0, 0, 0, 0, 0, 2]


def test_persons_are_completed(folder: Path) -> None:
    env = {"_KAMCTL_COMPLETE": "bash_complete", "COMP_WORDS": "kamctl habit --kam kam-s", "COMP_CWORD": "3"}
    assert kamctl(folder, env=env).out.split() == ["plain,kam-south"]
