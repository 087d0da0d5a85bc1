"""An order of a client checked against its plan: the assortment, the prices, a discount, and the credit line.

- amount of a line = quantity × list price; subtotal = Σ amounts; reduction = subtotal × size of the discount;
  total = subtotal − reduction. Amounts and the reduction are rounded to hundredths, half a hundredth upward.
- A product may be ordered while it is listed, or from the first day of the period in which it is added, and until
  the last day of the period in which it is dropped. A plan without an assortment leaves it open what is listed.
- Credit left = limit − used − total; what is owed counts as nothing where the plan does not say it. A plan without
  a credit line sets no limit.

Whether the condition of a discount is met no plan can tell: it is shown, for people to judge.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal

from kamctl.insight.portfolio import Entry
from kamctl.lint.nearest import nearest
from kamctl.plan.fault import dotted
from kamctl.plan.model import CreditLine, Discount
from kamctl.plan.quantity import money_text
from kamctl.plan.schema import Schema
from kamctl.words import Sentence, listing, say

HUNDREDTH = Decimal("0.01")

_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)
_NOTHING = Decimal(0)
_NEEDED = ("assortment", "credit_line")


@dataclass(frozen=True, slots=True)
class Line:
    """A product with its catalogue's title, list price and amount; None for what is not known."""

    product: str
    title: str | None
    quantity: Decimal
    price: Decimal | None
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class Reduction:
    """A discount of the plan as it is granted on an order; `amount` is None where the subtotal is not known."""

    name: str
    size: Decimal
    condition: str
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class Order:
    """An order of a day. `problems` are all reasons to refuse it, `notes` what is good to know.

    `discount` is None where none was asked for, or the plan has none of that name; `total` where the price of a
    product is not known; `credit_left` also without a credit line.
    """

    client: str
    name: str | None
    kam: str | None
    day: date
    currency: str | None
    lines: tuple[Line, ...]
    discount: Reduction | None
    subtotal: Decimal | None
    total: Decimal | None
    credit: CreditLine | None
    credit_left: Decimal | None
    problems: tuple[Sentence, ...]
    notes: tuple[Sentence, ...]


def check_order(
    entry: Entry, schema: Schema, day: date, wanted: Sequence[tuple[str, Decimal]], discount: str | None = None
) -> Order:
    """The order of some quantities (above 0, each product once) on a day, with everything that speaks against it."""
    plan = entry.plan
    lines = tuple(_line(product, quantity, schema) for product, quantity in wanted)
    amounts = [line.amount for line in lines if line.amount is not None]
    subtotal = sum(amounts, _NOTHING) if len(amounts) == len(lines) else None
    granted = (plan.discounts or {}).get(discount or "")
    reduction = _reduction(discount, granted, subtotal)
    total = subtotal
    if subtotal is not None and reduction is not None and reduction.amount is not None:
        total = subtotal - reduction.amount
    credit = plan.credit_line
    left = None if credit is None or total is None else credit.limit - (credit.used or _NOTHING) - total
    problems = [
        *_unread(entry, discount),
        *(problem for line in lines for problem in _of_line(line, entry, schema, day)),
        *_of_discount(discount, entry),
        *_of_credit(credit, total, left),
    ]
    return Order(
        client=entry.client,
        name=plan.client,
        kam=plan.kam,
        day=day,
        currency=schema.format.currency,
        lines=lines,
        discount=reduction,
        subtotal=subtotal,
        total=total,
        credit=credit,
        credit_left=left,
        problems=tuple(problems),
        notes=tuple(_notes(entry, lines, day)),
    )


def price_places(price: Decimal) -> int:
    """The decimals with which a price stands on a bill: two, and more where it has them, so that amounts follow."""
    exponent = price.normalize().as_tuple().exponent
    return max(2, -exponent) if isinstance(exponent, int) else 2


def _line(product: str, quantity: Decimal, schema: Schema) -> Line:
    known = schema.products.get(product)
    price = known.price if known else None
    return Line(product, known.title if known else None, quantity, price, _in_hundredths(price, quantity))


def _in_hundredths(one: Decimal | None, other: Decimal) -> Decimal | None:
    return None if one is None else _WIDE.multiply(one, other).quantize(HUNDREDTH, context=_WIDE)


