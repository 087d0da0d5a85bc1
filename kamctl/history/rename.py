"""Renames: which of the plans that came with a commit is one of those that went with it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence, Set
from typing import NamedTuple

from kamctl.history.compare import leaves
from kamctl.history.version import Version

LEAST_SHARE = 0.5
"""Of the fields that must be equal, by the larger of the two plans."""

MOST_PAIRS = 160_000
"""Pairs of plans that are compared field by field; past them only equal files are recognised."""


class Named(NamedTuple):
    """A version of the plan of a client."""

    client: str
    version: Version


Kin = Callable[[Named, Named], bool]
"""Whether two plans are of one client for another reason than that most of their fields are equal."""

Fields = Callable[[Version], Set[Hashable]]
"""The fields of a plan, each with what it says."""


def fields_as_written(version: Version) -> set[Hashable]:
    """The fields of a plan with their values; True is not 1, and 1 is not 1.0."""
    return {(path, value.__class__, value) for path, value in leaves(version.values)}


def renames(
    gone: Sequence[Named], come: Sequence[Named], *, kin: Kin | None = None, fields: Fields = fields_as_written
) -> dict[str, str]:
    """The former id of each client in `come` that was one of `gone`.

    Equal files first, then those with the largest share of equal `fields`, which must be LEAST_SHARE save for `kin`;
    of two that are as good the first by id.
    """
    gone, come = sorted(gone, key=_id), sorted(come, key=_id)
    found: dict[str, str] = {}
    by_blob: dict[str, list[str]] = {}
    for old in reversed(gone):
        by_blob.setdefault(old.version.blob, []).append(old.client)
    for new in come:
        if equal := by_blob.get(new.version.blob):
            found[new.client] = equal.pop()
    taken = set(found.values())
    rest = [old for old in gone if old.client not in taken], [new for new in come if new.client not in found]
    if len(rest[0]) * len(rest[1]) <= MOST_PAIRS:
        olds, news = ([(named, fields(named.version)) for named in side] for side in rest)
        _pair_alike(olds, news, kin, found)
    return found


def share(one: Set[Hashable], other: Set[Hashable]) -> float:
    """The share of fields that two plans have in common, by the larger of them."""
    most = max(len(one), len(other))
    return len(one & other) / most if most else 0.0


_Told = Iterable[tuple[Named, Set[Hashable]]]


def _pair_alike(gone: _Told, come: _Told, kin: Kin | None, found: dict[str, str]) -> None:
    """Add the pairs that have enough fields in common, or are kin, to `found`, the best first."""
    olds = list(gone)
    candidates = []
    for new, fields in come:
        for old, others in olds:
            common = share(fields, others)
            if common >= LEAST_SHARE or (kin is not None and kin(old, new)):
                candidates.append((-common, old.client, new.client))
    taken: set[str] = set()
    for _, former, client in sorted(candidates):
        if client not in found and former not in taken:
            found[client] = former
            taken.add(former)


def _id(named: Named) -> str:
    return named.client
