"""The distribution of the total loss: what may be lost in all, and how sure one can be that it will not be more.

Each event happens whole or not at all, and independently of all others: L = Σ (loss of the events that happen).
Risks with one cause are one event. pX is the smallest amount l with P(L ≤ l) ≥ X, computed and not sampled:

- up to `MOST_ENUMERATED` events from all the sums that there are (`loss_sums`), which is exact;
- beyond that on a lattice of amounts (`loss_grid`), exact where all losses are multiples of one step and that is coarse
  enough; else each loss is rounded to the nearest multiple, and no pX is further from the truth than `bound`.

What is certain is added at the end, and what is impossible left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Context, Decimal
from fractions import Fraction
from typing import Final, NamedTuple

from kamctl.insight import loss_grid, loss_sums
from kamctl.insight.loss_sums import Chance

LEVELS: Final = (Fraction(1, 2), Fraction(4, 5), Fraction(19, 20))
"""The probabilities of p50, p80 and p95."""

MOST_ENUMERATED = 20
"""Events whose sums are all looked at: at most 1,024 for each half of them."""

_EXACT = Context(prec=1000)


class Event(NamedTuple):
    """Something that costs `loss` (0 or more, in money) with a `probability` from 0 to 1."""

    probability: Decimal
    loss: Decimal


class Loss(NamedTuple):
    """What is not exceeded with a probability of 50, 80 and 95%, in money.

    `exact`: the three are so to the last digit; else none of them is further from the truth than `bound`, in money.
    """

    p50: Decimal
    p80: Decimal
    p95: Decimal
    exact: bool
    bound: Decimal


def events(risks: Iterable[tuple[str | None, Decimal, Decimal]]) -> list[Event]:
    """The events behind risks, each with its cause (or None), probability and loss.

    Risks with one cause happen together, at the largest of their probabilities: their losses are added.
    """
    alone: list[Event] = []
    together: dict[str, Event] = {}
    for cause, probability, loss in risks:
        if cause is None:
            alone.append(Event(probability, loss))
        else:
            known = together.get(cause, Event(probability, Decimal(0)))
            together[cause] = Event(max(known.probability, probability), known.loss + loss)
    return [*alone, *together.values()]


def total_loss(happening: Sequence[Event]) -> Loss:
    """The distribution of what independent events cost together; nothing where there are none."""
    places = max((_places(event.loss) for event in happening), default=0)
    certain = 0
    chances: list[Chance] = []
    for event in happening:
        amount = int(_EXACT.scaleb(event.loss, places))
        hit, of = event.probability.as_integer_ratio()
        if hit == of:
            certain += amount
        elif hit and amount:
            chances.append(Chance(amount, hit, of))
    if len(chances) <= MOST_ENUMERATED:
        found, bound = loss_sums.quantiles(chances, LEVELS), 0
    else:
        found, bound = loss_grid.quantiles(chances, LEVELS)
    p50, p80, p95 = (_EXACT.scaleb(Decimal(amount + certain), -places) for amount in found)
    return Loss(p50, p80, p95, not bound, _EXACT.scaleb(Decimal(bound), -places))


def _places(amount: Decimal) -> int:
    """How many decimals an amount has."""
    exponent = amount.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0
