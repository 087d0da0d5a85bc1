"""What a workbook holds, as openpyxl reads it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from zipfile import ZipFile

import pytest

from kamctl.exchange.workbooks import manifest, workbook
from kamctl.exchange.workbooks.cells import CUT, LONGEST_TEXT, utf16_length
from kamctl.exchange.workbooks.manifest import Manifest
from kamctl.exchange.workbooks.sheet_names import MEMORY, sheet_names
from kamctl.exchange.workbooks.sheets import sheets_of
from kamctl.plan.document import Value
from kamctl.render.safe import visible
from tests.exchange.books import WHOLE, book, lines, opened, portfolio
from tests.exchange.books import manifest as of
from tests.harness import FORMAT
from tests.payloads import PAYLOADS

SKAM_ONLY = f"{FORMAT}skam_only: [segment, discounts, sales.*.plan, kpis.shelf-share.*.plan]\n"


@pytest.fixture(scope="module")
def read() -> Any:
    return opened(book(portfolio({"client": WHOLE, "other": ""}, format=SKAM_ONLY)))


@pytest.mark.parametrize(
    ("sheet", "line"),
    [
        pytest.param("Plans", ["client", "Северный ритейл", "B", "kam-north", "2026", "north"], id="the plan itself"),
        pytest.param("Team", ["client", "kam-north", "KAM", 0.6, None], id="a percentage is a fraction"),
        pytest.param("Budget", ["client", "turnover", 0.025, None], id="a section with one thing"),
        pytest.param("Budget, spent", ["client", "2026-Q1", 310000], id="what stands behind a name by itself"),
        pytest.param("Credit line", ["client", 30000000, 45, 21500000.5, None], id="money"),
        pytest.param("Assortment", ["client", "yoghurt-150\nkefir-1l"], id="a list has a line for each"),
        pytest.param("Assortment, drop", ["client", "cream-20", "2026-H2"], id="products with periods"),
        pytest.param("Sales", ["client", "2026-Q1", 12000000, 11400000, None, None], id="sales by period"),
        pytest.param("KPIs", ["client", "shelf-share", "2026-Q1", 0.2, 0.19, None, None], id="figures of a KPI"),
        pytest.param(
            "Activities",
            ["client", "workshop", "Joint workshop", "kam-north", datetime(2026, 5, 15), None, 50000],  # noqa: DTZ001
            id="a day is a day",
        ),
        pytest.param("History notes", ["client", 1, datetime(2026, 2, 3), "New buyer", "buyer"], id="notes"),  # noqa: DTZ001
        pytest.param("Swot", ["client", "First on the shelf\nKnown, and liked"], id="a section of SKAM's own"),
    ],
)
def test_a_thing_is_a_line(read: Any, sheet: str, line: list[Any]) -> None:
    assert lines(read[sheet])[0] == line


def test_money_and_a_share_in_one_column_look_like_what_they_are(read: Any) -> None:
    impacts = [row[6] for row in read["Risks"].iter_rows(min_row=3, max_row=4)]
    assert [(cell.value, cell.number_format) for cell in impacts] == [(4000000, "#,##0"), (0.15, "0%")]


def test_headers_are_words_and_what_columns_are_of_is_hidden(read: Any) -> None:
    sheet = read["Team"]
    assert [cell.value for cell in sheet[2]] == ["Client", "Person", "Role", "Share of time", "Does"]
    assert [cell.value for cell in sheet[1]] == ["team:@client", "team:*1", "team:role", "team:share", "team:does"]
    assert sheet.row_dimensions[1].hidden


def test_a_plan_without_a_section_has_a_line_where_each_plan_has_one(read: Any) -> None:
    assert lines(read["Credit line"])[1] == ["other", None, None, None, None]


@pytest.mark.parametrize(
    ("sheet", "cell", "locked"),
    [
        pytest.param("Plans", "C3", True, id="the segment is for SKAM alone"),
        pytest.param("Plans", "B3", False, id="the name is not"),
        pytest.param("Sales", "C3", True, id="what is planned is for SKAM alone"),
        pytest.param("Sales", "D3", False, id="what came of it is not"),
        pytest.param("Sales", "B3", True, id="what a line is about stays"),
        pytest.param("Discounts", "D3", True, id="all of a section"),
        pytest.param("KPIs", "D3", True, id="one KPI"),
        pytest.param("KPIs", "D5", False, id="and no other"),
        pytest.param("Risks", "C3", False, id="what a risk is"),
    ],
)
def test_cells_are_locked_that_only_skam_may_change(read: Any, sheet: str, cell: str, locked: bool) -> None:
    assert read[sheet].protection.sheet
    assert read[sheet][cell].protection.locked is locked


@pytest.mark.parametrize(("sheet", "locked"), [("Risks", False), ("Discounts", True), ("Approvals", True)])
def test_empty_cells_below_are_open_save_for_what_is_not_theirs(read: Any, sheet: str, locked: bool) -> None:
    columns = read[sheet].column_dimensions.values()
    assert {column.protection.locked for column in columns} == {locked}


def test_what_may_be_chosen_drops_down(read: Any) -> None:
    def source(sheet: str, cell: str) -> list[str]:
        found = [each for each in read[sheet].data_validations.dataValidation if cell in each.sqref]
        assert [each.type for each in found] == ["list"]
        name, _, cells = found[0].formula1.partition("!")
        assert name == "'Lists'"
        return [row[0].value for row in read["Lists"][cells.replace("$", "")]]

    assert source("Risks", "I3") == ["kam-north", "kam-south", "skam-head", "logistics"]
    assert source("Risks", "D60") == ["sales", "shelf-share", "visits", "margin"]
    assert source("Assortment, add", "B3") == ["yoghurt-150", "kefir-1l", "cheese-200", "cream-20"]
    assert source("Risks", "K3") == ["open", "closed", "happened"]
    assert source("Risks", "A4") == ["client", "other"]


def test_the_first_sheet_says_of_which_commit_it_is_and_has_a_chart(read: Any) -> None:
    sheet = read["Portfolio"]
    assert [sheet.cell(row, 1).value for row in (1, 2)] == [
        "Action Plans as of 2026-05-20",
        "Made of commit 0123456789ab.",
    ]
    (chart,) = sheet._charts
    assert [each.val.numRef.f for each in chart.series] == ["Portfolio!$B$13:$B$16", "Portfolio!$C$13:$C$16"]
    assert [sheet.cell(row, 2).value for row in range(12, 17)] == [
        "Sales plan", 24000000, 27000000, 27000000, 30000000,
    ]  # fmt: skip


def test_the_same_plans_make_the_same_bytes() -> None:
    plans = portfolio({"client": WHOLE})
    assert book(plans).data == book(plans).data


def test_what_was_said_is_remembered_where_nobody_sees_it(read: Any) -> None:
    sheet = read[MEMORY]
    assert sheet.sheet_state == "veryHidden"
    told = manifest.of_rows([str(cell.value) for cell in row if cell.value] for row in sheet.iter_rows())
    whole = of(portfolio({"client": WHOLE, "other": ""}))
    assert told is not None
    assert told.plans == whole.plans


@pytest.mark.parametrize(
    "value",
    [
        pytest.param({"a": Decimal("0.1"), "b": 1, "c": [True, None, "x"]}, id="what a plan may say"),
        pytest.param({"decimal": "1", "": {"float": "x"}, ":a": "_x0041_"}, id="names that look like something else"),
        pytest.param({"a": float("inf")}, id="what is no number"),
        pytest.param({"a": "y" * 100_000}, id="more than a cell holds"),
    ],
)
def test_a_memory_is_read_as_it_was_written(value: Value) -> None:
    told = Manifest("", True, "2026-05-20", {"client": value})
    assert manifest.of_rows(manifest.rows(told)) == told


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param('{":a":{"decimal":"1E999999999"}}', id="a number without an end"),
        pytest.param("[" * 100_000, id="lists in lists"),
        pytest.param('{":a":NaN}', id="no number"),
        pytest.param("{", id="half of it"),
    ],
)
def test_a_memory_that_somebody_wrote_costs_nothing(piece: str) -> None:
    told = manifest.of_rows([["kamctl", "1", "none", "committed", "2026-05-20"], ["client", piece]])
    assert told is None or str(told.plans) == "{'client': {'a': nan}}"


def with_text(value: Value, text: str) -> Value:
    """The values of a plan with a text in the place of each of its own."""
    if isinstance(value, dict):
        return {key: with_text(inner, text) for key, inner in value.items()}
    if isinstance(value, list):
        return [with_text(inner, text) for inner in value]
    return text if isinstance(value, str) else value


def test_no_text_does_anything_in_a_workbook() -> None:
    clients = {f"c{number}": text for number, text in enumerate(PAYLOADS)}
    plans = portfolio(dict.fromkeys(clients, WHOLE))
    memory = of(plans)
    values = {client: with_text(memory.plans[client], text) for client, text in clients.items()}
    made = workbook.write(plans, memory._replace(plans=values))
    read = opened(made)
    for sheet in read:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n", "d", "b"), (sheet.title, cell.coordinate, cell.value)
                assert cell.hyperlink is None
    found = {client: read["Risks"].cell(2 * number + 3, 3) for number, client in enumerate(clients)}
    told = {each.client for each in made.not_whole if each.field == "risks.delisting.what"}
    for client, text in clients.items():
        shown = "\n".join("\t".join(map(visible, line.split("\t"))) for line in text.split("\n"))
        is_long = utf16_length(shown) > LONGEST_TEXT
        value = found[client].value or ""
        assert value.endswith(CUT) and utf16_length(value) <= LONGEST_TEXT if is_long else value == shown
        assert (client in told) == (shown != text or is_long)
        if client in told:
            assert found[client].protection.locked


@pytest.mark.parametrize(
    ("written", "value", "shown"),
    [
        pytest.param("0.1", 0.1, "#,##0.0", id="a tenth"),
        pytest.param("999999999999999", 999999999999999, "#,##0", id="fifteen digits"),
        pytest.param("123456789012345.67", "123456789012345.67", "@", id="more digits than a spreadsheet keeps"),
        pytest.param('"12 млн"', "12 млн", "@", id="what is no amount"),
        pytest.param("12_000", 12000, "#,##0", id="groups of digits"),
        pytest.param(".inf", "inf", "@", id="what is no number"),
        pytest.param("{a: 1}", "…", "@", id="what is no value at all"),
    ],
)
def test_an_amount_is_written_as_what_it_is(written: str, value: object, shown: str) -> None:
    sheet = opened(book(portfolio({"client": f"credit_line: {{limit: {written}, days: 45}}\n"})))["Credit line"]
    assert (sheet["B3"].value, sheet["B3"].number_format) == (value, shown)


def test_sheets_have_names_that_excel_takes() -> None:
    text = FORMAT.replace("fields:\n", "fields:\n  portfolio.a: {type: text}\n  history-of-prices.a: {type: text}\n")
    names = sheet_names(sheets_of(portfolio({"client": ""}, format=text).schema))
    assert names["history"] == "History notes"
    assert names["portfolio"] == "Portfolio 2"
    assert len({name.casefold() for name in names.values()}) == len(names)


def test_the_parts_of_the_file_are_of_no_time(tmp_path: Any) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(book(portfolio({"client": WHOLE})).data)
    with ZipFile(path) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2026-05-20T00:00:00Z" in parts.read("docProps/core.xml")
