"""What changed in meaning between two versions of a plan, and what is only written another way."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import given

from kamctl.history.change import ADDED, CHANGED, REMOVED, Change
from kamctl.history.compare import compare, leaves, pair, same
from kamctl.plan.document import Value
from kamctl.plan.fault import Path
from kamctl.plan.shape import DATE, IMPACT, MONEY, NUMBER, PERCENT, PERIOD, TEXT, Leaf, Shape, shape_at, step_into
from tests.history.plans import SHAPE, every_leaf, plans, values

Row = tuple[str, str, Value, Value]


def changes(old: str, new: str) -> list[Row]:
    """The changes between two texts as rows: kind, field, old and new value."""
    found = compare(values(old), values(new), SHAPE)
    assert all(change.shape == shape_at(SHAPE, change.path) for change in found)
    return [(change.kind, change.field, change.old, change.new) for change in found]


LEAVES: list[tuple[str, Value, Value, Shape | None, bool]] = [
    ("an amount with underscores is the same amount", "1_000", 1000, Leaf(MONEY), True),
    ("an amount with decimals of zero is the same amount", 1000, Decimal("1000.00"), Leaf(MONEY), True),
    ("an underscore in a number without a shape is text", "1_000", 1000, None, False),
    ("an underscore in a text is part of it", "1_000", 1000, Leaf(TEXT), False),
    ("a number is one by value without a shape too", 1000, Decimal("1000.0"), None, True),
    ("a number in quotes cannot be read as one", "1000", 1000, Leaf(NUMBER), False),
    ("a percentage with a zero behind is the same", "7%", "7.0%", Leaf(PERCENT), True),
    ("a percentage of another size is another", "7%", "7.5%", Leaf(PERCENT), False),
    ("a percentage without a shape is text", "7%", "7.0%", None, False),
    ("a fraction is no percentage", "7%", Decimal("0.07"), Leaf(PERCENT), False),
    ("a fraction is no share of an impact", "7%", Decimal("0.07"), Leaf(IMPACT), False),
    ("the share of an impact is read as a percentage", "7%", "7.00%", Leaf(IMPACT), True),
    ("the money of an impact is read as an amount", "4_000_000", 4000000, Leaf(IMPACT), True),
    ("a year in quotes is the same period", "2026", 2026, Leaf(PERIOD), True),
    ("a year in quotes is another text", "2026", 2026, Leaf(TEXT), False),
    ("a number that is no year is no period", "9999", 9999, Leaf(PERIOD), False),
    ("two unreadable values are compared as they stand", "seven", "seven", Leaf(PERCENT), True),
    ("an unreadable value is not the one that was meant", "7,0%", "7.0%", Leaf(PERCENT), False),
    ("yes is not one", True, 1, Leaf(NUMBER), False),
    ("no is not zero", 0, False, None, False),
    ("yes is yes", True, True, None, True),
    ("nothing is nothing", None, None, Leaf(TEXT), True),
    ("nothing is no empty text", None, "", Leaf(TEXT), False),
    ("what is no number is the same as itself", float("nan"), float("nan"), Leaf(NUMBER), True),
    ("letters that look alike are not the same", "\u0439", "\u0438\u0306", Leaf(TEXT), False),
    ("a date is the same when it is written so", "2026-02-03", "2026-02-03", Leaf(DATE), True),
]


@pytest.mark.parametrize(("old", "new", "shape", "expected"), [pytest.param(*row[1:], id=row[0]) for row in LEAVES])
def test_two_leaves_mean_the_same_or_not(old: Value, new: Value, shape: Shape | None, expected: bool) -> None:
    assert same(old, new, shape) is expected
    assert same(new, old, shape) is expected


PLAN = """\
client: "Северный ритейл"
period: 2026
discounts:
  volume: {size: 7%, condition: "Turnover: 50M"}
sales:
  2026-Q1: {plan: 12000000, actual: 11400000}
  2026-Q2: {plan: 1000}
history:
  - {date: 2026-02-03, note: New buyer}
