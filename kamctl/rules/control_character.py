r"""Invisible characters make a file look different from what it says.

Some turn the direction of the text, some begin a new line in one program and not in another, some cannot be seen at
all: a reviewer approves what is shown, and something else counts. They mostly come from copying out of a document or
a chat. A joiner inside an emoji may stay.

Bad:

    client: "Северный\u200B ритейл"

Good:

    client: "Северный ритейл"
"""

from __future__ import annotations

from kamctl.lint.rule import TEXT, Rule, Wording
from kamctl.plan.fault import Fault
from kamctl.plan.source import Source
from kamctl.words import say

_BREAKS = frozenset(("U+000D", "U+0085", "U+2028", "U+2029"))


def word(fault: Fault, source: Source) -> Wording:
    characters: str = fault.facts["characters"]
    if fault.facts.get("escaped"):
        message = say("This text has characters that cannot be seen: {characters}.", characters=characters)
        return Wording(message, say("Take what the backslash spells out of the text."))
    if _BREAKS.intersection(characters.split(", ")):
        message = say(
            "There are characters here that some programs take for a new line: {characters}.", characters=characters
        )
        return Wording(message, say("Put a plain line end or a blank in their place."))
    message = say("There are characters here that cannot be seen: {characters}.", characters=characters)
    return Wording(message, say("Take them out; typing the words again is the surest way."))


RULE = Rule("control-character", TEXT, __doc__, word=word, allowable=False)
