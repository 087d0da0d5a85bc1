"""A change as words: values spelled as people read them, how far a figure moved, what was added or removed at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from kamctl.history.change import ADDED, CHANGED, Change
from kamctl.history.moved import relative
from kamctl.history.weight import BEGUN, SKAM_ONLY, Weight
from kamctl.plan import quantity
from kamctl.plan.document import Value
from kamctl.plan.fault import Path, dotted
from kamctl.plan.shape import IMPACT, MONEY, NUMBER, PERCENT, Leaf, Shape
from kamctl.words import shorten

LONGEST_TEXT = 1_000
"""Characters of a text that are shown; figures and ids are shorter."""

LONGEST_NAME = 200

SHORT = 60
"""Characters of two texts, the old and the new one, that still stand beside each other."""

_CONTEXT = 40
"""Characters that are shown before the difference of two longer texts."""

_MARKS = {SKAM_ONLY: "only SKAM may change it", BEGUN: "its period has begun"}

_SAYS_WHAT = ("what", "note", "name")
"""The field of a thing that tells what it is."""

# A word that can be taken for nothing else; what looks like a figure but is text stands in quotes.
_PLAIN = re.compile(r"[^\W\d_][\w.-]*|[0-9]{4}-(?:[0-9]{2}(?:-[0-9]{2})?|[HQ][0-9])")
_NOT_PLAIN = ("true", "false", "null", "yes", "no")


class Line(NamedTuple):
    """One sentence about one field, or about fields of one thing that were added or removed together.

    A change has `old`, `new` and `move` (`+12.5%`; empty where it cannot be told); the others have `values`.
    `marks` say why a reviewer must not miss it.
    """

    subject: str
    kind: str
    old: str = ""
    new: str = ""
    move: str = ""
    values: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    fields: int = 1

    @property
    def is_long(self) -> bool:
        """Whether the old and the new text are too long to stand beside each other."""
        return self.kind == CHANGED and '"' in (self.old[:1], self.new[:1]) and len(self.old) + len(self.new) > SHORT


def lines(changes: Sequence[Change], weights: Sequence[Weight] = ()) -> list[Line]:
    """The sentences about changes: the weightiest first, else in the order of the plan; without weights in that."""
    weighed = list(zip(changes, weights or [Weight()] * len(changes), strict=True))
    found: list[tuple[Weight, Line]] = []
    for (kind, thing), together in groupby(weighed, key=lambda each: (each[0].kind, _thing(each[0]))):
        members = list(together)
        if kind == CHANGED or len(members) == 1:
            found += [(weight, _line(change, weight)) for change, weight in members]
        else:
            heaviest = min((weight for _, weight in members), key=lambda weight: weight.order)
            reasons = [reason for _, weight in members for reason in weight.reasons]
            found.append((heaviest, _of_thing(kind, thing, [change for change, _ in members], reasons)))
    return [line for _, line in sorted(found, key=lambda each: each[0].order)]


def value_text(value: Value, shape: Shape | None = None) -> str:
    """A value of a plan as people read it: figures in groups of digits, text in quotes unless it is one word."""
    kind = shape.type if isinstance(shape, Leaf) else ""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        if kind in (MONEY, NUMBER, IMPACT) and (amount := quantity.number(value)) is not None:
            return quantity.number_text(amount)
        return value if _is_plain(value, kind) else f'"{shorten(value, LONGEST_TEXT)}"'
    if isinstance(value, Decimal | int):
        # A year is a number to YAML, and nobody writes it in groups of digits.
        spell = quantity.number_text if kind in (MONEY, NUMBER, IMPACT, "") else quantity.plain_text
        return spell(Decimal(value))
    return str(value)


def move_text(change: Change) -> str:
    """How far a figure moved: `+12.5%` of what it was; a percentage in points, `+1 pp`."""
    if isinstance(change.old, str) and isinstance(change.new, str):
        old, new = quantity.percent(change.old), quantity.percent(change.new)
        if old is not None and new is not None:
            return f"{_signed((new - old) * 100)} pp" if relative(change) is not None or not old else ""
    share = relative(change)
    return "" if share is None else f"{_signed(_rounded(share * 100))}%"


def _thing(change: Change) -> Path:
    """The named thing that a field is a part of: `risks.delisting`, `credit_line`."""
    return change.path[:2] if len(change.path) > 2 else change.path[:1]


def _name(path: Path) -> str:
    return shorten(dotted(path), LONGEST_NAME)


def _marks(reasons: Iterable[str]) -> tuple[str, ...]:
    told = set(reasons)
    return tuple(words for reason, words in _MARKS.items() if reason in told)


def _line(change: Change, weight: Weight) -> Line:
    marks = _marks(weight.reasons)
    if change.kind == CHANGED:
        old, new = _apart(change.old, change.new)
        spelled = value_text(old, change.shape), value_text(new, change.shape)
        return Line(_name(change.path), CHANGED, *spelled, move_text(change), (), marks)
    value = change.new if change.kind == ADDED else change.old
    return Line(_name(change.path), change.kind, values=(value_text(value, change.shape),), marks=marks)


def _of_thing(kind: str, thing: Path, changes: list[Change], reasons: Iterable[str]) -> Line:
    """`risks.delisting added: Kefir is delisted (probability 30%, impact 4 000 000)`."""
    head, rest = "", []
    for change in changes:
        value = change.new if kind == ADDED else change.old
        below = change.path[len(thing) :]
        if not head and len(below) == 1 and below[0] in _SAYS_WHAT and isinstance(value, str) and value.strip():
            head = shorten(value, LONGEST_TEXT)
            continue
        spelled = value_text(value, change.shape)
        rest.append(spelled if len(below) == 1 and isinstance(below[0], int) else f"{_name(below)} {spelled}")
    if head and rest:
        rest = [f"{head} ({rest[0]}", *rest[1:]]
        rest[-1] += ")"
    return Line(_name(thing), kind, values=tuple(rest or [head]), marks=_marks(reasons), fields=len(changes))


def _apart(old: Value, new: Value) -> tuple[Value, Value]:
    """Two texts from where they differ on, where they are so long that the difference would not be shown."""
    if not isinstance(old, str) or not isinstance(new, str) or max(len(old), len(new)) <= LONGEST_TEXT:
        return old, new
    same = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), None)
    start = max((min(len(old), len(new)) if same is None else same) - _CONTEXT, 0)
    return (old, new) if not start else (f"…{old[start:]}", f"…{new[start:]}")


def _is_plain(text: str, kind: str) -> bool:
    if kind in (PERCENT, IMPACT) and quantity.percent(text) is not None:
        return True
    return len(text) <= LONGEST_NAME and text.lower() not in _NOT_PLAIN and bool(_PLAIN.fullmatch(text))


def _rounded(percent: Decimal) -> Decimal:
    """To one decimal; a smaller move keeps its first digit, so that it is not told as none."""
    if abs(percent) >= Decimal("0.05"):
        return Decimal(f"{percent:.1f}")
    return Decimal(f"{percent:.0e}")


def _signed(number: Decimal) -> str:
    text = quantity.number_text(number)
    return text if text.startswith("-") else f"+{text}"
