"""What a file says, against a second reading of the YAML specification that shares no code with ours."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kamctl.plan.document import Document, read
from kamctl.plan.source import RawFile
from tests.harness import document

pytestmark = pytest.mark.no_cover

INTEGER = re.compile("[-+]?[0-9]+")
FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


def meant(node: Any) -> Any:
    """The value of a composed node by the core schema, written down a second time."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: meant(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [meant(item) for item in node.value]
    text = node.value
    if node.style:
        return text
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text.lower() in ("true", "false") and text in (text.lower(), text.upper(), text.capitalize()):
        return text.lower() == "true"
    if INTEGER.fullmatch(text):
        return int(text)
    if re.fullmatch("0o[0-7]+", text):
        return int(text, 0)
    if re.fullmatch("0x[0-9a-fA-F]+", text):
        return int(text, 0)
    return Decimal(text) if FLOAT.fullmatch(text) else text


def typed(value: Any) -> Any:
    """A value with its types, so that True is not 1 and 1 not 1.0."""
    if isinstance(value, dict):
        return [(key, typed(inner)) for key, inner in value.items()]
    if isinstance(value, list):
        return [typed(inner) for inner in value]
    return type(value), str(value)


PLAIN = [
    "a", "1", "010", "0o17", "0x1F", "1e3", "-2.50", "NO", "yes", "true", "TRUE", "null", "~", "12:30",
    "2026-02-03", "7.5%", "1_000", "кефир", "😀", "a b", "x#y", "-x", "=", "", "''", "'it''s'", '"q\\n\\"x\\""',
    "'1'", '"true"', '"я 😀"', "'# no comment'",
]  # fmt: skip
KEYS = ["a", "b", "2026", "2026-Q1", "'quoted'", '"d"', "ключ", "true", "x-y", "'[key]'"]

SCALARS = st.sampled_from(PLAIN)
FLOW = st.recursive(
    SCALARS.filter(bool),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(lambda items: f"[{', '.join(items)}]"),
        st.lists(st.tuples(st.sampled_from(KEYS), inner), max_size=4, unique_by=lambda pair: pair[0]).map(
            lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}"
        ),
    ),
    max_leaves=6,
)
BLOCK_TEXTS = ["|\n  one\n  two", ">-\n  one\n  two\n\n  three", "|+\n  one\n\n", "'over\n  lines'", "over\n  lines"]


def indented(text: str, by: str) -> str:
    return "\n".join(by + line if line else line for line in text.split("\n"))


def block(pairs: list[tuple[str, tuple[str, str]]]) -> str:
    lines = []
    for key, (kind, text) in pairs:
        lines.append(f"{key}:\n{indented(text, '  ')}" if kind == "block" else f"{key}: {text}")
    return "\n# a comment\n\n".join(lines)


def items(texts: list[tuple[str, str]]) -> str:
    return "\n".join(f"-\n{indented(text, '  ')}" if kind == "block" else f"- {text}" for kind, text in texts)


BLOCK = st.recursive(
    st.one_of(FLOW, SCALARS, st.sampled_from(BLOCK_TEXTS)).map(lambda text: ("flow", text)),
    lambda inner: st.one_of(
        st.lists(st.tuples(st.sampled_from(KEYS), inner), min_size=1, max_size=5, unique_by=lambda pair: pair[0])
        .map(block)
        .map(lambda text: ("block", text)),
        st.lists(inner, min_size=1, max_size=4).map(items).map(lambda text: ("block", text)),
    ),
    max_leaves=12,
)
DOCUMENTS = st.builds(
    lambda pairs, end, line_end, bom: bom + (block(pairs) + end).replace("\n", line_end),
    st.lists(st.tuples(st.sampled_from(KEYS), BLOCK), min_size=1, max_size=6, unique_by=lambda pair: pair[0]),
    st.sampled_from(["", "\n", "\n\n# end\n"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "\ufeff"]),
)


