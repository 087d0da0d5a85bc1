"""What a workbook remembers of how it was made: of which commit and day, and what the plans said."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from kamctl.plan.document import Value
from kamctl.plan.quantity import plain_text
from kamctl.plan.scalar import resolve

VERSION = 1

_NO_COMMIT, _CHANGED, _AS_COMMITTED = "none", "changed", "committed"
"""No cell of the head is empty: programs leave such cells out when they write a workbook again."""

_PIECE = 30_000
"""Characters of a cell; in plain ASCII, so that nothing is escaped again."""


class Manifest(NamedTuple):
    """`commit` is the id of the commit that the files are of (empty: none), `dirty`: some had changed since.

    `plans` are the values of each client's plan.
    """

    commit: str
    dirty: bool
    today: str
    plans: Mapping[str, Value]


def rows(manifest: Manifest) -> Iterator[list[str]]:
    """The cells of the sheet: the head, then each plan in as many cells as it takes."""
    state = _CHANGED if manifest.dirty else _AS_COMMITTED
    yield ["kamctl", str(VERSION), manifest.commit or _NO_COMMIT, state, manifest.today]
    for client, values in manifest.plans.items():
        text = json.dumps(_packed(values), ensure_ascii=True, separators=(",", ":"))
        text = text.replace("_", "\\u005f")  # `_x0041_` is an escape of a workbook's own
        yield [client, *(text[start : start + _PIECE] for start in range(0, len(text), _PIECE))]


def of_rows(rows: Iterable[list[str]]) -> Manifest | None:
    """The manifest that the cells of a sheet say; None where they say none."""
    found = iter(rows)
    head = [*next(found, []), "", "", "", "", ""]
    if head[0] != "kamctl" or head[1] != str(VERSION):
        return None
    plans: dict[str, Value] = {}
    try:
        for client, *pieces in found:
            if client:
                plans[client] = _unpacked(json.loads("".join(pieces), parse_constant=_refuse))
    except (ValueError, ArithmeticError, RecursionError):
        return None
    commit = "" if head[2] == _NO_COMMIT else head[2]
    return Manifest(commit, head[3] == _CHANGED, head[4], plans)


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def _packed(value: Value) -> Any:
    """A value as JSON has it: names begin with a colon, so that what is no number to JSON has objects of its own."""
    if isinstance(value, dict):
        return {f":{key}": _packed(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_packed(inner) for inner in value]
    if isinstance(value, Decimal):
        return {"decimal": plain_text(value)}
    if isinstance(value, float):
        return {"float": str(value)}
    return value


def _unpacked(value: Any) -> Value:
    if isinstance(value, dict):
        if isinstance(value.get("decimal"), str):
            return resolve(value["decimal"])  # somebody may have written a number there that has no end
        if isinstance(value.get("float"), str):
            return float(value["float"])
        return {key[1:]: _unpacked(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_unpacked(inner) for inner in value]
    return value if isinstance(value, str | int | bool) else None
