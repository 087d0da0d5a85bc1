"""Values of a plan as people read them: amounts in groups of digits, names in the place of ids."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from kamctl.insight.report import NUMBER as NUMERIC
from kamctl.insight.report import PLAIN, Value
from kamctl.insight.report import TEXT as SENTENCE
from kamctl.plan import quantity
from kamctl.plan.model import Plan
from kamctl.plan.schema import Schema
from kamctl.plan.schema_model import SALES
from kamctl.plan.shape import CONTACT, KPI, MONEY, NUMBER, PERCENT, PERSON, PRODUCT, TEXT, Field, Leaf, ListOf, Shape

WHOLE_FROM = 1000
"""From which amount on nobody asks for hundredths that were worked out."""


def money(amount: Decimal | None) -> Value | None:
    """An amount without its currency: `12 000 000`."""
    return None if amount is None else Value(quantity.money_text(amount), quantity.plain_number(amount))


def rounded_money(amount: Decimal | None) -> Value | None:
    """An amount that was worked out: for people a large one is whole."""
    if amount is None:
        return None
    whole = amount.to_integral_value() if abs(amount) >= WHOLE_FROM else amount
    return Value(quantity.money_text(whole), quantity.plain_number(amount))


def impact(share: Decimal | None, worked_out: Decimal | None) -> Value | None:
    """What a risk costs: money, or a percentage with the money that it comes to, as far as that is known."""
    money = rounded_money(worked_out)
    percentage = percent(share)
    if percentage is None:
        return money
    if money is None:
        return Value(f"{percentage.text} of plan", None)
    return Value(f"{percentage.text} = {money.text}", money.data)


def number(value: Decimal | None) -> Value | None:
    """A number with all its digits."""
    return None if value is None else Value(quantity.number_text(value), quantity.plain_number(value))


def percent(fraction: Decimal | None) -> Value | None:
    """A percentage as the plan has it."""
    return None if fraction is None else Value(quantity.percent_text(fraction), quantity.plain_number(fraction))


def ratio(part: Decimal | None, whole: Decimal | None) -> Value | None:
    """`part` / `whole` as a percentage to one decimal; None where one is missing or the whole is nothing."""
    return None if part is None or not whole else share(part / whole)


def share(fraction: Decimal | None) -> Value | None:
    """A fraction that was worked out, as a percentage to one decimal."""
    return None if fraction is None else Value(f"{fraction:z.1%}", quantity.plain_number(fraction))


def hidden(data: str | None) -> Value | None:
    """What is for programs alone."""
    return None if data is None else Value("", data)


def percents(fraction: Decimal) -> str:
    """A fraction in whole percents, rounded down: what is short of 100% never reads as 100%."""
    return f"{(fraction * 100).to_integral_value(ROUND_FLOOR):zf}%"


def day(value: date | None) -> Value | None:
    """A day as a plan writes it."""
    return None if value is None else Value(value.isoformat(), value.isoformat())


def words(text: str | None) -> Value | None:
    """Text as it stands."""
    return None if text is None else Value(text, text)


def title_of(name: str, field: Field | None) -> str:
    """What people call a field: its title, or its name with a capital letter."""
    if field is not None and field.title:
        return field.title
    plain = name.replace("_", " ").replace("-", " ")
    return plain[:1].upper() + plain[1:]


def kind_of(shape: Shape) -> str:
    """The kind of column that values of a shape make."""
    if isinstance(shape, Leaf) and shape.type in (MONEY, NUMBER, PERCENT):
        return NUMERIC
    return SENTENCE if not isinstance(shape, Leaf) or shape.type == TEXT else PLAIN


class Speller:
    """Spells what stands in one plan, with the names that its ids have in the schema and in the plan itself."""

    def __init__(self, schema: Schema, plan: Plan) -> None:
        self._schema = schema
        self._contacts = plan.contacts or {}

    def name(self, kind: str, id_: str) -> str:
        """What people call a person, a product, a KPI or a contact; the id where nothing else is known."""
        found: str | None = None
        if kind == PERSON and id_ in self._schema.people:
            found = self._schema.people[id_].name
        elif kind == PRODUCT and id_ in self._schema.products:
            found = self._schema.products[id_].title
        elif kind == KPI and id_ in self._schema.kpis:
            found = self._schema.kpis[id_].title
        elif kind == CONTACT and id_ in self._contacts:
            found = self._contacts[id_].name
        return found or ("Sales" if (kind, id_) == (KPI, SALES) else id_)

    def value(self, shape: Shape, value: Any) -> Value | None:
        """A value of any shape; a list is its values joined by commas."""
        if value is None:
            return None
        if isinstance(shape, ListOf):
            items = [item for each in value if (item := self.value(shape.item, each))]
            return Value(", ".join(item.text for item in items), [item.data for item in items])
        kind = shape.type if isinstance(shape, Leaf) else ""
        if isinstance(value, Decimal):
            return money(value) if kind == MONEY else percent(value) if kind == PERCENT else number(value)
        if kind in (PERSON, PRODUCT, KPI, CONTACT):
            return Value(self.name(kind, value), value)
        return Value(_anything(value), _plain(value))


def _anything(value: Any) -> str:
    """What stands in a field of no type, in words."""
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_anything(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return ", ".join(_anything(inner) for inner in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return quantity.plain_text(value)
    return "" if value is None else str(value)


def _plain(value: Any) -> Any:
    """The same as JSON has it."""
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, Decimal):
        return quantity.plain_number(value)
    # What is not finite is no number to JSON; a date and a period are their names.
    return value if value is None or isinstance(value, bool | int | str) else str(value)
