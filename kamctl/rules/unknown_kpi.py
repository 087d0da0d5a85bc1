"""A KPI is one of SKAM's catalogue, so that it is measured in one way for all clients.

The catalogue says its unit, whether more is better and how its periods add up; without that a figure says nothing.

Bad:

    kpis:
      shelf-shares:
        2026-Q1: {plan: 20%, actual: 19%}
        2026-Q2: {plan: 20%}
        2026-Q3: {plan: 20%}
        2026-Q4: {plan: 20%}

Good:

    kpis:
      shelf-share:
        2026-Q1: {plan: 20%, actual: 19%}
        2026-Q2: {plan: 20%}
        2026-Q3: {plan: 20%}
        2026-Q4: {plan: 20%}
"""

from __future__ import annotations

from kamctl.lint.nearest import nearest
from kamctl.lint.rule import FORMAT, Rule, Wording
from kamctl.plan.fault import Fault
from kamctl.plan.source import Source
from kamctl.words import listing, say


def word(fault: Fault, source: Source) -> Wording:
    value, known = fault.facts["value"], fault.facts.get("known")
    message = say("There is no KPI {name} in schema/kpis.yaml.", name=value)
    if known is None:
        return Wording(message, say("Write the id of a KPI that is listed there."))
    if near := nearest(value, known):
        return Wording(message, say("Did you mean {name}?", name=near))
    if known:
        return Wording(message, say("The KPIs there are {names}.", names=listing(known)))
    return Wording(message, say("Nothing is listed there yet; ask SKAM to add it."))


RULE = Rule("unknown-kpi", FORMAT, __doc__, word=word)
