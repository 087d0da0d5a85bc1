"""duplicate-key: a name stands once in its place."""

from __future__ import annotations

import pytest

from tests.harness import Row, lint
from tests.rules.saying import said

RULE = "duplicate-key"

CASES: list[tuple[str, str, list[Row]]] = [
    ("one name in two places is fine", "contacts:\n  a: {name: A}\n  b: {name: A}\n", []),
    ("the second of two is found at its name", "region: north\nregion: south\n", [(RULE, "13:1-13:7", "region")]),
    ("each further one is found", "region: north\nregion: south\nregion: north\n",
     [(RULE, "13:1-13:7", "region"), (RULE, "14:1-14:7", "region")]),
    ("inside braces too", "contacts:\n  a: {name: A, name: B}\n", [(RULE, "13:16-13:20", "name")]),
    ("deep down too", "kpis:\n  visits:\n    2026-Q1: {plan: 1, plan: 2}\n", [(RULE, "14:24-14:28", "plan")]),
    ("a name in quotes is the same name", 'region: north\n"region": south\n', [(RULE, "13:1-13:9", '"region"')]),
    ("another normal form is the same name", "contacts:\n  й: {name: A}\n  и\u0306: {name: B}\n",
     [(RULE, "14:3-14:5", "и\u0306")]),
    ("another case is another name", "contacts:\n  a: {name: A}\n  A: {name: B}\n", []),
]  # fmt: skip


@pytest.mark.parametrize(("sections", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_duplicate_key(sections: str, found: list[Row]) -> None:
    assert lint(sections, RULE) == found


def test_the_message_names_the_line_of_the_first() -> None:
    [(message, hint, fix)] = said("region: north\nregion: south\n", RULE)
    assert message == "The name region stands here a second time; the first is on line 12."
    assert hint == "Keep one of the two, or give one of them a name of its own."
    assert fix is None


def test_another_spelling_is_told() -> None:
    [(message, _, _)] = said("contacts:\n  й: {name: A}\n  и\u0306: {name: B}\n", RULE)
    assert message.endswith("looks the same as the one on line 13, though it is stored with other characters.")
