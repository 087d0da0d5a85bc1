"""Who last set each field, as text, Markdown, JSON and CSV."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from kamctl.history.report import BlameReport, Origin
from kamctl.history.spelling import LONGEST_NAME, value_text
from kamctl.insight.report import TEXT, Column, Row, Table, Value
from kamctl.plan.fault import dotted
from kamctl.render import safe
from kamctl.render.changes_data import OF_COMMIT, duplicates, plain
from kamctl.render.fitting import Block, fitting
from kamctl.render.prose import BOLD, RED, Paint, fold
from kamctl.render.table import markdown_lines, text_lines
from kamctl.render.wording import several
from kamctl.words import count, listing, shorten

FIELDS = ("client", "field", "value", "previous", *OF_COMMIT)

_COLUMNS = (
    Column("field", "Field"),
    Column("value", "Value", TEXT),
    Column("previous", "Before", TEXT, rank=3),
    Column("date", "Set on", rank=1),
    Column("by", "By", rank=2),
    Column("commit", "Commit", rank=2),
)


def as_text(report: BlameReport, names: Mapping[str, str], *, width: int, colour: bool) -> str:
    """A table for each plan, for a terminal of `width` columns; `names` are those of people by their ids."""
    paint = Paint(colour)
    blocks = []
    for client, origins in groupby(report.origins, key=lambda origin: origin.client):
        heading = [paint(line, BOLD) for line in fold(client, width)]
        blocks.append("\n".join([*heading, *text_lines(_table(list(origins), names), width, paint)]))
    blocks += ["\n".join(paint(line, RED) for line in fold(sentence, width)) for sentence in _missing(report)]
    return "\n\n".join(blocks or ["There are no fields."]) + "\n"


def as_markdown(report: BlameReport, names: Mapping[str, str]) -> str:
    """The same for a comment on a pull request; where it would be too long, a line says how many fields are missing."""
    blocks: list[Block] = []
    for client, origins in groupby(report.origins, key=lambda origin: origin.client):
        title, rule, *rows = markdown_lines(_table(list(origins), names))
        heading = f"**{safe.markdown(shorten(client, LONGEST_NAME))}**\n\n{title}\n{rule}\n"
        blocks.append((heading, [f"{row}\n" for row in rows]))
    end = "\n".join(f"{safe.markdown(sentence)}\n" for sentence in _missing(report))
    if not blocks:
        return end or "There are no fields.\n"
    return fitting("", blocks, "field", f"\n{end}" if end else "")


def as_json(report: BlameReport) -> str:
    """The fields for other programs, `"version": 1`."""
    # A thousand plans have a hundred thousand fields: they are written a plan at a time, and put between what the
    # document begins and ends with.
    start, end = _document([], report).split("[]", 1)
    pieces = []
    for _, origins in groupby(report.origins, key=lambda origin: origin.client):
        text = _document([_entry(origin) for origin in origins], report)
        pieces.append(text.removeprefix(f"{start}[").removesuffix(f"\n  ]{end}"))
    return f"{start}[{','.join(pieces)}\n  ]{end}" if pieces else f"{start}[]{end}"


def _document(fields: list[dict[str, object]], report: BlameReport) -> str:
    missing = {"unreadable": list(report.unread), "duplicates": duplicates(report.doubled)}
    return safe.json_text({"version": 1, "fields": fields, **missing})


def as_csv(report: BlameReport) -> str:
    """A line for each field (RFC 4180)."""
    rows = [list(FIELDS), *([safe.csv_cell(value) for value in _entry(each).values()] for each in report.origins)]
    return "".join(",".join(row) + "\r\n" for row in rows)


def unread(report: BlameReport) -> str:
    """The line for people that tells which plans are missing."""
    return safe.inert(_unread(report))


def _missing(report: BlameReport) -> list[str]:
    """What the fields leave out."""
    return [*([_unread(report)] if report.unread else []), *several(report.doubled)]


def _unread(report: BlameReport) -> str:
    files = listing(report.unread)
    return f"{count(len(report.unread), 'file')} could not be read: {files}. kamctl lint says what is wrong."


def _entry(origin: Origin) -> dict[str, object]:
    commit = origin.commit
    return {
        "client": origin.client,
        "field": dotted(origin.path),
        "value": plain(origin.value),
        "previous": plain(origin.previous),
        "commit": commit.id,
        "date": commit.author.moment.iso,
        "author": commit.author.shown,
        "person": origin.person,
    }


def _table(origins: list[Origin], names: Mapping[str, str]) -> Table:
    return Table("fields", _COLUMNS, tuple(_row(origin, names) for origin in origins))


def _row(origin: Origin, names: Mapping[str, str]) -> Row:
    author = origin.commit.author
    who = names.get(origin.person or "") or origin.person or author.name or author.email
    before = None if origin.previous is None else value_text(origin.previous, origin.shape)
    day = f"{author.moment.day}" if author.moment.known else f"{author.moment.day}?"
    texts = (
        shorten(dotted(origin.path), LONGEST_NAME),
        value_text(origin.value, origin.shape),
        before,
        day,
        shorten(who, LONGEST_NAME),
        origin.commit.short,
    )
    return tuple(None if text is None else Value(text, text) for text in texts)
