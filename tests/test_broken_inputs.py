"""A thousand broken plans and every bomb we know: findings or none, never an exception, never a long wait.

Broken plans go through the engine in this process, a part of them and all bombs through the real program.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest

from kamctl.lint.catalog import RULES
from kamctl.lint.engine import Engine
from kamctl.lint.finding import Finding
from kamctl.plan.source import RawFile
from tests.bombs import BOMBS
from tests.cli.command import PROGRAM, environment, kamctl
from tests.harness import TODAY
from tests.plan.worlds import ROOT, repository

pytestmark = pytest.mark.no_cover

PLANS = {path.name: path.read_bytes() for path in sorted((ROOT / "plans").rglob("*.yaml"))}
WAYS = 20_000 if os.environ.get("KAMCTL_TEST_PROFILE") == "fuzz" else 170
"""Broken copies of each plan; with six plans, a little over a thousand."""

PATIENCE = 10
"""Seconds after which a file is said to hang; what is usual is some milliseconds."""

FIT_ENOUGH = 1.0
"""Seconds of the processor's time that a bomb may take beyond those of an empty plan."""

ROOMY = 300 * 1024 * 1024
"""Bytes of memory that lint of any one file may take."""

INSERTS = [
    *(bytes([code]) for code in range(0x20)), *(text.encode() for text in "\x7f\x85\u2028\u202e\u200b\ufeff"),
    *(bytes([code]) for code in b"[]{}'\"@`,\\#&*!|>%?:-"), b"[" * 40, b"{a: " * 40, b"\r\n",
    b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xf0\x9f", b"\\u0000", b": ", b"- ", b"? ", b"# ", b"&a ", b"*a ",
    b"!!int ", b"<<: ", b"---\n", b"...\n", b"%YAML 1.1\n", b"|\n", b">\n", b"<<<<<<< HEAD\n", b"# kamctl: allow ",
    b"# kamctl: allow unknown-field because so\n",
]  # fmt: skip

Breaking = Callable[[bytes, random.Random], bytes]


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def _cut_out(data: bytes, chance: random.Random) -> bytes:
    start, end = sorted(chance.sample(range(len(data)), 2))
    return data[:start] + data[end:]


def _flip(data: bytes, chance: random.Random) -> bytes:
    broken = bytearray(data)
    for _ in range(chance.choice([1, 1, 3, 30])):
        broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
    return bytes(broken)


def _overwrite(data: bytes, chance: random.Random) -> bytes:
    broken = bytearray(data)
    broken[chance.randrange(len(broken))] = chance.randrange(256)
    return bytes(broken)


