"""`kamctl export` as a user runs it."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pexpect
import pytest
from openpyxl import load_workbook

from tests.cli.command import PROGRAM, environment, everything, put
from tests.cli.inside import kamctl
from tests.exchange.books import WHOLE
from tests.gitting import commit, start
from tests.harness import BASE_PLAN, overlay

PLANS = {"plans/client.yaml": overlay(BASE_PLAN, WHOLE), "plans/north/other.yaml": BASE_PLAN}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return put(tmp_path / "repository", PLANS)


def test_a_workbook_is_written_where_one_says(folder: Path) -> None:
    before = everything(folder)
    ran = kamctl(folder, "export", "-o", "plans.xlsx")
    assert (ran.code, ran.out, ran.err) == (0, "", "Wrote plans.xlsx: 2 plans.\n")
    after = everything(folder)
    assert {name: data for name, data in after.items() if name != "plans.xlsx"} == before
    assert "Risks" in load_workbook(folder / "plans.xlsx").sheetnames


def test_the_same_commit_and_day_make_the_same_bytes(folder: Path) -> None:
    start(folder)
    id_ = commit(folder, {})
    for name in ("one.xlsx", "two.xlsx"):
        assert kamctl(folder, "export", "-o", f"../{name}").code == 0
    one, two = ((folder.parent / name).read_bytes() for name in ("one.xlsx", "two.xlsx"))
    assert one == two
    sheet = load_workbook(folder.parent / "one.xlsx")["Portfolio"]
    assert sheet["A2"].value == f"Made of commit {id_[:12]}."


def test_what_is_not_committed_is_said(folder: Path) -> None:
    start(folder)
    id_ = commit(folder, {})
    plan = folder / "plans/client.yaml"
    plan.write_text(plan.read_text("utf-8") + "# a remark\n", "utf-8")
    kamctl(folder, "export", "-o", "../one.xlsx")
    sheet = load_workbook(folder.parent / "one.xlsx")["Portfolio"]
    assert sheet["A2"].value == f"Made of commit {id_[:12]} with changes that are in no commit."
    kamctl(folder, "export", "other", "-o", "../one.xlsx")
    sheet = load_workbook(folder.parent / "one.xlsx")["Portfolio"]
    assert sheet["A2"].value == f"Made of commit {id_[:12]}."


def test_it_is_written_as_it_stood(folder: Path) -> None:
    start(folder)
    first = commit(folder, {})
    commit(folder, {"plans/client.yaml": overlay(BASE_PLAN, "region: south\n")})
    kamctl(folder, "export", "client", "--at", first, "-o", "../then.xlsx")
    assert load_workbook(folder.parent / "then.xlsx")["Plans"]["F3"].value == "north"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["export"], "A workbook needs a file. Name it: kamctl export -o plans.xlsx", id="no file"),
        pytest.param(["export", "-o", "-"], "A workbook needs a file.", id="a workbook on the screen"),
        pytest.param(["export", "--format", "csv"], "A file of CSV holds one table.", id="no table"),
        pytest.param(["export", "--table", "risk"], "Did you mean risks?", id="a table that is none"),
        pytest.param(["export", "--table", "risks", "-o", "x.xlsx"], "A workbook has all tables.", id="both"),
        pytest.param(["export", "clent", "-o", "x.xlsx"], "Did you mean client?", id="no such client"),
        pytest.param(["export", "-o", "plans/client.yaml"], "would take the place of", id="over a plan"),
        pytest.param(["export", "--table", "risks", "--delimiter", ";;"], "is not one sign", id="two signs"),
        pytest.param(["export", "-o", "x.xlsx", "--bom"], "are for csv", id="what is for csv"),
        pytest.param(["export", "--table", "changes"], "there is no history to read", id="changes without git"),
        pytest.param(["export", "-o", "nowhere/x.xlsx"], "could not be written", id="no such folder"),
    ],
)
def test_what_cannot_be_written_is_said(folder: Path, arguments: list[str], said: str) -> None:
    before = everything(folder)
    ran = kamctl(folder, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert everything(folder) == before


def test_two_plans_of_one_client_are_no_workbook(folder: Path) -> None:
    put(folder, {**PLANS, "plans/south/client.yaml": BASE_PLAN})
    ran = kamctl(folder, "export", "-o", "x.xlsx")
    assert ran.code == 2
    assert "There are several plans of client" in ran.err


def test_a_table_as_csv(folder: Path) -> None:
    ran = kamctl(folder, "export", "client", "--table", "figures")
    assert ran.code == 0
    rows = list(csv.DictReader(StringIO(ran.out)))
    assert [(row["kpi"], row["period"], row["plan"], row["actual"]) for row in rows[:6]] == [
        ("sales", "2026-Q1", "12000000", "11400000"),
        ("sales", "2026-Q2", "13500000", ""),
        ("sales", "2026-Q3", "13500000", ""),
        ("sales", "2026-Q4", "15000000", ""),
        ("shelf-share", "2026-Q1", "0.2", "0.19"),
        ("shelf-share", "2026-Q2", "0.22", ""),
    ]


def test_csv_for_excel(folder: Path) -> None:
    ran = kamctl(folder, "export", "--table", "budget.spent", "--delimiter", ";", "--bom", "-o", "x.csv")
    assert ran.code == 0
    assert (folder / "x.csv").read_bytes() == b"\xef\xbb\xbfclient;period;value\r\nclient;2026-Q1;310000\r\n"


def test_changes_are_a_table_of_the_history(folder: Path) -> None:
    start(folder)
    first = commit(folder, {})
    second = commit(folder, {"plans/client.yaml": overlay(BASE_PLAN, WHOLE.replace("region: north", "region: south"))})
    commit(folder, {"plans/north/other.yaml": overlay(BASE_PLAN, "region: south\n")})
    ran = kamctl(folder, "export", "client", "--table", "changes", "--delimiter", ".")
    assert ran.code == 0
    newest, *others = csv.DictReader(StringIO(ran.out), delimiter=".")
    assert {name: newest[name] for name in ("commit", "client", "field", "kind", "old", "new")} == {
        "commit": second, "client": "client", "field": "region", "kind": "changed", "old": "north", "new": "south",
    }  # fmt: skip
    assert {row["commit"] for row in others} == {first}
    assert next(row["new"] for row in others if row["field"] == "risks.prices.probability") == "12.5%"
    then = json.loads(kamctl(folder, "export", "--table", "changes", "--format", "json", "--at", first).out)
    assert (list(then["tables"]), then["commit"]) == (["changes"], first)
    assert {row["kind"] for row in then["tables"]["changes"]} == {"added"}


def test_formulas_are_text_in_csv(tmp_path: Path) -> None:
    risks = 'risks: {a: {what: "=1+1", probability: 1%, impact: 1, response: "  @SUM(A1)"}}\n'
    ran = kamctl(put(tmp_path, {"plans/client.yaml": overlay(BASE_PLAN, risks)}), "export", "--table", "risks")
    row = next(csv.DictReader(StringIO(ran.out)))
    assert (row["what"], row["response"]) == ("'=1+1", "'  @SUM(A1)")


def test_all_tables_as_json(folder: Path) -> None:
    ran = kamctl(folder, "export", "client", "--format", "json")
    told = json.loads(ran.out)
    assert (told["version"], told["today"], told["commit"], told["changed"]) == (1, "2026-05-20", None, False)
    assert told["tables"]["risks"][1] == {
        "client": "client", "id": "prices", "what": "Prices rise", "kpi": None, "period": None, "probability": 0.125,
        "impact": "15%", "response": None, "owner": None, "review": None, "status": "open", "cause": None,
    }  # fmt: skip
    assert told["tables"]["assortment"] == [{"client": "client", "listed": ["yoghurt-150", "kefir-1l"]}]
    assert [row["kpi"] for row in told["tables"]["figures"]] == ["sales"] * 4 + ["shelf-share"] * 2 + ["visits"]


def test_a_file_that_cannot_be_read_is_said_to_be_missing(folder: Path) -> None:
    (folder / "plans/broken.yaml").write_text("a: [", "utf-8")
    ran = kamctl(folder, "export", "-o", "x.xlsx")
    assert ran.code == 1
    assert "1 file could not be read: plans/broken.yaml." in ran.err
    told = kamctl(folder, "export", "--format", "json")
    assert (told.code, json.loads(told.out)["unread"]) == (1, ["plans/broken.yaml"])


def test_a_bar_is_shown_on_a_terminal_and_not_in_a_pipe(folder: Path) -> None:
    child = pexpect.spawn(
        PROGRAM[0], [*PROGRAM[1:], "export", "-o", "x.xlsx"], cwd=str(folder),
        env={**environment(), "TERM": "xterm"}, encoding="utf-8", timeout=60,
    )  # fmt: skip
    child.expect(pexpect.EOF)
    shown = child.before or ""
    assert "Writing 2 plans" in shown
    assert "100%" in shown
    assert "Writing" not in kamctl(folder, "export", "-o", "x.xlsx").err
