"""`kamctl status`: KPI status of a period."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kamctl.cli import app as edge
from kamctl.cli.formats import format_option, show
from kamctl.cli.options import at_option, clients_argument, complete_kpi, kams_option
from kamctl.cli.portfolio import of_clients, of_kams, read_portfolio, require
from kamctl.errors import UsageError

if TYPE_CHECKING:
    from kamctl.plan.period import Period
    from kamctl.plan.schema import Schema


@click.command("status")
@clients_argument
@click.option(
    "--period", "period_name", metavar="P", help="2026, 2026-H1, 2026-Q3, 2026-07; else the running checkpoint."
)
@click.option(
    "--by",
    type=click.Choice(["client", "kam", "segment", "kpi"]),
    default="client",
    show_default=True,
    help="What to put together.",
)
@click.option(
    "--kpi", "kpis", metavar="ID", multiple=True, shell_complete=complete_kpi, help="Only this KPI. Several times."
)
@kams_option
@at_option
@format_option()
@click.pass_context
def command(
    context: click.Context,
    clients: tuple[str, ...],
    period_name: str | None,
    by: str,
    kpis: tuple[str, ...],
    kams: tuple[str, ...],
    at: str | None,
    format_: str,
) -> int:
    """Show how the KPIs of a period stand: plan, actual, pace, forecast and status, of all plans or of CLIENT.

    The pace is what is there of what should be there by now: of a sum the part of its days that have passed. Green,
    amber and red are the catalogue's thresholds. Missing are periods that are over and have no actual, or none of
    the whole period. A score is the weighted mean of what was attained, of which at most 120% counts.

    Exit code 0: shown; 1: something of the plans could not be read and does not count; 2: it could not be shown.
    """
    from kamctl.insight.status import status
    from kamctl.plan.schema_model import SALES

    app = edge.current(context)
    portfolio = of_kams(of_clients(read_portfolio(app, app.snapshot(at)), clients), kams)
    for kpi in kpis:
        require(kpi, {SALES, *portfolio.schema.kpis}, "There is no KPI {value} in schema/kpis.yaml.")
    report = status(portfolio, _period(period_name, portfolio.schema), None if by == "client" else by, kpis)
    show(app, report, format_, "status")
    return 0 if report.basis.whole else 1


def _period(name: str | None, schema: Schema) -> Period | None:
    if name is None:
        return None
    period = schema.calendar.parse(name)
    if period is None:
        raise UsageError(
            "The period {name} given by --period cannot be read.",
            "Write it as 2026, 2026-H1, 2026-Q3 or 2026-07.",
            name=name,
        )
    return period
