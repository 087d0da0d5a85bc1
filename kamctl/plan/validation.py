"""From values to typed things: shapes compiled to a pydantic-core validator, its errors turned into faults.

pydantic's core does the walk over a plan; what a figure, a date or an id is, is said here, one function a type.
What is faulty is cut out and the rest validated again, so that one slip does not hide what else is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple, cast

from pydantic_core import PydanticCustomError, SchemaValidator, ValidationError
from pydantic_core import core_schema as core

from kamctl.plan import quantity
from kamctl.plan.document import Document, Value
from kamctl.plan.fault import Fault, Path
from kamctl.plan.identifier import is_id, is_short_name
from kamctl.plan.model import Impact
from kamctl.plan.period import Calendar
from kamctl.plan.shape import (
    ANY,
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
    UNREAD,
    YES_NO,
    Catalogued,
    Field,
    Leaf,
    ListOf,
    Named,
    Record,
    Shape,
    shape_at,
    step_into,
)
from kamctl.plan.source import MOST_FAULTS

MOST_PASSES = 6
"""How often what is left is validated again; each pass cuts one level of what had lost its meaning."""

MOST_BESIDE = 1000
"""Names beside a faulty one that are told of."""

MOST_GUESSES = 20_000
"""Names in all that the faults of a file tell of as possibly meant; looking for the nearest one takes time."""

Check = Callable[[Any], Any]


class Names(NamedTuple):
    """The ids that a plan may name; None where the catalogue could not be read, so that any id passes.

    `currency` is the code of the money that figures are in; empty where it is not known.
    """

    calendar: Calendar = Calendar()
    people: Collection[str] | None = None
    products: Collection[str] | None = None
    kpis: Collection[str] | None = None
    currency: str = ""

    def of(self, kind: str) -> Collection[str] | None:
        """The catalogue for a leaf's type."""
        return {PERSON: self.people, PRODUCT: self.products, KPI: self.kpis}.get(kind)


UNKNOWN = {PERSON: "unknown-person", PRODUCT: "unknown-product", KPI: "unknown-kpi"}


class Validator:
    """Turns a document into the typed thing (or the named things) of a shape, and into faults.

    `off` are top-level fields that exist but are not in use here.
    """

    __slots__ = ("_lenient", "_strict", "names", "off", "shape")

    def __init__(self, shape: Record | Named, names: Names, off: frozenset[str] = frozenset()) -> None:
        self.shape = shape
        self.names = names
        self.off = off
        self._strict = SchemaValidator(_Compiler(names, strict=True).compile(shape))
        self._lenient: SchemaValidator | None = None

    def validate(self, document: Document) -> tuple[Any, list[Fault]]:
        """The thing, and what is wrong with it; None for the thing where the document is no mapping, or hopeless."""
        try:
            return self._strict.validate_python(document.values), []
        except ValidationError as error:
            return self._salvage(document, error)

    def _salvage(self, document: Document, error: ValidationError) -> tuple[Any, list[Fault]]:
        entries = _entries(error)
        faults = list(islice(_Interpreter(document, self.shape, self.off, self.names).faults(entries), MOST_FAULTS))
        values = document.values
        if not isinstance(values, dict) or len(entries) > MOST_FAULTS:
            return None, faults  # of what is wrong in more places than can be listed, nothing is worth saving
        for _ in range(MOST_PASSES):
            values = cast(dict[str, Value], _cut(values, self._unusable(entries, values)))
            try:
                return self._strict.validate_python(values), faults
            except ValidationError as remaining:
                entries = _entries(remaining)
                if all(entry["type"] == "missing" and len(entry["loc"]) == 1 for entry in entries):
                    break
        if self._lenient is None:
            self._lenient = SchemaValidator(_Compiler(self.names, strict=False).compile(self.shape))
        try:
            return self._lenient.validate_python(values), faults
        except ValidationError:
            return None, faults

    def _unusable(self, entries: list[Any], values: Value) -> list[Path]:
        """What to cut out: the faulty value, or the whole thing that lacks a field of the core."""
        paths = []
        for entry in entries:
            path, _ = _location(entry, self.shape, values)
            if entry["type"] == "missing":
                owner = shape_at(self.shape, path[:-1])
                core_field = isinstance(owner, Record) and owner.fields[str(path[-1])].core
                # A field that only SKAM require is wanted, but its thing still makes sense without it.
                paths.append(path[:-1] if core_field else (*path, _FILL))
            else:
                paths.append(path)
        return [path for path in paths if path]


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
            kept[str(step)] = _Absent()  # type: ignore[assignment]  # only the validator sees it
    return kept


