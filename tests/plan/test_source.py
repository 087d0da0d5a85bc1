"""Bytes → text: encodings, lines and columns, and characters that must not be there."""

from __future__ import annotations

import pytest

from kamctl.plan.source import LARGEST_FILE, MOST_FAULTS, Source, convert, cyrillic, decode, is_legible

CYRILLIC = "клиент: Ромашка\n"

FINE = [
    ("plain text", "a: 1\n"),
    ("no last line end", "a: 1"),
    ("tabs", "a:\t1\n"),
    ("CRLF", "a: 1\r\nb: 2\r\n"),
    ("mixed line ends", "a: 1\r\nb: 2\nc: 3\r\n"),
    ("Cyrillic", CYRILLIC),
    ("a no-break space", "a: 12\u00a0000\n"),
    ("an emoji", "a: 😀\n"),
    ("a family of emoji with joiners", "a: 👨‍👩‍👧\n"),
    ("a heart on fire: variation selector and joiner", "a: ❤️‍🔥\n"),
    ("a keycap", "a: 1️⃣\n"),
    ("an emoji with a skin tone and a joiner", "a: 👩🏽‍🚀\n"),
]

CONTROLS = [
    ("NUL", "\x00", "U+0000"),
    ("escape", "\x1b", "U+001B"),
    ("DEL", "\x7f", "U+007F"),
    ("next line", "\x85", "U+0085"),
    ("line separator", "\u2028", "U+2028"),
    ("paragraph separator", "\u2029", "U+2029"),
    ("a lone carriage return", "\r", "U+000D"),
    ("right-to-left override", "\u202e", "U+202E"),
    ("first strong isolate", "\u2068", "U+2068"),
    ("zero-width space", "\u200b", "U+200B"),
    ("a joiner between letters", "\u200d", "U+200D"),
    ("word joiner", "\u2060", "U+2060"),
    ("a byte order mark inside", "\ufeff", "U+FEFF"),
    ("soft hyphen", "\u00ad", "U+00AD"),
    ("Hangul filler", "\u3164", "U+3164"),
    ("a tag character", "\U000e0041", "U+E0041"),
    ("a variation selector on a letter", "\ufe0f", "U+FE0F"),
    ("a hieroglyph joiner", "\U00013430", "U+13430"),
    ("shorthand overlap", "\U0001bca0", "U+1BCA0"),
    ("a noncharacter", "\ufdd0", "U+FDD0"),
]


@pytest.mark.parametrize("text", [case[1] for case in FINE], ids=[case[0] for case in FINE])
def test_text_that_is_fine_has_no_faults(text: str) -> None:
    source, faults = decode("x", text.encode())
    assert (source.text, faults) == (text, [])


@pytest.mark.parametrize(("character", "name"), [case[1:] for case in CONTROLS], ids=[case[0] for case in CONTROLS])
def test_a_character_that_must_not_be_there_is_found_where_it_stands(character: str, name: str) -> None:
    _, faults = decode("x", f"й😀x{character}y: 1\n".encode())
    assert [(fault.rule, fault.start, fault.end, fault.facts) for fault in faults] == [
        ("control-character", 3, 4, {"characters": name})
    ]


def test_a_run_of_control_characters_is_one_fault() -> None:
    _, faults = decode("x", "a\u202e\u200b\u202eb".encode())
    assert [(fault.start, fault.end, fault.facts["characters"]) for fault in faults] == [(1, 4, "U+202E, U+200B")]


@pytest.mark.parametrize("text", ["ア\u200dイ", "👨\u200dx", "x\u200d👨", "1\u200d2"])
def test_a_joiner_outside_an_emoji_is_found(text: str) -> None:
    assert [fault.facts["characters"] for fault in decode("x", text.encode())[1]] == ["U+200D"]


def test_no_more_faults_are_listed_than_anybody_reads() -> None:
    assert len(decode("x", b"\x01a" * 100_000)[1]) == MOST_FAULTS


@pytest.mark.parametrize("break_", ["\r", "\x85", "\u2028", "\u2029"], ids=["CR", "NEL", "LS", "PS"])
def test_a_hidden_line_end_makes_a_file_illegible(break_: str) -> None:
    assert not is_legible(*decode("x", f"a: 1{break_}b: 2\n".encode()))


def test_a_bidi_control_leaves_a_file_legible() -> None:
    assert is_legible(*decode("x", "a: \u202e1\n".encode()))


def test_a_byte_order_mark_is_read_without_a_word() -> None:
    source, faults = decode("x", b"\xef\xbb\xbfa: 1\n")
    assert (source.text, source.bom, faults) == ("a: 1\n", True, [])


def test_a_second_byte_order_mark_makes_a_file_illegible() -> None:
    source, faults = decode("x", b"\xef\xbb\xbf\xef\xbb\xbfa: 1\n")
    assert [(fault.rule, fault.start, fault.end) for fault in faults] == [("control-character", 0, 1)]
    assert not is_legible(source, faults)


