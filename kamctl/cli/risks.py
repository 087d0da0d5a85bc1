"""`kamctl risks`: what may go wrong, what it may cost, and what nobody wrote down."""

from __future__ import annotations

import click

from kamctl.cli import app as edge
from kamctl.cli.formats import format_option, show
from kamctl.cli.options import at_option, clients_argument, kams_option
from kamctl.cli.portfolio import of_clients, of_kams, read_portfolio

BY = ("client", "kam", "segment", "cause", "kpi", "owner")


@click.command("risks")
@clients_argument
@click.option("--by", type=click.Choice(BY), help="Also show what risks make together that have this in common.")
@kams_option
@at_option
@format_option()
@click.pass_context
def command(
    context: click.Context,
    clients: tuple[str, ...],
    by: str | None,
    kams: tuple[str, ...],
    at: str | None,
    format_: str,
) -> int:
    """Show the open risks of all plans, or of CLIENT, by exposure (probability × impact), and what they may cost.

    The map has probability by impact, as a share of the plan's sales plan. p50, p80 and p95 are the smallest loss that
    is not exceeded with that probability: risks with one cause happen together, all others independently. Signals are
    what nobody wrote down: red KPIs, overdue debt, credit overrun, overdue activities, a stale plan, a single contact,
    a single editor; the plan's history in git tells some of them.

    Exit code 0: shown; 1: something of the plans could not be read and does not count; 2: it could not be shown.
    """
    from kamctl.cli.past import past_of
    from kamctl.insight.risks import risks

    app = edge.current(context)
    snapshot = app.snapshot(at)
    portfolio = of_kams(of_clients(read_portfolio(app, snapshot), clients), kams)
    report = risks(portfolio, past_of(app, snapshot, portfolio.schema), by)
    show(app, report, format_, "risks")
    return 0 if report.basis.whole else 1
