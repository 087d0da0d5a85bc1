"""`kamctl blame`: who last set each field, on real repositories."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from kamctl.lint.page import PLAN
from tests.cli.command import put
from tests.cli.inside import kamctl
from tests.gitting import HEAD_OF_SKAM, NORTH, SOUTH, commit, git, start
from tests.harness import BASE_PLAN

LATER = BASE_PLAN.replace("2026-Q1: {plan: 12000000", "2026-Q1: {plan: 11000000")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = put(start(tmp_path_factory.mktemp("blame") / "repository"), {})
    commit(root, {}, "Plans of 2026", author=HEAD_OF_SKAM, date="2026-01-10T09:00:00+0000")
    commit(root, {PLAN: LATER}, "Q1 lower", author=SOUTH, date="2026-04-02T09:00:00+0000")
    added = LATER.replace("share: 60%", "share: 60.0%, does: Visits")
    commit(root, {PLAN: None, "plans/north/client.yaml": added}, "Moved", author=NORTH, date="2026-04-20T09:00:00+0000")
    (root / "plans/north/client.yaml").write_text(BASE_PLAN, "utf-8")  # not committed: not told
    return root


def fields(folder: Path, *arguments: str) -> dict[str, tuple[object, object, str, str]]:
    ran = kamctl(folder, "blame", *arguments, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    whole = json.loads(ran.out)
    assert whole["version"] == 1
    assert all(field["client"] == "client" and len(field["commit"]) == 40 for field in whole["fields"])
    return {
        field["field"]: (field["value"], field["previous"], field["date"], field["person"]) for field in whole["fields"]
    }


def test_each_field_has_who_set_it_when_and_from_what(folder: Path) -> None:
    found = fields(folder)
    first = ("2026-01-10T09:00:00Z", "skam-head")
    assert found["sales.2026-Q1.plan"] == (11000000, 12000000, "2026-04-02T09:00:00Z", "kam-south")
    assert found["team.kam-north.does"] == ("Visits", None, "2026-04-20T09:00:00Z", "kam-north")
    assert found["team.kam-north.share"] == ("60.0%", None, *first)
    assert found["sales.2026-Q4.plan"] == (15000000, None, *first)
    assert list(found)[:4] == ["client", "segment", "kam", "period"]
    assert len(found) == 12


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        pytest.param(("client", "sales.2026-Q1"), ["sales.2026-Q1.plan", "sales.2026-Q1.actual"], id="below a field"),
        pytest.param(("client", "kam"), ["kam"], id="one field"),
        pytest.param(("client", "team.*.share"), ["team.kam-north.share"], id="any name"),
    ],
)
def test_a_field_is_asked_for(folder: Path, arguments: tuple[str, ...], names: list[str]) -> None:
    assert list(fields(folder, *arguments)) == names


def test_a_table_in_a_terminal(folder: Path) -> None:
    ids = git(folder, "log", "--format=%h", "--abbrev=8").decode().split()
    assert kamctl(folder, "blame", "client", "sales.2026-Q1", env={"COLUMNS": "120"}).out.replace("\xa0", " ") == (
        "client\n"
        "Field                 Value       Before      Set on      By            Commit\n"
        f"sales.2026-Q1.plan    11 000 000  12 000 000  2026-04-02  KAM South     {ids[1]}\n"
        f"sales.2026-Q1.actual  11 400 000              2026-01-10  Head of SKAM  {ids[2]}\n"
    )


def test_csv_and_markdown_say_the_same(folder: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(kamctl(folder, "blame", "--format", "csv").out)))
    assert [row["field"] for row in rows] == list(fields(folder))
    page = kamctl(folder, "blame", "client", "sales.2026-Q1.plan", "--format", "markdown").out
    assert "KAM South" in page
    assert "2026-04-02" in page


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(("clint",), "There is no plan of clint, and never was. Did you mean client?", id="a slip"),
        pytest.param(
            ("client", "risks.x"), "The plan of client has no field risks.x in the last commit.", id="no field"
        ),
    ],
)
def test_what_is_not_there_is_told(folder: Path, arguments: tuple[str, ...], words: str) -> None:
    ran = kamctl(folder, "blame", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


def test_plans_that_cannot_be_read_are_told_and_the_others_shown(tmp_path: Path) -> None:
    root = put(start(tmp_path / "r"), {})
    commit(root, {}, "Plans")
    commit(root, {"plans/other.yaml": BASE_PLAN, PLAN: "a: [\n"}, "Broken")
    ran = kamctl(root, "blame", "--format", "json")
    assert ran.code == 1
    assert {field["client"] for field in json.loads(ran.out)["fields"]} == {"other"}
    assert "plans/client.yaml" in ran.err
    alone = kamctl(root, "blame", "client")
    assert (alone.code, alone.out) == (2, "")


def test_a_shallow_clone_is_refused(folder: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{folder}", "shallow")
    ran = kamctl(tmp_path / "shallow", "blame")
    assert (ran.code, ran.out) == (2, "")
    assert "fetch-depth: 0" in ran.err
