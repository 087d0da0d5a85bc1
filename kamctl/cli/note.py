"""`kamctl note`: a dated note in the history of the relationship."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kamctl.cli import app as edge
from kamctl.cli.options import TypedCommand, complete_client, complete_contact, edit_options
from kamctl.errors import UsageError

if TYPE_CHECKING:
    from kamctl.cli.editing import AtHand
    from kamctl.edit.edits import Content


@click.command("note", cls=TypedCommand)
@click.argument("client", shell_complete=complete_client)
@click.argument("text")
@click.option("--date", "day", metavar="DATE", help="The day of the note; today when left out.")
@click.option("--with", "contact", metavar="CONTACT", shell_complete=complete_contact, help="Whom it was with.")
@edit_options
@click.pass_context
def command(
    context: click.Context, client: str, text: str, day: str | None, contact: str | None, no_input: bool, dry_run: bool
) -> int:
    """Write down what happened with CLIENT, as a dated note of its history.

    The newest note stands last; one of an earlier day finds its place among the others.

    Exit code 0: it stands there; 1: lint has something against it; 2: it could not be done.
    """
    from kamctl.cli.editing import carry_out, note_edits, plan_at_hand
    from kamctl.cli.typed import meant_name, require_text
    from kamctl.plan.answers import understood
    from kamctl.plan.shape import TEXT, Leaf

    hand = plan_at_hand(edge.current(context), client, no_input=no_input)
    require_text("the note", text)
    if text.startswith("-") and not any(character.isspace() for character in text):
        raise UsageError("There is no option {typed}.", typed=text)
    if not text.strip():
        raise UsageError("The note is empty.", "Write what happened, in quotes.")
    note: dict[str, Content] = {"date": _day(hand, day)}
    note["note"] = understood(Leaf(TEXT), text, hand.currency)
    if contact is not None:
        require_text("--with", contact)
        contacts = hand.document.get(("contacts",))
        known = list(contacts) if isinstance(contacts, dict) else []
        note["with"] = meant_name(hand, contact, known, "{value} is none of the plan's contacts.")
    return carry_out(hand, lambda document: note_edits(document, note), dry_run=dry_run)


def _day(hand: AtHand, typed: str | None) -> Content:
    from kamctl.cli.typed import day_meant

    day = day_meant(hand, typed, "--date")
    if str(day) > str(hand.app.today):
        raise UsageError(
            "The day {day} is still to come.", "A note is of what has happened; what will be is an activity.", day=day
        )
    return day
