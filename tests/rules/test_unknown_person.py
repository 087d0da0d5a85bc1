"""unknown-person: whoever a plan names works here."""

from __future__ import annotations

import pytest

from tests.harness import Row, lint
from tests.rules.saying import said

RULE = "unknown-person"

CASES: list[tuple[str, str, list[Row]]] = [
    ("somebody who works here is fine", "kam: kam-south\n", []),
    ("a stranger is found", "kam: nobody\n", [(RULE, "11:6-11:12", "nobody")]),
    ("in the team at the name", "team:\n  nobody: {role: KAM}\n", [(RULE, "11:3-11:9", "nobody")]),
    ("as an owner", "activities:\n  a: {what: A, owner: nobody, due: 2026-09-01}\n", [(RULE, "13:23-13:29", "nobody")]),
]


@pytest.mark.parametrize(("sections", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_unknown_person(sections: str, found: list[Row]) -> None:
    assert lint(sections, RULE) == found


def test_the_nearest_id_is_suggested() -> None:
    assert said("kam: kam-nort\n", RULE) == [
        ("There is no person kam-nort in schema/people.yaml.", "Did you mean kam-north?", None)
    ]


def test_else_the_people_are_listed() -> None:
    [(_, hint, _)] = said("kam: nobody\n", RULE)
    assert hint == "The people there are kam-north, kam-south, skam-head, logistics."


def test_of_very_many_strangers_the_first_get_a_suggestion() -> None:
    people = "".join(f"kam-{number}: {{name: A, role: kam}}\n" for number in range(1000))
    team = "".join(f"  kam-99{number}9: {{role: KAM}}\n" for number in range(100))
    hints = [hint for _, hint, _ in said(f"kam: kam-1\nteam:\n{team}", RULE, people=people)]
    assert len(hints) == 100
    assert hints[-1] == "Write the id of a person that is listed there."
    assert hints[0] != hints[-1]


def test_nobody_is_known_yet() -> None:
    hints = {hint for _, hint, _ in said("region: north\n", RULE, people="# nobody yet\n")}
    assert hints == {"Nothing is listed there yet; ask SKAM to add it."}
