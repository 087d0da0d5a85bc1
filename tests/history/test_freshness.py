"""When a plan was last changed in meaning: formatting is no update, and a merge only what it says itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import pytest

from kamctl.gitrepo.delta import Delta, Step
from kamctl.history.freshness import differs, last_updates
from tests.harness import BASE, BASE_PLAN, schema_of

SHAPE = schema_of({name: text.encode() for name, text in BASE.items()}).layout.shape


@pytest.mark.parametrize(
    ("old", "new", "different"),
    [
        pytest.param("a: b\n", "a: b\n", False, id="the same bytes"),
        pytest.param("a: b\n", "a:   b  # why\n", False, id="spaces and a comment"),
        pytest.param("a: b\n", "a: 'b'\n", False, id="quotes"),
        pytest.param("a: b\n", "# a: c\na: b\n", False, id="a comment line"),
        pytest.param("a: b\nc: d\n", "c: d\na: b\n", False, id="another order"),
        pytest.param("x:\n  a: b\n  c: d\n", "x: {a: b, c: d}\n", False, id="flow for block"),
        pytest.param("a: b\r\n", "a: b\n", False, id="line ends"),
        pytest.param("a: b c d\n", "a: b\n  c\n  d\n", False, id="folded text"),
        pytest.param('a: "\\u0431"\n', "a: б\n", False, id="an escape"),
        pytest.param("a: null\n", "a: ~\n", False, id="ways to write null"),
        pytest.param("a: null\n", "a:\n", False, id="null and nothing"),
        pytest.param("a: b\nc: {}\n", "a: b\n", False, id="a mapping without fields"),
        pytest.param("a: b\nc: []\n", "a: b\n", False, id="a list without things"),
        pytest.param("a: true\n", "a: True\n", False, id="ways to write yes"),
        pytest.param("sales: {2026-Q1: {plan: 12_000}}\n", "sales: {2026-Q1: {plan: 12000.0}}\n", False, id="money"),
        pytest.param("discounts: {x: {size: 7%}}\n", "discounts: {x: {size: 7.0%}}\n", False, id="a percentage"),
        pytest.param("period: 2026\n", "period: '2026'\n", False, id="a period"),
        pytest.param("a: 0x10\n", "a: 16\n", False, id="a number in another base"),
        pytest.param("a: b\n", "a: c\n", True, id="another word"),
        pytest.param("a: b\n", "a: B\n", True, id="another case"),
        pytest.param("a: 1\n", "a: 2\n", True, id="another number"),
        pytest.param("a: 1\n", "a: '1'\n", True, id="text for a number"),
        pytest.param("a: 7\n", "a: 7%\n", True, id="a percentage for a number"),
        pytest.param("a: b\n", "a: b\nc: null\n", True, id="a field with null"),
        pytest.param("a: b c\n", "a: c b\n", True, id="words in another order"),
        pytest.param("a: {x: 1}\nb: {y: 1}\n", "a: {y: 1}\nb: {x: 1}\n", True, id="fields moved"),
        pytest.param("a: [\n", "a: {\n", True, id="what cannot be read, by its bytes"),
        pytest.param("a: 1\n", None, True, id="a plan that is gone"),
        pytest.param(None, "", True, id="an empty plan that is new"),
    ],
)
def test_differs(old: str | None, new: str | None, different: bool) -> None:
    before, after = (None if text is None else text.encode() for text in (old, new))
    assert differs(before, after, SHAPE) is different
    assert differs(after, before, SHAPE) is different


CONTENTS = {
    "1": BASE_PLAN,
    "1b": BASE_PLAN + "# a comment\n",
    "2": BASE_PLAN.replace("13500000", "14000000"),
    "3": BASE_PLAN.replace("13500000", "15000000"),
}


def read(ids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    return ((id_, CONTENTS[id_].encode()) for id_ in ids)


def step(commit: str, parent: str | None, *deltas: tuple[str, str | None, str | None]) -> Step:
    return Step(commit, parent, tuple(Delta(path, old, new, 0o100644, 0o100644) for path, old, new in deltas))


X = "plans/x.yaml"
D1, D2, D3 = date(2026, 5, 1), date(2026, 5, 2), date(2026, 5, 3)
HISTORIES: list[tuple[str, list[tuple[date, list[Step]]], dict[str, date]]] = [
    (
        "the newest commit counts",
        [(D2, [step("b", "a", (X, "1", "2"))]), (D1, [step("a", None, (X, None, "1"))])],
        {"x": D2},
    ),
    (
        "a commit that only formats does not",
        [(D2, [step("b", "a", (X, "1", "1b"))]), (D1, [step("a", None, (X, None, "1"))])],
        {"x": D1},
    ),
    (
        "to move a plan to another folder does not",
        [(D1, [step("b", "a", (X, "1", None), ("plans/n/x.yaml", None, "1"))])],
        {},
    ),
    (
        "to move it and change it does",
        [(D1, [step("b", "a", (X, "1", None), ("plans/n/x.yaml", None, "2"))])],
        {"x": D1},
    ),
    ("a merge that takes one side does not", [(D1, [step("m", "a", (X, "1", "2")), step("m", "b")])], {}),
    (
        "a merge that says what neither side says does",
        [(D1, [step("m", "a", (X, "1", "3")), step("m", "b", (X, "2", "3"))])],
        {"x": D1},
    ),
    (
        "a merge that differs from one side in meaning only does not",
        [(D1, [step("m", "a", (X, "1b", "1")), step("m", "b", (X, "2", "1"))])],
        {},
    ),
    (
        "other plans and other files are passed over",
        [(D1, [step("b", "a", ("plans/y.yaml", "1", "2"), ("plans/x.md", "1", "2"))])],
        {},
    ),
]


@pytest.mark.parametrize(("history", "found"), [case[1:] for case in HISTORIES], ids=[case[0] for case in HISTORIES])
def test_last_updates(history: list[tuple[date, list[Step]]], found: dict[str, date]) -> None:
    assert last_updates(history, {"x"}, read, SHAPE) == found


def test_the_history_is_read_no_further_than_it_takes() -> None:
    def history() -> Iterator[tuple[date, list[Step]]]:
        yield D3, [step("b", "a", (X, "1", "2"))]
        raise AssertionError("nobody asks for more")

    assert last_updates(history(), {"x"}, read, SHAPE) == {"x": D3}
