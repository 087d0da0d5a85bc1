"""Findings for people: exact pictures, and carets that stand under the right cells."""

from __future__ import annotations

import re
import time

import pytest
from rich.cells import cell_len

from kamctl.lint.finding import LintReport
from kamctl.render import lint_text
from kamctl.words import Sentence
from tests.render.reports import EMPTY, OWNER, REPORT, SIZE, about


def picture(report: LintReport, width: int = 80) -> str:
    return lint_text.render(report, width=width, colour=False)


def test_a_report_shows_each_line_with_a_caret_and_a_hint() -> None:
    assert picture(REPORT) == (
        "plans/severny.yaml:12:11: error: 7,5% is no percentage. [value-format]\n"
        "12 |     size: 7,5%  # скидка\n"
        "   |           ^^^^\n"
        "   = hint: Write 7.5%.\n"
        "\n"
        "plans/severny.yaml:30:5: warning: The activity is overdue. [activity-overdue]\n"
        "30 |     what: Workshop\n"
        "   |     ^^^^^^^^^^^^^^\n"
        "\n"
        "schema/people.yaml:1:1: error: This is no regular file. [unsafe-path]\n"
        "\n"
        "6 plans checked: 2 errors, 1 warning.\n"
    )


def test_a_report_in_twenty_columns_keeps_the_first_line_and_numbers_whole() -> None:
    long = Sentence("The limit of 12 000 000 is over 9 000 000 in all.")
    assert picture(about(message=long), width=20) == (
        "plans/severny.yaml:12:11: error: The limit of 12 000 000 is over 9 000 000 in all. [value-format]\n"
        "12 | …ze: 7,5%  # с…\n"
        "   |      ^^^^\n"
        "   = hint: Write\n"
        "     7.5%.\n"
        "\n"
        "1 plan checked:\n"
        "1 error.\n"
    )


def test_colours_are_plain_codes_round_harmless_text() -> None:
    assert lint_text.render(about(), width=80, colour=True) == (
        "\x1b[1mplans/severny.yaml:12:11:\x1b[0m \x1b[1;31merror:\x1b[0m 7,5% is no percentage. "
        "\x1b[2m[value-format]\x1b[0m\n"
        "\x1b[2m12 |\x1b[0m     size: 7,5%  # скидка\n"
        "\x1b[2m   |\x1b[0m           \x1b[1;31m^^^^\x1b[0m\n"
        "\x1b[2m   =\x1b[0m \x1b[1mhint:\x1b[0m Write 7.5%.\n"
        "\n"
        "\x1b[1;31m1 plan\x1b[0m \x1b[1;31mchecked:\x1b[0m \x1b[1;31m1 error.\x1b[0m\n"
    )


@pytest.mark.parametrize(
    ("report", "last"),
    [
        pytest.param(EMPTY, "6 plans checked: no findings.", id="nothing found"),
        pytest.param(LintReport.of([], 1), "1 plan checked: no findings.", id="one plan"),
        pytest.param(LintReport.of([], 0), "0 plans checked: no findings.", id="no plan"),
        pytest.param(about(), "1 plan checked: 1 error.", id="one error"),
        pytest.param(about(OWNER), "1 plan checked: 1 warning.", id="one warning"),
        pytest.param(LintReport.of([SIZE] * 2 + [OWNER] * 3, 9), "9 plans checked: 2 errors, 3 warnings.", id="both"),
    ],
)
def test_the_last_line_sums_up(report: LintReport, last: str) -> None:
    assert picture(report).splitlines()[-1] == last


