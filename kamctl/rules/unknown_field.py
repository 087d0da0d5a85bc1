"""A field that the schema does not name is off, so nobody would ever read it.

A misspelt field looks as if it were filled in and is not: the review is forgotten, the discount is not
granted. Fields of your own are declared by SKAM in `schema/format.yaml`, under `fields`.

Bad:

    risks:
      delisting:
        what: Kefir is delisted in the spring review
        probability: 30%
        impact: 4000000
        respons: Category data for the buyer before the review

Good:

    risks:
      delisting:
        what: Kefir is delisted in the spring review
        probability: 30%
        impact: 4000000
        response: Category data for the buyer before the review
"""

from __future__ import annotations

import re

from kamctl.lint.nearest import nearest
from kamctl.lint.rule import FORMAT, Fix, Rule, Wording
from kamctl.plan.fault import Fault
from kamctl.plan.source import Source
from kamctl.words import listing, say

_AFTER_DIGIT = re.compile(r"[0-9][ \t]*,[ \t]*$")


def word(fault: Fault, source: Source) -> Wording:
    value, known, present = fault.facts["value"], fault.facts.get("known"), fault.facts["present"]
    message = say("The field {name} is not known here.", name=value)
    if value[:1].isdecimal() and _AFTER_DIGIT.search(source.text, max(fault.start - 8, 0), fault.start):
        hint = say("A comma begins a new field here: write decimals with a point, and no commas between digits.")
        return Wording(message, hint)
    if known is None:
        return Wording(message, say("Take it out, or look for the right name in a plan that has no findings."))
    near = nearest(value, (name for name in known if name not in present))
    if near:
        # Where a field that is there already is as near, nobody knows which of the two was meant.
        sure = nearest(value, known, sure=True) == near
        fix = Fix(fault.start, fault.end, near) if sure else None
        return Wording(message, say("Did you mean {name}?", name=near), fix)
    if known:
        return Wording(message, say("The fields that may stand here are {names}.", names=listing(known)))
    return Wording(message, say("Nothing may stand here."))


RULE = Rule("unknown-field", FORMAT, __doc__, word=word)
