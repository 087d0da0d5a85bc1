"""What a value means, apart from how it is written: `1_000` and `1000.0` are one amount, `7%` is `7.0%`.

Versions of a plan may be older than today's schema, so nothing here is validated: the shape only says how a value is
to be read, and one that cannot be read so stands for itself.
"""

from __future__ import annotations

import re
from collections.abc import Hashable

from kamctl.plan import quantity
from kamctl.plan.document import Value
from kamctl.plan.period import PERIOD_PATTERN
from kamctl.plan.scalar import Scalar
from kamctl.plan.shape import IMPACT, MONEY, NUMBER, PERCENT, PERIOD, Leaf, Shape, step_into

_PERIOD = re.compile(PERIOD_PATTERN)

NOTHING: Hashable = ()
"""The meaning of a mapping or list without any field in it."""


def same(old: Value, new: Value, shape: Shape | None) -> bool:
    """Whether two leaves (neither a mapping nor a list) mean the same where today's schema has `shape`."""
    if old.__class__ is new.__class__ and old == new:
        return True
    return meaning(old, shape) == meaning(new, shape)


def meaning(value: Value, shape: Shape | None) -> Hashable:
    """What stands for a value in comparisons: equal for two values that mean the same under `shape`."""
    if isinstance(value, dict):
        fields = ((key, meaning(inner, step_into(shape, key))) for key, inner in value.items())
        told = frozenset((key, inner) for key, inner in fields if inner != NOTHING)
        return told or NOTHING
    if isinstance(value, list):
        item = step_into(shape, 0)
        things = [meaning(inner, item) for inner in value]
        told_of = tuple(thing for thing in things if thing != NOTHING)
        return ("list", told_of) if told_of else NOTHING
    return _leaf_meaning(value, shape)


def _leaf_meaning(value: Scalar, shape: Shape | None) -> Hashable:
    if value.__class__ is bool:
        return "yes-no", value  # True is 1 to Python
    if value.__class__ is float and value != value:
        return "number", "none"  # a number that is none equals nothing, not even itself
    kind = shape.type if isinstance(shape, Leaf) else ""
    if value.__class__ is str:
        if kind in (PERCENT, IMPACT) and (share := quantity.percent(value)) is not None:
            return "share", share
        if kind in (NUMBER, MONEY, IMPACT) and (amount := quantity.number(value)) is not None:
            return amount
    elif kind == PERIOD and value.__class__ is int and _PERIOD.fullmatch(str(value)):
        return str(value)
    return value
