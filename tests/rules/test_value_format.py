"""value-format: figures, dates and periods are written in one way."""

from __future__ import annotations

import pytest

from tests.harness import FORMAT, Row, lint
from tests.rules.saying import Said, said

RULE = "value-format"

CASES: list[tuple[str, str, list[Row]]] = [
    ("figures as they should be are fine", "credit_line: {limit: 12_000_000, days: 45, used: 1.5}\n", []),
    (
        "blanks between groups are found",
        "credit_line: {limit: 12 000 000, days: 45}\n",
        [(RULE, "12:22-12:32", "12 000 000")],
    ),
    ("in quotes with the quotes", 'credit_line: {limit: "12000", days: 45}\n', [(RULE, "12:22-12:29", '"12000"')]),
    (
        "a bare number for a percentage is found",
        "discounts:\n  a: {size: 7.5, condition: A}\n",
        [(RULE, "13:13-13:16", "7.5")],
    ),
    (
        "the name of a period is found at the name",
        "kpis:\n  visits:\n    2026-q1: {plan: 1}\n",
        [(RULE, "14:5-14:12", "2026-q1")],
    ),
    ("in a list", "assortment:\n  add: {kefir-1l: Q3 2026}\n", [(RULE, "13:19-13:26", "Q3 2026")]),
    (
        "only the year's days are dates",
        "history:\n  - {date: 2026-02-30, note: A}\n",
        [(RULE, "13:12-13:22", "2026-02-30")],
    ),
]


@pytest.mark.parametrize(("sections", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_value_format(sections: str, found: list[Row]) -> None:
    assert lint(sections, RULE) == found


DATE = "Write the year, the month and the day, such as 2026-02-03."
WORDS: list[tuple[str, str, Said]] = [
    ("money", "credit_line: {limit: 12 млн руб., days: 45}\n",
     ("12 млн руб. is not written as an amount of money.", "Write 12000000.", "12000000")),
    ("money with two readings", "credit_line:\n  limit: 12,500\n  days: 45\n",
     ("12,500 is not written as an amount of money.", "Write 12500 or 12.500, whichever is meant.", None)),
    ("money with none", "credit_line: {limit: 12 apples, days: 45}\n",
     ("12 apples is not written as an amount of money.",
      "Write digits with a point for decimals and no blanks or currency, such as 12000000 or 12_000_000.", None)),
    ("money of another currency", "credit_line: {limit: 12000 EUR, days: 45}\n",
     ("12000 EUR is not written as an amount of money.",
      "Write digits with a point for decimals and no blanks or currency, such as 12000000 or 12_000_000.", None)),
    ("a number", "credit_line: {limit: 1, days: '45'}\n", ("'45' is not written as a number.", "Write 45.", "45")),
    ("a percentage", "risks:\n  a: {what: A, impact: 1, probability: 30 %}\n",
     ("30 % is not written as a percentage.", "Write 30%.", "30%")),
    ("a decimal comma that ends the value", "discounts:\n  a: {size: 7,5%, condition: A}\n",
     ("7 is not written as a percentage.", "Write 7.5%: a comma ends the value here.", None)),
    ("a decimal comma before a bracket", "discounts:\n  a: {condition: A, size: 12,5 %}\n",
     ("12 is not written as a percentage.", "Write 12.5%: a comma ends the value here.", None)),
    ("a comma between digits that may be anything", "discounts:\n  a: {size: 12,500, condition: A}\n",
     ("12 is not written as a percentage.",
      "A comma ends the value here: write decimals with a point, and no commas between digits.", None)),
    ("a percentage with two readings", "discounts:\n  a: {size: 0.075, condition: A}\n",
     ("0.075 is not written as a percentage.", "Write 7.5% or 0.075%, whichever is meant.", None)),
    ("money or a percentage", "risks:\n  a: {what: A, probability: 1%, impact: 4 000 000}\n",
     ("4 000 000 is written neither as money nor as a percentage.", "Write 4000000.", "4000000")),
    ("a date", "history:\n  - {date: 03.02.2026, note: A}\n",
     ("03.02.2026 is not written as a date.", "Write 2026-02-03.", "2026-02-03")),
    ("a date with two readings", "history:\n  - {date: 03/02/2026, note: A}\n",
     ("03/02/2026 is not written as a date.", "Write 2026-02-03 or 2026-03-02, whichever is meant.", None)),
    ("a day that does not exist", "history:\n  - {date: 2026-02-30, note: A}\n",
     ("2026-02-30 is no day from 2000 to 2099.", DATE, None)),
    ("a period", "period: 2026-q3\n", ("2026-q3 is not a period.", "Write 2026-Q3.", "2026-Q3")),
    ("blanks for text", 'contacts:\n  a: {name: "  "}\n',
     ("There are only blanks here, where text belongs.",
      'Write text; in quotes where it looks like a number, such as "70000".', None)),
]  # fmt: skip


@pytest.mark.parametrize(("sections", "words"), [case[1:] for case in WORDS], ids=[case[0] for case in WORDS])
def test_the_hint_says_what_to_write(sections: str, words: Said) -> None:
    assert said(sections, RULE) == [words]


def test_a_name_that_stands_there_already_is_not_written_twice() -> None:
    figures = "kpis:\n  visits:\n    2026-Q1: {plan: 1}\n    2026-q1: {plan: 1}\n"
    assert said(figures, RULE) == [("2026-q1 is not a period.", "Write 2026-Q1.", None)]


def test_percentages_in_a_list_are_mended_unless_a_comma_may_be_a_decimal_one() -> None:
    format_ = FORMAT + "  steps: {type: list of percent}\n"
    comma = "A comma ends the value here: write decimals with a point, and no commas between digits."
    assert said("steps: [7, 8%]\n", RULE, format=format_) == [("7 is not written as a percentage.", "Write 7%.", "7%")]
    assert said("steps: [7,8%]\n", RULE, format=format_) == [("7 is not written as a percentage.", comma, None)]


def test_a_block_of_text_is_not_mended() -> None:
    [(_, _, fix)] = said("credit_line:\n  limit: |\n    12 000\n  days: 45\n", RULE)
    assert fix is None
