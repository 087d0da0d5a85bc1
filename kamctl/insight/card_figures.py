"""The figures on a plan's card: what one wants to know of it before anything that it says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kamctl.insight import spelling
from kamctl.insight.agenda import agenda
from kamctl.insight.exposure import risks_of, sales_plan_of, totals_of
from kamctl.insight.portfolio import Portfolio
from kamctl.insight.promo import promo
from kamctl.insight.report import Entry, Part, Section
from kamctl.insight.status import current_period, rows_of, scores_of
from kamctl.insight.status_tables import status_table
from kamctl.insight.todo import Freshness
from kamctl.plan.period import Period

DAYS = 14
"""How far ahead a card looks."""

UNASKED = Freshness({}, None, ())
"""When a plan was last changed is not asked of git for a card."""


def figures_of(portfolio: Portfolio) -> Iterator[Section]:
    """The figures of the one plan of a portfolio, each where there are any."""
    yield from _status(portfolio)
    yield from _risk(portfolio)
    yield from _promotions(portfolio)
    yield from _due(portfolio)


def _status(portfolio: Portfolio) -> Iterator[Section]:
    """The KPIs of the running checkpoint, or of the whole plan where that is none of its."""
    [entry] = portfolio.plans
    period = period_of(entry.plan.period, portfolio)
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


def _risk(portfolio: Portfolio) -> Iterator[Section]:
    """What the open risks may cost in all."""
    held = risks_of(portfolio)
    if not held:
        return
    whole = totals_of(held, sales_plan_of(portfolio.plans))
    amounts = {
        "exposure": ("Exposure", whole.exposure),
        "worst_case": ("Worst case", whole.worst_case),
        "p50": ("At most, with 50%", whole.loss.p50),
        "p80": ("with 80%", whole.loss.p80),
        "p95": ("with 95%", whole.loss.p95),
    }
    parts = [Entry(key, title, spelling.rounded_money(amount)) for key, (title, amount) in amounts.items()]
    parts.insert(1, Entry("plan_at_risk", "of the sales plan", spelling.share(whole.plan_at_risk)))
    yield Section("risk", "What may be lost", tuple(parts))


def _promotions(portfolio: Portfolio) -> Iterator[Section]:
    """Whether the promotions paid, all together."""
    totals = promo(portfolio).totals
    if totals.rows:
        yield Section("promo", "Did the promotions pay?", (totals,))


def _due(portfolio: Portfolio) -> Iterator[Section]:
    """What is overdue, and due soon."""
    whole = agenda(portfolio, UNASKED, DAYS)
    if not whole.items:
        return
    shown = {"due", "message", "owner"}
    columns = tuple(replace(column, shown=column.key in shown) for column in whole.lines.columns)
    yield Section("agenda", f"Due in {DAYS} days", (replace(whole.lines, key="items", columns=columns),))


def period_of(own: Period | None, portfolio: Portfolio) -> Period:
    """The period whose status a card tells: the running checkpoint, or the plan's `own` where that lies elsewhere."""
    running = current_period(portfolio)
    return running if own is None or own.holds(running) else own
