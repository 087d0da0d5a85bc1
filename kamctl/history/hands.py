"""Whose hands each field of a plan went through: who added it, and who changed it since it stands there.

The hands of a version are a tree of the same form as its values, so that what did not change is carried over whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kamctl.history.align import pair
from kamctl.history.meaning import same
from kamctl.history.standing import Look, Standing, line_of
from kamctl.plan.document import Value
from kamctl.plan.shape import Shape, step_into

Hands = dict[str, "Hands"] | list["Hands"] | frozenset[str]
"""Who had a hand in a plan's fields, in mappings and lists as the plan has them."""

_Known = tuple[Value, Hands]
"""What a plan last said that could be read, and its hands."""

_OWN = ""
"""Stands for the author of a merge until all its parents were looked at."""


def hands_of(last: Standing, authors: Mapping[str, str], look: Look, shape: Shape | None) -> Hands | None:
    """The hands of the plan that stands there last; None where no version of it could be read.

    `authors` tells who made a commit. A field that a merge took over has the hands of the first parent that has it so;
    one that no parent has so went through the hands of all of them, and the merge's. Across a version that cannot be
    read the next one is compared with the last that could be.
    """
    known: dict[int, _Known | None] = {}
    for standing in line_of(last):
        parents = [known[id(before)] for before in standing.before if before is not None]
        version = look(standing.file)
        if version.fault is not None:
            known[id(standing)] = next(iter(parents), None)
            continue
        there = [parent for parent in parents if parent is not None]
        known[id(standing)] = version.values, passed_on(version.values, there, authors[standing.commit], shape)
    found = known[id(last)]
    return None if found is None else found[1]


def passed_on(new: Value, parents: Sequence[_Known], who: str, shape: Shape | None = None) -> Hands:
    """The hands of what a commit by `who` made of its parents, each with its hands."""
    if len(parents) < 2:
        old, hands = parents[0] if parents else ({}, {})
        return _carry(old, hands, new, frozenset((who,)), shape)
    return _joined([_carry(*parent, new, frozenset((_OWN,)), shape) for parent in parents], who)


def leaves(hands: Hands) -> Iterator[frozenset[str]]:
    """The hands of each field."""
    if isinstance(hands, frozenset):
        yield hands
        return
    for inner in hands.values() if isinstance(hands, dict) else hands:
        yield from leaves(inner)


def _carry(old: Value, hands: Hands, new: Value, own: frozenset[str], shape: Shape | None) -> Hands:
    """The hands of `new` that somebody (`own`) made of `old`."""
    if old is new:
        return hands  # versions share what they have in common
    if isinstance(old, dict) and isinstance(new, dict) and isinstance(hands, dict):
        return {
            key: _carry(old[key], hands[key], value, own, step_into(shape, key)) if key in old else _all(value, own)
            for key, value in new.items()
        }
    if isinstance(old, list) and isinstance(new, list) and isinstance(hands, list):
        item = step_into(shape, 0)
        return [
            _all(new[after], own) if before is None else _carry(old[before], hands[before], new[after], own, item)
            for before, after in pair(old, new, shape)
            if after is not None
        ]
    if isinstance(new, dict | list) or not isinstance(hands, frozenset):
        return _all(new, own)
    return hands if same(old, new, shape) else hands | own


def _all(value: Value, own: frozenset[str]) -> Hands:
    if isinstance(value, dict):
        return {key: _all(inner, own) for key, inner in value.items()}
    if isinstance(value, list):
        return [_all(inner, own) for inner in value]
    return own


def _joined(trees: Sequence[Hands], who: str) -> Hands:
    """Of trees of one form, for each field the first in which the merge has no hand, else all of them together."""
    first = trees[0]
    if isinstance(first, frozenset):
        fields = [tree for tree in trees if isinstance(tree, frozenset)]
        taken = next((field for field in fields if _OWN not in field), None)
        return frozenset((who,)).union(*fields) - {_OWN} if taken is None else taken
    if isinstance(first, dict):
        mappings = [tree for tree in trees if isinstance(tree, dict)]
        return {key: _joined([mapping[key] for mapping in mappings], who) for key in first}
    lists = [tree for tree in trees if isinstance(tree, list)]
    return [_joined(inner, who) for inner in zip(*lists, strict=True)]
