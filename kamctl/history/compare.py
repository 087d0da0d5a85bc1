"""What changed in meaning between two versions of a plan: values compared by their names, not lines of text.

A version may be older than today's schema; it is compared by what it says, and the schema of today only tells how a
value is to be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kamctl.history.align import pair
from kamctl.history.change import ADDED, CHANGED, REMOVED, Change
from kamctl.history.meaning import same
from kamctl.plan.document import Value
from kamctl.plan.fault import Path
from kamctl.plan.shape import Shape, step_into

__all__ = ["compare", "leaves", "pair", "same"]


def compare(old: Value, new: Value, shape: Shape | None = None) -> list[Change]:
    """Every field that differs in meaning, in the order of the new version; what is gone where it had stood.

    `old` and `new` are the values of whole plans (None: there was no plan), `shape` that of a plan.
    """
    found: list[Change] = []
    _compare(_plan(old), _plan(new), shape, (), (), found)
    return found


def leaves(value: Value) -> Iterator[tuple[Path, Value]]:
    """Each field of a plan with its path; a mapping or a list with nothing in it has none."""
    return ((path, leaf) for path, leaf, _ in _leaves(_plan(value), None, ()))


def _plan(value: Value) -> Value:
    return {} if value is None else value


def _compare(old: Value, new: Value, shape: Shape | None, was: Path, now: Path, found: list[Change]) -> None:
    """Add what differs to `found`; `was` and `now` lead to the two sides."""
    if old is new:
        return  # versions share what they have in common
    if isinstance(old, dict) and isinstance(new, dict):
        for key in _keys(old, new):
            inner = step_into(shape, key)
            if key not in new:
                found.extend(_gone(old[key], inner, (*was, key)))
            elif key not in old:
                found.extend(_come(new[key], inner, (*now, key)))
            else:
                _compare(old[key], new[key], inner, (*was, key), (*now, key), found)
    elif isinstance(old, list) and isinstance(new, list):
        inner = step_into(shape, 0)
        for before, after in pair(old, new, shape):
            if after is None and before is not None:
                found.extend(_gone(old[before], inner, (*was, before)))
            elif before is None and after is not None:
                found.extend(_come(new[after], inner, (*now, after)))
            elif before is not None and after is not None:
                _compare(old[before], new[after], inner, (*was, before), (*now, after), found)
    elif isinstance(old, dict | list) or isinstance(new, dict | list):
        found.extend(_gone(old, shape, was))
        found.extend(_come(new, shape, now))
    elif not same(old, new, shape):
        found.append(Change(CHANGED, now, old, new, shape))


def _keys(old: dict[str, Value], new: dict[str, Value]) -> Iterable[str]:
    """The names of both in the order of the new one, each that is gone behind the one it stood behind."""
    if old.keys() <= new.keys():
        return new
    behind: dict[str | None, list[str]] = {}
    last = None
    for key in old:
        if key in new:
            last = key
        else:
            behind.setdefault(last, []).append(key)
    return [*behind.get(None, ()), *(name for key in new for name in (key, *behind.get(key, ())))]


def _gone(value: Value, shape: Shape | None, path: Path) -> Iterator[Change]:
    return (Change(REMOVED, at, leaf, None, inner) for at, leaf, inner in _leaves(value, shape, path))


def _come(value: Value, shape: Shape | None, path: Path) -> Iterator[Change]:
    return (Change(ADDED, at, None, leaf, inner) for at, leaf, inner in _leaves(value, shape, path))


def _leaves(value: Value, shape: Shape | None, path: Path) -> Iterator[tuple[Path, Value, Shape | None]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, step_into(shape, key), (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _leaves(inner, step_into(shape, index), (*path, index))
    else:
        yield path, value, shape
