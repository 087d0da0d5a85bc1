"""Entries of mappings and lists that are written in blocks: new ones, and taking some away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from kamctl.edit.ground import Ground
from kamctl.errors import EditError
from kamctl.plan.document import Value
from kamctl.plan.entries import Content, Pen
from kamctl.plan.fault import Path, dotted

Stretch = tuple[int, int, str]
"""The text that takes the place of what stands between two positions."""


def new_entry(ground: Ground, owner: Path, key: str, value: Content, pen: Pen, after: str | None) -> Stretch:
    """A new name in the mapping at a path, behind the one called `after`, or before all others."""
    names = list(cast(dict[str, Value], ground.document.value(owner)))
    column = ground.column(ground.document.key_span((*owner, names[0]))[0])
    lines = pen.entry((*owner, key), value, column, flow=neighbours_flow(ground, owner, _nearest_first(names, after)))
    first = ground.document.key_span((*owner, names[0]))[0]
    return _placed(ground, owner, names, after, lines, first, column)


def new_item(ground: Ground, owner: Path, value: Content, pen: Pen, after: int | None) -> Stretch:
    """A new thing in the list at a path, behind the one with the index `after`, or before all others."""
    indexes = range(len(cast(list[Value], ground.document.value(owner))))
    first = ground.dash((*owner, 0))
    column = ground.column(first)
    flow = neighbours_flow(ground, owner, _nearest_first(indexes, after)) if isinstance(value, dict) else None
    lines = pen.item((*owner, indexes[-1] + 1), value, column, flow=flow)
    return _placed(ground, owner, indexes, after, lines, first, column)


def first_below(ground: Ground, path: Path, value: Content, pen: Pen) -> Stretch:
    """Fields, or things in a list, below a name that has nothing behind it."""
    key_start, key_end = ground.document.key_span(path)
    lines = pen.entry(path, value, ground.column(key_start), flow=False)[1:]
    at = ground.line_end(key_end)
    return at, at, "".join(f"{ground.eol(at)}{line}" for line in lines)


def first_of_file(ground: Ground, value: dict[str, Content], pen: Pen) -> Stretch:
    """The first fields of a file, behind all that it has."""
    lines = [line for key, inner in value.items() for line in pen.entry((key,), inner, 0, flow=False)]
    at = len(ground.text)
    eol = ground.eol(at)
    if at and not ground.text.endswith("\n"):
        return at, at, "".join(f"{eol}{line}" for line in lines)
    return at, at, "".join(f"{line}{eol}" for line in lines)


def neighbours_flow(ground: Ground, owner: Path, nearest_first: Iterable[Any]) -> bool | None:
    """Whether the nearest neighbour that has fields is written in braces; None where there is none."""
    if not owner:
        return False  # sections stand in blocks
    for step in nearest_first:
        neighbour = ground.document.value((*owner, step))
        if isinstance(neighbour, dict) and neighbour:
            return ground.in_flow((*owner, step))
    return None


def _nearest_first(steps: Sequence[Any], after: Any) -> list[Any]:
    place = 0 if after is None else steps.index(after) + 1
    return [*steps[:place][::-1], *steps[place:]]


def _placed(
    ground: Ground, owner: Path, steps: Sequence[Any], after: Any, lines: list[str], first: int, column: int
) -> Stretch:
    """Lines behind the entry `after`, or before the one that begins at `first`."""
    if after is not None:
        at = ground.entry_end((*owner, after), column)
        if at == len(ground.text) and ground.block_style((*owner, after)) in ("|", "|+", ">", ">+"):
            raise EditError(
                "The last text of {path} would change if anything stood behind it, since no line end does.",
                "Put a line end at the end of the file first.",
                path=ground.document.source.name,
            )
        eol = ground.eol(at)
        gap = eol if len(lines) > 1 and _stand_apart(ground, owner, steps, after, at) else ""
        return at, at, gap + "".join(f"{eol}{line}" for line in lines)
    if owner and isinstance(owner[-1], str) and ground.is_first(first):
        at = ground.line_end(ground.document.key_span(owner)[1])
        return at, at, "".join(f"{ground.eol(at)}{line}" for line in lines)
    eol = ground.eol(first)
    return first, first, eol.join(lines).lstrip(" ") + eol + " " * column


def _stand_apart(ground: Ground, owner: Path, steps: Sequence[Any], after: Any, at: int) -> bool:
    """Whether there is a blank line between neighbours here, so that a new one gets one too."""
    following = ground.behind_line(at)
    if following < len(ground.text) and not ground.is_blank(following):
        return False
    if after != steps[-1]:
        return following < len(ground.text)
    return after != steps[0] and _blank_above(ground, ground.document.key_span((*owner, after))[0])


def _blank_above(ground: Ground, at: int) -> bool:
    """Whether the line above what begins at `at`, and the comments above that, is blank."""
    start = ground.line_start(at)
    while start > 0:
        start = ground.line_start(start - 1)
        if not ground.line(start).lstrip(" \t").startswith("#"):
            return ground.is_blank(start)
    return False


def without_entry(ground: Ground, path: Path) -> Stretch:
    """What stands at a path, taken away with its lines; it is not the only one of its owner."""
    begin = _begin(ground, path)
    end = ground.entry_end(path, ground.column(begin))
    if ground.is_first(begin):
        above = _style_above(ground, path, end)
        return without_lines(ground, ground.line_start(begin), end, keep_blank=above.endswith("+"))
    return begin, _next_in_place(ground, path, end), ""


def without_lines(ground: Ground, start: int, end: int, *, keep_blank: bool = False) -> Stretch:
    """Whole lines taken away, and one of the blank lines round them; `end` is where the last of them ends.

    `keep_blank`: blank lines above are a part of the text there.
    """
    behind = ground.behind_line(end)
    above = ground.line_start(start - 1) if start else 0
    ends_blank = behind == len(ground.text) or ground.is_blank(behind)
    if not keep_blank and start and ends_blank and above and ground.is_blank(above):
        start = above
    if behind == end and start:  # the last line has no end, and neither will the new last one
        start = len(ground.text[:start].rstrip())
    return start, behind, ""


def without_only_entry(ground: Ground, path: Path) -> Stretch:
    """The only entry of something that stays with nothing in it."""
    begin = _begin(ground, path)
    end = ground.entry_end(path, ground.column(begin))
    return without_lines(ground, ground.line_start(begin), end) if ground.is_first(begin) else (begin, end, "")


def _begin(ground: Ground, path: Path) -> int:
    return ground.dash(path) if isinstance(path[-1], int) else ground.document.key_span(path)[0]


def _style_above(ground: Ground, path: Path, end: int) -> str:
    """How the block scalar above an entry, whose lines end at `end`, is written; empty for none.

    EditError where that text would take in, or lose, what stands behind the entry.
    """
    siblings: Any = ground.document.value(path[:-1])
    steps = list(siblings) if isinstance(siblings, dict) else list(range(len(siblings)))
    place = steps.index(path[-1])
    previous = (*path[:-1], steps[place - 1])
    style = ground.block_style(previous) if place else ""
    behind = ground.behind_line(end)
    if style.endswith("+") and behind < len(ground.text) and ground.is_blank(behind):
        raise EditError(
            "The text of {field} would take in the blank lines behind it.",
            "Write it with | in the place of |+ first.",
            field=dotted(previous),
        )
    if style and not style.endswith("-") and behind == end:
        raise EditError(
            "The text of {field} would lose its last line end.",
            "Put a line end at the end of the file first.",
            field=dotted(previous),
        )
    return style


def _next_in_place(ground: Ground, path: Path, end: int) -> int:
    """Where the next entry begins, which takes the place of one that stands behind a hyphen."""
    siblings: Any = ground.document.value(path[:-1])
    steps = list(siblings) if isinstance(siblings, dict) else list(range(len(siblings)))
    following = steps[steps.index(path[-1]) + 1]
    next_path = (*path[:-1], following)
    begin = _begin(ground, next_path)
    if ground.text[end:begin].strip():
        raise EditError(
            "{field} cannot be taken out: a comment stands between it and {next}.",
            "Edit the file {path} by hand.",
            field=dotted(path),
            next=dotted(next_path),
            path=ground.document.source.name,
        )
    return begin


def remains(ground: Ground, owner: Path, path: Path) -> bool:
    """Whether the thing at `owner` has comments of its own, so that it stays without its only entry, that at `path`."""
    begin, child = _begin(ground, owner), _begin(ground, path)
    head = ground.document.key_span(owner)[1] if isinstance(owner[-1], str) else begin
    end = ground.entry_end(path, ground.column(child))
    last = ground.entry_end(owner, ground.column(begin))
    return "#" in ground.text[head:child] or bool(ground.text[end:last].strip())
