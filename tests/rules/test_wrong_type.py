"""wrong-type: each field takes one kind of thing."""

from __future__ import annotations

import pytest

from tests.harness import FORMAT, Row, lint
from tests.rules.saying import Said, found, said

RULE = "wrong-type"

CASES: list[tuple[str, str, list[Row]]] = [
    ("a phone in quotes is fine", 'contacts:\n  a: {name: A, phone: "70000"}\n', []),
    (
        "a phone that reads as a number is found",
        "contacts:\n  a: {name: A, phone: 70000}\n",
        [(RULE, "13:23-13:28", "70000")],
    ),
    ("a word where money belongs is found", "credit_line: {limit: high, days: 1}\n", [(RULE, "12:22-12:26", "high")]),
    ("a list where named things belong is found", "contacts: [a]\n", [(RULE, "12:11-12:14", "[a]")]),
    ("a value where a list belongs is found", "assortment: {listed: kefir-1l}\n", [(RULE, "12:22-12:30", "kefir-1l")]),
    ("a section with nothing behind it is found at its name", "contacts:\n", [(RULE, "12:1-12:9", "contacts")]),
    (
        "an optional field with nothing behind it too",
        "contacts:\n  a: {name: A, role: }\n",
        [(RULE, "13:16-13:20", "role")],
    ),
    ("in a list at the thing", "assortment: {listed: [kefir-1l, 5]}\n", [(RULE, "12:33-12:34", "5")]),
]


@pytest.mark.parametrize(("sections", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_wrong_type(sections: str, found: list[Row]) -> None:
    assert lint(sections, RULE) == found


WHOLE: list[tuple[str, bytes, list[Row]]] = [
    ("a list for a plan", b"- a\n", [(RULE, "1:1-1:4", "- a")]),
    ("a word for a plan", b"plan\n", [(RULE, "1:1-1:5", "plan")]),
]


@pytest.mark.parametrize(("plan", "rows"), [case[1:] for case in WHOLE], ids=[case[0] for case in WHOLE])
def test_a_file_that_is_no_plan(plan: bytes, rows: list[Row]) -> None:
    assert found(plan, RULE) == rows
    assert said(plan, RULE)[0][0].startswith("A thing with fields must stand here, not ")


LINES = "Write name: value, each on a line of its own, indented alike."
PERCENT = "Write a number with a point for decimals and the sign %, such as 7.5%."
WORDS: list[tuple[str, str, Said]] = [
    (
        "text that reads as a number",
        "client: 2026\n",
        ("Text must stand here, not a number.", 'Write "2026".', '"2026"'),
    ),
    (
        "text that reads as true",
        "client: true\n",
        ("Text must stand here, not true or false.", 'Write "true".', '"true"'),
    ),
    (
        "text that is a list",
        "client: [a]\n",
        (
            "Text must stand here, not a list.",
            'Write text; in quotes where it looks like a number, such as "70000".',
            None,
        ),
    ),
    (
        "a word for a percentage",
        "risks:\n  a: {what: A, impact: 1, probability: low}\n",
        ("A percentage must stand here, not text.", PERCENT, None),
    ),
    (
        "named things for a date",
        "activities:\n  a: {what: A, owner: kam-north, due: {a: b}}\n",
        (
            "A date must stand here, not named things.",
            "Write the year, the month and the day, such as 2026-02-03.",
            None,
        ),
    ),
    (
        "a number for an article",
        "assortment: {listed: [5]}\n",
        ("A product's id must stand here, not a number.", 'Write "5".', '"5"'),
    ),
    (
        "one value for a list",
        "assortment: {listed: kefir-1l}\n",
        ("A list must stand here, not text.", "Write a list, such as [kefir-1l].", None),
    ),
    (
        "text with a comma for a list",
        "assortment: {listed: 'a, b'}\n",
        ("A list must stand here, not text.", "Write a list, such as [first, second].", None),
    ),
    (
        "named things for a history",
        "history: {date: 2026-01-01}\n",
        (
            "A list must stand here, not named things.",
            "Begin each thing on a line of its own, with a dash and a blank before it.",
            None,
        ),
    ),
    ("a list for named things", "contacts: [a]\n", ("Named things must stand here, not a list.", LINES, None)),
    ("a list for KPIs", "kpis: [visits]\n", ("Named things must stand here, not a list.", LINES, None)),
    (
        "a number for a thing with fields",
        "budget: 5\n",
        ("A thing with fields must stand here, not a number.", LINES, None),
    ),
    ("nothing", "contacts:\n", ("Nothing stands behind contacts.", LINES, None)),
    (
        "nothing in a list, counted from one",
        "swot:\n  strengths: [A, ~]\n",
        (
            "Nothing stands in place 2 of the list.",
            'Write text; in quotes where it looks like a number, such as "70000".',
            None,
        ),
    ),
]


@pytest.mark.parametrize(("sections", "words"), [case[1:] for case in WORDS], ids=[case[0] for case in WORDS])
def test_the_words_say_what_belongs_there_and_what_stands_there(sections: str, words: Said) -> None:
    assert said(sections, RULE) == [words]


YES = [("yes", "true"), ("нет", "false"), ("maybe", None)]


@pytest.mark.parametrize(("typed", "meant"), YES, ids=[case[0] for case in YES])
def test_a_field_of_yes_and_no_takes_true_and_false(typed: str, meant: str | None) -> None:
    format_ = FORMAT + "  exclusive: {type: yes-no}\n"
    [(message, hint, fix)] = said(f"exclusive: {typed}\n", RULE, format=format_)
    assert message == "True or false must stand here, not text."
    assert hint == (f"Write {meant}." if meant else "Write true or false.")
    assert fix == meant
