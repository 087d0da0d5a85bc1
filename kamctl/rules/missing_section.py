"""SKAM say which sections a plan must have, for all clients and for each segment.

A section that is left out, or that stands there with nothing in it, is a question that nobody has answered.

Bad:

    segment: A

Good:

    segment: A
    kpis:
      shelf-share:
        2026-Q1: {plan: 20%, actual: 19%}
        2026-Q2: {plan: 21%}
        2026-Q3: {plan: 22%}
        2026-Q4: {plan: 23%}
"""

from __future__ import annotations

from kamctl.lint.rule import FORMAT, Rule, Wording
from kamctl.plan.fault import Fault
from kamctl.plan.source import Source
from kamctl.words import listing, say


def word(fault: Fault, source: Source) -> Wording:
    names, segment = listing(fault.facts["names"]), fault.facts.get("segment")
    if fault.facts.get("empty"):
        message = say("The file is empty; a plan belongs in it.")
        if names:
            return Wording(message, say("Write the client, the kam, the period and the sections {names}.", names=names))
        return Wording(message, say("Write at least the client, the kam and the period."))
    if fault.end > fault.start:
        return Wording(
            say("The section {name} has nothing in it.", name=names), say("Fill it in: this plan must have it.")
        )
    if isinstance(segment, str):
        message = say("The section {name} is missing; a plan of segment {segment} has it.", name=names, segment=segment)
    else:
        message = say("The section {name} is missing.", name=names)
    return Wording(message, say("Add {name}: with what belongs under it.", name=names))


RULE = Rule("missing-section", FORMAT, __doc__, word=word)
