"""A workbook comes back: only what somebody changed is taken, and each bad cell is told by its name."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from kamctl.exchange.workbooks import workbook
from kamctl.exchange.workbooks.meaning import meant
from kamctl.exchange.workbooks.reading import Seen
from kamctl.insight.portfolio import Portfolio
from kamctl.plan.names import Names
from kamctl.plan.shape import DATE, Leaf
from tests.exchange.books import WHOLE, book, manifest, portfolio
from tests.exchange.returned import Came, come_back, edited
from tests.exchange.test_workbook import with_text
from tests.payloads import PAYLOADS


@pytest.fixture(scope="module")
def plans() -> Portfolio:
    return portfolio({"client": WHOLE, "other": "client: Another\n"})


@pytest.fixture(scope="module")
def made(plans: Portfolio) -> bytes:
    return book(plans).data


def back(made: bytes, plans: Portfolio, cells: dict[str, Any]) -> Came:
    return come_back(edited(made, cells), plans)


def test_a_workbook_as_it_was_written_changes_nothing(made: bytes, plans: Portfolio) -> None:
    assert come_back(made, plans) == ({}, [], [], {})


def test_one_that_another_program_saved_neither(made: bytes, plans: Portfolio) -> None:
    assert come_back(edited(made, {}), plans) == ({}, [], [], {})


def test_text_that_does_something_elsewhere_comes_back_as_it_was() -> None:
    # No file has half a character: UTF-8 knows none.
    texts = [text for text in PAYLOADS if not any("\ud800" <= character <= "\udfff" for character in text)]
    clients = {f"c{number}": text for number, text in enumerate(texts)}
    plans = portfolio(dict.fromkeys(clients, WHOLE))
    memory = manifest(plans)
    values = {client: with_text(memory.plans[client], text) for client, text in clients.items()}
    assert come_back(workbook.write(plans, memory._replace(plans=values)).data, plans)[:2] == ({}, [])


NEXT = datetime(2026, 6, 1)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("cell", "value", "field", "new"),
    [
        pytest.param("Sales!D4", 13000000, "sales.2026-Q2.actual", 13000000, id="money"),
        pytest.param("Sales!D4", "13 000 000,50", "sales.2026-Q2.actual", Decimal("13000000.5"), id="money as text"),
        pytest.param("Sales!D4", "13\xa0000\xa0000 ₽", "sales.2026-Q2.actual", 13000000, id="with a sign"),
        pytest.param("Sales!F4", NEXT, "sales.2026-Q2.as_of", "2026-06-01", id="a day"),
        pytest.param("Sales!F4", "01.06.2026", "sales.2026-Q2.as_of", "2026-06-01", id="a day as text"),
        pytest.param("KPIs!E4", 0.215, "kpis.shelf-share.2026-Q2.actual", "21.5%", id="a percentage in its cell"),
        pytest.param("KPIs!E4", 0.07000000000000001, "kpis.shelf-share.2026-Q2.actual", "7%", id="one worked out"),
        pytest.param("KPIs!E4", "21,5 %", "kpis.shelf-share.2026-Q2.actual", "21.5%", id="a percentage as text"),
        pytest.param("KPIs!E5", 3, "kpis.visits.2026-Q1.actual", 3, id="a number"),
        pytest.param("Risks!G4", "250 000", "risks.prices.impact", 250000, id="a share that becomes money"),
        pytest.param("Risks!G3", "12%", "risks.delisting.impact", "12%", id="money that becomes a share"),
        pytest.param("Risks!C3", "Снимут кефир: весной", "risks.delisting.what", "Снимут кефир: весной", id="a text"),
        pytest.param("Risks!C3", 70000, "risks.delisting.what", "70000", id="a text of digits"),
        pytest.param("Risks!E4", 2026, "risks.prices.period", 2026, id="a period that is a year"),
        pytest.param("Risks!E4", "Q3 2026", "risks.prices.period", "2026-Q3", id="a period as people say it"),
        pytest.param("Risks!K3", "Closed", "risks.delisting.status", "closed", id="a choice"),
        pytest.param("Risks!I3", "kam-south", "risks.delisting.owner", "kam-south", id="a person"),
        pytest.param("Contacts!E3", 79990000000, "contacts.buyer.phone", "79990000000", id="a number for a phone"),
        pytest.param("History notes!D3", "Newest buyer", "history.1.note", "Newest buyer", id="a note"),
        pytest.param("Plans!F4", "south", "region", "south", id="a field of SKAM's own"),
        pytest.param("Budget, spent!C3", 5, "budget.spent.2026-Q1", 5, id="what stands behind a name"),
    ],
)  # fmt: skip
def test_a_cell_that_was_changed_is_taken(
    made: bytes, plans: Portfolio, cell: str, value: Any, field: str, new: Any
) -> None:
    came = back(made, plans, {cell: value})
    client = "other" if cell == "Plans!F4" else "client"
    assert (came.changes, came.told) == ({f"{client}.{field}": new}, [])


@pytest.mark.parametrize(
    ("cell", "value", "told"),
    [
        pytest.param("Sales!D4", "thirteen", "An amount of money must stand here, not text.", id="no amount"),
        pytest.param("Sales!D4", "12,500", "12,500 may be read in two ways.", id="two amounts"),
        pytest.param("Sales!D4", True, "There is true or false where something else belongs.", id="a yes"),
        pytest.param("Sales!D4", "#N/A", "The cell shows the error #N/A.", id="an error"),
        pytest.param("Sales!D4", "=1+", "The cell has a formula whose result was not saved.", id="a formula"),
        pytest.param("Sales!D4", time(12, 30), "There is a time where something else belongs: 12:30:00.", id="a time"),
        pytest.param("Sales!D4", NEXT, "The spreadsheet has made the day 2026-06-01 of what was typed.", id="a day"),
        pytest.param(
            "Sales!F4", datetime(2026, 6, 1, 12), "There is a time of day in the cell: 2026-06-01 12:00:00.", id="noon"  # noqa: DTZ001
        ),
        pytest.param("Sales!F4", "03/02/2026", "03/02/2026 may be read in two ways.", id="two days"),
        pytest.param("Risks!F3", 1.3, "130% is more than 100%, the most that may stand here.", id="too much"),
        pytest.param("Risks!K3", "maybe", "maybe is not one of the choices.", id="no choice"),
        pytest.param("Risks!I3", "kam-nord", "There is no person kam-nord in schema/people.yaml.", id="nobody"),
        pytest.param("Risks!E3", NEXT, "The spreadsheet has made the day 2026-06-01 of what was typed.", id="a month"),
        pytest.param("Contacts!C3", NEXT, "The spreadsheet has made the day 2026-06-01 of what was typed.", id="1-6"),
        pytest.param(
            "Plans!A3", "cleint", "The workbook has no plan of cleint, so nothing of it is taken.", id="nobody's plan"
        ),
        pytest.param("Risks!G4", 2500, "250000% is more than all of the sales plan.", id="money in percent"),
        pytest.param("Risks!G3", 0.2, "0.2 may be read in two ways.", id="a share or a fifth of a rouble"),
    ],
)  # fmt: skip
def test_a_bad_cell_is_told_by_its_name(made: bytes, plans: Portfolio, cell: str, value: Any, told: str) -> None:
    came = back(made, plans, {cell: value, "Sales!D5": 1})
    assert (came.changes, came.told) == ({"client.sales.2026-Q3.actual": 1}, [f"{cell}: {told}"])


def test_a_number_that_is_shown_as_one_is_no_day() -> None:
    got = meant(Seen(46000), Leaf(DATE), Names(), ())
    assert str(got.message) == "46000 is a number, not a day."


@pytest.mark.parametrize(
    "cell", ["Sales!D3", "Plans!F3", "Risks!C3", "Risks!A3", "Risks!B3", "Assortment!B3", "Credit line!B3"]
)
def test_a_cell_that_was_emptied_changes_nothing(made: bytes, plans: Portfolio, cell: str) -> None:
    came = back(made, plans, {cell: None})
    assert came.changes == {}


def test_lines_that_were_taken_out_change_nothing(made: bytes, plans: Portfolio) -> None:
    def change(read: Any) -> None:
        read["Risks"].delete_rows(3)
        read["Sales"].delete_rows(3, 8)

    assert come_back(edited(made, {}, change), plans)[:2] == ({}, [])


def test_new_lines_are_new_things(made: bytes, plans: Portfolio) -> None:
    cells = {
        "Risks!A5": "other", "Risks!B5": "strike", "Risks!C5": "A strike", "Risks!F5": 0.1, "Risks!G5": 500,
        "Budget, spent!A4": "client", "Budget, spent!B4": "2026-Q2", "Budget, spent!C4": 7,
        "History notes!A5": "client", "History notes!C5": NEXT, "History notes!D5": "They called",
        "Credit line!B4": 5, "Credit line!C4": 30,
        "Assortment, add!A4": "client", "Assortment, add!B4": "cream-20", "Assortment, add!C4": "2026-12",
        "KPIs!A6": "client", "KPIs!B6": "margin", "KPIs!C6": "2026-Q1", "KPIs!D6": 9,
    }  # fmt: skip
    came = back(made, plans, cells)
    assert came.told == []
    assert came.changes == {
        "client.budget.spent.2026-Q2": 7,
        "client.assortment.add.cream-20": "2026-12",
        "client.kpis.margin.2026-Q1.plan": 9,
        "client.history.3.date": "2026-06-01",
        "client.history.3.note": "They called",
        "other.credit_line.limit": 5,
        "other.credit_line.days": 30,
        "other.risks.strike.what": "A strike",
        "other.risks.strike.probability": "10%",
        "other.risks.strike.impact": 500,
    }


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        pytest.param(
            {"Risks!A5": "client", "Risks!B5": "strike", "Risks!C5": "A strike"},
            "Risks!A5: The new line lacks: Probability, Impact.",
            id="a risk with less than it must have",
        ),
        pytest.param(
            {"Risks!A5": "client", "Risks!C5": "A strike", "Risks!F5": 0.1, "Risks!G5": 5},
            "Risks!B5: A new line needs a name here.",
            id="a risk without a name",
        ),
        pytest.param(
            {"Risks!A5": "client", "Risks!B5": "Big strike", "Risks!C5": "A strike", "Risks!F5": 0.1, "Risks!G5": 5},
            "Risks!B5: The id Big strike has",
            id="a name that is none",
        ),
        pytest.param(
            {"Risks!B5": "strike", "Risks!C5": "A strike", "Risks!F5": 0.1, "Risks!G5": 5},
            "Risks!A5: No client is named.",
            id="nobody's risk",
        ),
        pytest.param(
            {"Risks!A5": "client", "Risks!B5": "delisting", "Risks!C5": "Again", "Risks!F5": 0.1, "Risks!G5": 5},
            "Risks!A5: Row 5 is about the same as row 3.",
            id="a second line about one thing",
        ),
        pytest.param(
            {"History notes!A5": "client", "History notes!B5": 9, "History notes!C5": NEXT, "History notes!D5": "x"},
            "History notes!B5: There was no such line when the workbook was made.",
            id="a note with a number of its own",
        ),
        pytest.param(
            {"Credit line!B4": 5}, "Credit line!A4: The new line lacks: Days.", id="a credit line of money alone"
        ),
        pytest.param(
            {"Approvals!A3": "client", "Approvals!B3": "plan", "Approvals!E3": "v1:x"},
            "Approvals!E3: What stands here is written by kamctl approve alone.",
            id="an approval",
        ),
    ],
)
def test_what_is_no_whole_thing_is_told(made: bytes, plans: Portfolio, cells: dict[str, Any], told: str) -> None:
    came = back(made, plans, cells)
    assert came.changes == {}
    assert [line[: len(told)] for line in came.told] == [told]


def test_a_list_is_taken_thing_by_thing(made: bytes, plans: Portfolio) -> None:
    came = back(
        made, plans, {"Assortment!B3": "yoghurt-150\ncheese-200\n\nkefir-1l", "Swot!B3": "One thing, and another"}
    )
    assert came.told == []
    assert came.changes == {
        "client.assortment.listed.2": "cheese-200",
        "client.swot.strengths.1": "One thing, and another",
        "client.swot.strengths.2": None,
    }
    assert back(made, plans, {"Assortment!B3": "yoghurt\nkefir-1l"}).told == [
        "Assortment!B3: There is no product yoghurt in schema/products.yaml."
    ]


def test_columns_may_be_renamed_moved_added_and_hidden(made: bytes, plans: Portfolio) -> None:
    def change(read: Any) -> None:
        sheet = read["Risks"]
        sheet["C2"].value = "What may happen"
        sheet.insert_cols(3)
        sheet["C2"].value = "My remarks"
        sheet["C3"].value = "=1+1"
        sheet["D3"].value = "Kefir goes"
        sheet.column_dimensions["D"].hidden = True
        sheet.row_dimensions[4].hidden = True
        sheet["D4"].value = "Hidden, and said all the same"
        read.create_sheet("Notes")["A1"].value = "mine"
        read["Sales"].title = "Продажи"
        read.move_sheet("Продажи", -5)

    came = come_back(edited(made, {}, change), plans)
    assert came.changes == {
        "client.risks.delisting.what": "Kefir goes",
        "client.risks.prices.what": "Hidden, and said all the same",
    }
    assert came.told == []
    assert came.notes == [
        "Not read: the columns My remarks of Risks.",
        "Not read, since nothing is known of them: the sheets Notes.",
    ]


def test_lines_may_be_sorted(made: bytes, plans: Portfolio) -> None:
    def change(read: Any) -> None:
        sheet = read["Sales"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
        for number, row in enumerate(reversed(rows), 3):
            for at, value in enumerate(row, 1):
                sheet.cell(number, at).value = value

    assert come_back(edited(made, {}, change), plans)[:2] == ({}, [])


def test_merged_cells_are_told(made: bytes, plans: Portfolio) -> None:
    came = come_back(edited(made, {}, lambda read: read["Risks"].merge_cells("C3:C4")), plans)
    assert came.changes == {}
    assert came.told == ["Risks!C3: The cells C3:C4 are merged, so what stands there counts for the first of them."]


def test_days_of_a_mac_are_the_days_they_are(made: bytes, plans: Portfolio) -> None:
    def change(read: Any) -> None:
        read.epoch = CALENDAR_MAC_1904
        for name in ("History notes", "Activities", "Promotions"):
            for row in read[name].iter_rows(min_row=3):
                for cell in row:
                    if isinstance(cell.value, datetime):
                        cell.value = cell.value  # written anew by the other calendar

    assert come_back(edited(made, {}, change), plans)[:2] == ({}, [])


def test_a_column_that_is_gone_is_told(made: bytes, plans: Portfolio) -> None:
    came = come_back(edited(made, {"Risks!C3": "Other"}, lambda read: read["Risks"].delete_cols(2)), plans)
    assert came.changes == {}
    assert came.told == ["Risks!A1: The sheet Risks has lost its column Id, or has it twice."]


def test_what_was_not_shown_whole_is_not_taken_and_stays() -> None:
    text = f'team: {{kam-north: {{role: KAM, does: "{"x" * 40_000}"}}}}\n'
    plans = portfolio({"client": text})
    data = book(plans).data
    assert come_back(data, plans)[:2] == ({}, [])
    came = come_back(edited(data, {"Team!E3": "short"}), plans)
    assert came.changes == {}
    assert came.told == ["Team!E3: The cell did not show all that the plan says, so nobody knows what to keep of it."]


# The plans have changed since.


def since(changes: str) -> Portfolio:
    old, new = changes.split(" => ")
    return portfolio({"client": WHOLE.replace(old, new), "other": "client: Another\n"})


def test_only_what_was_changed_in_the_workbook_is_taken(made: bytes) -> None:
    now = since("Kefir is delisted => Kefir may be delisted")
    assert come_back(made, now)[:2] == ({}, [])
    came = come_back(edited(made, {"Risks!J3": NEXT}), now)
    assert (came.changes, came.told) == ({"client.risks.delisting.review": "2026-06-01"}, [])


def test_what_both_changed_is_told(made: bytes) -> None:
    now = since("probability: 30% => probability: 40%")
    assert come_back(edited(made, {"Risks!F3": 0.4}), now)[:2] == ({}, [])
    came = come_back(edited(made, {"Risks!F3": 0.5}), now)
    assert came.changes == {}
    assert came.told == ["Risks!F3: The plan says 40% by now; it said 30% when the workbook was made, which says 50%."]


def test_what_is_gone_is_not_made_again(made: bytes) -> None:
    now = since("  prices: {what: Prices rise, probability: 12.5%, impact: 15%, status: open}\n => ")
    came = come_back(edited(made, {"Risks!F4": 0.5}), now)
    assert came.changes == {}
    assert came.told == ["Risks!A4: The plan has no risks.prices any more."]


def test_notes_are_found_where_they_have_moved(made: bytes) -> None:
    now = since("history:\n => history:\n  - {date: 2026-01-01, note: The very first}\n")
    came = come_back(edited(made, {"History notes!D4": "Wants a forecast"}), now)
    assert (came.changes, came.told) == ({"client.history.3.note": "Wants a forecast"}, [])


def test_a_second_time_nothing_is_new(made: bytes, plans: Portfolio) -> None:
    cells = {
        "Risks!A5": "client", "Risks!B5": "strike", "Risks!C5": "A strike", "Risks!F5": 0.1, "Risks!G5": 500,
        "History notes!A5": "client", "History notes!C5": NEXT, "History notes!D5": "They called",
        "Sales!D4": 7, "Budget, spent!A4": "client", "Budget, spent!B4": "2026-Q2", "Budget, spent!C4": 7,
    }  # fmt: skip
    data = edited(made, cells)
    first = come_back(data, plans)
    assert len(first.changes) == 7
    again = come_back(data, _reloaded(first, plans))
    assert again[:2] == ({}, [])


def _reloaded(came: Came, plans: Portfolio) -> Portfolio:
    from kamctl.insight.portfolio import portfolio_of
    from kamctl.plan.load import load_plan
    from kamctl.plan.source import RawFile

    texts = {entry.client: came.texts.get(entry.client, entry.document.source.text) for entry in plans.plans}
    files = [RawFile(f"plans/{client}.yaml", text.encode()) for client, text in texts.items()]
    return portfolio_of((load_plan(file, plans.schema) for file in files), plans.schema, date(2026, 5, 20))
