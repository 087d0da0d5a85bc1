"""Figures, percentages, dates and periods are written in one way, so that everybody reads the same.

`12,500` is twelve and a half to some and twelve thousand five hundred to others; `03/02/2026` is in February here and
in March there. Where only one thing can be meant, `kamctl lint --fix` writes it.

Bad:

    credit_line:
      limit: 30 000 000
      days: 45

Good:

    credit_line:
      limit: 30000000
      days: 45
"""

from __future__ import annotations

import re

from kamctl.lint.rule import FORMAT, Fix, Rule, Wording
from kamctl.plan.fault import Fault
from kamctl.plan.period import FIRST_YEAR, LAST_YEAR
from kamctl.plan.shape import DATE, IMPACT, MONEY, NUMBER, PERCENT, PERIOD, TEXT, Leaf
from kamctl.plan.source import Source
from kamctl.words import Sentence, say

_MESSAGES = {
    NUMBER: "{value} is not written as a number.",
    MONEY: "{value} is not written as an amount of money.",
    PERCENT: "{value} is not written as a percentage.",
    IMPACT: "{value} is written neither as money nor as a percentage.",
    DATE: "{value} is not written as a date.",
    PERIOD: "{value} is not a period.",
}
_DATE_FORM = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
# In a thing on one line a decimal comma ends the value: `{size: 7,5%}` reads as a size of 7 and a field 5%.
_BEHIND_COMMA = re.compile(r",[0-9]+[ \t]?%?(?=[ \t]*[,}\]])")


def word(fault: Fault, source: Source) -> Wording:
    from kamctl.plan.spelling import readings, respell, writing  # late: most runs find nothing

    leaf, value, raw = fault.facts["shape"], fault.facts["value"], fault.facts["raw"]
    message = _message(leaf, value, raw)
    rest = _BEHIND_COMMA.match(source.text, fault.end)
    if rest is not None and raw.isdecimal():
        typed = raw + rest.group()
        whole = respell(leaf, typed, typed, fault.facts.get("currency", ""))
        if whole is None or fault.path is None or isinstance(fault.path[-1], int):
            hint = say("A comma ends the value here: write decimals with a point, and no commas between digits.")
            return Wording(message, hint)
        return Wording(message, say("Write {meant}: a comma ends the value here.", meant=whole))
    meant = respell(leaf, value, raw, fault.facts.get("currency", ""))
    if meant is not None:
        # As the name of a figure it must not become one that stands there already.
        free = meant not in fault.facts.get("present", ())
        fix = Fix(fault.start, fault.end, meant) if free else None
        return Wording(message, say("Write {meant}.", meant=meant), fix)
    if both := readings(leaf, value, raw):
        return Wording(message, say("Write {one} or {other}, whichever is meant.", one=both[0], other=both[1]))
    return Wording(message, writing(leaf))


def _message(leaf: Leaf, value: object, raw: str) -> Sentence:
    if leaf.type == TEXT:
        return say("There are only blanks here, where text belongs.")
    if leaf.type == DATE and isinstance(value, str) and _DATE_FORM.fullmatch(value):
        return say("{value} is no day from {first} to {last}.", value=value, first=FIRST_YEAR, last=LAST_YEAR)
    return say(_MESSAGES.get(leaf.type, "{value} cannot be read here."), value=raw)


RULE = Rule("value-format", FORMAT, __doc__, word=word)
