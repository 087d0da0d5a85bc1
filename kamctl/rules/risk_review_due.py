"""An open risk is looked at again on the day of its `review`.

A risk that was written down in January and never looked at since protects nobody. After the review, write the next
day, or close the risk.

Bad:

    risks:
      delisting:
        what: Kefir is delisted in the spring review
        probability: 30%
        impact: 4000000
        review: 2026-04-01

Good:

    risks:
      delisting:
        what: Kefir is delisted in the spring review
        probability: 30%
        impact: 4000000
        review: 2026-07-01
"""

from __future__ import annotations

from collections.abc import Iterator

from kamctl.lint.finding import WARNING
from kamctl.lint.rule import CONTENT, Context, Options, Problem, Rule, Subject
from kamctl.plan.due import reviews
from kamctl.plan.model import Plan
from kamctl.words import say


def check(plan: Plan, subject: Subject, context: Context, options: Options) -> Iterator[Problem]:
    for name, _, day in reviews(plan, subject.document):
        if day > context.today:
            continue
        message = say("The risk {name} was to be reviewed by {day}.", name=name, day=day)
        hint = say("Look at it, then write the day of the next review, or status: closed.")
        yield subject.problem(("risks", name, "review"), message, hint)


RULE = Rule("risk-review-due", CONTENT, __doc__, severity=WARNING, check=check)
