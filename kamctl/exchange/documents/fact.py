"""Facts: what a form may say, as a tree of plain data, each with the path by which people know it.

The tree goes as JSON into the process that fills in a form, and nothing else does.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

TEXT, NUMBER, MONEY, PERCENT, DAY, PERIOD, FLAG, NAMED = (
    "text", "number", "money", "percent", "day", "period", "flag", "named",
)  # fmt: skip
"""Kinds of leaves; `named` is an id that people know by another name."""

LOST = "lost"
"""The kind of what stands in the file and could not be read."""

INSIDE = "*"
"""The last step of the path under which the names of what is inside something are known."""


class Leaf(NamedTuple):
    """One value: a decimal number, an ISO day, a text, as `kind` says.

    `shown` is what people call a `named` id, or the first and the last day of a period.
    """

    path: str
    kind: str
    value: str
    shown: str = ""


class Fields(NamedTuple):
    """Named facts. `known` are the names that may be asked for; None where any may.

    `names` has those of them that say something themselves: a period, the id of a product.
    """

    path: str
    inner: dict[str, Fact]
    known: tuple[str, ...] | None = None
    names: dict[str, Leaf] = {}  # noqa: RUF012  # nobody adds to it


class Items(NamedTuple):
    """Facts one after the other."""

    path: str
    inner: tuple[Fact, ...]


Fact = Leaf | Fields | Items


def join(path: str, step: str) -> str:
    """A path with one more step."""
    return f"{path}.{step}" if path else step


def plain(fact: Fact) -> list[Any]:
    """A fact as JSON has it."""
    if isinstance(fact, Leaf):
        return ["leaf", *fact]
    if isinstance(fact, Items):
        return ["items", fact.path, [plain(inner) for inner in fact.inner]]
    inner = {name: plain(inner) for name, inner in fact.inner.items()}
    return ["fields", fact.path, inner, fact.known, {name: plain(leaf) for name, leaf in fact.names.items()}]


def restored(data: list[Any]) -> Fact:
    """The fact that JSON has as this."""
    if data[0] == "leaf":
        return Leaf(*data[1:])
    if data[0] == "items":
        return Items(data[1], tuple(restored(inner) for inner in data[2]))
    known = None if data[3] is None else tuple(data[3])
    names = {name: Leaf(*leaf[1:]) for name, leaf in data[4].items()}
    return Fields(data[1], {name: restored(inner) for name, inner in data[2].items()}, known, names)


def said(fact: Fact) -> Iterator[tuple[str, str]]:
    """What a fact says: every path with its value, written alike for what means the same.

    Under `path.*` stand the names of what is inside, in the order of the alphabet, or how many things there are.
    """
    if isinstance(fact, Leaf):
        yield fact.path, f"{fact.kind} {_meant(fact)}"
        return
    yield fact.path, "there"
    if isinstance(fact, Items):
        yield join(fact.path, INSIDE), str(len(fact.inner))
        inner = list(fact.inner)
    else:
        names = [f"{len(name)}:{name}" for name in sorted(fact.inner)]
        names += [f"{name}={_meant(leaf)}" for name, leaf in sorted(fact.names.items())]
        yield join(fact.path, INSIDE), " ".join(names)
        inner = list(fact.inner.values())
    for each in inner:
        yield from said(each)


def texts(fact: Fact) -> Iterator[tuple[str, str]]:
    """Every text in a fact, with its path."""
    if isinstance(fact, Leaf):
        yield fact.path, fact.value
        yield fact.path, fact.shown
    elif isinstance(fact, Items):
        for inner in fact.inner:
            yield from texts(inner)
    else:
        for inner in (*fact.inner.values(), *fact.names.values()):
            yield from texts(inner)


def _meant(leaf: Leaf) -> str:
    if leaf.kind in (NUMBER, MONEY, PERCENT):
        value = Decimal(leaf.value).normalize()
        return f"{value:f}" if value else "0"
    return f"{len(leaf.value)}:{leaf.value} {leaf.shown}"
