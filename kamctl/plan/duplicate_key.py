"""Keys that stand twice in one mapping, also where only their normal forms agree: the first one counts."""

from __future__ import annotations

import unicodedata
from typing import Any

from kamctl.plan.fault import Fault
from kamctl.plan.source import MOST_FAULTS


class Duplicate(str):
    """A key that is there already; equal to nothing but itself, so that its value can wait to be dropped."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return self is other

    __hash__ = object.__hash__


_UNTOLD = Duplicate()

OddKeys = dict[tuple[int, str], tuple[str, dict[str, Any]]]
"""Keys that are not in NFC, by their mapping's identity and their normal form.

The mapping is kept so that its identity stays its own.
"""


def unique(
    key: str,
    node: dict[str, Any],
    marks: Any,
    span: tuple[int, int],
    odd: OddKeys,
    duplicates: list[Fault],
    stack: list[Any],
) -> str:
    """The key to keep a value under: a second spelling of a key that is there is a fault and kept apart.

    `node` is the mapping that is being filled, `marks` are its marks, `stack` has those round it as the reader keeps
    them; `span` is where the key stands. `odd` and `duplicates` are added to.
    """
    canonical = key if unicodedata.is_normalized("NFC", key) else unicodedata.normalize("NFC", key)
    earlier = canonical if canonical in node else odd.get((id(node), canonical), (None,))[0]
    if earlier is None:
        if canonical != key:
            odd[id(node), canonical] = key, node
        return key
    if len(duplicates) >= MOST_FAULTS:
        return _UNTOLD
    steps = [frame[3][0] if frame[2] else len(frame[0]) for frame in stack if frame[0] is not None]
    path = tuple(step if isinstance(step, int) else str(step) for step in (*steps, key))
    facts = {"key": key, "first": marks[earlier][0], "first_key": earlier}
    duplicates.append(Fault("duplicate-key", *span, path, facts))
    return Duplicate(key)


def drop_duplicates(value: Any, marks: Any) -> None:
    """Keep the first value of each key alone, as the finding says."""
    if isinstance(value, dict):
        for extra in [key for key in value if isinstance(key, Duplicate)]:
            del value[extra], marks[extra]
        for key, inner in value.items():
            drop_duplicates(inner, marks[key][-1])
    elif isinstance(value, list):
        for inner, mark in zip(value, marks, strict=True):
            drop_duplicates(inner, mark[-1])
