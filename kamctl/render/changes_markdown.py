"""Changes in meaning as Markdown: what stands on top of a pull request, and the history on a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from kamctl.history.change import CHANGED
from kamctl.history.diff import summary
from kamctl.history.report import DELETED, DiffReport, Doubled, Event, LogReport, Remark
from kamctl.history.spelling import Line, lines
from kamctl.render import safe
from kamctl.render.changes import ARROW, commit_parts, day_of, fate, is_folded, nothing
from kamctl.render.fitting import Block, fitting
from kamctl.render.wording import several
from kamctl.words import shorten

LONGEST_TEXT = 1_000
MOST_VALUES = 12
"""Values of one thing that was added or removed; the rest are counted."""


def diff_markdown(report: DiffReport) -> str:
    """The summary, then the changes by client: the worst client first, in each the weightiest change first.

    Where they would be too long for a comment, the last line says how many more there are.
    """
    blocks = [_block(_text(str(notice)), []) for notice in report.notices]
    for event, weights in zip(report.events, report.weights, strict=True):
        name = report.names.get(event.client)
        title = f"**{_text(event.client)}**" + (f" {_text(name)}" if name else "")
        blocks.append(_block(title + _what(event), _items(event, lines(event.changes, weights))))
    top = f"**{safe.markdown(str(summary(report)))}**\n" + "".join(f"\n{each}\n" for each in _several(report.doubled))
    return fitting(top, blocks, "line")


def log_markdown(report: LogReport, *, names: dict[str, str] | None = None) -> str:
    """The history, newest first, notes of the relationship in their place."""
    blocks: list[Block] = []
    remarks = list(report.remarks)
    for _, together in groupby(report.events, key=lambda event: event.commit and event.commit.id):
        events = list(together)
        while remarks and remarks[0].date > day_of(events[0]):
            blocks.append(_block(_note(remarks.pop(0), report.client), []))
        parts = [_text(part) for part in commit_parts(events[0], names or {}, subject=True)]
        heading = " ".join([f"**{parts[0]}**", *parts[1:]])
        for event in events:
            client = f" – {_text(event.client)}" if report.client is None else ""
            told = [] if is_folded(event) else lines(event.changes)
            blocks.append(_block(heading + client + _what(event, in_log=True), _items(event, told)))
    blocks += [_block(_note(remark, report.client), []) for remark in remarks]
    top = "\n".join(f"{each}\n" for each in [*_several(report.doubled), *([] if blocks else [nothing(report)])])
    return fitting(top, blocks, "line")


def _several(doubled: Sequence[Doubled]) -> list[str]:
    return [f"**{safe.markdown(sentence)}**" for sentence in several(doubled)]


def _block(heading: str, items: list[str]) -> Block:
    return f"{heading}\n" + ("\n" if items else ""), items


def _items(event: Event, told: Iterable[Line]) -> list[str]:
    if event.unreadable is not None:
        return [f"- **could not be compared**: {_text(str(event.unreadable))}\n"]
    return [] if event.kind == DELETED else [_item(line) for line in told]


def _item(line: Line) -> str:
    marks = f" – **{'; '.join(line.marks)}**" if line.marks else ""
    subject = _text(line.subject)
    if line.kind != CHANGED:
        rest = len(line.values) - MOST_VALUES
        values = [*line.values[:MOST_VALUES], *([f"and {rest} more"] if rest > 0 else [])]
        return f"- {subject} {line.kind}: {_text(', '.join(values))}{marks}\n"
    if line.is_long:
        return f"- {subject}{marks}\n  - old: {_text(line.old)}\n  - new: {_text(line.new)}\n"
    move = f" ({_text(line.move)})" if line.move else ""
    return f"- {subject} {_text(line.old)} {ARROW} {_text(line.new)}{move}{marks}\n"


def _what(event: Event, in_log: bool = False) -> str:
    became = fate(event, in_log)
    return f" – {_text(became)}" if became else ""


def _note(remark: Remark, client: str | None) -> str:
    about = "" if client else f" {_text(remark.client)}"
    contact = f" (with {_text(remark.contact)})" if remark.contact else ""
    return f"**{_text(remark.date)}** note{about} – {_text(remark.note)}{contact}"


def _text(text: str) -> str:
    return safe.markdown(shorten(text, LONGEST_TEXT))
