"""`kamctl agenda`: what is due for whom, by when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kamctl.cli import app as edge
from kamctl.cli.app import App
from kamctl.cli.formats import format_option, show
from kamctl.cli.options import at_option, complete_person
from kamctl.cli.portfolio import read_portfolio, require
from kamctl.errors import HistoryError

if TYPE_CHECKING:
    from kamctl.insight.todo import Freshness
    from kamctl.lint.snapshot import Snapshot
    from kamctl.plan.schema import Schema


@click.command("agenda")
@click.option(
    "--for", "person", metavar="PERSON", shell_complete=complete_person, help="Only what this person owns, by the id."
)
@click.option(
    "--days",
    metavar="N",
    type=click.IntRange(min=0),
    default=14,
    show_default=True,
    help="How far to look: what is due today or in the N days that follow. What is overdue is always shown.",
)
@format_option("ics")
@at_option
@click.pass_context
def command(context: click.Context, person: str | None, days: int, format_: str, at: str | None) -> int:
    """Show what is due: results to be recorded, activities, risk reviews, steps of the assortment, updates of plans.

    The result of a period or of a promotion is due ten days after its end. A plan is to be updated before the rule
    stale-plan calls it stale, counted from its last change in git. With --format ics the agenda is a calendar to
    import; an entry that is imported again with another day moves.

    Exit code 0: shown, whatever is overdue; 1: something of the plans could not be read and is missing; 2: it could
    not be shown.
    """
    from kamctl.insight.agenda import agenda, owners
    from kamctl.render.agenda import unknown
    from kamctl.render.safe import inert

    app = edge.current(context)
    snapshot = app.snapshot(at)
    portfolio = read_portfolio(app, snapshot)
    freshness = _freshness(app, snapshot, portfolio.schema)
    if person is not None:
        known = {*portfolio.schema.people, *owners(portfolio, freshness)}
        require(person, known, "There is no person {value} in schema/people.yaml.")
    report = agenda(portfolio, freshness, days, person)
    show(app, report, format_, "agenda")
    if report.unknown:
        app.terminal.note(inert(unknown(report)) + "\n")
    return 0 if report.basis.whole else 1


def _freshness(app: App, snapshot: Snapshot, schema: Schema) -> Freshness:
    """What git knows of when each plan was last changed, where SKAM want to know."""
    from kamctl.cli import past
    from kamctl.insight.todo import Freshness
    from kamctl.words import say

    days = past.stale_after(schema)
    if days is None:
        return Freshness({}, None)
    try:
        changed = past.last_changes(app, snapshot, schema)
    except HistoryError as error:
        why = (error.message, error.remedy) if error.remedy else (error.message,)
        return Freshness({}, days, (say("Plans that go stale are not on the agenda."), *why))
    return Freshness({client: day for client, day in changed.items() if day is not None}, days)
