"""`kamctl status` as its users meet it, on a copy of this repository's own plans."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from tests import gitting
from tests.cli import command
from tests.cli.command import Ran
from tests.cli.inside import kamctl

NORTH = "северный-ритейл"


def status(folder: Path, *arguments: str, today: str = "2026-11-23", **env: str) -> Ran:
    return kamctl(folder, "status", *arguments, env={"KAMCTL_TODAY": today, "PYTHONUTF8": "1", **env})


def told(folder: Path, *arguments: str, code: int = 0) -> Any:
    ran = status(folder, *arguments, "--format", "json")
    assert (ran.code, ran.err) == (code, "")
    return json.loads(ran.out)


THREE_BIRCHES = """\
KPI status of 2026-Q4, as of 2026-11-23; amounts in RUB
1 KPI of 1 plan: 1 green.

By client
Client         KPI         Plan   Actual         Pace   Forecast  Status
three-birches  Sales  1 050 000  531 000  ██████ 101%  1 062 000  green

Scores
Client         Score  Paid KPIs
three-birches  50.6%      50.6%
"""


def test_one_plan_in_the_running_quarter(repository: Path) -> None:
    ran = status(repository, "three-birches")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.replace("\u00a0", " ") == THREE_BIRCHES


@pytest.mark.parametrize("columns", ["20", "40", "80", "200"])
@pytest.mark.parametrize("by", ["client", "kam", "segment", "kpi"])
def test_every_width_holds_it(repository: Path, by: str, columns: str) -> None:
    ran = status(repository, "--by", by, COLUMNS=columns)
    assert ran.code == 0
    assert [line for line in ran.out.split("\n") if cell_len(line) > int(columns)] == []


def test_figures_are_the_same_by_hand(repository: Path) -> None:
    # Sales of the quarter up to 15 November, the 46th of its 92 days, so half of the plan is due.
    [row] = [row for row in told(repository, NORTH)["rows"] if row["kpi"] == "sales"]
    assert row == {
        "client": NORTH, "kam": "kam-north", "segment": "A", "kpi": "sales", "plan": 70000000, "actual": 32900000,
        "due": 35000000, "attainment": 0.47, "pace": 0.94, "forecast": 65800000, "previous": None, "growth": None,
        "status": "amber", "missing": [],
    }  # fmt: skip


def test_what_is_asked_for_alone_is_told(repository: Path) -> None:
    def clients(*arguments: str) -> list[str]:
        return [row["client"] for row in told(repository, "--kpi", "sales", *arguments)["rows"]]

    assert clients("--kam", "kam-north") == ["three-birches", NORTH]
    assert clients("--kam", "kam-north", "--kam", "kam-south") == ["three-birches", "yuzhny-trakt", NORTH]
    assert clients("larch-lane", "basketwise") == ["basketwise", "larch-lane"]
    assert {row["kpi"] for row in told(repository, "--kpi", "on-time", "--kpi", "returns")["rows"]} == {
        "on-time",
        "returns",
    }
    assert told(repository, "--period", "2026-H1")["period"] == "2026-H1"


def test_csv_is_a_table_of_its_own(repository: Path) -> None:
    ran = status(repository, "--format", "csv", "--kpi", "sales")
    lines = list(csv.DictReader(io.StringIO(ran.out, newline=""), strict=True))
    assert [(line["client"], line["plan"]) for line in lines][:2] == [
        ("basketwise", "30000000"),
        ("larch-lane", "9000000"),
    ]


REFUSED = {
    "a client that is not there": (
        ["larch-lan"],
        "There is no plan of larch-lan. Did you mean larch-lane?",
    ),
    "a client by its name": (
        ["Three Birches Shops"],
        "There is no plan of Three Birches Shops. Did you mean three-birches?",
    ),
    "a period that is none": (
        ["--period", "2026-Q5"],
        "The period 2026-Q5 given by --period cannot be read. Write it as 2026, 2026-H1, 2026-Q3 or 2026-07.",
    ),
    "a KPI that is not in the catalogue": (
        ["--kpi", "on-tmie"],
        "There is no KPI on-tmie in schema/kpis.yaml. Did you mean on-time?",
    ),
    "a person who is not known": (
        ["--kam", "kam-nort"],
        "There is no person kam-nort in schema/people.yaml. Did you mean kam-north?",
    ),
}


@pytest.mark.parametrize(("arguments", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_not_there_is_refused_with_a_hint(repository: Path, arguments: list[str], message: str) -> None:
    ran = status(repository, *arguments)
    assert (ran.code, ran.out, ran.err) == (2, "", f"error: {message}\n")


LOST = {
    "a figure that cannot be read": (
        "larch-lane.yaml",
        ("plan: 9000000", "plan: 9 000 000"),
        {"faulty": ["larch-lane"], "unread": []},
        "Some values could not be read and do not count, in: larch-lane. kamctl lint says which.",
    ),
    "a plan that cannot be read": (
        "larch-lane.yaml",
        ("client: Larch", "client: [Larch"),
        {"faulty": [], "unread": ["plans/larch-lane.yaml"]},
        "1 file could not be read: plans/larch-lane.yaml. kamctl lint says what is wrong.",
    ),
}


@pytest.mark.parametrize(("name", "change", "members", "sentence"), LOST.values(), ids=LOST.keys())
def test_what_could_not_be_read_is_said_and_fails(
    repository: Path, name: str, change: tuple[str, str], members: dict[str, list[str]], sentence: str
) -> None:
    plan = repository / "plans" / name
    plan.write_text(plan.read_text("utf-8").replace(*change), "utf-8")
    found = told(repository, code=1)
    assert {key: found[key] for key in members} == members
    assert " ".join(status(repository).out.split()).endswith(sentence)
    assert status(repository, "basketwise").code == 0


def test_errors_of_the_schema_are_said_and_fail(repository: Path) -> None:
    kpis = repository / "schema" / "kpis.yaml"
    kpis.write_text(kpis.read_text("utf-8").replace("unit: percent", "unit: percents", 1), "utf-8")
    ran = status(repository)
    assert ran.code == 1
    assert "The schema has errors" in ran.out
    (repository / "schema" / "format.yaml").write_text("version: [\n", "utf-8")
    ran = status(repository)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith("See kamctl schema check for what to mend.\n")


def test_other_formats_do_not_hang_on_the_terminal(repository: Path) -> None:
    for format_ in ("json", "markdown", "csv"):
        usual = status(repository, "--format", format_)
        strange = status(repository, "--format", format_, COLUMNS="20", FORCE_COLOR="1", TERM="dumb", LC_ALL="C")
        assert (usual.code, usual.out) == (0, strange.out)


def test_bars_are_drawn_with_what_the_encoding_has(repository: Path) -> None:
    spoken = {"PYTHONIOENCODING": "ascii", "KAMCTL_TODAY": "2026-11-23"}
    ran = command.kamctl(repository, "status", "three-birches", env=spoken)
    assert ran.out == THREE_BIRCHES.replace("█", "#")


def test_as_it_stood(tmp_path: Path, repository: Path) -> None:
    gitting.start(repository)
    first = gitting.commit(repository, {}, "Plans", date="2026-11-20T09:00:00+0000")
    plan = repository / "plans" / "three-birches.yaml"
    plan.write_text(plan.read_text("utf-8").replace("actual: 531000", "actual: 600000"), "utf-8")
    gitting.commit(repository, {}, "November", date="2026-11-22T09:00:00+0000")

    def actual(*arguments: str) -> object:
        return told(repository, "three-birches", *arguments)["rows"][0]["actual"]

    assert [actual(), actual("--at", first), actual("--at", "2026-11-21"), actual("--at", "2026-11-22")] == [
        600000,
        531000,
        531000,
        600000,
    ]


def test_kpis_are_completed(repository: Path) -> None:
    ran = kamctl(
        repository,
        env={"_KAMCTL_COMPLETE": "bash_complete", "COMP_WORDS": "kamctl status --kpi o", "COMP_CWORD": "3"},
    )
    assert ran.out.split() == ["plain,on-time"]
