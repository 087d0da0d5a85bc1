"""The longest common subsequence of two rows of things, in bounded time.

Exact where the two rows, without what only one of them has, span no more than `MOST_CELLS`; with bit vectors
(H. Hyyrö, “Bit-parallel LCS-length computation revisited”, 2004) that is enough for ten thousand things each. In
longer rows the things that stand once on both sides are taken first (B. Cohen's “patience diff”).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence

MOST_CELLS = 100_000_000
"""Pairs of things that are compared for one answer; a bit of memory each, and a tenth of a second in all."""

Match = tuple[int, int]


def common(old: Sequence[Hashable], new: Sequence[Hashable], nothing: Hashable = None) -> list[Match]:
    """The indexes of equal things, both sides rising, as many as there can be; `nothing` is never matched."""
    start = 0
    shorter = min(len(old), len(new))
    while start < shorter and old[start] == new[start]:
        start += 1
    end = 0
    while end < shorter - start and old[-1 - end] == new[-1 - end]:
        end += 1
    olds, news = range(start, len(old) - end), range(start, len(new) - end)
    tail = [(len(old) - left, len(new) - left) for left in range(end, 0, -1)]
    return [*((index, index) for index in range(start)), *_middle(old, new, olds, news, nothing), *tail]


def _middle(
    old: Sequence[Hashable], new: Sequence[Hashable], olds: range, news: range, nothing: Hashable
) -> list[Match]:
    both = {old[index] for index in olds} & {new[index] for index in news} - {nothing}
    if not both:
        return []
    left = [index for index in olds if old[index] in both]
    right = [index for index in news if new[index] in both]
    # Things are numbered, so that they are compared as quickly as can be.
    numbers = {thing: number for number, thing in enumerate(both)}
    rows = [numbers[old[index]] for index in left], [numbers[new[index]] for index in right]
    found = _longest(*rows) if len(left) * len(right) <= MOST_CELLS else _by_unique(*rows)
    return [(left[before], right[after]) for before, after in found]


def _by_unique(old: list[int], new: list[int]) -> list[Match]:
    """A common subsequence through the things that stand once on both sides, which may not be the longest."""
    matches: list[Match] = []
    done_old = done_new = 0
    room = MOST_CELLS
    for before, after in [*_rising(_once(old, new)), (len(old), len(new))]:
        cells = (before - done_old) * (after - done_new)
        if 0 < cells <= room:
            room -= cells
            inner = _longest(old[done_old:before], new[done_new:after])
            matches += [(done_old + one, done_new + other) for one, other in inner]
        if before < len(old):
            matches.append((before, after))
        done_old, done_new = before + 1, after + 1
    return matches


def _once(old: list[int], new: list[int]) -> list[Match]:
    """Where the things stand that each side has once, in the old order."""
    count_old, count_new = Counter(old), Counter(new)
    place = {thing: index for index, thing in enumerate(new)}
    return [(index, place[thing]) for index, thing in enumerate(old) if count_old[thing] == 1 and count_new[thing] == 1]


def _rising(matches: list[Match]) -> list[Match]:
    """The longest part of `matches` in which the second index rises too."""
    ends: list[int] = []  # for each length the least second index at which a run of that length ends
    before: list[int] = []  # for each match the one before it in the longest run that it ends
    last: list[int] = []  # for each length the match that ends that run
    for number, (_, after) in enumerate(matches):
        length = bisect_left(ends, after)
        before.append(last[length - 1] if length else -1)
        if length == len(ends):
            ends.append(after)
            last.append(number)
        else:
            ends[length], last[length] = after, number
    run = []
    number = last[-1] if last else -1
    while number >= 0:
        run.append(matches[number])
        number = before[number]
    return run[::-1]


def _longest(old: list[int], new: list[int]) -> list[Match]:
    """The longest common subsequence: a bit for each old thing, a row of bits for each new one.

    In a row a bit is unset where one more of the old things makes the subsequence longer by one.
    """
    where: dict[int, int] = {}
    for index, thing in enumerate(old):
        where[thing] = where.get(thing, 0) | 1 << index
    full = (1 << len(old)) - 1
    row, rows = full, []
    for thing in new:
        hits = row & where.get(thing, 0)
        row = (row + hits | row - hits) & full
        rows.append(row)
    matches = []
    before, after = len(old), len(new)
    while before and after:
        bit = 1 << before - 1
        if rows[after - 1] & bit:
            before -= 1
        elif after > 1 and not rows[after - 2] & bit:
            after -= 1
        else:
            before, after = before - 1, after - 1
            matches.append((before, after))
    return matches[::-1]
