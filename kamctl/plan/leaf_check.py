"""What a value of each type is: one function a type, which turns what the file says into what it means.

A check is called for every value of every plan, so it asks for classes by identity and builds nothing that it does
not return. It raises PydanticCustomError, whose type is the rule that the value breaks.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, cast

from pydantic_core import PydanticCustomError

from kamctl.plan import quantity
from kamctl.plan.identifier import is_id, is_short_name
from kamctl.plan.model import Impact
from kamctl.plan.names import UNKNOWN, Names
from kamctl.plan.period import Calendar
from kamctl.plan.shape import (
    ANY,
    CHOICE,
    CONTACT,
    DATE,
    ID,
    IMPACT,
    MONEY,
    NUMBER,
    PERCENT,
    PERIOD,
    SHORT_NAME,
    TEXT,
    UNREAD,
    YES_NO,
    Leaf,
)

Check = Callable[[Any], Any]

_FIGURES = (NUMBER, MONEY, IMPACT)


def leaf_check(leaf: Leaf, names: Names) -> Check:
    """The check of a value of `leaf`, its limits included; `names` are those that it may use."""
    check = _type_check(leaf, names)
    if leaf.minimum is None and leaf.maximum is None and not leaf.whole and leaf.type not in _FIGURES:
        return check
    return _limited(check, leaf)


def _type_check(leaf: Leaf, names: Names) -> Check:
    if leaf.type == PERIOD:
        return _period(names.calendar)
    if leaf.type == CHOICE:
        return _choice(leaf.choices)
    if leaf.type in UNKNOWN:
        return _reference(names.of(leaf.type), UNKNOWN[leaf.type])
    return _CHECKS[leaf.type]


def _refuse(rule: str) -> PydanticCustomError:
    return PydanticCustomError(cast(Any, rule), "")


def _not_so_written(value: object) -> PydanticCustomError:
    """Text with a digit in it, or a number, is a figure or a date badly written; anything else is something else."""
    if value.__class__ is bool or value is None or isinstance(value, dict | list):
        return _refuse("wrong-type")
    if isinstance(value, str) and not any(character.isnumeric() for character in value):
        return _refuse("wrong-type")
    return _refuse("value-format")


def _text(value: object) -> str:
    if value.__class__ is str and value and not value.isspace():
        return value
    raise _refuse("value-format" if value.__class__ is str else "wrong-type")


def _number(value: object) -> Any:
    found = quantity.number(value)
    if found is None:
        raise _not_so_written(value)
    return found


def _percent(value: object) -> Any:
    found = quantity.percent(value) if value.__class__ is str else None
    if found is None:
        raise _not_so_written(value)
    return found


def _date(value: object) -> Any:
    found = quantity.day(value) if value.__class__ is str else None
    if found is None:
        raise _not_so_written(value)
    return found


def _impact(value: object) -> Impact:
    if value.__class__ is str and (share := quantity.percent(value)) is not None:
        return Impact(share=share)
    return Impact(money=_number(value))


def _yes_no(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise _refuse("wrong-type")


def _id(value: object) -> str:
    if value.__class__ is str and is_id(value):
        return value
    raise _refuse("bad-id" if value.__class__ is str else "wrong-type")


def _short_name(value: object) -> str:
    if value.__class__ is str and is_short_name(value):
        return value
    raise _refuse("bad-id" if value.__class__ is str else "wrong-type")


def _anything(value: object) -> object:
    return value


def _nothing(value: object) -> None:
    return None


_CHECKS: Mapping[str, Check] = {
    TEXT: _text, NUMBER: _number, MONEY: _number, PERCENT: _percent, DATE: _date, IMPACT: _impact,
    YES_NO: _yes_no, ID: _id, CONTACT: _id, SHORT_NAME: _short_name, ANY: _anything, UNREAD: _nothing,
}  # fmt: skip


def _period(calendar: Calendar) -> Check:
    parse = calendar.parse

    def check(value: object) -> Any:
        # A year is a number to YAML, and the text "2026" means the same.
        text = str(value) if value.__class__ is int else value
        found = parse(text) if text.__class__ is str else None
        if found is None:
            raise _not_so_written(value)
        return found

    return check


def _choice(choices: tuple[str, ...]) -> Check:
    allowed = frozenset(choices)

    def check(value: object) -> Any:
        if value.__class__ is str and value in allowed:
            return value
        raise _refuse("wrong-type" if isinstance(value, dict | list) else "not-allowed")

    return check


def _reference(names: Collection[str] | None, rule: str) -> Check:
    if names is None:
        return _id
    known = frozenset(names)

    def check(value: object) -> Any:
        if value.__class__ is str and value in known:
            return value
        raise _refuse(rule if value.__class__ is str and value else "wrong-type")

    return check


def _limited(check: Check, leaf: Leaf) -> Check:
    """A type's check, and that the value lies within the field's limits and those of any number."""
    lowest, highest, largest = leaf.minimum, leaf.maximum, quantity.LARGEST_NUMBER
    numeric = leaf.type in _FIGURES

    def limited(value: object) -> Any:
        found = check(value)
        amount = found
        if found.__class__ is Impact:
            # A share of the sales plan has no limit in money; only that it is none below nothing.
            amount = found.money if found.share is None else found.share
        if (
            (lowest is not None and amount < lowest)
            or (highest is not None and amount > highest)
            or (numeric and not -largest <= amount <= largest)
            or (leaf.whole and amount != amount.to_integral_value())
        ):
            raise _refuse("out-of-range")
        return found

    return limited


def broken_rule(leaf: Leaf, names: Names, value: Any) -> str:
    """The rule that a value breaks where `leaf` belongs; empty for none."""
    try:
        leaf_check(leaf, names)(value)
    except PydanticCustomError as error:
        return error.type
    return ""
