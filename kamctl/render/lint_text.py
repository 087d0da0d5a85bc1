"""Findings for people: the message, the line it is about with a caret under the place, and the hint."""

from __future__ import annotations

import re

from kamctl.lint.finding import ERROR, Finding, LintReport
from kamctl.render import cells
from kamctl.render.safe import inert
from kamctl.render.wording import place, summary

BOLD = "1"
DIM = "2"
RED = "1;31"
GREEN = "1;32"
YELLOW = "1;33"

INDENT = "    "
NARROWEST_SOURCE = 8
ELLIPSIS = "…"

# A number may be written in groups: the spaces inside `12 000 000` are no places to break a line.
_BREAK = re.compile(r"(?<!\d) | (?!\d{3}(?!\d))")
# A count stays with what it counts.
_COUNTED = re.compile(r"(?<!\d) ")

# A word and the SGR parameters of its colour ("" for none).
Word = tuple[str, str]


def render(report: LintReport, *, width: int, colour: bool, checked: str = "") -> str:
    """The report for a terminal of `width` columns; with `colour`, in plain ANSI colours.

    Messages are wrapped at spaces only, so that a number or an id is never cut, even where it is longer than
    the line. Lines of a plan are shown round the caret as far as they fit. `checked` names what was looked at where it
    is not plans.
    """
    paint = _Paint(colour)
    blocks = [_finding(finding, width, paint) for finding in report.findings]
    style = RED if report.errors else YELLOW if report.warnings else GREEN
    blocks.append(_wrapped([(word, style) for word in _COUNTED.split(summary(report, checked))], width, "", paint))
    return "\n\n".join(blocks) + "\n"


class _Paint:
    """Puts text that is harmless already into a colour, or leaves it as it is."""

    def __init__(self, colour: bool) -> None:
        self._colour = colour

    def __call__(self, text: str, style: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if self._colour and style and text else text


def _finding(finding: Finding, width: int, paint: _Paint) -> str:
    severity = RED if finding.severity == ERROR else YELLOW
    heading = [(inert(place(finding)), BOLD), (f"{finding.severity}:", severity)]
    heading += [(word, "") for word in _words(str(finding.message))]
    heading.append((inert(f"[{finding.rule}]"), DIM))
    lines = [_wrapped(heading, width, INDENT, paint)]
    number = str(finding.line)
    gutter = " " * len(number)
    if finding.source_line is not None:
        source, before, carets = _excerpt(finding, finding.source_line, width - len(number) - len(" | "))
        lines.append(f"{paint(f'{number} |', DIM)} {source}".rstrip(" "))
        lines.append(f"{paint(f'{gutter} |', DIM)} {before}{paint(carets, severity)}")
    if finding.hint is not None:
        words = [(f"{gutter} =", DIM), ("hint:", BOLD), *((word, "") for word in _words(str(finding.hint)))]
        lines.append(_wrapped(words, width, f"{gutter}   ", paint))
    return "\n".join(lines)


def _words(text: str) -> list[str]:
    return _BREAK.split(inert(text))


def _wrapped(words: list[Word], width: int, indent: str, paint: _Paint) -> str:
    """Words and their colours in lines of `width` cells, every line but the first after `indent`."""
    lines: list[list[str]] = []
    used = 0
    for word, style in words:
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
