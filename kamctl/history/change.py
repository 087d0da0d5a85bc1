"""A change in meaning: one field of a plan that says something else than before."""

from __future__ import annotations

from typing import NamedTuple

from kamctl.plan.document import Value
from kamctl.plan.fault import Path, dotted
from kamctl.plan.shape import Shape

ADDED, REMOVED, CHANGED = "added", "removed", "changed"


class Change(NamedTuple):
    """One field that differs. `old` and `new` are as the file has them, None where the field is not there.

    `path` leads to it in the new version, for what was removed in the old one (things in a list count from 0);
    `shape` is what today's schema says of the field, None where it knows none there.
    """

    kind: str
    path: Path
    old: Value
    new: Value
    shape: Shape | None = None

    @property
    def field(self) -> str:
        """The path as people write it: `sales.2026-Q3.plan`, `history.3.note`."""
        return dotted(self.path)
