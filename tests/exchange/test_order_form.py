"""The order form as a document and as a workbook, read back."""

from __future__ import annotations

from io import BytesIO

import docx
import openpyxl
import pytest

from kamctl.exchange.orders.order_docx import order_docx
from kamctl.exchange.orders.order_form import OrderForm, RefusedOrderError, order_form, order_note
from kamctl.exchange.orders.order_xlsx import LONGEST_CELL, order_xlsx
from kamctl.exchange.texts import TextError
from kamctl.plan.source import control_characters
from tests.exchange.test_filling import PLAIN
from tests.harness import TODAY
from tests.insight.test_order import CREDIT, DISCOUNTS, LISTED, order


def form(language: str = "en", plan: str = LISTED + CREDIT + DISCOUNTS) -> OrderForm:
    found = order(plan, "yoghurt-150=200", "kefir-1l=48", discount="volume")
    return order_form(found, language, "KAM North", "commit 01234567")


def cells(data: bytes) -> list[list[object]]:
    sheet = openpyxl.load_workbook(BytesIO(data)).active
    assert sheet is not None
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_both_kinds_say_the_same_in_two_languages() -> None:
    for language, total, condition in (
        (
            "en",
            "Fifteen thousand, five hundred and ninety-seven roubles 96 kopeks",
            "granted on this condition: Full pallets.",
        ),
        ("ru", "Пятнадцать тысяч пятьсот девяносто семь рублей 96 копеек", "на условии: Full pallets."),
    ):
        told = form(language)
        document = docx.Document(BytesIO(order_docx(told, TODAY)))
        paragraphs = "\n".join(paragraph.text for paragraph in document.paragraphs)
        sheet = cells(order_xlsx(told, TODAY))
        for said in (total, condition):
            assert said in paragraphs
            assert any(said in str(row[0]) for row in sheet)
        amounts = [row.cells[-1].text for row in document.tables[0].rows][1:]
        assert amounts == [*(line.texts[-1] for line in told.lines), *(each.text for each in told.sums)]
        figures = [row[5] for row in sheet if isinstance(row[5], int | float)]
        assert figures == [12500, 4272, 16772, -1174.04, 15597.96]


def test_an_order_without_discount_and_credit_line() -> None:
    found = order("", "kefir-1l=2")
    told = order_form(found, "en", None, "not committed")
    assert [each.title for each in told.sums] == ["Total"]
    assert told.terms == ("Payment before delivery.",)
    assert told.facts == (("Customer", "Северный ритейл"), ("Currency", "RUB"))
    assert cells(order_xlsx(told, TODAY))
    assert order_docx(told, TODAY)


def test_a_refused_order_has_no_form() -> None:
    with pytest.raises(RefusedOrderError):
        order_form(order(LISTED, "cream-20=1"), "en", None, "")


@pytest.mark.no_cover
def test_text_stays_text() -> None:
    for text in [each[:2000] for each in PLAIN if each.strip() and not control_characters(each)][::3]:
        quoted = '"' + "".join(f"\\U{ord(character):08X}" for character in text) + '"'
        told = form(plan=f"client: {quoted}\n{DISCOUNTS}")
        sheet = openpyxl.load_workbook(BytesIO(order_xlsx(told, TODAY))).active
        assert sheet is not None
        cell = sheet.cell(2, 3)
        assert (cell.value, cell.data_type) == (text, "s")
        paragraphs = [each.text for each in docx.Document(BytesIO(order_docx(told, TODAY))).paragraphs]
        assert f"Customer: {text}" in paragraphs


def test_what_no_document_may_hold_is_refused_by_its_field() -> None:
    with pytest.raises(TextError, match=r"in: discounts\.volume\.condition \(U\+202E\)"):
        form(plan='discounts: {volume: {size: 7%, condition: "x\\u202e"}}\n')


def test_a_text_longer_than_a_cell_is_refused() -> None:
    told = form(plan=f"client: {'x' * (LONGEST_CELL + 1)}\n{DISCOUNTS}")
    with pytest.raises(TextError, match="longer than the 32767 characters of a cell"):
        order_xlsx(told, TODAY)


def test_an_order_in_one_line() -> None:
    found = order(LISTED, "yoghurt-150=200", "kefir-1l=2.5")
    assert order_note(found, "en") == "Order of 20 May 2026: Yoghurt 150 g × 200, Kefir 1 l × 2.5; 12,722.50 RUB"
    assert order_note(found, "ru") == "Заказ от 20 мая 2026 г.: Yoghurt 150 g × 200, Kefir 1 l × 2,5; 12 722,50 RUB"


DAYS = {"one": (1, "Срок оплаты: 1 день со дня", "within 1 day of"), "two": (22, "22 дня со", "22 days of")}


@pytest.mark.parametrize(("days", "russian", "english"), DAYS.values(), ids=DAYS.keys())
def test_days_go_with_their_number(days: int, russian: str, english: str) -> None:
    found = order(f"credit_line: {{limit: 1000, days: {days}}}\n", "kefir-1l=2")
    for language, said in (("ru", russian), ("en", english)):
        assert said in order_form(found, language, None, "").terms[0].replace("\u00a0", " ")


def test_a_long_condition_is_read_whole_in_a_sheet() -> None:
    long = " ".join(["word"] * 200)
    told = form(plan=f"discounts: {{volume: {{size: 7%, condition: {long}}}}}\n")
    sheet = openpyxl.load_workbook(BytesIO(order_xlsx(told, TODAY))).active
    assert sheet is not None
    [row] = [row for row in range(1, sheet.max_row + 1) if long in str(sheet.cell(row, 1).value)]
    assert f"A{row}:F{row}" in {str(merged) for merged in sheet.merged_cells.ranges}
    assert sheet.cell(row, 1).alignment.wrap_text
    assert sheet.row_dimensions[row].height > 100
