"""control-character: what cannot be seen must not be there."""

from __future__ import annotations

import pytest

from tests.harness import Row, lint
from tests.rules.saying import said

RULE = "control-character"

CASES: list[tuple[str, str, list[Row]]] = [
    ("Russian, quotation marks and a dash are fine", "client: «Сеть» — №1\n", []),
    ("a no-break space is fine", "client: A\u00a0B\n", []),
    ("a tab before a comment is fine", "client: A\t# note\n", []),
    ("CRLF is fine", "client: A\r\nregion: north\r\n", []),
    ("an emoji with a joiner is fine", "client: 👩\u200d👩\u200d👧\n", []),
    ("a joiner between letters is found", "client: A\u200dB\n", [(RULE, "11:10-11:11", "\u200d")]),
    ("text that turns its direction is found", "client: A\u202eB\n", [(RULE, "11:10-11:11", "\u202e")]),
    ("a run is one finding", "client: A\u200b\u200b\u2060B\n", [(RULE, "11:10-11:13", "\u200b\u200b\u2060")]),
    ("an invisible character in a name is found", "contacts:\n  a\u200b: {name: A}\n", [(RULE, "13:4-13:5", "\u200b")]),
    ("in a comment too", "client: A # \u202e\n", [(RULE, "11:13-11:14", "\u202e")]),
    ("escaped in quotes it is found at the value", 'client: "A\\u202EB"\n', [(RULE, "11:9-11:19", '"A\\u202EB"')]),
    ("escaped in a name it is found at the name", 'contacts:\n  "a\\0": {name: A}\n', [(RULE, "13:3-13:8", '"a\\0"')]),
    ("a byte order mark inside the file is found", "client: A\ufeffB\n", [(RULE, "11:10-11:11", "\ufeff")]),
]


@pytest.mark.parametrize(("sections", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_control_character(sections: str, found: list[Row]) -> None:
    assert lint(sections, RULE) == found


@pytest.mark.parametrize("mark", ["\r", "\x85", "\u2028", "\u2029"], ids=["CR", "NEL", "LS", "PS"])
def test_what_some_take_for_a_new_line_is_explained(mark: str) -> None:
    [(message, hint, fix)] = said(f"client: A{mark}kam: kam-south\n", RULE)
    number = f"U+{ord(mark):04X}"
    assert message == f"There are characters here that some programs take for a new line: {number}."
    assert hint == "Put a plain line end or a blank in their place."
    assert fix is None


WORDS = [
    ("raw", "client: A\u202e\u200bB\n", "There are characters here that cannot be seen: U+202E, U+200B."),
    ("escaped", 'client: "A\\u202E"\n', "This text has characters that cannot be seen: U+202E."),
]


@pytest.mark.parametrize(("sections", "message"), [case[1:] for case in WORDS], ids=[case[0] for case in WORDS])
def test_the_characters_are_named_by_number(sections: str, message: str) -> None:
    assert [words for words, _, _ in said(sections, RULE)] == [message]
