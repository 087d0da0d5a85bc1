"""Plans for the tests of history: the shape of the base repository's plan, text read as values, values at random."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from hypothesis import strategies as st

from kamctl.plan.document import Value
from kamctl.plan.fault import Path
from kamctl.plan.shape import Record
from tests.harness import document, repository, schema_of

SHAPE: Record = schema_of(repository({})).layout.shape

SCALARS: st.SearchStrategy[Value] = st.sampled_from(
    (
        *(None, True, False, 0, 1, 2, 1000, Decimal("1.0"), Decimal("7.50"), float("inf"), float("nan")),
        *("", "a", "b", "1", "1_000", "7%", "7.0%", "2026", "да"),
    )
)
NAMES = st.sampled_from(["a", "b", "c", "plan", "sales", "2026", "1"])


def _inside(with_lists: bool) -> st.SearchStrategy[Value]:
    def wider(inner: st.SearchStrategy[Value]) -> st.SearchStrategy[Value]:
        mappings: st.SearchStrategy[Value] = st.dictionaries(NAMES, inner, max_size=4)
        lists: st.SearchStrategy[Value] = st.lists(inner, max_size=5)
        return mappings | lists if with_lists else mappings

    return st.recursive(SCALARS, wider, max_leaves=12)


def plans(with_lists: bool = True) -> st.SearchStrategy[dict[str, Value]]:
    """Plans with few different names and values, so that two of them have much in common."""
    return st.dictionaries(NAMES, _inside(with_lists), max_size=5)


def values(text: str) -> Value:
    """The values of a plan's text, which must be readable."""
    found = document(text)
    assert not found.faults
    return found.values


def every_leaf(value: Value, path: Path = ()) -> Iterator[tuple[Path, Value]]:
    """The leaves of a value, by the plainest way there is."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from every_leaf(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from every_leaf(inner, (*path, index))
    else:
        yield path, value
