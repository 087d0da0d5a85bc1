"""A plan fits one screen, so a file over 1 MiB, or one nested over 32 levels deep, is a mistake or an attack.

It is not read any further: deeper nesting would make the reader fail for all other files too.

Bad:

    team:
      kam-north: {role: KAM, does: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}

Good:

    team:
      kam-north: {role: KAM, does: Runs the contract}
"""

from __future__ import annotations

from kamctl.lint.rule import TEXT, Rule, Wording
from kamctl.plan.fault import Fault
from kamctl.plan.plainness import DEEPEST
from kamctl.plan.source import LARGEST_FILE, Source
from kamctl.words import say


def word(fault: Fault, source: Source) -> Wording:
    if fault.facts["limit"] == "depth":
        message = say("This is nested more than {levels} levels deep.", levels=DEEPEST)
        return Wording(message, say("A plan needs five levels; take the brackets or the indentation out."))
    message = say("The file is larger than {size} MiB.", size=LARGEST_FILE // 1024**2)
    return Wording(message, say("A plan fits one screen; keep other material elsewhere."))


RULE = Rule("too-large", TEXT, __doc__, word=word, allowable=False)
