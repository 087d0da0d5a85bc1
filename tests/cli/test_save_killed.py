"""Every system call by which `save` changes anything is killed, or made to fail, by strace.

At any point the plans are untouched, HEAD is the old commit or the new one, and the next run either goes on or names
the lock that a killed git has left; when that is deleted, it goes on.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from kamctl.errors import RecordError
from kamctl.gitrepo.recording import Recorder, Touched
from tests.cli.command import PROGRAM, Ran, everything, kamctl
from tests.cli.command import environment as of_user
from tests.cli.saving import OTHER, PLAN, edit, head, hook, status, work
from tests.gitting import environment, git

NEW, GONE = "plans/new.yaml", "plans/gone.yaml"
FILES = [Touched(PLAN, " M"), Touched(NEW, "??"), Touched(GONE, " D")]
STAGED = "staged.txt"

STRACE = shutil.which("strace") or "strace is missing; .ci/run installs it"

LAST = 7
"""Runs of git with which a save ends: those that change something are among them."""

MOST = 40
"""Calls of one kind that one process makes; none makes as many."""


def saved(folder: Path) -> Ran:
    """`kamctl save` in a process of its own, with nothing of this machine's settings of git."""
    return kamctl(folder, "save", env=environment(HOME=str(folder.parent)))


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One plan is edited, one new, one gone, and something else is staged."""
    folder = work(tmp_path_factory.mktemp("original") / "repository")
    shutil.copy(folder / OTHER, folder / GONE)
    edit(folder, GONE, "20%", "10%")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "more")
    (folder / GONE).unlink()
    edit(folder, PLAN, "share: 60%", "share: 50%")
    shutil.copy(folder / OTHER, folder / NEW)
    edit(folder, NEW, "20%", "5%")
    (folder / STAGED).write_text("x", "utf-8")
    git(folder, "add", STAGED)
    return folder


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A git before the real one, in which strace meddles as the file `fault` says; `told` is what it did."""
    real = shutil.which("git")
    folder = tmp_path / "tools"
    folder.mkdir()
    script = folder / "git"
    script.write_text(
        f"""#!/bin/sh
case " $* " in
*" commit "*|*" add "*) exec '{STRACE}' -f -qq -o '{folder}/told' -e "inject=$(cat '{folder}/fault')" '{real}' "$@" ;;
*) exec '{real}' "$@" ;;
esac
""",
        "utf-8",
    )
    script.chmod(0o755)
    for name, value in environment(HOME=str(tmp_path), PATH=f"{folder}{os.pathsep}{os.environ['PATH']}").items():
        monkeypatch.setenv(name, value)
    return folder


def faults(tools: Path, kind: str) -> Iterator[str]:
    """`kind:when=1`, `kind:when=2` and so on, as long as there is such a call."""
    for number in range(1, MOST):
        (tools / "fault").write_text(f"{kind}:when={number}", "utf-8")
        (tools / "told").unlink(missing_ok=True)
        yield f"{kind}:when={number}"
        told = (tools / "told").read_text("utf-8", "replace")
        if "(INJECTED)" not in told and "killed by SIGKILL" not in told:
            return
    pytest.fail(f"there are more than {MOST} calls of {kind}")


def locks(folder: Path) -> list[str]:
    """The locks that lie about, without the numbers of processes."""
    return sorted(re.sub("[0-9]", "", path.name) for path in (folder / ".git").rglob("*.lock"))


def recover(folder: Path, plans: dict[str, bytes], old: str) -> None:
    """What must hold after a fault, and after the next run."""
    assert everything(folder / "plans") == plans
    now = head(folder)
    assert now == old or git(folder, "rev-parse", "HEAD^").decode().strip() == old
    for _ in range(2):
        ran = saved(folder)
        if ran.code == 0:
            break
        assert ran.code == 2, ran.out
        left = re.search(r"rm (.+)", ran.err)
        assert left, ran.err
        for lock in left[1].split():
            (folder / lock).unlink()
    else:
        pytest.fail(ran.err)
    if stale := re.search(r"git restore --staged ((?:plans/\S+ ?)+)", " ".join(ran.err.split())):
        git(folder, "restore", "--staged", *stale[1].split())
    assert everything(folder / "plans") == plans
    assert status(folder) == [f"A  {STAGED}"]
    assert set(locks(folder)) <= {"next-index-.lock"}  # which stops nobody
    git(folder, "fsck", "--strict")


@pytest.mark.parametrize(
    "kind",
    [
        "rename:signal=KILL", "link:signal=KILL", "unlink:signal=KILL", "write:signal=KILL", "mkdir:signal=KILL",
        "rename:error=EIO", "link:error=ENOSPC", "write:error=ENOSPC",
    ],
)  # fmt: skip
def test_whatever_happens_to_git_nothing_is_lost(original: Path, tmp_path: Path, tools: Path, kind: str) -> None:
    plans, old = everything(original / "plans"), head(original)
    seen = set()
    for number, fault in enumerate(faults(tools, kind)):
        folder = shutil.copytree(original, tmp_path / str(number))
        with suppress(RecordError):
            Recorder(folder, "", attended=False).commit(FILES, "message")
        state = (
            head(folder) == old,
            tuple(status(folder)),
            tuple(locks(folder)),
        )
        if state not in seen:
            seen.add(state)
            os.environ["PATH"], before = os.environ["PATH"].partition(os.pathsep)[2], os.environ["PATH"]
            recover(folder, plans, old)
            os.environ["PATH"] = before
        assert everything(folder / "plans") == plans, fault


def test_whenever_kamctl_is_killed_nothing_is_lost(original: Path, tmp_path: Path) -> None:
    plans, old = everything(original / "plans"), head(original)
    saved = traced(shutil.copytree(original, tmp_path / "saved"), "trace=vfork")
    calls = len(re.findall(r"vfork\(", saved))
    assert calls > LAST
    for number in (1, *range(calls - LAST, calls + 1)):  # before, git is only asked
        folder = shutil.copytree(original, tmp_path / str(number))
        assert "killed by SIGKILL" in traced(folder, f"inject=vfork:signal=KILL:when={number}")
        recover(folder, plans, old)


@pytest.mark.parametrize("when", ["pre-commit", "post-commit"])
def test_git_goes_on_when_kamctl_is_killed_while_it_commits(original: Path, tmp_path: Path, when: str) -> None:
    plans, old = everything(original / "plans"), head(original)
    folder = shutil.copytree(original, tmp_path / "repository")
    place = hook(folder, when, 'kill -9 "$(sed -n "s/^PPid:.//p" /proc/$PPID/status)"')
    assert saved(folder).code == -9
    while running(folder):
        time.sleep(0.05)
    place.unlink()
    assert head(folder) != old
    recover(folder, plans, old)


def traced(folder: Path, expression: str) -> str:
    """What strace tells of a `kamctl save` by itself; the git that it may have left running is done by then."""
    told = folder.parent / "told"
    env = environment(**of_user(HOME=str(folder.parent)))
    command = [STRACE, "-qq", "-o", str(told), "-e", expression, *PROGRAM, "save"]
    subprocess.run(command, cwd=folder, env=env, capture_output=True)
    while running(folder):
        time.sleep(0.05)
    return told.read_text("utf-8")


def running(folder: Path) -> bool:
    """Whether a program works in a folder."""
    for place in Path("/proc").glob("[0-9]*/cwd"):
        with suppress(OSError):
            if place.readlink() == folder:
                return True
    return False