@pytest.mark.parametrize(
    ("source", "marked", "line", "carets"),
    [
        pytest.param("    owner: Кам", "Кам", "    owner: Кам", "           ^^^", id="Cyrillic"),
        pytest.param("имя: 日本 x", "x", "имя: 日本 x", "          ^", id="behind ideographs"),
        pytest.param("имя: 日本 x", "日本", "имя: 日本 x", "     ^^^^", id="under ideographs"),
        pytest.param("a: 👍🏽 b", "b", "a: 👍🏽 b", "      ^", id="behind an emoji with a skin tone"),
        pytest.param("a: 👨\u200d👩\u200d👧 b", "b", "a: 👨\u200d👩\u200d👧 b", "      ^", id="behind a family"),
        pytest.param("a: ❤\ufe0f b", "b", "a: ❤\ufe0f b", "      ^", id="behind a selector"),
        pytest.param("a: и\u0306 b", "b", "a: и\u0306 b", "     ^", id="behind a combining mark"),
        pytest.param("a:\tb", "b", "a:<U+0009>b", "          ^", id="behind a tab"),
        pytest.param("a: \u202eb", "\u202e", "a: <U+202E>b", "   ^^^^^^^^", id="under what is invisible"),
        pytest.param("a::b", "b", "a:<U+003A>b", "          ^", id="behind a broken command"),
        pytest.param("a: b", "", "a: b", "^", id="at an empty place"),
    ],
)
def test_the_caret_stands_under_the_right_cell(source: str, marked: str, line: str, carets: str) -> None:
    column = source.index(marked) + 1
    lines = picture(about(source_line=source, column=column, end_column=column + len(marked))).splitlines()

    assert lines[1:3] == [f"12 | {line}", f"   | {carets}"]


@pytest.mark.parametrize(
    ("column", "end_line", "end_column", "carets"),
    [
        pytest.param(5, 12, 5, "    ^", id="behind the last character"),
        pytest.param(40, 12, 50, "    ^", id="far behind it"),
        pytest.param(3, 12, 1, "  ^", id="an end before the beginning"),
        pytest.param(1, 14, 9, "^^^^", id="a place of several lines: to the end of the first"),
    ],
)
def test_the_caret_stays_at_the_line(column: int, end_line: int, end_column: int, carets: str) -> None:
    report = about(source_line="a: b", column=column, end_line=end_line, end_column=end_column)

    assert picture(report).splitlines()[1:3] == ["12 | a: b", f"   | {carets}"]


WORDS = ["слово", "日本語", "👨\u200d👩\u200d👧", "word", "и\u0306", "\t", "::", "❤\ufe0f", "한국", "🇷🇺"]


@pytest.mark.parametrize("width", [20, 21, 33, 80, 200])
@pytest.mark.parametrize("before", range(0, 60, 7))
@pytest.mark.parametrize("after", [0, 3, 60])
def test_long_lines_are_shown_round_the_caret(width: int, before: int, after: int) -> None:
    head = "".join(f"{WORDS[number % 10]} " for number in range(before))
    tail = "".join(f" {WORDS[number % 7]}" for number in range(after))
    report = about(source_line=f"{head}TARGET{tail}", column=len(head) + 1, end_column=len(head) + 7, hint=None)

    shown, carets = picture(report, width=width).split("\n12 | ")[1].split("\n")[:2]

    assert cell_len(shown) + 5 <= width
    # rich has a width table of its own, so this does not compare our arithmetic with itself.
    before_target = shown[: shown.index("TARGE")]
    assert re.fullmatch(r"   \| *\^+", carets)
    assert carets.index("^") == 5 + cell_len(before_target)
    assert carets.count("^") == len(re.search("TARGET?", shown)[0])  # type: ignore[index]


def test_a_line_of_a_megabyte_costs_no_more_than_what_is_shown() -> None:
    line = "слово 日本 " * 110_000
    places = range(1, len(line), len(line) // 300)
    report = LintReport.of([SIZE._replace(source_line=line, column=column) for column in places], plans=1)
    begin = time.perf_counter()

    picture(report)

    # Some tenths of a second; reading the line for each finding would take minutes.
    assert time.perf_counter() - begin < 20


@pytest.mark.parametrize("width", [0, 1, 5, 10**6])
def test_any_width_gives_the_message(width: int) -> None:
    assert "percentage." in picture(about(), width=width)


@pytest.mark.parametrize("width", [20, 40, 80])
def test_only_words_that_are_longer_than_the_line_stick_out(width: int) -> None:
    said = Sentence("Значение 12 000 000 больше допустимого, а 日本 и 👍🏽 здесь ни при чём: 5 из 10 мест заняты.")

    first, *others = picture(about(message=said, hint=said, source_line=None), width=width).splitlines()
    assert first == f"plans/severny.yaml:12:11: error: {said} [value-format]"
    assert [line for line in others if cell_len(line) > width] == []


def test_spaces_inside_a_quoted_value_stay() -> None:
    assert "'a  b'" in picture(about(message=Sentence("It is 'a  b' here.")))
