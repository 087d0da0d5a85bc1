"""out-of-range: SKAM set limits."""

from __future__ import annotations

import pytest

from tests.harness import FORMAT, KPIS, Row, lint
from tests.rules.saying import Said, said

RULE = "out-of-range"

CASES: list[tuple[str, str, list[Row]]] = [
    ("at the limit is fine", "discounts:\n  a: {size: 15%, condition: A}\n", []),
    ("above it is found", "discounts:\n  a: {size: 15.1%, condition: A}\n", [(RULE, "13:13-13:18", "15.1%")]),
    ("nothing is fine", "credit_line: {limit: 0, days: 0}\n", []),
    ("below nothing is found", "credit_line: {limit: -1, days: 0}\n", [(RULE, "12:22-12:24", "-1")]),
    ("a debt may be below nothing", "credit_line: {limit: 1, days: 1, used: -1}\n", []),
    ("the largest number is fine", "credit_line: {limit: 1000000000000000, days: 0}\n", []),
    (
        "a larger one is found",
        "credit_line: {limit: 1000000000000001, days: 0}\n",
        [(RULE, "12:22-12:38", "1000000000000001")],
    ),
    ("an impact over the whole sales plan is fine", "risks:\n  a: {what: A, probability: 1%, impact: 120%}\n", []),
    (
        "an impact below nothing is found",
        "risks:\n  a: {what: A, probability: 1%, impact: -1%}\n",
        [(RULE, "13:41-13:44", "-1%")],
    ),
]


@pytest.mark.parametrize(("sections", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_out_of_range(sections: str, found: list[Row]) -> None:
    assert lint(sections, RULE) == found


HINT = "Write a value within the limits; they are SKAM's to change."
LIMITS = FORMAT + "  activities.*.due: {min: 2026-01-01, max: 2026-12-31}\n  credit_line.limit: {max: 30_000_000}\n"
DUE = "activities:\n  a: {what: A, owner: kam-north, due: "
WORDS: list[tuple[str, str, Said]] = [
    (
        "a percentage",
        "discounts:\n  a: {size: 20%, condition: A}\n",
        ("20% is more than 15%, the most that may stand here.", HINT, None),
    ),
    (
        "a number",
        "credit_line: {limit: 1, days: 91}\n",
        ("91 is more than 90, the most that may stand here.", HINT, None),
    ),
    (
        "money, with its currency",
        "credit_line: {limit: 30000001, days: 1}\n",
        ("30000001 is more than 30\u00a0000\u00a0000 RUB, the most that may stand here.", HINT, None),
    ),
    (
        "a date too late",
        DUE + "2027-01-01}\n",
        ("2027-01-01 is more than 2026-12-31, the most that may stand here.", HINT, None),
    ),
    (
        "a date too early",
        DUE + "2025-12-31}\n",
        ("2025-12-31 is less than 2026-01-01, the least that may stand here.", HINT, None),
    ),
    (
        "a share of sales below nothing",
        "risks:\n  a: {what: A, probability: 1%, impact: -5%}\n",
        ("-5% is less than 0%, the least that may stand here.", HINT, None),
    ),
    (
        "more than any figure",
        "budget: {basis: fixed, amount: 1, spent: {2026-Q1: 1e16}}\n",
        ("1e16 is larger than any figure of a plan.", "Take the digits too many out.", None),
    ),
]


@pytest.mark.parametrize(("sections", "words"), [case[1:] for case in WORDS], ids=[case[0] for case in WORDS])
def test_the_limit_is_named_with_its_unit(sections: str, words: Said) -> None:
    assert said(sections, RULE, format=LIMITS) == [words]


def test_in_the_schema_the_words_are_the_same() -> None:
    months = FORMAT.replace("fiscal_year_start: 1", "fiscal_year_start: 1.5")
    assert said("region: north\n", "schema-error", format=months) == [
        ("1.5 is no whole number.", "Write digits alone.", None)
    ]
    weight = KPIS.replace("weight: 30%", "weight: -1%")
    assert said("region: north\n", "schema-error", kpis=weight) == [
        ("-1% is less than 0%, the least that may stand here.", HINT, None)
    ]
