"""unused-allow: a comment that silences nothing would hide the next fault."""

from __future__ import annotations

import pytest

from kamctl.lint.finding import WARNING
from kamctl.lint.page import PLAN
from tests.harness import BASE_PLAN, FORMAT, Row, lint, overlay, run
from tests.rules.saying import said

RULE = "unused-allow"
LATE = "promotions:\n  one: {from: 2026-04-14, to: 2026-04-01, cost: 1}"

CASES: list[tuple[str, str, list[Row]]] = [
    ("a comment that silences something is fine", f"{LATE}  # kamctl: allow date-order because of a typo\n", []),
    ("alone above its line it is fine too",
     LATE.replace("\n", "\n  # kamctl: allow date-order because of a typo\n") + "\n", []),
    ("without a reason it is found", f"{LATE} # kamctl: allow date-order\n",
     [(RULE, "13:52-13:78", "# kamctl: allow date-order")]),
    ("where the rule finds nothing it is found", "region: north # kamctl: allow date-order because x\n",
     [(RULE, "12:15-12:51", "# kamctl: allow date-order because x")]),
    ("in a value it is text", 'client: "# kamctl: allow date-order"\n', []),
]  # fmt: skip


@pytest.mark.parametrize(("sections", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_unused_allow(sections: str, found: list[Row]) -> None:
    assert lint(sections, RULE) == found


WORDS = [
    ("no words at all", "blah", "This comment cannot be understood."),
    ("no reason", "allow date-order", "This comment silences nothing, because it gives no reason."),
    ("no rule", "allow foo because x", "There is no rule foo, or it is switched off."),
    ("nothing to silence", "allow date-order because x",
     "The rule date-order finds nothing here, so there is nothing to silence."),
    ("not to be silenced", "allow encoding because x", "The rule encoding cannot be silenced by a comment."),
]  # fmt: skip


@pytest.mark.parametrize(("comment", "message"), [case[1:] for case in WORDS], ids=[case[0] for case in WORDS])
def test_each_kind_has_its_words(comment: str, message: str) -> None:
    [(words, hint, fix)] = said(f"region: north # kamctl: {comment}\n", RULE)
    assert (words, hint[-1], fix) == (message, ".", None)


def test_a_misspelt_rule_has_a_suggestion() -> None:
    [(_, hint, _)] = said("region: north # kamctl: allow date-odrer because x\n", RULE)
    assert hint == "Did you mean date-order?"


def test_what_skam_have_closed_cannot_be_silenced() -> None:
    closed = FORMAT + "rules:\n  date-order: {allow: false}\n"
    text = f"{LATE} # kamctl: allow date-order because x\n"
    assert lint(text, "date-order", format=closed) == [("date-order", "13:31-13:41", "2026-04-01")]
    assert [words for words, _, _ in said(text, RULE, format=closed)] == [
        "The rule date-order cannot be silenced by a comment."
    ]


def test_it_warns_and_cannot_be_silenced_itself() -> None:
    text = "# kamctl: allow unused-allow because x\nregion: north # kamctl: allow date-order because x\n"
    findings = [f for f in run({PLAN: overlay(BASE_PLAN, text)}).report.findings if f.rule == RULE]
    assert [(finding.line, finding.severity) for finding in findings] == [(12, WARNING), (13, WARNING)]
