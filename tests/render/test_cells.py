"""Cells of a terminal, compared with rich, which has the tables of Unicode."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from kamctl.render import cells


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", 0, id="nothing"),
        pytest.param("plan", 4, id="Latin"),
        pytest.param("план", 4, id="Cyrillic"),
        pytest.param("й" + "и\u0306", 2, id="a letter and its breve, composed and not"),
        pytest.param("日本", 4, id="ideographs"),
        pytest.param("ｱ", 1, id="half-width katakana"),
        pytest.param("Ａ", 2, id="full-width Latin"),
        pytest.param("👍", 2, id="an emoji"),
        pytest.param("👍🏽", 2, id="with a skin tone"),
        pytest.param("👨\u200d👩\u200d👧", 2, id="a family"),
        pytest.param("❤\ufe0f", 2, id="a sign drawn as an emoji"),
        pytest.param("🇷🇺🇰🇿", 4, id="two flags"),
        pytest.param("한", 2, id="Hangul"),
        pytest.param("\u1112\u1161\u11ab", 2, id="Hangul in its parts"),
        pytest.param("🇷x", 2, id="half a flag"),
        pytest.param("…—«»№", 5, id="signs of a Russian text"),
        pytest.param("e\u0301\u0302", 1, id="two marks on a letter"),
    ],
)
def test_text_fills_cells(text: str, expected: int) -> None:
    assert cells.width(text) == expected == cell_len(text)


def test_what_is_taken_for_one_cell_is_one_cell() -> None:
    ranges = [(0x20, 0x7F), (0xA0, 0x300), (0x370, 0x483), (0x48A, 0x590), (0x2010, 0x2028), (0x2030, 0x203C)]
    letters = [chr(code) for first, end in ranges for code in range(first, end) if chr(code).isprintable()]

    assert [each for each in letters if cells.width(each) != 1 or cell_len(each) != 1] == []


@pytest.mark.parametrize(
    ("text", "start", "stop", "expected"),
    [
        pytest.param("abcdef", 1, 4, "bcd", id="letters"),
        pytest.param("план", 2, 9, "ан", id="to the end"),
        pytest.param("日本語", 2, 4, "本", id="a wide character"),
        pytest.param("日本語", 1, 5, " 本 ", id="halves become spaces"),
        pytest.param("日本語", 3, 4, " ", id="half of one character"),
        pytest.param("ae\u0301b", 1, 2, "e\u0301", id="a mark stays with its letter"),
        pytest.param("a👨\u200d👩b", 1, 3, "👨\u200d👩", id="an emoji sequence stays whole"),
        pytest.param("abc", 5, 9, "", id="behind the end"),
    ],
)
def test_a_part_is_cut_by_cells(text: str, start: int, stop: int, expected: str) -> None:
    assert cells.cut(text, start, stop) == expected
