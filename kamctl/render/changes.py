"""Changes in meaning as text: what differs between two states, and the history of plans.

Each sentence is `sales.2026-Q3.plan 12 000 000 → 13 500 000 (+12.5%)`, its parts in columns where they fit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from kamctl.history.change import ADDED, CHANGED
from kamctl.history.diff import summary
from kamctl.history.report import CREATED, DELETED, RENAMED, DiffReport, Doubled, Event, LogReport, Remark
from kamctl.history.spelling import LONGEST_NAME, LONGEST_TEXT, Line, lines
from kamctl.plan.quantity import NO_BREAK_SPACE
from kamctl.render import cells
from kamctl.render.prose import BOLD, DIM, GREEN, RED, YELLOW, Paint, behind, fold
from kamctl.render.safe import inert
from kamctl.render.wording import several
from kamctl.words import count, shorten

ARROW = "→"
_GAP = "  "
_LEAST = 24
"""Cells that a text behind something needs; where there are fewer it begins a line of its own."""

MOST_OF_NEW = 12
"""Fields of a new plan that a log tells one by one; a whole plan would bury everything else."""

_PARAGRAPH = "\n\n"


def diff_text(report: DiffReport, *, width: int, colour: bool, arrow: str = ARROW) -> str:
    """What changed, by client, worst first, for a terminal of `width` columns; `arrow` is what it can spell."""
    page = _Page(width, Paint(colour), arrow)
    blocks = [[line for notice in report.notices for line in behind("! ", str(notice), width)]]
    blocks += diff_blocks(report, width=width, colour=colour, arrow=arrow)
    blocks.append(page.doubled(report.doubled))
    blocks.append(fold(str(summary(report)), width))
    text = _PARAGRAPH.join("\n".join(block) for block in blocks if block) + "\n"
    return text if arrow == ARROW else text.replace(NO_BREAK_SPACE, " ")


def diff_blocks(
    report: DiffReport, *, width: int, colour: bool, arrow: str = ARROW, bare: bool = False
) -> list[list[str]]:
    """What changed as lines for each client, the first its heading.

    `bare`: without the marks of what a reviewer must not miss, and of a new plan of many fields only how many.
    """
    page = _Page(width, Paint(colour), arrow)
    blocks = []
    for event, weights in zip(report.events, report.weights, strict=True):
        title = _GAP.join(part for part in (event.client, report.names.get(event.client, "")) if part)
        told = [] if bare and is_folded(event) else lines(event.changes, weights)
        if bare:
            told = [line._replace(marks=()) for line in told]
        blocks.append([*page.heading(title, fate(event, in_log=bare)), *page.event(event, told)])
    return blocks


def log_text(
    report: LogReport,
    *,
    width: int,
    colour: bool,
    names: Mapping[str, str] | None = None,
    moved: bool = False,
    arrow: str = ARROW,
) -> str:
    """The history, newest first: commits with what they changed, notes of the relationship in their place.

    `names` are those of people by their ids; with `moved` each sentence ends with the commit's reason.
    """
    page = _Page(width, Paint(colour), arrow)
    remarks = list(report.remarks)
    blocks: list[list[str]] = []
    for _, together in groupby(report.events, key=lambda event: event.commit and event.commit.id):
        events = list(together)
        day = day_of(events[0])
        while remarks and remarks[0].date > day:
            blocks.append(page.remark(remarks.pop(0), report.client))
        blocks.append(_commit_block(page, events, report.client, names or {}, moved))
    blocks += [page.remark(remark, report.client) for remark in remarks]
    blocks = [*(blocks or [[nothing(report)]]), page.doubled(report.doubled)]
    text = _PARAGRAPH.join("\n".join(block) for block in blocks if block) + "\n"
    return text if arrow == ARROW else text.replace(NO_BREAK_SPACE, " ")


def sentences(told: Sequence[Line], *, width: int, colour: bool, arrow: str = ARROW) -> list[str]:
    """Changes of one plan, a sentence each, in lines of `width` columns."""
    page = _Page(width, Paint(colour), arrow)
    return page.sentences(told)


def nothing(report: LogReport) -> str:
    """What is said where there is nothing to tell."""
    return "There are no changes that match." if report.narrowed else "There are no changes."


def _commit_block(
    page: _Page, events: Sequence[Event], client: str | None, names: Mapping[str, str], moved: bool
) -> list[str]:
    """A commit's heading, then its changes, under the names of the clients where there are several."""
    commit = events[0].commit
    block = page.heading(_GAP.join(commit_parts(events[0], names, subject=not moved)), "")
    reason = commit.subject if commit and moved else ""
    for event in events:
        inside = page.inner(2)
        became = fate(event, in_log=True)
        if client is None:
            block += ["  " + line for line in inside.heading(event.client, became)]
        elif became:
            block += ["  " + line for line in inside.folded(became, YELLOW)]
        told = [] if is_folded(event) else lines(event.changes)
        block += ["  " + line for line in inside.event(event, told, reason)]
    return block


