"""However long the history is, a command asks git the same few times."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from kamctl.history.approval import fingerprint
from tests.cli.command import kamctl, put
from tests.gitting import git, start
from tests.harness import BASE_PLAN, document, schema_of
from tests.harness import repository as harness

GIT = shutil.which("git") or "git"
MOST, MOST_OF_GUARD = 12, 14


def repository(folder: Path, commits: int) -> Path:
    """A repository of plans with so many commits, each with another figure; the first one's was approved."""
    put(start(folder), {})
    git(folder, "add", "-A")
    git(folder, "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", "first")
    git(folder, "branch", "first")
    shape = schema_of(harness({})).layout.shape
    approved = fingerprint("client", "plan", document(BASE_PLAN.replace("12000000", "1000")).values, shape)
    approval = f"approvals:\n  plan: {{by: skam-head, on: 2026-05-01, of: '{approved}'}}\n"
    stream = "from refs/heads/main^0\n"
    for number in range(commits):
        plan = BASE_PLAN.replace("12000000", f"{number + 1}000") + approval
        stream_of_one = f"M 100644 inline plans/client.yaml\ndata {len(plan.encode())}\n{plan}\n"
        stream += "commit refs/heads/main\ncommitter a <a@example.com> 1778400000 +0000\ndata 1\nx\n"
        stream += ("from refs/heads/main^0\n" if not number else "") + stream_of_one
    git(folder, "fast-import", "--quiet", stdin=stream.removeprefix("from refs/heads/main^0\n").encode())
    git(folder, "reset", "-q", "--hard")
    return folder


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("log", "client"), id="log of a plan"),
        pytest.param(("log",), id="log of all"),
        pytest.param(("blame",), id="blame"),
        pytest.param(("diff", "HEAD~2..HEAD"), id="diff"),
        pytest.param(("diff", "HEAD~2"), id="diff against the work tree"),
        pytest.param(("show", "--at", "HEAD~2"), id="show as it was"),
        pytest.param(("risks",), id="risks"),
        pytest.param(("habit", "--kam", "kam-north"), id="habit"),
        pytest.param(("lint",), id="lint with a stale approval"),
    ],
)
def test_a_command_asks_git_as_often_for_few_commits_as_for_many(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    few, many = (asked(tmp_path, commits, arguments) for commits in (3, 300))
    assert few == many
    assert 0 < few <= MOST


@pytest.mark.parametrize(
    "arguments",
    [("guard", "first..HEAD"), ("guard", "first...HEAD"), ("guard", "first..HEAD", "--require-signed")],
    ids=" ".join,
)
def test_guard_asks_git_as_often_for_few_commits_as_for_many(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    few, many = (asked(tmp_path, commits, arguments, code=1) for commits in (3, 300))
    assert few == many
    assert 0 < few <= MOST_OF_GUARD


def asked(folder: Path, commits: int, arguments: tuple[str, ...], code: int = 0) -> int:
    """How often a command runs git in a repository with so many commits."""
    tools, log = folder / "tools", folder / "asked"
    tools.mkdir(exist_ok=True)
    (tools / "git").write_text(f"#!/bin/sh\necho \"$*\" >> '{log}'\nexec '{GIT}' \"$@\"\n", "utf-8")
    (tools / "git").chmod(0o755)
    work = repository(folder / str(commits), commits)
    log.write_text("", "utf-8")
    ran = kamctl(work, *arguments, env={"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"})
    assert (ran.code, ran.err) == (code, "")
    return len(log.read_text("utf-8").splitlines())
