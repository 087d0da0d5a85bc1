"""How cells look: one set of formats for a workbook, each made once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kamctl.exchange.workbooks.cells import AMOUNT, DAY, PLAIN, SHARE, Cell
from kamctl.plan.shape import DATE, IMPACT, MONEY, NUMBER, PERCENT, TEXT, Leaf, ListOf

DARK, GREY, LINE, NOTE = "#1F3864", "#F2F2F2", "#D9D9D9", "#595959"

_MOST_DECIMALS = 9
_GENERAL, _AS_TEXT, _DAY = "General", "@", "yyyy-mm-dd"

_LINE_HEIGHT, _HIGHEST = 15, 400
"""Points; Excel has no higher row than 409."""

Format = Any
"""XlsxWriter's, which has no type that mypy knows without importing it."""


class Looks:
    """The formats of a workbook by what they are for; `book` is XlsxWriter's."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def of_cell(self, cell: Cell, shape: Leaf | ListOf, locked: bool) -> Format:
        """The format of a cell that says something."""
        return self._cell(_number_format(cell, shape), locked, wraps(shape))

    def of_column(self, shape: Leaf | ListOf, locked: bool) -> Format:
        """The format of the empty cells of a column, in which somebody may write."""
        return self._cell(_EMPTY.get(_kind(shape), _AS_TEXT), locked, wraps(shape))

    def made(self, **properties: Any) -> Format:
        """A format of these properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]

    @property
    def title(self) -> Format:
        return self.made(bold=True, font_size=16, font_color=DARK)

    @property
    def note(self) -> Format:
        return self.made(font_color=NOTE)

    @property
    def header(self) -> Format:
        return self.made(
            bold=True,
            font_color="#FFFFFF",
            bg_color=DARK,
            text_wrap=True,
            valign="vcenter",
            border=1,
            border_color=LINE,
        )

    def _cell(self, number_format: str, locked: bool, wrap: bool) -> Format:
        more: dict[str, Any] = {"bg_color": GREY} if locked else {}
        # Texts stand a little away from the figures on their left.
        more |= {"align": "left", "indent": 1} if number_format == _AS_TEXT else {}
        more |= {"align": "center"} if number_format == _DAY else {}
        return self.made(
            num_format=number_format, locked=locked, text_wrap=wrap, valign="top", border=1, border_color=LINE, **more
        )


_EMPTY = {MONEY: "#,##0", NUMBER: _GENERAL, PERCENT: "0.0%", DATE: _DAY, IMPACT: _GENERAL}
"""What is written into an empty cell looks like this; where money or a percentage may stand the program decides."""


def _kind(shape: Leaf | ListOf) -> str:
    return shape.type if isinstance(shape, Leaf) else ""


def wraps(shape: Leaf | ListOf) -> bool:
    """Whether what stands in a column is read as sentences."""
    return isinstance(shape, ListOf) or shape.type == TEXT


def _number_format(cell: Cell, shape: Leaf | ListOf) -> str:
    places = "." + "0" * min(cell.decimals, _MOST_DECIMALS) if cell.decimals else ""
    if cell.look == DAY:
        return _DAY
    if cell.look == SHARE:
        return f"0{places}%"
    if cell.look == AMOUNT:
        return _GENERAL if _kind(shape) == NUMBER else f"#,##0{places}"
    return _GENERAL if cell.look == PLAIN and isinstance(cell.value, bool) else _AS_TEXT


def height(texts: Iterable[tuple[str, float]]) -> float | None:
    """How high a row must be for texts to be read whole in cells of these widths; None where one line does.

    Programs that lay a sheet out by themselves do not always look at what stands in it.
    """
    lines = max((sum(_lines(part, width) for part in text.split("\n")) for text, width in texts), default=1)
    return min(lines * _LINE_HEIGHT, _HIGHEST) if lines > 1 else None


def _lines(text: str, width: float) -> int:
    """The lines that a text of one paragraph takes; words are not cut, so a line holds a little less than its width."""
    return max(-(-len(text) // max(int(width * 0.95), 1)), 1)
