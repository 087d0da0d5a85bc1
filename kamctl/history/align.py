"""How the things of a list correspond to those of its earlier version.

Things have no names there, so those that mean the same are paired first, as many as can be without changing their
order; then, between two of them, mappings that have fields in common; then what is left, where there are as many
things on both sides. Lists of any length are paired in bounded time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable

from kamctl.history.meaning import NOTHING, meaning
from kamctl.history.sequence import common
from kamctl.plan.document import Value
from kamctl.plan.shape import Shape, step_into

MOST_ALIKE = 4
"""Things on one side with the same field, past which that field says nothing of which is which."""

Pair = tuple[int | None, int | None]


def pair(old: list[Value], new: list[Value], shape: Shape | None = None) -> list[Pair]:
    """The indexes of corresponding things, in order; None for what has no counterpart on that side.

    `shape` is that of the list. What is gone stands before what came in its place.
    """
    item = step_into(shape, 0)
    start = _identical(old, new)
    pairs: list[Pair] = [(index, index) for index in range(start)]
    olds = [meaning(value, item) for value in old[start:]]
    news = [meaning(value, item) for value in new[start:]]
    done_old = done_new = start
    for before, after in common(olds, news, NOTHING):
        before, after = before + start, after + start
        pairs += _between(old, new, item, range(done_old, before), range(done_new, after))
        pairs.append((before, after))
        done_old, done_new = before + 1, after + 1
    return pairs + _between(old, new, item, range(done_old, len(old)), range(done_new, len(new)))


def _identical(old: list[Value], new: list[Value]) -> int:
    """How many things at the beginning are plainly the same; versions share most of what they have in common."""
    for index, (before, after) in enumerate(zip(old, new, strict=False)):
        if before is not after and (not isinstance(before, str) or before != after):
            return index
    return min(len(old), len(new))


def _between(old: list[Value], new: list[Value], item: Shape | None, olds: range, news: range) -> list[Pair]:
    """The pairs among things of which none mean the same."""
    pairs: list[Pair] = []
    done_old, done_new = olds.start, news.start
    kin = _kin(old, new, item, olds, news) if len(olds) != 1 or len(news) != 1 else []
    for before, after in [*kin, (olds.stop, news.stop)]:
        pairs += _in_order(range(done_old, before), range(done_new, after))
        done_old, done_new = before + 1, after + 1
        if before < olds.stop:
            pairs.append((before, after))
    return pairs


def _in_order(olds: range, news: range) -> list[Pair]:
    if len(olds) == len(news):
        return list(zip(olds, news, strict=True))
    return [*((index, None) for index in olds), *((None, index) for index in news)]


def _kin(old: list[Value], new: list[Value], item: Shape | None, olds: range, news: range) -> list[tuple[int, int]]:
    """Mappings with fields in common, those with the most first chosen, none across another pair."""
    if not olds or not news:
        return []
    there = _by_field(new, item, news)
    votes: Counter[tuple[int, int]] = Counter()
    for field, befores in _by_field(old, item, olds).items():
        afters = there.get(field, ())
        if len(befores) <= MOST_ALIKE and len(afters) <= MOST_ALIKE:
            votes.update((before, after) for before in befores for after in afters)
    chosen: list[tuple[int, int]] = []
    for (before, after), _ in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0])):
        place = bisect_left(chosen, (before, after))
        left = chosen[place - 1] if place else (-1, -1)
        right = chosen[place] if place < len(chosen) else (len(old), len(new))
        if left[0] < before < right[0] and left[1] < after < right[1]:
            chosen.insert(place, (before, after))
    return chosen


def _by_field(things: list[Value], item: Shape | None, indexes: range) -> dict[Hashable, list[int]]:
    """Which mappings have a field with a value, by both."""
    found: dict[Hashable, list[int]] = {}
    for index in indexes:
        thing = things[index]
        if isinstance(thing, dict):
            for key, value in thing.items():
                told = meaning(value, step_into(item, key))
                if told != NOTHING:
                    found.setdefault((key, told), []).append(index)
    return found
