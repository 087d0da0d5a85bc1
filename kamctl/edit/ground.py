"""The text of a document as an editor sees it: lines and their ends, columns, and where an entry ends.

libyaml's mark for the end of a block takes in the comments and blank lines behind it, so everything is found from the
last scalar instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from kamctl.plan.document import Document, Value
from kamctl.plan.entries import UNIT
from kamctl.plan.fault import Path

BLOCK_HEADER = re.compile(r"[|>](?P<kind>[-+0-9]{0,2})(?P<gap>[ \t]*)(?P<comment>#[^\r\n]*)?")


class Ground:
    """Positions in one document. Offsets are in characters of `text`."""

    __slots__ = ("document", "text")

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.source.text

    def line_start(self, at: int) -> int:
        """Where the line that has `at` begins."""
        return self.text.rfind("\n", 0, at) + 1

    def line_end(self, at: int) -> int:
        """Where the line that has `at` ends, before its line end."""
        end = self.text.find("\n", at)
        if end < 0:
            return len(self.text)
        return end - 1 if end > at and self.text[end - 1] == "\r" else end

    def behind_line(self, at: int) -> int:
        """Where the line that has `at` ends, its line end included."""
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end + 1

    def line(self, start: int) -> str:
        """The line that begins at `start`, without its line end."""
        return self.text[start : self.line_end(start)]

    def eol(self, at: int) -> str:
        """How the line that has `at` ends; for a last line without an end, how the one before does."""
        end = self.text.find("\n", at)
        if end < 0:
            end = self.text.rfind("\n", 0, at)
        return "\r\n" if end > 0 and self.text[end - 1] == "\r" else "\n"

    def column(self, at: int) -> int:
        """How many characters of its line stand before `at`."""
        return at - self.line_start(at)

    def is_first(self, at: int) -> bool:
        """Whether nothing but blanks stands before `at` on its line."""
        return not self.text[self.line_start(at) : at].strip(" ")

    def is_blank(self, start: int) -> bool:
        """Whether the line that begins at `start` has nothing on it."""
        return not self.line(start).strip(" \t")

    def in_flow(self, path: Path) -> bool:
        """Whether what stands at a path is written in braces or brackets."""
        return self.text[self.document.span(path)[0] : self.document.span(path)[0] + 1] in ("{", "[")

    def flow_round(self, path: Path) -> Path | None:
        """The outermost thing in braces or brackets that a path leads through; None where all is in blocks."""
        return next((path[:depth] for depth in range(len(path)) if self.in_flow(path[:depth])), None)

    def content_end(self, path: Path) -> int:
        """Where the last scalar of what stands at a path ends, without the blank lines behind a block scalar."""
        last = self._last(path)
        start, end = self.document.span(last)
        header = BLOCK_HEADER.match(self.text, start)
        if self.document.span(path)[1] > end:  # behind it stands a name for the second time, which does not count
            return len(self.text[: self.document.span(path)[1]].rstrip())
        if header is None:
            return end
        if "+" in header["kind"]:  # the blank lines are a part of it
            return end - len(self.eol(end - 1)) if self.text[end - 1] == "\n" else end
        return len(self.text[:end].rstrip())

    def block_style(self, path: Path) -> str:
        """How the block scalar is written with which what stands at a path ends, such as `|+`; empty for none."""
        header = BLOCK_HEADER.match(self.text, self.document.span(self._last(path))[0])
        return "" if header is None else header.group()[0] + header["kind"].strip("0123456789")

    def entry_end(self, path: Path, column: int) -> int:
        """Where the last line that belongs to an entry ends: comments deeper than its `column` are about it."""
        end = self.line_end(self.content_end(path))
        start = self.behind_line(end)
        while start < len(self.text):
            line = self.line(start)
            text = line.strip(" \t")
            if text.startswith("#") and len(line) - len(line.lstrip(" ")) > column:
                end = self.line_end(start)
            elif text:
                break
            start = self.behind_line(start)
        return end

    def dash(self, path: Path) -> int:
        """Where the hyphen of a thing in a block list stands."""
        owner, index = path[:-1], cast(int, path[-1])
        start = self.document.span(path)[0]
        at = self.content_end((*owner, index - 1)) if index else self._opening(owner)
        found = at
        while at < start:
            if self.text[at] == "#" and (at == 0 or self.text[at - 1].isspace()):
                at = self.line_end(at)
            elif self.text[at] == "-":
                found = at
            at += 1
        return found

    def unit(self) -> int:
        """Columns of one level of mappings, as the file has them."""
        return next(self._steps(self.document.values, (), mappings=True), UNIT)

    def list_offset(self) -> int:
        """How much further right than its name a list's hyphens stand, as the file has it."""
        return next(self._steps(self.document.values, (), mappings=False), UNIT)

    def _steps(self, value: Value, path: Path, *, mappings: bool) -> Iterator[int]:
        """The columns between names and the mappings (or lists) in blocks below them, in the order of the file."""
        steps = value.items() if isinstance(value, dict) else enumerate(cast(list[Value], value or ()))
        for step, inner in steps:
            below = (*path, step)
            if not isinstance(inner, dict | list) or not inner or self.in_flow(below):
                continue
            if isinstance(inner, dict) == mappings and isinstance(step, str):
                first = self.document.span(below)[0] if mappings else self.dash((*below, 0))
                yield self.column(first) - self.column(self.document.key_span(below)[0])
            yield from self._steps(inner, below, mappings=mappings)

    def _opening(self, owner: Path) -> int:
        """Where what stands before the first thing in a list ends."""
        if not owner:
            return 0
        return self.dash(owner) + 1 if isinstance(owner[-1], int) else self.document.key_span(owner)[1]

    def _last(self, path: Path) -> Path:
        """The path of the last scalar, or thing in braces or brackets, of what stands at a path."""
        value = self.document.value(path)
        while value and isinstance(value, dict | list) and not self.in_flow(path):
            path = (*path, next(reversed(value)) if isinstance(value, dict) else len(value) - 1)
            value = self.document.value(path)
        return path
