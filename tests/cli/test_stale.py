"""stale-plan in lint: what git knows of the plans, and how lint goes on where git knows nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.command import put
from tests.cli.inside import kamctl
from tests.gitting import children, commit, git, snapshot, start
from tests.harness import BASE_PLAN, FORMAT, repository

PLAN = "plans/client.yaml"
LATER = BASE_PLAN.replace("13500000", "14000000")
OLD, NEW = "2026-05-01T12:00:00+0000", "2026-05-10T12:00:00+0000"


def aged(folder: Path, date: str = OLD) -> Path:
    """A repository whose plan was committed on a day; today is 20 May."""
    start(folder)
    commit(folder, {**repository({})}, date=date)
    return folder


def stale(folder: Path, *arguments: str) -> list[str]:
    ran = kamctl(folder, "lint", "--format", "json", *arguments)
    assert (ran.code, ran.err) == (0, "")
    return [each["client"] for each in json.loads(ran.out)["findings"] if each["rule"] == "stale-plan"]


def test_a_plan_that_nobody_changes_gets_stale(tmp_path: Path) -> None:
    before = snapshot(aged(tmp_path))
    assert stale(tmp_path) == ["client"]
    assert snapshot(tmp_path) == before
    assert children() == []


@pytest.mark.parametrize(
    ("text", "date", "committed", "found"),
    [
        pytest.param(LATER, NEW, None, [], id="a change in meaning is an update"),
        pytest.param(BASE_PLAN + "# seen\n", NEW, None, ["client"], id="a comment is none"),
        pytest.param(LATER, OLD, NEW, ["client"], id="the author's day counts, not the committer's"),
        pytest.param(LATER, NEW, OLD, [], id="whatever the committer's clock says"),
        pytest.param(LATER, "2026-05-21T00:30:00+0000", None, ["client"], id="a day to come makes no plan fresh"),
        pytest.param(LATER, "2026-05-21T01:30:00+0300", None, [], id="the day is that in UTC"),
    ],
)
def test_an_update(tmp_path: Path, text: str, date: str, committed: str | None, found: list[str]) -> None:
    commit(aged(tmp_path), {PLAN: text}, date=date, committed=committed)
    assert stale(tmp_path) == found


def test_what_is_not_committed_counts_as_of_today(tmp_path: Path) -> None:
    aged(tmp_path)
    (tmp_path / PLAN).write_text(LATER)
    (tmp_path / "plans/new.yaml").write_text(BASE_PLAN.replace("share: 60%", "share: 10%"))
    assert stale(tmp_path) == []
    (tmp_path / PLAN).write_bytes((BASE_PLAN + "# seen\n").replace("\n", "\r\n").encode())
    assert stale(tmp_path) == ["client"]


def test_a_fresh_commit_on_a_branch_that_was_merged_is_found(tmp_path: Path) -> None:
    aged(tmp_path)
    git(tmp_path, "checkout", "-q", "-b", "side")
    commit(tmp_path, {PLAN: LATER}, date=NEW)
    git(tmp_path, "checkout", "-q", "main")
    for number in range(3):
        commit(tmp_path, {"README.md": f"{number}\n"}, date=OLD)
    who = {"GIT_COMMITTER_DATE": OLD, "GIT_AUTHOR_DATE": OLD}
    git(tmp_path, "-c", "user.name=x", "-c", "user.email=x", "merge", "-q", "--no-edit", "side", env=who)
    assert stale(tmp_path) == []


def test_a_day_behind_old_ones_is_found(tmp_path: Path) -> None:
    commit(aged(tmp_path), {PLAN: LATER}, date=NEW)
    for number in range(120):
        commit(tmp_path, {"README.md": f"{number}\n"}, date=OLD)
    assert stale(tmp_path) == []


def test_of_a_commit_only_its_own_history_counts(tmp_path: Path) -> None:
    commit(aged(tmp_path), {PLAN: LATER}, date=NEW)
    assert stale(tmp_path, "--at", "HEAD") == []
    assert stale(tmp_path, "--at", "HEAD~1") == ["client"]


def test_a_plan_that_was_stale_already_is_not_new(tmp_path: Path) -> None:
    commit(aged(tmp_path), {"README.md": "new\n"}, date=NEW)
    assert stale(tmp_path, "--new-since", "HEAD~1") == []


def test_a_repository_in_a_folder_of_the_git_repository(tmp_path: Path) -> None:
    start(tmp_path)
    put(tmp_path / "sales", {})
    commit(tmp_path, {}, date=OLD)
    assert stale(tmp_path / "sales") == ["client"]


@pytest.mark.parametrize("committed", [False, True], ids=["no git", "no commit"])
def test_without_history_lint_goes_on_in_silence(tmp_path: Path, committed: bool) -> None:
    put(start(tmp_path) if committed else tmp_path, {})
    assert stale(tmp_path) == []


def test_in_a_shallow_clone_lint_goes_on_and_says_what_it_left_out(tmp_path: Path) -> None:
    commit(aged(tmp_path / "whole"), {"README.md": "new\n"}, date=NEW)
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{tmp_path}/whole", "cut")
    ran = kamctl(tmp_path / "cut", "lint")
    assert (ran.code, ran.out) == (0, "1 plan checked: no findings.\n")
    assert ran.err.startswith("stale-plan is not checked. This clone is shallow: ")
    assert ran.err.count("\n") == 1
    assert "fetch-depth: 0" in ran.err


def test_switched_off_it_asks_nothing_of_git(tmp_path: Path) -> None:
    put(tmp_path, {"schema/format.yaml": f"{FORMAT}rules: {{stale-plan: {{severity: off}}}}\n"})
    (tmp_path / ".git").write_text("gitdir: nowhere\n")
    assert stale(tmp_path) == []


def test_a_broken_repository_is_told_and_lint_goes_on(tmp_path: Path) -> None:
    put(tmp_path, {})
    (tmp_path / ".git").write_text("gitdir: nowhere\n")
    ran = kamctl(tmp_path, "lint")
    assert (ran.code, ran.out) == (0, "1 plan checked: no findings.\n")
    assert ran.err.startswith("stale-plan is not checked. ")
