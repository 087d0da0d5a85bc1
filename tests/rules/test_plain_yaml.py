"""plain-yaml: a plan says every value where it stands."""

from __future__ import annotations

import pytest

from kamctl.plan.fault import Fault
from kamctl.plan.source import Source
from kamctl.rules import plain_yaml
from tests.harness import Row, lint
from tests.rules.saying import found, said

RULE = "plain-yaml"

CASES: list[tuple[str, str, list[Row]]] = [
    ("signs in the middle of a value are fine", "client: A & B * C ! D\n", []),
    ("signs in quotes are fine", 'client: "&a"\nregion: north\n', []),
    ("an anchor is found", "client: &a X\n", [(RULE, "11:9-11:11", "&a")]),
    (
        "an alias is found beside its anchor",
        "client: &a X\nregion: *a\n",
        [(RULE, "11:9-11:11", "&a"), (RULE, "12:9-12:11", "*a")],
    ),
    ("a tag is found", "client: !x Y\n", [(RULE, "11:9-11:11", "!x")]),
]


@pytest.mark.parametrize(("sections", "rows"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_plain_yaml(sections: str, rows: list[Row]) -> None:
    assert lint(sections, RULE) == rows


WHOLE: list[tuple[str, str, list[Row]]] = [
    ("one document with its mark is fine", "---\na: 1\n", []),
    ("a second document is found", "a: 1\n---\nb: 1\n", [(RULE, "2:1-2:4", "---")]),
    ("a name with a question mark is found", "? a\n: 1\n", [(RULE, "1:1-1:2", "?")]),
    ("a list as a name is found", "{[a]: 1}\n", [(RULE, "1:2-1:3", "[")]),
]


@pytest.mark.parametrize(("plan", "rows"), [case[1:] for case in WHOLE], ids=[case[0] for case in WHOLE])
def test_plain_yaml_of_a_whole_file(plan: str, rows: list[Row]) -> None:
    assert found(plan.encode(), RULE) == rows


WORDS = [
    ("a document", "a: 1\n---\nb: 1\n", "A second document begins here."),
    ("a directive", "%YAML 1.2\n---\na: 1\n", "A line of instructions to the YAML reader stands here."),
    ("an anchor", "a: &x 1\n", "The mark &x makes this value repeatable elsewhere."),
    ("a tag", "a: !x 1\n", "The mark !x changes how this value is read."),
    ("a complex key", "? a\n: 1\n", "A name must be a single word here."),
]


@pytest.mark.parametrize(("plan", "message"), [case[1:] for case in WORDS], ids=[case[0] for case in WORDS])
def test_each_kind_has_its_words(plan: str, message: str) -> None:
    [(words, hint, fix)] = said(plan.encode(), RULE)
    assert (words, hint[-1], fix) == (message, ".", None)


def test_an_alias_is_told_by_its_name() -> None:
    assert said(b"a: &x 1\nb: *x\n", RULE)[1][0] == "The mark *x stands for a value from elsewhere."


def test_a_kind_that_is_new_has_words_too() -> None:
    wording = plain_yaml.word(Fault(RULE, 0, 0, facts={"kind": "new"}), Source("x", ""))
    assert str(wording.message) == "This is more than plain YAML."
