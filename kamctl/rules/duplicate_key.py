"""A name stands once in its place; of two, one reader takes the first and another the last.

A reviewer sees the first line and approves it, while the figure that counts stands further down. Names that are
stored with other characters but look the same count as one.

Bad:

    budget:
      basis: fixed
      amount: 300000
      amount: 900000

Good:

    budget:
      basis: fixed
      amount: 300000
"""

from __future__ import annotations

from kamctl.lint.rule import TEXT, Rule, Wording
from kamctl.plan.fault import Fault
from kamctl.plan.source import Source
from kamctl.words import say


def word(fault: Fault, source: Source) -> Wording:
    name, line = fault.facts["key"], source.position(fault.facts["first"])[0]
    if fault.facts.get("first_key", name) == name:
        message = say("The name {name} stands here a second time; the first is on line {line}.", name=name, line=line)
    else:
        message = say(
            "The name {name} looks the same as the one on line {line}, though it is stored with other characters.",
            name=name,
            line=line,
        )
    return Wording(message, say("Keep one of the two, or give one of them a name of its own."))


RULE = Rule("duplicate-key", TEXT, __doc__, word=word, allowable=False)
