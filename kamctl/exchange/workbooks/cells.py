"""Values of a plan as cells: numbers as numbers, percentages as fractions, days as days, all else as text.

A spreadsheet keeps fifteen digits of a number and 32,767 characters of a text, and no character that acts. What would
not come back as it was is written as text, or cut, and said to be so.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from kamctl.plan import quantity
from kamctl.plan.document import Value
from kamctl.plan.shape import DATE, IMPACT, MONEY, NUMBER, PERCENT, Leaf, ListOf
from kamctl.render.safe import visible

LONGEST_TEXT = 32_767
"""Characters (as UTF-16 counts them) that a cell holds."""

CUT = "… (the rest does not fit into a cell)"

_DIGITS = 15
"""Digits of a number that a spreadsheet keeps."""

PLAIN, AMOUNT, SHARE, DAY = "plain", "amount", "share", "day"
"""How a cell looks: text, a number, a percentage, a day."""


class Cell(NamedTuple):
    """What stands in a cell. `whole` is False where it is not all that the plan says, or not as the plan says it."""

    value: str | int | float | bool | date
    look: str = PLAIN
    decimals: int = 0
    """Digits behind the point of a number, or of a percentage."""
    whole: bool = True


def cell_of(value: Value, shape: Leaf | ListOf) -> Cell | None:
    """The cell of a value where `shape` belongs; None where nothing stands."""
    if value is None or value in ("", []):
        return None
    if isinstance(value, list):
        return _listed(value, shape)
    kind = shape.type if isinstance(shape, Leaf) else ""
    if isinstance(value, dict):
        return Cell("…", whole=False)
    if isinstance(value, bool):
        return Cell(value)
    if kind in (PERCENT, IMPACT) and isinstance(value, str) and (share := quantity.percent(value)) is not None:
        return _number(share, SHARE, 2) or text_cell(value)
    if kind in (NUMBER, MONEY, IMPACT) and (amount := quantity.number(value)) is not None:
        return _number(amount, AMOUNT, 0) or text_cell(quantity.plain_text(amount))
    if kind == DATE and isinstance(value, str) and (day := quantity.day(value)) is not None:
        return Cell(day, DAY)
    return text_cell(_words(value))


def _number(amount: Decimal, look: str, less: int) -> Cell | None:
    """A number that a spreadsheet keeps to its last digit; None for another."""
    plain = amount.normalize()
    exponent = plain.as_tuple().exponent
    if not isinstance(exponent, int) or len(plain.as_tuple().digits) > _DIGITS or abs(amount) > quantity.LARGEST_NUMBER:
        return None
    whole = amount == amount.to_integral_value()
    return Cell(int(amount) if whole else float(amount), look, max(-exponent - less, 0))


def _words(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return quantity.plain_text(value)
    return str(value)


def _listed(values: list[Value], shape: Leaf | ListOf) -> Cell:
    """The values of a list, each on a line of the cell; where one has lines of its own they cannot be told apart."""
    texts = [_words(value) if not isinstance(value, dict | list) else "…" for value in values]
    cell = text_cell("\n".join(texts))
    simple = isinstance(shape, ListOf) and not any(isinstance(value, dict | list) for value in values)
    return cell._replace(whole=cell.whole and simple and all(text.strip() and "\n" not in text for text in texts))


def text_cell(text: str) -> Cell:
    """Text that does nothing and fits."""
    shown = visible(text)
    if shown != text:  # a line end or a tab may stay
        shown = "\n".join("\t".join(map(visible, line.split("\t"))) for line in text.split("\n"))
    if utf16_length(shown) > LONGEST_TEXT:
        return Cell(_shortened(shown, LONGEST_TEXT - utf16_length(CUT)) + CUT, whole=False)
    return Cell(shown, whole=shown == text)


def utf16_length(text: str) -> int:
    """How long a spreadsheet takes a text to be."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _shortened(text: str, most: int) -> str:
    return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore")
