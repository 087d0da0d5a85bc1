"""What has not happened yet has no result.

An actual in a period that is still to come is a plan figure in the wrong place, or a slip in the year; every report
would count it. The same holds for an `as_of` after today, money spent in a period that has not begun, the actual of
a promotion before its first day, and an activity that is done on a day to come.

Bad:

    sales:
      2026-Q1: {plan: 12000000, actual: 11400000}
      2026-Q2: {plan: 13500000}
      2026-Q3: {plan: 13500000, actual: 13500000}
      2026-Q4: {plan: 15000000}

Good:

    sales:
      2026-Q1: {plan: 12000000, actual: 11400000}
      2026-Q2: {plan: 13500000, actual: 6100000, as_of: 2026-05-10}
      2026-Q3: {plan: 13500000}
      2026-Q4: {plan: 15000000}
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kamctl.lint.rule import PERIODS, Context, Options, Problem, Rule, Subject
from kamctl.plan.figures import figure_groups
from kamctl.plan.model import Plan
from kamctl.words import say


def check(plan: Plan, subject: Subject, context: Context, options: Options) -> Iterator[Problem]:
    today = context.today
    for path, figures in figure_groups(plan):
        for period, figure in figures.items():
            if period.start > today and figure.actual is not None:
                message = say("{period} begins on {first}; it has no actual yet.", period=period, first=period.start)
                hint = say("If this is what is planned, write it as plan; otherwise take it out.")
                yield subject.problem((*path, period, "actual"), message, hint)
            if figure.as_of is not None and figure.as_of > today:
                message = say("The day {day} is still to come.", day=figure.as_of)
                hint = say("Write the last day that the actual covers, today ({today}) at the latest.", today=today)
                yield subject.problem((*path, period, "as_of"), message, hint)
    if plan.budget is not None:
        for period in plan.budget.spent or ():
            if period.start > today:
                message = say(
                    "{period} begins on {first}; nothing is spent in it yet.", period=period, first=period.start
                )
                hint = say("Write it under the period in which it was spent.")
                yield subject.problem(("budget", "spent", period), message, hint)
    if plan.promotions or plan.activities:
        yield from _events(plan, subject, today)


def _events(plan: Plan, subject: Subject, today: date) -> Iterator[Problem]:
    for name, promotion in (plan.promotions or {}).items():
        if promotion.actual is not None and promotion.starts > today:
            message = say(
                "The promotion {name} begins on {first}; it has no actual yet.", name=name, first=promotion.starts
            )
            hint = say("If this is what is planned, write it as planned; otherwise take it out.")
            yield subject.problem(("promotions", name, "actual"), message, hint)
    for name, activity in (plan.activities or {}).items():
        if activity.done is not None and activity.done > today:
            message = say("The activity {name} is done on {day}, which is still to come.", name=name, day=activity.done)
            hint = say("Leave done out until it is; the day by which it should be done is due.")
            yield subject.problem(("activities", name, "done"), message, hint)


RULE = Rule("future-actual", PERIODS, __doc__, check=check)
