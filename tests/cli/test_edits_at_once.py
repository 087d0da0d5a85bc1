"""Many who edit one plan at the same time: no edit is lost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import PROGRAM, environment, kamctl, put
from tests.harness import document

PLAN = "plans/client.yaml"
CREDIT = "credit_line: {limit: 1000000, days: 30, used: 0}\n"

COUNTING = """\
import sys
from decimal import Decimal
from kamctl.cli.app import start
from kamctl.cli.editing import carry_out, plan_at_hand
from kamctl.edit.edits import Set

def one_more(document):
    return [Set(("credit_line", "used"), Decimal(document.value(("credit_line", "used")) + 1))]

for _ in range(int(sys.argv[2])):
    app = start(sys.argv[1], "2026-05-20", "never", False)
    assert carry_out(plan_at_hand(app, "client", no_input=True), one_more) == 0
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    from tests.harness import BASE_PLAN

    return put(tmp_path / "repository", {PLAN: BASE_PLAN + CREDIT})


def wait(people: list[subprocess.Popen[bytes]]) -> list[str]:
    """What those who failed said."""
    said = [(one.communicate(timeout=300)[1], one.returncode) for one in people]
    return [err.decode() for err, code in said if code]


def test_eight_who_count_a_hundred_times_each_lose_nothing(folder: Path) -> None:
    command = [sys.executable, "-P", "-c", COUNTING, str(folder), "100"]
    options = {"env": environment(), "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    people = [subprocess.Popen(command, **options) for _ in range(8)]  # type: ignore[call-overload]
    assert wait(people) == []
    assert document((folder / PLAN).read_bytes()).value(("credit_line", "used")) == 800
    assert [path.name for path in (folder / "plans").iterdir()] == ["client.yaml"]


def test_notes_that_are_taken_at_the_same_time_all_stand_there(folder: Path) -> None:
    people = []
    for number in range(12):
        command = [*PROGRAM, "note", "client", f"Call {number}", "--date", f"2026-03-{number + 1:02}"]
        options = {"env": environment(), "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
        people.append(subprocess.Popen(command, cwd=folder, **options))  # type: ignore[call-overload]
    assert wait(people) == []
    notes = document((folder / PLAN).read_bytes()).value(("history",))
    assert notes == [{"date": f"2026-03-{number + 1:02}", "note": f"Call {number}"} for number in range(12)]
    assert kamctl(folder, "lint").code == 0
