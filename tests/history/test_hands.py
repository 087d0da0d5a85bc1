"""Whose hands each field of a plan went through, from version to version and through merges."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamctl.history.hands import Hands, leaves, passed_on
from kamctl.plan.document import Value
from kamctl.plan.fault import Path, dotted
from tests.history.plans import SHAPE, every_leaf, plans, values

Told = dict[str, str]


def told(hands: Hands, path: Path = ()) -> Told:
    """Hands as rows: field → the authors, one letter each."""
    if isinstance(hands, frozenset):
        return {dotted(path): "".join(sorted(hands))}
    inner = hands.items() if isinstance(hands, dict) else enumerate(hands)
    return {field: who for step, below in inner for field, who in told(below, (*path, step)).items()}


def line(*steps: str) -> tuple[Value, Hands]:
    """The values and the hands of the last of some versions, each written `AUTHOR: TEXT`."""
    plan: Value = {}
    hands: Hands = {}
    for step in steps:
        who, _, text = step.partition(": ")
        new = values(text)
        plan, hands = new, passed_on(new, [(plan, hands)], who, SHAPE)
    return plan, hands


LINES: list[tuple[str, list[str], Told]] = [
    ("who adds a field has a hand in it", ["A: {a: 1, b: [x, {c: y}]}"], {"a": "A", "b.1": "A", "b.2.c": "A"}),
    ("who changes one too, and in no other", ["A: {a: 1, b: 2}", "B: {a: 1, b: 3}"], {"a": "A", "b": "AB"}),
    ("all who ever changed it", ["A: {a: 1}", "B: {a: 2}", "C: {a: 3}", "A: {a: 1}"], {"a": "ABC"}),
    ("who writes the same another way has none", ["A: {sales: {2026-Q1: {plan: 1000}}}",
        "B: {sales: {2026-Q1: {plan: 1_000.0}}}"], {"sales.2026-Q1.plan": "A"}),
    ("a field that went and came back is new", ["A: {a: 1, b: 2}", "B: {b: 2}", "C: {a: 1, b: 2}"],
        {"a": "C", "b": "A"}),
    ("a note that moved down keeps its hands", ["A: {history: [{date: a, note: b}]}",
        "B: {history: [{date: c, note: d}, {date: a, note: b}]}"],
        {"history.1.date": "B", "history.1.note": "B", "history.2.date": "A", "history.2.note": "A"}),
    ("a note that was edited", ["A: {history: [{date: a, note: b}]}", "B: {history: [{date: a, note: c}]}"],
        {"history.1.date": "A", "history.1.note": "AB"}),
    ("a value that became a mapping is new", ["A: {a: 1}", "B: {a: {b: 1}}"], {"a.b": "B"}),
    ("a mapping that became a value is new", ["A: {a: {b: 1}}", "B: {a: 1}"], {"a": "B"}),
]  # fmt: skip


@pytest.mark.parametrize(("steps", "rows"), [case[1:] for case in LINES], ids=[case[0] for case in LINES])
def test_hands_along_a_line(steps: list[str], rows: Told) -> None:
    assert told(line(*steps)[1]) == rows


MERGES: list[tuple[str, list[list[str]], str, Told]] = [
    ("what one side has so went through its hands", [["A: {a: 1}"], ["A: {a: 1}", "B: {a: 2}"]], "M: {a: 2}",
        {"a": "AB"}),
    ("what the other side made of it is gone", [["A: {a: 1}"], ["A: {a: 1}", "B: {a: 2}"]], "M: {a: 1}", {"a": "A"}),
    ("where both have it so the first counts", [["A: {a: 1}"], ["B: {a: 1}"]], "M: {a: 1}", {"a": "A"}),
    ("what no side has so went through all hands, the merge's too", [["A: {a: 1}"], ["B: {a: 2}"]], "M: {a: 3}",
        {"a": "ABM"}),
    ("a field of each side", [["A: {a: 1}"], ["B: {b: 2}"]], "M: {a: 1, b: 2, c: 3}", {"a": "A", "b": "B", "c": "M"}),
    ("three sides", [["A: {a: 1}"], ["B: {a: 2}"], ["C: {b: [x]}"]], "M: {a: 2, b: [x, y]}",
        {"a": "B", "b.1": "C", "b.2": "M"}),
]  # fmt: skip


@pytest.mark.parametrize(("sides", "made", "rows"), [case[1:] for case in MERGES], ids=[case[0] for case in MERGES])
def test_hands_through_a_merge(sides: list[list[str]], made: str, rows: Told) -> None:
    who, _, text = made.partition(": ")
    assert told(passed_on(values(text), [line(*side) for side in sides], who, SHAPE)) == rows


@given(st.lists(plans(), min_size=1, max_size=4))
def test_every_field_has_hands_and_nothing_else_has(versions: list[dict[str, Value]]) -> None:
    plan: Value = {}
    hands: Hands = {}
    for number, new in enumerate(versions):
        plan, hands = new, passed_on(new, [(plan, hands)], str(number), SHAPE)
    assert set(told(hands)) == {dotted(path) for path, _ in every_leaf(plan)}
    assert all(leaves(hands))
