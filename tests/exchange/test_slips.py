"""What happens to a workbook in a spreadsheet without anybody wanting it: it is told, and nothing wrong is taken."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from kamctl.exchange.workbooks.markup import Part, Sheets
from kamctl.insight.portfolio import Portfolio
from tests.exchange.bombs import MAIN, changed
from tests.exchange.books import WHOLE, book, portfolio
from tests.exchange.returned import come_back, edited
from tests.harness import FORMAT

OTHER = "client: Another\nsegment: A\n"


@pytest.fixture(scope="module")
def plans() -> Portfolio:
    return portfolio({"client": WHOLE, "other": OTHER})


@pytest.fixture(scope="module")
def made(plans: Portfolio) -> bytes:
    return book(plans).data


def was(name: str) -> str:
    return f"The line says what was said of {name} when the workbook was made."


def test_a_name_that_was_written_over_makes_no_second_thing(made: bytes, plans: Portfolio) -> None:
    cells = {
        "Risks!B3": "delisting-2", "Risks!F3": 0.4, "Contacts!A3": "other", "Sales!B4": "2026-07",
        "Budget, spent!B3": "2026-Q2", "History notes!B4": None, "Sales!D6": 7,
    }  # fmt: skip
    came = come_back(edited(made, cells), plans)
    assert came.changes == {"client.sales.2026-Q4.actual": 7}
    assert came.told == [
        f"Budget, spent!B3: {was('2026-Q1')}",
        f"Sales!B4: {was('2026-Q2')}",
        f"Risks!B3: {was('delisting')}",
        f"History notes!B4: {was('2')}",
        f"Contacts!A3: {was('client')}",
    ]


def test_names_that_changed_places_are_told(made: bytes, plans: Portfolio) -> None:
    cells = {"Plans!A3": "other", "Plans!A4": "client", "History notes!B3": 2, "History notes!B4": 1}
    came = come_back(edited(made, cells), plans)
    assert came.changes == {}
    assert came.told == [
        f"Plans!A3: {was('client')}",
        f"Plans!A4: {was('other')}",
        f"History notes!B3: {was('1')}",
        f"History notes!B4: {was('2')}",
    ]


def test_a_line_that_was_copied_and_named_anew_is_a_new_thing(made: bytes, plans: Portfolio) -> None:
    def change(read: Any) -> None:
        for at, cell in enumerate(read["Risks"][3], 1):
            copy = read["Risks"].cell(5, at)
            copy.value, copy.number_format = "lookalike" if at == 2 else cell.value, cell.number_format

    came = come_back(edited(made, {}, change), plans)
    assert (came.changes["client.risks.lookalike.what"], came.told) == ("Kefir is delisted", [])


def test_a_client_may_be_named_by_its_name(made: bytes, plans: Portfolio) -> None:
    cells = {"Risks!A3": " северный  РИТЕЙЛ", "Risks!C3": "Kefir goes", "Sales!D4": 7}

    def change(read: Any) -> None:
        read["Sales"]["A3"].value = "#REF!"

    came = come_back(edited(made, cells, change), plans)
    assert came.changes == {"client.risks.delisting.what": "Kefir goes", "client.sales.2026-Q2.actual": 7}
    assert came.told == ["Sales!A3: The cell shows the error #REF!."]


def test_numbers_of_a_list_may_be_text_and_nothing_else(made: bytes, plans: Portfolio) -> None:
    cells = {"History notes!B3": " 1", "History notes!D3": "Newer", "History notes!B4": True, "History notes!D4": "x"}
    came = come_back(edited(made, cells), plans)
    assert came.changes == {"client.history.1.note": "Newer"}
    assert came.told == ["History notes!B4: There was no such line when the workbook was made."]


def _show(place: str, value: float, form: str) -> Callable[[Any], None]:
    def change(read: Any) -> None:
        sheet, _, cell = place.partition("!")
        read[sheet][cell].value, read[sheet][cell].number_format = value, form

    return change


def _copy(read: Any) -> None:
    read.copy_worksheet(read["Risks"])["F3"].value = 0.5
    read["Risks"]["F3"].value = 0.6


def _without_a_key(read: Any) -> None:
    read["Risks"]["C1"].value, read["Risks"]["C3"].value = None, "Changed"


def _between(read: Any) -> None:
    read["Risks"].insert_rows(2, 2)
    read["Sales"].insert_rows(1, 2)
    read["Team"].insert_rows(3)


def _many_lines(read: Any) -> None:
    for row in range(5, 9):
        read["Risks"].cell(row, 1).value, read["Risks"].cell(row, 3).value = "newcomer", "What may happen"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        pytest.param(
            _show("Sales!D4", 0.12, "0%"), ["Sales!D4: There is a percentage where none belongs: 12%."],
            id="12% typed where money belongs",
        ),
        pytest.param(
            _show("KPIs!E5", 0.5, "0%"), ["KPIs!E5: There is a percentage where none belongs: 50%."],
            id="a percentage typed where a number belongs",
        ),
        pytest.param(
            _show("KPIs!E4", 12.5, "0.0%"), ["KPIs!E4: 12.5 may be read in two ways."],
            id="12.5 put into a cell that shows percentages",
        ),
        pytest.param(
            _show("KPIs!E4", -0.125, "General"), ["KPIs!E4: -0.125 may be read in two ways."],
            id="a negative share in a cell that shows none",
        ),
        pytest.param(
            _copy, ["Risks!A1: The sheet has a copy, Risks Copy, and nobody knows which one counts."],
            id="a sheet and its copy, both changed",
        ),
        pytest.param(
            lambda read: read["Risks"].delete_rows(1),
            ["Risks!A1: The sheet has lost its hidden row that tells what its columns are of."],
            id="the hidden row taken out",
        ),
        pytest.param(
            _without_a_key, ["Risks!C2: The column What has lost its hidden cell that tells what it is of."],
            id="a hidden cell emptied",
        ),
        pytest.param(_between, [], id="empty rows above, between and below the heads"),
        pytest.param(lambda read: read["Risks"].delete_rows(2), [], id="the row of titles taken out"),
        pytest.param(
            _many_lines, ["Risks!A5: The workbook has no plan of newcomer, so nothing of it is taken."],
            id="a client that has no plan yet is told once",
        ),
    ],
)  # fmt: skip
def test_nothing_is_taken_by_mistake(
    made: bytes, plans: Portfolio, change: Callable[[Any], None], told: list[str]
) -> None:
    came = come_back(edited(made, {}, change), plans)
    assert (came.changes, came.told) == ({}, told)


def test_a_sign_that_a_format_adds_makes_no_share(made: bytes, plans: Portfolio) -> None:
    came = come_back(edited(made, {}, _show("KPIs!E4", 5, 'General"%"')), plans)
    assert (came.changes, came.told) == ({"client.kpis.shelf-share.2026-Q2.actual": "5%"}, [])


def test_the_first_line_is_read_where_the_titles_are_gone(made: bytes, plans: Portfolio) -> None:
    def change(read: Any) -> None:
        read["Risks"]["C3"].value = "Changed"
        read["Risks"].delete_rows(2)

    came = come_back(edited(made, {}, change), plans)
    assert (came.changes, came.told) == ({"client.risks.delisting.what": "Changed"}, [])


def test_a_column_that_plans_have_no_more_is_told(made: bytes) -> None:
    now = portfolio({"client": WHOLE, "other": OTHER}, format=FORMAT.replace("region", "zone"))
    came = come_back(edited(made, {"Plans!F3": "south"}), now)
    assert (came.changes, came.told) == ({}, [])
    assert came.notes == ["Not read, since plans do not have them any more: the columns Sales region of Plans."]


def test_a_text_without_its_tabs_is_as_it_was() -> None:
    plans = portfolio({"client": 'team: {kam-north: {role: KAM, does: "a\\tb\\tc"}}\n'})
    assert come_back(edited(book(plans).data, {"Team!E3": "abc"}), plans)[:2] == ({}, [])
    assert come_back(edited(book(plans).data, {"Team!E3": "ab"}), plans).changes == {"client.team.kam-north.does": "ab"}


def test_a_text_that_no_cell_holds_is_told(made: bytes, plans: Portfolio) -> None:
    strings = ZipFile(BytesIO(made)).read("xl/sharedStrings.xml")
    long = strings.replace(b">Kefir is delisted<", b">" + b"x" * 40_000 + b"<")
    came = come_back(changed({"xl/sharedStrings.xml": long}, made), plans)
    assert came.changes == {}
    assert came.told == ["Risks!C3: The text is longer than the 32767 characters that a cell holds."]


def test_a_workbook_of_a_program_that_gives_all_names_a_prefix(made: bytes, plans: Portfolio) -> None:
    def prefixed(data: bytes) -> bytes:
        text = data.decode().replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')
        return re.sub(r"<(/?)([a-zA-Z]+)(?=[\s/>])", r"<\1x:\2", text).encode()

    data = edited(made, {"Sales!D4": 7})
    names = [name for name in ZipFile(BytesIO(data)).namelist() if re.fullmatch(r"xl/worksheets/sheet\d+.xml", name)]
    came = come_back(changed(dict.fromkeys([*names, "xl/sharedStrings.xml"], prefixed), data), plans)
    assert (came.changes, came.told) == ({"client.sales.2026-Q2.actual": 7}, [])


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        pytest.param(
            '<row r="3"><c r="A3"><v>1</v></c><c r="C3" s="1"><f>A3</f><v>1</v></c></row>',
            Part(3, (), frozenset({(2, 2)})), id="cells that say where they stand",
        ),
        pytest.param(
            '<row r="3"><c r="A3" t="str"><f>""</f><v></v></c><c r="B3"><f>1</f><v/></c></row>',
            Part(3, (), frozenset({(2, 1)})), id="a formula whose result is an empty text, and one without a result",
        ),
        pytest.param("<row/><row><c/><c><f>1</f></c></row>", Part(2, (), frozenset({(1, 1)})), id="cells that do not"),
        pytest.param("<row r='3'><c r='A3' t='s'><v>1</v></c></row>", Part(3, (), frozenset()), id="other quotes"),
        pytest.param(
            '<row r="2"><c r="A2" t="inlineStr"><is><t>x</t></is></c></row><row r="9"><c r="A9" s="4"/></row>',
            Part(2, (), frozenset()), id="texts of their own, and cells with a look alone",
        ),
    ],
)  # fmt: skip
def test_cells_are_found_whoever_wrote_them(rows: str, found: Part) -> None:
    text = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    assert Sheets().look(text.encode()) == found
