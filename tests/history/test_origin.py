"""Which commit set each field last, carried from version to version and through merges."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamctl.history.compare import compare
from kamctl.history.meaning import same
from kamctl.history.origin import Setting, Tree, carry, merge
from kamctl.plan.document import Value
from kamctl.plan.fault import Path, dotted
from kamctl.plan.shape import shape_at
from tests.history.plans import SHAPE, every_leaf, plans, values

Told = dict[str, tuple[str, Value]]


def told(tree: Tree, path: Path = ()) -> Told:
    """A tree of origins as rows: field → commit and what it said before."""
    if isinstance(tree, Setting):
        return {dotted(path): (tree.commit, tree.previous)}
    inner = tree.items() if isinstance(tree, dict) else enumerate(tree)
    return {field: setting for step, below in inner for field, setting in told(below, (*path, step)).items()}


def origins_of(*texts: str) -> tuple[Value, Tree]:
    """The values and the origins of the last of some versions, made by commits 1, 2 and so on."""
    plan: Value = {}
    origins: Tree = {}
    for number, text in enumerate(texts, start=1):
        new = values(text)
        plan, origins = new, carry(plan, origins, new, str(number), SHAPE)
    return plan, origins


CARRIED: list[tuple[str, list[str], Told]] = [
    ("a new plan is set by the commit that brought it", ["a: 1\nb: [x, {c: y}]"],
        {"a": ("1", None), "b.1": ("1", None), "b.2.c": ("1", None)}),
    ("what does not change keeps its origin", ["a: 1\nb: 2", "a: 1\nb: 3"], {"a": ("1", None), "b": ("2", 2)}),
    ("what is written another way keeps its origin",
        ["sales: {2026-Q1: {plan: 1000}}", "sales:\n  2026-Q1: {plan: 1_000}"],
        {"sales.2026-Q1.plan": ("1", None)}),
    ("a field that came later", ["a: 1", "a: 1\nb: 2"], {"a": ("1", None), "b": ("2", None)}),
    ("a field that went and came back is new", ["a: 1\nb: 2", "b: 2", "a: 1\nb: 2"],
        {"a": ("3", None), "b": ("1", None)}),
    ("a field that changed there and back", ["a: 1", "a: 2", "a: 1"], {"a": ("3", 2)}),
    ("a note that moved down keeps its origin", ["history: [{date: a, note: b}]",
        "history: [{date: c, note: d}, {date: a, note: b}]"],
        {"history.1.date": ("2", None), "history.1.note": ("2", None),
         "history.2.date": ("1", None), "history.2.note": ("1", None)}),
    ("a note that was edited keeps the origin of its date", ["history: [{date: a, note: b}]",
        "history: [{date: c, note: d}, {date: a, note: e}]"],
        {"history.1.date": ("2", None), "history.1.note": ("2", None),
         "history.2.date": ("1", None), "history.2.note": ("2", "b")}),
    ("a product put into a list", ["listed: [a, b]", "listed: [a, c, b]"],
        {"listed.1": ("1", None), "listed.2": ("2", None), "listed.3": ("1", None)}),
    ("a value that became a mapping is new", ["a: 1", "a: {b: 1}"], {"a.b": ("2", None)}),
    ("a mapping that became a value is new", ["a: {b: 1}", "a: 1"], {"a": ("2", None)}),
    ("a list that became a mapping is new", ["a: [1]", "a: {b: 1}"], {"a.b": ("2", None)}),
    ("yes is another value than one", ["a: 1", "a: true"], {"a": ("2", 1)}),
    ("nothing of the file is left", ["a: 1", "{}"], {}),
]  # fmt: skip


@pytest.mark.parametrize(("texts", "expected"), [pytest.param(*row[1:], id=row[0]) for row in CARRIED])
def test_origins_are_carried(texts: list[str], expected: Told) -> None:
    assert told(origins_of(*texts)[1]) == expected


def test_what_did_not_change_is_carried_over_whole() -> None:
    plan, origins = origins_of("a: {b: 1}\nc: [{d: 2}]")
    assert carry(plan, origins, values("a: {b: 1.0}\nc: [{d: 2}]"), "2", SHAPE) is origins
    changed = carry(plan, origins, values("a: {b: 3}\nc: [{d: 2}]"), "2", SHAPE)
    assert isinstance(changed, dict)
    assert isinstance(origins, dict)
    assert changed["c"] is origins["c"]


def side(commit: str, text: str) -> tuple[Value, Tree]:
    """A parent of a merge, all of whose fields one commit has set."""
    plan = values(text)
    return plan, carry({}, {}, plan, commit)


MERGED: list[tuple[str, str, list[tuple[str, str]], Told]] = [
    ("each field comes from the side that has it so", "a: 1\nb: 2", [("p", "a: 1\nb: 0"), ("q", "a: 0\nb: 2")],
        {"a": ("p", None), "b": ("q", None)}),
    ("what both have comes from the first", "a: 1", [("p", "a: 1"), ("q", "a: 1")], {"a": ("p", None)}),
    ("what neither has the merge has set", "a: 3", [("p", "a: 1"), ("q", "a: 2")], {"a": ("m", 1)}),
    ("what is in neither is new", "a: 1\nb: 2", [("p", "a: 1"), ("q", "a: 1")], {"a": ("p", None), "b": ("m", None)}),
    ("a plan that only the second side has", "a: 1", [("p", "{}"), ("q", "a: 1")], {"a": ("q", None)}),
    ("the third of three sides", "a: {b: 1}", [("p", "{}"), ("q", "a: {b: 2}"), ("r", "a: {b: 1}")],
        {"a.b": ("r", None)}),
    ("notes of both sides", "history: [{note: a}, {note: b}, {note: c}]",
        [("p", "history: [{note: a}, {note: b}]"), ("q", "history: [{note: a}, {note: c}]")],
        {"history.1.note": ("p", None), "history.2.note": ("p", None), "history.3.note": ("q", None)}),
    ("without a parent all is new", "a: 1", [], {"a": ("m", None)}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "parents", "expected"), [pytest.param(*row[1:], id=row[0]) for row in MERGED])
def test_origins_of_a_merge(text: str, parents: list[tuple[str, str]], expected: Told) -> None:
    assert told(merge(values(text), [side(*parent) for parent in parents], "m", SHAPE)) == expected


@pytest.mark.no_cover
@given(plans(), plans(), plans())
def test_origins_mirror_the_plan(one: dict[str, Value], two: dict[str, Value], three: dict[str, Value]) -> None:
    first = carry({}, {}, one, "1", SHAPE)
    second = carry(one, first, two, "2", SHAPE)
    assert _form(second) == _form(two)
    merged = merge(three, [(two, second), (one, first)], "3", SHAPE)
    assert _form(merged) == _form(three)
    assert {commit for commit, _ in told(merged).values()} <= {"1", "2", "3"}


@given(plans(), plans())
def test_a_commit_is_the_origin_of_what_it_changed_and_of_nothing_else(
    old: dict[str, Value], new: dict[str, Value]
) -> None:
    origins = told(carry(old, carry({}, {}, old, "1", SHAPE), new, "2", SHAPE))
    changed = {change.field: change.old for change in compare(old, new, SHAPE) if change.kind != "removed"}
    assert {field for field, (commit, _) in origins.items() if commit == "2"} == set(changed)
    assert all(previous is changed[field] for field, (commit, previous) in origins.items() if commit == "2")


@pytest.mark.no_cover
@given(st.lists(plans(with_lists=False), min_size=1, max_size=6))
def test_origins_are_those_of_a_replay(history: list[dict[str, Value]]) -> None:
    origins: Tree = {}
    plan: Value = {}
    replayed: dict[Path, tuple[str, Value]] = {}
    before: dict[Path, Value] = {}
    for number, new in enumerate(history):
        origins = carry(plan, origins, new, str(number), SHAPE)
        plan = new
        after = dict(every_leaf(new))
        replayed = {
            path: replayed[path]
            if path in before and same(before[path], value, shape_at(SHAPE, path))
            else (str(number), before.get(path))
            for path, value in after.items()
        }
        before = after
    assert told(origins) == {dotted(path): setting for path, setting in replayed.items()}


def _form(value: object) -> object:
    """What a tree is made of, without what hangs on it."""
    if isinstance(value, dict):
        return {key: _form(inner) for key, inner in value.items()}
    return [_form(inner) for inner in value] if isinstance(value, list) else None
