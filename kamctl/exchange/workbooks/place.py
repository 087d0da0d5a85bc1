"""What cells are called: `C7`, from the row and the column counted from 0."""

from __future__ import annotations

from functools import lru_cache


def column_name(column: int) -> str:
    """The letters of a column."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """The name of a cell."""
    return f"{column_name(column)}{row + 1}"


@lru_cache(1024)
def column_number(letters: str) -> int:
    """The column that letters (of ASCII) name."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - 64
    return number - 1
