"""`--at`: the plans as a commit has them, without a look at the work tree."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.command import put
from tests.cli.inside import kamctl
from tests.gitting import children, commit, git, snapshot, start
from tests.harness import BASE_PLAN, overlay, repository

PLAN = "plans/client.yaml"
WRONG = overlay(BASE_PLAN, "kam: nobody\n")


def team(folder: Path) -> Path:
    """A repository of plans with the base plan committed on 8 May."""
    start(folder)
    commit(folder, {**repository({})}, date="2026-05-08T12:00:00+0000")
    return folder


def found(out: str) -> list[tuple[str, str]]:
    return [(finding["path"], finding["rule"]) for finding in json.loads(out)["findings"]]


@pytest.mark.parametrize(
    ("at", "code"),
    [
        pytest.param("HEAD", 1, id="the commit that is checked out has the mistake"),
        pytest.param("HEAD~1", 0, id="the one before has not"),
        pytest.param("2026-05-10", 0, id="a day is the last commit before its end"),
        pytest.param("2026-05-11", 1, id="a commit of the day itself counts"),
    ],
)
def test_lint_reads_the_commit_and_not_the_work_tree(tmp_path: Path, at: str, code: int) -> None:
    commit(team(tmp_path), {PLAN: WRONG}, date="2026-05-11T23:59:59+0000")
    (tmp_path / PLAN).write_text("neither: this\n")
    (tmp_path / "plans/other.yaml").write_text("nor that\n")
    before = snapshot(tmp_path)
    ran = kamctl(tmp_path, "lint", "--at", at, "--format", "json")
    assert (ran.code, ran.err) == (code, "")
    assert found(ran.out) == [(PLAN, "unknown-person")] * code
    assert snapshot(tmp_path) == before
    assert children() == []


def test_show_prints_the_plan_of_then(tmp_path: Path) -> None:
    commit(team(tmp_path), {PLAN: BASE_PLAN.replace("Северный ритейл", "Южный ритейл")})
    assert kamctl(tmp_path, "show", "client").out.startswith("Южный ритейл")
    assert kamctl(tmp_path, "show", "client", "--at", "HEAD~1").out.startswith("Северный ритейл")
    assert "Северный ритейл" in kamctl(tmp_path, "show", "--at", "2026-05-08", "--format", "csv").out


STOOD = "as it stood in commit {} (2026-05-08)"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["show"], f"Plans as of 2026-05-20, {STOOD}; amounts in RUB\n", id="the glance"),
        pytest.param(["show", "client"], f"\nAs of 2026-05-20, {STOOD}; amounts in RUB\n", id="the card"),
        pytest.param(["status"], f"as of 2026-05-20, {STOOD}; amounts in RUB\n", id="status"),
        pytest.param(["agenda"], f"as of 2026-05-20, {STOOD}, up to 2026-06-03\n", id="the agenda"),
        pytest.param(["risks"], f"Risks as of 2026-05-20, {STOOD}; amounts in RUB\n", id="risks"),
        pytest.param(["lint"], f"1 plan checked: no findings. That is {STOOD}, judged by 2026-05-20.\n", id="lint"),
    ],
)
@pytest.mark.parametrize("at", ["HEAD", "2026-05-09"])
def test_the_commit_and_the_day_are_told(tmp_path: Path, arguments: list[str], said: str, at: str) -> None:
    id_ = git(team(tmp_path), "rev-parse", "HEAD").decode()[:8]
    out = kamctl(tmp_path, *arguments, "--at", at, env={"COLUMNS": "120"}).out
    assert said.format(id_) in out
    assert "as it stood" not in kamctl(tmp_path, *arguments).out


@pytest.mark.parametrize(
    "arguments",
    [["show", "--format", "json"], ["show", "--format", "csv"], ["lint", "--format", "json"]],
    ids=" ".join,
)
def test_what_programs_read_is_the_same_for_the_same_files(tmp_path: Path, arguments: list[str]) -> None:
    team(tmp_path)
    assert kamctl(tmp_path, *arguments, "--at", "HEAD") == kamctl(tmp_path, *arguments)


def test_a_repository_in_a_folder_of_the_git_repository(tmp_path: Path) -> None:
    start(tmp_path)
    inner = tmp_path / "sales" / "планы"
    inner.mkdir(parents=True)
    put(inner, {"plans/север.yaml": WRONG})
    commit(tmp_path, {})
    (inner / "plans/север.yaml").unlink()
    ran = kamctl(inner, "lint", "--at", "HEAD", "--format", "json")
    assert (ran.code, found(ran.out)[-1]) == (1, ("plans/север.yaml", "unknown-person"))


def test_a_commit_has_the_same_findings_as_its_work_tree(tmp_path: Path) -> None:
    files = {
        "plans/north/x.yaml/inside.yaml": BASE_PLAN,
        "plans/near.yml": BASE_PLAN,
        "plans/.hidden/plan.yaml": "no: plan\n",
        "plans/wrong.yaml": WRONG,
        "plans/copy/wrong.yaml": WRONG,
        "plans/large.yaml": "# " + "x" * 1024 * 1024,
        "plans/README.md": "words\n",
        "schema/deeper/kpis.yaml": "no: matter\n",
        "schema/people.yml": "no: matter\n",
    }
    put(start(tmp_path), dict(files))
    (tmp_path / "plans/link.yaml").symlink_to("client.yaml")
    (tmp_path / "plans/run.yaml").write_text(BASE_PLAN)
    (tmp_path / "plans/run.yaml").chmod(0o755)
    git(tmp_path, "config", "core.symlinks", "true")
    commit(tmp_path, {})
    now, then = (kamctl(tmp_path, "lint", "--format", "json", *at) for at in ([], ["--at", "HEAD"]))
    assert (now.code, now.out) == (then.code, then.out)
    assert {rule for _, rule in found(then.out)} >= {"bad-id", "unsafe-path", "too-large", "duplicate-client"}


def test_links_and_submodules_of_a_commit_are_not_read(tmp_path: Path) -> None:
    id_ = git(team(tmp_path), "rev-parse", "HEAD").decode().strip()
    secret = git(tmp_path, "hash-object", "-w", "--stdin", stdin=b"/etc/passwd").decode().strip()
    git(tmp_path, "update-index", "--add", "--cacheinfo", f"120000,{secret},plans/link.yaml")
    git(tmp_path, "update-index", "--add", "--cacheinfo", f"160000,{id_},plans/sub.yaml")
    git(tmp_path, "-c", "user.name=x", "-c", "user.email=x", "commit", "-q", "-m", "links")
    ran = kamctl(tmp_path, "lint", "--at", "HEAD", "--format", "concise")
    assert ran.out.splitlines() == [
        "plans/link.yaml:1:1: error: This is a link, and links are not followed. [unsafe-path]",
        "plans/sub.yaml:1:1: error: This is a repository of its own. [unsafe-path]",
    ]


def test_a_path_is_looked_for_in_the_commit(tmp_path: Path) -> None:
    commit(team(tmp_path), {PLAN: None, "plans/new.yaml": WRONG})
    assert kamctl(tmp_path, "lint", PLAN, "--at", "HEAD~1").code == 0
    ran = kamctl(tmp_path, "lint", "plans/new.yaml", "--at", "HEAD~1")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "error: There is nothing to check at plans/new.yaml in that commit.\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(
            ["lint", "--at", "HEAD", "--fix"],
            "error: What git has kept cannot be mended. Leave out --at, or --fix and --diff.\n",
            id="what was cannot be mended",
        ),
        pytest.param(
            ["lint", "--at", "HEAD", "--diff"],
            "error: What git has kept cannot be mended. Leave out --at, or --fix and --diff.\n",
            id="nor shown as it would be",
        ),
        pytest.param(
            ["lint", "-", "--stdin-filename", PLAN, "--at", "HEAD"],
            "error: Standard input is of today. Leave out --at, or name files.\n",
            id="standard input is of today",
        ),
        pytest.param(
            ["lint", "--at", "HEAD~1"],
            "error: There was no repository of plans yet in HEAD~1: it has no schema/format.yaml here. "
            "Name a later commit or day.\n",
            id="a commit before there was a schema",
        ),
        pytest.param(
            ["show", "--at", "--output=x"],
            "error: There is no commit --output=x in this repository. "
            "See git branch --all, git tag and git log --oneline.\n",
            id="what looks like an option is none",
        ),
        pytest.param(
            ["show", "--at", "2026-02-30"],
            "error: There is no day 2026-02-30. Write a day of this century as 2026-02-03.\n",
            id="a day that is none",
        ),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, arguments: list[str], said: str) -> None:
    commit(start(tmp_path), {"README.md": "first\n"}, date="2026-04-01T12:00:00+0000")
    team(tmp_path)
    ran = kamctl(tmp_path, *arguments, stdin=b"")
    assert (ran.code, ran.out, ran.err) == (2, "", said)
    assert not (tmp_path / "x").exists()


def test_without_git_there_is_no_past(tmp_path: Path) -> None:
    ran = kamctl(put(tmp_path, {}), "lint", "--at", "HEAD")
    assert (ran.code, ran.out) == (2, "")
    assert "is not in a git repository" in ran.err
