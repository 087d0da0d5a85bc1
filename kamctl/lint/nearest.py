"""“Did you mean”: the one name that somebody who wrote another most likely meant."""

from __future__ import annotations

from collections.abc import Iterable

LONGEST_GUESS = 40
MOST_NAMES = 2000


def nearest(text: str, names: Iterable[str]) -> str | None:
    """The name of `names` that is nearest to `text`, where one is near and no other is as near."""
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
    return best[0] if len(best) == 1 and least < max(len(wanted), 2) else None


def _plain(text: str) -> str:
    return text.casefold().replace("_", "-")


def _distance(left: str, right: str, limit: int) -> int:
    """Edits (insert, delete, replace, swap neighbours) between two texts; at most `limit`."""
    if abs(len(left) - len(right)) >= limit:
        return limit
    before: list[int] = []
    above = list(range(len(right) + 1))
    for row, one in enumerate(left, 1):
        current = [row]
        for column, other in enumerate(right, 1):
            cost = min(above[column] + 1, current[-1] + 1, above[column - 1] + (one != other))
            if row > 1 and column > 1 and one == right[column - 2] and left[row - 2] == other:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        if min(current) >= limit:
            return limit
        before, above = above, current
    return min(above[-1], limit)
