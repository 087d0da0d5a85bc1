"""A fault: what the way from bytes to a plan found wrong, before anybody has put it into words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

Path = tuple[str | int, ...]
"""Where a thing stands in a document: names of fields, and indexes (from 0) into lists."""


class Fault(NamedTuple):
    """`rule` names the lint rule that words it; `start` and `end` are offsets in the source, half-open.

    `path` is the field it is about (None where it is about the text), `facts` what the words need.
    """

    rule: str
    start: int
    end: int
    path: Path | None = None
    facts: Mapping[str, Any] = {}


def dotted(path: Path) -> str:
    """A path as people write it: names joined by dots, things in a list counted from 1."""
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in path)
