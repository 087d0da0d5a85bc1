"""What was to be done by a day is done, or has a new day.

The client remembers what was promised. An activity that stays overdue says that nobody looks at the plan, and soon
nobody does.

Bad:

    activities:
      forecast-workshop: {what: Joint forecast workshop, owner: kam-north, due: 2026-05-15}

Good:

    activities:
      forecast-workshop: {what: Joint forecast workshop, owner: kam-north, due: 2026-05-15, done: 2026-05-12}
"""

from __future__ import annotations

from collections.abc import Iterator

from kamctl.lint.finding import WARNING
from kamctl.lint.rule import CONTENT, Context, Options, Problem, Rule, Subject
from kamctl.plan.due import open_activities
from kamctl.plan.model import Plan
from kamctl.words import say


def check(plan: Plan, subject: Subject, context: Context, options: Options) -> Iterator[Problem]:
    for name, activity in open_activities(plan, subject.document):
        if activity.due >= context.today:
            continue
        message = say("The activity {name} was due on {day} and is not done.", name=name, day=activity.due)
        hint = say("Write done and the day on which it was, or agree on a new day for due.")
        yield subject.problem(("activities", name, "due"), message, hint)


RULE = Rule("activity-overdue", CONTENT, __doc__, severity=WARNING, check=check)
