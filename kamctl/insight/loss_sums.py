"""The exact distribution of a sum of few independent losses, from all the sums that there are.

The losses are dealt into two halves, and the sums of each are listed with their probabilities; P(L ≤ l) then takes one
walk over both lists, so that 20 losses cost 2 · 1,024 steps and not 1,048,576. Probabilities are whole numbers, of
which the product of all denominators makes certainty: nothing is rounded, and P(L ≤ l) = X is found where it is so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple


class Chance(NamedTuple):
    """A loss of `amount` (a whole number of any unit) that happens in `hit` of `of` cases, neither never nor always."""

    amount: int
    hit: int
    of: int


def quantiles(chances: Sequence[Chance], levels: Iterable[Fraction]) -> list[int]:
    """For each level, ascending, the smallest amount that is not exceeded with that probability."""
    halves = _Halves(chances)
    found, low = [], 0
    for level in levels:
        high = halves.worst
        while low < high:
            middle = (low + high) // 2
            if halves.cases_within(middle) * level.denominator >= level.numerator * halves.cases:
                high = middle
            else:
                low = middle + 1
        found.append(low)
    return found


class _Halves:
    """The sums of each half of the losses in ascending order, with the number of cases in which they come about."""

    def __init__(self, chances: Sequence[Chance]) -> None:
        self._left = _sums(chances[::2])
        right = _sums(chances[1::2])
        self._right = [amount for amount, _ in right]
        self._up_to = list(accumulate(cases for _, cases in right))
        self.cases = sum(cases for _, cases in self._left) * self._up_to[-1]
        self.worst = self._left[-1][0] + self._right[-1]

    def cases_within(self, limit: int) -> int:
        """In how many of all `cases` the total is `limit` (0 or more) or less."""
        found, last = 0, len(self._right) - 1
        for amount, cases in self._left:
            if amount > limit:
                break
            while self._right[last] > limit - amount:  # its first sum is 0
                last -= 1
            found += cases * self._up_to[last]
        return found


def _sums(chances: Iterable[Chance]) -> list[tuple[int, int]]:
    sums = {0: 1}
    for amount, hit, of in chances:
        longer = {total: cases * (of - hit) for total, cases in sums.items()}
        for total, cases in sums.items():
            longer[total + amount] = longer.get(total + amount, 0) + cases * hit
        sums = longer
    return sorted(sums.items())
