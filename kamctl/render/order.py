"""A checked order as text and for programs."""

from __future__ import annotations

from kamctl.insight.order import Order
from kamctl.insight.order_tables import line_table, sum_table
from kamctl.plan.quantity import plain_number
from kamctl.render import safe
from kamctl.render.prose import DIM, RED, YELLOW, Paint, fold
from kamctl.render.table import text_lines
from kamctl.words import count


def as_text(order: Order, *, width: int, colour: bool) -> str:
    """The lines, the sums, the condition of the discount, then what speaks against the order."""
    paint = Paint(colour)
    name = f"{order.name} ({order.client})" if order.name else order.client
    amounts = f"; amounts in {order.currency}" if order.currency else ""
    lines = [paint(line, DIM) for line in fold(f"Order of {name} on {order.day}{amounts}", width)]
    lines += ["", *text_lines(line_table(order), width, paint)]
    if sums := text_lines(sum_table(order), width, paint):
        lines += sums  # its titles are empty, and part it from the lines
    if order.discount is not None:
        lines += ["", *fold(f"Condition of {order.discount.name}: {order.discount.condition}", width)]
    if order.notes:
        lines += ["", *(paint(line, YELLOW) for note in order.notes for line in fold(str(note), width))]
    if order.problems:
        lines += ["", paint(f"Refused, for {count(len(order.problems), 'reason')}:", RED)]
        lines += ["  " + line for problem in order.problems for line in fold(str(problem), max(width - 2, 1), hang=2)]
    return "\n".join(lines) + "\n"


def as_json(order: Order) -> str:
    """The order for other programs, `"version": 1`; `discount` is its name, null for what is not known."""
    return safe.json_text(
        {
            "version": 1,
            "client": order.client,
            "date": order.day.isoformat(),
            "lines": [
                {
                    "product": line.product,
                    "quantity": plain_number(line.quantity),
                    "price": None if line.price is None else plain_number(line.price),
                    "amount": None if line.amount is None else plain_number(line.amount),
                }
                for line in order.lines
            ],
            "discount": None if order.discount is None else order.discount.name,
            "total": None if order.total is None else plain_number(order.total),
            "credit_left": None if order.credit_left is None else plain_number(order.credit_left),
            "problems": [str(problem) for problem in order.problems],
        }
    )
