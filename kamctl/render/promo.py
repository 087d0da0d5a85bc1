"""Whether the promotions paid, as text, Markdown, JSON and CSV."""

from __future__ import annotations

from kamctl.insight.promo import COLUMNS, FIGURES, SIDES, Promo
from kamctl.render import coverage, safe
from kamctl.render.prose import DIM, Paint, fold
from kamctl.render.table import csv, markdown_page, objects, text_lines

NOTHING = "There are no promotions."


def as_text(promo: Promo, *, width: int, colour: bool) -> str:
    """Each promotion planned against actual, then the sums, for a terminal of `width` columns."""
    paint = Paint(colour)
    lines = [paint(line, DIM) for line in fold(coverage.standing("Promotions", promo.basis), width)]
    lines += ["", *(text_lines(promo.sides, width, paint) or [NOTHING])]
    if promo.totals.rows:
        lines += ["", *text_lines(promo.totals, width, paint)]
    lines += coverage.text_lines(promo.basis, width, paint)
    return "\n".join(lines) + "\n"


def as_markdown(promo: Promo) -> str:
    """The same as a page, short enough for a comment: the sums first, then the promotions as far as they fit."""
    opening = [safe.markdown(coverage.standing("Promotions", promo.basis))]
    tables = [(title, table) for title, table in (("Sums", promo.totals), ("Each", promo.sides)) if table.rows]
    if not tables:
        opening.append(NOTHING)
    return markdown_page(opening, tables, coverage.markdown_blocks(promo.basis))


def as_json(promo: Promo) -> str:
    """The promotions for other programs, `"version": 1`; null for what cannot be told."""
    rows = []
    for told in objects(promo.promotions):
        row = {column.key: told[column.key] for column in COLUMNS if not column.key.startswith(SIDES)}
        rows.append(row | {side: {figure: told[f"{side}_{figure}"] for figure in FIGURES} for side in SIDES})
    return safe.json_text(
        {
            "version": 1,
            "today": promo.basis.today.isoformat(),
            "currency": promo.basis.currency,
            "rows": rows,
            "totals": objects(promo.totals),
            **coverage.members(promo.basis),
        }
    )


def as_csv(promo: Promo) -> str:
    """The promotions for a spreadsheet (RFC 4180), a line for each, with the verdict."""
    return csv(promo.promotions)
