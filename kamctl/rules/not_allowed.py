"""Some fields take one of a few words, so that plans can be compared and counted.

The choices come from the product or from SKAM; another word, however clear, would be counted nowhere. Sales have a
section of their own and stand in no other.

Bad:

    region: west

Good:

    region: north
"""

from __future__ import annotations

from kamctl.lint.nearest import nearest
from kamctl.lint.rule import FORMAT, Fix, Rule, Wording
from kamctl.plan.fault import Fault
from kamctl.plan.shape import Leaf
from kamctl.plan.source import Source
from kamctl.words import listing, say


def word(fault: Fault, source: Source) -> Wording:
    facts = fault.facts
    leaf, value, raw = facts.get("shape"), facts.get("value"), facts["raw"]
    if not isinstance(leaf, Leaf):
        message = say("{name} may not stand here.", name=value)
        return Wording(message, say("Put its figures in the section {name} of the plan.", name=value))
    if not leaf.choices:
        return Wording(
            say("{value} is not one of the choices.", value=raw), say("Ask SKAM for choices in schema/format.yaml.")
        )
    if fault.path == ("segment",):
        message = say("{value} is not a segment that SKAM have named.", value=raw)
    else:
        message = say("{value} is not one of the choices.", value=raw)
    from kamctl.plan.spelling import respell  # late: most runs find nothing

    meant = respell(leaf, value, raw)
    if meant is not None:
        return Wording(message, say("Write {meant}.", meant=meant), Fix(fault.start, fault.end, meant))
    near = nearest(value, leaf.choices) if isinstance(value, str) else None
    if near:
        return Wording(message, say("Did you mean {name}?", name=near))
    return Wording(message, say("The choices are {choices}.", choices=listing(leaf.choices)))


RULE = Rule("not-allowed", FORMAT, __doc__, word=word)
