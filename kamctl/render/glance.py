"""All plans at a glance, as text, Markdown, JSON and CSV."""

from __future__ import annotations

from kamctl.insight.glance import Glance
from kamctl.render import coverage, safe
from kamctl.render.prose import DIM, Paint, fold
from kamctl.render.table import csv, markdown_lines, objects, text_lines


def as_text(glance: Glance, *, width: int, colour: bool) -> str:
    """A table for a terminal of `width` columns; with `colour`, in plain ANSI colours."""
    paint = Paint(colour)
    lines = [paint(line, DIM) for line in fold(coverage.standing("Plans", glance.basis), width)]
    lines += ["", *(text_lines(glance.plans, width, paint) or ["There are no plans."])]
    lines += coverage.text_lines(glance.basis, width, paint)
    return "\n".join(lines) + "\n"


def as_markdown(glance: Glance) -> str:
    """The same table as a page."""
    lines = markdown_lines(glance.plans) or ["There are no plans."]
    blocks = [safe.markdown(coverage.standing("Plans", glance.basis)), "\n".join(lines)]
    blocks += coverage.markdown_blocks(glance.basis)
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
            "today": glance.basis.today.isoformat(),
            "currency": glance.basis.currency,
            "plans": objects(glance.plans),
            "total": totals,
            **coverage.members(glance.basis),
        }
    )


def as_csv(glance: Glance) -> str:
    """The plans for a spreadsheet (RFC 4180): a line for each, without the sums that a sheet makes itself."""
    return csv(glance.plans)
