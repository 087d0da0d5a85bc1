"""A budget has the figure of its basis: a `rate` of the turnover, or a fixed `amount`, never the other one.

With both, two people read two budgets out of one plan. With only the other one, there is no budget at all.

Bad:

    budget:
      basis: turnover
      rate: 2.5%
      amount: 1200000

Good:

    budget:
      basis: turnover
      rate: 2.5%
"""

from __future__ import annotations

from collections.abc import Iterator

from kamctl.lint.rule import CONTENT, Context, Options, Problem, Rule, Subject
from kamctl.plan.model import Plan
from kamctl.words import say


def check(plan: Plan, subject: Subject, context: Context, options: Options) -> Iterator[Problem]:
    budget = plan.budget
    if budget is None:
        return
    if budget.basis == "turnover" and budget.amount is not None:
        message = say("A budget formed by turnover has a rate, not an amount.")
        hint = say("Write a share of the turnover, such as rate: 2.5%, and take the amount out; or write basis: fixed.")
        yield subject.problem(("budget", "amount"), message, hint)
    elif budget.basis == "fixed" and budget.rate is not None:
        message = say("A fixed budget has an amount, not a rate.")
        hint = say("Write the money, such as amount: 1200000, and take the rate out; or write basis: turnover.")
        yield subject.problem(("budget", "rate"), message, hint)


RULE = Rule("budget-basis", CONTENT, __doc__, check=check)
