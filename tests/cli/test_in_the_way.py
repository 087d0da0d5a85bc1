"""Several plans of one client, and what stands where plans do: log, blame and diff say so alike, in every format."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.command import put
from tests.cli.inside import kamctl
from tests.gitting import commit, git, start
from tests.harness import BASE_PLAN

PLAN, OTHER = "plans/client.yaml", "plans/south/client.yaml"
LOWER = BASE_PLAN.replace("2026-Q3: {plan: 13500000}", "2026-Q3: {plan: 12000000}")
TWICE = f"The client client has several plans in {{}}: {PLAN}, {OTHER}. Only the first of them is told."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    put(start(tmp_path / "r"), {})
    commit(tmp_path / "r", {}, "Plans", date="2026-01-10T12:00:00+0000")
    return tmp_path / "r"


def second(folder: Path) -> str:
    return commit(folder, {OTHER: LOWER}, "A second one", date="2026-02-10T12:00:00+0000")


FORMATS = ["text", "json", "markdown", "csv"]


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize(
    ("arguments", "code", "where"),
    [
        pytest.param(("log",), 0, ["HEAD"], id="log"),
        pytest.param(("log", "client"), 0, ["HEAD"], id="log of the client"),
        pytest.param(("blame",), 1, ["HEAD"], id="blame"),
        pytest.param(("blame", "client", "kam"), 1, ["HEAD"], id="blame of a field"),
        pytest.param(("diff", "HEAD~1"), 0, ["the work tree"], id="diff with the work tree"),
        pytest.param(("diff", "HEAD~1..HEAD", "--exit-code"), 1, ["HEAD"], id="diff of commits: something came"),
        pytest.param(("diff", "--exit-code"), 0, ["HEAD", "the work tree"], id="diff of two states that have both"),
    ],
)
def test_a_second_plan_of_a_client_is_said(
    folder: Path, arguments: tuple[str, ...], code: int, where: list[str], format_: str
) -> None:
    second(folder)
    ran = kamctl(folder, *arguments, "--format", format_, env={"COLUMNS": "200"})
    assert ran.code == code
    if format_ == "json":
        twins = [{"client": "client", "in": state, "files": [PLAN, OTHER]} for state in where]
        assert (json.loads(ran.out)["duplicates"], ran.err) == (twins, "")
    else:
        told = ran.err if format_ == "csv" else ran.out.replace("\\", "")
        assert [TWICE.format(state) in told for state in where] == [True] * len(where)
        assert "created" not in ran.out if arguments[0] == "diff" else True


def test_of_a_second_plan_nothing_else_is_told(folder: Path) -> None:
    id_ = second(folder)
    assert json.loads(kamctl(folder, "diff", "HEAD~1..HEAD", "--format", "json").out)["changes"] == []
    assert id_ not in kamctl(folder, "log", "--format", "json").out


def test_a_log_says_that_a_client_once_had_two(folder: Path) -> None:
    id_ = second(folder)
    commit(folder, {OTHER: None}, "One again", date="2026-03-10T12:00:00+0000")
    assert TWICE.format(id_[:8]) in kamctl(folder, "log", env={"COLUMNS": "200"}).out
    assert json.loads(kamctl(folder, "blame", "--format", "json").out)["duplicates"] == []


def test_many_are_counted(folder: Path) -> None:
    commit(folder, {f"plans/{place}/c{number}.yaml": LOWER for place in "ab" for number in range(15)}, "Many")
    out = kamctl(folder, "blame", "client", "kam").out, kamctl(folder, "diff", "HEAD").out
    assert ["several plans" in text for text in out] == [False, True]
    assert "So have 20 more clients." in out[1]


def link(folder: Path) -> None:
    """The folder of a plan is a link to another place."""
    git(folder, "mv", "plans", "elsewhere")
    (folder / "plans").symlink_to("elsewhere")


def inner_link(folder: Path) -> None:
    commit(folder, {"plans/north/other.yaml": LOWER}, "A folder")
    git(folder, "rm", "-q", "-r", "plans/north")
    (folder / "plans/north").symlink_to("/nowhere")


def beside_a_plan(folder: Path) -> None:
    (folder / "plans/x").mkdir()
    (folder / "plans/x/client").symlink_to("/nowhere")


def file_of_all(folder: Path) -> None:
    git(folder, "rm", "-q", "-r", "plans")
    (folder / "plans").write_text(BASE_PLAN)


@pytest.mark.parametrize(
    ("change", "path", "what"),
    [
        pytest.param(link, "plans", "plans", id="a link in the place of all plans"),
        pytest.param(inner_link, "plans/north", "north", id="a link in the place of a folder of plans"),
        pytest.param(file_of_all, "plans", "plans", id="a file in the place of all plans"),
    ],
)
def test_what_hides_plans_is_said(folder: Path, change: Callable[[Path], None], path: str, what: str) -> None:
    change(folder)
    commit(folder, {}, "In the way", date="2026-02-10T12:00:00+0000")
    blame = kamctl(folder, "blame", "--format", "json")
    assert (blame.code, json.loads(blame.out)["unreadable"]) == (1, [path])
    assert f"1 file could not be read: {path}." in kamctl(folder, "blame").out
    for arguments in (("log",), ("diff", "HEAD~1..HEAD"), ("diff", "HEAD~1")):
        told = json.loads(kamctl(folder, *arguments, "--format", "json").out)
        assert [(each["client"], path in each["message"]) for each in told["unreadable"]] == [(what, True)]
        assert "removed" in {each["kind"] for each in told["changes"]}


def test_a_link_that_is_called_like_a_client_hides_no_plan(folder: Path) -> None:
    beside_a_plan(folder)
    commit(folder, {}, "A link", date="2026-02-10T12:00:00+0000")
    told = json.loads(kamctl(folder, "blame", "--format", "json").out)
    assert {each["client"] for each in told["fields"]} == {"client"}
    assert told["duplicates"] == [{"client": "client", "in": "HEAD", "files": [PLAN, "plans/x/client"]}]


@pytest.mark.parametrize("arguments", [("log",), ("diff", "HEAD~1..HEAD"), ("diff", "HEAD~1")], ids=" ".join)
def test_a_plan_whose_file_became_a_folder_was_deleted(folder: Path, arguments: tuple[str, ...]) -> None:
    commit(folder, {PLAN: None}, "Out", date="2026-02-10T12:00:00+0000")
    git(folder, "reset", "-q", "--soft", "HEAD~1")
    inside = "client: Inside\nkam: kam-south\n"
    commit(folder, {f"{PLAN}/inside.yaml": inside}, "A folder", date="2026-02-10T12:00:00+0000")
    told = json.loads(kamctl(folder, *arguments, "--format", "json").out)
    found = {(each["client"], each["kind"]) for each in told["changes"] if each.get("date", "2026-02") >= "2026-02"}
    assert found == {("client", "removed"), ("inside", "added")}
    assert told["unreadable"] == []
