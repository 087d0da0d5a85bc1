"""Entries of mappings and lists that are written in braces or brackets: new ones, and taking some away."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from kamctl.edit.block import Stretch
from kamctl.edit.ground import Ground
from kamctl.plan.fault import Path

# What stands behind an entry that has its line, or its end, for itself.
_REST = re.compile(r"(?P<before>[ \t]*)(?P<comma>,?)(?P<behind>[ \t]*(?:#[^\r\n]*)?)(?=\r?\n)")


def _steps(ground: Ground, owner: Path) -> Sequence[Any]:
    value: Any = ground.document.value(owner)
    return list(value) if isinstance(value, dict) else range(len(value))


def _begin(ground: Ground, path: Path) -> int:
    return ground.document.key_span(path)[0]


def _end(ground: Ground, path: Path) -> int:
    return ground.document.span(path)[1]


def insert(ground: Ground, owner: Path, text: str, after: Any) -> Stretch:
    """`text` as a new entry of what stands at a path, behind the entry `after`, or before all others."""
    steps = _steps(ground, owner)
    if not steps:
        at = ground.document.span(owner)[0] + 1
        return at, at, text
    if after is None:
        at = _begin(ground, (*owner, steps[0]))
        if len(steps) > 1 and ground.is_first(at) and ground.is_first(_begin(ground, (*owner, steps[1]))):
            return at, at, f"{text},{ground.eol(at)}{' ' * ground.column(at)}"
        return at, at, f"{text}, "
    begin, at = _begin(ground, (*owner, after)), _end(ground, (*owner, after))
    if not ground.is_first(begin) or (after == steps[0] != steps[-1] and not _own_line(ground, owner, steps[1])):
        return at, at, f", {text}"
    new_line = f"{ground.eol(at)}{' ' * ground.column(begin)}{text}"
    rest = _REST.match(ground.text, at)
    if rest is None:
        return at, at, f",{new_line}"
    if rest["comma"]:
        return rest.end(), rest.end(), f"{new_line},"
    return at, rest.end(), f",{rest['before']}{rest['behind']}{new_line}"


def _own_line(ground: Ground, owner: Path, step: Any) -> bool:
    return ground.is_first(_begin(ground, (*owner, step)))


def remove(ground: Ground, path: Path) -> Stretch:
    """What stands at a path, taken away with one of the commas round it."""
    owner, steps = path[:-1], _steps(ground, path[:-1])
    place = steps.index(path[-1])
    begin, end = _begin(ground, path), _end(ground, path)
    if len(steps) == 1:
        closing = _end(ground, owner) - 1
        comma = re.match(r"\s*,", ground.text[end:closing])
        return begin, end + (comma.end() if comma else 0), ""
    rest = _REST.match(ground.text, end)
    if ground.is_first(begin) and rest is not None and (rest["comma"] or place == len(steps) - 1):
        if rest["comma"]:
            return ground.line_start(begin), ground.behind_line(end), ""
        previous = _end(ground, (*owner, steps[place - 1]))
        between = ground.text[previous : ground.line_start(begin)].replace(",", "", 1)
        return previous, ground.behind_line(end), between
    if place:
        previous = _end(ground, (*owner, steps[place - 1]))
        kept = _without_comma(ground.text[previous:begin])
        return previous, end, kept
    return begin, _begin(ground, (*owner, steps[1])), ""


def _without_comma(between: str) -> str:
    """What must stay of the text between two entries when the second goes: comments of the first."""
    if "#" not in between:
        return ""
    return between.replace(",", "", 1).rstrip()
