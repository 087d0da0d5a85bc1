"""An `allow` comment that silences nothing would hide the next fault that comes along.

A comment silences one rule, on its own line or on the line below where it stands alone, and says why. It stays only as
long as it is needed. Rules about safety, and those that SKAM have closed, cannot be silenced.

Bad:

    risks:
      delisting:
        what: Kefir is delisted in the spring review
        probability: 30%  # kamctl: allow out-of-range because the buyer said so
        impact: 4000000

Good:

    risks:
      delisting:
        what: Kefir is delisted in the spring review
        probability: 30%
        impact: 4000000
"""

from __future__ import annotations

from kamctl.lint.finding import WARNING
from kamctl.lint.nearest import nearest
from kamctl.lint.rule import TEXT, Rule, Wording
from kamctl.plan.fault import Fault
from kamctl.plan.source import Source
from kamctl.words import say


def word(fault: Fault, source: Source) -> Wording:
    kind, rule = fault.facts["kind"], fault.facts.get("rule") or ""
    if kind == "no-reason":
        hint = say("Write # kamctl: allow {rule} because … with your reason.", rule=rule)
        return Wording(say("This comment silences nothing, because it gives no reason."), hint)
    if kind == "no-rule":
        near = nearest(rule, fault.facts.get("known", ()))
        hint = say("Did you mean {rule}?", rule=near) if near else say("Take the comment out.")
        return Wording(say("There is no rule {rule}, or it is switched off.", rule=rule), hint)
    if kind == "finds-nothing":
        message = say("The rule {rule} finds nothing here, so there is nothing to silence.", rule=rule)
        return Wording(message, say("Take the comment out."))
    if kind == "not-allowable":
        message = say("The rule {rule} cannot be silenced by a comment.", rule=rule)
        return Wording(message, say("Mend what it finds and take the comment out."))
    hint = say("Write # kamctl: allow RULE because … with the rule's name and your reason.")
    return Wording(say("This comment cannot be understood."), hint)


RULE = Rule("unused-allow", TEXT, __doc__, severity=WARNING, word=word, allowable=False)
