"""Findings for people: the message, the line it is about with a caret under the place, and the hint."""

from __future__ import annotations

import re

from kamctl.lint.finding import ERROR, Finding, LintReport
from kamctl.render import cells
from kamctl.render.prose import BOLD, DIM, GREEN, RED, YELLOW, Paint, words
from kamctl.render.safe import inert
from kamctl.render.wording import place, summary

NARROWEST_SOURCE = 8
ELLIPSIS = "…"

# A count stays with what it counts.
_COUNTED = re.compile(r"(?<!\d) ")

Word = tuple[str, str]
"""A word and its style ("" for none)."""


def render(report: LintReport, *, width: int, colour: bool, checked: str = "") -> str:
    """The report for a terminal of `width` columns; with `colour`, in plain ANSI colours.

    The first line of a finding is whole whatever the width, so that editors, terminals and grep know it. What follows
    is wrapped at spaces only: a number or an id is never cut. Lines of a plan are shown round the caret as far as they
    fit. `checked` names what was looked at where it is not plans.
    """
    paint = Paint(colour)
    blocks = [_finding(finding, width, paint) for finding in report.findings]
    style = RED if report.errors else YELLOW if report.warnings else GREEN
    total = _COUNTED.split(inert(summary(report, checked)))
    blocks.append(_wrapped([(word, style) for word in total], width, "", paint))
    return "\n\n".join(blocks) + "\n"


def _finding(finding: Finding, width: int, paint: Paint) -> str:
    severity = RED if finding.severity == ERROR else YELLOW
    heading = (
        paint(inert(place(finding)), BOLD),
        paint(f"{finding.severity}:", severity),
        inert(str(finding.message)),
        paint(inert(f"[{finding.rule}]"), DIM),
    )
    lines = [" ".join(heading)]
    number = str(finding.line)
    gutter = " " * len(number)
    if finding.source_line is not None:
        source, before, carets = _excerpt(finding, finding.source_line, width - len(number) - len(" | "))
        lines.append(f"{paint(f'{number} |', DIM)} {source}".rstrip(" "))
        lines.append(f"{paint(f'{gutter} |', DIM)} {before}{paint(carets, severity)}")
    if finding.hint is not None:
        hint = [(f"{gutter} =", DIM), ("hint:", BOLD), *((word, "") for word in words(str(finding.hint)))]
        lines.append(_wrapped(hint, width, f"{gutter}   ", paint))
    return "\n".join(lines)


def _wrapped(pieces: list[Word], width: int, indent: str, paint: Paint) -> str:
    """Words and their colours in lines of `width` cells, every line but the first after `indent`."""
    lines: list[list[str]] = []
    used = 0
    for word, style in pieces:
        length = cells.width(word)
        if lines and used + 1 + length <= width:
            lines[-1].append(paint(word, style))
            used += 1 + length
        else:
            used = length + (len(indent) if lines else 0)
            lines.append([paint(word, style)])
    return f"\n{indent}".join(" ".join(line) for line in lines)


def _excerpt(finding: Finding, line: str, room: int) -> tuple[str, str, str]:
    """The line round the place of `finding` in at most `room` cells, the blanks before the carets, the carets."""
    room = max(room, NARROWEST_SOURCE)
    first = min(finding.column - 1, len(line))
    last = finding.end_column - 1 if finding.end_line == finding.line else len(line)
    last = min(max(last, first), len(line))
    # Only what can be seen is looked at: a line may be a megabyte long, with a finding in each of its words.
    left = max(0, first - 2 * room)
    right = first + 2 * room
    shown = inert(line[left:right])
    start = cells.width(inert(line[left:first]))
    stop = max(cells.width(inert(line[left : min(last, right)])), start + 1)
    total = cells.width(shown)
    # The caret may stand behind the last character: at something that is missing there.
    if left == 0 and right >= len(line) and max(total, start + 1) <= room:
        return shown, " " * start, "^" * (stop - start)
    # A third of the room for what comes before, or all of it where nothing comes after.
    begin = max(0, min(start - room // 3, max(total, start + 1) - room))
    end = begin + room
    cut_left = left > 0 or begin > 0
    cut_right = end < total or right < len(line)
    visible = cells.cut(shown, begin + cut_left, end - cut_right)
    visible = f"{ELLIPSIS if cut_left else ''}{visible}{ELLIPSIS if cut_right else ''}"
    return visible, " " * (start - begin), "^" * (min(stop, end - cut_right) - start)
