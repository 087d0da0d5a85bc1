"""Another value in the place of a scalar: its quotes stay where they can, and so does the column of its comment."""

from __future__ import annotations

import re

from kamctl.edit.ground import BLOCK_HEADER, Ground
from kamctl.edit.pen import meaning
from kamctl.edit.proof import Splice, replaced
from kamctl.plan.entries import Content, flow_text
from kamctl.plan.fault import Path
from kamctl.plan.source import control_characters
from kamctl.plan.writing import quoted

_COMMENT = re.compile(r"(?P<gap>[ \t]+)(?P<comment>#[^\r\n]*)")


def replace_value(ground: Ground, path: Path, value: Content) -> Splice:
    """Another value for the scalar (or the nothing) at a path."""
    document, text = ground.document, ground.text
    start, end = document.span(path)
    meant = replaced(document.values, path, meaning(value))
    round_ = ground.flow_round(path)
    header = BLOCK_HEADER.match(text, start) if end > start else None
    if header is not None:
        written = flow_text(value, in_flow=False)
        comment = f"{header['gap'] or ' '}{header['comment']}" if header["comment"] else ""
        return Splice(start, len(text[:end].rstrip()), written + comment, meant)
    written = _like(text[start:end], value, in_flow=round_ is not None)
    if start == end and text[start - 1 : start].strip(" "):
        written = f" {written}" if text[start - 1] in ":-" else f": {written}"
    whole_end = end if round_ is None else document.span(round_)[1]
    return aligned(ground, Splice(start, end, written, meant), whole_end)


def _like(old: str, value: Content, *, in_flow: bool) -> str:
    """A value in quotes of the kind that the old one had, where it is text."""
    if isinstance(value, str) and old[:1] == '"':
        return quoted(value)
    if isinstance(value, str) and old[:1] == "'" and not control_characters(value) and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    return flow_text(value, in_flow=in_flow)


def aligned(ground: Ground, splice: Splice, whole_end: int) -> Splice:
    """A splice after which the comment behind it still stands in its column, where it is in line with others.

    `whole_end` is where the value ends that stands before the comment, with its braces.
    """
    comment = _COMMENT.match(ground.text, whole_end)
    middle = ground.text[splice.end : whole_end]
    if comment is None or "\n" in ground.text[splice.start : splice.end] + middle:
        return splice
    gap = len(comment["gap"])
    if "\t" in comment["gap"] or not (gap > 2 or _in_line(ground, comment.start("comment"))):
        return splice
    grown = len(splice.text) - (splice.end - splice.start)
    kept = max(gap - grown, min(gap, 2))
    return Splice(splice.start, comment.start("comment"), f"{splice.text}{middle}{' ' * kept}", splice.meant)


def _in_line(ground: Ground, comment: int) -> bool:
    """Whether a comment on the line before or after stands in the same column."""
    column = ground.column(comment)
    start = ground.line_start(comment)
    lines = [ground.line(ground.line_start(start - 1))] if start else []
    lines.append(ground.line(ground.behind_line(comment)))
    return any(line[column : column + 1] == "#" and line[column - 1 : column].isspace() for line in lines)
