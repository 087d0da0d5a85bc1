"""What happened with a client stays written: a note with a date is neither changed nor taken out.

The next KAM inherits the client's story and has nothing else to go by. New notes are added at the end; who was wrong
adds another note. Notes may stand in another order, and SKAM may put anything right.

Bad:

    # a commit by KAM North <kam-north@example.com>
    history:
      - {date: 2026-02-03, note: Nothing happened}

Good:

    # a commit by KAM North <kam-north@example.com>
    history:
      - {date: 2026-02-03, note: New category buyer}
      - {date: 2026-03-10, note: She asks for a forecast by month}
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
    if act.doer.role == "skam":
        return
    for deed in act.charges:
        for change in deed.charged:
            if change.path in deed.rewritten:
                message = say(
                    "{who} changed {field} of {client} from {old} to {new} in {commit}; a note with a date stays.",
                    **act.told(deed, change),
                )
                hint = say("Put the note back as it was, and add another one behind it.")
                yield Offence(deed, message, hint, change)


RULE = Rule("history-rewritten", GUARD, __doc__, allowable=False, judge=judge)
