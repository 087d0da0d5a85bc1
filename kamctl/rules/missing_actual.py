"""When a planned period is over, its actual is recorded, for the whole of it.

A plan that never meets its results teaches nobody anything. The rule looks at figures with a plan whose period is
over: they have an `actual`, and no `as_of` before the period's last day, which would say that the actual is not the
last word. The option `days` leaves time until the figures are in.

Bad:

    sales:
      2026-Q1: {plan: 12000000}
      2026-Q2: {plan: 13500000}
      2026-Q3: {plan: 13500000}
      2026-Q4: {plan: 15000000}

Good:

    sales:
      2026-Q1: {plan: 12000000, actual: 11400000}
      2026-Q2: {plan: 13500000}
      2026-Q3: {plan: 13500000}
      2026-Q4: {plan: 15000000}
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from kamctl.lint.finding import WARNING
from kamctl.lint.rule import PERIODS, Context, Option, Options, Problem, Rule, Subject
from kamctl.plan.due import unrecorded
from kamctl.plan.figures import FiguresPath
from kamctl.plan.model import Figure, Plan
from kamctl.plan.period import Period
from kamctl.words import say

MOST_DAYS = 36525


def check(plan: Plan, subject: Subject, context: Context, options: Options) -> Iterator[Problem]:
    # A period that ended by then is over for more than `days` days; no plan is older than the longest of them.
    over = context.today - timedelta(days=min(int(options["days"]), MOST_DAYS))
    for path, period, figure in unrecorded(plan, subject.document):
        if period.end <= over:
            yield _of_closed(path, period, figure, subject)


def _of_closed(path: FiguresPath, period: Period, figure: Figure, subject: Subject) -> Problem:
    where = (*path, period)
    if figure.actual is None:
        message = say(
            "{period} ended on {last}, and {kpi} has no actual for it.",
            period=period,
            last=period.last_day,
            kpi=path[-1],
        )
        return subject.problem(where, message, say("Add the result of {period}: actual: …", period=period), key=True)
    message = say(
        "{period} ended on {last}, and its actual of {kpi} covers the days up to {as_of} only.",
        period=period,
        last=period.last_day,
        kpi=path[-1],
        as_of=figure.as_of,
    )
    hint = say("Write the actual of the whole period and take as_of out.")
    return subject.problem(where, message, hint, key=True)


RULE = Rule(
    "missing-actual",
    PERIODS,
    __doc__,
    severity=WARNING,
    options={"days": Option(Decimal(0), "Days after the end of a period in which its actual need not be there yet.")},
    check=check,
)
