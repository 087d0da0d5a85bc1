"""What an edit did, as text: the changes in the words of `diff`, then the lines of the file as they are now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kamctl.history.spelling import Line
from kamctl.plan.quantity import NO_BREAK_SPACE
from kamctl.render import cells
from kamctl.render.changes import ARROW, sentences
from kamctl.render.prose import DIM, Paint
from kamctl.render.safe import inert


class Place(NamedTuple):
    """A line of a file, and the values on it that are told, as they are written there."""

    path: str
    line: int
    text: str


def as_text(told: Sequence[Line], places: Sequence[Place], *, width: int, colour: bool, arrow: str = ARROW) -> str:
    """The sentences, then where each value is written; lines of the file end with … where they are too long."""
    paint = Paint(colour)
    rows = sentences(told, width=width, colour=colour, arrow=arrow)
    for place in places:
        where = f"{inert(place.path)}:{place.line}:"
        rows.append(f"{paint(where, DIM)} {_cut(inert(place.text), width - cells.width(where) - 1)}")
    text = "".join(f"{row}\n" for row in rows)
    return text if arrow == ARROW else text.replace(NO_BREAK_SPACE, " ")


def _cut(text: str, room: int) -> str:
    """As much of a line as fits; of a narrow room at least some."""
    room = max(room, 24)
    if cells.width(text) <= room:
        return text
    shown = ""
    for cluster, _ in cells.clusters(text):
        if cells.width(shown + cluster) >= room:
            break
        shown += cluster
    return f"{shown}…"
