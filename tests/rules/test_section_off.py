"""section-off: a section that SKAM do not use is read by nobody."""

from __future__ import annotations

import pytest

from tests.harness import FORMAT, Row, lint
from tests.rules.saying import said

RULE = "section-off"
WITHOUT = FORMAT.replace("contacts, competitors, ", "")

CASES: list[tuple[str, str, list[Row]]] = [
    ("a section in use is fine", "activities: {}\n", []),
    (
        "a section that is off is found at its name",
        "competitors:\n  x: {share: 5%}\n",
        [(RULE, "12:1-12:12", "competitors")],
    ),
    ("an empty one too", "contacts: {}\n", [(RULE, "12:1-12:9", "contacts")]),
    ("its name deeper down is no section", "risks:\n  contacts: {what: A, probability: 1%, impact: 1}\n", []),
]


@pytest.mark.parametrize(("sections", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_section_off(sections: str, found: list[Row]) -> None:
    assert lint(sections, RULE, format=WITHOUT) == found


def test_the_hint_says_whom_to_ask() -> None:
    assert said("contacts: {}\n", RULE, format=WITHOUT) == [
        (
            "The section contacts is not in use.",
            "Take it out, or ask SKAM to name it under sections in schema/format.yaml.",
            None,
        )
    ]
