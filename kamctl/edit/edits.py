"""The edits there are, as values."""

from __future__ import annotations

from typing import NamedTuple

from kamctl.plan.entries import Content
from kamctl.plan.fault import Path

__all__ = ["Append", "Content", "Edit", "Insert", "Rename", "Set", "Unset"]


class Set(NamedTuple):
    """The value at a path; what is missing round it is made.

    A list takes the place of a list thing by thing, so that what stays keeps its comments. Named fields can only be set
    where nothing stands yet, or `{}`.
    """

    path: Path
    value: Content


class Unset(NamedTuple):
    """Takes away what stands at a path, and what was there for its sake alone.

    A thing round it that loses its last field goes too, unless it has comments of its own, or is a `{}` or `[]` that a
    new one would not be written as.
    """

    path: Path


class Append(NamedTuple):
    """One more thing in the list at a path: behind all others, or in its place by time where the list has an order."""

    path: Path
    value: Content


class Insert(NamedTuple):
    """One more thing in a list, before the one at the path; behind the last one where it leads just past that."""

    path: Path
    value: Content


class Rename(NamedTuple):
    """Another name for what stands at a path; it stays where it is."""

    path: Path
    name: str


Edit = Set | Unset | Append | Insert | Rename
