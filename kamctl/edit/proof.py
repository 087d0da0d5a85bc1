"""One replaced stretch of text, and the proof that it does what was asked for and nothing else."""

from __future__ import annotations

from typing import NamedTuple

from kamctl.errors import EditError
from kamctl.plan.document import Document, Value, read
from kamctl.plan.fault import Path, dotted
from kamctl.plan.source import BOM, RawFile


class Splice(NamedTuple):
    """`text` in the place of what stands from `start` to `end`, after which the whole document says `meant`."""

    start: int
    end: int
    text: str
    meant: Value


def data_of(document: Document) -> bytes:
    """The bytes of a document that could be read."""
    return (BOM if document.source.bom else b"") + document.source.text.encode("utf-8")


def spliced(document: Document, splice: Splice, path: Path) -> Document:
    """The document with a splice made; EditError where it would say something else than was meant.

    `path` is what the edit is about.
    """
    text = document.source.text
    text = text[: splice.start] + splice.text + text[splice.end :]
    name = document.source.name
    data = (BOM if document.source.bom else b"") + text.encode("utf-8")
    new = read(RawFile(name, data))
    if len(data) != len(data_of(document)) and any(fault.rule == "too-large" for fault in new.faults):
        raise EditError("With this edit the file {path} would be larger than a plan may be.", path=name)
    if new.unreadable or not same(new.values, splice.meant) or _doubles(new) > _doubles(document):
        raise EditError(
            "{field} cannot be edited here without touching something else.",
            "Edit the file {path} by hand, and please report this.",
            field=dotted(path) or "It",
            path=name,
        )
    return new


def same(one: Value, other: Value) -> bool:
    """Whether two values are of the same types throughout and equal; the order of names does not matter."""
    if one.__class__ is not other.__class__:
        return False
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other or (one != one and other != other)  # a number that is none is not equal to itself


def replaced(values: Value, path: Path, value: Value) -> Value:
    """`values` with another value at a path, which is there or is a new name in a mapping that is."""
    if not path:
        return value
    step, *rest = path
    if isinstance(values, dict):
        return {**values, str(step): replaced(values.get(str(step)), tuple(rest), value)}
    assert isinstance(values, list)
    assert isinstance(step, int)
    return [*values[:step], replaced(values[step], tuple(rest), value), *values[step + 1 :]]


def _doubles(document: Document) -> int:
    return sum(fault.rule == "duplicate-key" for fault in document.faults)