def pieces(found: Document) -> list[tuple[str, Any]]:
    """The text at every place with the value that the document has for it."""
    seen = []

    def walk(value: Any, path: Any) -> None:
        if path:
            seen.append((found.raw(path), value))
        if isinstance(value, dict | list):
            for step in value if isinstance(value, dict) else range(len(value)):
                walk(value[step], (*path, step))

    walk(found.values, ())
    return seen


@given(DOCUMENTS)
def test_values_are_those_of_a_second_reading(text: str) -> None:
    found = document(text)
    assert found.faults == []
    assert typed(found.values) == typed(meant(yaml.compose(text.removeprefix("\ufeff"), Loader=yaml.CSafeLoader)))


@given(DOCUMENTS)
def test_the_text_at_every_place_reads_as_the_value_there(text: str) -> None:
    found = document(text)
    for raw, value in pieces(found):
        if "\n" in raw:
            continue  # in a block, what a line means hangs on how far it is indented
        again = document(raw).values
        assert typed(again) == typed(value), raw


@given(DOCUMENTS)
def test_keys_and_values_stand_one_after_another_and_inside_one_another(text: str) -> None:
    found = document(text)

    def check(value: Any, marks: Any, low: int, high: int) -> None:
        at = low
        for step in value if isinstance(value, dict) else range(len(value) if isinstance(value, list) else 0):
            mark = marks[step]
            start, end = (mark[2], mark[3]) if isinstance(value, dict) else (mark[0], mark[1])
            assert at <= mark[0] <= mark[1] <= max(start, mark[1])
            assert start <= end <= high
            if isinstance(value, dict):
                assert mark[1] <= start
                assert found.source.text[mark[0] : mark[1]].strip("'\"") == step
            check(value[step], mark[-1], start, end)
            at = end

    check(found.values, found.marks, found.start, found.end)


@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode), st.lists(st.sampled_from([
    "a", ": ", "- ", "? ", "{", "}", "[", "]", "\n", "  ", "\t", "&a ", "*a ", "!!str ", "<<: ", "'", '"', "\\u202e",
    "\\", "|\n", ">\n", "---\n", "...\n", "%YAML 1.2\n", "# ", "\r", "\x85", "\u2028", "\ufeff", "\x00", "й", "и\u0306",
    "1e999", "1e9999999999999999999", ".inf", "0x", ",", "=", "null", "😀", "\U000e0041",
]), max_size=40).map(lambda parts: "".join(parts).encode())))  # fmt: skip
def test_whatever_is_read_there_is_a_value_or_a_fault(data: bytes) -> None:
    found = read(RawFile("plans/x.yaml", data))
    assert found.unreadable <= bool(found.faults)
    for fault in found.faults:
        assert 0 <= fault.start <= fault.end <= len(found.source.text) + 1


