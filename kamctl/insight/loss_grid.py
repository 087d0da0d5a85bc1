"""The distribution of a sum of many independent losses, on a lattice of amounts.

P(L = k · step) for k = 0, 1, 2 … is convolved with one loss after the other, beginning with the smallest. The whole
distribution is held in one large integer with a field for each k (Kronecker's packing), so that a loss costs a few
operations on that integer and not a loop over the fields.

The step. Where all losses are multiples of a step that needs at most `MOST_EXACT` fields, nothing is rounded. Else at
most `MOST_FIELDS` are used: of the smallest step that needs no more, and the next of 1, 2 or 5 times a power of ten, in
which people round, the one with the smallest bound is taken.

The bound. With each loss rounded to the nearest multiple of the step, whatever happens the rounded total exceeds the
true one by at most Σ (what was rounded up), and falls short of it by at most Σ (what was rounded down). So does every
pX, and the bound is the larger of the two sums. For 1,000 losses of any size that is about 1000 · step / 8.

The fields. Amounts above mean + √(X / (1 − X)) · standard deviation, X being the highest level, have no field: by
Cantelli's inequality P(L ≥ that) ≤ 1 − X, and nothing that lies there comes down again. Probabilities are numbers of
cases, as in `loss_sums`; when they would outgrow their fields they are cut to `KEPT` bits, so that P(L ≤ l) is known to
`cuts` · fields / 2^KEPT, less than 10^-12 for a thousand losses. What comes so close to X counts as X: it is a tie.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from math import ceil, gcd, isqrt
from typing import NamedTuple

from kamctl.insight.loss_sums import Chance

MOST_FIELDS, MOST_EXACT = 25_000, 50_000
KEPT = 64
"""Bits of a probability that are kept when it would outgrow its field."""

_ROOM = 32
"""Bits of a field above those: some five losses of whole percentages are taken in before the next cut."""


def quantiles(chances: Sequence[Chance], levels: Sequence[Fraction]) -> tuple[list[int], int]:
    """For each level, ascending, the smallest amount not exceeded with that probability; and the bound of their error.

    The bound is 0 where nothing was rounded.
    """
    step = _step(chances, levels[-1])
    rounded = sorted(chance._replace(amount=_nearest(chance.amount, step)) for chance in chances)
    lattice = _convolved([chance for chance in rounded if chance.amount], levels[-1])
    worst = sum(chance.amount for chance in chances)
    return [min(fields * step, worst) for fields in lattice.first_at(levels)], _bound(chances, step)


def _step(chances: Sequence[Chance], highest: Fraction) -> int:
    common = gcd(*(chance.amount for chance in chances))
    ceiling = _ceiling(chances, highest)
    if ceiling <= MOST_EXACT * common:
        return common
    least = -(-ceiling // MOST_FIELDS)
    return min((_bound(chances, step), step) for step in (least, *_rounds(least)))[1]


def _rounds(least: int) -> Iterator[int]:
    """The steps of 1, 2 or 5 times a power of ten from `least` to less than ten times as much."""
    power = 10 ** (len(str(least)) - 1)
    for digit in (1, 2, 5, 10, 20, 50):
        if least <= digit * power < 10 * least:
            yield digit * power


def _nearest(amount: int, step: int) -> int:
    """The nearest multiple; of two the even one, so that as much is rounded up as down."""
    below, rest = divmod(amount, step)
    return below + (2 * rest > step or (2 * rest == step and below % 2))


def _bound(chances: Iterable[Chance], step: int) -> int:
    errors = [_nearest(chance.amount, step) * step - chance.amount for chance in chances]
    return max(sum(error for error in errors if error > 0), -sum(error for error in errors if error < 0))


def _ceiling(chances: Iterable[Chance], level: Fraction) -> int:
    """An amount that the total reaches with a probability of at most 1 − `level`, by Cantelli's inequality."""
    means: Counter[int] = Counter()  # by the denominator
    variances: Counter[int] = Counter()
    for amount, hit, of in chances:
        means[of] += hit * amount
        variances[of] += hit * (of - hit) * amount * amount
    mean = sum((Fraction(part, of) for of, part in means.items()), Fraction(0))
    variance = sum((Fraction(part, of * of) for of, part in variances.items()), Fraction(0))
    return int(mean) + isqrt(int(variance * level / (1 - level)) + 1) + 2


class _Lattice(NamedTuple):
    """A packed distribution: fields of `width` bytes, of which `cases` in all are certainty.

    What was cut away makes any sum of fields too small by at most `lost` of the cases.
    """

    packed: int
    width: int
    cases: Fraction
    lost: Fraction

    def first_at(self, levels: Iterable[Fraction]) -> list[int]:
        """For each level, ascending, the first field up to which that share of the cases is reached."""
        data = self.packed.to_bytes(self.packed.bit_length() // 8 + self.width, "little")
        found, field, reached = [], 0, int.from_bytes(data[: self.width], "little")
        for level in levels:
            wanted = ceil(self.cases * (level - self.lost))
            while reached < wanted:
                field += 1
                reached += int.from_bytes(data[field * self.width : (field + 1) * self.width], "little")
            found.append(field)
        return found


def _convolved(chances: Sequence[Chance], highest: Fraction) -> _Lattice:
    """The distribution of the total of losses that stand in ascending order."""
    room = max([_ROOM, *(chance.of.bit_length() for chance in chances)])
    width = -(-(KEPT + room) // 8)
    fields = _ceiling(chances, highest) + 1
    kept = int.from_bytes(((1 << KEPT) - 1).to_bytes(width, "little") * fields, "little")
    whole = (1 << 8 * width * fields) - 1
    packed = product = 1
    cut = cuts = top = 0
    for amount, hit, of in chances:
        size = product.bit_length() - cut
        if size + of.bit_length() > 8 * width:
            packed = packed >> size - KEPT & kept
            cut += size - KEPT
            cuts += 1
        product *= of
        if amount < fields:
            packed = packed * (of - hit) + (packed * hit << 8 * width * amount)
        else:
            packed *= of - hit
        top += amount
        if top >= fields:
            packed &= whole
            top = fields - 1
    return _Lattice(packed, width, Fraction(product, 1 << cut), Fraction(cuts * fields, 1 << KEPT))
