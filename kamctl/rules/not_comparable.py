"""What cannot be compared may hide anything, so it is told and never taken for no change.

A version of a plan that is no YAML, repeats a key, uses anchors or tags, is too large, or is a link says nothing that
could be held against another version. It is told for the commit that breaks the plan and for the one that mends it,
whoever made them.

Bad:

    # a commit by KAM North <kam-north@example.com>
    credit_line: {limit: 30000000, days: 45, limit: 90000000}

Good:

    # a commit by Head of SKAM <skam-head@example.com>
    credit_line: {limit: 30000000, days: 45}
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kamctl.lint.rule import GUARD, Offence, Rule
from kamctl.words import Listing, say

if TYPE_CHECKING:
    from kamctl.guard.authority import Authority
    from kamctl.guard.deed import Act


def judge(act: Act, authority: Authority) -> Iterator[Offence]:
    for deed in act.deeds:
        if deed.unreadable is not None:
            message = say(
                "What {who} {what} in the plan of {client} in {commit} cannot be compared. {why}",
                why=Listing(deed.unreadable),
                **act.told(deed),
            )
            hint = say("Make the commit again with a plan that can be read; where the base is broken, SKAM mend it.")
            yield Offence(deed, message, hint)


RULE = Rule("not-comparable", GUARD, __doc__, allowable=False, judge=judge)