def commit_parts(event: Event, names: Mapping[str, str], subject: bool) -> list[str]:
    commit = event.commit
    if commit is None:
        return ["not committed"]
    who = names.get(event.person or "") or event.person or commit.author.name or commit.author.email
    parts = [day_of(event), shorten(who, LONGEST_NAME), commit.short]
    if subject:
        parts.append(shorten(commit.subject, LONGEST_TEXT))
    return [part for part in parts if part]


def day_of(event: Event) -> str:
    """The author's day in UTC, with a question mark where the commit's date cannot be right."""
    if event.commit is None:
        return "9999"  # what is not committed is newer than all that is
    moment = event.commit.author.moment
    return f"{moment.day}" if moment.known else f"{moment.day}?"


def is_folded(event: Event) -> bool:
    """Whether a log tells only that a plan was created: what it said then is a plan of its own, not a change."""
    return event.kind == CREATED and len(event.changes) > MOST_OF_NEW


def fate(event: Event, in_log: bool = False) -> str:
    """What became of the plan as a whole."""
    if in_log and is_folded(event):
        return f"created, with {count(len(event.changes), 'field')}"
    if event.kind == DELETED:
        return f"deleted, with {count(len(event.changes), 'field')}" if event.changes else "deleted"
    if event.kind == RENAMED or event.was:
        return f"renamed from {shorten(event.was or '', LONGEST_NAME)}"
    return "created" if event.kind == CREATED else ""


def kind_words(line: Line, arrow: str) -> str:
    """What follows the field in a sentence: `12 000 000 → 13 500 000 (+12.5%)`, `added: kam-north`."""
    if line.kind == CHANGED:
        return f"{line.old} {arrow} {line.new}" + (f" ({line.move})" if line.move else "")
    return f"{line.kind}: {', '.join(line.values)}"