class _Absent:
    """Stands where a field that SKAM require is missing, so that the thing round it can be read."""


def _entries(error: ValidationError) -> list[Any]:
    return cast(list[Any], error.errors(include_url=False, include_context=True, include_input=False))


def _location(entry: Any, shape: Shape, values: Value) -> tuple[Path, bool]:
    """The path that an error of pydantic's is about, and whether it is about the key there."""
    loc: Path = entry["loc"]
    if entry["type"] == "extra_forbidden":
        return loc, True
    if len(loc) < 2 or loc[-1] != "[key]" or not isinstance(shape_at(shape, loc[:-2]), Named):
        return loc, False
    # A file may have the very name "[key]" where pydantic says so of a key.
    inside = _at(values, loc[:-1])
    if isinstance(inside, dict) and "[key]" in inside and shape_at(shape, loc) is not None:
        return loc, False
    return loc[:-1], True


def _at(values: Value, path: Path) -> Any:
    found: Any = values
    for step in path:
        found = found[step]
    return found


class _Interpreter:
    """Turns pydantic's errors into faults at their places."""

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
        path, on_key = _location(entry, self.shape, self.document.values)
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
        try:
            return self.document.value(path)
        except (KeyError, IndexError, TypeError):
            return None

    def _thing_span(self, path: Path) -> tuple[int, int]:
        """Where a thing's name stands; the plan's own place is its first character."""
        return self.document.key_span(path) if path else (0, 0)


_STRUCTURAL = {
    "model_type": "wrong-type",
    "model_attributes_type": "wrong-type",
    "dict_type": "wrong-type",
    "list_type": "wrong-type",
}


class _Compiler:
    """Shapes → the core schema that pydantic's core runs. Lenient: nothing is required, absent fields are None."""

    def __init__(self, names: Names, strict: bool) -> None:
        self.names = names
        self.strict = strict

    def compile(self, shape: Shape) -> Any:
        if isinstance(shape, Leaf):
            return core.no_info_plain_validator_function(self._leaf(shape))
        if isinstance(shape, ListOf):
            return core.list_schema(self.compile(shape.item), strict=True)
        if isinstance(shape, Named):
            return core.dict_schema(self.compile(shape.keys), self.compile(shape.item), strict=True)
        if isinstance(shape, Catalogued):
            fields = {
                key: core.typed_dict_field(self.compile(item), required=False) for key, item in shape.items.items()
            }
            schema: Any = core.typed_dict_schema(fields, extra_behavior="forbid", strict=True)
            unread = frozenset(key for key, item in shape.items.items() if item == Leaf(UNREAD))
            return core.no_info_after_validator_function(_without(unread), schema) if unread else schema
        return self._record(shape)

    def _record(self, shape: Record) -> Any:
        fields = {}
        for name, wanted in shape.fields.items():
            fields[wanted.attribute or name] = core.model_field(
                self._field(wanted), validation_alias=name if wanted.attribute else None
            )
        schema: Any = core.model_schema(shape.model, core.model_fields_schema(fields, extra_behavior="forbid"))
        if shape.one_of and self.strict:
            schema = core.no_info_after_validator_function(_one_of(shape), schema)
        return schema

    def _field(self, wanted: Field) -> Any:
        inner = self.compile(wanted.shape)
        if wanted.required and not wanted.core:
            inner = core.no_info_wrap_validator_function(_or_absent, inner)
        return inner if self.strict and wanted.required else core.with_default_schema(inner, default=None)

    def _leaf(self, leaf: Leaf) -> Check:
        check = self._type(leaf)
        if (
            leaf.minimum is None
            and leaf.maximum is None
            and not leaf.whole
            and leaf.type not in (NUMBER, MONEY, IMPACT)
        ):
            return check
        return _limited(check, leaf)

    def _type(self, leaf: Leaf) -> Check:
        if leaf.type == PERIOD:
            return _period(self.names.calendar)
        if leaf.type == CHOICE:
            return _choice(leaf.choices)
        if leaf.type in UNKNOWN:
            return _reference(self.names.of(leaf.type), UNKNOWN[leaf.type])
        return _CHECKS[leaf.type]


