"""Approvals that no longer hold: of what, and which fields say something else since, by whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from kamctl.plan.document import Value
from kamctl.words import Listing, listing

MOST_TOLD = 5
"""Fields that a sentence names; of more it says how many."""


class Lapse(NamedTuple):
    """An approval in the plan of a client that does not hold: `of` is not the fingerprint of what stands at `what`.

    `path` is the plan's file, `values` are what it says now; `gone`: nothing stands at `what` any more.
    """

    client: str
    what: str
    of: str
    path: str
    values: Value
    gone: bool


class Later(NamedTuple):
    """A field that says something else than what was approved, and who made it so.

    `who` is a person's id, else the author as their commit names them; None where git does not tell. `committed`: git
    has the field as it is now.
    """

    field: str
    who: str | None
    committed: bool = True


Since = Mapping[tuple[str, str], Sequence[Later]]
"""What changed since it was approved, by client and what was approved; what cannot be told is not in it."""

Ask = Callable[[Sequence[Lapse]], Since]
"""Looks into the past: all lapses of a repository at once, and only if there are any."""


def told(changes: Sequence[Later]) -> Listing:
    """The fields in a sentence, each with who changed it: `region (kam-north), budget.rate (not committed)`."""
    return listing((_told(each) for each in changes), MOST_TOLD)


def _told(change: Later) -> str:
    if not change.committed:
        return f"{change.field} (not committed)"
    return change.field if change.who is None else f"{change.field} ({change.who})"
