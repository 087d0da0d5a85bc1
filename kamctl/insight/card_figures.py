"""The figures on a plan's card: what one wants to know of it before anything that it says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kamctl.insight import spelling
from kamctl.insight.portfolio import Portfolio
from kamctl.insight.report import Entry, Part, Section
from kamctl.insight.status import current_period, rows_of, scores_of
from kamctl.insight.status_tables import status_table
from kamctl.plan.period import Period


def figures_of(portfolio: Portfolio) -> Iterator[Section]:
    """The figures of the one plan of a portfolio; nothing where there are none."""
    yield from _status(portfolio)


def _status(portfolio: Portfolio) -> Iterator[Section]:
    """The KPIs of the running checkpoint, or of the whole plan where that is none of its."""
    [entry] = portfolio.plans
    period = _period(entry.plan.period, current_period(portfolio))
    rows = rows_of(entry, portfolio, period)
    if not rows:
        return
    table = status_table(rows, portfolio.schema)
    # Whose they are need not be said on the plan's own card.
    columns = tuple(replace(column, shown=column.shown and column.key != "client") for column in table.columns)
    score = scores_of(entry.client, rows)
    parts: list[Part] = [
        Entry("period", "", spelling.hidden(period.name)),
        replace(table, columns=columns),
        Entry("score", "Score", spelling.share(score.score)),
        Entry("paid_score", "of the paid KPIs", spelling.share(score.paid_score)),
    ]
    yield Section("status", f"KPI status of {period}", tuple(parts))


def _period(own: Period | None, running: Period) -> Period:
    return running if own is None or own.holds(running) else own
