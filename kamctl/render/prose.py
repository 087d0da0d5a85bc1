"""Text in lines of a terminal: words that are never cut, pieces that stay together, plain ANSI colours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kamctl.render import cells
from kamctl.render.safe import inert

BOLD, DIM, RED, GREEN, YELLOW = "1", "2", "1;31", "1;32", "1;33"
"""Styles: the parameters of an ANSI colour."""

BETWEEN = "; "
"""What separates pieces on a line."""

# A number may be written in groups: the spaces inside `12 000 000` are no places to break a line.
_BREAK = re.compile(r"(?<!\d) | (?!\d{3}(?!\d))")


class Paint:
    """Puts text that is harmless already into a colour, or leaves it as it is."""

    def __init__(self, colour: bool) -> None:
        self._colour = colour

    def __call__(self, text: str, style: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if self._colour and style and text else text


def words(text: str) -> list[str]:
    """What must stay on one line of any text; harmless."""
    return _BREAK.split(inert(text))


def fold(text: str, width: int, hang: int = 0) -> list[str]:
    """Any text in lines of at most `width` cells, those after the first shorter by `hang`; harmless.

    It breaks at spaces, and beside wide characters, since such scripts put no spaces between words. A word, a number
    or an id that is longer than the line stays whole.
    """
    shown = inert(text)
    if cells.width(shown) <= width:
        return [shown.rstrip(" ")]
    lines: list[str] = []
    used = 0
    for word in _BREAK.split(shown):
        for glue, part in _breakable(word, width - hang):
            length = cells.width(part)
            room = width if len(lines) <= 1 else width - hang
            if lines and used + len(glue) + length <= room:
                lines[-1] += glue + part
                used += len(glue) + length
            else:
                lines.append(part)
                used = length
    return [line.rstrip(" ") for line in lines] or [""]


def behind(first: str, text: str, width: int) -> list[str]:
    """`first`, which is harmless, and text folded behind it in lines of `width` cells that begin one under another."""
    lines = fold(text, max(width - len(first), 1))
    return [first + lines[0], *(" " * len(first) + line for line in lines[1:])]


def _breakable(word: str, width: int) -> Iterator[tuple[str, str]]:
    """A word in the parts that must stay whole, each with what joins it to the one before."""
    length = cells.width(word)
    if length <= width or length == len(word):  # it fits, or nothing in it is wide
        yield " ", word
        return
    glue, part = " ", ""
    for cluster, length in cells.clusters(word):
        if length == 2:
            if part:
                yield glue, part
                glue, part = "", ""
            yield glue, cluster
            glue = ""
        else:
            part += cluster
    if part:
        yield glue, part


def flow(pieces: Iterable[tuple[str, str]], width: int, paint: Paint) -> list[str]:
    """Pieces, each with its style, one after the other; one that does not fit begins the next line."""
    lines: list[str] = []
    used = 0
    for text, style in pieces:
        folded = fold(text, width, hang=2)
        length = cells.width(folded[0])
        if lines and len(folded) == 1 and used + len(BETWEEN) + length <= width:
            lines[-1] += BETWEEN + paint(folded[0], style)
            used += len(BETWEEN) + length
            continue
        lines.append(paint(folded[0], style))
        lines.extend("  " + paint(line, style) for line in folded[1:])
        used = length if len(folded) == 1 else width  # what follows several lines begins a new one
    return lines
