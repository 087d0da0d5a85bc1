"""Each field takes one kind of thing: a word, a figure, a list, or fields of its own.

Text where a figure belongs cannot be summed up; a list where named things belong cannot be referred to.

Bad:

    contacts:
      buyer: {name: Category buyer, phone: 70000000000}

Good:

    contacts:
      buyer: {name: Category buyer, phone: "70000000000"}
"""

from __future__ import annotations

import re
from decimal import Decimal

from kamctl.lint.rule import FORMAT, Fix, Rule, Wording
from kamctl.plan.fault import Fault
from kamctl.plan.shape import (
    CHOICE,
    CONTACT,
    DATE,
    ID,
    IMPACT,
    KPI,
    MONEY,
    NUMBER,
    PERCENT,
    PERIOD,
    PERSON,
    PRODUCT,
    SHORT_NAME,
    TEXT,
    YES_NO,
    Catalogued,
    Leaf,
    ListOf,
    Named,
)
from kamctl.plan.source import Source
from kamctl.words import Sentence, say

_EXPECTED = {
    TEXT: "Text",
    NUMBER: "A number",
    MONEY: "An amount of money",
    PERCENT: "A percentage",
    IMPACT: "Money or a percentage",
    DATE: "A date",
    PERIOD: "A period",
    YES_NO: "True or false",
    CHOICE: "A choice",
    PERSON: "A person's id",
    PRODUCT: "A product's id",
    KPI: "A KPI's id",
    CONTACT: "A contact's id",
    ID: "An id",
    SHORT_NAME: "A short name",
}
_PLAIN_WORD = re.compile(r"[\w.%+/-]+")


def word(fault: Fault, source: Source) -> Wording:
    from kamctl.plan.spelling import respell  # late: most runs find nothing

    shape, value = fault.facts.get("shape"), fault.facts.get("value")
    expected = _expected(shape)
    if value is None and fault.path:
        name = fault.path[-1]
        message = say("Nothing stands behind {name}.", name=name)
        if isinstance(name, int):
            message = say("Nothing stands in place {number} of the list.", number=name + 1)
        return Wording(message, _hint(shape, "", say("Fill it in, or take it out.")))
    message = say("{expected} must stand here, not {found}.", expected=expected, found=_found(value))
    raw = fault.facts.get("raw", "")
    meant = respell(shape, value, raw, fault.facts.get("currency", "")) if isinstance(shape, Leaf) else None
    if meant is None:
        return Wording(message, _hint(shape, raw, say("Write what belongs here, or take it out.")))
    return Wording(message, say("Write {meant}.", meant=meant), Fix(fault.start, fault.end, meant))


def _expected(shape: object) -> str:
    if isinstance(shape, Leaf):
        return _EXPECTED.get(shape.type, "A single value")
    if isinstance(shape, ListOf):
        return "A list"
    return "Named things" if isinstance(shape, Named | Catalogued) else "A thing with fields"


def _found(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | Decimal | float):
        return "a number"
    if isinstance(value, list):
        return "a list"
    return "named things" if isinstance(value, dict) else "text"


def _hint(shape: object, raw: str, otherwise: Sentence) -> Sentence:
    if isinstance(shape, Leaf):
        from kamctl.plan.spelling import writing

        return writing(shape)
    if isinstance(shape, ListOf):
        if isinstance(shape.item, Leaf):
            example = f"[{raw}]" if _PLAIN_WORD.fullmatch(raw) else "[first, second]"
            return say("Write a list, such as {example}.", example=example)
        return say("Begin each thing on a line of its own, with a dash and a blank before it.")
    if shape is None:
        return otherwise
    return say("Write name: value, each on a line of its own, indented alike.")


RULE = Rule("wrong-type", FORMAT, __doc__, word=word)
