"""`kamctl import FILE.csv` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.command import everything, put
from tests.cli.inside import kamctl
from tests.exchange.test_actuals import FIGURES, RUSSIAN, SALES
from tests.harness import BASE_PLAN, overlay

PLAN = overlay(BASE_PLAN, FIGURES).replace("  2026-Q2: {plan: 13500000}", "  2026-Q2: {plan: 13500000}   # the strike")
OTHER = overlay(BASE_PLAN, "client: Another\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {"plans/client.yaml": PLAN.replace("\n", "\r\n"), "plans/other.yaml": OTHER, "schema/imports.yaml": SALES}
    return put(tmp_path / "repository", files)


def write(folder: Path, text: str, name: str = "sales.csv") -> str:
    (folder.parent / name).write_text(text, "utf-8")
    return f"../{name}"


def plan(folder: Path) -> str:
    return (folder / "plans/client.yaml").read_text("utf-8")


GOOD = "Client,Day,Amount\nclient,2026-04-01,5000000\nclient,2026-05-18,250000.50\nother,2026-02-02,1\n"


def test_a_preview_writes_nothing(folder: Path) -> None:
    before = everything(folder)
    ran = kamctl(folder, "import", write(folder, GOOD), "--map", "sales")
    assert (ran.code, ran.err) == (1, "")
    assert ran.out == (
        "3 lines, of 2026-02-02 to 2026-05-18.\n\n"
        "client  Северный ритейл\n"
        "  sales.2026-Q2  added: actual 5\xa0250\xa0000.5, as_of 2026-05-18\n\n"
        "1 client changed: 2 changes (2 added).\n\n"
        "sales.csv: error: The file begins on 2026-02-02, so it has a part of 2026-Q1\n"
        "    alone.\n"
        "  = hint: Export it from 2026-01-01 on.\n\n"
        "1 finding, and what has one is not taken. Nothing was written yet; with --apply\n"
        "the changes are.\n"
    )
    assert everything(folder) == before


def test_what_is_written_is_what_was_shown_and_a_second_time_nothing(folder: Path) -> None:
    file = write(folder, GOOD.replace("other,2026-02-02,1\n", ""))
    shown = kamctl(folder, "import", file, "--map", "sales")
    ran = kamctl(folder, "import", file, "--map", "sales", "--apply")
    assert (shown.code, ran.code) == (0, 0)
    assert shown.out.endswith("Nothing was written yet; with --apply the changes are.\n")
    assert ran.out == shown.out.replace("Nothing was written yet; with --apply the changes are.", "Wrote 1 plan.")
    expected = PLAN.replace("13500000}   #", "13500000, actual: 5250000.5, as_of: 2026-05-18}   #").replace(
        "\n", "\r\n"
    )
    assert (folder / "plans/client.yaml").read_bytes() == expected.encode()
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    again = kamctl(folder, "import", file, "--map", "sales", "--apply")
    assert again.code == 0
    assert "The plans say so already; there is nothing to change." in again.out
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_a_quarter_that_is_over_is_whole(folder: Path) -> None:
    first = write(folder, GOOD.replace("other,2026-02-02,1\n", ""))
    kamctl(folder, "import", first, "--map", "sales", "--apply")
    last = write(folder, "Client,Day,Amount\nclient,2026-04-01,5000000\nclient,2026-06-30,8000000\n")
    ran = kamctl(folder, "--today", "2026-07-02", "import", last, "--map", "sales", "--apply")
    assert ran.code == 0
    assert "2026-Q2: {plan: 13500000, actual: 13000000}    # the strike" in plan(folder)


def test_findings_are_told_with_their_lines_and_the_rest_is_taken(folder: Path) -> None:
    text = "Client,Day,Amount\nnobody,2026-04-01,1\nclient,2026-04-02,7\nother,2026-05-18,x\n"
    ran = kamctl(folder, "import", write(folder, text), "--map", "sales", "--apply")
    assert ran.code == 1
    assert "sales.csv:2: error: There is no plan of nobody.\n" in ran.out
    assert "sales.csv:4: error: x is not read as an amount.\n" in ran.out
    assert ran.out.endswith("2 findings, and what has one is not taken. Wrote 1 plan.\n")
    assert (folder / "plans/other.yaml").read_text("utf-8") == OTHER


def test_json(folder: Path) -> None:
    ran = kamctl(folder, "import", write(folder, GOOD + "nobody,2026-05-01,1\n"), "--map", "sales", "--format", "json")
    told = json.loads(ran.out)
    assert (ran.code, told["version"], told["file"], told["applied"]) == (1, 1, "sales.csv", False)
    assert [(each["client"], each["field"], each["new"]) for each in told["changes"]] == [
        ("client", "sales.2026-Q2.actual", 5250000.5),
        ("client", "sales.2026-Q2.as_of", "2026-05-18"),
    ]
    assert [(each["place"], each["client"], each["field"]) for each in told["findings"]] == [
        (None, "other", "sales.2026-Q1.actual"),
        ("5", None, None),
    ]


def test_cp1251(tmp_path: Path) -> None:
    folder = put(tmp_path / "repository", {"schema/imports.yaml": RUSSIAN})
    text = "Контрагент;Дата;Сумма\r\nСеверный ритейл;01.04.2026;0\r\nСеверный ритейл;18.05.2026;1 234 567,89\r\n"
    (tmp_path / "sales.csv").write_bytes(text.encode("cp1251"))
    ran = kamctl(folder, "import", "../sales.csv", "--map", "sales", "--apply")
    assert ran.code == 0, ran.out
    assert "actual: 1234567.89, as_of: 2026-05-18" in (folder / "plans/client.yaml").read_text("utf-8")


def test_a_file_that_would_make_an_error_is_not_taken(folder: Path) -> None:
    limits = "fields:\n  kpis.*.*.actual: {max: 25%}\n"
    format_ = (folder / "schema/format.yaml").read_text("utf-8").replace("fields:\n", limits)
    assert "25%" in format_
    (folder / "schema/format.yaml").write_text(format_.replace("kpis.*.*.actual", "sales.*.actual").replace("25%", "9"))
    text = "Client,Day,Amount\nclient,2026-04-01,10\n"
    ran = kamctl(folder, "import", write(folder, text), "--map", "sales", "--apply")
    assert ran.code == 1
    assert "sales.csv: error: The plan would have an error: 10 is more than 9 RUB, the mo" in ran.out
    assert (folder / "plans/client.yaml").read_bytes() == PLAN.replace("\n", "\r\n").encode()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["../none.csv", "--map", "sales"], "cannot be read: no such file or directory", id="no file"),
        pytest.param(["plans", "--map", "sales"], "cannot be read: is a directory", id="a folder"),
        pytest.param(["../sales.csv"], "Name a mapping with --map.", id="no mapping"),
        pytest.param(["../sales.csv", "--map", "sale"], "Did you mean sales?", id="no such mapping"),
        pytest.param(["../large.csv", "--map", "sales"], "is larger than 10 MiB", id="too large"),
        pytest.param(["/dev/zero", "--map", "sales"], "is no file that can be imported", id="a device"),
    ],
)
def test_what_cannot_be_imported_is_said(folder: Path, arguments: list[str], said: str) -> None:
    write(folder, GOOD)
    (folder.parent / "large.csv").write_bytes(b"x" * (10 * 1024 * 1024 + 1))
    ran = kamctl(folder, "import", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_a_mapping_with_a_fault_is_not_used(folder: Path) -> None:
    put(folder, {"schema/imports.yaml": SALES + '  delimiter: ";;"\n'})
    ran = kamctl(folder, "import", write(folder, GOOD), "--map", "sales")
    assert (ran.code, ran.out) == (2, "")
    assert "The mappings in schema/imports.yaml have faults" in ran.err


def test_two_plans_of_one_client_are_said(folder: Path) -> None:
    put(folder, {"plans/north/client.yaml": BASE_PLAN})
    ran = kamctl(folder, "import", write(folder, GOOD), "--map", "sales")
    assert ran.code == 2
    assert "There are several plans of client" in ran.err
