"""What SKAM decide, only SKAM change: the fields under `skam_only`, approvals, and every file that is no plan.

The owner of a plan reports results; goals and terms are set with them, not by them. So `skam_only` of the base's
`format.yaml` names fields that their owner proposes in a new plan and cannot change in one that is there. Nor can
anybody but SKAM write approvals, take a plan away or give it another id, make it anything but a plain file, or touch
the schema, the checks, and whatever else lies in the repository.

Bad:

    # a commit by KAM North <kam-north@example.com>
    credit_line: {limit: 40000000, days: 45}

Good:

    # a commit by Head of SKAM <skam-head@example.com>
    credit_line: {limit: 40000000, days: 45}
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
    hint = say("Take the change back, or have SKAM make it.")
    for deed in act.charges:
        standing = authority.standing(deed, act.doer)
        if standing == "all" or (standing == "none" and deed.client is not None):
            continue
        reason = _as_such(deed, standing, authority) if deed.whole else None
        if reason is not None:
            yield Offence(deed, say("{who} {what} {path} in {commit}; {why}.", why=reason, **act.told(deed)), hint)
        for change in deed.charged:
            if deed.kind != "deleted" and authority.protects(change, standing):
                message = say(
                    "{who} changed {field} of {client} from {old} to {new} in {commit}; only SKAM may change it.",
                    **act.told(deed, change),
                )
                yield Offence(deed, message, hint, change)


def _as_such(deed: Deed, standing: str, authority: Authority) -> Sentence | None:
    """Why only SKAM may do what was done to a file, whatever stands in it."""
    if deed.client is None:
        return say("only SKAM may change what is no plan")
    if not deed.ordinary:
        return say("only SKAM may make anything but a plain file of a plan")
    if authority.misplaced(deed):
        return say("only SKAM may add a folder whose name looks like another's, or is none of plain words")
    if deed.kind == "deleted" and standing == "own":
        return say("only SKAM may take a plan away, or give it another id")
    return None


RULE = Rule("skam-only", GUARD, __doc__, allowable=False, judge=judge)
