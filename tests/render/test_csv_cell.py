"""Cells of CSV: a spreadsheet computes nothing that a plan says, and a reader gets back what was there."""

from __future__ import annotations

import csv
import io
import re

import pytest

from kamctl.render.safe import csv_cell, inert
from tests.payloads import CASES


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        pytest.param(None, "", id="nothing is nothing"),
        pytest.param(-12, "-12", id="a number stays one, also below nothing"),
        pytest.param(0.2, "0.2", id="a percentage is a fraction"),
        pytest.param(True, "true", id="yes is true"),
        pytest.param("=1+1", "'=1+1", id="a formula gets an apostrophe"),
        pytest.param("  @SUM(A1)", "'  @SUM(A1)", id="after blanks too"),
        pytest.param("＝1+1", "'＝1+1", id="and in full width"),
        pytest.param("'=1", "''=1", id="a text that looks like one of ours gets another"),
        pytest.param('say "x", y', '"say ""x"", y"', id="quotes are doubled"),
        pytest.param("a;b", '"a;b"', id="a semicolon is no delimiter anywhere"),
        pytest.param("'quoted'", "'quoted'", id="an apostrophe alone is a text"),
    ],
)
def test_a_cell(value: object, cell: str) -> None:
    assert csv_cell(value) == cell


@pytest.mark.no_cover
@pytest.mark.parametrize("text", CASES)
def test_hostile_text_is_one_harmless_cell(text: str) -> None:
    [[_, read]] = csv.reader(io.StringIO(f"1,{csv_cell(text)}\r\n", newline=""), strict=True)
    assert not re.match(r"\s*[=+\-@＝＋－＠]", read)
    assert (read[1:] if re.match(r"''*\s*[=+\-@＝＋－＠]", read) else read) == inert(text)


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        pytest.param("a|b", '"a|b"', id="text with the delimiter in it"),
        pytest.param(0.5, "0.5", id="a number without it"),
        pytest.param(True, "true", id="a yes"),
    ],
)
def test_another_delimiter_is_quoted_where_it_stands_in_a_cell(value: object, cell: str) -> None:
    assert csv_cell(value, "|") == cell
    assert csv_cell(0.5, ".") == '"0.5"'
