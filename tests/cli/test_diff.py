"""`kamctl diff` on real repositories."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli import command
from tests.cli.command import everything, put
from tests.cli.inside import kamctl
from tests.gitting import commit, git, start
from tests.harness import BASE_PLAN

PLAN = "plans/client.yaml"
Q3 = "2026-Q3: {plan: 13500000}"


def repository(folder: Path, files: Mapping[str, str | bytes | None] | None = None) -> Path:
    """A committed repository with the plan of the harness."""
    start(folder)
    put(folder, files or {})
    commit(folder, {}, "Begin", date="2026-01-10T12:00:00+0000")
    return folder


def edited(text: str) -> str:
    return BASE_PLAN.replace(Q3, f"2026-Q3: {{plan: {text}}}")


def changes(folder: Path, *arguments: str) -> list[tuple[str, str, str]]:
    ran = kamctl(folder, "diff", "--format", "json", *arguments)
    assert ran.code == 0, ran.err
    return [(each["client"], each["field"], each["kind"]) for each in json.loads(ran.out)["changes"]]


def test_head_against_the_work_tree(tmp_path: Path) -> None:
    repository(tmp_path)
    (tmp_path / PLAN).write_text(edited("12_000_000"), encoding="utf-8")

    ran = kamctl(tmp_path, "diff")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.replace("\xa0", " ") == (
        "client  Северный ритейл\n  sales.2026-Q3.plan  13 500 000 → 12 000 000 (-11.1%)\n\n"
        "1 client changed: 1 change (1 changed).\n"
    )


def test_nothing_but_formatting(tmp_path: Path) -> None:
    repository(tmp_path)
    (tmp_path / PLAN).write_bytes(edited("13_500_000  # as agreed").replace("}  #", "  #").encode() + b"\n# note\n")
    (tmp_path / PLAN).write_text(BASE_PLAN.replace(Q3, "2026-Q3:\n    plan: 13_500_000 # agreed"), encoding="utf-8")

    ran = kamctl(tmp_path, "diff", "--exit-code")

    assert (ran.code, ran.out) == (0, "Nothing changed in meaning from HEAD to the work tree.\n")


def three_commits(folder: Path) -> list[str]:
    """Q3 is planned at 13.5, 14 and 15 millions, on 10 January, 1 February and 1 March."""
    repository(folder)
    return [
        git(folder, "rev-parse", "HEAD").decode().strip(),
        commit(folder, {PLAN: edited("14000000")}, date="2026-02-01T12:00:00+0000"),
        commit(folder, {PLAN: edited("15000000")}, date="2026-03-01T12:00:00+0000"),
    ]


@pytest.mark.parametrize(
    ("span", "old", "new"),
    [
        pytest.param("HEAD~2..HEAD~1", 13500000, 14000000, id="between two revisions"),
        pytest.param("HEAD~1", 14000000, 16000000, id="one revision: against the work tree"),
        pytest.param("HEAD~1..", 14000000, 15000000, id="an empty side is HEAD"),
        pytest.param("..HEAD~2", 15000000, 13500000, id="an empty side is HEAD, backwards too"),
        pytest.param("2026-01-31..2026-02-01", 13500000, 14000000, id="days"),
        pytest.param("2026-02-15", 14000000, 16000000, id="a day against the work tree"),
        pytest.param("main...side", 13500000, 20000000, id="from where two lines parted"),
        pytest.param("main..side", 15000000, 20000000, id="from one line to the other"),
    ],
)
def test_ranges(tmp_path: Path, span: str, old: int, new: int) -> None:
    first, *_ = three_commits(tmp_path)
    git(tmp_path, "checkout", "-q", "-b", "side", first)
    commit(tmp_path, {PLAN: edited("20000000")})
    git(tmp_path, "checkout", "-q", "main")
    (tmp_path / PLAN).write_text(edited("16000000"), encoding="utf-8")

    ran = kamctl(tmp_path, "diff", span, "--format", "json")

    (change,) = json.loads(ran.out)["changes"]
    assert (change["field"], change["old"], change["new"]) == ("sales.2026-Q3.plan", old, new)


def two_clients(folder: Path) -> Path:
    repository(folder, {"plans/юг/южный.yaml": BASE_PLAN, "plans/lane.yaml": BASE_PLAN})
    for name in (PLAN, "plans/юг/южный.yaml"):
        (folder / name).write_text(edited("1"), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("arguments", "clients"),
    [
        pytest.param([], ["client", "южный"], id="all of them"),
        pytest.param(["южный"], ["южный"], id="a client alone"),
        pytest.param(["HEAD", "южный"], ["южный"], id="a client behind a revision"),
        pytest.param(["lane", "client"], ["client"], id="clients alone"),
        pytest.param(["--", "client"], ["client"], id="a client behind dashes"),
        pytest.param(["HEAD", "--"], ["client", "южный"], id="a revision before dashes"),
        pytest.param(["HEAD..", "client"], [], id="a range has no work tree"),
    ],
)
def test_clients(tmp_path: Path, arguments: list[str], clients: list[str]) -> None:
    two_clients(tmp_path)

    assert [client for client, _, _ in changes(tmp_path, *arguments)] == clients


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(
            ["client"],
            "error: The name client is ambiguous: it is a client, and git has a revision of that name. Write kamctl "
            "diff -- client for the client, kamctl diff client -- for the revision.\n",
            id="a client and a branch of one name",
        ),
        pytest.param(
            ["HEAD", "clietn"],
            "error: There is no plan of clietn on either side. Did you mean client?\n",
            id="no such client",
        ),
        pytest.param(["HEAD", "HEAD~1", "--", "client"], "Write A..B for two revisions.\n", id="two revisions"),
        pytest.param(["nothing..HEAD"], "error: There is no commit nothing in this repository.", id="no such revision"),
        pytest.param(["2026-02-30"], "error: There is no day 2026-02-30.", id="no such day"),
        pytest.param(["--output=x"], "error: No such option", id="an option of git's"),
        pytest.param(["--", "--output=x"], "error: There is no plan of --output=x on either side.", id="as a client"),
        pytest.param(["--output=x..HEAD"], "error: No such option", id="as a range"),
        pytest.param(["--output=x", "--"], "error: No such option", id="before dashes"),
    ],
)
def test_what_cannot_be_understood(tmp_path: Path, arguments: list[str], said: str) -> None:
    two_clients(tmp_path)
    git(tmp_path, "branch", "client")
    before = everything(tmp_path)

    ran = kamctl(tmp_path, "diff", *arguments)

    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert everything(tmp_path) == before


def test_dashes_tell_a_client_from_a_branch(tmp_path: Path) -> None:
    two_clients(tmp_path)
    git(tmp_path, "branch", "client")

    assert [client for client, _, _ in changes(tmp_path, "client", "--", "южный")] == ["южный"]


def test_created_deleted_renamed_and_unreadable(tmp_path: Path) -> None:
    other = "client: Other\nsegment: A\n"
    repository(tmp_path, {"plans/was.yaml": other, "plans/gone.yaml": "kam: kam-south\n", "plans/link.yaml": other})
    (tmp_path / "plans/was.yaml").rename(tmp_path / "plans/is.yaml")
    (tmp_path / "plans/gone.yaml").unlink()
    (tmp_path / "plans/new.yaml").write_text("period: 2026\n", encoding="utf-8")
    (tmp_path / "plans/link.yaml").unlink()
    (tmp_path / "plans/link.yaml").symlink_to("is.yaml")
    (tmp_path / PLAN).write_text("client: [", encoding="utf-8")

    ran = kamctl(tmp_path, "diff", "--exit-code", "--format", "json")

    document = json.loads(ran.out)
    assert ran.code == 1
    assert [(each["client"], each["kind"]) for each in document["changes"]] == [("gone", "removed"), ("new", "added")]
    assert document["renamed"] == [{"client": "is", "was": "was"}]
    assert [each["message"] for each in document["unreadable"]] == [
        "plans/client.yaml in the work tree could not be read: It is not YAML on line 1.",
        "plans/link.yaml in the work tree could not be read: This is a link, and links are not followed.",
    ]
    assert "plans/client.yaml in the work tree could not be read" in kamctl(tmp_path, "diff", "--format", "csv").err


def test_a_repository_of_plans_in_a_folder_of_a_git_repository(tmp_path: Path) -> None:
    start(tmp_path)
    root = put(tmp_path / "планы", {})
    commit(tmp_path, {"plans/other.yaml": "kam: a\n"})
    (tmp_path / "plans/other.yaml").write_text("kam: b\n", encoding="utf-8")
    (root / PLAN).write_text(edited("1"), encoding="utf-8")

    assert changes(root / "plans") == [("client", "sales.2026-Q3.plan", "changed")]


def test_contents_are_compared_in_a_repository_with_long_ids(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main", "--object-format=sha256")
    put(tmp_path, {})
    commit(tmp_path, {})
    (tmp_path / PLAN).write_text(edited("1"), encoding="utf-8")

    assert changes(tmp_path) == [("client", "sales.2026-Q3.plan", "changed")]


def test_output_that_cannot_spell_an_arrow(tmp_path: Path) -> None:
    repository(tmp_path)
    (tmp_path / PLAN).write_text(edited("1000"), encoding="utf-8")

    ran = command.kamctl(tmp_path, "diff", env={"PYTHONIOENCODING": "ascii"})

    assert "  sales.2026-Q3.plan  13 500 000 -> 1 000 (-100%)\n" in ran.out


def test_without_git_it_says_so(tmp_path: Path) -> None:
    put(tmp_path, {})

    ran = kamctl(tmp_path, "diff")

    assert (ran.code, ran.out) == (2, "")
    assert "git" in ran.err


NOTHING_YET = (
    "There is no commit here yet, so there is no history to read. Commit your plans first: git add . && git commit"
)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param([], NOTHING_YET, id="HEAD"),
        pytest.param(["client"], NOTHING_YET, id="a client"),
        pytest.param(
            ["main"],
            "There is no commit here yet, so main names none. Commit your plans first: git add . && git commit",
            id="the branch that is to be",
        ),
        pytest.param(
            ["main..HEAD"],
            "There is no commit here yet, so main names none. Commit your plans first: git add . && git commit",
            id="a range",
        ),
        pytest.param(["main", "--", "client"],
            "There is no commit here yet, so main names none. Commit your plans first: git add . && git commit",
            id="the branch and a client",
        ),
    ],
)  # fmt: skip
def test_before_the_first_commit(tmp_path: Path, arguments: list[str], said: str) -> None:
    put(start(tmp_path), {})

    ran = kamctl(tmp_path, "diff", *arguments)

    assert (ran.code, ran.out, ran.err) == (2, "", f"error: {said}\n")


def test_a_branch_without_a_commit_is_compared_with_another(tmp_path: Path) -> None:
    repository(tmp_path)
    git(tmp_path, "checkout", "-q", "--orphan", "fresh")
    (tmp_path / PLAN).write_text(edited("1"), encoding="utf-8")

    assert changes(tmp_path, "main") == [("client", "sales.2026-Q3.plan", "changed")]
    assert kamctl(tmp_path, "diff").err == f"error: {NOTHING_YET}\n"
    assert "There is no commit mian in this repository." in kamctl(tmp_path, "diff", "mian").err


def test_csv_tells_renames(tmp_path: Path) -> None:
    repository(tmp_path)
    (tmp_path / PLAN).rename(tmp_path / "plans/other.yaml")

    ran = kamctl(tmp_path, "diff", "--format", "csv")

    assert ran.out == "client,field,kind,old,new\r\nother,,renamed,client,other\r\n"