def _swap_lines(data: bytes, chance: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    one, other = chance.sample(range(len(lines)), 2)
    lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def _shuffle(data: bytes, chance: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    chance.shuffle(lines)
    return b"".join(lines)


def _repeat(data: bytes, chance: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    at = chance.randrange(len(lines))
    return b"".join([*lines[:at], lines[at], *lines[at:]])


def _indent(data: bytes, chance: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    at = chance.randrange(len(lines))
    lines[at] = chance.choice([b" ", b"    ", b"\t"]) + lines[at]
    return b"".join(lines)


def _insert(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(INSERTS) + data[at:]


def _insert_often(data: bytes, chance: random.Random) -> bytes:
    for _ in range(8):
        data = _insert(data, chance)
    return data


def _recode(data: bytes, chance: random.Random) -> bytes:
    encoding = chance.choice(["utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1251", "koi8-r", "utf-7"])
    return data.decode().encode(encoding, "replace")


BREAKINGS: tuple[Breaking, ...] = (
    _cut, _cut, _cut_out, _flip, _flip, _overwrite, _swap_lines, _shuffle, _repeat, _indent,
    _insert, _insert, _insert, _insert_often, _recode,
)  # fmt: skip


def _broken(data: bytes, name: str, number: int) -> bytes:
    chance = random.Random(f"{name}/{number}")
    return BREAKINGS[number % len(BREAKINGS)](data, chance)


@contextmanager
def _no_hang() -> Iterator[None]:
    """TimeoutError where what is inside takes too long; systems without alarms rely on the run's own limit."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"not done after {PATIENCE} seconds")

    if sys.platform == "win32":
        yield
        return
    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _misplaced(finding: Finding, data: bytes) -> bool:
    """Whether a finding points out of its file."""
    lines = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").split("\n")
    start, end = (finding.line, finding.column), (finding.end_line, finding.end_column)
    inside = all(1 <= line <= len(lines) and 1 <= column <= len(lines[line - 1]) + 1 for line, column in (start, end))
    return not inside or end < start


@pytest.mark.parametrize("name", PLANS)
def test_a_broken_plan_gives_findings_inside_it(name: str) -> None:
    engine = Engine(RULES, repository()[0], TODAY)
    judged = 0
    for number in range(WAYS):
        data = _broken(PLANS[name], name, number)
        with _no_hang():
            report = engine.lint([RawFile(f"plans/{name}", data)]).report
        misplaced = [finding for finding in report.findings if _misplaced(finding, data)]
        assert not misplaced, f"breaking {number}"
        judged += bool(report.findings)
    assert judged > WAYS / 2


def test_there_are_a_thousand() -> None:
    assert len(PLANS) * WAYS >= 1000
    assert len(BOMBS) >= 22


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with this one's schema and no plans yet."""
    root = tmp_path_factory.mktemp("repository")
    (root / "schema").mkdir()
    (root / "plans").mkdir()
    for path in (ROOT / "schema").glob("*.yaml"):
        (root / "schema" / path.name).write_bytes(path.read_bytes())
    return root


def test_forty_of_them_through_the_program(folder: Path) -> None:
    names = sorted(PLANS)
    for number in range(40):
        name = names[number % len(names)]
        data = _broken(PLANS[name], name, number)
        ran = kamctl(folder, "lint", "-", "--stdin-filename", f"plans/{name}", stdin=data, timeout=PATIENCE)
        assert ran.code in (0, 1), f"breaking {number} of {name}: {ran.err}"


# Runs a command and tells what it cost. A child's memory counts from what its parent held when it was started, and the
# process of the tests holds much: this one, between the two, holds next to nothing.
MEASURE = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[2:], stdin=subprocess.DEVNULL).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
with open(sys.argv[1], "w") as told:
    told.write(f"{code} {used.ru_utime + used.ru_stime} {used.ru_maxrss}")
"""


def _cost(folder: Path, data: bytes) -> tuple[int, bytes, float, int]:
    """The exit code of lint over one plan, what it printed, the processor's seconds and the most memory it took."""
    (folder / "plans/bomb.yaml").write_bytes(data)
    told = folder / "told"
    command = [sys.executable, "-c", MEASURE, str(told), *PROGRAM, "lint", "--format", "concise"]
    run = subprocess.run(
        command, cwd=folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=PATIENCE
    )
    code, seconds, memory = told.read_text().split()
    unit = 1 if sys.platform == "darwin" else 1024
    return int(code), run.stdout, float(seconds), int(memory) * unit


@pytest.fixture(scope="module")
def nothing_costs(folder: Path) -> float:
    """The processor's seconds that the program takes for an empty plan: nearly all of them are its start."""
    return _cost(folder, b"")[2]


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_does_no_harm(name: str, folder: Path, nothing_costs: float) -> None:
    data = BOMBS[name]()
    for _ in range(3):  # a neighbour on the machine can slow a run down, nothing can make one quicker than it is
        code, printed, seconds, memory = _cost(folder, data)
        if seconds - nothing_costs < FIT_ENOUGH:
            break
    assert code == 1, printed[:1000]
    assert b"Traceback" not in printed
    assert printed.startswith(b"plans/bomb.yaml:")
    assert seconds - nothing_costs < FIT_ENOUGH
    assert memory < ROOMY
