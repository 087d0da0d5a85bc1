"""Values as text: what is written reads the same in YAML 1.1 and 1.2, in a block and inside braces."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from kamctl.plan.document import Value
from kamctl.plan.entries import flow_text
from kamctl.plan.source import control_characters
from kamctl.plan.writing import Writable, scalar_text, unquoted
from tests.harness import document

# What a reader of one version or the other takes for no text, for another text, or for the end of one.
ODD = [
    "NO", "no", "on", "Off", "y", "N", "yes", "true", "null", "Null", "~", "=", "<<", "",
    "12:30", "1:30:45", "010", "0o17", "0x1F", "0b11", "1_0", "1_000", "1e3", "12e03", "1.5", ".5", "+5", "-5",
    ".inf", ".nan", "2026", "2026-02-03", "2026-02-03 10:00:00", "2001-12-14t21:59:43.10-05:00", "20260203",
    "@a", "%a", "&a", "*a", "!a", "|", ">", "'a", '"a', "#a", "-", "- a", "?", "? a", ":", ": a", ",", "[a", "]", "{a",
    "}", "`a", "a: b", "a:", "a #b", "a ", " a", "a, b", "a]", "a}", "a{b}", "---", "...", "--- a", "a\nb", "a\tb",
    "a\\b", 'a"b', "a'b", "a\u00a0b", "\u00a0", "12\u202f000", "\u2028", "\u0085", "a\rb", "\x00", "\x1b[2J",
    "\u202eb", "\ufeffa", "и\u0306", "👩\u200d🍳", "\U000e0041", "Кефир: 1 л", "№ 5", "«Север»", "Что дальше?",
    "12 30", "1 e5", "7 дней", "24/7", "5%", "7.5%", "2026-Q1", "2026-13",
]  # fmt: skip

PLAIN = [
    "Северный ритейл", "Larch Lane Kitchens", "don't", "7.5%", "-7%", "2026-Q1", "2026-H2", "2026-07", "41 baristas",
    "a@example.com",
]  # fmt: skip


def by_kamctl(text: str) -> Value:
    found = document(text)
    assert not found.unreadable, found.faults
    return found.values


def all_readings(value: Writable) -> list[Any]:
    """What both readers make of a value in a block, inside braces and in a list."""
    block, inner = scalar_text(value, in_flow=False), scalar_text(value)
    assert "\n" not in block + inner
    whole = f"block: {block} # comment\nflow: {{a: {inner}, b: [{inner}, {inner}]}}\nlast: {block}\n"
    read_twice: list[Any] = [by_kamctl(whole), yaml.safe_load(whole)]
    return [
        found
        for values in read_twice
        for found in (values["block"], values["flow"]["a"], *values["flow"]["b"], values["last"])
    ]


@pytest.mark.parametrize("text", ODD, ids=ascii)
def test_odd_text_reads_as_itself_everywhere(text: str) -> None:
    assert all_readings(text) == [text] * 10


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
LIKE_YAML = st.text("0123456789abcdefxXeEoOnNyY:#-_.,+ %&*!|>'\"[]{}?@`=~<\\\t\n/Яй", max_size=12)


@given(TEXT | LIKE_YAML)
@example("0 0")
@example("0 e0")
def test_any_text_reads_as_itself_everywhere(text: str) -> None:
    assert all_readings(text) == [text] * 10


@given(TEXT | LIKE_YAML)
def test_any_text_reads_as_itself_as_a_key(text: str) -> None:
    written = f"{scalar_text(text)}: 1\n"
    assert yaml.safe_load(written) == {text: 1}
    if len(text) < 100:
        assert by_kamctl(written) == {text: 1}


@given(TEXT)
def test_characters_that_must_not_stand_in_a_plan_are_never_written_raw(text: str) -> None:
    assert not control_characters(scalar_text(text))


@pytest.mark.parametrize("text", PLAIN)
def test_ordinary_text_needs_no_quotes(text: str) -> None:
    assert scalar_text(text) == text


QUOTED = [
    ("plain words", "Regional chain", "Regional chain"),
    ("what YAML 1.1 takes for false", "no", '"no"'),
    ("a number", "12", '"12"'),
    ("a date", "2026-02-03", '"2026-02-03"'),
    ("a colon", "a: b", '"a: b"'),
    ("quotes and a backslash", '"\\', '"\\"\\\\"'),
    ("a line end", "a\nb", '"a\\nb"'),
    ("nothing", "", '""'),
]


@pytest.mark.parametrize(("text", "written"), [case[1:] for case in QUOTED], ids=[case[0] for case in QUOTED])
def test_text_is_quoted_where_it_might_be_read_as_something_else(text: str, written: str) -> None:
    assert scalar_text(text) == written
    assert by_kamctl(written) == text
    assert unquoted(written) == text


@pytest.mark.parametrize("text", ['"', '"a', 'a"', '"a" b', '"\\q"', "'a'"], ids=ascii)
def test_what_is_no_text_in_double_quotes_is_itself(text: str) -> None:
    assert unquoted(text) == text


def test_a_comma_needs_quotes_inside_braces_alone() -> None:
    assert scalar_text("Small, but growing") == '"Small, but growing"'
    assert scalar_text("Small, but growing", in_flow=False) == "Small, but growing"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        pytest.param(Decimal(12000000), "12000000", id="an amount without an exponent"),
        pytest.param(Decimal("1.2E+7"), "12000000", id="an amount that was given with one"),
        pytest.param(Decimal("62.50"), "62.5", id="no trailing zeros"),
        pytest.param(2026, "2026", id="a year as a number"),
        pytest.param(True, "true", id="yes"),
        pytest.param(False, "false", id="no"),
        pytest.param(date(2026, 2, 3), "2026-02-03", id="a day without quotes"),
        pytest.param("2026-02-03", '"2026-02-03"', id="text that looks like a day in quotes"),
    ],
)
def test_values_that_are_no_text(value: Writable, written: str) -> None:
    assert scalar_text(value) == written


def test_a_list_stands_on_one_line() -> None:
    assert flow_text(["kefir-1l", "NO", Decimal(5)]) == '[kefir-1l, "NO", 5]'
