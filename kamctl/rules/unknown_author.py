"""Every change is somebody's: the author of a commit is a person of `schema/people.yaml`.

Who may change what hangs on who it was. The author's e-mail is looked up in the people of the base, through the
`.mailmap` of the base, so that nobody lets themselves in; an address that two people have is nobody's, and so is a
commit that is not written as git writes them. A commit that changes nothing beyond its parents, as a platform's merge
does, needs no author that anybody knows.

Bad:

    # a commit by Somebody <somebody@example.org>
    contacts:
      buyer: {name: Category Buyer}

Good:

    # a commit by KAM North <kam-north@example.com>
    contacts:
      buyer: {name: Category Buyer}
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
    if act.doer.person is not None or not act.charges:
        return
    deed = act.charges[0]
    facts = act.told(deed) | {"email": act.commit.author.email or "(none)"}
    if act.commit.sound:
        message = say("The commit {commit} is by {email}, whom the base's schema/people.yaml does not have.", **facts)
        hint = say("Commit with an e-mail that is listed there; SKAM add new people first.")
    else:
        message = say("The commit {commit} (by {email}) is not written as git writes commits.", **facts)
        hint = say("Make the commit again with git: one author, one committer, dates that can be.")
    yield Offence(deed, message, hint)


RULE = Rule("unknown-author", GUARD, __doc__, allowable=False, judge=judge)
