"""What somebody means who wrote into a cell: the value as a plan has it, or why nobody can know."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from kamctl.exchange.workbooks.cells import LONGEST_TEXT, SHARE, Cell
from kamctl.exchange.workbooks.reading import Seen
from kamctl.lint.catalog import RULES
from kamctl.plan import quantity
from kamctl.plan.answers import understood
from kamctl.plan.document import Value
from kamctl.plan.fault import Fault, Path
from kamctl.plan.leaf_check import broken_rule
from kamctl.plan.names import UNKNOWN, Names
from kamctl.plan.shape import DATE, IMPACT, MONEY, NUMBER, PERCENT, PERIOD, TEXT, YES_NO, Leaf, ListOf
from kamctl.plan.source import Source
from kamctl.plan.spelling import readings, writing
from kamctl.words import Sentence, say

_RULES = {rule.name: rule for rule in RULES}

_SHOWN_DIGITS = 15

_LEAST_PERCENT, _MOST_TIMES = 2, 10
"""A number below the first is a share as well as a percentage; one from the second on, shown as a percentage, too."""


class Meant(NamedTuple):
    """What a cell means. `value` is as a plan's file has it (None: nothing), `message` why it cannot be known."""

    value: Value = None
    message: Sentence | None = None
    hint: Sentence | None = None


def is_blank(seen: Seen) -> bool:
    """Whether a cell says nothing."""
    return (seen.value is None and not seen.formula) or (isinstance(seen.value, str) and not plain(seen.value).strip())


def plain(text: str) -> str:
    """A text without the carriage returns that some programs write."""
    return text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")


def is_as_written(seen: Seen, cell: Cell | None) -> bool:
    """Whether a cell still says what was written into it."""
    if cell is None or is_blank(seen):
        return is_blank(seen)
    value, written = seen.value, cell.value
    if seen.cut:
        return False
    if isinstance(value, bool) or isinstance(written, bool):
        return value is written
    if isinstance(value, datetime):
        return isinstance(written, date) and value.date() == written and not _has_time(value)
    if isinstance(value, int | float):
        if not isinstance(written, int | float):
            return False
        return digits(value) == digits(written) and (seen.percent == (cell.look == SHARE) or value == 0)
    return isinstance(value, str) and isinstance(written, str) and _is_same_text(plain(value), plain(written))


def _is_same_text(text: str, written: str) -> bool:
    # openpyxl takes every `x005F_` for a part of an escape; some programs have no tabs in cells.
    texts = (written, written.replace("x005F_", ""))
    return text in texts or ("\t" not in text and text in [each.replace("\t", "") for each in texts])


def meant(seen: Seen, shape: Leaf | ListOf, names: Names, path: Path) -> Meant:
    """The value that a cell means where `shape` belongs, checked as lint would check it."""
    if seen.value is None:
        hint = say("Open the workbook in a spreadsheet, save it, and send that; or write the value itself.")
        return Meant(None, say("The cell has a formula whose result was not saved."), hint)
    if seen.cut:
        told = say("The text is longer than the {most} characters that a cell holds.", most=LONGEST_TEXT)
        return Meant(None, told, say("Change it in the file of the plan."))
    if seen.error:
        return Meant(None, say("The cell shows the error {error}.", error=seen.value), say("Write the value itself."))
    if isinstance(shape, ListOf):
        return _list(seen, shape, names, path)
    found = _value(seen, shape, names.currency)
    return found if found.message is not None else _checked(found.value, shape, names, path)


def _list(seen: Seen, shape: ListOf, names: Names, path: Path) -> Meant:
    """The things of a list, each on a line of the cell."""
    if not isinstance(shape.item, Leaf):
        return Meant(None, say("Nothing is known of what stands here."))
    texts = plain(seen.value).split("\n") if isinstance(seen.value, str) else [seen.value]
    values = []
    for text in texts:
        if isinstance(text, str) and not text.strip():
            continue
        item = meant(seen._replace(value=text), shape.item, names, path)
        if item.message is not None:
            return item
        values.append(item.value)
    return Meant(values)


def _value(seen: Seen, leaf: Leaf, currency: str) -> Meant:
    value: Any = seen.value
    if isinstance(value, bool):
        if leaf.type == YES_NO:
            return Meant(value)
        return Meant(None, say("There is true or false where something else belongs."), writing(leaf))
    if isinstance(value, datetime):
        return _day(value, leaf)
    if isinstance(value, int | float):
        return _number(value, seen.percent, leaf)
    if not isinstance(value, str):
        return Meant(None, say("There is a time where something else belongs: {value}.", value=value), writing(leaf))
    text = plain(value)
    return _typed(text if leaf.type == TEXT else text.strip(), leaf, currency)


