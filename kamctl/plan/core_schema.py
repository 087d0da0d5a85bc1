"""Shapes as the core schema by which pydantic's core walks over a document and fills the typed things."""

from __future__ import annotations

from typing import Any

from pydantic_core import PydanticCustomError
from pydantic_core import core_schema as core

from kamctl.plan.leaf_check import Check, leaf_check
from kamctl.plan.names import Names
from kamctl.plan.shape import UNREAD, Catalogued, Field, Leaf, ListOf, Named, Record, Shape


class Absent:
    """Stands where a field that SKAM require is missing, so that the thing round it can be read."""


def core_schema_of(shape: Shape, names: Names, *, strict: bool) -> Any:
    """The core schema of a shape; where it is not `strict`, nothing is required and absent fields are None."""
    return _Compiler(names, strict).compile(shape)


class _Compiler:
    """One walk over a shape."""

    def __init__(self, names: Names, strict: bool) -> None:
        self.names = names
        self.strict = strict

    def compile(self, shape: Shape) -> Any:
        if isinstance(shape, Leaf):
            return core.no_info_plain_validator_function(leaf_check(shape, self.names))
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


def _without(names: frozenset[str]) -> Check:
    """Leaves out what could not be read for want of a usable entry in the catalogue."""
    return lambda things: {key: value for key, value in things.items() if key not in names}


def _or_absent(value: object, validate: Check) -> Any:
    return None if value.__class__ is Absent else validate(value)


def _one_of(shape: Record) -> Check:
    names = shape.one_of

    def check(thing: Any) -> Any:
        values = thing.__dict__
        for name in names:
            if values[name] is not None:
                return thing
        raise PydanticCustomError("missing-one", "", {"names": names})

    return check