def _reduction(name: str | None, granted: Discount | None, subtotal: Decimal | None) -> Reduction | None:
    if name is None or granted is None:
        return None
    return Reduction(name, granted.size, granted.condition, _in_hundredths(subtotal, granted.size))


def _unread(entry: Entry, discount: str | None) -> Iterator[Sentence]:
    """What stands in the file, is needed, and could not be read: nothing can be said against it, or for it."""
    needed = {path for path in entry.lost if path[0] in _NEEDED or path[:2] == ("discounts", discount)}
    round_others = {path[:depth] for path in needed for depth in range(1, len(path))}
    for field in sorted(map(dotted, needed - round_others)):
        yield say("{field} cannot be read; see kamctl lint.", field=field)


def _of_line(line: Line, entry: Entry, schema: Schema, day: date) -> Iterator[Sentence]:
    known = {*schema.products, *(schema.names.products or ())}
    if line.product not in known:
        near = nearest(line.product, sorted(known))
        if near is None:
            yield say("There is no product {product} in schema/products.yaml.", product=line.product)
        else:
            message = "There is no product {product} in schema/products.yaml. Did you mean {near}?"
            yield say(message, product=line.product, near=near)
        return
    if line.price is None:
        yield say("{product} has no price in schema/products.yaml.", product=line.product)
    yield from _of_assortment(line.product, entry, day)


def _of_assortment(product: str, entry: Entry, day: date) -> Iterator[Sentence]:
    assortment = entry.plan.assortment
    if assortment is None:
        return
    added, dropped = (assortment.add or {}).get(product), (assortment.drop or {}).get(product)
    listed = product in (assortment.listed or ())
    if not listed and added is None:
        yield say("{product} is not in the assortment: assortment.listed does not have it.", product=product)
    elif not listed and added is not None and not added.begun(day):
        message = "{product} is not listed before {start}: it is to be added in {period}."
        yield say(message, product=product, start=added.start, period=added)
    if dropped is not None and dropped.closed(day):
        message = "{product} was to be dropped in {period}, so it is not ordered after {last}."
        yield say(message, product=product, period=dropped, last=dropped.last_day)


def _of_discount(name: str | None, entry: Entry) -> Iterator[Sentence]:
    held = entry.plan.discounts or {}
    if name is None or name in held or ("discounts", name) in {path[:2] for path in entry.lost}:
        return
    if held:
        yield say("The plan has no discount {name}. It has: {known}.", name=name, known=listing(held))
    else:
        yield say("The plan has no discount {name}, and no other.", name=name)


def _of_credit(credit: CreditLine | None, total: Decimal | None, left: Decimal | None) -> Iterator[Sentence]:
    if credit is None:
        return
    if credit.overdue:
        yield say("{overdue} of what the client owes is overdue.", overdue=money_text(credit.overdue))
    used = credit.used or _NOTHING
    if left is not None and left < 0 and total is not None:
        message = (
            "The order comes to {total}, and of the credit line {free} is free ({limit} less {used}): {over} short."
        )
        yield say(
            message,
            total=money_text(total),
            free=money_text(max(credit.limit - used, _NOTHING)),
            limit=money_text(credit.limit),
            used=money_text(used),
            over=money_text(-left),
        )
    elif used >= credit.limit:
        message = "Of the credit line nothing is free: {used} of {limit} is used."
        yield say(message, used=money_text(used), limit=money_text(credit.limit))


def _notes(entry: Entry, lines: Sequence[Line], day: date) -> Iterator[Sentence]:
    plan, lost = entry.plan, {path[0] for path in entry.lost}
    if plan.period is not None and not plan.period.has_day(day):
        yield say("The plan is for {period}, and {day} is none of its days.", period=plan.period, day=day)
    if plan.assortment is None and "assortment" not in lost:
        yield say("The plan has no assortment, so what is listed was not checked.")
    elif plan.assortment is not None:
        for line in lines:
            period = (plan.assortment.drop or {}).get(line.product)
            if period is not None and not period.closed(day):
                yield say("{product} is to be dropped in {period}.", product=line.product, period=period)
    if plan.credit_line is None and "credit_line" not in lost:
        yield say("The plan has no credit line, so what is owed was not checked.")
    elif plan.credit_line is not None and plan.credit_line.used is None and "credit_line" not in lost:
        yield say("The plan does not say what is owed now (credit_line.used), so the limit alone was checked.")
