"""The spot that a path means in a document, or why nothing there can be edited."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from kamctl.edit.ground import Ground
from kamctl.errors import EditError
from kamctl.plan.document import Document, Value
from kamctl.plan.entries import Content
from kamctl.plan.fault import Path, dotted


class Spot(NamedTuple):
    """`path` is what of a path is there, as the file spells it; `missing` are the names below it that are not."""

    path: Path
    missing: tuple[str, ...]


def require_editable(document: Document) -> None:
    """EditError where a document could not be read whole."""
    if document.unreadable:
        name = document.source.name
        raise EditError(
            "The file {path} cannot be read, so nothing in it can be edited.",
            "See what is wrong with: kamctl lint {path}",
            path=name,
        )


def require_text(path: Path, value: Content) -> None:
    """EditError for text that has no bytes: what a shell passes on that is none."""
    parts = value if isinstance(value, list) else [*value, *value.values()] if isinstance(value, dict) else ()
    for part in parts:
        require_text(path, part)
    lone = "".join(str(step) for step in path) + (value if isinstance(value, str) else "")
    if any("\ud800" <= character <= "\udfff" for character in lone):
        raise EditError("What is given for {field} has bytes that are no text.", field=dotted(path))


def nothing_there(path: Path) -> EditError:
    """Why what is not there cannot be taken away or renamed."""
    return EditError("There is no {field} in the file.", field=dotted(path) or "such thing")


def require_plain_owner(ground: Ground, owner: Path) -> None:
    """EditError where an entry stands in a list in brackets without braces of its own: `[name: value]`."""
    value = ground.document.value(owner)
    if value and not ground.in_flow(owner) and ground.flow_round(owner) is not None:
        raise EditError(
            "{field} stands in brackets without braces of its own.",
            "Put braces round it first.",
            field=dotted(owner),
        )


def find(document: Document, path: Path) -> Spot:
    """Where a path leads as far as it is there; EditError where nothing can stand at its end."""
    found: Path = ()
    for depth, step in enumerate(path):
        value = document.value(found)
        if value is None:
            return Spot(found, _names(path, depth))
        if isinstance(value, list):
            if not isinstance(step, int):
                raise EditError(
                    "{field} is a list: the things in it go by their number, such as {field}.1.", field=dotted(found)
                )
            if not 0 <= step < len(value):
                raise EditError(
                    "There is no {field}: {owner} has {count} entries.",
                    field=dotted(path[: depth + 1]),
                    owner=dotted(found) or "the file",
                    count=len(value),
                )
            found = (*found, step)
            continue
        if not isinstance(value, dict):
            raise EditError("{field} is a value of its own: nothing can stand below it.", field=dotted(found))
        name = _spelled(str(step), value)
        if name is None:
            return Spot(found, _names(path, depth))
        found = (*found, name)
        _require_single(document, found)
    return Spot(found, ())


def _spelled(name: str, names: dict[str, Value]) -> str | None:
    """How the file spells a name, in whatever normal form."""
    if name in names:
        return name
    wanted = unicodedata.normalize("NFC", name)
    return next((known for known in names if unicodedata.normalize("NFC", known) == wanted), None)


def _names(path: Path, depth: int) -> tuple[str, ...]:
    """The names of a path from a depth on; EditError where one is a number in a list that is not there."""
    for at in range(depth, len(path)):
        if isinstance(path[at], int):
            raise EditError("There is no list {field}.", field=dotted(path[:at]) or "here")
        if path[at] == "":
            raise EditError("{field} has a name with nothing in it.", field=dotted(path))
    return tuple(str(step) for step in path[depth:])


def _require_single(document: Document, path: Path) -> None:
    """EditError where a name stands twice, so that nobody knows which is meant."""
    for fault in document.faults:
        if fault.rule == "duplicate-key" and fault.path is not None and len(fault.path) == len(path):
            key = unicodedata.normalize("NFC", str(path[-1]))
            if fault.path[:-1] == path[:-1] and unicodedata.normalize("NFC", str(fault.path[-1])) == key:
                line = document.source.position(fault.start)[0]
                raise EditError(
                    "{field} stands twice in {path}, the second time on line {line}.",
                    "Take one of them out.",
                    field=dotted(path),
                    path=document.source.name,
                    line=line,
                )
