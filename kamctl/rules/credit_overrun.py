"""A client owes no more than the credit line allows.

What is over the limit is not insured, and the next order will be stopped at the gate. Better the KAM learns it here.

Bad:

    credit_line: {limit: 30000000, days: 45, used: 31500000}

Good:

    credit_line: {limit: 30000000, days: 45, used: 21500000}
"""

from __future__ import annotations

from collections.abc import Iterator

from kamctl.lint.finding import WARNING
from kamctl.lint.rule import CONTENT, Context, Options, Problem, Rule, Subject
from kamctl.plan.model import Plan
from kamctl.plan.quantity import money_text
from kamctl.plan.trouble import over_credit
from kamctl.words import say


def check(plan: Plan, subject: Subject, context: Context, options: Options) -> Iterator[Problem]:
    line, over = plan.credit_line, over_credit(plan)
    if line is None or line.used is None or over is None:
        return
    message = say(
        "The client owes {used}, which is {over} over the limit of {limit}.",
        used=money_text(line.used),
        over=money_text(over),
        limit=money_text(line.limit),
    )
    hint = say("Hold back deliveries until it is paid, or agree on a higher limit with the SKAM.")
    yield subject.problem(("credit_line", "used"), message, hint)


RULE = Rule("credit-overrun", CONTENT, __doc__, severity=WARNING, check=check)
