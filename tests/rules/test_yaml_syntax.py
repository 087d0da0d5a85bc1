"""yaml-syntax: what is no YAML is said in plain words."""

from __future__ import annotations

import pytest

from tests.harness import Row
from tests.rules.saying import found, said

RULE = "yaml-syntax"

CASES: list[tuple[str, str, list[Row]]] = [
    ("plain YAML is fine", "a: x\n", []),
    ("a colon and a blank in a value are found at the colon", "a: x: y\n", [(RULE, "1:5-1:6", ":")]),
    ("a colon without a blank is fine", "a: x:y\n", []),
    ("a tab before a name is found at the tab", "a:\n\tb: 1\n", [(RULE, "2:1-2:2", "\t")]),
    ("a quotation mark that is never closed is found at the file's end", 'a: "x\nb: 1\n', [(RULE, "3:1-3:1", "")]),
    ("a bracket that is never closed is found where the next name stands", "a: [1\nb: 2\n", [(RULE, "2:2-2:3", ":")]),
    ("columns count characters, not bytes", "к: 🎁 ы: y\n", [(RULE, "1:7-1:8", ":")]),
    (
        "a merge conflict is found at each of its marks that opens",
        "<<<<<<< a\nx: 1\n",
        [(RULE, "1:1-1:10", "<<<<<<< a")],
    ),
    ("brackets that do not match are found once", "a: [}\n", [(RULE, "1:5-1:6", "}")]),
]


@pytest.mark.parametrize(("plan", "rows"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_yaml_syntax(plan: str, rows: list[Row]) -> None:
    assert found(plan.encode(), RULE) == rows


WORDS = [
    ("a merge conflict", "<<<<<<< a\nx: 1\n", "There is an unresolved merge conflict here."),
    ("a tab as indentation", "a:\n\tb: 1\n", "A tab stands where blanks belong."),
    ("a tab after a value", "a:\n  b: 1\n\tc: 2\n", "A tab stands where blanks belong."),
    ("a colon in a value", "a: x: y\n", "This value has a colon and a blank in it."),
    ("two fields on a line", "a: 1 b: 2\n", "This value has a colon and a blank in it."),
    ("a name that is indented too far", "a: 1\n  b: 2\n", "This line does not fit what stands above it."),
    ("a name that is indented too little", "a:\n  b: 1\n c: 2\n", "This line does not fit what stands above it."),
    ("no blank behind the colon", "a:1\nb: 2\n", "This line does not fit what stands above it."),
    ("a list among names", "a: 1\n- b\n", "This line does not fit what stands above it."),
    ("a name without a colon", "a: 1\nfoo\nb: 2\n", "A colon is missing behind a name."),
    ("a name in a list", "a:\n  - b\n  c: 1\n", "A dash is missing before a thing of a list."),
    ("a list behind a name", "a: - b\n", "A list cannot begin here."),
    ("an at sign", "a: @x\n", "No value may begin with @."),
    ("a percent sign", "a: %x\n", "No value may begin with %."),
    ("a backtick", "a: `x\n", "No value may begin with `."),
    ("an ampersand alone", "a: & b\n", "A value begins with & or *, which YAML keeps for itself."),
    ("an asterisk alone", "a: *\n", "A value begins with & or *, which YAML keeps for itself."),
    ("an exclamation mark", "a: !<x\n", "A value begins with !, which YAML keeps for itself."),
    ("a greater-than sign", "a: >x\n", "A value begins with > or |, which YAML keeps for itself."),
    ("a quotation mark never closed", "a:\n  b: 'x\n", "The quotation mark that opens on line 2 is never closed."),
    ("an apostrophe in quotes", "a: 'it's'\n", "Text stands behind the quotation mark that closes the value."),
    ("a backslash", 'a: "C:\\q"\n', "The backslash does not go with what follows it."),
    ("a backslash with too few digits", 'a: "\\xZ"\n', "The backslash does not go with what follows it."),
    ("half a character", 'a: "\\uD800"\n', "The backslash spells a character that does not exist."),
    ("a brace never closed", "a:\n  b: {c: 1\nd: 2\n", "A comma or } is missing; the bracket opens on line 2."),
    ("a bracket never closed", "a: [1\nb: 2\n", "A comma or ] is missing; the bracket opens on line 1."),
    ("two commas", "a: [1,,2]\n", "A value is missing here."),
    ("text behind the document's end", "a: x\n... b\n", "Text stands behind the end of the file's content."),
]


@pytest.mark.parametrize(("plan", "message"), [case[1:] for case in WORDS], ids=[case[0] for case in WORDS])
def test_the_problem_is_said_in_plain_words_with_a_hint(plan: str, message: str) -> None:
    [(words, hint, fix)] = said(plan.encode(), RULE)
    assert words == message
    assert hint.endswith(".")
    assert fix is None
