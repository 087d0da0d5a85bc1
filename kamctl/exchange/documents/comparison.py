"""What two states of a plan say differently of the facts that a document was made of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from kamctl.exchange.documents.fact import INSIDE, LOST, Fact, Leaf, said
from kamctl.exchange.documents.language import ENGLISH
from kamctl.exchange.documents.told import Log, Missing, spell, told


class Difference(NamedTuple):
    """A fact that is not what it was, in words; None on the side on which it is not there."""

    field: str
    old: str | None
    new: str | None


def differences(old: Mapping[str, Fact], new: Mapping[str, Fact], used: Collection[str]) -> list[Difference]:
    """The facts among `used` that differ, those of the plan before what was worked out of them."""
    before, after = _said(old), _said(new)
    changed = {path for path in used if before.get(path) != after.get(path)}
    was, now = _leaves(old), _leaves(new)
    found = [Difference(path, was.get(path), now.get(path)) for path in changed if path in was or path in now]
    for path in changed:
        # Of what gained or lost something that is a fact itself, that fact tells.
        held = path.removesuffix(f".{INSIDE}")
        if path not in was and path not in now and not any(each.field.startswith(f"{held}.") for each in found):
            found.append(Difference(held, before.get(path) and "", after.get(path) and ""))
    return sorted(set(found), key=lambda each: (each.field.startswith("figures."), each.field))


def _said(facts: Mapping[str, Fact]) -> dict[str, str]:
    return {path: value for fact in facts.values() for path, value in said(fact)}


def _leaves(facts: Mapping[str, Fact]) -> dict[str, str]:
    return {leaf.path: _spelled(leaf) for fact in facts.values() for leaf in _each(fact)}


def _each(fact: Fact) -> Iterable[Leaf]:
    if isinstance(fact, Leaf):
        yield fact
    else:
        for inner in fact.inner.values() if isinstance(fact.inner, dict) else fact.inner:
            yield from _each(inner)


def _spelled(leaf: Leaf) -> str:
    if leaf.kind == LOST:
        return "cannot be read"
    return spell(told(leaf, Log(), Missing), ENGLISH)
