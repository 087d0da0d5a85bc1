"""Versions of plans: read once, kept within bounds, and told apart where they cannot be read."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

import pytest

from kamctl.history import version
from kamctl.history.version import Versions
from kamctl.plan.document import Value
from kamctl.plan.source import LARGEST_FILE
from tests.harness import BASE_PLAN


class Store:
    """Contents by their ids, and what has been asked of them."""

    def __init__(self, **contents: str | bytes) -> None:
        self.contents = {id_: data.encode() if isinstance(data, str) else data for id_, data in contents.items()}
        self.asked: list[str] = []

    def read(self, ids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        for id_ in ids:
            self.asked.append(id_)
            yield id_, self.contents[id_]


READ: list[tuple[str, str | bytes, Value]] = [
    ("a plan", "a: 1\nb: [x, 7%]\n", {"a": 1, "b": ["x", "7%"]}),
    ("a plan with a byte order mark and other line ends", "\ufeffa: 1\r\nb: x\r\n", {"a": 1, "b": "x"}),
    ("an empty file is an empty plan", "", {}),
    ("comments alone are an empty plan", "# nothing yet\n", {}),
    ("a null alone is an empty plan", "~\n", {}),
    ("a plan with a hidden character in a text", 'a: "x\\u200b"\n', {"a": "x\u200b"}),
    ("values that Python takes for equal", "a: 1\nb: true\nc: 1.0\nd: '1'\n",
        {"a": 1, "b": True, "c": Decimal("1.0"), "d": "1"}),
]  # fmt: skip


@pytest.mark.parametrize(("data", "expected"), [pytest.param(*row[1:], id=row[0]) for row in READ])
def test_what_can_be_read(data: str | bytes, expected: Value) -> None:
    found = Versions(Store(b=data).read).get("plans/x.yaml", "b")
    assert (found.path, found.blob, found.fault) == ("plans/x.yaml", "b", None)
    assert repr(found.values) == repr(expected)


UNREAD: list[tuple[str, str | bytes, str]] = [
    ("an anchor", "a: 1\nb: &x 2\n", "It is more than plain YAML on line 2."),
    ("a second document", "a: 1\n---\nb: 2\n", "It is more than plain YAML on line 2."),
    ("a merge key", "a: 1\n<<: {b: 2}\n", "It is more than plain YAML on line 2."),
    ("a bracket that is never closed", "a: 1\nb: [x\n", "It is not YAML on line 3."),
    ("a syntax error behind a hidden character", 'a: "x\u200b"\nb: c: d\n', "It is not YAML on line 2."),
    ("an anchor behind a name that stands twice", "a: 1\na: 2\nb: &x 2\n", "It is more than plain YAML on line 3."),
    ("a merge conflict", "a: 1\n<<<<<<< ours\nb: 1\n=======\nb: 2\n>>>>>>> theirs\n",
        "It has an unresolved merge conflict on line 2."),
    ("a hidden line end", "a: 1\nb: x\u2028c: 2\n", "Line 2 has characters that some programs take for a new line."),
    ("a file in cp1251", "a: 1\nb: Северный\n".encode("cp1251"), "It is not in UTF-8: line 2 has the byte 0xD1."),
    ("a file in UTF-16", "a: 1\n".encode("utf-16"), "It is in UTF-16, not in UTF-8."),
    ("a picture", b"\x89PNG\r\n\x1a\n\xff", "It is not in UTF-8: line 1 has the byte 0x89."),
    ("a file that is too large", b"a" * (LARGEST_FILE + 1), "It is larger than 1 MiB."),
    ("a file that is nested too deep", "a:\n  " + "[" * 40 + "]" * 40,
        "It is nested more than 32 levels deep on line 2."),
    ("a list", "- a\n- b\n", "It is a list, not a plan."),
    ("a text", "a b c\n", "It is a single value, not a plan."),
    ("a number", "0\n", "It is a single value, not a plan."),
    ("a field that stands twice", "a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n",
        "The field b.c stands twice in it, on lines 3 and 5."),
    ("two fields that look alike", "\u0439: 1\n\u0438\u0306: 2\n",
        "The field \u0438\u0306 stands twice in it, on lines 1 and 2."),
]  # fmt: skip


@pytest.mark.parametrize(("data", "expected"), [pytest.param(*row[1:], id=row[0]) for row in UNREAD])
def test_what_cannot_be_read(data: str | bytes, expected: str) -> None:
    found = Versions(Store(b=data).read).get("plans/x.yaml", "b")
    assert (found.values, str(found.fault)) == (None, expected)


def test_each_content_is_read_once() -> None:
    store = Store(one="a: 1", two="a: 2", three="a: 3")
    versions = Versions(store.read)
    versions.fetch(["two", "one", "two"])
    assert store.asked == ["two", "one"]
    assert versions.get("plans/x.yaml", "one").values == {"a": 1}
    assert versions.get("plans/y.yaml", "one") == ("plans/y.yaml", "one", {"a": 1}, None)
    assert versions.get("plans/x.yaml", "three").values == {"a": 3}
    versions.fetch(["one", "three"])
    assert store.asked == ["two", "one", "three"]


def test_versions_share_what_they_have_in_common() -> None:
    versions = Versions(Store(one=BASE_PLAN, two=BASE_PLAN.replace("11400000", "11500000")).read)
    one, two = (versions.get("plans/x.yaml", id_).values for id_ in ("one", "two"))
    assert isinstance(one, dict)
    assert isinstance(two, dict)
    assert one["team"] is two["team"]
    assert one["sales"] is not two["sales"]


def test_what_no_longer_fits_is_read_again() -> None:
    texts = {f"b{number}": f"a: {'x' * 1_000_000}{number}\n" for number in range(180)}
    store = Store(**texts)
    versions = Versions(store.read)
    versions.fetch(texts)
    kept = len(store.asked)
    assert kept == version.MOST_BYTES // 1_000_000 + 1  # the rest would only push these out
    assert versions.get("plans/x.yaml", "b0").fault is None
    assert len(store.asked) == kept
    versions.get("plans/x.yaml", "b179")
    versions.get("plans/x.yaml", "b0")
    assert store.asked[kept:] == ["b179", "b0"]


FORMS: list[tuple[str, Callable[[int], str]]] = [
    ("an ordinary plan", lambda n: f"{BASE_PLAN}history: [{{date: 2026-02-03, note: Note {n}}}]\n"),
    ("small mappings", lambda n: "a:\n" + "".join(f"- {{b: {n * 300 + one}}}\n" for one in range(300))),
    ("many names", lambda n: "".join(f"n{n}-{one}: x\n" for one in range(300))),
    ("many texts", lambda n: "a:\n" + "".join(f"- {n}-{one}\n" for one in range(300))),
    ("long texts", lambda n: f"a: {'я' * 5_000}{n}\n"),
    ("long lists of the same", lambda n: "a: [" + "b, " * 500 + f"{n}]\n"),
    ("what cannot be read", lambda n: f"a: [{n}\n"),
]


@pytest.mark.parametrize("form", [pytest.param(form, id=name) for name, form in FORMS])
def test_the_room_is_measured_in_bytes_that_are_taken(form: Callable[[int], str]) -> None:
    texts = {f"b{number}": form(number) for number in range(40)}
    store = Store(**texts)
    Versions(store.read).fetch(texts)  # what the reader keeps for itself is not counted
    versions = Versions(store.read)
    tracemalloc.start()
    try:
        versions.fetch(texts)
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    counted = versions._pool.size + version._VERSION_BYTES * len(texts)
    assert taken < 1.5 * counted + 100_000


def test_versions_of_a_plan_take_little_more_room_than_one() -> None:
    versions = Versions(Store(**{f"b{number}": f"{BASE_PLAN}region: r{number}\n" for number in range(100)}).read)
    versions.fetch(["b0"])
    one = versions._pool.size
    versions.fetch(f"b{number}" for number in range(100))
    assert versions._pool.size < one + 100 * 2500
