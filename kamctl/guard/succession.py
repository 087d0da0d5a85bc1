"""Plans that go on under another id: a goal is not moved by giving its plan one.

A plan that came is the one that went where both say half or more of the same; where they do not, also where they name
the client alike, or have a note with its date or what was sold in a period in common, which nobody has of another
client. Two plans that changed so much that they are no longer themselves may have changed places.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import NamedTuple

from kamctl.history.change import Change
from kamctl.history.compare import compare
from kamctl.history.meaning import meaning
from kamctl.history.moved import plan_figures
from kamctl.history.rename import LEAST_SHARE, Named, renames, share
from kamctl.history.version import Version
from kamctl.plan.document import Value
from kamctl.plan.fault import Path
from kamctl.plan.shape import Shape

Field = tuple[Path, Hashable]
"""A field of a plan, and what it means."""


class Passage(NamedTuple):
    """The plan of a client before and after; None where there was, or is, none that can be read."""

    client: str
    before: Version | None
    after: Version | None


class Succession(NamedTuple):
    """What became of plan figures on the way from `former` to another id; `horizon` is `period` before and after."""

    former: str
    figures: tuple[Change, ...]
    horizon: tuple[Value, Value]


def successions(passages: Iterable[Passage], shape: Shape | None) -> Mapping[str, Succession]:
    """By their clients the plans that were another's before, as far as plan figures tell it."""

    def fields(version: Version) -> set[Field]:
        return {(change.path, meaning(change.new, change.shape)) for change in compare(None, version.values, shape)}

    def is_kin(one: Named, other: Named) -> bool:
        return not _traits(one.version, fields).isdisjoint(_traits(other.version, fields))

    def is_itself(passage: Passage) -> bool:
        client, before, after = passage
        if before is None or after is None:
            return False
        is_alike = share(fields(before), fields(after)) >= LEAST_SHARE
        return is_alike or is_kin(Named(client, before), Named(client, after))

    apart = [each for each in passages if not is_itself(each)]
    gone = [Named(each.client, each.before) for each in apart if each.before is not None]
    come = [Named(each.client, each.after) for each in apart if each.after is not None]
    before, after = ({each.client: each.version.values for each in side} for side in (gone, come))
    return {
        client: _succession(former, before[former], after[client], shape)
        for client, former in renames(gone, come, kin=is_kin, fields=fields).items()
        if client != former
    }


def _succession(former: str, old: Value, new: Value, shape: Shape | None) -> Succession:
    figures = {path for values in (old, new) for path, _ in plan_figures(values)}
    moved = tuple(change for change in compare(old, new, shape) if change.path in figures)
    return Succession(former, moved, (horizon_of(old), horizon_of(new)))


def horizon_of(values: Value) -> Value:
    """What a plan says of how far it looks."""
    return values.get("period") if isinstance(values, dict) else None


def _traits(version: Version, fields: Callable[[Version], set[Field]]) -> set[Hashable]:
    """What no two clients have in common: the name, notes with their dates, what was sold in a period."""
    name = _name(version.values)
    sold = {field for field in fields(version) if field[0][0] == "sales" and field[0][-1] == "actual"}
    return {*([] if name is None else [("client", name)]), *_notes(version.values), *sold}


def _name(values: Value) -> str | None:
    """What people call the client, apart from how it is written."""
    name = values.get("client") if isinstance(values, dict) else None
    if not isinstance(name, str):
        return None
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split()) or None


def _notes(values: Value) -> set[Hashable]:
    """The notes that have a date and say something."""
    history = values.get("history") if isinstance(values, dict) else None
    return {
        (meaning(note["date"], None), meaning(note["note"], None))
        for note in (history if isinstance(history, list) else ())
        if isinstance(note, dict) and note.get("date") is not None and note.get("note") is not None
    }
