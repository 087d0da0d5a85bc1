"""What somebody gave for a field, on the command line or to a question, as the value that they mean.

What cannot be read is kept as the text that it is: lint then says what is wrong with it, in its own words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from kamctl.plan import quantity
from kamctl.plan.fault import Path
from kamctl.plan.scalar import resolve
from kamctl.plan.shape import (
    CHOICE,
    DATE,
    IMPACT,
    MONEY,
    NUMBER,
    PERCENT,
    PERIOD,
    TEXT,
    YES_NO,
    Leaf,
    ListOf,
    Named,
    Record,
    Shape,
    step_into,
)
from kamctl.plan.spelling import respell
from kamctl.plan.writing import Writable, unquoted

NEW = "*"
"""The step of a path that stands for a new thing whose name is made from its first text."""

NAME = ""
"""The last step of the path under which a new thing's own name is given: `("promotions", NEW, NAME)`."""

Answer = Writable | list[Writable]
Answers = Mapping[Path, Answer | None]
"""What was given for a plan, by path; None: left out on purpose.

A figure without a period, `("sales", "plan")`, stands for all checkpoints of the plan's period.
"""

YEAR_NUMBER = re.compile("20[0-9]{2}")
"""A year: a number to YAML, and the name of a period."""

_BETWEEN = re.compile(r"\s*[,;]\s*")


def understood(shape: Shape | None, typed: str, currency: str) -> Answer:
    """The value that `typed` means where `shape` belongs: `12 000 000`, `7,5%` and `03.02.2026` are understood."""
    typed = typed.strip()
    if isinstance(shape, ListOf) and isinstance(shape.item, Leaf):
        words = typed.removeprefix("[").removesuffix("]").strip()
        return [_value(shape.item, word, currency) for word in _BETWEEN.split(words) if word]
    return _value(shape, typed, currency) if isinstance(shape, Leaf) else typed


def _value(leaf: Leaf, typed: str, currency: str) -> Writable:
    kind = leaf.type
    if kind not in (NUMBER, MONEY, IMPACT, PERCENT, DATE, PERIOD, YES_NO, CHOICE):
        return typed
    # A choice may be a word that YAML takes for a number; it is text here all the same.
    read = typed if kind in (CHOICE, PERCENT) and typed in leaf.choices else resolve(typed)
    meant = unquoted(respell(leaf, read, typed, currency) or typed)
    if kind in (NUMBER, MONEY) or (kind == IMPACT and not meant.endswith("%")):
        amount = quantity.number(resolve(meant))
        return meant if amount is None else amount
    if kind == DATE:
        return quantity.day(meant) or meant
    if kind == PERIOD:
        return int(meant) if YEAR_NUMBER.fullmatch(meant) else meant
    if kind == YES_NO and meant.lower() in ("true", "false"):
        return meant.lower() == "true"
    return meant


def field_path(plan: Record, text: str) -> Path | None:
    """The path that somebody means by `risks.delisting.impact` (things in a list count from 1); None for no path."""
    steps: list[str | int] = []
    shape: Shape | None = plan
    for name in text.split("."):
        if not name.strip():
            return None
        of_list = isinstance(shape, ListOf) and re.fullmatch("[1-9][0-9]{0,3}", name)
        steps.append(int(name) - 1 if of_list else name)
        shape = step_into(shape, name)
    return tuple(steps)


def is_single(shape: Shape | None) -> bool:
    """Whether one answer gives what is of this shape: a value, or a list of values."""
    return isinstance(shape, Leaf) or (isinstance(shape, ListOf) and isinstance(shape.item, Leaf))


def figure_record(shape: Shape | None) -> Record | None:
    """What stands for one period, where things of this shape are figures by period: those of sales, or of one KPI."""
    if isinstance(shape, Named) and shape.keys.type == PERIOD and isinstance(shape.item, Record):
        return shape.item
    return None


def shape_of(plan: Record, path: Path) -> Shape | None:
    """The shape of what an answer at a path is to be, the paths of `Answers` included."""
    shape: Shape | None = plan
    for step in path:
        if record := figure_record(shape):
            shape = record.fields[str(step)].shape if step in record.fields else record
        elif step == NAME and isinstance(shape, Record):
            return Leaf(TEXT)
        else:
            shape = step_into(shape, step)
    return shape
