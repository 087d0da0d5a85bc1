"""`kamctl order`: an order checked against the plan, and the form for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import PurePath
from typing import TYPE_CHECKING

import click

from kamctl.cli import app as edge
from kamctl.cli.app import App
from kamctl.cli.options import complete_client, language_option
from kamctl.cli.portfolio import portfolio_of_one
from kamctl.errors import UsageError, WriteError
from kamctl.render.safe import inert
from kamctl.words import say

if TYPE_CHECKING:
    from kamctl.cli.editing import AtHand, Attempt
    from kamctl.edit.edits import Content, Edit
    from kamctl.insight.order import Order
    from kamctl.insight.portfolio import Portfolio
    from kamctl.lint.snapshot import Snapshot

LARGEST_QUANTITY = Decimal(10) ** 9
SUFFIXES = (".docx", ".xlsx", ".json")

_QUANTITY = re.compile(r"[0-9]{1,10}(?:\.[0-9]{1,3})?|[0-9]{1,3}(?:_[0-9]{3}){1,3}")


@click.command("order")
@click.argument("client", shell_complete=complete_client)
@click.argument("items", nargs=-1, required=True, metavar="PRODUCT=QTY...")
@click.option("--discount", metavar="NAME", help="A discount of the plan that is granted on the order.")
@click.option("--date", "day", metavar="DATE", help="The day of the order; today when left out.")
@click.option("-o", "--output", metavar="FILE", help="Write the order form: .docx, .xlsx or .json.")
@click.option("--note", is_flag=True, help="Write the order down in the history of the plan.")
@language_option("en")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to show it.",
)
@click.pass_context
def command(
    context: click.Context,
    client: str,
    items: tuple[str, ...],
    discount: str | None,
    day: str | None,
    output: str | None,
    note: bool,
    language: str,
    format_: str,
) -> int:
    """Check an order of CLIENT against its plan: the assortment, prices, the discount, free credit, overdue debt.

    An amount is quantity × price of schema/products.yaml, less the discount, each rounded to hundredths (half up).

    Exit code 0: the order is fine, and what was asked for is written, the form and the note, or neither; 1: it is
    refused, with all reasons, and nothing is written; 2: it could not be checked, or not be written.
    """
    from kamctl.insight.order import check_order

    app = edge.current(context)
    wanted = _quantities(items)
    suffix = _suffix(app, output)
    on = _day(app, day)
    snapshot = app.snapshot()
    portfolio = portfolio_of_one(app, snapshot, client)
    [entry] = portfolio.plans
    order = check_order(entry, portfolio.schema, on, wanted, discount)
    form = None if output is None or order.problems else _form(app, order, snapshot, portfolio, suffix, language)
    hand = made = None
    if note and not order.problems:
        hand, made, edits = _noted(app, order, language)
        if made.wrong:
            from kamctl.cli.editing import refuse

            return refuse(hand, made, edits)
    app.terminal.write(_shown(app, order, format_))
    if order.problems:
        return 1
    with _note_written(app, hand, made):
        if output is not None and form is not None:
            app.deliver_file(form, output)
    if output is not None:
        app.terminal.note(f"Wrote {inert(output)}.\n")
    if hand is not None and made is not None:
        done = "Noted in {file}." if made.edited.changed else "{file} has this note already."
        app.terminal.note(f"{inert(str(say(done, file=hand.file.name)))}\n")
    return 0


@contextmanager
def _note_written(app: App, hand: AtHand | None, made: Attempt | None) -> Iterator[None]:
    """The note stands in the plan; where the form cannot be written after all, it is taken back."""
    if hand is None or made is None or not made.edited.changed:
        yield
        return
    app.workspace.write(hand.file.name, made.edited.data, hand.file.data)
    try:
        yield
    except WriteError:
        app.workspace.write(hand.file.name, hand.file.data, made.edited.data)
        raise


def _noted(app: App, order: Order, language: str) -> tuple[AtHand, Attempt, Sequence[Edit]]:
    """The plan with the order in its history, as it would be; a note is of no day that is still to come."""
    from kamctl.cli.editing import attempt, note_edits, plan_at_hand
    from kamctl.exchange.orders.order_form import order_note

    hand = plan_at_hand(app, order.client, no_input=True)
    note: dict[str, Content] = {"date": min(order.day, app.today), "note": order_note(order, language)}
    edits = note_edits(hand.document, note)
    return hand, attempt(hand, edits), edits


def _quantities(items: tuple[str, ...]) -> list[tuple[str, Decimal]]:
    """What is ordered: products, by their ids in any normal form, with their quantities."""
    import unicodedata

    wanted: dict[str, Decimal] = {}
    for item in items:
        product, equals, text = item.partition("=")
        product = unicodedata.normalize("NFC", product)
        if not product or not equals:
            raise UsageError(
                "{item} is no product with its quantity.", "Write PRODUCT=QTY, such as milk-1l=240.", item=item
            )
        if product in wanted:
            raise UsageError("{product} is ordered twice.", "Write it once, with the whole quantity.", product=product)
        if not _QUANTITY.fullmatch(text) or not 0 < Decimal(text.replace("_", "")) <= LARGEST_QUANTITY:
            raise UsageError(
                "{text} is no quantity of {product}.",
                "Write a number above 0, such as 240 or 12.5.",
                text=text or "nothing",
                product=product,
            )
        wanted[product] = Decimal(text.replace("_", ""))
    return list(wanted.items())


def _day(app: App, text: str | None) -> date:
    from kamctl.cli.history import day_of

    return day_of("--date", text) or app.today


def _suffix(app: App, output: str | None) -> str:
    """The kind of file that is asked for, at a place where one may be written."""
    if output is None:
        return ""
    app.place_of(output)
    suffix = PurePath(output).suffix.lower()
    if suffix not in SUFFIXES:
        raise UsageError(
            "No order form is written as {file}.", "Name a file that ends in .docx, .xlsx or .json.", file=output
        )
    return suffix


def _shown(app: App, order: Order, format_: str) -> str:
    from kamctl.render import order as rendering

    if format_ == "json":
        return rendering.as_json(order)
    return app.terminal.drawable(rendering.as_text(order, width=app.terminal.width, colour=app.terminal.colour))


def _form(app: App, order: Order, snapshot: Snapshot, portfolio: Portfolio, suffix: str, language: str) -> bytes:
    """The order form as the bytes of its file."""
    if suffix == ".json":
        from kamctl.render.order import as_json

        return as_json(order).encode()
    from kamctl.cli.origin import origin_of
    from kamctl.exchange.orders.order_form import order_form
    from kamctl.insight.spelling import Speller
    from kamctl.plan.shape import PERSON

    [entry] = portfolio.plans
    own = [file for file in snapshot.plans if file.name == entry.document.source.name]
    origin = origin_of(app, [*own, *snapshot.schema_files.values()])
    manager = Speller(portfolio.schema, entry.plan).name(PERSON, order.kam) if order.kam else None
    form = order_form(order, language, manager, origin.words(language))
    if suffix == ".xlsx":
        from kamctl.exchange.orders.order_xlsx import order_xlsx

        return order_xlsx(form, order.day)
    from kamctl.exchange.orders.order_docx import order_docx

    return order_docx(form, order.day)
