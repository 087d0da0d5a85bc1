"""A file as values and positions: what is read, where it stands, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kamctl.plan.document import Document, Value, found_at
from kamctl.plan.fault import Path
from kamctl.plan.plainness import DEEPEST
from kamctl.plan.source import MOST_FAULTS
from tests.harness import document


def told(found: Document) -> list[tuple[str, str, str]]:
    """Faults as rows: the rule, its kind or limit, the text where it stands."""
    text = found.source.text
    return [
        (fault.rule, str(fault.facts.get("kind") or fault.facts.get("limit") or ""), text[fault.start : fault.end])
        for fault in found.faults
    ]


def paths(value: Value, path: Path = ()) -> Iterator[Path]:
    if path:
        yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from paths(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from paths(inner, (*path, index))


PLACES: list[tuple[str, str, Path, str, str]] = [
    ("a plain value", "a: one # c\n", ("a",), "a", "one"),
    ("a value without a last line end", "a: one", ("a",), "a", "one"),
    ("a quoted key and value", "\"a\": 'o''ne'  \n", ("a",), '"a"', "'o''ne'"),
    ("behind Cyrillic and an emoji", "клиент: 😀\nb: {😀: я}\n", ("b", "😀"), "😀", "я"),
    ("behind a byte order mark", "\ufeffa: 1\n", ("a",), "a", "1"),
    ("after CRLF", "a: 1\r\nb: two\r\n", ("b",), "b", "two"),
    ("in a flow mapping", "a: {b: 1, c: [2, 3]}\n", ("a", "c"), "c", "[2, 3]"),
    ("a whole flow mapping over lines", "a: {\n  b: 1,\n  c: 2,\n  }  # c\n", ("a",), "a", "{\n  b: 1,\n  c: 2,\n  }"),
    ("in a flow list", "a: [x, 'y']\n", ("a", 1), "'y'", "'y'"),
    ("a thing in a block list", "a:\n- b: 1\n  c: 2\n# end\n", ("a", 0), "b: 1\n  c: 2", "b: 1\n  c: 2"),
    ("a block list that is not indented", "a:\n- 1\n- 2\nbcd: 3\n", ("a",), "a", "- 1\n- 2"),
    ("a pair in a flow list", "a: [b: c, d]\n", ("a", 0), "b: c", "b: c"),
    ("a block mapping ends before what follows it", "a:\n  b: 1\n\n# c\n\nc: 2\n", ("a",), "a", "b: 1"),
    ("a block mapping that ends with nothing", "a:\n  b:\n\n# c\nc: 2\n", ("a",), "a", "b:"),
    ("nothing, behind the colon", "a:   # nothing\n", ("a",), "a", ""),
    ("nothing in a list", "a:\n  -\n  - 1\n", ("a", 0), "", ""),
    ("a plain value over lines", "a: one\n  two\nb: 3\n", ("a",), "a", "one\n  two"),
    ("a quoted value over lines", 'a: "one\n\n  two"\n', ("a",), "a", '"one\n\n  two"'),
    ("a literal block", "a: |\n  one\n  two\nb: 3\n", ("a",), "a", "|\n  one\n  two\n"),
    ("a folded block", "a: >-\n  one\n  two\nb: 3\n", ("a",), "a", ">-\n  one\n  two\n"),
    ("after a document start", "---\na: 1\n", ("a",), "a", "1"),
    ("a number with a comma after it", "{a: 1, b: 2}", ("a",), "a", "1"),
]


@pytest.mark.parametrize(
    ("text", "path", "key", "value"), [case[1:] for case in PLACES], ids=[case[0] for case in PLACES]
)
def test_a_key_and_its_value_stand_where_the_document_says(text: str, path: Path, key: str, value: str) -> None:
    found = document(text)
    assert found.faults == []
    start, end = found.key_span(path)
    if isinstance(path[-1], str):
        assert found.source.text[start:end] == key
    else:
        assert start == found.span(path)[0]
    assert found.raw(path) == value


NOTHING = ["", "\n", "# only a comment\n", "---\n", "---\n...\n", "  \n\n", "---\n# c\n", "\ufeff"]


@pytest.mark.parametrize("text", NOTHING, ids=repr)
def test_a_file_with_nothing_in_it_is_none_and_no_fault(text: str) -> None:
    found = document(text)
    assert (found.values, found.faults, found.unreadable) == (None, [], False)


ODD: list[tuple[str, str, Value]] = [
    ("the key null", "null: 1\n~: 2\n", {"null": 1, "~": 2}),
    ("an empty quoted key", "'': 1\n", {"": 1}),
    ("the key [key]", "'[key]': 1\n", {"[key]": 1}),
    ("keys with dots and stars", "a.b: 1\n'*': 2\n", {"a.b": 1, "*": 2}),
    ("Python's own names", "__class__: 1\nmodel_config: 2\n", {"__class__": 1, "model_config": 2}),
    ("keys that look like other things", "true: 1\n2026: 2\n1.0: 3\n", {"true": 1, "2026": 2, "1.0": 3}),
    ("an equals sign", "a: =\n", {"a": "="}),
    ("a quoted merge key", "'<<': 1\n", {"<<": 1}),
    ("a flow mapping without values", "{a, b}", {"a": None, "b": None}),
    ("JSON", '{"a": [1, true, null, "\\u00e9"]}', {"a": [1, True, None, "é"]}),
    ("a list", "- a\n", ["a"]),
    ("text", "hello\n", "hello"),
    ("text over lines", "hello\nworld\n", "hello world"),
    ("a question mark in text", "a: why ? because\nb: Ready?\n", {"a": "why ? because", "b": "Ready?"}),
    ("a question mark that begins a word", "?a: 1\n", {"?a": 1}),
    ("shift operators in text", "a: 1 << 2\nb: x <<y\n", {"a": "1 << 2", "b": "x <<y"}),
]


@pytest.mark.parametrize(("text", "values"), [case[1:] for case in ODD], ids=[case[0] for case in ODD])
def test_what_is_odd_and_still_plain_yaml(text: str, values: Value) -> None:
    found = document(text)
    assert (found.faults, found.values) == ([], values)


DUPLICATES = [
    ("at the root", "a: 1\na: 2\n", [(5, ("a",), 0)], {"a": 1}),
    ("in a mapping", "a:\n  b: 1\n  b: 2\n", [(12, ("a", "b"), 5)], {"a": {"b": 1}}),
    ("in a flow mapping", "{a: 1, a: 2}", [(7, ("a",), 1)], {"a": 1}),
    ("in a list", "a:\n- b: 1\n  b: 2\n", [(12, ("a", 0, "b"), 5)], {"a": [{"b": 1}]}),
    ("in the second thing of a list", "- 1\n- {b: 1, b: 2}\n", [(13, (1, "b"), 7)], [1, {"b": 1}]),
    ("with other quotes", "a: 1\n\"a\": 2\n'a': 3\n", [(5, ("a",), 0), (12, ("a",), 0)], {"a": 1}),
    ("after NFC", "й: 1\nи\u0306: 2\n", [(5, ("и\u0306",), 0)], {"й": 1}),
    ("before NFC", "и\u0306: 1\nй: 2\n", [(6, ("й",), 0)], {"и\u0306": 1}),
    ("a Kelvin sign and K", "\u212a: 1\nK: 2\n", [(5, ("K",), 0)], {"\u212a": 1}),
    ("inside a duplicate", "a: 1\na: {b: 1, b: 2}\n", [(5, ("a",), 0), (15, ("a", "b"), 9)], {"a": 1}),
    ("a mapping, then text", "a: {b: 1}\na: 2\n", [(10, ("a",), 0)], {"a": {"b": 1}}),
    ("a name that begins with NUL", '"\\0duplicate": 1\na: 1\na: 2\n', [(22, ("a",), 17)], {"\0duplicate": 1, "a": 1}),
]


@pytest.mark.parametrize(
    ("text", "faults", "values"), [case[1:] for case in DUPLICATES], ids=[case[0] for case in DUPLICATES]
)
def test_the_second_of_two_equal_keys_is_a_fault_and_the_first_counts(
    text: str, faults: list[tuple[int, Path, int]], values: Value
) -> None:
    found = document(text)
    duplicates = [fault for fault in found.faults if fault.rule == "duplicate-key"]
    assert [(fault.start, fault.path, fault.facts["first"]) for fault in duplicates] == faults
    assert found.values == values
    assert all(type(step) in (str, int) for fault in duplicates for step in fault.path or ())


def test_equal_keys_in_different_mappings_are_fine() -> None:
    assert document("a: {й: 1, и\u0306x: 2}\nb: {и\u0306: 1}\nc: {й: 1}\n").faults == []


REFUSED = [
    ("an anchor", "a: &x 1\n", [("plain-yaml", "anchor", "&x")]),
    ("an anchor at the root", "&x\na: 1\n", [("plain-yaml", "anchor", "&x")]),
    ("an anchor on a key", "&x a: 1\n", [("plain-yaml", "anchor", "&x")]),
    (
        "an anchor and its alias",
        "я: &x [1]\nb: *x\n",
        [("plain-yaml", "anchor", "&x"), ("plain-yaml", "alias", "*x")],
    ),
    ("an alias as a key", "a: &x 1\n*x : 2\n", [("plain-yaml", "anchor", "&x"), ("plain-yaml", "alias", "*x")]),
    ("an alias to nothing", "a: *x\n", [("plain-yaml", "alias", "*x")]),
    ("a merge key", "<<: {a: 1}\n", [("plain-yaml", "merge", "<<")]),
    ("a merge key in a flow mapping", "a: {<<: {b: 1}}\n", [("plain-yaml", "merge", "<<")]),
    ("a tag", "a: !!str 1\n", [("plain-yaml", "tag", "!!str")]),
    ("a tag on a mapping", "a: !!map {b: 1}\n", [("plain-yaml", "tag", "!!map")]),
    ("a verbatim tag", "a: !<tag:x,2000:y> 1\n", [("plain-yaml", "tag", "!<tag:x,2000:y>")]),
    ("Python's tag", "a: !!python/name:os.system x\n", [("plain-yaml", "tag", "!!python/name:os.system")]),
    ("the tag that means no tag", "a: ! 1\n", [("plain-yaml", "tag", "!")]),
    ("an anchor and a tag on one value", "a: &x !!int 1\n", [
        ("plain-yaml", "anchor", "&x"), ("plain-yaml", "tag", "!!int"),
    ]),
    ("a YAML directive", "%YAML 1.2\n---\na: 1\n", [("plain-yaml", "directive", "%YAML 1.2")]),
    ("another version", "%YAML 2.0\n---\na: 1\n", [("plain-yaml", "directive", "%YAML 2.0")]),
    ("a tag directive", "%TAG ! tag:x,2000:\r\n---\r\na: 1\r\n", [("plain-yaml", "directive", "%TAG ! tag:x,2000:")]),
    ("an unknown directive", "%FOO bar\n---\na: 1\n", [("plain-yaml", "directive", "%FOO bar")]),
    ("a second document", "a: 1\n---\nb: 2\n", [("plain-yaml", "document", "---")]),
    ("three documents", "---\na: 1\n---\nb: 2\n---\n", [
        ("plain-yaml", "document", "---"), ("plain-yaml", "document", "---"),
    ]),
    ("an explicit key", "? a\n: 1\n", [("plain-yaml", "complex-key", "?")]),
    ("an explicit key in a flow mapping", "{? a : 1}", [("plain-yaml", "complex-key", "?")]),
    ("an explicit key without a blank in a flow mapping", "{?a: 1}", [("plain-yaml", "complex-key", "?")]),
    ("an explicit key in a list", "[? a : 1]", [("plain-yaml", "complex-key", "?")]),
    ("an explicit list as a key", "? [a]\n: 1\n", [("plain-yaml", "complex-key", "?")]),
    ("a list as a key", "[a]: 1\n", [("plain-yaml", "complex-key", "[")]),
    ("a mapping as a key", "{a: 1}: 2\n", [("plain-yaml", "complex-key", "{")]),
    ("everything at once, in order", "a: &x 1\nb: *x\nc: !!str 3\n? d\n: e\n<<: 1\n---\nx: y\n", [
        ("plain-yaml", "anchor", "&x"), ("plain-yaml", "alias", "*x"), ("plain-yaml", "tag", "!!str"),
        ("plain-yaml", "complex-key", "?"), ("plain-yaml", "merge", "<<"), ("plain-yaml", "document", "---"),
    ]),
    ("an anchor before a syntax error", "a: &x 1\nb: 'c\n", [
        ("plain-yaml", "anchor", "&x"), ("yaml-syntax", "syntax", ""),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "faults"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_is_not_plain_yaml_is_refused_where_it_stands(text: str, faults: list[tuple[str, str, str]]) -> None:
    found = document(text)
    assert told(found) == faults
    assert (found.values, found.unreadable) == (None, True)


def test_duplicates_are_told_beside_an_explicit_key() -> None:
    assert [rule for rule, _, _ in told(document("a: 1\na: 2\n? b\n: 1\n"))] == ["duplicate-key", "plain-yaml"]


SYNTAX = [
    ("an empty key", ": 1\n", 0, 1),
    ("a tab as indentation", "a:\n\tb: 1\n", 3, 4),
    ("an open quote", 'a: "b\n', 6, 6),
    ("an open bracket", "a: [b\n", 6, 6),
    ("two colons", "a: b: c\n", 4, 5),
    ("a key that is too long to be one", f"{'a' * 100_000}: 1\n", 100_000, 100_001),
    ("a lone surrogate", 'я: "\\uD800"\n', 6, 7),
    ("a wrong escape", 'a: "\\q"\n', 4, 5),
]


@pytest.mark.parametrize(("text", "start", "end"), [case[1:] for case in SYNTAX], ids=[case[0] for case in SYNTAX])
def test_what_is_not_yaml_is_a_fault_where_the_parser_stopped(text: str, start: int, end: int) -> None:
    found = document(text)
    assert [(fault.rule, fault.start, fault.end) for fault in found.faults] == [("yaml-syntax", start, end)]
    assert found.unreadable


def test_a_character_that_yaml_does_not_take_is_told_once() -> None:
    assert told(document("клиент: \x00\n")) == [("control-character", "", "\x00")]


ESCAPED: list[tuple[str, str, Path, str]] = [
    ("in a value", 'a: "x\\u202ey"\n', ("a",), '"x\\u202ey"'),
    ("in a key", '"k\\u200b": 1\n', (), '"k\\u200b"'),
    ("in a list", 'l: [1, "\\e"]\n', ("l", 1), '"\\e"'),
    ("in a file that is one text", '"\\u202e"\n', (), '"\\u202e"'),
    ("a carriage return", 'a: "\\r"\n', ("a",), '"\\r"'),
]


@pytest.mark.parametrize(("text", "path", "place"), [case[1:] for case in ESCAPED], ids=[case[0] for case in ESCAPED])
def test_a_control_character_behind_a_backslash_is_found(text: str, path: Path, place: str) -> None:
    found = document(text)
    assert [(fault.rule, fault.path) for fault in found.faults] == [("control-character", path)]
    assert told(found)[0][2] == place
    assert not found.unreadable


@pytest.mark.parametrize("text", ['a: "x\\ny\\tz"\n', 'a: "\\r\\n"\n', "a: 'x\\u202e'\n", "a: C:\\e\n"])
def test_a_backslash_that_makes_nothing_invisible_is_fine(text: str) -> None:
    assert document(text).faults == []


def test_thirty_two_levels_are_read_and_one_more_is_not() -> None:
    assert document("[" * DEEPEST + "]" * DEEPEST).faults == []
    found = document("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1))
    assert [(fault.rule, fault.start, fault.facts) for fault in found.faults] == [
        ("too-large", DEEPEST, {"limit": "depth"})
    ]
    block = "".join(f"{' ' * level}a:\n" for level in range(DEEPEST + 1))
    assert [fault.rule for fault in document(block).faults] == ["too-large"]


ALIAS_BOMB = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{f'*a{n - 1}, ' * 9}]\n" for n in range(1, 20))

BOMBS = [
    ("a million open brackets", "[" * 1_000_000),
    ("half a million open braces", "{" * 500_000),
    ("half a million dashes", "- " * 500_000),
    ("half a million question marks", "? " * 500_000),
    ("question marks in braces", "{? " * 300_000),
    ("colons without end", "a: " * 300_000),
    ("anchors without end", "&a " * 300_000),
    ("an alias bomb", ALIAS_BOMB),
    ("a merge bomb", "a: &a {x: 1}\n" + "".join(f"b{n}: {{<<: [{'*a, ' * 50}]}}\n" for n in range(2000))),
    ("one key a hundred thousand times", "a: 1\n" * 200_000),
    ("sixty thousand Cyrillic keys", "".join(f"й{n}: 1\n" for n in range(60_000))),
    ("sixty thousand keys that are not in NFC", "".join(f"и\u0306{n}: 1\n" for n in range(60_000))),
    ("thirty thousand keys a list", "- {й: 1}\n" * 30_000),
    ("a hundred thousand escapes", "a: [" + '"\\e",' * 150_000 + "]"),
    ("nothing but NUL", "\x00" * 1_000_000),
    ("broken UTF-8", b"\xff" * 1_000_000),
]  # fmt: skip


@pytest.mark.parametrize("text", [case[1] for case in BOMBS], ids=[case[0] for case in BOMBS])
def test_no_file_costs_more_than_its_size(text: str | bytes) -> None:
    found = document(text)  # what is not bounded by the file's size would take hours, or all memory
    assert len(found.faults) <= 2 * MOST_FAULTS


def test_a_path_that_leads_nowhere_is_told_from_one_that_does() -> None:
    found = document("a: {b: [x, null]}\nc: text\n")
    assert [path for path in paths(found.values) if not found.has(path)] == []
    nowhere: list[Path] = [("z",), ("a", "z"), ("a", "b", 2), ("a", "b", 1, "x"), ("c", 0), ("c", "t"), ("a", 0)]
    assert [path for path in nowhere if found.has(path)] == []


def test_the_root_stands_where_the_file_has_something() -> None:
    found = document("# c\na: 1\n\n# d\n")
    assert found.raw(()) == "a: 1"
    assert found.key_span(()) == (0, 0)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        pytest.param((), {"a": {"b": "text"}, "c": ["x", {"d": None}]}, id="all of it"),
        pytest.param(("a", "b"), "text", id="a field of a mapping"),
        pytest.param(("c", 0), "x", id="a thing of a list"),
        pytest.param(("c", 1, "d"), None, id="a field that says nothing"),
        pytest.param(("c", 2), None, id="a thing beyond the end of a list"),
        pytest.param(("c", -1), None, id="no thing has a number below nothing"),
        pytest.param(("c", "0"), None, id="a list has no names"),
        pytest.param(("a", "b", 0), None, id="the letters of a text are no values"),
        pytest.param(("z", "b"), None, id="a field of what is not there"),
    ],
)
def test_what_stands_at_a_path_is_found_or_nothing(path: tuple[str | int, ...], value: object) -> None:
    assert found_at({"a": {"b": "text"}, "c": ["x", {"d": None}]}, path) == value
