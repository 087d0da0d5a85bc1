"""The people on the client's side by how much they decide and how they see us."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kamctl.insight.report import ALERT, GOOD, WATCH
from kamctl.plan.model import Contact

INFLUENCE = ("high", "medium", "low")
ATTITUDE = ("against", "neutral", "for")

_TONES = {
    ("high", "against"): ALERT, ("high", "neutral"): WATCH, ("high", "for"): GOOD,
    ("medium", "against"): WATCH, ("medium", "for"): GOOD,
}  # fmt: skip
"""Who decides and is against us asks for attention; who decides little does not."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A contact on the map."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class RelationMap:
    """`rows` are the grades of influence, each with the contacts of each attitude and the tone of the cell.

    `others` are those of whom one of both is not known.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[str, tuple[Placed, ...]], ...]], ...]
    others: tuple[Placed, ...]


def relation_map(contacts: Mapping[str, Contact]) -> RelationMap | None:
    """The map of a plan's contacts; None where nobody has a place on it."""
    placed = {name: (each.influence, each.attitude) for name, each in contacts.items()}
    if not any(influence in INFLUENCE and attitude in ATTITUDE for influence, attitude in placed.values()):
        return None

    def at(influence: str, attitude: str) -> tuple[str, tuple[Placed, ...]]:
        here = [_placed(contacts[name]) for name, place in placed.items() if place == (influence, attitude)]
        return (_TONES.get((influence, attitude), "") if here else ""), tuple(here)

    return RelationMap(
        columns=ATTITUDE,
        rows=tuple((influence, tuple(at(influence, attitude) for attitude in ATTITUDE)) for influence in INFLUENCE),
        others=tuple(
            _placed(contacts[name])
            for name, (influence, attitude) in placed.items()
            if influence not in INFLUENCE or attitude not in ATTITUDE
        ),
    )


def _placed(contact: Contact) -> Placed:
    return Placed(contact.name, contact.role or "")
