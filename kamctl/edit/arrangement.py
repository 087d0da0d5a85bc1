"""Where new entries go and how they look where they have no neighbours, for files of one kind."""

from __future__ import annotations

from typing import Any, Protocol

from kamctl.plan.document import Value
from kamctl.plan.fault import Path


class Arrangement(Protocol):
    """What is known of the order of a file. Ranks of one mapping, or of one list, can be compared."""

    def rank(self, owner: Path, key: str) -> Any | None:
        """The rank of a name in the mapping at a path; None where its place does not matter."""

    def item_rank(self, owner: Path, item: Value) -> Any | None:
        """The rank of a thing in the list at a path; None where its place does not matter."""

    def on_one_line(self, path: Path) -> bool:
        """Whether fields that stand at a path are written in braces where no neighbour shows how."""


class Free:
    """Nothing is known: new entries stand last, and in blocks."""

    def rank(self, owner: Path, key: str) -> Any | None:
        return None

    def item_rank(self, owner: Path, item: Value) -> Any | None:
        return None

    def on_one_line(self, path: Path) -> bool:
        return False


FREE = Free()
"""For any YAML file."""