def _typed(text: str, leaf: Leaf, currency: str) -> Meant:
    """A text as somebody typed it: `12 000 000`, `7,5%` and `03.02.2026` are understood."""
    if leaf.type == TEXT:
        return Meant(text)
    found = understood(leaf, text, currency)
    if isinstance(found, date):
        return Meant(found.isoformat())
    if isinstance(found, str) and (both := readings(leaf, text, text)):
        hint = say("Write {one} or {other}, whichever is meant.", one=both[0], other=both[1])
        return Meant(None, say("{text} may be read in two ways.", text=text), hint)
    if isinstance(found, list):
        return Meant(None, say("{text} cannot be read here.", text=text), writing(leaf))
    return Meant(str(found) if leaf.type == PERIOD else found)


def _day(value: datetime, leaf: Leaf) -> Meant:
    if leaf.type != DATE:
        told = say("The spreadsheet has made the day {day} of what was typed.", day=value.date())
        return Meant(None, told, say("Type it with an apostrophe before it, such as '1-2."))
    if _has_time(value):
        return Meant(None, say("There is a time of day in the cell: {time}.", time=value), say("Write the day alone."))
    return Meant(value.date().isoformat())


def _has_time(value: datetime) -> bool:
    return (value.hour, value.minute, value.second, value.microsecond) != (0, 0, 0, 0)


def _number(value: int | float, percent: bool, leaf: Leaf) -> Meant:
    amount = digits(value)
    if amount is None:
        return Meant(None, say("The number {value} cannot be read.", value=value), writing(leaf))
    if percent and leaf.type in (MONEY, NUMBER):
        told = say("There is a percentage where none belongs: {share}.", share=_percent(amount))
        return Meant(None, told, say("Give the cell the format of a number first."))
    if leaf.type in (PERCENT, IMPACT) and percent:
        return _share(amount, leaf)
    if leaf.type == PERCENT:
        if 0 < abs(amount) < _LEAST_PERCENT:
            return _either(amount, _percent(amount), f"{quantity.plain_text(amount)}%")
        return Meant(f"{quantity.plain_text(amount)}%")
    if leaf.type == IMPACT and 0 < abs(amount) < 1:
        return _either(amount, _percent(amount), quantity.plain_text(amount))
    if leaf.type in (MONEY, NUMBER, IMPACT):
        return Meant(_plain(amount))
    if leaf.type == DATE:
        return Meant(None, say("{value} is a number, not a day.", value=quantity.plain_text(amount)), writing(leaf))
    return Meant(_percent(amount) if percent else quantity.plain_text(amount))


def _share(amount: Decimal, leaf: Leaf) -> Meant:
    """A number in a cell that shows it as a percentage."""
    if leaf.type == IMPACT and amount > 1:
        told = say("{share} is more than all of the sales plan.", share=_percent(amount))
        return Meant(None, told, say("For money, give the cell the format of a number first."))
    if abs(amount) >= _MOST_TIMES:  # 12.5 was pasted where 12.5% is meant
        return _either(amount, f"{quantity.plain_text(amount)}%", _percent(amount))
    return Meant(_percent(amount))


def _either(amount: Decimal, one: str, other: str) -> Meant:
    hint = say("Write {one} or {other}, whichever is meant.", one=one, other=other)
    return Meant(None, say("{value} may be read in two ways.", value=quantity.plain_text(amount)), hint)


def _percent(fraction: Decimal) -> str:
    return f"{quantity.plain_text(quantity.rounded(fraction * 100, 9))}%"


def _plain(amount: Decimal) -> Decimal | int:
    return int(amount) if amount == amount.to_integral_value() else amount


def digits(value: int | float) -> Decimal | None:
    """A number to the digits that a spreadsheet shows: 7.000000000000001 is 7."""
    if value != value or abs(value) > quantity.LARGEST_NUMBER * 10:
        return None
    return Decimal(f"{value:.{_SHOWN_DIGITS}g}") if isinstance(value, float) else Decimal(value)


def _checked(value: Value, leaf: Leaf, names: Names, path: Path) -> Meant:
    """The value, or what lint would say of it."""
    broken = broken_rule(leaf, names, value)
    if not broken:
        return Meant(int(value) if leaf.type == PERIOD and isinstance(value, str) and value.isdecimal() else value)
    raw = quantity.plain_text(value) if isinstance(value, Decimal) else str(value)
    known = {"known": names.of(leaf.type) or ()} if leaf.type in UNKNOWN else {}
    facts = {"shape": leaf, "value": value, "raw": raw, "on_key": False, "currency": names.currency, **known}
    word = _RULES[broken].word
    if word is None or leaf.type == TEXT:
        return Meant(None, say("{value} may not stand here.", value=raw), writing(leaf))
    said = word(Fault(broken, 0, 0, path, facts), Source("", raw))
    return Meant(None, said.message, said.hint)
