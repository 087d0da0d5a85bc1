"""From values to typed things: what pydantic's core makes of a document, and what can be saved of a faulty one.

What is faulty is cut out and the rest validated again, so that one slip does not hide what else is wrong.
"""

from __future__ import annotations

from itertools import islice
from typing import Any, NamedTuple, cast

from pydantic_core import SchemaValidator, ValidationError

from kamctl.plan.core_schema import Absent, core_schema_of
from kamctl.plan.document import Document, Value
from kamctl.plan.fault import Fault, Path
from kamctl.plan.names import Names
from kamctl.plan.shape import Named, Record, shape_at
from kamctl.plan.source import MOST_FAULTS
from kamctl.plan.validation_faults import entries_of, faults_of, location_of

MOST_PASSES = 6
"""How often what is left is validated again; each pass cuts one level of what had lost its meaning."""


MOST_ENTRIES = 2 * MOST_FAULTS
"""Errors past which it makes no difference to a plan how many there are."""


class Validated(NamedTuple):
    """The typed thing that a document says (None: nothing was worth saving) and what is wrong with it.

    `lost` is where something stands in the document that did not come into the thing.
    """

    thing: Any
    faults: list[Fault]
    lost: tuple[Path, ...] = ()


class Validator:
    """Turns a document into the typed thing (or the named things) of a shape, and into faults.

    `off` are top-level fields that exist but are not in use here.
    """

    __slots__ = ("_lenient", "_strict", "names", "off", "shape")

    def __init__(self, shape: Record | Named, names: Names, off: frozenset[str] = frozenset()) -> None:
        self.shape = shape
        self.names = names
        self.off = off
        self._strict = SchemaValidator(core_schema_of(shape, names, strict=True))
        self._lenient: SchemaValidator | None = None

    def validate(self, document: Document) -> Validated:
        """The thing, and what is wrong with it; None for the thing where the document is no mapping, or hopeless."""
        try:
            return Validated(self._strict.validate_python(document.values), [])
        except ValidationError as error:
            return self._salvage(document, self._fewer(error, document.values))

    def _fewer(self, error: ValidationError, values: Value) -> ValidationError:
        """The errors of a part of a file that has more of them than can be listed: each costs time and memory."""
        if error.error_count() > MOST_ENTRIES:
            try:
                self._strict.validate_python(_thinned(values))
            except ValidationError as fewer:
                return fewer
        return error

    def _salvage(self, document: Document, error: ValidationError) -> Validated:
        entries = entries_of(error)
        faults = list(islice(faults_of(entries, document, self.shape, self.names, self.off), MOST_FAULTS))
        values = document.values
        if not isinstance(values, dict) or len(entries) > MOST_FAULTS:
            # Of what is wrong in more places than can be listed, nothing is worth saving.
            return Validated(None, faults)
        lost: list[Path] = []
        for _ in range(MOST_PASSES):
            unusable = self._unusable(entries, values)
            lost.extend(path for path in unusable if path[-1] != _FILL)
            values = cast(dict[str, Value], _cut(values, unusable))
            try:
                return Validated(self._strict.validate_python(values), faults, tuple(lost))
            except ValidationError as remaining:
                entries = entries_of(remaining)
                if all(entry["type"] == "missing" and len(entry["loc"]) == 1 for entry in entries):
                    break
        if self._lenient is None:
            self._lenient = SchemaValidator(core_schema_of(self.shape, self.names, strict=False))
        try:
            return Validated(self._lenient.validate_python(values), faults, tuple(lost))
        except ValidationError:
            return Validated(None, faults)

    def _unusable(self, entries: list[Any], values: Value) -> list[Path]:
        """What to cut out: the faulty value, or the whole thing that lacks a field of the core."""
        paths = []
        for entry in entries:
            path, _ = location_of(entry, self.shape, values)
            if entry["type"] == "missing":
                owner = shape_at(self.shape, path[:-1])
                core_field = isinstance(owner, Record) and owner.fields[str(path[-1])].core
                # A field that only SKAM require is wanted, but its thing still makes sense without it.
                paths.append(path[:-1] if core_field else (*path, _FILL))
            else:
                paths.append(path)
        return [path for path in paths if path]


def _thinned(value: Value) -> Value:
    """A copy of `value` with the first entries alone of each long list and mapping."""
    if isinstance(value, list):
        return [_thinned(inner) for inner in value[:MOST_ENTRIES]]
    if isinstance(value, dict):
        return {key: _thinned(inner) for key, inner in islice(value.items(), MOST_ENTRIES)}
    return value


# A step that no path of a document has: lists count from 0.
_FILL = -1


def _cut(value: Value, paths: list[Path]) -> Value:
    """A copy of `value` without what stands at `paths`; a path that ends in `_FILL` gets an empty value instead."""
    branches: dict[str | int, list[Path]] = {}
    for path in paths:
        branches.setdefault(path[0], []).append(path[1:])
    if isinstance(value, list):
        return [
            _cut(inner, branches[index]) if index in branches else inner
            for index, inner in enumerate(value)
            if () not in branches.get(index, ())
        ]
    if not isinstance(value, dict):
        return value
    kept: dict[str, Value] = {}
    for key, inner in value.items():
        below = branches.get(key)
        if below is None:
            kept[key] = inner
        elif () not in below:
            kept[key] = _cut(inner, below)
    for step, below in branches.items():
        if (_FILL,) in below:
            kept[str(step)] = Absent()  # type: ignore[assignment]  # only the validator sees it
    return kept