"""

SAME: list[tuple[str, str]] = [
    ("itself", PLAN),
    ("other quotes", PLAN.replace('"Северный ритейл"', "'Северный ритейл'").replace("New buyer", '"New buyer"')),
    ("a year in quotes", PLAN.replace("period: 2026", "period: '2026'")),
    ("underscores in figures", PLAN.replace("12000000", "12_000_000")),
    ("decimals of zero", PLAN.replace("1000}", "1000.0}").replace("7%", "7.0%")),
    ("comments", "# A plan.\n" + PLAN.replace("1000}", "1000}  # a thousand")),
    ("a blank line and other line ends", PLAN.replace("sales:", "\nsales:").replace("\n", "\r\n")),
    ("a byte order mark", "\ufeff" + PLAN),
    ("blocks", PLAN.replace("{plan: 1000}", "\n    plan: 1000").replace("{date: 2026-02-03, ", "date: 2026-02-03\n    ")
        .replace("buyer}", "buyer")),
    ("other order of fields", PLAN.replace("plan: 12000000, actual: 11400000", "actual: 11400000, plan: 12000000")),
    ("other order of sections", "\n".join(PLAN.splitlines()[4:] + PLAN.splitlines()[:4]) + "\n"),
    ("a section with nothing in it", PLAN + "risks: {}\nassortment: {listed: []}\n"),
]  # fmt: skip


@pytest.mark.parametrize("text", [pytest.param(text, id=f"{name} changes nothing") for name, text in SAME])
def test_formatting_is_no_change(text: str) -> None:
    assert changes(PLAN, text) == []
    assert changes(text, PLAN) == []


CHANGES: list[tuple[str, str, str, list[Row]]] = [
    (
        "a figure that moved",
        "sales: {2026-Q3: {plan: 12_000_000}}",
        "sales: {2026-Q3: {plan: 13500000}}",
        [(CHANGED, "sales.2026-Q3.plan", "12_000_000", 13500000)],
    ),
    (
        "a thing that was added whole is a change for each of its fields",
        "risks: {}",
        "risks: {delisting: {what: Kefir, probability: 30%}}",
        [(ADDED, "risks.delisting.what", None, "Kefir"), (ADDED, "risks.delisting.probability", None, "30%")],
    ),
    (
        "a section that was removed",
        "client: x\nbudget: {basis: fixed, spent: {2026-Q1: 5}}",
        "client: x",
        [(REMOVED, "budget.basis", "fixed", None), (REMOVED, "budget.spent.2026-Q1", 5, None)],
    ),
    (
        "a value that became a mapping is removed and added",
        "sales: {2026-Q1: 5}",
        "sales: {2026-Q1: {plan: 5}}",
        [(REMOVED, "sales.2026-Q1", 5, None), (ADDED, "sales.2026-Q1.plan", None, 5)],
    ),
    (
        "a list that became a mapping",
        "contacts: [a]",
        "contacts: {a: b}",
        [(REMOVED, "contacts.1", "a", None), (ADDED, "contacts.a", None, "b")],
    ),
    ("a list that became a mapping with nothing in either", "contacts: []", "contacts: {}", []),
    ("a field with nothing behind it is there", "client:", "{}", [(REMOVED, "client", None, None)]),
    ("a field with nothing behind it was added", "{}", "client:", [(ADDED, "client", None, None)]),
    ("a value that was cleared", "client: x", "client:", [(CHANGED, "client", "x", None)]),
    (
        "what is gone stands where it had stood",
        "a: 1\nb: 2\nc: 3\nd: 4",
        "c: 5\ne: 6\nd: 7\n",
        [
            (REMOVED, "a", 1, None), (REMOVED, "b", 2, None), (CHANGED, "c", 3, 5),
            (ADDED, "e", None, 6), (CHANGED, "d", 4, 7),
        ],
    ),
    (
        "a note that was put first moves the others without changing them",
        "history: [{date: 2026-02-03, note: a}, {date: 2026-02-04, note: b}]",
        "history: [{date: 2026-02-02, note: c}, {date: 2026-02-03, note: a}, {date: 2026-02-04, note: b}]",
        [(ADDED, "history.1.date", None, "2026-02-02"), (ADDED, "history.1.note", None, "c")],
    ),
    (
        "a field taken out of a note that moved is named by its place before",
        "history: [{date: 2026-02-03, note: a, with: buyer}]",
        "history: [{date: 2026-01-01, note: z}, {date: 2026-02-03, note: b}]",
        [
            (ADDED, "history.1.date", None, "2026-01-01"), (ADDED, "history.1.note", None, "z"),
            (CHANGED, "history.2.note", "a", "b"), (REMOVED, "history.1.with", "buyer", None),
        ],
    ),
    (
        "a product that was taken out of a list",
        "assortment: {listed: [kefir-1l, cream-20, cheese-200]}",
        "assortment: {listed: [kefir-1l, cheese-200]}",
        [(REMOVED, "assortment.listed.2", "cream-20", None)],
    ),
    ("a section of today's unknown names is compared as it stands", "x: {y: 7%}", "x: {y: 7.0%}",
        [(CHANGED, "x.y", "7%", "7.0%")]),
    ("a plan that begins", "# nothing yet", "client: x", [(ADDED, "client", None, "x")]),
    ("a plan of which nothing is left", "client: x", "", [(REMOVED, "client", "x", None)]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), [pytest.param(*row[1:], id=row[0]) for row in CHANGES])
def test_what_changed(old: str, new: str, expected: list[Row]) -> None:
    assert changes(old, new) == expected


def test_the_leaves_of_a_plan_come_in_its_order() -> None:
    plan = values("b: 1\na: {d: [x, {y: z}], c: {}}\ne: []\nf:\n")
    assert list(leaves(plan)) == [(("b",), 1), (("a", "d", 0), "x"), (("a", "d", 1, "y"), "z"), (("f",), None)]
    assert list(leaves(None)) == []


@given(plans())
def test_nothing_changed_in_what_is_the_same(plan: dict[str, Value]) -> None:
    assert compare(plan, _copy(plan), SHAPE) == []


@given(plans(with_lists=False), plans(with_lists=False))
def test_changes_lead_from_one_plan_to_the_other(old: dict[str, Value], new: dict[str, Value]) -> None:
    _assert_alike(_applied(dict(every_leaf(old)), compare(old, new, SHAPE)), dict(every_leaf(new)))


@given(plans(), plans())
def test_changes_lead_from_one_plan_with_lists_to_the_other(old: dict[str, Value], new: dict[str, Value]) -> None:
    found = compare(old, new, SHAPE)
    told = [(change.path, change.kind == REMOVED) for change in found]
    assert len(set(told)) == len(told)
    before = dict(every_leaf(old))
    assert all(before.pop(change.path) is change.old for change in found if change.kind == REMOVED)
    kept = {now: before[was] for was, now in _moves(old, new, SHAPE) if was in before}
    assert len(kept) == len(before)
    _assert_alike(_applied(kept, [change for change in found if change.kind != REMOVED]), dict(every_leaf(new)))


@pytest.mark.no_cover
@given(plans(), plans())
def test_the_way_back_is_as_long(old: dict[str, Value], new: dict[str, Value]) -> None:
    assert (compare(old, new, SHAPE) == []) == (compare(new, old, SHAPE) == [])


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("old", "new", "count"),
    [
        pytest.param(range(100_000), range(100_000, 200_000), 100_000, id="a long list of other things"),
        pytest.param(range(100_000), range(99_999, -1, -1), 199_998, id="a long list in the opposite order"),
        pytest.param([1, 2, 3, 4] * 25_000, [2, 1, 4, 3] * 25_000, None, id="a long list of few things"),
        pytest.param(range(50_000), range(0, 100_000, 2), 50_000, id="a long list of which half stayed"),
    ],
)
def test_long_lists_are_compared(old: range, new: range, count: int | None) -> None:
    # Comparing each thing with each would take hours.
    found = compare({"a": list(old)}, {"a": list(new)})
    assert count is None or len(found) == count


@pytest.mark.no_cover
def test_long_lists_of_notes_are_compared() -> None:
    old: list[Value] = [{"date": index // 4, "note": f"a{index}", "with": "buyer"} for index in range(20_000)]
    new: list[Value] = [{"date": index // 4, "note": f"b{index}", "with": "buyer"} for index in range(20_001)]
    found = compare({"history": old}, {"history": new}, SHAPE)
    assert [change.kind for change in found] == [CHANGED] * 20_000 + [ADDED] * 3


def _applied(found: dict[Path, Value], changes: list[Change]) -> dict[Path, Value]:
    """Leaves with changes made to them, each of which must find what it speaks of."""
    for change in changes:
        if change.kind == ADDED:
            assert change.path not in found
        else:
            assert found.pop(change.path) is change.old
        if change.kind != REMOVED:
            found[change.path] = change.new
    return found


def _moves(old: Value, new: Value, shape: Shape | None, was: Path = (), now: Path = ()) -> Iterator[tuple[Path, Path]]:
    """For each leaf that is in both, where it stood and where it stands."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in old.keys() & new.keys():
            yield from _moves(old[key], new[key], step_into(shape, key), (*was, key), (*now, key))
    elif isinstance(old, list) and isinstance(new, list):
        for one, other in pair(old, new, shape):
            if one is not None and other is not None:
                yield from _moves(old[one], new[other], step_into(shape, 0), (*was, one), (*now, other))
    elif not isinstance(old, dict | list) and not isinstance(new, dict | list):
        yield was, now


def _assert_alike(found: dict[Path, Value], expected: dict[Path, Value]) -> None:
    """The same leaves, each meaning the same; what did not change keeps its old spelling."""
    assert found.keys() == expected.keys()
    assert all(same(value, expected[path], shape_at(SHAPE, path)) for path, value in found.items())


def _copy(value: Value) -> Value:
    if isinstance(value, dict):
        return {key: _copy(inner) for key, inner in value.items()}
    return [_copy(inner) for inner in value] if isinstance(value, list) else value
