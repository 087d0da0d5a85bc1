"""missing-field: a thing says what everybody needs to know of it."""

from __future__ import annotations

import pytest

from tests.harness import BASE_PLAN, FORMAT, Row, lint
from tests.rules.saying import Said, said

RULE = "missing-field"

CASES: list[tuple[str, str, list[Row]]] = [
    ("all fields are there", "activities:\n  one: {what: A, owner: kam-north, due: 2026-09-01}\n", []),
    (
        "a field that is missing is found at its thing's name",
        "activities:\n  one: {what: A, owner: kam-north}\n",
        [(RULE, "13:3-13:6", "one")],
    ),
    (
        "each one that is missing is found",
        "activities:\n  one: {what: A}\n",
        [(RULE, "13:3-13:6", "one"), (RULE, "13:3-13:6", "one")],
    ),
    (
        "a field with nothing behind it is found at its own name",
        "activities:\n  one: {what: A, owner: kam-north, due: }\n",
        [(RULE, "13:36-13:39", "due")],
    ),
    ("empty text is nothing", 'contacts:\n  a: {name: ""}\n', [(RULE, "13:7-13:11", "name")]),
    ("of a note in a list at the note", "history:\n  - date: 2026-01-01\n", [(RULE, "13:5-13:21", "date: 2026-01-01")]),
    ("a budget by neither rate nor amount", "budget: {basis: fixed}\n", [(RULE, "12:1-12:7", "budget")]),
    ("a budget by both has no field missing", "budget: {basis: fixed, rate: 2%, amount: 1}\n", []),
    (
        "a figure with neither plan nor actual",
        "kpis:\n  visits:\n    2026-Q1: {previous: 1}\n",
        [(RULE, "14:5-14:12", "2026-Q1")],
    ),
]


@pytest.mark.parametrize(("sections", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_missing_field(sections: str, found: list[Row]) -> None:
    assert lint(sections, RULE) == found


WORDS: list[tuple[str, str, Said]] = [
    (
        "of a thing",
        "activities:\n  one: {what: A, owner: kam-north}\n",
        ("activities.one has no due.", "Write the year, the month and the day, such as 2026-02-03.", None),
    ),
    (
        "with nothing behind it",
        "activities:\n  one: {what: A, owner: , due: 2026-09-01}\n",
        (
            "Nothing stands behind owner, which must be filled in.",
            "Write the id of a person in schema/people.yaml.",
            None,
        ),
    ),
    ("one of two", "budget: {basis: fixed}\n", ("budget needs rate or amount.", "Add one of them.", None)),
    (
        "of a note, counted from one",
        "history:\n  - {date: 2026-01-01}\n",
        ("history.1 has no note.", 'Write text; in quotes where it looks like a number, such as "70000".', None),
    ),
]


@pytest.mark.parametrize(("sections", "words"), [case[1:] for case in WORDS], ids=[case[0] for case in WORDS])
def test_the_words_name_the_thing_and_the_field(sections: str, words: Said) -> None:
    assert said(sections, RULE) == [words]


def test_of_the_plan_itself() -> None:
    plan = BASE_PLAN.replace("kam: kam-north\n", "")
    assert said(plan.encode(), RULE) == [
        ("The field kam is missing.", "Write the id of a person in schema/people.yaml.", None)
    ]


def test_skam_may_ask_for_more() -> None:
    format_ = FORMAT + "  swot.chances: {type: list of text, required: true}\n"
    assert said("swot:\n  strengths: [A]\n", RULE, format=format_) == [
        ("swot has no chances.", "Add chances: with what belongs under it.", None)
    ]
