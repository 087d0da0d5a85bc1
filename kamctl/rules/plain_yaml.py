"""A plan says every value where it stands: YAML's shorthand for repeating and retyping values is refused.

With anchors and aliases one line changes many others out of sight of whoever reviews it, and a few hundred bytes can
grow to gigabytes. A plan is one document of names, lists and values.

Bad:

    team:
      kam-north: &lead {role: KAM, share: 40%}
      kam-south: *lead

Good:

    team:
      kam-north: {role: KAM, share: 40%}
      kam-south: {role: KAM, share: 40%}
"""

from __future__ import annotations

from kamctl.lint.rule import TEXT, Rule, Wording
from kamctl.plan.fault import Fault
from kamctl.plan.source import Source
from kamctl.words import Sentence, say


def word(fault: Fault, source: Source) -> Wording:
    kind, name = fault.facts["kind"], fault.facts.get("name", "")
    return Wording(*_words(kind, name))


def _words(kind: str, name: str) -> tuple[Sentence, Sentence]:
    if kind == "document":
        return say("A second document begins here."), say("Take the line --- out; a file holds one plan.")
    if kind == "directive":
        return say("A line of instructions to the YAML reader stands here."), say(
            "Take the line that begins with % out."
        )
    if kind == "anchor":
        message = say("The mark &{name} makes this value repeatable elsewhere.", name=name)
        return message, say("Take the mark out; if it is text, put the value in quotes.")
    if kind == "alias":
        message = say("The mark *{name} stands for a value from elsewhere.", name=name)
        return message, say("Write the value itself; if it is text, put it in quotes.")
    if kind == "tag":
        message = say("The mark {name} changes how this value is read.", name=name)
        return message, say("Take the mark out; if it is text, put the value in quotes.")
    if kind == "merge":
        return say("The name << would copy values from elsewhere."), say("Write the values themselves.")
    if kind == "complex-key":
        return say("A name must be a single word here."), say("Write name: value, without a question mark or brackets.")
    return say("This is more than plain YAML."), say("Write names, lists and values only.")


RULE = Rule("plain-yaml", TEXT, __doc__, word=word, allowable=False)
