"""`kamctl promo`: did the promotions pay?"""

from __future__ import annotations

import click

from kamctl.cli import app as edge
from kamctl.cli.formats import format_option, show
from kamctl.cli.options import at_option, complete_client
from kamctl.cli.portfolio import of_clients, read_portfolio


@click.command("promo")
@click.argument("client", required=False, shell_complete=complete_client)
@format_option()
@at_option
@click.pass_context
def command(context: click.Context, client: str | None, format_: str, at: str | None) -> int:
    """Show whether the promotions of CLIENT paid; without CLIENT, those of all plans.

    Planned and actual beside each other: the turnover of the promotion's days, the uplift over the baseline, the
    margin of it, the profit (that margin less the cost) and the ROI (profit / cost, so that it breaks even at 0).

    Exit code 0: shown; 1: something of the plans could not be read and is missing; 2: it could not be shown.
    """
    from kamctl.insight.promo import promo

    app = edge.current(context)
    portfolio = of_clients(read_portfolio(app, app.snapshot(at)), [] if client is None else [client])
    report = promo(portfolio)
    show(app, report, format_, "promo")
    return 0 if report.basis.whole else 1
