"""Which fields somebody means by a pattern (`sales.*.plan`), and which they most likely meant where there is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kamctl.lint.nearest import nearest
from kamctl.plan.shape import ANY, UNREAD, Catalogued, Leaf, ListOf, Record, Shape, step_into

ANY_NAME = "*"


def may_be(pattern: str, shape: Shape) -> bool:
    """Whether a plan of this shape may have a field at or below what a pattern names; things in a list count from 1."""
    return _fits(pattern.split("."), shape)


def meant(pattern: str, shape: Shape) -> str | None:
    """The pattern that somebody most likely meant who wrote one that no field fits; None where none is near."""
    found: list[str] = []
    here: Shape | None = shape
    for step in pattern.split("."):
        if here is None or (isinstance(here, Leaf) and here.type not in (ANY, UNREAD)):
            return None
        names = _names(here)
        near = step if step == ANY_NAME or not names or step in names else nearest(step, names)
        if near is None:
            return None
        found.append(near)
        here = next(_below(here, near), None)
    guess = ".".join(found)
    return guess if guess != pattern and may_be(guess, shape) else None


def _fits(steps: Sequence[str], shape: Shape) -> bool:
    if not steps:
        return True
    if isinstance(shape, Leaf):
        return shape.type in (ANY, UNREAD)
    return any(_fits(steps[1:], inner) for inner in _below(shape, steps[0]))


def _below(shape: Shape, step: str) -> Iterator[Shape]:
    """What may stand under a step of a pattern."""
    if isinstance(shape, Record) and step == ANY_NAME:
        yield from (field.shape for field in shape.fields.values())
    elif isinstance(shape, Catalogued) and step == ANY_NAME:
        yield from shape.items.values()
    elif not isinstance(shape, ListOf) or step == ANY_NAME or (step.isascii() and step.isdigit()):
        inner = shape if isinstance(shape, Leaf) else step_into(shape, step)
        if inner is not None:
            yield inner


def _names(shape: Shape) -> tuple[str, ...]:
    """The names that may stand under a shape, where they are known."""
    if isinstance(shape, Record):
        return tuple(shape.fields)
    return tuple(shape.items) if isinstance(shape, Catalogued) else ()
