"""No more is spent on a client than the budget allows.

With `basis: turnover`, what was spent in a period is held against the rate of the sales in it: their actuals, or
else what is planned. Where money is recorded for shorter periods than sales are, the sum of them is held against the
sales of the longer period, and the finding stands at `spent`. Without sales to compare with, nothing is said. With
`basis: fixed`, all that was spent is held against the amount.

Bad:

    budget:
      basis: turnover
      rate: 2.5%
      spent: {2026-Q1: 310000}

Good:

    budget:
      basis: turnover
      rate: 2.5%
      spent: {2026-Q1: 280000}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from kamctl.lint.finding import WARNING
from kamctl.lint.rule import CONTENT, Context, Options, Problem, Rule, Subject
from kamctl.plan.figures import unread_periods
from kamctl.plan.model import Figure, Plan
from kamctl.plan.period import Calendar, Period
from kamctl.plan.quantity import money_text, percent_text
from kamctl.plan.schema_model import SALES
from kamctl.words import listing, say

Spent = Mapping[Period, Decimal]


def check(plan: Plan, subject: Subject, context: Context, options: Options) -> Iterator[Problem]:
    budget = plan.budget
    if budget is None or not budget.spent:
        return
    if budget.basis == "fixed" and budget.amount is not None:
        total = sum(budget.spent.values())
        if total > budget.amount:
            message = say(
                "{spent} is spent, of a budget of {allowed} in all.",
                spent=money_text(Decimal(total)),
                allowed=money_text(budget.amount),
            )
            hint = say("Agree on a larger amount with the SKAM, or mend the figures.")
            yield subject.problem(("budget", "spent"), message, hint, key=True)
    elif budget.basis == "turnover" and budget.rate is not None and plan.sales:
        yield from _of_turnover(budget.spent, budget.rate, plan.sales, subject, context.schema.calendar)


def _of_turnover(
    spent: Spent, rate: Decimal, sales: Mapping[Period, Figure], subject: Subject, calendar: Calendar
) -> Iterator[Problem]:
    turnover = {period: _turnover(figure) for period, figure in sales.items()}
    parts: dict[Period, list[Period]] = {}  # sales' periods → shorter ones in which money was spent
    for period, money in spent.items():
        inside = [span for span in turnover if period.holds(span)]
        if inside:
            allowed = rate * sum(turnover[span] for span in inside)
            if money > allowed and not _in_doubt(period, sales, subject, calendar):
                yield _problem(subject, ("budget", "spent", period), str(period), money, allowed, rate)
            continue
        for span in turnover:
            if span.holds(period):
                parts.setdefault(span, []).append(period)
    for span, periods in parts.items():
        money = sum((spent[period] for period in periods), Decimal(0))
        allowed = rate * turnover[span]
        if money > allowed:
            where = f"{span} ({listing(map(str, periods))})" if len(periods) > 1 else f"{periods[0]}, in {span}"
            yield _problem(subject, ("budget", "spent"), where, money, allowed, rate, key=True)


def _turnover(figure: Figure) -> Decimal:
    return figure.actual if figure.actual is not None else figure.plan or Decimal(0)


def _in_doubt(period: Period, sales: Mapping[Period, Figure], subject: Subject, calendar: Calendar) -> bool:
    """Whether sales of these days stand in the file but could not be read, so that their sum is not known."""
    unread = unread_periods((SALES,), sales, subject.document, calendar, ("plan", "actual"))
    return unread is None or any(period.overlaps(span) for span in unread)


def _problem(
    subject: Subject,
    path: tuple[object, ...],
    where: str,
    money: Decimal,
    allowed: Decimal,
    rate: Decimal,
    *,
    key: bool = False,
) -> Problem:
    message = say(
        "{spent} is spent in {period}, where {rate} of the sales is {allowed}.",
        spent=money_text(money),
        period=where,
        rate=percent_text(rate),
        allowed=money_text(allowed),
    )
    hint = say("Agree on a higher rate with the SKAM, or mend the figures.")
    return subject.problem(path, message, hint, key=key)


RULE = Rule("budget-overrun", CONTENT, __doc__, severity=WARNING, check=check)