class _Page:
    """Lays sentences out in lines of `width` cells."""

    def __init__(self, width: int, paint: Paint, arrow: str) -> None:
        self.width = width
        self.paint = paint
        self.arrow = arrow

    def inner(self, indent: int) -> _Page:
        """A narrower page, inside of this one."""
        return _Page(self.width - indent, self.paint, self.arrow)

    def folded(self, text: str, style: str) -> list[str]:
        """Text in a colour, its further lines indented."""
        first, *rest = fold(text, self.width, hang=4)
        return [self.paint(first, style), *("    " + self.paint(line, style) for line in rest)]

    def heading(self, title: str, became: str) -> list[str]:
        """A client or a commit, and what became of it."""
        title = shorten(title, LONGEST_TEXT)
        if became and cells.width(inert(title)) + len(_GAP) + cells.width(inert(became)) <= self.width:
            return [self.paint(inert(title), BOLD) + _GAP + self.paint(inert(became), YELLOW)]
        return [*self.folded(title, BOLD), *(self.folded(became, YELLOW) if became else [])]

    def doubled(self, doubled: Sequence[Doubled]) -> list[str]:
        """The clients of which only one plan is told."""
        return [line for sentence in several(doubled) for line in self.folded(sentence, RED)]

    def remark(self, remark: Remark, client: str | None) -> list[str]:
        """A note of the section `history`, marked as one."""
        about = "" if client else f"{_GAP}{shorten(remark.client, LONGEST_NAME)}"
        contact = f" (with {shorten(remark.contact, LONGEST_NAME)})" if remark.contact else ""
        head = f"{shorten(remark.date, LONGEST_NAME)}{_GAP}note{about}"
        return self._behind("", head, f"{shorten(remark.note, LONGEST_TEXT)}{contact}", "", YELLOW)

    def event(self, event: Event, told: Sequence[Line], reason: str = "") -> list[str]:
        """The sentences about one client; one line for a plan that is gone."""
        if event.unreadable is not None:
            return ["  " + line for line in self.inner(2).folded(str(event.unreadable), RED)]
        if event.kind == DELETED:
            return []
        return self.sentences(told, reason)

    def sentences(self, told: Sequence[Line], reason: str = "") -> list[str]:
        """Changes of one plan, one below the other."""
        column = self._column(told)
        return [text for line in told for text in self._sentence(line, column, reason)]

    def _column(self, told: Sequence[Line]) -> int:
        """How wide the column of fields is; 0 where they find no place beside the values."""
        widths = [cells.width(inert(line.subject)) for line in told if not line.is_long]
        most = max((width for width in widths if width <= self.width // 2), default=0)
        return most if self.width - most >= _LEAST * 2 else 0

    def _sentence(self, line: Line, column: int, reason: str) -> Iterator[str]:
        style = {ADDED: GREEN, CHANGED: ""}.get(line.kind, RED)
        marks = f" [{'; '.join(line.marks)}]" if line.marks else ""
        if reason:
            marks += f": {shorten(reason, LONGEST_TEXT)}"
        if line.is_long:
            yield from self._behind("  ", line.subject, marks.strip(), "", YELLOW)
            yield from self._behind("    ", "-", line.old, RED, RED)
            yield from self._behind("    ", "+", line.new, GREEN, GREEN)
            return
        subject = inert(line.subject)
        blank = " " * max(column - cells.width(subject), 0)
        start = f"  {subject}{blank}{_GAP}"
        pieces = self._in_one(line, style, marks)
        if cells.width(start) + sum(cells.width(text) for text, _ in pieces) <= self.width:
            yield start + "".join(self.paint(text, colour) for text, colour in pieces)
        else:
            yield from self._behind("  ", line.subject + blank, kind_words(line, self.arrow) + marks, "", style)

    def _in_one(self, line: Line, style: str, marks: str) -> list[tuple[str, str]]:
        """The sentence behind its field as one line, in its colours."""
        if line.kind != CHANGED:
            return [(inert(kind_words(line, self.arrow)), style), (inert(marks), YELLOW)]
        move = f" ({line.move})" if line.move else ""
        return [
            (inert(f"{line.old} "), style),
            (self.arrow, DIM),
            (inert(f" {line.new}{move}"), style),
            (inert(marks), YELLOW),
        ]

    def _behind(self, indent: str, first: str, text: str, head: str, style: str) -> list[str]:
        """`text` behind `first`, its lines one under another; below it where there is little room."""
        shown = inert(first)
        start = len(indent) + cells.width(shown) + len(_GAP)
        if self.width - start < min(_LEAST, cells.width(inert(text))):
            hang = indent + "    "
            room = max(self.width - len(hang), 1)
            top = [indent + self.paint(line, head) for line in fold(first.rstrip(), max(self.width - len(indent), 1))]
            return [*top, *(hang + self.paint(line, style) for line in fold(text, room) if text)]
        folded = fold(text, self.width - start)
        beside = [f"{indent}{self.paint(shown, head)}{_GAP}{self.paint(folded[0], style)}".rstrip()]
        return [*beside, *(" " * start + self.paint(line, style) for line in folded[1:])]
