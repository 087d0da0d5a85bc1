"""Files are kept in UTF-8, which every program reads alike; in another encoding names turn into gibberish.

A file in UTF-16 is worse than ugly: git takes it for a program and shows no difference in a review. Where there is
one way to read the file, `kamctl lint --fix` saves it as UTF-8.

Bad:

    # saved by an editor that is set to cp1251 (“ANSI” in Russia)
    client: Северный ритейл

Good:

    client: Северный ритейл
"""

from __future__ import annotations

from kamctl.lint.rule import TEXT, Fix, Rule, Wording
from kamctl.plan.fault import Fault
from kamctl.plan.source import Source
from kamctl.words import say


def word(fault: Fault, source: Source) -> Wording:
    facts = fault.facts
    likely, converted = facts["looks_like"], facts.get("converted")
    if not likely:
        message = say("The byte {byte} is no UTF-8.", byte=facts["byte"])
        return Wording(message, say("Save the file as UTF-8, or write the broken character again."))
    if "byte" in facts:
        message = say(
            "The byte {byte} is no UTF-8; the file looks like {encoding}.", byte=facts["byte"], encoding=likely
        )
    else:
        message = say("The file looks like {encoding}, not UTF-8.", encoding=likely)
    fix = None if converted is None else Fix(None, None, converted)
    return Wording(message, say("Save the file as UTF-8."), fix)


RULE = Rule("encoding", TEXT, __doc__, word=word, allowable=False)
