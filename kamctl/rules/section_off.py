"""SKAM decide what a plan contains; a section that they do not use is read by nobody.

Filling it in would be work for nothing, so it is an error that says so.

Bad:

    # schema/format.yaml
    sections:
      required: [team, sales]
      optional: [discounts, credit_line]
    # plans/client.yaml
    competitors:
      brand-x: {share: 35%}

Good:

    # schema/format.yaml
    sections:
      required: [team, sales]
      optional: [discounts, credit_line, competitors]
    # plans/client.yaml
    competitors:
      brand-x: {share: 35%}
"""

from __future__ import annotations

from kamctl.lint.rule import FORMAT, Rule, Wording
from kamctl.plan.fault import Fault
from kamctl.plan.source import Source
from kamctl.words import say


def word(fault: Fault, source: Source) -> Wording:
    message = say("The section {name} is not in use.", name=fault.facts["value"])
    return Wording(message, say("Take it out, or ask SKAM to name it under sections in schema/format.yaml."))


RULE = Rule("section-off", FORMAT, __doc__, word=word)
