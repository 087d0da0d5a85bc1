"""The message of a commit, made from what it changes in meaning: who reads the history need not open a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kamctl.history.change import CHANGED
from kamctl.history.report import CREATED, DELETED, DiffReport, Event
from kamctl.history.spelling import Line, lines
from kamctl.history.weight import Weight
from kamctl.render import cells
from kamctl.render.changes import ARROW, diff_blocks, fate, kind_words
from kamctl.render.prose import fold
from kamctl.render.safe import commit_text
from kamctl.words import count

WIDTH = 72
"""Cells of a line, as git's own tools expect."""

MOST_LINES = 200
"""Lines of changes; past them it says how many there are, and `kamctl log` tells them all."""

_ELLIPSIS = "…"


class Rewritten(NamedTuple):
    """A plan's file that says the same as before: in other words of YAML or comments, or in another place."""

    client: str
    was: str
    path: str

    def __str__(self) -> str:
        if self.was != self.path:
            return f"moved to {self.path}"
        return "comments or layout only"


def commit_message(report: DiffReport, rewritten: Sequence[Rewritten], own: str = "") -> str:
    """The message: what somebody gave as their own, else the weightiest change; then all changes as sentences."""
    blocks = [
        [*fold(title, WIDTH), *(f"  {line}" for line in fold(about, WIDTH - 2))]
        for title, about in ((file.client, str(file)) for file in rewritten)
    ]
    told = [*diff_blocks(report, width=WIDTH, colour=False, bare=True), *blocks]
    text = "\n\n".join("\n".join(block) for block in told).split("\n")
    if len(text) > MOST_LINES:
        text = [*text[:MOST_LINES], f"{_ELLIPSIS} and {count(len(text) - MOST_LINES, 'more line')}"]
    body = "\n".join(commit_text(line) for line in text)
    return f"{own or subject(report, rewritten)}\n\n{body}\n"


def subject(report: DiffReport, rewritten: Sequence[Rewritten]) -> str:
    """The client, its weightiest change and how many more there are, in at most 72 cells."""
    deeds = [
        deed for event, weights in zip(report.events, report.weights, strict=True) for deed in _deeds(event, weights)
    ]
    deeds += [(file.client, (str(file),)) for file in rewritten]
    (client, spellings), more = deeds[0], len(deeds) - 1
    end = f" + {more} more" if more else ""
    for spelling in spellings:
        whole = commit_text(f"{client}: {spelling}")
        if cells.width(whole) + len(end) <= WIDTH:
            return whole + end
    whole = commit_text(f"{client}: {spellings[-1]}")
    return cells.cut(whole, 0, WIDTH - len(end) - 1).rstrip() + _ELLIPSIS + end


Deed = tuple[str, tuple[str, ...]]
"""A client, and one thing that became of its plan in words, from the fullest to those that must do."""


def _deeds(event: Event, weights: Sequence[Weight]) -> Iterator[Deed]:
    """What became of a plan, the weightiest first."""
    if event.unreadable is not None:
        yield event.client, ("written anew; the version before could not be read",)
        return
    whole = fate(event, in_log=True)
    if whole:
        yield event.client, (whole,)
    if event.kind not in (CREATED, DELETED):
        # A plan of another period is a new one; what that changes comes after.
        told = sorted(lines(event.changes, weights), key=lambda line: line.subject != "period")
        for line in told:
            yield event.client, tuple(_spellings(line))


def _spellings(line: Line) -> Iterator[str]:
    if not line.is_long:
        yield f"{line.subject} {kind_words(line, ARROW)}"
    if line.kind == CHANGED:
        if not line.is_long:
            yield f"{line.subject} {kind_words(line._replace(move=''), ARROW)}"
        yield f"{line.subject} {line.kind}"
