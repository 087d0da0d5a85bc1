"""A thing says what everybody needs to know of it: an activity who does it by when, a risk how likely it is.

The product itself counts on some fields, SKAM ask for others in `schema/format.yaml`.

Bad:

    activities:
      forecast-workshop:
        what: Joint forecast workshop with the category team
        owner: kam-north

Good:

    activities:
      forecast-workshop:
        what: Joint forecast workshop with the category team
        owner: kam-north
        due: 2026-09-15
"""

from __future__ import annotations

from kamctl.lint.rule import FORMAT, Rule, Wording
from kamctl.plan.fault import Fault, dotted
from kamctl.plan.shape import Leaf
from kamctl.plan.source import Source
from kamctl.words import Sentence, say


def word(fault: Fault, source: Source) -> Wording:
    names, owner = fault.facts["names"], dotted(fault.facts["owner"])
    if len(names) > 1:
        either = " or ".join(names)
        message = say("{owner} needs {names}.", owner=owner, names=either)
        return Wording(message, say("Add one of them."))
    [name] = names
    hint = _hint(name, fault.facts.get("shape"))
    if fault.facts.get("empty"):
        return Wording(say("Nothing stands behind {name}, which must be filled in.", name=name), hint)
    if owner:
        return Wording(say("{owner} has no {name}.", owner=owner, name=name), hint)
    return Wording(say("The field {name} is missing.", name=name), hint)


def _hint(name: str, shape: object) -> Sentence:
    if not isinstance(shape, Leaf):
        return say("Add {name}: with what belongs under it.", name=name)
    from kamctl.plan.spelling import writing  # late: most runs find nothing

    return writing(shape)


RULE = Rule("missing-field", FORMAT, __doc__, word=word)
