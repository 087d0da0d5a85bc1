"""Where `kamctl save` cannot commit, or a hook does not let it: nothing is lost, and the next step is told."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.command import everything, put
from tests.cli.saving import NEW, OTHER, PLAN, edit, head, hook, kamctl, put_text, status, work
from tests.gitting import environment, git


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return work(tmp_path / "repository")


Trouble = Callable[[Path], object]


def merging(folder: Path) -> None:
    git(folder, "checkout", "-q", "-b", "side")
    edit(folder, OTHER, "share: 20%", "share: 21%")
    git(folder, "commit", "-qam", "side")
    git(folder, "checkout", "-q", "main")
    edit(folder, OTHER, "share: 20%", "share: 22%")
    git(folder, "commit", "-qam", "main")


def conflict(folder: Path, *arguments: str) -> None:
    merging(folder)
    done = subprocess.run(["git", *arguments], cwd=folder, env=environment(), capture_output=True)
    assert done.returncode == 1, done.stderr


def stashed(folder: Path) -> None:
    edit(folder, OTHER, "share: 20%", "share: 21%")
    git(folder, "stash", "-q")
    edit(folder, OTHER, "share: 20%", "share: 22%")
    git(folder, "commit", "-qam", "main")
    subprocess.run(["git", "stash", "pop"], cwd=folder, capture_output=True)


TROUBLES: dict[str, tuple[Trouble, str]] = {
    "a merge is under way": (lambda f: conflict(f, "merge", "-q", "side"), "git merge --abort"),
    "a rebase is under way": (lambda f: conflict(f, "rebase", "-q", "side"), "git rebase --abort"),
    "a cherry-pick is under way": (lambda f: conflict(f, "cherry-pick", "side"), "git cherry-pick --abort"),
    "a conflict of a stash": (stashed, "git add plans/other.yaml"),
    "no branch": (lambda f: git(f, "checkout", "-q", "--detach"), "git switch main"),
    "no name": (lambda f: git(f, "config", "--unset", "user.name"), "git config --global user.name"),
    "no e-mail": (lambda f: git(f, "config", "--unset", "user.email"), "git config --global user.email"),
    "a lock of the index": (lambda f: put_text(f, ".git/index.lock", ""), "rm .git/index.lock"),
    "a lock of HEAD": (lambda f: put_text(f, ".git/HEAD.lock", ""), "rm .git/HEAD.lock"),
    "a lock of the branch": (lambda f: put_text(f, ".git/refs/heads/main.lock", ""), "rm .git/refs/heads/main.lock"),
}


@pytest.mark.parametrize(("trouble", "remedy"), TROUBLES.values(), ids=TROUBLES.keys())
def test_where_git_cannot_commit_the_next_step_is_told(folder: Path, trouble: Trouble, remedy: str) -> None:
    trouble(folder)
    edit(folder, PLAN, "share: 60%", "share: 50%")
    put_text(folder, "plans/larch-lane.yaml", NEW)
    before, old = everything(folder), head(folder)
    ran = kamctl(folder, "save")
    assert (ran.code, ran.out) == (2, ""), ran.err
    assert ran.err.startswith("error: ")
    assert remedy in ran.err
    assert (everything(folder), head(folder)) == (before, old)


def test_without_git_it_says_how_to_begin(tmp_path: Path) -> None:
    folder = put(tmp_path / "repository", {})
    ran = kamctl(folder, "save")
    assert ran.code == 2
    assert "git init" in ran.err


@pytest.mark.parametrize(
    ("name", "script"),
    [
        pytest.param("pre-commit", "echo 'not \033[2Jtoday ::error::' >&2; exit 1", id="before the commit"),
        pytest.param("commit-msg", 'grep -q JIRA "$1" || { echo "error: no ticket"; exit 3; }', id="the message"),
        pytest.param("pre-commit", "exit 1", id="without a word"),
    ],
)
def test_a_hook_that_refuses_loses_nothing(folder: Path, name: str, script: str) -> None:
    hook(folder, name, script)
    edit(folder, PLAN, "share: 60%", "share: 50%")
    put_text(folder, "plans/larch-lane.yaml", NEW)
    put_text(folder, "staged.txt", "x")
    git(folder, "add", "staged.txt")
    plans, index, old = everything(folder / "plans"), git(folder, "ls-files", "-s"), head(folder)
    ran = kamctl(folder, "save")
    assert ran.code == 1
    assert "A hook of git refused the commit, so nothing was saved." in ran.err
    assert "\x1b" not in ran.err
    assert "::error::" not in ran.err
    assert (everything(folder / "plans"), git(folder, "ls-files", "-s"), head(folder)) == (plans, index, old)
    (folder / ".git/hooks" / name).unlink()
    assert kamctl(folder, "save").code == 0
    assert status(folder) == ["A  staged.txt"]


def test_hooks_see_what_is_committed_and_no_more(folder: Path) -> None:
    hook(folder, "pre-commit", "git diff --cached --name-only -- 'plans/*.yaml' '*.txt' > ../seen")
    edit(folder, PLAN, "share: 60%", "share: 50%")
    put_text(folder, "staged.txt", "x")
    git(folder, "add", "staged.txt")
    assert kamctl(folder, "save").code == 0
    assert (folder.parent / "seen").read_text("utf-8") == f"{PLAN}\n"
