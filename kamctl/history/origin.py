"""Where each field of a plan comes from: which commit set it last, and what it said before.

The origins of a version are a tree of the same form as its values, so that what did not change is carried over whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kamctl.history.align import pair
from kamctl.history.meaning import same
from kamctl.plan.document import Value
from kamctl.plan.shape import Shape, step_into


class Setting(NamedTuple):
    """The commit that last set a field, and what the field said before; None where it was not there."""

    commit: str
    previous: Value


Tree = dict[str, "Tree"] | list["Tree"] | Setting
"""The settings of a plan's fields, in mappings and lists as the plan has them."""


def carry(old: Value, origins: Tree, new: Value, commit: str, shape: Shape | None = None) -> Tree:
    """The origins of `new`, which a commit made of `old` with its `origins`.

    What means the same keeps its origin, however it is written now. Where there was no plan before, `old` is `{}`,
    and so are its origins.
    """
    if old is new:
        return origins
    if isinstance(old, dict) and isinstance(new, dict) and isinstance(origins, dict):
        return _carry_mapping(old, origins, new, commit, shape)
    if isinstance(old, list) and isinstance(new, list) and isinstance(origins, list):
        return _carry_list(old, origins, new, commit, shape)
    if isinstance(new, dict | list) or isinstance(old, dict | list):
        return _set(new, commit)
    return origins if same(old, new, shape) else Setting(commit, old)


def merge(new: Value, parents: Sequence[tuple[Value, Tree]], commit: str, shape: Shape | None = None) -> Tree:
    """The origins of what a merge made, from the values and the origins of its parents in their order.

    A field comes from the first parent that has it so; what none has, the merge itself has set.
    """
    if not parents:
        return _set(new, commit)
    return _first([carry(value, origins, new, commit, shape) for value, origins in parents], commit)


def _carry_mapping(
    old: dict[str, Value], origins: dict[str, Tree], new: dict[str, Value], commit: str, shape: Shape | None
) -> dict[str, Tree]:
    carried = {
        key: carry(old[key], origins[key], value, commit, step_into(shape, key)) if key in old else _set(value, commit)
        for key, value in new.items()
    }
    unchanged = len(carried) == len(origins) and all(carried[key] is origins.get(key) for key in carried)
    return origins if unchanged else carried


def _carry_list(
    old: list[Value], origins: list[Tree], new: list[Value], commit: str, shape: Shape | None
) -> list[Tree]:
    item = step_into(shape, 0)
    carried = [
        _set(new[after], commit) if before is None else carry(old[before], origins[before], new[after], commit, item)
        for before, after in pair(old, new, shape)
        if after is not None
    ]
    unchanged = len(carried) == len(origins) and all(one is other for one, other in zip(carried, origins, strict=True))
    return origins if unchanged else carried


def _set(value: Value, commit: str) -> Tree:
    """The origins of what a commit set anew."""
    if isinstance(value, dict):
        return {key: _set(inner, commit) for key, inner in value.items()}
    if isinstance(value, list):
        return [_set(inner, commit) for inner in value]
    return Setting(commit, None)


def _first(trees: Sequence[Tree], commit: str) -> Tree:
    """Of trees of one form, for each field the first setting by another than `commit`; of the first tree else."""
    first = trees[0]
    if all(tree is first for tree in trees):
        return first
    if isinstance(first, Setting):
        return next((tree for tree in trees if isinstance(tree, Setting) and tree.commit != commit), first)
    if isinstance(first, dict):
        mappings = [tree for tree in trees if isinstance(tree, dict)]
        return {key: _first([mapping[key] for mapping in mappings], commit) for key in first}
    lists = [tree for tree in trees if isinstance(tree, list)]
    return [_first(inner, commit) for inner in zip(*lists, strict=True)]
