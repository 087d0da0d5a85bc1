"""The agenda as text, Markdown, JSON, CSV and a calendar."""

from __future__ import annotations

from kamctl.insight.agenda import Agenda
from kamctl.render import coverage, safe
from kamctl.render.prose import DIM, Paint, fold
from kamctl.render.table import csv, markdown_page, objects, text_lines


def as_text(agenda: Agenda, *, width: int, colour: bool) -> str:
    """What is overdue, then day by day what is due, for a terminal of `width` columns."""
    paint = Paint(colour)
    lines = [paint(line, DIM) for line in fold(_standing(agenda), width)]
    lines += text_lines(agenda.lines, width, paint) or ["", *fold(_nothing(agenda), width)]
    lines += coverage.text_lines(agenda.basis, width, paint)
    return "\n".join(lines) + "\n"


def _standing(agenda: Agenda) -> str:
    day = coverage.day_and_currency(agenda.basis.today, agenda.basis.stood, None)
    return f"{agenda.title} as of {day}, up to {agenda.until}"


def _nothing(agenda: Agenda) -> str:
    return f"Nothing is overdue, and nothing is due up to {agenda.until}."


def as_markdown(agenda: Agenda) -> str:
    """The same as a page, short enough for a comment: what is overdue, and then what is due first, come first."""
    opening = [safe.markdown(_standing(agenda))]
    if not agenda.items:
        opening.append(safe.markdown(_nothing(agenda)))
    closing = [*([safe.markdown(unknown(agenda))] if agenda.unknown else []), *coverage.markdown_blocks(agenda.basis)]
    return markdown_page(opening, [("Due", agenda.lines)] if agenda.items else [], closing)


def unknown(agenda: Agenda) -> str:
    """Why it is not known which plans go stale, as one line that is not yet harmless."""
    return " ".join(str(sentence) for sentence in agenda.unknown)


def as_json(agenda: Agenda) -> str:
    """The items for other programs, `"version": 1`; `not_known` are the kinds of which git could not tell."""
    return safe.json_text(
        {
            "version": 1,
            "today": agenda.basis.today.isoformat(),
            "until": agenda.until.isoformat(),
            "for": agenda.person,
            "items": objects(agenda.rows),
            "not_known": ["update"] if agenda.unknown else [],
            **coverage.members(agenda.basis),
        }
    )


def as_csv(agenda: Agenda) -> str:
    """The items for a spreadsheet (RFC 4180), a line for each."""
    return csv(agenda.rows)


def as_ics(agenda: Agenda) -> str:
    """The items as entries of a calendar (RFC 5545), each lasting the day on which it is due."""
    from kamctl.render.ics import calendar

    return calendar(agenda)
