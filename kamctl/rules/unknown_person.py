"""Whoever a plan names works here: owners, the team, those who approve.

A task whose owner nobody knows is done by nobody, and no reminder reaches them. People and their ids are listed in
`schema/people.yaml`.

Bad:

    kam: kam-nord

Good:

    kam: kam-north
"""

from __future__ import annotations

from kamctl.lint.nearest import nearest
from kamctl.lint.rule import FORMAT, Rule, Wording
from kamctl.plan.fault import Fault
from kamctl.plan.source import Source
from kamctl.words import listing, say


def word(fault: Fault, source: Source) -> Wording:
    value, known = fault.facts["value"], fault.facts.get("known")
    message = say("There is no person {name} in schema/people.yaml.", name=value)
    if known is None:
        return Wording(message, say("Write the id of a person that is listed there."))
    if near := nearest(value, known):
        return Wording(message, say("Did you mean {name}?", name=near))
    if known:
        return Wording(message, say("The people there are {names}.", names=listing(known)))
    return Wording(message, say("Nothing is listed there yet; ask SKAM to add it."))


RULE = Rule("unknown-person", FORMAT, __doc__, word=word)
