"""approval-stale and show tell what changed since an approval and by whom, as far as git tells."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import put
from tests.cli.inside import kamctl
from tests.gitting import HEAD_OF_SKAM, NORTH, SOUTH, commit, git, start
from tests.harness import BASE_PLAN

PLAN, OTHER = "plans/client.yaml", "plans/other.yaml"
NOTES = (
    "history:\n  - {date: 2026-04-30, note: First}\n  - {date: 2026-05-02, note: Second}\n"
    "credit_line: {limit: 30000000, days: 45}\nregion: north\n"
)
LIMIT = ("limit: 30000000", "limit: 40000000")
DAYS = ("days: 45", "days: 60")
PREFIX = "plan has changed since skam-head approved it on 2026-05-20"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two plans, the first approved as a whole; the approval is committed."""
    folder = put(start(tmp_path / "repository"), {PLAN: BASE_PLAN + NOTES, OTHER: BASE_PLAN.replace("60%", "10%")})
    commit(folder, {}, author=HEAD_OF_SKAM)
    approve(folder, "client")
    return folder


def approve(folder: Path, *arguments: str) -> None:
    env = {"GIT_AUTHOR_NAME": "Head", "GIT_AUTHOR_EMAIL": "skam-head@example.com", "KAMCTL_TODAY": "2026-05-20"}
    assert kamctl(folder, "approve", *arguments, env=env).code == 0
    commit(folder, {}, author=HEAD_OF_SKAM)