def test_cp1251_is_named_and_can_be_converted() -> None:
    data = "client: Ромашка – «Центр» № 5\n".encode("cp1251")
    source, faults = decode("x", data)
    assert [(fault.rule, fault.start, fault.end, fault.facts["looks_like"]) for fault in faults] == [
        ("encoding", 8, 9, "cp1251")
    ]
    assert convert(data) == "client: Ромашка – «Центр» № 5\n"
    assert not is_legible(source, faults)


NOT_CP1251 = [
    ("UTF-8 cut in a letter", CYRILLIC.encode()[:-2]),
    ("UTF-8 with one broken byte", "клиент: Ромашка\nи: и\n".encode() + b"\xd0\n"),
    ("letters и alone, which are Рё in cp1251", "ииии".encode() + b"\xd0"),
    ("a byte order mark, then cp1251", b"\xef\xbb\xbf" + CYRILLIC.encode("cp1251")),
    ("an encoded surrogate", b"a: \xed\xa0\x80"),
    ("an overlong slash", b"a: \xc0\xaf"),
    ("a byte that cp1251 has not", "Ромашка".encode("cp1251") + b"\x98"),
    ("letters of Serbian", "Ђорђе".encode("cp1251")),
]


@pytest.mark.parametrize("data", [case[1] for case in NOT_CP1251], ids=[case[0] for case in NOT_CP1251])
def test_other_damage_is_never_guessed_to_be_cp1251(data: bytes) -> None:
    assert cyrillic(data) is None
    assert [fault.rule for fault in decode("x", data)[1]] == ["encoding"]


def test_a_cp1251_text_with_a_capital_before_io_is_still_cp1251() -> None:
    assert cyrillic("Рёбра и Сёмга у нас в наличии".encode("cp1251")) == "Рёбра и Сёмга у нас в наличии"


WIDE = ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]


@pytest.mark.parametrize("encoding", WIDE)
@pytest.mark.parametrize("text", ["client: x\n", CYRILLIC], ids=["Latin", "Cyrillic"])
def test_utf_16_and_32_are_named_and_can_be_converted(encoding: str, text: str) -> None:
    data = text.encode(encoding)
    _, faults = decode("x", data)
    assert [fault.rule for fault in faults] == ["encoding"]
    assert faults[0].facts["looks_like"].startswith(encoding[:6].upper())
    assert convert(data) == text


def test_a_file_over_the_limit_is_not_even_decoded() -> None:
    source, faults = decode("x", b"a" * (LARGEST_FILE + 1))
    assert (source.text, [(fault.rule, fault.facts) for fault in faults]) == ("", [("too-large", {"limit": "size"})])
    assert decode("x", b"a" * LARGEST_FILE)[1] == []


CONFLICTS = [
    ("the first mark", "a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> other\n", (5, 17)),
    ("the first mark after CRLF", "a: 1\r\n<<<<<<< HEAD\r\nb: 1\r\n", (6, 18)),
    ("a mark with no label before CRLF", "a: 1\r\n<<<<<<<\r\nb: 1\r\n", (6, 13)),
    ("the last mark, left behind", "a: 1\n>>>>>>> other\n", (5, 18)),
]


@pytest.mark.parametrize(("text", "span"), [case[1:] for case in CONFLICTS], ids=[case[0] for case in CONFLICTS])
def test_a_merge_conflict_is_told_by_its_mark(text: str, span: tuple[int, int]) -> None:
    _, faults = decode("x", text.encode())
    assert [(fault.rule, (fault.start, fault.end), fault.facts["kind"]) for fault in faults] == [
        ("yaml-syntax", span, "conflict")
    ]


@pytest.mark.parametrize("text", ["a: |\n  <<<<<<< HEAD\n", "a: 1 # <<<<<<< x\n", "<<<<<<<<: 1\n"])
def test_what_only_looks_like_a_conflict_is_none(text: str) -> None:
    assert decode("x", text.encode())[1] == []


def test_columns_count_characters_and_lines_end_with_lf_alone() -> None:
    source = Source("x", "клиент: 😀 x\r\nb\x0bc\x0cd\u2028e: 1\nlast")
    assert source.position(source.text.index("x")) == (1, 11)
    assert source.position(source.text.index("e:")) == (2, 7)
    assert source.position(len(source.text)) == (3, 5)
    assert [source.line(number) for number in (1, 2, 3)] == ["клиент: 😀 x", "b\x0bc\x0cd\u2028e: 1", "last"]


def test_a_text_that_ends_with_a_line_end_has_an_empty_last_line() -> None:
    source = Source("x", "a\r\n")
    assert (source.position(3), source.line(1), source.line(2)) == ((2, 1), "a", "")
