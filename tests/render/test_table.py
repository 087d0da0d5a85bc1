"""Tables in a terminal: what stands beside each other, what goes below, and cells counted as they are drawn."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from kamctl.insight.report import ALERT, GROUP, HEADING, NUMBER, PLAIN, TEXT, Column, Table, Value
from kamctl.render.prose import Paint, fold
from kamctl.render.table import markdown_lines, markdown_page, text_lines


def cell(text: str, tone: str = "") -> Value:
    return Value(text, text, tone)


FIGURES = Table(
    "rows",
    (
        Column("period", "Period", PLAIN, 0),
        Column("plan", "Plan", NUMBER, 1),
        Column("actual", "Actual", NUMBER, 2),
        Column("nothing", "Nothing", NUMBER, 3),
        Column("secret", "Secret", PLAIN, 4, shown=False),
    ),
    (
        (cell("2026-Q1"), cell("12\u00a0000\u00a0000"), cell("900"), None, cell("x")),
        (cell("2026-Q2"), cell("13\u00a0500\u00a0000"), None, None, cell("y")),
    ),
    (cell("Total"), cell("25\u00a0500\u00a0000"), cell("900"), None, None),
)


def picture(table: Table, width: int, colour: bool = False) -> str:
    return "\n".join(text_lines(table, width, Paint(colour))).replace("\u00a0", " ")


def test_figures_stand_under_each_other_and_empty_columns_nowhere() -> None:
    assert picture(FIGURES, 80) == (
        "Period         Plan  Actual\n2026-Q1  12 000 000     900\n2026-Q2  13 500 000\nTotal    25 500 000     900"
    )


def test_what_does_not_fit_stands_below_its_row() -> None:
    assert picture(FIGURES, 20) == (
        "Period         Plan\n"
        "2026-Q1  12 000 000\n"
        "  Actual: 900\n"
        "2026-Q2  13 500 000\n"
        "Total    25 500 000\n"
        "  Actual: 900"
    )


def test_where_one_column_fits_the_figures_stay_whole() -> None:
    assert picture(FIGURES, 12) == (
        "2026-Q1\n"
        "  Plan:\n"
        "    12 000 000\n"
        "  Actual:\n"
        "    900\n"
        "2026-Q2\n"
        "  Plan:\n"
        "    13 500 000\n"
        "Total\n"
        "  Plan:\n"
        "    25 500 000\n"
        "  Actual:\n"
        "    900"
    )


def test_sentences_are_wrapped_in_their_column() -> None:
    table = Table(
        "rows",
        (Column("due", "Due", PLAIN, 0), Column("what", "What", TEXT, 1), Column("cost", "Cost", NUMBER, 2)),
        ((cell("2026-05-15"), cell("Joint forecast workshop with the category team"), cell("50\u00a0000")),),
    )
    assert picture(table, 45) == (
        "Due         What                         Cost\n"
        "2026-05-15  Joint forecast workshop    50 000\n"
        "            with the category team"
    )


def test_a_group_is_named_once_beside_its_rows_or_above_them() -> None:
    table = Table(
        "rows",
        (Column("kpi", "KPI", GROUP, 2), Column("period", "Period", PLAIN, 0), Column("plan", "Plan", NUMBER, 1)),
        (
            (cell("Share of shelf"), cell("2026-Q1"), cell("20%")),
            (cell("Share of shelf"), cell("2026-Q2"), cell("5%")),
            (cell("Visits"), cell("2026-Q1"), cell("7")),
        ),
    )
    assert picture(table, 40) == (
        "KPI             Period   Plan\n"
        "Share of shelf  2026-Q1   20%\n"
        "                2026-Q2    5%\n"
        "Visits          2026-Q1     7"
    )
    assert picture(table, 20) == (
        "  Period   Plan\nShare of shelf\n  2026-Q1   20%\n  2026-Q2    5%\nVisits\n  2026-Q1     7"
    )


def test_wide_and_combining_characters_are_counted_as_they_are_drawn() -> None:
    table = Table(
        "rows",
        (Column("name", "Name", PLAIN, 0), Column("plan", "Plan", NUMBER, 1)),
        tuple((cell(name), cell("7")) for name in ("Ритейл", "日本語", "👍🏽 ok", "Й", "plain")),
    )
    lines = text_lines(table, 40, Paint(False))
    assert {cell_len(line) for line in lines} == {12}


def test_colours_are_for_what_asks_for_attention_and_for_sums() -> None:
    table = Table(
        "rows",
        (Column("due", "Due", PLAIN, 0), Column("plan", "Plan", NUMBER, 1)),
        ((cell("late", ALERT), cell("1")), (cell("soon"), cell("2"))),
        (cell("Total"), cell("3")),
    )
    assert picture(table, 40, colour=True) == (
        "\x1b[2mDue\x1b[0m    \x1b[2mPlan\x1b[0m\n"
        "\x1b[1;31mlate\x1b[0m      1\n"
        "soon      2\n"
        "\x1b[1mTotal\x1b[0m     \x1b[1m3\x1b[0m"
    )


def test_markdown_has_all_columns_with_something_in_them() -> None:
    assert [line.replace("\u00a0", " ") for line in markdown_lines(FIGURES)] == [
        "| Period | Plan | Actual |",
        "| --- | ---: | ---: |",
        "| 2026-Q1 | 12 000 000 | 900 |",
        "| 2026-Q2 | 13 500 000 |  |",
        "| **Total** | **25 500 000** | **900** |",
    ]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        pytest.param("one two three", 7, ["one two", "three"], id="it breaks at spaces"),
        pytest.param("over 12 000 000 now", 8, ["over", "12 000 000", "now"], id="a number in groups stays whole"),
        pytest.param("a-very-long-id x", 6, ["a-very-long-id", "x"], id="an id stays whole"),
        pytest.param("日本語のテキスト", 7, ["日本語", "のテキ", "スト"], id="wide characters break anywhere"),
        pytest.param(
            "note 日本語テスト", 8, ["note 日", "本語テス", "ト"], id="and begin on the line of the word before"
        ),
        pytest.param("", 5, [""], id="nothing is one line"),
    ],
)
def test_folding(text: str, width: int, lines: list[str]) -> None:
    assert fold(text, width) == lines


HEADED = Table(
    "rows",
    (Column("day", "Day", HEADING, 0), Column("what", "What", PLAIN, 0), Column("who", "Who", PLAIN, 1)),
    (
        (cell("Today", ALERT), cell("x"), cell("A")),
        (cell("Today", ALERT), cell("y"), None),
        (cell("Later"), cell("z"), None),
    ),
)


def test_a_heading_stands_above_its_rows_however_wide_the_terminal_is() -> None:
    assert picture(HEADED, 200) == "  What  Who\n\nToday\n  x     A\n  y\n\nLater\n  z"
    assert "\x1b[1;31mToday\x1b[0m" in picture(HEADED, 80, colour=True)
    assert "\x1b[1mLater\x1b[0m" in picture(HEADED, 80, colour=True)


def pages(*numbers: int) -> str:
    """A page of tables with so many rows, 99 of which fill it."""
    row = (Value("x" * 595, None),)
    tables = [(f"Table {n}", Table("t", (Column("c", "C"),), (row,) * many)) for n, many in enumerate(numbers, 1)]
    return markdown_page(["Opening"], tables, ["Closing"])


FULL = [
    ("all of it has room", (3, 3), ["### Table 1", "### Table 2", "Closing"]),
    ("rows that have none are counted", (150,), ["### Table 1", "…and 51 more rows.", "Closing"]),
    (
        "tables that have none are named",
        (150, 1, 2),
        ["### Table 1", "…and 51 more rows.", "There is no room here for: Table 2, Table 3.", "Closing"],
    ),
    (
        "of a table without room for a row nothing stands there",
        (99, 5),
        ["### Table 1", "There is no room here for: Table 2.", "Closing"],
    ),
]


@pytest.mark.parametrize(("numbers", "said"), [case[1:] for case in FULL], ids=[case[0] for case in FULL])
def test_a_page_says_what_it_has_no_room_for(numbers: tuple[int, ...], said: list[str]) -> None:
    page = pages(*numbers)
    assert len(page) < 60_300
    assert [line for line in page.split("\n") if line and line[0] not in "|O"] == said