def edit(folder: Path, *pairs: tuple[str, str], by: str | None = NORTH, path: str = PLAN) -> None:
    """Other words in a plan; `by` None: not committed."""
    text = (folder / path).read_text("utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    (folder / path).write_text(text, "utf-8")
    if by is not None:
        commit(folder, {}, author=by)


def said(folder: Path, *arguments: str) -> list[str]:
    """What approval-stale says."""
    ran = kamctl(folder, "lint", "--format", "json", *arguments)
    return [each["message"] for each in json.loads(ran.out)["findings"] if each["rule"] == "approval-stale"]


Edits = list[tuple[list[tuple[str, str]], str | None]]
NOTE, NEW_NOTE = ("note: First", "note: 1st"), ("history:\n", "history:\n  - {date: 2026-05-09, note: New}\n")
GONE_NOTE, USED = ("  - {date: 2026-04-30, note: 1st}\n", ""), ("credit_line: {", "credit_line: {used: 5, ")
SIX = [LIMIT, DAYS, ("region: north", "region: south"), ("First", "1st"), ("Second", "2nd"), ("04-30", "04-29")]
BROKEN, MENDED = ("region: north", "region: ["), ("region: [", "region: west")
CASES: dict[str, tuple[Edits, str]] = {
    "a field by its author": ([([LIMIT], NORTH)], ": credit_line.limit (kam-north)."),
    "several by several": ([([LIMIT], NORTH), ([DAYS], HEAD_OF_SKAM)],
                           ": credit_line.limit (kam-north), credit_line.days (skam-head)."),
    "the last who changed a field": ([([LIMIT], NORTH), ([("40000000", "50000000")], HEAD_OF_SKAM)],
                                     ": credit_line.limit (skam-head)."),
    "not who only wrote it otherwise": ([([LIMIT], NORTH), ([("40000000", "40_000_000")], HEAD_OF_SKAM)],
                                        ": credit_line.limit (kam-north)."),
    "what was changed back is none": ([([LIMIT, DAYS], NORTH), ([LIMIT[::-1]], HEAD_OF_SKAM)],
                                      ": credit_line.days (kam-north)."),
    "a field that is gone by who took it out": ([([("region: north\n", "")], HEAD_OF_SKAM)], ": region (skam-head)."),
    "a field that came": ([([USED], NORTH)], ": credit_line.used (kam-north)."),
    "a note that was rewritten, behind a new one": (
        [([NOTE], NORTH), ([NEW_NOTE], HEAD_OF_SKAM)],
        ": history.1.date (skam-head), history.1.note (skam-head), history.2.note (kam-north)."),
    "a note that was rewritten and taken out": (
        [([NOTE], NORTH), ([GONE_NOTE], HEAD_OF_SKAM)],
        ": history.1.date (skam-head), history.1.note (skam-head)."),
    "somebody whom people.yaml does not have": ([([LIMIT], "X <x@example.org>")],
                                                ": credit_line.limit (X <x@example.org>)."),
    "what is not committed": ([([LIMIT], NORTH), ([DAYS], None)],
                              ": credit_line.limit (kam-north), credit_line.days (not committed)."),
    "what is not committed behind what is": ([([LIMIT], NORTH), ([("40000000", "50000000")], None)],
                                             ": credit_line.limit (not committed)."),
    "five fields and how many more": (
        [(SIX, NORTH)],
        ": history.1.date (kam-north), history.1.note (kam-north), history.2.note (kam-north), "
        "credit_line.limit (kam-north), credit_line.days (kam-north) and 1 more."),
    "across a version that cannot be read": (
        [([BROKEN], SOUTH), ([MENDED], NORTH)], ": region (kam-north)."),
}  # fmt: skip


@pytest.mark.parametrize(("edits", "told"), CASES.values(), ids=CASES)
def test_a_stale_approval_names_what_changed_and_who(folder: Path, edits: Edits, told: str) -> None:
    for pairs, by in edits:
        edit(folder, *pairs, by=by)
    assert said(folder) == [PREFIX + told]


def test_the_newest_version_with_the_approved_content_counts(folder: Path) -> None:
    edit(folder, LIMIT)
    edit(folder, LIMIT[::-1])
    edit(folder, DAYS)
    assert said(folder) == [f"{PREFIX}: credit_line.days (kam-north)."]


def test_of_a_part_only_its_own_fields_are_told(folder: Path) -> None:
    approve(folder, "client", "--revoke")
    approve(folder, "client", "credit_line")
    edit(folder, LIMIT, ("region: north", "region: south"))
    told = "credit_line has changed since skam-head approved it on 2026-05-20: credit_line.limit (kam-north)."
    assert said(folder) == [told]


def test_what_stands_there_no_more_is_told_with_who_took_it_out(folder: Path) -> None:
    approve(folder, "client", "--revoke")
    approve(folder, "client", "region")
    edit(folder, ("region: north\n", ""))
    told = "skam-head approved region on 2026-05-20, and nothing stands there any more: region (kam-north)."
    assert said(folder) == [told]


def test_several_plans_and_one_that_moved(folder: Path) -> None:
    approve(folder, "other")
    edit(folder, ("client: ", "client: The "), path=OTHER, by=HEAD_OF_SKAM)
    (folder / "plans/north").mkdir()
    (folder / PLAN).rename(folder / "plans/north/client.yaml")
    edit(folder, LIMIT, path="plans/north/client.yaml")
    assert said(folder) == [f"{PREFIX}: credit_line.limit (kam-north).", f"{PREFIX}: client (skam-head)."]
    assert said(folder, OTHER) == [f"{PREFIX}: client (skam-head)."]


def test_a_commit_is_told_by_its_own_history(folder: Path) -> None:
    edit(folder, LIMIT)
    edit(folder, DAYS)
    assert said(folder, "--at", "HEAD~1") == [f"{PREFIX}: credit_line.limit (kam-north)."]


@pytest.mark.parametrize(
    ("own", "strategy", "told"),
    [
        pytest.param(("First", "1st"), "ort", "history.1.note (kam-north), credit_line.limit (skam-head)", id="both"),
        pytest.param(LIMIT, "ours", "credit_line.limit (kam-north)", id="one side alone"),
        pytest.param(("limit: 30000000", "limit: 5"), "ours", "credit_line.limit (kam-north)", id="against the other"),
    ],
)
def test_what_a_merge_brought_is_its_author_s(folder: Path, own: tuple[str, str], strategy: str, told: str) -> None:
    git(folder, "checkout", "-q", "-b", "side")
    edit(folder, LIMIT, by=HEAD_OF_SKAM)
    git(folder, "checkout", "-q", "main")
    edit(folder, own)
    who = ("-c", "user.name=x", "-c", "user.email=x")
    git(folder, *who, "merge", "-q", "--no-edit", "-s", strategy, "side")
    assert said(folder) == [f"{PREFIX}: {told}."]


def test_a_merge_that_took_the_other_side_is_as_that_side_had_it(folder: Path) -> None:
    git(folder, "checkout", "-q", "-b", "side")
    edit(folder, LIMIT, by=HEAD_OF_SKAM)
    git(folder, "checkout", "-q", "main")
    edit(folder, ("limit: 30000000", "limit: 5"))
    who = ("-c", "user.name=x", "-c", "user.email=x")
    git(folder, *who, "merge", "-q", "--no-edit", "-X", "theirs", "side")
    assert said(folder) == [f"{PREFIX}: credit_line.limit (skam-head)."]


def shallow(folder: Path) -> Path:
    git(folder.parent, "clone", "-q", "--depth", "1", f"file://{folder}", "cut")
    return folder.parent / "cut"


def no_git(folder: Path) -> Path:
    (folder / ".git").rename(folder.parent / "away")
    return folder


def no_commit(folder: Path) -> Path:
    return start(no_git(folder))


def broken(folder: Path) -> Path:
    (no_git(folder) / ".git").write_text("gitdir: nowhere\n", "utf-8")
    return folder


def made_up(folder: Path) -> Path:
    text = (folder / PLAN).read_text("utf-8")
    edit(folder, (text.partition("v1:")[2][:64], "0" * 64))
    return folder


@pytest.mark.parametrize("where", [shallow, no_git, no_commit, broken, made_up], ids=lambda where: where.__name__)
def test_where_git_does_not_tell_it_is_stale_all_the_same(folder: Path, where: Callable[[Path], Path]) -> None:
    edit(folder, LIMIT)
    assert said(where(folder)) == [f"{PREFIX}."]


def test_mending_leaves_the_sentence_as_it_is(folder: Path) -> None:
    edit(folder, LIMIT)
    edit(folder, ("limit: 40000000", "limit: 40 000 000"), by=None)
    assert said(folder, "--fix") == [f"{PREFIX}: credit_line.limit (kam-north)."]


def approvals(folder: Path) -> list[dict[str, Any]]:
    document = json.loads(kamctl(folder, "show", "client", "--format", "json").out)
    rows: list[dict[str, Any]] = document["sections"]["approvals"]["rows"]
    return rows


def test_show_marks_an_approval_that_is_stale(folder: Path) -> None:
    assert [row["state"] for row in approvals(folder)] == ["holds"]
    edit(folder, LIMIT)
    (row,) = approvals(folder)
    assert (row["state"], row["changed"]) == (
        "stale", [{"field": "credit_line.limit", "who": "kam-north", "committed": True}])  # fmt: skip
    out = " ".join(kamctl(folder, "show", "client").out.split())
    assert "stale" in out
    assert "credit_line.limit (kam-north)" in out


def test_show_knows_a_stale_approval_without_git(folder: Path) -> None:
    edit(no_git(folder), LIMIT, by=None)
    assert [(row["state"], row["changed"]) for row in approvals(folder)] == [("stale", None)]


def test_log_and_diff_tell_of_an_approval_given_and_taken_back(folder: Path) -> None:
    approve(folder, "client", "--revoke")
    ran = kamctl(folder, "log", "client", "--field", "approvals.plan.by", "--format", "json")
    told = [(each["kind"], each["old"], each["new"], each["person"]) for each in json.loads(ran.out)["changes"]]
    assert told == [("removed", "skam-head", None, "skam-head"), ("added", None, "skam-head", "skam-head")]
    first = kamctl(folder, "diff", "HEAD~1..HEAD").out.splitlines()[0]
    assert first == "! plan of client was approved, and the approval is gone."
