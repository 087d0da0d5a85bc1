"""However long the history is, a command asks git the same few times."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.cli.command import kamctl, put
from tests.gitting import git, start
from tests.harness import BASE_PLAN

GIT = shutil.which("git") or "git"
MOST = 12


def repository(folder: Path, commits: int) -> Path:
    """A repository of plans with so many commits, each with another figure."""
    put(start(folder), {})
    git(folder, "add", "-A")
    git(folder, "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", "first")
    stream = "from refs/heads/main^0\n"
    for number in range(commits):
        plan = BASE_PLAN.replace("12000000", f"{number + 1}000")
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
    ],
)
def test_a_command_asks_git_as_often_for_few_commits_as_for_many(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "git").write_text(f"#!/bin/sh\necho \"$*\" >> '{tmp_path}/asked'\nexec '{GIT}' \"$@\"\n", "utf-8")
    (tools / "git").chmod(0o755)
    asked = []
    for commits in (3, 300):
        folder = repository(tmp_path / str(commits), commits)
        (tmp_path / "asked").write_text("", "utf-8")
        ran = kamctl(folder, *arguments, env={"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"})
        assert (ran.code, ran.err) == (0, "")
        asked.append(len((tmp_path / "asked").read_text("utf-8").splitlines()))
    assert asked[0] == asked[1]
    assert 0 < asked[0] <= MOST
