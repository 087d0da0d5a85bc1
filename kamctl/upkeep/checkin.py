"""The weekly check-in: what is due on a plan now, as questions, and what an answer means as edits.

A result is asked for as soon as its period or its promotion is over, everything else on its day. Nothing else is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, NamedTuple, cast

from kamctl.edit.edits import Append, Content, Edit, Set, Unset
from kamctl.insight.portfolio import Entry
from kamctl.insight.spelling import Speller
from kamctl.insight.todo import ACTIVITY, ACTUAL, DAYS_TO_RECORD, PROMOTION, RISK_REVIEW, Freshness, Item, todo
from kamctl.plan.answers import field_path, shape_of, understood
from kamctl.plan.fault import Path
from kamctl.plan.schema import Schema
from kamctl.plan.shape import DATE, MONEY, PERCENT, PERSON, Leaf, Record
from kamctl.words import Sentence, Whole, say

ORDER: Final = (ACTUAL, PROMOTION, ACTIVITY, RISK_REVIEW)
"""Kinds of questions in the order in which they are asked."""

YES = ("y", "yes", "д", "да")

_ENDED = ("closed", "happened")


class Question(NamedTuple):
    """Something that is due on a plan: what it is and what is known of it, and how it is answered.

    `path` leads to the field that `item` names.
    """

    item: Item
    path: Path
    known: Sentence
    how: Sentence


def questions(entry: Entry, schema: Schema, today: date) -> list[Question]:
    """What is due on a plan by now: results first, then activities, then reviews, each kind by its days."""
    items = [
        item
        for item in todo(entry, schema, today, Freshness({}, None))
        if item.kind in ORDER and item.field is not None and _asked_from(item) <= today
    ]
    items.sort(key=lambda item: (ORDER.index(item.kind), item.order))
    return [question for item in items if (question := _question(entry, schema, today, item)) is not None]


def _asked_from(item: Item) -> date:
    if item.kind in (ACTUAL, PROMOTION):
        return item.due - timedelta(days=DAYS_TO_RECORD - 1)
    return item.due


def _question(entry: Entry, schema: Schema, today: date, item: Item) -> Question | None:
    path = field_path(schema.layout.shape, item.field or "")
    if path is None:
        return None
    facts = [*_facts(entry, schema, path[:-1], item.kind), _due(item.due, today)]
    told = "; ".join(facts)
    known = say("{facts}.", facts=Whole(told[:1].upper() + told[1:]))
    return Question(item, path, known, _how(schema, path, item.kind))


_TOLD: Final = {
    ACTUAL: (("plan", "plan"), ("previous", "a year before"), ("actual", "so far"), ("as_of", "up to")),
    PROMOTION: (("planned", "planned"), ("baseline", "without it")),
    ACTIVITY: (("owner", "by"),),
    RISK_REVIEW: (("probability", "probability"), ("impact", "impact"), ("response", "response"), ("owner", "by")),
}
"""What is told of a thing beside what it is about: its fields, and what they are called in a question."""


def _facts(entry: Entry, schema: Schema, thing: Path, kind: str) -> Iterator[str]:
    """What the plan says of a thing already."""
    speller = Speller(schema, entry.plan)
    shape = shape_of(schema.layout.shape, thing)
    fields = shape.fields if isinstance(shape, Record) else {}
    for field, called in _TOLD[kind]:
        value = entry.document.get((*thing, field))
        if value is None or field not in fields:
            continue
        leaf = fields[field].shape
        if isinstance(leaf, Leaf) and leaf.type == PERSON:
            yield f"{called} {speller.name(PERSON, str(value))}"
        else:
            shown = speller.value(leaf, Decimal(value) if isinstance(value, int) else value)
            yield f"{called} {shown.text if shown else value}"


def _due(due: date, today: date) -> str:
    days = (today - due).days
    if days <= 0:
        return f"due {due}" if days else f"due today, {due}"
    return f"due {due}, {days} {'day' if days == 1 else 'days'} ago"


def _how(schema: Schema, path: Path, kind: str) -> Sentence:
    if kind == ACTIVITY:
        return say("Done? y, or the day on which it was; a later day is a new due day.")
    if kind == RISK_REVIEW:
        return say("When will you look at it again? A day, or: closed, happened.")
    shape = shape_of(schema.layout.shape, path)
    unit = shape.type if isinstance(shape, Leaf) else ""
    if unit == MONEY and schema.format.currency:
        return say("The actual in {currency}?", currency=schema.format.currency)
    return say("The actual, such as 7.5%?") if unit == PERCENT else say("The actual?")


def edits(question: Question, typed: str, schema: Schema, entry: Entry, today: date) -> list[Edit] | Sentence:
    """What an answer changes; a sentence where it cannot be understood."""
    thing = question.path[:-1]
    if question.item.kind == ACTIVITY:
        day = today if typed.casefold() in YES else understood(Leaf(DATE), typed, "")
        if not isinstance(day, date):
            return say("Write y, or a day such as {day}.", day=today)
        return [Set((*thing, "done" if day <= today else "due"), day)]
    if question.item.kind == RISK_REVIEW:
        if typed.casefold() in _ENDED:
            return [Set((*thing, "status"), typed.casefold())]
        day = understood(Leaf(DATE), typed, "")
        if not isinstance(day, date) or day <= today:
            return say("Write a day after {day}, or one of the words closed and happened.", day=today)
        return [Set((*thing, "review"), day)]
    value = understood(shape_of(schema.layout.shape, question.path), typed, schema.format.currency or "")
    over: list[Edit] = [Unset((*thing, "as_of"))] if entry.document.has((*thing, "as_of")) else []
    return [Set(question.path, cast(Content, value)), *over]


def note(text: str, today: date) -> list[Edit]:
    """A note of the day in the history of a plan."""
    return [Append(("history",), {"date": today, "note": text})]
