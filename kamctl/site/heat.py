"""The map of the risks as a page shows it: five rows of probability, the highest on top, by five columns of impact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kamctl.insight.exposure import OpenRisk
from kamctl.insight.risk_map import BANDS, IMPACT_CUTS, PROBABILITY_CUTS, RiskMap, band, gravity, risk_map
from kamctl.site.sources import ClientLink
from kamctl.words import count

MOST_NAMED = 4
"""Risks that a cell names; of more it says how many there are."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell: how many risks lie in it, how grave that is, and those that are named, by client and id."""

    number: int
    words: str
    tone: str
    named: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """`rows` are the bands of probability with their cells, from rare to frequent impact."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Spot, ...]], ...]
    placed: int


def heat_map(
    risks: Sequence[OpenRisk], places: RiskMap | None = None, links: Mapping[str, ClientLink] | None = None
) -> HeatMap | None:
    """The map of these risks; None where none of them has a place on it."""
    found = places or risk_map(risks)
    placed = sum(place is not None for place in found.places)
    if not placed:
        return None
    return HeatMap(
        columns=tuple(band(IMPACT_CUTS, number) for number in range(BANDS)),
        rows=tuple(
            (
                band(PROBABILITY_CUTS, probability),
                tuple(_spot(risks, found, probability, impact, links or {}) for impact in range(BANDS)),
            )
            for probability in reversed(range(BANDS))
        ),
        placed=placed,
    )


def _spot(
    risks: Sequence[OpenRisk], places: RiskMap, probability: int, impact: int, links: Mapping[str, ClientLink]
) -> Spot:
    held = [risks[number - 1] for number in places.at(probability, impact)]
    named = held if len(held) <= MOST_NAMED else []
    return Spot(
        number=len(held),
        words=count(len(held), "risk") if held else "",
        tone=gravity(probability, impact),
        named=tuple((links[risk.client].text if risk.client in links else risk.client, risk.id) for risk in named),
    )
