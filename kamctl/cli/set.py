"""`kamctl set`: gives fields of a plan their values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kamctl.cli import app as edge
from kamctl.cli.options import TypedCommand, complete_client, complete_field_or_value, edit_options
from kamctl.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.cli.editing import AtHand
    from kamctl.edit.edits import Set


@click.command("set", cls=TypedCommand)
@click.argument("client", shell_complete=complete_client)
@click.argument("words", nargs=-1, required=True, metavar="FIELD VALUE...", shell_complete=complete_field_or_value)
@edit_options
@click.pass_context
def command(context: click.Context, client: str, words: tuple[str, ...], no_input: bool, dry_run: bool) -> int:
    """Give fields of the plan of CLIENT their values, several in one go.

    A field is its path, such as risks.delisting.impact; what is missing round it is made. A value is typed as you
    would say it, such as 12.5M, 7,5 % or 3.2.2026, and written as a plan writes it. Only the text of the value changes;
    comments, order and quotes stay. Nothing is written unless lint finds no new errors.

    Exit code 0: it stands there; 1: lint has something against it; 2: it could not be done.
    """
    from kamctl.cli.editing import carry_out, plan_at_hand

    if len(words) % 2:
        raise UsageError("{field} has no value.", "Write kamctl set CLIENT FIELD VALUE.", field=words[-1])
    hand = plan_at_hand(edge.current(context), client, no_input=no_input)
    edits = _edits(hand, list(zip(words[::2], words[1::2], strict=True)))
    return carry_out(hand, lambda _: edits, dry_run=dry_run)


def _edits(hand: AtHand, pairs: Sequence[tuple[str, str]]) -> list[Set]:
    from kamctl.cli.typed import field_meant, value_meant
    from kamctl.edit.edits import Set
    from kamctl.plan.fault import dotted
    from kamctl.plan.shape import shape_at

    edits: list[Set] = []
    for field, typed in pairs:
        path = field_meant(hand, field, new=True)
        if any(one.path == path for one in edits):
            raise UsageError("{field} is given twice.", field=dotted(path))
        edits.append(Set(path, value_meant(hand, path, shape_at(hand.schema.layout.shape, path), typed)))
    return edits
