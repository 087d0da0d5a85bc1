"""The errors of pydantic's core as faults: which rule is broken, where in the file, and what its words need."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any, cast

from pydantic_core import ValidationError

from kamctl.plan.document import Document, Value, found_at
from kamctl.plan.fault import Fault, Path
from kamctl.plan.names import UNKNOWN, Names
from kamctl.plan.shape import Catalogued, Leaf, ListOf, Named, Record, Shape, shape_at, step_into

MOST_BESIDE = 1000
"""Names beside a faulty one that are told of."""

MOST_GUESSES = 20_000
"""Names in all that the faults of a file tell of as possibly meant; looking for the nearest one takes time."""

_STRUCTURAL = {
    "model_type": "wrong-type",
    "model_attributes_type": "wrong-type",
    "dict_type": "wrong-type",
    "list_type": "wrong-type",
}


def entries_of(error: ValidationError) -> list[Any]:
    """The single errors of pydantic's, as dictionaries: `type`, `loc`, `ctx`."""
    return cast(list[Any], error.errors(include_url=False, include_context=True, include_input=False))


def location_of(entry: Any, shape: Shape, values: Value) -> tuple[Path, bool]:
    """The path that an error of pydantic's is about, and whether it is about the key there."""
    loc: Path = entry["loc"]
    if entry["type"] == "extra_forbidden":
        return loc, True
    if len(loc) < 2 or loc[-1] != "[key]" or not isinstance(shape_at(shape, loc[:-2]), Named):
        return loc, False
    # A file may have the very name "[key]" where pydantic says so of a key.
    inside = found_at(values, loc[:-1])
    if isinstance(inside, dict) and "[key]" in inside and shape_at(shape, loc) is not None:
        return loc, False
    return loc[:-1], True


def faults_of(
    entries: list[Any], document: Document, shape: Record | Named, names: Names, off: frozenset[str]
) -> Iterator[Fault]:
    """The faults in a document of a shape that pydantic's errors tell of.

    `off` are top-level fields that exist but are not in use here.
    """
    yield from _Interpreter(document, shape, off, names).faults(entries)


class _Interpreter:
    """What is known of the document while its errors are put into faults."""

    def __init__(self, document: Document, shape: Record | Named, off: frozenset[str], names: Names) -> None:
        self.document = document
        self.shape = shape
        self.off = off
        self.names = names
        self.guesses = 0

    def faults(self, entries: list[Any]) -> Iterator[Fault]:
        for entry in entries:
            if entry["type"] != "missing-one":
                yield self._fault(entry)
        # pydantic asks for one of several fields only where all that stands in a thing is right.
        yield from self._lacking(self.shape, self.document.values, ())

    def _lacking(self, shape: Shape | None, value: Value, path: Path) -> Iterator[Fault]:
        """The things that have none of the fields of which one must stand."""
        inner: Iterable[tuple[str | int, Value]] = ()
        if isinstance(value, dict) and isinstance(shape, Record | Named | Catalogued):
            inner = value.items()
            if isinstance(shape, Record) and shape.one_of and not any(name in value for name in shape.one_of):
                yield self._missing(path, shape.one_of)
        elif isinstance(value, list) and isinstance(shape, ListOf):
            inner = enumerate(value)
        for step, below in inner:
            yield from self._lacking(step_into(shape, step), below, (*path, step))

    def _missing(self, owner: Path, names: tuple[str, ...]) -> Fault:
        start, end = self._thing_span(owner)
        path = (*owner, names[0])
        return Fault(
            "missing-field", start, end, path, {"names": names, "owner": owner, "shape": shape_at(self.shape, path)}
        )

    def _fault(self, entry: Any) -> Fault:
        path, on_key = location_of(entry, self.shape, self.document.values)
        kind = entry["type"]
        if kind == "missing":
            return self._missing(path[:-1], (str(path[-1]),))
        owner_shape = shape_at(self.shape, path[:-1])
        if kind == "extra_forbidden":
            return self._unknown(path, owner_shape)
        value = None if on_key else self._value(path)
        if on_key and isinstance(owner_shape, Named):
            shape: Shape | None = owner_shape.keys
        else:
            shape = step_into(owner_shape, path[-1]) if path else self.shape
        start, end = self.document.key_span(path) if on_key else self.document.span(path)
        if path and not on_key and (value is None or value == ""):
            return self._empty(path, owner_shape, shape)
        facts: dict[str, Any] = {
            "shape": shape,
            "value": str(path[-1]) if on_key else value,
            "raw": self.document.source.text[start:end],
            "on_key": on_key,
            "currency": self.names.currency,
        }
        if on_key:
            facts["present"] = self._names_beside(path)
        if isinstance(shape, Leaf) and shape.type in UNKNOWN:
            facts |= self._known(self.names.of(shape.type) or ())
        rule = _STRUCTURAL.get(kind, kind)
        return Fault(rule, start, end, path, facts)

    def _empty(self, path: Path, owner: Shape | None, shape: Shape | None) -> Fault:
        """A key with nothing behind it: missing where something must stand, else of the wrong type."""
        start, end = self.document.key_span(path)
        wanted = owner.fields[str(path[-1])] if isinstance(owner, Record) else None
        if wanted and wanted.required:
            facts = {"names": (str(path[-1]),), "owner": path[:-1], "empty": True, "shape": shape}
            return Fault("missing-field", start, end, path, facts)
        return Fault("wrong-type", start, end, path, {"shape": shape, "value": None, "raw": "", "on_key": False})

    def _unknown(self, path: Path, owner: Shape | None) -> Fault:
        start, end = self.document.key_span(path)
        known: tuple[str, ...] = ()
        rule = "unknown-field"
        if isinstance(owner, Record):
            known = tuple(owner.fields)
        elif isinstance(owner, Catalogued):
            known = tuple(owner.items)
            rule = "not-allowed" if path[-1] in owner.reserved else "unknown-kpi"
        if len(path) == 1 and path[0] in self.off:
            rule = "section-off"
        facts = {"value": str(path[-1]), "raw": self.document.source.text[start:end], "on_key": True}
        return Fault(rule, start, end, path, facts | self._known(known) | {"present": self._names_beside(path)})

    def _known(self, names: Collection[str]) -> dict[str, Any]:
        """The names that may stand there, from which somebody will look for the nearest one; at first."""
        self.guesses += len(names)
        return {"known": names} if self.guesses <= MOST_GUESSES else {}

    def _names_beside(self, path: Path) -> tuple[str, ...]:
        beside: Any = self.document.value(path[:-1])
        return tuple(islice(beside, MOST_BESIDE))

    def _value(self, path: Path) -> Value:
        return self.document.get(path)

    def _thing_span(self, path: Path) -> tuple[int, int]:
        """Where a thing's name stands; the plan's own place is its first character."""
        return self.document.key_span(path) if path else (0, 0)
