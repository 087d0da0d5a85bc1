"""unknown-field: what the schema does not name is off."""

from __future__ import annotations

import pytest

from kamctl.lint.page import PLAN
from kamctl.plan.fault import Fault
from kamctl.plan.source import Source
from kamctl.rules import unknown_field
from tests.harness import BASE_PLAN, FORMAT, Row, lint, overlay, run
from tests.rules.saying import said

CASES = [
    ("a field of SKAM's own is known", "region: north\n", []),
    ("a section of SKAM's own is known", "swot:\n  strengths: [Price]\n", []),
    (
        "a misspelt field of a section is found at its name",
        "swot:\n  strenghts: [Price]\n",
        [("unknown-field", "13:3-13:12", "strenghts")],
    ),
    ("a top-level field that nobody declared is found", "weather: fine\n", [("unknown-field", "12:1-12:8", "weather")]),
]


@pytest.mark.parametrize(("sections", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_unknown_field(sections: str, found: list[Row]) -> None:
    assert lint(sections, "unknown-field") == found


def test_the_hint_names_the_one_near_field_and_the_fix_writes_it() -> None:
    [mend] = run({PLAN: overlay(BASE_PLAN, "swot:\n  strenghts: [Price]\n")}).mends
    assert (str(mend.finding.hint), mend.fix.text) == ("Did you mean strengths?", "strengths")


def test_a_comma_between_digits_is_explained() -> None:
    assert said("credit_line: {limit: 12,5, days: 45}\n", "unknown-field") == [
        (
            "The field 5 is not known here.",
            "A comma begins a new field here: write decimals with a point, and no commas between digits.",
            None,
        )
    ]


def test_a_field_as_near_to_one_that_is_there_is_not_renamed() -> None:
    """`plans` may be the `plan` that stands there already, written twice."""
    format_ = FORMAT + "  swot.plan: {type: text}\n  swot.plane: {type: text}\n"
    [(_, hint, fix)] = said("swot: {plan: A, plans: B}\n", "unknown-field", format=format_)
    assert (hint, fix) == ("Did you mean plane?", None)


def test_else_the_fields_are_listed() -> None:
    assert said("budget: {basis: fixed, amount: 1, wind: 1}\n", "unknown-field") == [
        ("The field wind is not known here.", "The fields that may stand here are basis, rate, amount, spent.", None)
    ]


def test_where_the_known_fields_are_not_told_there_are_words_too() -> None:
    wording = unknown_field.word(
        Fault("unknown-field", 0, 0, facts={"value": "regoin", "present": ()}), Source("x", "")
    )
    assert str(wording.hint) == "Take it out, or look for the right name in a plan that has no findings."
    assert wording.fix is None
