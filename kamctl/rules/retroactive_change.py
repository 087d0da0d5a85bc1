"""The goal of a period is not moved once the period has begun, whoever does it.

A plan that follows the results is always met. A commit counts by the later of its author's and its committer's day,
in UTC; what a range of commits changes as a whole, by today. A figure that was not there before is none that moved;
nor are those of a plan that is taken out whole, as where a client has left, or of a year that is over when the plan is
made the next year's. But a plan that goes on under another id takes its goals along, and those are compared.
Where the change is right (a lost listing, a merger), SKAM let it through and the history keeps who it was and why.

Bad:

    # a commit by Head of SKAM <skam-head@example.com>
    sales:
      2026-Q1: {plan: 11000000, actual: 11400000}
      2026-Q2: {plan: 13500000}
      2026-Q3: {plan: 13500000}
      2026-Q4: {plan: 15000000}

Good:

    # a commit by Head of SKAM <skam-head@example.com>
    sales:
      2026-Q1: {plan: 12000000, actual: 11400000}
      2026-Q2: {plan: 13500000}
      2026-Q3: {plan: 14500000}
      2026-Q4: {plan: 15000000}
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kamctl.lint.rule import GUARD, Offence, Rule
from kamctl.words import say

if TYPE_CHECKING:
    from kamctl.guard.authority import Authority
    from kamctl.guard.deed import Act


def judge(act: Act, authority: Authority) -> Iterator[Offence]:
    for deed in act.deeds:
        if deed.kind == "deleted":
            continue  # with its plan a figure is gone, and has not moved
        for change in (*deed.changes, *deed.figures):
            period = authority.moved_period(change, deed.horizon, act.day)
            if period is not None:
                maker = act.maker(deed, change)
                message = say(
                    "{who} changed {field} of {client} from {old} to {new} in {commit}; {period} began on {start}.",
                    period=period,
                    start=period.start,
                    **maker.told(deed, change),
                )
                hint = say("Leave the figure as it was; what has changed since belongs to the risks, or to a note.")
                yield Offence(deed, message, hint, change, maker)


RULE = Rule("retroactive-change", GUARD, __doc__, allowable=False, judge=judge)
