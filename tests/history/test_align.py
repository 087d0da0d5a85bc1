"""How the things of a list correspond to those of its earlier version."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamctl.history import sequence
from kamctl.history.align import Pair, pair
from kamctl.plan.document import Value
from kamctl.plan.shape import PERCENT, Leaf, ListOf, Shape
from tests.history.plans import plans

SHARES = ListOf(Leaf(PERCENT))

PAIRS: list[tuple[str, list[Value], list[Value], Shape | None, list[Pair]]] = [
    ("two empty lists have none", [], [], None, []),
    ("a list that did not change", ["a", "b"], ["a", "b"], None, [(0, 0), (1, 1)]),
    ("a thing put at the end", ["a"], ["a", "b"], None, [(0, 0), (None, 1)]),
    ("a thing put at the beginning", ["a"], ["b", "a"], None, [(None, 0), (0, 1)]),
    ("a thing put in between", ["a", "b"], ["a", "c", "b"], None, [(0, 0), (None, 1), (1, 2)]),
    ("a thing taken out", ["a", "b", "c"], ["a", "c"], None, [(0, 0), (1, None), (2, 1)]),
    ("a thing in the place of another", ["a", "b", "c"], ["a", "x", "c"], None, [(0, 0), (1, 1), (2, 2)]),
    ("two things in the place of two", ["a", "b"], ["x", "y"], None, [(0, 0), (1, 1)]),
    ("two things in the place of one", ["a"], ["x", "y"], None, [(0, None), (None, 0), (None, 1)]),
    ("a thing that moved is gone and has come", ["a", "b", "c"], ["c", "a", "b"], None,
        [(None, 0), (0, 1), (1, 2), (2, None)]),
    ("things that mean the same by the list's shape", ["x%", "7%"], ["7.0%"], SHARES, [(0, None), (1, 0)]),
    ("things without a shape are compared as they stand", ["x", "7%"], ["7.0%"], None,
        [(0, None), (1, None), (None, 0)]),
    ("yes is not one", [1, 2], [True], None, [(0, None), (1, None), (None, 0)]),
    ("a note that was edited, behind one that is new",
        [{"date": 1, "note": "a"}], [{"date": 0, "note": "z"}, {"date": 1, "note": "b"}], None, [(None, 0), (0, 1)]),
    ("of two notes that it may be, that with more in common",
        [{"date": 1, "note": "a", "with": "x"}],
        [{"date": 1, "note": "c", "with": "y"}, {"date": 1, "note": "b", "with": "x"}], None, [(None, 0), (0, 1)]),
    ("notes with a field in common do not cross",
        [{"d": 1, "n": 1}, {"d": 2, "n": 2}, {"d": 3, "n": 3}], [{"d": 2, "n": 4}, {"d": 1, "n": 5}], None,
        [(None, 0), (0, 1), (1, None), (2, None)]),
    ("things with nothing in them are no sign of what corresponds",
        [{}, {}, "a"], ["a", {}, {}], None, [(0, None), (1, None), (2, 0), (None, 1), (None, 2)]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "shape", "expected"), [pytest.param(*row[1:], id=row[0]) for row in PAIRS])
def test_what_corresponds(old: list[Value], new: list[Value], shape: Shape | None, expected: list[Pair]) -> None:
    assert pair(old, new, shape) == expected


@pytest.mark.no_cover
@given(st.lists(plans(), max_size=6), st.lists(plans(), max_size=6))
def test_every_thing_has_one_place_in_the_order_of_both(old: list[Value], new: list[Value]) -> None:
    pairs = pair(old, new)
    assert [before for before, _ in pairs if before is not None] == list(range(len(old)))
    assert [after for _, after in pairs if after is not None] == list(range(len(new)))


ROWS = st.lists(st.integers(0, 4), max_size=14)


@given(ROWS, ROWS)
def test_as_many_equal_things_as_can_be(old: list[int], new: list[int]) -> None:
    found = sequence.common(old, new)
    assert all(old[before] == new[after] for before, after in found)
    assert found == sorted(set(found))
    assert len({before for before, _ in found}) == len({after for _, after in found}) == len(found)
    assert len(found) == _most(tuple(old), tuple(new))


@given(st.permutations(range(60)), st.permutations(range(60)))
def test_rows_that_are_too_long_are_still_paired_in_order(old: list[int], new: list[int]) -> None:
    found = sequence._by_unique(list(old), list(new))
    assert len(found) == len(sequence._longest(list(old), list(new)))  # each stands once, so nothing is lost
    assert all(old[before] == new[after] for before, after in found)
    assert found == sorted(found)
    assert [after for _, after in found] == sorted(after for _, after in found)


def test_a_very_long_row_with_repeated_things() -> None:
    row = [index % 7 if index % 3 else index for index in range(90_000)]
    changed = [thing for index, thing in enumerate(row) if index % 11]
    found = sequence.common(row, changed)  # comparing each with each would not end before the runner loses patience
    assert len(found) > 0.9 * len(changed)


@cache
def _most(old: Sequence[int], new: Sequence[int]) -> int:
    """The length of the longest common subsequence, by its definition."""
    if not old or not new:
        return 0
    if old[0] == new[0]:
        return 1 + _most(old[1:], new[1:])
    return max(_most(old[1:], new), _most(old, new[1:]))
