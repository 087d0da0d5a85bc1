"""An approval is of what stood there when it was given; when that changes, it is given again.

`kamctl approve` writes a fingerprint of the approved content beside who approved it and when. Spaces, comments, order
and other spellings of a value leave it as it is; any change of what the plan says does not, nor does a fingerprint that
was copied from another client or typed by hand. Where git has a version with the approved content, the finding names
the fields that say something else since, and who changed them.

Bad:

    approvals:
      plan: {by: skam-head, on: 2026-01-15, of: "v1:0000000000000000000000000000000000000000000000000000000000000000"}

Good:

    approvals:
      plan: {by: skam-head, on: 2026-01-15, of: "v1:f6f4bb8413047e73aebf5bbd37871047fc5c8569083f10dca63087a07afe16db"}
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kamctl.lint.finding import WARNING
from kamctl.lint.rule import GIT, Context, Options, Problem, Rule, Subject
from kamctl.plan.lapse import Lapse, told
from kamctl.words import say


class Note(NamedTuple):
    """A plan with approvals that do not hold."""

    subject: Subject
    lapses: tuple[Lapse, ...]


def gather(subject: Subject, context: Context) -> Note | None:
    plan = subject.plan
    if plan is None or not plan.approvals or subject.client is None:
        return None
    from kamctl.history.approval import lapses

    document, shape = subject.document, context.schema.layout.shape
    found = tuple(lapses(subject.client, subject.source.name, document.values, plan.approvals, shape))
    return Note(subject, found) if found else None


def conclude(notes: list[Note], context: Context, options: Options) -> Iterator[Problem]:
    since = context.ask([lapse for note in notes for lapse in note.lapses]) if notes and context.ask else {}
    for subject, lapses in notes:
        for lapse in lapses:
            approvals = subject.plan.approvals if subject.plan is not None else None
            given = (approvals or {})[lapse.what]
            changes = since.get((lapse.client, lapse.what))
            facts = {"what": lapse.what, "by": given.by, "day": given.on, "client": lapse.client}
            if lapse.gone:
                message = say("{by} approved {what} on {day}, and nothing stands there any more.", **facts)
                hint = say("Take the approval out: kamctl approve {client} {what} --revoke", **facts)
            else:
                message = say("{what} has changed since {by} approved it on {day}.", **facts)
                hint = say("Have SKAM approve it anew: kamctl approve {client} {what}", **facts)
            if changes:
                message = say(f"{message.template[:-1]}: {{changes}}.", **facts, changes=told(changes))
            yield subject.problem(("approvals", lapse.what, "of"), message, hint)


RULE = Rule("approval-stale", GIT, __doc__, severity=WARNING, gather=gather, conclude=conclude)