def _without(names: frozenset[str]) -> Check:
    """Leaves out what could not be read for want of a usable entry in the catalogue."""
    return lambda things: {key: value for key, value in things.items() if key not in names}


def _or_absent(value: object, validate: Check) -> Any:
    return None if value.__class__ is _Absent else validate(value)


def _one_of(shape: Record) -> Check:
    names = shape.one_of

    def check(thing: Any) -> Any:
        values = thing.__dict__
        for name in names:
            if values[name] is not None:
                return thing
        raise PydanticCustomError("missing-one", "", {"names": names})

    return check


def _refuse(rule: str) -> PydanticCustomError:
    return PydanticCustomError(cast(Any, rule), "")


def _not_so_written(value: object) -> PydanticCustomError:
    """Text with a digit in it, or a number, is a figure or a date badly written; anything else is something else."""
    if value.__class__ is bool or value is None or isinstance(value, dict | list):
        return _refuse("wrong-type")
    if isinstance(value, str) and not any(character.isnumeric() for character in value):
        return _refuse("wrong-type")
    return _refuse("value-format")


def _text(value: object) -> str:
    if value.__class__ is str and value and not value.isspace():
        return value
    raise _refuse("value-format" if value.__class__ is str else "wrong-type")


def _number(value: object) -> Any:
    found = quantity.number(value)
    if found is None:
        raise _not_so_written(value)
    return found


def _percent(value: object) -> Any:
    found = quantity.percent(value) if value.__class__ is str else None
    if found is None:
        raise _not_so_written(value)
    return found


def _date(value: object) -> Any:
    found = quantity.day(value) if value.__class__ is str else None
    if found is None:
        raise _not_so_written(value)
    return found


def _impact(value: object) -> Impact:
    if value.__class__ is str and (share := quantity.percent(value)) is not None:
        return Impact(share=share)
    return Impact(money=_number(value))


def _yes_no(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise _refuse("wrong-type")


def _id(value: object) -> str:
    if value.__class__ is str and is_id(value):
        return value
    raise _refuse("bad-id" if value.__class__ is str else "wrong-type")


def _short_name(value: object) -> str:
    if value.__class__ is str and is_short_name(value):
        return value
    raise _refuse("bad-id" if value.__class__ is str else "wrong-type")


def _anything(value: object) -> object:
    return value


def _nothing(value: object) -> None:
    return None


_CHECKS: Mapping[str, Check] = {
    TEXT: _text, NUMBER: _number, MONEY: _number, PERCENT: _percent, DATE: _date, IMPACT: _impact,
    YES_NO: _yes_no, ID: _id, CONTACT: _id, SHORT_NAME: _short_name, ANY: _anything, UNREAD: _nothing,
}  # fmt: skip


def _period(calendar: Calendar) -> Check:
    parse = calendar.parse

    def check(value: object) -> Any:
        # A year is a number to YAML, and the text "2026" means the same.
        text = str(value) if value.__class__ is int else value
        found = parse(text) if text.__class__ is str else None
        if found is None:
            raise _not_so_written(value)
        return found

    return check


def _choice(choices: tuple[str, ...]) -> Check:
    allowed = frozenset(choices)

    def check(value: object) -> Any:
        if value.__class__ is str and value in allowed:
            return value
        raise _refuse("wrong-type" if isinstance(value, dict | list) else "not-allowed")

    return check


def _reference(names: Collection[str] | None, rule: str) -> Check:
    if names is None:
        return _id
    known = frozenset(names)

    def check(value: object) -> Any:
        if value.__class__ is str and value in known:
            return value
        raise _refuse(rule if value.__class__ is str and value else "wrong-type")

    return check


def _limited(check: Check, leaf: Leaf) -> Check:
    """A type's check, and that the value lies within the field's limits and those of any number."""
    lowest, highest, largest = leaf.minimum, leaf.maximum, quantity.LARGEST_NUMBER
    numeric = leaf.type in (NUMBER, MONEY, IMPACT)

    def limited(value: object) -> Any:
        found = check(value)
        amount = found
        if found.__class__ is Impact:
            # A share of the sales plan has no limit in money; only that it is none below nothing.
            amount = found.money if found.share is None else found.share
        if (
            (lowest is not None and amount < lowest)
            or (highest is not None and amount > highest)
            or (numeric and not -largest <= amount <= largest)
            or (leaf.whole and amount != amount.to_integral_value())
        ):
            raise _refuse("out-of-range")
        return found

    return limited
