"""“Did you mean”: the one name that somebody who wrote another most likely meant."""

from __future__ import annotations

from collections.abc import Iterable

LONGEST_GUESS = 40
MOST_NAMES = 2000


def nearest(text: str, names: Iterable[str], *, sure: bool = False) -> str | None:
    """The name of `names` that is nearest to `text`, where one is near and no other is as near.

    Of names that are as near, one with the very letters of `text` is a likely guess (`lnit`: lint, not init), though
    not `sure` enough to write it without asking.
    """
    if not text or len(text) > LONGEST_GUESS:
        return None
    wanted = _plain(text)
    allowed = 1 if len(wanted) < 5 else 2 if len(wanted) < 10 else 3
    best: list[str] = []
    least = allowed + 1
    for count, name in enumerate(names):
        if count >= MOST_NAMES:
            break
        distance = _distance(wanted, _plain(name), least + 1)  # one more than the best, so that a tie shows
        if distance < least:
            best, least = [name], distance
        elif distance == least and least <= allowed:
            best.append(name)
    if len(best) > 1 and not sure:
        best = [name for name in best if sorted(_plain(name)) == sorted(wanted)]
    return best[0] if len(best) == 1 and least < len(wanted) else None


def _plain(text: str) -> str:
    return text.casefold().replace("_", "-")


def _distance(left: str, right: str, limit: int) -> int:
    """Edits (insert, delete, replace, swap neighbours) between two texts; at most `limit`."""
    if abs(len(left) - len(right)) >= limit:
        return limit
    before: list[int] = []
    above = list(range(len(right) + 1))
    for row, one in enumerate(left, 1):
        # Further from the diagonal than `limit` no way can lead to a distance below it.
        first, last = max(1, row - limit + 1), min(len(right), row + limit - 1)
        current = [limit] * (len(right) + 1)
        current[0] = row
        for column in range(first, last + 1):
            other = right[column - 1]
            cost = above[column - 1] if one == other else 1 + min(above[column], current[column - 1], above[column - 1])
            if row > 1 and column > 1 and one == right[column - 2] and left[row - 2] == other:
                cost = min(cost, before[column - 2] + 1)
            current[column] = cost
        if min(current) >= limit:
            return limit
        before, above = above, current
    return min(above[-1], limit)
