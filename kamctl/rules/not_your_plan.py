"""A KAM changes their own plans; those of others are their owners'.

Whose a plan is says its `kam` in the base: who writes another name there, renames a plan onto its id, deletes it and
makes it anew, or moves it elsewhere has changed the plan of its owner. A new plan names its author as its `kam`, and
its id looks like that of nobody else's client. Comments and spaces count here, since reviewers read them too.

Bad:

    # a commit by KAM South <kam-south@example.com>
    kam: kam-south

Good:

    # a commit by Head of SKAM <skam-head@example.com>
    kam: kam-south
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kamctl.lint.rule import GUARD, Offence, Rule
from kamctl.words import Sentence, say

if TYPE_CHECKING:
    from kamctl.guard.authority import Authority
    from kamctl.guard.deed import Act, Deed


def judge(act: Act, authority: Authority) -> Iterator[Offence]:
    if not authority.judges(act.doer):
        return
    for deed in act.charges:
        if deed.client is None or authority.standing(deed, act.doer) != "none":
            continue
        whose, hint = _whose(deed, act, authority)
        if deed.whole and (deed.kind != "edited" or not deed.charged):
            message = say("{who} {what} the plan of {client} in {commit}; {whose}.", whose=whose, **act.told(deed))
            yield Offence(deed, message, hint)
            if deed.kind != "moved":
                continue  # a plan that came or went is told once, not field by field
        for change in deed.charged:
            message = say(
                "{who} changed {field} of {client} from {old} to {new} in {commit}; {whose}.",
                whose=whose,
                **act.told(deed, change),
            )
            yield Offence(deed, message, hint, change)


def _whose(deed: Deed, act: Act, authority: Authority) -> tuple[Sentence, Sentence]:
    client = deed.client or ""
    if act.doer.role != "kam":
        return say("only KAMs and SKAM change plans"), say("Ask the owner of the plan, or SKAM, for the change.")
    alike = authority.resembled(client)
    if authority.has(client):
        owner = authority.owner(client)
        hint = say("Leave it as it is, and ask its owner or SKAM for the change.")
        if owner is None:
            return say("the base does not tell whose plan it is"), hint
        return say("the plan is that of {owner}", owner=owner), hint
    if alike is not None:
        return say("its id looks like {other}, whose plan is another's", other=alike), say("Choose another id.")
    if authority.disguised(client):
        return say("its id has letters by which it could be taken for another's"), say("Choose another id.")
    return say("a new plan is its author's own"), say("Write the id of its author under kam, or let its owner add it.")


RULE = Rule("not-your-plan", GUARD, __doc__, allowable=False, judge=judge)
