"""How many cells of a terminal a text fills: two for wide characters and emoji, none for combining ones.

`rich.cells` says the same (a test compares them) but takes longer to import than linting a plan.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_JOINER = "\u200d"
_EMOJI_STYLE = "\ufe0f"

# Latin, Greek, Cyrillic and their punctuation, lines and bars: one cell each, without looking at each.
_ONE_EACH = re.compile("[ -\u02ff\u0370-\u0482\u048a-\u058f\u2010-\u2027\u2030-\u203b\u2116\u2500-\u259f]*")


def width(text: str) -> int:
    """The number of cells that `text`, free of controls (`safe.visible`), fills."""
    return len(text) if _ONE_EACH.fullmatch(text) else sum(cells for _, cells in clusters(text))


def clusters(text: str) -> Iterator[tuple[str, int]]:
    """What is drawn together and its cells: a letter with its marks, an emoji sequence, a flag."""
    start, length = 0, len(text)
    while start < length:
        cells = _cells(text[start])
        end = start + 1
        if _is_flag_half(text[start]) and end < length and _is_flag_half(text[end]):
            end, cells = end + 1, 2
        while end < length:
            if text[end] == _JOINER and end + 1 < length:
                end += 2
            elif text[end] == _EMOJI_STYLE:
                cells = 2
                end += 1
            elif _cells(text[end]) == 0 or (cells == 2 and "\U0001f3fb" <= text[end] <= "\U0001f3ff"):
                end += 1
            else:
                break
        yield text[start:end], cells
        start = end


def cut(text: str, start: int, stop: int) -> str:
    """The part of `text` in the cells from `start` to before `stop`, a space for half a wide character."""
    shown, cell = [], 0
    for cluster, cells in clusters(text):
        begin, cell = cell, cell + cells
        if begin >= stop:
            break
        if start <= begin and cell <= stop:
            shown.append(cluster)
        else:
            shown.append(" " * (min(cell, stop) - max(begin, start)))
    return "".join(shown)


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _cells(character: str) -> int:
    if character < "\u0300":
        return 1
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    # The vowels and finals of Hangul join the consonant before them.
    if "\u1160" <= character <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
