"""`kamctl show`: one plan on one screen, or all of them at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kamctl.cli import app as edge
from kamctl.cli.app import App
from kamctl.cli.formats import format_option, show
from kamctl.cli.options import at_option, complete_client
from kamctl.cli.portfolio import plan_file, read_portfolio, schema_of, unreadable_plan
from kamctl.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.lint.snapshot import Snapshot
    from kamctl.plan.lapse import Later
    from kamctl.plan.load import LoadedPlan
    from kamctl.plan.schema import Schema


@click.command("show")
@click.argument("client", required=False, shell_complete=complete_client)
@format_option()
@at_option
@click.pass_context
def command(context: click.Context, client: str | None, format_: str, at: str | None) -> int:
    """Show the plan of CLIENT on one screen; without CLIENT, all plans at a glance.

    Exit code 0: shown; 1: something of the plans could not be read and is missing from the glance; 2: it could not be
    shown.
    """
    app = edge.current(context)
    snapshot = app.snapshot(at)
    if client is not None:
        return _card(app, snapshot, client, format_)
    from kamctl.insight.glance import glance

    report = glance(read_portfolio(app, snapshot))
    show(app, report, format_, "glance")
    return 0 if report.basis.whole else 1


def _card(app: App, snapshot: Snapshot, client: str, format_: str) -> int:
    if format_ == "csv":
        raise UsageError(
            "A single plan is no table, so it cannot be shown as csv.",
            "Use text, json or markdown; kamctl show --format csv has a line for each plan.",
        )
    from kamctl.insight.card import plan_card
    from kamctl.lint.finding import ERROR
    from kamctl.lint.snapshot import lint
    from kamctl.plan.load import load_plan

    schema = schema_of(snapshot)
    file = plan_file(app, snapshot, client)
    loaded = load_plan(file, schema)
    if loaded.plan is None:
        raise unreadable_plan(file)
    own = [finding for finding in lint(snapshot, app.today, {file.name}).report.findings if finding.path == file.name]
    errors = sum(finding.severity == ERROR for finding in own)
    card = plan_card(
        loaded, schema, app.today, errors, len(own) - errors, snapshot.stood, _lapsed(app, snapshot, loaded, schema)
    )
    show(app, card, format_, "card")
    return 0


def _lapsed(app: App, snapshot: Snapshot, loaded: LoadedPlan, schema: Schema) -> dict[str, Sequence[Later]]:
    """The approvals of a plan that do not hold, with what changed since as far as git tells."""
    from kamctl.cli.lapses import asking
    from kamctl.history.approval import lapses

    plan, document = loaded.plan, loaded.document
    if plan is None or not plan.approvals:
        return {}
    found = list(lapses(loaded.client, document.source.name, document.values, plan.approvals, schema.layout.shape))
    since = asking(app, snapshot, schema)(found)
    return {lapse.what: since.get((lapse.client, lapse.what), ()) for lapse in found}
