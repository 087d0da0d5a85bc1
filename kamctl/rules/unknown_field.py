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

from kamctl.lint.nearest import nearest
from kamctl.lint.rule import FORMAT, Fix, Rule, Wording
from kamctl.plan.fault import Fault
from kamctl.plan.source import Source
from kamctl.words import listing, say


def word(fault: Fault, source: Source) -> Wording:
    value, known = fault.facts["value"], fault.facts["known"]
    message = say("The field {name} is not known here.", name=value)
    near = nearest(value, (name for name in known if name not in fault.facts["present"]))
    if near:
        return Wording(message, say("Did you mean {name}?", name=near), Fix(fault.start, fault.end, near))
    if known:
        return Wording(message, say("The fields that may stand here are {names}.", names=listing(known)))
    return Wording(message, say("Nothing may stand here."))


RULE = Rule("unknown-field", FORMAT, __doc__, word=word)
