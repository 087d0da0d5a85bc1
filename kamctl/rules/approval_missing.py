"""What SKAM want approved has been approved.

`approval` in `format.yaml` lists it: `plan` for the whole plan, sections or fields by their paths, `promotions.*` for
each promotion. Where it is left out nothing need be approved. Approvals are written by `kamctl approve`.

Bad:

    # schema/format.yaml
    approval: [plan]

Good:

    # schema/format.yaml
    approval: []
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kamctl.lint.finding import WARNING
from kamctl.lint.rule import GIT, Context, Options, Problem, Rule, Subject
from kamctl.plan.document import Value
from kamctl.plan.model import Plan
from kamctl.words import say


def check(plan: Plan, subject: Subject, context: Context, options: Options) -> Iterator[Problem]:
    given = plan.approvals or {}
    for pattern in context.schema.format.approval or ():
        for path in _there(subject.document.values, [] if pattern == "plan" else pattern.split("."), ()):
            what = ".".join(path) or "plan"
            if what not in given:
                message = say("Nobody has approved {what}.", what=what)
                hint = say("Have SKAM approve it: kamctl approve {client} {what}", client=subject.client, what=what)
                yield subject.problem(path, message, hint, key=True)


def _there(value: Value, steps: Sequence[str], above: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The paths that a pattern means in a plan."""
    if not steps:
        if value not in ({}, [], None):
            yield above
    elif isinstance(value, dict):
        for name, inner in value.items():
            if steps[0] in ("*", name):
                yield from _there(inner, steps[1:], (*above, name))


RULE = Rule("approval-missing", GIT, __doc__, severity=WARNING, check=check)
