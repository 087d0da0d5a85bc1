"""Ids: what is one, why something is none, and which two would be taken for one another."""

from __future__ import annotations

import unicodedata

import pytest

from kamctl.plan.identifier import LONGEST_ID, collision_key, id_problem, is_short_name, suggestion

IDS = ["a", "7", "kam-north", "3m", "северный-ритейл", "ёлка-и-ко", "ρω", "אבג", "株式会社", "sales-2", "com10", "com",
       "console", "north-север", "a" * LONGEST_ID]  # fmt: skip

NO_IDS = [
    ("empty", ""), ("long", "a" * (LONGEST_ID + 1)), ("long", "a" * 100_000),
    ("upper", "Kam"), ("upper", "Северный"), ("upper", "ǅ"),
    ("characters", "a b"), ("characters", "a.b"), ("characters", "a_b"), ("characters", "*"), ("characters", "a/b"),
    ("characters", "../x"), ("characters", "a\\b"), ("characters", "a\n"), ("characters", "com¹"), ("characters", "٣"),
    ("characters", "a\u0301b\u0301"), ("characters", "kam\u200b"), ("characters", "__class__"), ("characters", "aux."),
    ("hyphen", "-a"), ("hyphen", "a-"), ("hyphen", "a--b"), ("hyphen", "-"), ("hyphen", "север-"),
    ("mixed", "kam-nоrth"), ("mixed", "сaлес"), ("mixed", "хx"),
    ("reserved", "con"), ("reserved", "nul"), ("reserved", "com1"), ("reserved", "lpt9"), ("reserved", "aux"),
    ("normal", unicodedata.normalize("NFD", "й")), ("normal", unicodedata.normalize("NFD", "ёлка")),
]  # fmt: skip

HYPHENS_IN_ASCII = {"-a", "a-", "a--b", "-"}


@pytest.mark.parametrize("text", IDS)
def test_an_id(text: str) -> None:
    assert id_problem(text) == ""


@pytest.mark.parametrize(("problem", "text"), NO_IDS)
def test_what_is_no_id_and_why(problem: str, text: str) -> None:
    if problem == "characters" and not unicodedata.is_normalized("NFC", text):
        problem = "normal"  # said first, since it hides what else there is
    assert id_problem(text) == problem


ALIKE = [
    ("Latin and Cyrillic o", "kam-north", "kam-nоrth"),
    ("a whole word of look-alikes", "сор", "cop"),
    ("case", "KAM", "kam"),
    ("sharp s", "straße", "strasse"),
    ("ё composed and not", "ёлка", unicodedata.normalize("NFD", "ёлка")),
    ("full width", "ｋam", "kam"),
    ("final sigma", "ος", "οσ"),
    ("superscript", "com¹", "com1"),
]


@pytest.mark.parametrize(("one", "other"), [case[1:] for case in ALIKE], ids=[case[0] for case in ALIKE])
def test_names_that_would_be_taken_for_one_another_collide(one: str, other: str) -> None:
    assert collision_key(one) == collision_key(other)


@pytest.mark.parametrize(("one", "other"), [("kam-north", "kam-south"), ("йод", "иод"), ("лес", "лёс"), ("a-b", "ab")])
def test_names_that_differ_do_not_collide(one: str, other: str) -> None:
    assert collision_key(one) != collision_key(other)


MEANT = [
    ("Kam North", "kam-north"), ("kam_north", "kam-north"), ("--a--", "a"), ("ООО «Ромашка»", "ооо-ромашка"),
    (unicodedata.normalize("NFD", "Ёлка"), "ёлка"), ("a.b/c", "a-b-c"), ("", ""), ("***", ""), ("CON", ""),
    ("x" * 70, "x" * LONGEST_ID), ("kаm", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "meant"), MEANT)
def test_the_id_that_was_meant(text: str, meant: str) -> None:
    assert suggestion(text) == meant


@pytest.mark.parametrize(("text", "is_one"), [("A", True), ("Key-1", True), ("А", True), ("A B", False), ("", False)])
def test_a_segment_is_named_like_an_id_in_any_case(text: str, is_one: bool) -> None:
    assert is_short_name(text) is is_one
