"""With `guard --require-signed` a commit is its author's because their key says so, not because it bears their name.

Anybody can write a commit in another's name. The keys that count are those under `keys` of the base's people.yaml: SSH
public keys, and `openpgp:` with the fingerprint of a key that the machine has. git verifies the signature; the key must
be one of the author's, who also is the committer. A signature that is missing, bad, expired or by a key that nobody
lists is none. A commit that changes nothing beyond its parents, as a platform's merge does, needs none.

Bad:

    # a commit by KAM North <kam-north@example.com>, without a signature
    contacts:
      buyer: {name: Category Buyer}

Good:

    # a commit by KAM North <kam-north@example.com>, signed with their key
    contacts:
      buyer: {name: Category Buyer}
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kamctl.lint.rule import GUARD, Offence, Rule
from kamctl.words import Sentence, say

if TYPE_CHECKING:
    from kamctl.guard.authority import Authority
    from kamctl.guard.deed import Act

WHY = {
    "none": "it has no signature",
    "bad": "its signature is not one of this commit",
    "unknown": "its signature is by a key that the base does not list, or that is not on this machine",
    "expired": "its signature, or the key that made it, has expired",
    "revoked": "the key that made its signature has been revoked",
    "other": "its signature is neither SSH's nor OpenPGP's",
}


def judge(act: Act, authority: Authority) -> Iterator[Offence]:
    if act.vouched or not act.charges:
        return
    deed = act.charges[0]
    message = say("The commit {commit} by {who} is not signed by them: {why}.", why=_why(act), **act.told(deed))
    yield Offence(deed, message, say("Sign it again with the key that people.yaml lists: git commit --amend -S."))


def _why(act: Act) -> Sentence:
    if act.signer is None:
        return say(WHY.get(act.vouch, "the key that made its signature is nobody's"))
    if act.signer != act.doer.person:
        return say("its signature is by the key of {signer}", signer=act.signer)
    return say("it was committed by {committer}", committer=act.committer or act.commit.committer.email)


RULE = Rule("unsigned", GUARD, __doc__, allowable=False, judge=judge)
