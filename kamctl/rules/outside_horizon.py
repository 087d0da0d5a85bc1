"""Everything that a plan says of a period lies inside the plan's own period.

A figure for another year is in no total of this plan, and next year's plan does not know it. Mostly it is a year that
was copied and not changed. The rule looks at the periods of sales, KPIs, `budget.spent`, `assortment.add` and `drop`,
and at the `period` of a risk.

Bad:

    assortment:
      add: {cheese-200: 2025-Q3}

Good:

    assortment:
      add: {cheese-200: 2026-Q3}
"""

from __future__ import annotations

from collections.abc import Iterator

from kamctl.lint.rule import PERIODS, Context, Options, Problem, Rule, Subject
from kamctl.plan.figures import figure_groups
from kamctl.plan.model import Plan
from kamctl.plan.period import Period
from kamctl.words import say


def check(plan: Plan, subject: Subject, context: Context, options: Options) -> Iterator[Problem]:
    whole = plan.period
    if whole is None:
        return
    for path, figures in figure_groups(plan):
        for period in figures:
            if not whole.holds(period):
                yield _problem(subject, (*path, period), period, whole, key=True)
    if plan.budget is not None:
        for period in plan.budget.spent or ():
            if not whole.holds(period):
                yield _problem(subject, ("budget", "spent", period), period, whole, key=True)
    if plan.assortment is not None:
        for name, changes in (("add", plan.assortment.add), ("drop", plan.assortment.drop)):
            for product, period in (changes or {}).items():
                if not whole.holds(period):
                    yield _problem(subject, ("assortment", name, product), period, whole)
    for risk, entry in (plan.risks or {}).items():
        if entry.period is not None and not whole.holds(entry.period):
            yield _problem(subject, ("risks", risk, "period"), entry.period, whole)


def _problem(
    subject: Subject, path: tuple[object, ...], period: Period, whole: Period, *, key: bool = False
) -> Problem:
    message = say("{period} does not lie inside {whole}, the period of this plan.", period=period, whole=whole)
    hint = say(
        "The plan covers {first} to {last}; write a period of these days.", first=whole.start, last=whole.last_day
    )
    return subject.problem(path, message, hint, key=key)


RULE = Rule("outside-horizon", PERIODS, __doc__, check=check)
