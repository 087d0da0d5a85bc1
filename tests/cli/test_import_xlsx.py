"""`kamctl import FILE.xlsx` as a user runs it: out, filled in, and back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import everything, put
from tests.cli.inside import kamctl
from tests.exchange.bombs import BOMBS
from tests.exchange.books import WHOLE
from tests.exchange.returned import edited
from tests.gitting import commit, start
from tests.harness import BASE_PLAN, overlay

PLAN = overlay(BASE_PLAN, WHOLE).replace("2026-Q2: {plan: 13500000}", "2026-Q2: {plan: 13500000}   # the strike")
FILES = {"plans/client.yaml": PLAN.replace("\n", "\r\n"), "plans/north/other.yaml": BASE_PLAN}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = start(put(tmp_path / "repository", FILES))
    commit(folder, {})
    assert kamctl(folder, "export", "-o", "../plans.xlsx").code == 0
    return folder


def fill_in(folder: Path, cells: dict[str, Any]) -> None:
    file = folder.parent / "plans.xlsx"
    file.write_bytes(edited(file.read_bytes(), cells))


def test_a_workbook_as_it_was_written_changes_nothing(folder: Path) -> None:
    before = everything(folder)
    ran = kamctl(folder, "import", "../plans.xlsx", "--apply")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "The plans say so already; there is nothing to change.\n\nNothing was written.\n"
    assert everything(folder) == before


def test_what_is_shown_is_what_is_written(folder: Path) -> None:
    fill_in(folder, {"Sales!D4": 13000000, "Risks!F3": 0.4, "Credit line!B4": 5, "Credit line!C4": 30})
    before = everything(folder)
    shown = kamctl(folder, "import", "../plans.xlsx")
    assert (shown.code, everything(folder)) == (0, before)
    assert shown.out == (
        "client  Северный ритейл\n"
        "  risks.delisting.probability  30% → 40% (+10 pp)\n"
        "  sales.2026-Q2.actual         added: 13\xa0000\xa0000\n\n"
        "other  Северный ритейл\n"
        "  credit_line  added: limit 5, days 30\n\n"
        "2 clients changed: 4 changes (3 added, 1 changed).\n\n"
        "Nothing was written yet; with --apply the changes are.\n"
    )
    ran = kamctl(folder, "import", "../plans.xlsx", "--apply")
    assert (ran.code, ran.out.splitlines()[-1]) == (0, "Wrote 2 plans.")
    text = (folder / "plans/client.yaml").read_bytes().decode()
    expected = PLAN.replace("13500000}   #", "13500000, actual: 13000000}   #")
    expected = expected.replace("probability: 30%", "probability: 40%")
    assert text == expected.replace("\n", "\r\n")
    again = kamctl(folder, "import", "../plans.xlsx", "--apply")
    assert (again.code, again.out.splitlines()[-1]) == (0, "Nothing was written.")


def test_a_stale_workbook_is_said_to_be_one(folder: Path) -> None:
    text = PLAN.replace("13500000}   #", "13500000, actual: 7}   #")
    (folder / "plans/client.yaml").write_text(text, "utf-8")
    fill_in(folder, {"Sales!D4": 8, "Risks!F3": 0.4})
    ran = kamctl(folder, "import", "../plans.xlsx", "--format", "json")
    told = json.loads(ran.out)
    assert ran.code == 1
    assert [(each["field"], each["new"]) for each in told["changes"]] == [("risks.delisting.probability", "40%")]
    assert [(each["place"], each["field"]) for each in told["findings"]] == [("Sales!D4", "sales.2026-Q2.actual")]
    assert told["notes"][0].endswith("these plans have changed since: client.")


def test_a_workbook_of_another_repository_is_said_to_be_one(folder: Path) -> None:
    from kamctl.exchange.workbooks.sheet_names import MEMORY

    file = folder.parent / "plans.xlsx"

    def change(book: Any) -> None:
        book[MEMORY]["C1"].value = "0123456789" * 4

    file.write_bytes(edited(file.read_bytes(), {}, change))
    told = json.loads(kamctl(folder, "import", "../plans.xlsx", "--format", "json").out)
    assert told["notes"] == [
        "The workbook was made of commit 012345678901, which is not here: it may be of another repository."
    ]


def test_bad_cells_are_told_and_the_others_taken(folder: Path) -> None:
    fill_in(folder, {"Risks!F3": "likely", "Risks!I3": "kam-nord", "Sales!D4": 5})
    ran = kamctl(folder, "import", "../plans.xlsx", "--apply")
    assert ran.code == 1
    assert "plans.xlsx:Risks!I3: error: There is no person kam-nord in" in ran.out
    assert "plans.xlsx:Risks!F3: error: " in ran.out
    assert ran.out.endswith("2 findings, and what has one is not taken. Wrote 1 plan.\n")
    assert "actual: 5}" in (folder / "plans/client.yaml").read_text("utf-8")


def test_what_makes_an_error_of_the_whole_is_told_by_its_cell_and_left_out(folder: Path) -> None:
    fill_in(folder, {"Sales!D6": 5, "Risks!C3": "Kefir\u202e goes", "Risks!F3": 0.4, "Team!C4": "Seller"})
    ran = kamctl(folder, "import", "../plans.xlsx", "--apply")
    assert ran.code == 1
    assert "plans.xlsx:Sales!D6: error: The plan would have an error: " in ran.out
    assert "plans.xlsx:Risks!C3: error: The plan would have an error: " in ran.out
    text = (folder / "plans/client.yaml").read_bytes().decode()
    assert text == FILES["plans/client.yaml"].replace("probability: 30%", "probability: 40%")
    assert "Seller" in (folder / "plans/north/other.yaml").read_text("utf-8")


def test_a_plan_that_cannot_be_read_is_said_to_be_one(folder: Path) -> None:
    fill_in(folder, {"Sales!D4": 5})
    (folder / "plans/client.yaml").write_text("a: [", "utf-8")
    ran = kamctl(folder, "import", "../plans.xlsx")
    assert ran.code == 1
    assert "plans.xlsx:Sales!A4: error: The plan of client cannot be read.\n" in ran.out


def test_a_file_that_cannot_be_written_is_said_and_the_next_run_goes_on(folder: Path) -> None:
    fill_in(folder, {"Sales!D4": 5, "Sales!D8": 6})
    plan = folder / "plans/north/other.yaml"
    plan.chmod(0o444)
    ran = kamctl(folder, "import", "../plans.xlsx", "--apply")
    assert ran.code == 2
    assert "Written so far: plans/client.yaml." in ran.err
    plan.chmod(0o644)
    again = kamctl(folder, "import", "../plans.xlsx", "--apply")
    assert (again.code, again.out.splitlines()[-1]) == (0, "Wrote 1 plan.")


@pytest.mark.parametrize("name", ["entities of entities", "a workbook with macros", "an encrypted workbook", "nothing"])
def test_what_is_no_safe_workbook_is_refused(folder: Path, name: str) -> None:
    make, said = BOMBS[name]
    (folder.parent / "bomb.xlsx").write_bytes(make())
    before = everything(folder)
    ran = kamctl(folder, "import", "../bomb.xlsx", "--apply")
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert everything(folder) == before
