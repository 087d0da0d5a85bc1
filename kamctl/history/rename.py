"""Renames: which of the plans that came with a commit is one of those that went with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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


def renames(gone: Sequence[Named], come: Sequence[Named]) -> dict[str, str]:
    """The former id of each client in `come` that was one of `gone`.

    Equal files first, then those with the largest share of equal fields; of two that are as good the first by id.
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
        _pair_alike(*rest, found)
    return found


def _pair_alike(gone: Iterable[Named], come: Iterable[Named], found: dict[str, str]) -> None:
    """Add the pairs that have enough fields in common to `found`, the best first."""
    olds = [(old.client, _fields(old.version)) for old in gone]
    candidates = []
    for new in come:
        fields = _fields(new.version)
        for former, others in olds:
            most = max(len(fields), len(others))
            share = len(fields & others) / most if most else 0.0
            if share >= LEAST_SHARE:
                candidates.append((-share, former, new.client))
    taken: set[str] = set()
    for _, former, client in sorted(candidates):
        if client not in found and former not in taken:
            found[client] = former
            taken.add(former)


def _fields(version: Version) -> set[tuple[object, ...]]:
    """The fields of a plan with what they say; True is not 1, and 1 is not 1.0."""
    return {(path, value.__class__, value) for path, value in leaves(version.values)}


def _id(named: Named) -> str:
    return named.client
