"""An order form as a document for a word processor."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING

from kamctl.exchange.archive import packed, unpacked
from kamctl.exchange.orders.order_form import FIRST_FIGURE, OrderForm

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell

_WIDTHS = (1.2, 5.3, 3.8, 2.2, 2.4, 3.1)
"""Of the columns, in cm."""


def order_docx(form: OrderForm, today: date) -> bytes:
    """The form; the same order on the same day is the same bytes."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt, RGBColor

    document = Document()
    _prepare(document, form, today)
    title = document.add_paragraph()
    title.add_run(form.title).bold = True
    title.runs[0].font.size = Pt(16)
    line = title
    for name, text in form.facts:
        line = document.add_paragraph()
        line.paragraph_format.space_after = Pt(2)
        line.add_run(f"{name}: ")
        line.add_run(text).bold = True
    line.paragraph_format.space_after = Pt(10)
    _table(document, form)
    spoken = document.add_paragraph()
    spoken.paragraph_format.space_before = Pt(10)
    spoken.add_run(f"{form.sums[-1].title}: ")
    spoken.add_run(form.in_words).bold = True
    for term in form.terms:
        document.add_paragraph(term)
    signatures = document.add_table(rows=1, cols=2)
    for cell, name in zip(signatures.rows[0].cells, (form.words.supplier, form.words.buyer), strict=True):
        cell.paragraphs[0].paragraph_format.space_before = Pt(28)
        cell.paragraphs[0].add_run(f"{name}\n\n____________________________")
    footer = document.sections[0].footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run(form.source)
    footer.runs[0].font.size = Pt(8)
    footer.runs[0].font.color.rgb = RGBColor(0x70, 0x70, 0x70)
    document.sections[0].footer_distance = Cm(1)
    whole = BytesIO()
    document.save(whole)
    return packed(unpacked(whole.getvalue()))


def _prepare(document: Document, form: OrderForm, today: date) -> None:
    """The page, its letters, and the properties, which tell of no other day or program."""
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(10)
    normal.element.rPr.rFonts.set(qn("w:cs"), "Arial")
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.5)
    section.top_margin = section.bottom_margin = Cm(1.8)
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = form.title, "kamctl", "kamctl"
    properties.comments, properties.revision = form.source, 1
    properties.created = properties.modified = datetime(today.year, today.month, today.day)  # noqa: DTZ001


def _table(document: Document, form: OrderForm) -> None:
    from docx.shared import Cm

    table = document.add_table(rows=1 + len(form.lines) + len(form.sums), cols=len(_WIDTHS))
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = Cm(width)
    rows = [[*row.cells] for row in table.rows]
    _fill(rows[0], form.headings, bold=True)
    for cells, line in zip(rows[1:], form.lines, strict=False):
        _fill(cells, line.texts)
    for cells, total in zip(rows[1 + len(form.lines) :], form.sums, strict=True):
        merged = cells[0].merge(cells[-2])
        is_last = total is form.sums[-1]
        _write(merged, total.title, right=True, bold=is_last)
        _write(cells[-1], total.text, right=True, bold=is_last)
    for row in rows:
        for cell, width in zip(row, _WIDTHS, strict=True):
            if cell._tc.grid_span == 1:
                cell.width = Cm(width)


def _fill(cells: list[_Cell], texts: tuple[str, ...], bold: bool = False) -> None:
    for index, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        _write(cell, text, right=index >= FIRST_FIGURE, bold=bold)


def _write(cell: _Cell, text: str, *, right: bool = False, bold: bool = False) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paragraph.add_run(text).bold = bold
