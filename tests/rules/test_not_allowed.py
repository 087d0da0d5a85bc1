"""not-allowed: some fields take one of a few words."""

from __future__ import annotations

import pytest

from tests.harness import FORMAT, Row, lint
from tests.rules.saying import Said, said

RULE = "not-allowed"

CASES: list[tuple[str, str, list[Row]]] = [
    ("a choice is fine", "region: north\n", []),
    ("another word is found", "region: west\n", [(RULE, "12:9-12:13", "west")]),
    ("a number is found", "region: 5\n", [(RULE, "12:9-12:10", "5")]),
    ("a segment that nobody named is found", "segment: C\n", [(RULE, "11:10-11:11", "C")]),
    ("a status deep down is found", "risks:\n  a: {what: A, probability: 1%, impact: 1, status: shut}\n",
     [(RULE, "13:52-13:56", "shut")]),
    ("sales among the KPIs are found at their name", "kpis:\n  sales:\n    2026-Q1: {plan: 1}\n",
     [(RULE, "13:3-13:8", "sales")]),
]  # fmt: skip


@pytest.mark.parametrize(("sections", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_not_allowed(sections: str, found: list[Row]) -> None:
    assert lint(sections, RULE) == found


WORDS: list[tuple[str, str, Said]] = [
    ("another case", "region: North\n", ("North is not one of the choices.", "Write north.", "north")),
    ("a slip of the hand", "region: nroth\n", ("nroth is not one of the choices.", "Did you mean north?", None)),
    ("another word", "region: west\n", ("west is not one of the choices.", "The choices are north, south.", None)),
    ("true", "region: true\n", ("true is not one of the choices.", "The choices are north, south.", None)),
    ("a segment", "segment: C\n", ("C is not a segment that SKAM have named.", "The choices are A, B.", None)),
    ("a segment in another case", "segment: b\n", ("b is not a segment that SKAM have named.", "Write B.", "B")),
    ("sales among the KPIs", "kpis:\n  sales:\n    2026-Q1: {plan: 1}\n",
     ("sales may not stand here.", "Put its figures in the section sales of the plan.", None)),
]  # fmt: skip


@pytest.mark.parametrize(("sections", "words"), [case[1:] for case in WORDS], ids=[case[0] for case in WORDS])
def test_the_choices_are_named(sections: str, words: Said) -> None:
    assert said(sections, RULE) == [words]


def test_a_list_of_no_choices_is_a_matter_for_skam() -> None:
    format_ = FORMAT + "  mood: {type: choice, choices: []}\n"
    assert said("mood: fine\n", RULE, format=format_) == [
        ("fine is not one of the choices.", "Ask SKAM for choices in schema/format.yaml.", None)
    ]
