"""What stands on an order form, in Russian and in English, whatever kind of file it becomes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from kamctl.exchange.documents.language import ENGLISH, RUSSIAN, amount, day, in_words, money, percent, plural
from kamctl.exchange.texts import require_plain
from kamctl.insight.order import Order, price_places


class Words(NamedTuple):
    """What a form says in a language."""

    title: str
    customer: str
    manager: str
    currency: str
    together: str
    discount: str
    total: str
    condition: str
    payment: str
    prepaid: str
    supplier: str
    buyer: str
    source: str
    note: str
    more: str


_SAID: Mapping[str, tuple[str, str]] = {
    "title": ("Order of {day}", "Заказ от {day}"),
    "customer": ("Customer", "Покупатель"),
    "manager": ("Account manager", "Менеджер"),
    "currency": ("Currency", "Валюта"),
    "together": ("Together", "Итого"),
    "discount": ("Discount {size}", "Скидка {size}"),
    "total": ("Total", "Всего к оплате"),
    "condition": (
        "The discount is granted on this condition: {condition}.",
        "Скидка предоставляется на условии: {condition}.",
    ),
    "payment": ("Payment within {days} of delivery.", "Срок оплаты: {days} со дня поставки."),
    "prepaid": ("Payment before delivery.", "Оплата до поставки."),
    "supplier": ("For the supplier", "От поставщика"),
    "buyer": ("For the customer", "От покупателя"),
    "source": ("From the plan of {client}, {commit}, as of {day}", "По плану {client}, {commit}, на {day}"),
    "note": ("{title}: {products}; {total} {currency}", "{title}: {products}; {total} {currency}"),
    "more": ("and {number} more", "и ещё {number}"),
}
WORDS = {
    ENGLISH: Words(**{name: english for name, (english, _) in _SAID.items()}),
    RUSSIAN: Words(**{name: russian for name, (_, russian) in _SAID.items()}),
}
HEADINGS = {
    ENGLISH: ("No.", "Product", "Article", "Quantity", "Price", "Amount"),
    RUSSIAN: ("№", "Товар", "Артикул", "Кол-во", "Цена", "Сумма"),
}
_DAYS = {ENGLISH: ("day", "days"), RUSSIAN: ("день", "дня", "дней")}

FIRST_FIGURE = 3
"""Columns of a line from here on are figures; those before it are texts."""


class FormLine(NamedTuple):
    """A line of the form: its figures for those who write cells, and all its `texts` for those who print them."""

    title: str
    product: str
    quantity: Decimal
    price: Decimal
    amount: Decimal
    texts: tuple[str, ...]


class FormSum(NamedTuple):
    """What the lines come to, under a title."""

    title: str
    amount: Decimal
    text: str


class OrderForm(NamedTuple):
    """The form of an order that nothing speaks against; the total is the last of its sums."""

    words: Words
    headings: tuple[str, ...]
    title: str
    facts: tuple[tuple[str, str], ...]
    lines: tuple[FormLine, ...]
    sums: tuple[FormSum, ...]
    in_words: str
    terms: tuple[str, ...]
    source: str


class RefusedOrderError(ValueError):
    """An order that something speaks against has no form."""


def order_form(order: Order, language: str, manager: str | None, commit: str) -> OrderForm:
    """The form of an order; `manager` is the KAM's name, `commit` says where the plan came from.

    TextError where it would hold characters that no document may.
    """
    words = WORDS[language]
    if order.problems or order.total is None:
        raise RefusedOrderError
    facts = (
        (words.customer, order.name or order.client), (words.manager, manager), (words.currency, order.currency)
    )  # fmt: skip
    texts = [("client", order.name), ("kam", manager), ("currency", order.currency)]
    texts += [(f"{line.product}.title", line.title) for line in order.lines]
    if order.discount is not None:
        texts.append((f"discounts.{order.discount.name}.condition", order.discount.condition))
    require_plain((field, text) for field, text in texts if text)
    spoken = in_words(order.total, language, order.currency)
    return OrderForm(
        words=words,
        headings=HEADINGS[language],
        title=words.title.format(day=day(order.day, language)),
        facts=tuple((title, text) for title, text in facts if text),
        lines=tuple(_lines(order, language)),
        sums=tuple(FormSum(title, value, money(value, language, 2)) for title, value in _sums(order, language, words)),
        in_words=spoken[:1].upper() + spoken[1:],
        terms=tuple(_terms(order, language, words)),
        source=words.source.format(client=order.client, commit=commit, day=day(order.day, language, "short")),
    )


MOST_NOTED = 5
"""Products of an order that a note of it names."""


def order_note(order: Order, language: str) -> str:
    """An order in one line, for the history of the relationship."""
    words = WORDS[language]
    named = [f"{line.title or line.product} × {amount(line.quantity, language)}" for line in order.lines[:MOST_NOTED]]
    if len(order.lines) > MOST_NOTED:
        named.append(words.more.format(number=len(order.lines) - MOST_NOTED))
    total = money(order.total or Decimal(0), language, 2)
    title = words.title.format(day=day(order.day, language))
    text = words.note.format(title=title, products=", ".join(named), total=total, currency=order.currency or "")
    return text.replace("\u00a0", " ").strip()


def _lines(order: Order, language: str) -> Iterator[FormLine]:
    for number, line in enumerate(order.lines, 1):
        if line.price is None or line.amount is None:
            raise RefusedOrderError
        title = line.title or line.product
        price = amount(line.price, language, price_places(line.price))
        figures = (amount(line.quantity, language), price, money(line.amount, language, 2))
        texts = (str(number), title, line.product, *figures)
        yield FormLine(title, line.product, line.quantity, line.price, line.amount, texts)


def _sums(order: Order, language: str, words: Words) -> Iterator[tuple[str, Decimal]]:
    reduction = order.discount
    if reduction is not None and order.subtotal is not None and reduction.amount is not None:
        yield words.together, order.subtotal
        yield words.discount.format(size=percent(reduction.size, language)), -reduction.amount
    if order.total is not None:
        yield words.total, order.total


def _terms(order: Order, language: str, words: Words) -> Iterator[str]:
    if order.discount is not None:
        yield words.condition.format(condition=order.discount.condition.rstrip(" ."))
    if order.credit is not None and order.credit.days:
        number = order.credit.days
        days = f"{amount(number, language)}\u00a0{plural(number, language, *_DAYS[language])}"
        yield words.payment.format(days=days)
    else:
        yield words.prepaid