CHAPTERS: list[tuple[str, str, Any]] = [
    ("2.1 list of scalars", "- one\n- two\n", ["one", "two"]),
    ("2.1 mapping of scalars", "hr: 65\navg: 0.278\n", {"hr": 65, "avg": Decimal("0.278")}),
    ("2.1 mapping of lists", "x:\n- a\n- b\ny:\n  - c\n", {"x": ["a", "b"], "y": ["c"]}),
    ("2.1 list of mappings", "-\n  a: 1\n-\n  a: 2\n", [{"a": 1}, {"a": 2}]),
    ("2.1 list of lists", "- [a, b]\n- []\n", [["a", "b"], []]),
    ("2.1 mapping of mappings", "x: {a: 1}\ny: {\n  a: 2,\n}\n", {"x": {"a": 1}, "y": {"a": 2}}),
    ("2.2 comments", "# x\na: # y\n- 1 # z\n# w\n", {"a": [1]}),
    ("2.2 compact nested mapping", "- a: 1\n  b: 2\n- a: 3\n", [{"a": 1, "b": 2}, {"a": 3}]),
    ("2.3 literal", "|\n  \\//||\\/||\n  // ||\n", "\\//||\\/||\n// ||\n"),
    ("2.3 folded", ">\n  a\n  b\n\n  c\n", "a b\nc\n"),
    ("2.3 plain over lines", "a:\n  one\n  two\n\n  three\n", {"a": "one two\nthree"}),
    ("2.3 double quotes over lines", 'a: "one\n  two\\n\n  "\n', {"a": "one two\n "}),
    ("2.4 integers", "[12345, +12345, 0o14, 0xC]", [12345, 12345, 12, 12]),
    ("2.4 miscellaneous", "{null: , b: [true, false], c: '012345'}", {"null": None, "b": [True, False], "c": "012345"}),
    ("2.4 timestamps are text", "a: 2001-12-14t21:59:43.10-05:00\n", {"a": "2001-12-14t21:59:43.10-05:00"}),
    ("5.3 indicators in text", "a: x - y, z? {b} #c\nd: e#f\n", {"a": "x - y, z? {b}", "d": "e#f"}),
    ("5.3 quotes", "a: 'x: ''y'''\nb: \"x: \\\"y\\\"\"\n", {"a": "x: 'y'", "b": 'x: "y"'}),
    ("5.4 line breaks in a literal", "a: |\r\n  x\r\n  y\r\n", {"a": "x\ny\n"}),
    ("5.7 escapes", 'a: "\\t\\x41\\u0416\\U0001F600\\/\\_"\n', {"a": "\tAЖ😀/\u00a0"}),
    ("5.7 an escaped line break", 'a: "x\\\n  y"\n', {"a": "xy"}),
    ("6.1 indentation", "a:\n    b:\n     c: 1\n    d: 2\n", {"a": {"b": {"c": 1}, "d": 2}}),
    ("6.1 a dash as indentation", "a:\n- b\n-  - c\n   - d\n", {"a": ["b", ["c", "d"]]}),
    ("6.2 separation by a tab", "a:\t1\n", {"a": 1}),
    ("6.4 empty lines", "a: |\n  x\n\n  y\nb: z\n\n\n  w\n", {"a": "x\n\ny\n", "b": "z\n\nw"}),
    ("6.5 folding keeps more-indented lines", "a: >\n  x\n\n    y\n  z\n", {"a": "x\n\n  y\nz\n"}),
    ("6.6 a comment between key and value", "a:\n  # x\n\n  # y\n  b\n", {"a": "b"}),
    ("6.9 no comment without a blank", "a: b#c\n", {"a": "b#c"}),
    ("7.2 empty nodes", "{a: , b: ,}", {"a": None, "b": None}),
    ("7.3.1 a double-quoted key", '"a b": 1\n', {"a b": 1}),
    ("7.3.1 folding in double quotes", 'a: "x\n\n  y\n  z"\n', {"a": "x\ny z"}),
    ("7.3.2 single quotes keep backslashes", "a: 'x\\ny'\n", {"a": "x\\ny"}),
    ("7.3.2 folding in single quotes", "a: 'x\n\n  y\n  z'\n", {"a": "x\ny z"}),
    ("7.3.3 plain with indicators", "[http://a.b/c#d, -1, --x, a:b]", ["http://a.b/c#d", -1, "--x", "a:b"]),
    ("7.3.3 plain over lines in a flow list", "[a\n b, c]", ["a b", "c"]),
    ("7.4.1 flow lists", "[ [a, b, ], [c, ] ]", [["a", "b"], ["c"]]),
    ("7.4.1 entries of all kinds", "['a', \"b\", [d], {e: f}, g: h]", ["a", "b", ["d"], {"e": "f"}, {"g": "h"}]),
    ("7.4.2 flow mappings", "{ a : b, c: d, }", {"a": "b", "c": "d"}),
    ("7.4.2 an adjacent value", '{"a":b, \'c\':[d]}', {"a": "b", "c": ["d"]}),
    ("7.4.2 a key without a value", "{a, b: c, 'd'}", {"a": None, "b": "c", "d": None}),
    ("7.4.2 a plain value that has a colon", "{a:b: c}", {"a:b": "c"}),
    ("8.1.1 an indentation indicator", "a: |1\n  x\n", {"a": " x\n"}),
    ("8.1.1 stripping", "a: |-\n  x\n\n", {"a": "x"}),
    ("8.1.1 clipping", "a: |\n  x\n\n", {"a": "x\n"}),
    ("8.1.1 keeping", "a: |+\n  x\n\n", {"a": "x\n\n"}),
    ("8.1.1 an indicator in either order", "a: |-1\n  x\nb: |1-\n  y\n", {"a": " x", "b": " y"}),
    ("8.1.1 an empty block scalar", "a: >-\n\nb: 1\n", {"a": "", "b": 1}),
    ("8.1.2 literal keeps what looks like YAML", "a: |\n  b: 1\n  # c\n  - d\n", {"a": "b: 1\n# c\n- d\n"}),
    ("8.1.3 folded lists stay apart", "a: >\n  x\n   * y\n   * z\n  w\n", {"a": "x\n * y\n * z\nw\n"}),
    ("8.2.1 block lists", "-\n- x\n- - y\n", [None, "x", ["y"]]),
    ("8.2.2 block mappings", "a:\nb: 1\n'c d':\n  - e\n", {"a": None, "b": 1, "c d": ["e"]}),
    ("8.2.2 a plain key of words", "one two: 3\n", {"one two": 3}),
    ("8.2.3 block nodes", "-\n  x\n- >\n y\n- a: b\n", ["x", "y\n", {"a": "b"}]),
    ("9.1 a document start and end", "---\na: 1\n...\n", {"a": 1}),
    ("9.1 a value behind the start", "--- [a]\n", ["a"]),
    ("9.1 a comment behind the end", "a: 1\n... # x\n", {"a": 1}),
    ("10.3 the core schema", "[~, Null, TRUE, .5, 1., 0o7, 1e2, nUll]", [
        None, None, True, Decimal("0.5"), Decimal("1."), 7, Decimal("1e2"), "nUll",
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "values"), [case[1:] for case in CHAPTERS], ids=[case[0] for case in CHAPTERS])
def test_yaml_as_its_specification_has_it(text: str, values: Any) -> None:
    found = document(text)
    assert found.faults == []
    assert typed(found.values) == typed(values)


NOT_YAML = [
    ("7.4 an open list", "[a, b"),
    ("7.4 a list closed twice", "[a]]"),
    ("7.4 no comma", "[a b: c d: e]"),
    ("7.3 an open quote", "a: 'b"),
    ("7.3 text behind a quote", "a: 'b' c\n"),
    ("8.2 a list after a value", "a: b\n- c\n"),
    ("8.2 a value that goes on less indented", "a:\n  b: c\n d: e\n"),
    ("8.2 a key after text", "a\nb: c\n"),
    ("8.2 a list and a mapping", "- a\nb: c\n"),
    ("6.1 a tab as indentation", "a:\n\tb: 1\n"),
    ("5.7 an unknown escape", '"\\z"'),
    ("5.7 a short escape", '"\\u12"'),
    ("8.1 a bad indicator", "a: |x\n  b\n"),
    ("5.3 a reserved indicator", "a: @b\n"),
    ("5.3 a backtick", "a: `b\n"),
    ("7.3 a list as plain text", "a: b: c\n"),
    ("9.1 text behind the end", "a: 1\n... b\n"),
    ("8.1 less indented than said", "a: |3\n x\n"),
]


@pytest.mark.parametrize("text", [case[1] for case in NOT_YAML], ids=[case[0] for case in NOT_YAML])
def test_what_the_specification_does_not_have_is_refused(text: str) -> None:
    found = document(text)
    assert [fault.rule for fault in found.faults] == ["yaml-syntax"]
    assert found.unreadable
