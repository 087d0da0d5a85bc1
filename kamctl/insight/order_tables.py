"""A checked order as tables for people: its lines, and what they come to."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kamctl.insight import spelling
from kamctl.insight.order import Order, price_places
from kamctl.insight.report import NUMBER, PLAIN, TEXT, Column, Row, Table, Value
from kamctl.plan.quantity import NO_BREAK_SPACE, percent_text, plain_number, rounded

LINE_COLUMNS = (
    Column("product", "Product", PLAIN, 0),
    Column("title", "Title", TEXT, 4),
    Column("quantity", "Quantity", NUMBER, 1),
    Column("price", "Price", NUMBER, 3),
    Column("amount", "Amount", NUMBER, 2),
)
SUM_COLUMNS = (Column("what", "", PLAIN, 0), Column("amount", "", NUMBER, 0))


def line_table(order: Order) -> Table:
    """A row for each product."""
    rows: list[Row] = [
        (
            spelling.words(line.product),
            spelling.words(line.title),
            spelling.number(line.quantity),
            None if line.price is None else exact(line.price, price_places(line.price)),
            exact(line.amount),
        )
        for line in order.lines
    ]
    return Table("lines", LINE_COLUMNS, tuple(rows))


def sum_table(order: Order) -> Table:
    """From what the lines come to, to what is left of the credit line; only what is known."""
    rows = [(Value(title, None), exact(amount)) for title, amount in _sums(order) if amount is not None]
    return Table("sums", SUM_COLUMNS, tuple(rows))


def _sums(order: Order) -> Iterator[tuple[str, Decimal | None]]:
    reduction, credit = order.discount, order.credit
    if reduction is not None:
        yield "Together", order.subtotal
        discount = f"Discount {reduction.name}, {percent_text(reduction.size)}"
        yield discount, None if reduction.amount is None else -reduction.amount
    yield "Total", order.total
    if credit is not None:
        yield "Credit limit", credit.limit
        yield "Used", credit.used
        yield "Overdue", credit.overdue or None
        yield "Credit left after the order", order.credit_left


def exact(amount: Decimal | None, places: int = 2) -> Value | None:
    """An amount with its hundredths, as on a bill."""
    if amount is None:
        return None
    return Value(f"{rounded(amount, places):,.{places}f}".replace(",", NO_BREAK_SPACE), plain_number(amount))
