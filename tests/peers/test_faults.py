"""A disk that fails, or a run that is killed, at every system call of `set` that touches the repository.

strace makes the calls fail: whatever happens, the plan is the old one or the new one, and the next run leaves nothing
lying about.
"""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from tests.cli.command import PROGRAM, environment, kamctl, put
from tests.peers import STRACE, needs, peer

pytestmark = needs(STRACE)

PLAN = "plans/client.yaml"
SET = ["set", "client", "kam", "kam-south"]
CALLS = "openat,write,fsync,fdatasync,fchmod,chmod,rename,renameat,renameat2,link,unlink,unlinkat,flock,close,mkdir"
KILL = "signal=SIGKILL"
HAPPENED = re.compile(r"\(INJECTED\)|killed by SIGKILL")
FAULTS = [KILL, "error=ENOSPC", "error=EIO", "error=EACCES"]


class Point(NamedTuple):
    """The `number`-th time that a system call is made, and what it is about."""

    call: str
    number: int
    about: str


def traced(folder: Path, log: Path, *options: str) -> int:
    """`kamctl set` under strace, started outside of the repository; its exit code."""
    command = [*peer(STRACE), "-f", "-y", "-o", str(log), "-e", f"trace={CALLS}", *options]
    run = subprocess.run(
        [*command, *PROGRAM, "-C", str(folder), *SET],
        cwd="/",
        env=environment(PYTHONDONTWRITEBYTECODE="1"),
        capture_output=True,
        timeout=60,
    )
    assert b"Traceback" not in run.stderr, run.stderr.decode()
    return run.returncode


def fresh(folder: Path) -> tuple[bytes, bytes]:
    """A repository, and its plan before and after the edit."""
    put(folder, {})
    old = (folder / PLAN).read_bytes()
    new = old.replace(b"kam: kam-north", b"kam: kam-south")
    assert old != new
    return old, new


def points(folder: Path, log: Path) -> list[Point]:
    """The system calls that touch the repository, from the moment when it is locked."""
    assert traced(folder, log) == 0
    counted: Counter[str] = Counter()
    found: list[Point] = []
    for line in log.read_text("utf-8", "replace").split("\n"):
        call = re.match(r"[0-9]+ +([a-z0-9]+)\(", line)
        if call is None:
            continue
        counted[call[1]] += 1
        if str(folder) in line and (found or call[1] == "flock"):
            found.append(Point(call[1], counted[call[1]], line.replace(str(folder), "")))
    return found


def strays(folder: Path) -> list[str]:
    return [path.name for path in (folder / "plans").iterdir() if path.name != "client.yaml"]


def torn(folder: Path, log: Path, point: Point, fault: str) -> str:
    """What is wrong when a fault happens at a point; empty where nothing is."""
    old, new = fresh(folder)
    code = traced(folder, log, "-e", f"inject={point.call}:{fault}:when={point.number}")
    if not HAPPENED.search(log.read_text("utf-8", "replace")):
        return "it did not happen"
    there = (folder / PLAN).read_bytes()
    if there not in (old, new):
        return "the plan is torn"
    if (code == 0) != (there == new) and fault != KILL:
        return f"the exit code is {code}, and the plan is {'new' if there == new else 'old'}"
    if code not in (0, 2) and fault != KILL:
        return f"the exit code is {code}"
    if fault != KILL and point.call != "unlink" and strays(folder):
        return f"{strays(folder)} is left behind"
    if strays(folder) and kamctl(folder, "lint").code != 0:
        return "lint minds what is left behind"
    if kamctl(folder, *SET).code != 0 or (folder / PLAN).read_bytes() != new or strays(folder):
        return f"the next run leaves {strays(folder)}"
    return ""


def test_at_every_point_the_plan_is_the_old_one_or_the_new_one(tmp_path: Path) -> None:
    fresh(tmp_path / "base")
    every = points(tmp_path / "base", tmp_path / "log")
    calls = Counter(point.call for point in every)
    assert calls["rename"] == 1, every
    assert calls["fsync"] == 2, every
    cases = [(point, fault) for point in every for fault in FAULTS]
    assert len(cases) >= 70

    def case(number: int) -> str:
        point, fault = cases[number]
        wrong = torn(tmp_path / f"{number}", tmp_path / f"{number}.log", point, fault)
        return f"{fault} at {point.about}: {wrong}" if wrong else ""

    with ThreadPoolExecutor(2) as pool:
        assert [wrong for wrong in pool.map(case, range(len(cases))) if wrong] == []


def test_what_a_killed_run_leaves_is_nothing_to_git(tmp_path: Path) -> None:
    assert kamctl(tmp_path, "init", "repository").code == 0
    folder = tmp_path / "repository"
    for path in (folder / "plans").iterdir():
        path.unlink()
    fresh(folder)
    git = ["git", "-C", str(folder), "-c", "user.name=x", "-c", "user.email=x@example.com"]
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "Plans"]):
        subprocess.run([*git, *arguments], check=True)
    log = tmp_path / "log"
    assert traced(folder, log, "-e", f"inject=fsync:{KILL}:when=1") != 0
    assert len(strays(folder)) == 1
    assert subprocess.run([*git, "status", "--porcelain"], capture_output=True).stdout == b""
