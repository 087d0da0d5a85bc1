"""All plans at a glance, as text, Markdown, JSON and CSV."""

from __future__ import annotations

from kamctl.insight.glance import Glance
from kamctl.render import safe
from kamctl.render.prose import DIM, RED, Paint, fold
from kamctl.render.table import markdown_lines, objects, text_lines
from kamctl.words import count, listing


def as_text(glance: Glance, *, width: int, colour: bool) -> str:
    """A table for a terminal of `width` columns; with `colour`, in plain ANSI colours."""
    paint = Paint(colour)
    lines = [paint(line, DIM) for line in fold(_basis(glance), width)]
    lines += ["", *(text_lines(glance.plans, width, paint) or ["There are no plans."])]
    if glance.unread:
        lines += ["", *(paint(line, RED) for line in fold(_unread(glance), width))]
    return "\n".join(lines) + "\n"


def _basis(glance: Glance) -> str:
    amounts = f"; amounts in {glance.currency}" if glance.currency else ""
    return f"Plans as of {glance.today}{amounts}"


def _unread(glance: Glance) -> str:
    files = listing(glance.unread)
    return f"{count(len(glance.unread), 'file')} could not be read: {files}. kamctl lint says what is wrong."


def as_markdown(glance: Glance) -> str:
    """The same table as a page."""
    lines = markdown_lines(glance.plans) or ["There are no plans."]
    blocks = [safe.markdown(_basis(glance)), "\n".join(lines)]
    if glance.unread:
        blocks.append(safe.markdown(_unread(glance)))
    return "\n\n".join(blocks) + "\n"


def as_json(glance: Glance) -> str:
    """The plans for other programs, `"version": 1`; null where a plan says nothing."""
    total = glance.plans.total
    by_key = {column.key: value for column, value in zip(glance.plans.columns, total or (), strict=False)}
    totals = {
        key: None if (value := by_key.get(key)) is None else value.data
        for key in ("sales_plan", "sales_actual", "actual_to_plan", "open_risks")
    }
    return safe.json_text(
        {
            "version": 1,
            "today": glance.today.isoformat(),
            "currency": glance.currency,
            "plans": objects(glance.plans),
            "total": totals,
            "unread": list(glance.unread),
        }
    )


def as_csv(glance: Glance) -> str:
    """The plans for a spreadsheet (RFC 4180): a line for each, without the sums that a sheet makes itself."""
    rows = [[column.key for column in glance.plans.columns]]
    rows += [[safe.csv_cell(value) for value in row.values()] for row in objects(glance.plans)]
    return "".join(",".join(row) + "\r\n" for row in rows)
