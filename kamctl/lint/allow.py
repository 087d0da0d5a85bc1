"""`# kamctl: allow RULE because …`: a comment that silences a rule on its line, or on the line below it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any, NamedTuple

from kamctl.plan.document import Document
from kamctl.plan.source import Source

MARK = "kamctl:"

_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#[ \t]*kamctl:[ \t]*(?P<words>[^\r\n]*)", re.MULTILINE)
_ALLOW = re.compile(r"allow[ \t]+(?P<rule>[^\s]+)(?:[ \t]+because[ \t]+(?P<reason>\S.*?))?[ \t]*")


class Allow(NamedTuple):
    """One such comment: where it stands (offsets), which rule it names, why, and for which lines it counts.

    A rule of None: the comment cannot be understood.
    """

    start: int
    end: int
    rule: str | None
    reason: str | None
    lines: frozenset[int]


def allows(document: Document) -> list[Allow]:
    """The `kamctl:` comments of a file, in their order. Text inside a value is no comment."""
    source = document.source
    if MARK not in source.text or document.unreadable:
        return []
    inside = [span for span in _scalars(document.marks) if MARK in source.text[span[0] : span[1]]]
    starts = [start for start, _ in inside]
    found: list[Allow] = []
    below: dict[int, int] = {}
    # From the last to the first, so that comments above one another need not look for their line one by one.
    for match in reversed(list(_COMMENT.finditer(source.text))):
        before = bisect_right(starts, match.start()) - 1
        if before < 0 or match.start() >= inside[before][1]:
            found.append(_allow(source, match, below))
    return found[::-1]


def _allow(source: Source, match: re.Match[str], below: dict[int, int]) -> Allow:
    line = source.position(match.start())[0]
    words = _ALLOW.fullmatch(match["words"].rstrip())
    lines = {line}
    if not source.line(line)[: match.start() - source.starts[line - 1]].strip():
        below[line] = _next_content(source, line, below)
        lines.add(below[line])
    rule, reason = (words["rule"], words["reason"]) if words else (None, None)
    return Allow(match.start(), match.end(), rule, reason, frozenset(lines))


def _next_content(source: Source, line: int, below: dict[int, int]) -> int:
    """The first line below that is not a comment; `below` has it for comments further down."""
    for number in range(line + 1, len(source.starts) + 1):
        if number in below:
            return below[number]
        if not source.line(number).lstrip().startswith("#"):
            return number
    return line


def _scalars(marks: Any) -> Iterator[tuple[int, int]]:
    """Where the keys and the scalar values of a document stand."""
    for mark in marks.values() if isinstance(marks, dict) else marks or ():
        *key, start, end, inner = mark
        if key:
            yield key[0], key[1]
        if inner is None:
            yield start, end
        else:
            yield from _scalars(inner)
