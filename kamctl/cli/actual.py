"""`kamctl actual`: what came of a plan figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kamctl.cli import app as edge
from kamctl.cli.options import TypedCommand, complete_client, complete_kpi, complete_period, edit_options
from kamctl.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.cli.editing import AtHand
    from kamctl.edit.edits import Content, Edit
    from kamctl.plan.document import Document
    from kamctl.plan.fault import Path


@click.command("actual", cls=TypedCommand)
@click.argument("client", shell_complete=complete_client)
@click.argument("kpi", shell_complete=complete_kpi)
@click.argument("period", shell_complete=complete_period)
@click.argument("value")
@edit_options
@click.pass_context
def command(
    context: click.Context, client: str, kpi: str, period: str, value: str, no_input: bool, dry_run: bool
) -> int:
    """Write what came of a KPI of CLIENT in PERIOD (2026-Q3, or q3 in the plan's year); sales is one of the KPIs.

    In a running period the figure is as of today, and that is written too; one that was is taken out when the period
    is over.

    Exit code 0: it stands there; 1: lint has something against it; 2: it could not be done.
    """
    from kamctl.cli.editing import carry_out, plan_at_hand
    from kamctl.cli.typed import meant_name, period_meant, require_text, value_meant
    from kamctl.plan.schema_model import SALES
    from kamctl.plan.shape import PERIOD, Leaf, shape_at
    from kamctl.plan.spelling import writing

    hand = plan_at_hand(edge.current(context), client, no_input=no_input)
    for field, typed in (("KPI", kpi), ("PERIOD", period)):
        require_text(field, typed)
    kpis = dict.fromkeys([SALES, *hand.schema.kpis])
    name = meant_name(hand, kpi, kpis, "There is no KPI {value} in schema/kpis.yaml.")
    when = period_meant(hand, period)
    if when is None:
        raise UsageError("{period} is no period.", str(writing(Leaf(PERIOD))), period=period)
    figure: Path = (SALES, when) if name == SALES else ("kpis", name, when)
    path = (*figure, "actual")
    content = value_meant(hand, path, shape_at(hand.schema.layout.shape, path), value)
    return carry_out(hand, lambda document: _edits(hand, document, figure, content), dry_run=dry_run)


def _edits(hand: AtHand, document: Document, figure: Path, content: Content) -> Sequence[Edit]:
    """The actual, with the day that it is of where its period still runs."""
    from kamctl.edit.edits import Set, Unset

    edits: list[Edit] = [Set((*figure, "actual"), content)]
    as_of = (*figure, "as_of")
    period = hand.schema.calendar.parse(str(figure[-1]))
    if period is not None and period.has_day(hand.app.today):
        edits.append(Set(as_of, hand.app.today))
    elif period is not None and document.has(as_of):
        edits.append(Unset(as_of))
    return edits
