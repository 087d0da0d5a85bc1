"""The map of the risks: five bands of probability by five of impact, as a share of the plan's own sales plan.

What lies on a cut belongs to the higher band. A cell is as grave as its two bands together, each counted from 0:
0 to 2 low, 3 to 5 middle, 6 to 8 high.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kamctl.insight.exposure import OpenRisk
from kamctl.insight.report import ALERT, GOOD, WATCH
from kamctl.insight.totals import sales_of

PROBABILITY_CUTS: Final = tuple(Decimal(percent) / 100 for percent in (10, 30, 50, 70))
IMPACT_CUTS: Final = tuple(Decimal(percent) / 100 for percent in (1, 3, 10, 25))
BANDS = 5


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a risk is on the map: its bands, from 0 (lowest) to 4."""

    probability: int
    impact: int


@dataclass(frozen=True, slots=True)
class RiskMap:
    """For each risk, in the order given, its place; None for one that has none.

    A risk has none where its impact is not known, or the plan has no sales plan to measure it by.
    """

    places: tuple[Placed | None, ...]

    def at(self, probability: int, impact: int) -> tuple[int, ...]:
        """The risks in a cell, by their number in the list, which counts from 1."""
        cell = Placed(probability, impact)
        return tuple(number for number, place in enumerate(self.places, 1) if place == cell)


def risk_map(risks: Sequence[OpenRisk]) -> RiskMap:
    """Where risks are on the map."""
    plans = {id(held.entry): held.entry.plan for held in risks}
    planned = {key: sales_of(plan).plan for key, plan in plans.items()}
    return RiskMap(tuple(_place(held, planned[id(held.entry)]) for held in risks))


def _place(held: OpenRisk, sales_plan: Decimal | None) -> Placed | None:
    if held.impact is None or sales_plan is None or sales_plan <= 0:
        return None
    share = held.impact / sales_plan
    return Placed(bisect_right(PROBABILITY_CUTS, held.risk.probability), bisect_right(IMPACT_CUTS, share))


def gravity(probability: int, impact: int) -> str:
    """The tone of a cell."""
    return (GOOD, GOOD, GOOD, WATCH, WATCH, WATCH, ALERT, ALERT, ALERT)[probability + impact]


def band(cuts: Sequence[Decimal], number: int) -> str:
    """A band in words: `below 10%`, `10% to 30%`, `70% or more`."""
    percent = [f"{cut * 100:.0f}%" for cut in cuts]
    if number == 0:
        return f"below {percent[0]}"
    return f"{percent[number - 1]} to {percent[number]}" if number < len(cuts) else f"{percent[-1]} or more"


def short_band(cuts: Sequence[Decimal], number: int) -> str:
    """A band where there is no room for words: `<10%`, then the cut at which each begins: `10%`, … `70%+`."""
    if number == 0:
        return f"<{cuts[0] * 100:.0f}%"
    return f"{cuts[number - 1] * 100:.0f}%{'+' if number == len(cuts) else ''}"
