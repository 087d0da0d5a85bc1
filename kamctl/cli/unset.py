"""`kamctl unset`: takes fields out of a plan."""

from __future__ import annotations

import click

from kamctl.cli import app as edge
from kamctl.cli.options import complete_client, complete_field, edit_options


@click.command("unset")
@click.argument("client", shell_complete=complete_client)
@click.argument("fields", nargs=-1, required=True, metavar="FIELD...", shell_complete=complete_field)
@edit_options
@click.pass_context
def command(context: click.Context, client: str, fields: tuple[str, ...], no_input: bool, dry_run: bool) -> int:
    """Take fields, or whole things such as risks.delisting, out of the plan of CLIENT.

    A thing that loses its last field goes with it. Nothing is written unless lint finds no new errors.

    Exit code 0: it is gone; 1: lint has something against it; 2: it could not be done.
    """
    from kamctl.cli.editing import carry_out, plan_at_hand
    from kamctl.cli.typed import field_meant
    from kamctl.edit.edits import Unset

    hand = plan_at_hand(edge.current(context), client, no_input=no_input)
    paths = list(dict.fromkeys(field_meant(hand, field, new=False) for field in fields))
    # What stands below another one goes with that.
    paths = [path for path in paths if not any(path[:depth] in paths for depth in range(1, len(path)))]
    # Things in a list count as they stand now, so the last ones go first.
    paths.sort(key=lambda path: [-step if isinstance(step, int) else 0 for step in path])
    return carry_out(hand, lambda _: [Unset(path) for path in paths], dry_run=dry_run)
