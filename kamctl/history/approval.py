"""Approvals: the fingerprint of what was approved, the same however that is written, another one when it says another.

The fingerprint is `v1:` and the SHA-256 of a canonical form: the client's id, the path of the approved content, and its
values by what they mean. Every part stands with its length before it, so that none can be taken for another's; the
order of names, spaces, comments and spellings of a value (`1_000`, `7.0%`) do not count, letters count as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from hashlib import sha256
from typing import Any

from kamctl.history.meaning import NOTHING, meaning
from kamctl.plan.document import Value
from kamctl.plan.fault import Path
from kamctl.plan.lapse import Lapse
from kamctl.plan.model import Approval
from kamctl.plan.quantity import plain_text
from kamctl.plan.shape import Shape, shape_at, step_into

APPROVALS = "approvals"

PLAN = "plan"
"""What is approved where it is the whole plan, without its approvals."""

_VERSION = "v1"


def path_of(what: str) -> Path:
    """The path of what is approved: of the plan itself, of a section, a thing, a field."""
    return () if what == PLAN else tuple(what.split("."))


def content(values: Value, what: str) -> Value:
    """What an approval of `what` is about, as a plan has it; None where nothing stands there."""
    if not isinstance(values, dict):
        return None
    found: Any = {name: value for name, value in values.items() if name != APPROVALS}
    for step in path_of(what):
        if not isinstance(found, dict) or step not in found:
            return None
        found = found[step]
    return None if meaning(found, None) == NOTHING else found


def fingerprint(client: str, what: str, values: Value, shape: Shape | None) -> str:
    """The fingerprint of what stands under `what` in the plan of a client; `shape` is that of a plan."""
    own = shape_at(shape, path_of(what)) if shape is not None else None
    parts = (b"kamctl approval", _VERSION.encode(), _text(client), _text(what), _node(content(values, what), own))
    return f"{_VERSION}:{sha256(b''.join(map(_part, parts))).hexdigest()}"


def lapses(
    client: str, path: str, values: Value, approvals: Mapping[str, Approval], shape: Shape | None
) -> Iterator[Lapse]:
    """Those approvals in the plan of a client, in the file `path`, that do not hold for what stands there."""
    for what, given in approvals.items():
        gone = content(values, what) is None
        if gone or given.of != fingerprint(client, what, values, shape):
            yield Lapse(client, what, given.of, path, values, gone)


def _node(value: Value, shape: Shape | None) -> bytes:
    """A value in its canonical form; a mapping or list with nothing in it is as one that is not there."""
    if isinstance(value, dict):
        fields = sorted((_text(key), _node(inner, step_into(shape, key))) for key, inner in _told(value, shape))
        return b"m" + b"".join(_part(key) + _part(told) for key, told in fields)
    if isinstance(value, list):
        item = step_into(shape, 0)
        return b"l" + b"".join(_part(_node(thing, item)) for thing in value if meaning(thing, item) != NOTHING)
    return _leaf(meaning(value, shape))


def _told(value: dict[str, Value], shape: Shape | None) -> Iterator[tuple[str, Value]]:
    return ((key, inner) for key, inner in value.items() if meaning(inner, step_into(shape, key)) != NOTHING)


def _leaf(told: Any) -> bytes:
    """The meaning of a single value: its kind, then what it says."""
    if told is None:
        return b"n"
    if isinstance(told, tuple):  # yes or no, a share, a number that is none
        kind, said = told
        return b"k" + _part(_text(kind)) + _part(_text(plain_text(said) if isinstance(said, Decimal) else str(said)))
    if isinstance(told, int | Decimal):
        return b"d" + _text(plain_text(Decimal(told)))
    return (b"t" if isinstance(told, str) else b"f") + _text(str(told))


def _text(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _part(data: bytes) -> bytes:
    return b"%d:%b" % (len(data), data)
