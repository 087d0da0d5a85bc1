"""An order form as a workbook: one sheet, figures as numbers, no formula."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

from kamctl.exchange.orders.order_form import FIRST_FIGURE, OrderForm
from kamctl.exchange.texts import TextError
from kamctl.exchange.workbooks.looks import height

LONGEST_CELL = 32_767
"""Characters that a cell holds."""

_WIDTHS = (6, 40, 24, 12, 14, 16)


def order_xlsx(form: OrderForm, today: date) -> bytes:
    """The form; the same order on the same day is the same bytes. TextError where a text is longer than any cell."""
    from xlsxwriter import Workbook

    whole = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(whole, options)
    moment = datetime(today.year, today.month, today.day, tzinfo=UTC).replace(tzinfo=None)
    book.set_properties({"title": form.title, "author": "kamctl", "comments": form.source, "created": moment})
    sheet = _Sheet(book)
    sheet.text(0, 0, form.title, sheet.title)
    row = 1
    for row, (name, text) in enumerate(form.facts, 1):
        sheet.text(row, 0, name)
        sheet.text(row, 2, text, sheet.bold)
    row += 2
    for column, heading in enumerate(form.headings):
        sheet.text(row, column, heading, sheet.figure_heading if column >= FIRST_FIGURE else sheet.heading)
    for line in form.lines:
        row += 1
        for column, text in enumerate(line.texts[:FIRST_FIGURE]):
            sheet.text(row, column, text)
        sheet.number(row, 3, line.quantity, sheet.plain)
        sheet.number(row, 4, line.price, sheet.price)
        sheet.number(row, 5, line.amount, sheet.money)
    for total in form.sums:
        row += 1
        is_last = total is form.sums[-1]
        sheet.text(row, 1, total.title, sheet.bold if is_last else None)
        sheet.number(row, 5, total.amount, sheet.total if is_last else sheet.money)
    row += 2
    for text in (form.in_words, *form.terms):
        sheet.paragraph(row, text)
        row += 1
    sheet.text(row + 1, 0, f"{form.words.supplier}: ____________________")
    sheet.text(row + 1, 3, f"{form.words.buyer}: ____________________")
    sheet.text(row + 3, 0, form.source, sheet.small)
    book.close()
    return whole.getvalue()


class _Sheet:
    """The one sheet of the workbook, with the formats of its cells."""

    def __init__(self, book) -> None:  # type: ignore[no-untyped-def]  # XlsxWriter has no types
        self.sheet = book.add_worksheet("Order")
        for column, width in enumerate(_WIDTHS):
            self.sheet.set_column(column, column, width)
        self.sheet.set_paper(9)
        self.sheet.set_margins(left=0.6, right=0.6)
        self.sheet.fit_to_pages(1, 0)
        self.plain = book.add_format({"num_format": "#,##0.###;-#,##0.###"})
        self.money = book.add_format({"num_format": "#,##0.00"})
        self.price = book.add_format({"num_format": "#,##0.00#######"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.total = book.add_format({"num_format": "#,##0.00", "bold": True, "top": 1})
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.heading = book.add_format({"bold": True, "bottom": 1})
        self.figure_heading = book.add_format({"bold": True, "bottom": 1, "align": "right"})
        self.bold = book.add_format({"bold": True})
        self.small = book.add_format({"font_size": 8, "font_color": "#707070"})

    def text(self, row: int, column: int, text: str, style: object = None) -> None:
        if len(text) > LONGEST_CELL:
            raise TextError("A text is longer than the {most} characters of a cell.", most=LONGEST_CELL)
        self.sheet.write_string(row, column, text, style)

    def paragraph(self, row: int, text: str) -> None:
        """A text over all columns, as high as it takes."""
        self.sheet.merge_range(row, 0, row, len(_WIDTHS) - 1, "", self.wrapped)
        self.sheet.set_row(row, height([(text, sum(_WIDTHS))]))
        self.text(row, 0, text, self.wrapped)

    def number(self, row: int, column: int, value: Decimal, style: object) -> None:
        self.sheet.write_number(row, column, float(value), style)
