"""A plan that is worked with changes at least every two weeks.

Between the client and the plan something happens all the time: figures come in, an activity is done, a buyer says
something. A plan that nobody has touched is no longer what the team works by, and its reader cannot know that.

What counts is a change in meaning, by anybody, on its author's day (UTC) as git has it: spaces, comments and other ways
to write the same do not, nor does a day that is still to come. What is not committed yet counts as of today. A plan
whose period is over is not stale but done. Without the whole history (no git, a shallow clone) the rule says nothing.

Bad:

    # it is 20 May, and by git nobody has changed this plan after its last note
    history:
      - {date: 2026-04-30, note: New category buyer; asks for a forecast by month}

Good:

    history:
      - {date: 2026-04-30, note: New category buyer; asks for a forecast by month}
      - {date: 2026-05-19, note: The forecast is sent}
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kamctl.lint.finding import WARNING
from kamctl.lint.rule import GIT, STALE_PLAN, Context, Option, Options, Problem, Rule, Subject
from kamctl.plan.model import Plan
from kamctl.plan.quantity import plain_text
from kamctl.plan.trouble import is_stale
from kamctl.words import say


def check(plan: Plan, subject: Subject, context: Context, options: Options) -> Iterator[Problem]:
    days: Decimal = options["days"]
    if context.updated is None or subject.client is None:
        return  # nothing is known
    if is_stale(subject.client, plan, context.updated, context.today, int(days)):
        told = "1 day" if days == 1 else f"{plain_text(days)} days"
        message = say("Nobody has updated this plan for more than {days}.", days=told)
        hint = say("Write down what has happened since: actuals, activities that are done, a note in history.")
        yield subject.problem((), message, hint, key=True)


RULE = Rule(
    STALE_PLAN,
    GIT,
    __doc__,
    severity=WARNING,
    options={"days": Option(Decimal(14), "after how many days without an update a plan is stale")},
    check=check,
)
