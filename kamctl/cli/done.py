"""`kamctl done`: an activity of a plan is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kamctl.cli import app as edge
from kamctl.cli.options import complete_activity, complete_client, edit_options

if TYPE_CHECKING:
    from kamctl.edit.edits import Set
    from kamctl.plan.document import Document

ACTIVITIES = "activities"


@click.command("done")
@click.argument("client", shell_complete=complete_client)
@click.argument("activity", shell_complete=complete_activity)
@click.option("--date", "day", metavar="DATE", help="The day on which it was done; today when left out.")
@edit_options
@click.pass_context
def command(context: click.Context, client: str, activity: str, day: str | None, no_input: bool, dry_run: bool) -> int:
    """Write that an activity in the plan of CLIENT is done.

    One that is done already keeps its day, unless --date gives another.

    Exit code 0: it stands there; 1: lint has something against it; 2: it could not be done.
    """
    from kamctl.cli.editing import carry_out, plan_at_hand
    from kamctl.cli.typed import day_meant, meant_name, require_text
    from kamctl.edit.edits import Set

    hand = plan_at_hand(edge.current(context), client, no_input=no_input)
    require_text("ACTIVITY", activity)
    activities = hand.document.get((ACTIVITIES,))
    known = list(activities) if isinstance(activities, dict) else []
    name = meant_name(hand, activity, known, "The plan has no activity {value}.")
    path, meant = (ACTIVITIES, name, "done"), day_meant(hand, day, "--date")

    def edits(document: Document) -> list[Set]:
        kept = document.get(path) if day is None else None
        return [Set(path, meant if kept is None else str(kept))]

    return carry_out(hand, edits, dry_run=dry_run)
