"""An approval is of what stood there when it was given; when that changes, it is given again.

`kamctl approve` writes a fingerprint of the approved content beside who approved it and when. Spaces, comments, order
and other spellings of a value leave it as it is; any change of what the plan says does not, nor does a fingerprint that
was copied from another client or typed by hand. `kamctl blame CLIENT` tells who changed what since.

Bad:

    approvals:
      plan: {by: skam-head, on: 2026-01-15, of: "v1:0000000000000000000000000000000000000000000000000000000000000000"}

Good:

    approvals:
      plan: {by: skam-head, on: 2026-01-15, of: "v1:f6f4bb8413047e73aebf5bbd37871047fc5c8569083f10dca63087a07afe16db"}
"""

from __future__ import annotations

from collections.abc import Iterator

from kamctl.lint.finding import WARNING
from kamctl.lint.rule import GIT, Context, Options, Problem, Rule, Subject
from kamctl.plan.document import Value
from kamctl.plan.model import Plan
from kamctl.words import say


def check(plan: Plan, subject: Subject, context: Context, options: Options) -> Iterator[Problem]:
    if not plan.approvals or subject.client is None:
        return
    from kamctl.history.approval import content, fingerprint

    values: Value = subject.document.values
    shape = context.schema.layout.shape
    for what, approval in plan.approvals.items():
        facts = {"what": what, "by": approval.by, "day": approval.on}
        where = ("approvals", what, "of")
        if content(values, what) is None:
            message = say("{by} approved {what} on {day}, and nothing stands there any more.", **facts)
            yield subject.problem(where, message, say("Take the approval out: kamctl approve CLIENT {what} --revoke",
                                                      what=what))  # fmt: skip
        elif approval.of != fingerprint(subject.client, what, values, shape):
            message = say("{what} has changed since {by} approved it on {day}.", **facts)
            hint = say(
                "kamctl blame {client} says who changed what; SKAM approve it anew: kamctl approve {client} {what}",
                client=subject.client,
                what=what,
            )
            yield subject.problem(where, message, hint)


RULE = Rule("approval-stale", GIT, __doc__, severity=WARNING, check=check)
