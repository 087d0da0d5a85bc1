"""missing-section: SKAM say which sections a plan must have."""

from __future__ import annotations

import pytest

from tests.harness import BASE_PLAN, FORMAT, Row, lint
from tests.rules.saying import Said, found, said

RULE = "missing-section"
KPIS = "kpis:\n  visits:\n    2026-Q1: {plan: 1}\n"

CASES: list[tuple[str, str, list[Row]]] = [
    ("all sections are there", "region: north\n", []),
    ("a section that the segment asks for is missing at the file's beginning", "segment: A\n", [(RULE, "1:1-1:1", "")]),
    ("with it the plan is fine", f"segment: A\n{KPIS}", []),
    ("a section with nothing in it is found at its name", "team: {}\n", [(RULE, "10:1-10:5", "team")]),
    ("a section with nothing behind its name is found there too", "team:\n", [(RULE, "10:1-10:5", "team")]),
    ("an optional section with nothing in it is fine", "contacts: {}\n", []),
]


@pytest.mark.parametrize(("sections", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_missing_section(sections: str, found: list[Row]) -> None:
    assert lint(sections, RULE) == found


def test_a_section_with_nothing_behind_its_name_is_one_finding() -> None:
    assert lint("team:\n") == [(RULE, "10:1-10:5", "team")]


EMPTY = [
    ("an empty file", b""),
    ("comments alone", b"# a plan\n\n"),
    ("a byte order mark alone", b"\xef\xbb\xbf"),
    ("the mark of a document alone", b"---\n"),
]


@pytest.mark.parametrize("plan", [case[1] for case in EMPTY], ids=[case[0] for case in EMPTY])
def test_an_empty_file_is_one_finding(plan: bytes) -> None:
    assert [place for _, place, _ in found(plan, RULE)] == ["1:1-1:1"]
    assert said(plan, RULE) == [
        (
            "The file is empty; a plan belongs in it.",
            "Write the client, the kam, the period and the sections team, sales.",
            None,
        )
    ]


def test_without_required_sections_an_empty_file_is_still_no_plan() -> None:
    format_ = FORMAT.replace("  required: [team, sales]\n", "")
    [(_, hint, _)] = said(b"", RULE, format=format_)
    assert hint == "Write at least the client, the kam and the period."


WORDS: list[tuple[str, str, Said]] = [
    (
        "for the segment",
        BASE_PLAN.replace("segment: B", "segment: A"),
        ("The section kpis is missing; a plan of segment A has it.", "Add kpis: with what belongs under it.", None),
    ),
    (
        "for all, in a plan without a segment",
        BASE_PLAN.replace("segment: B\n", "").partition("team")[0] + "sales:\n  2026: {plan: 1}\n",
        ("The section team is missing.", "Add team: with what belongs under it.", None),
    ),
    (
        "with nothing in it",
        BASE_PLAN.partition("sales")[0] + "sales: {}\n",
        ("The section sales has nothing in it.", "Fill it in: this plan must have it.", None),
    ),
]


@pytest.mark.parametrize(("plan", "words"), [case[1:] for case in WORDS], ids=[case[0] for case in WORDS])
def test_the_words_say_who_asks_for_it(plan: str, words: Said) -> None:
    assert said(plan.encode(), RULE) == [words]
