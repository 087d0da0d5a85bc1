"""Plans that go on under another id: a goal is not moved by giving its plan one.

A plan that came is the one that went where both say half or more of the same; where they do not, also where they name
the client alike, or have a note with its date or what was sold in a period in common, which nobody has of another
client. Two plans that changed so much that they are no longer themselves may have changed places.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Hashable, Iterable, Mapping
from typing import NamedTuple

from kamctl.history.change import Change
from kamctl.history.compare import compare
from kamctl.history.meaning import meaning
from kamctl.history.moved import plan_figures
from kamctl.history.rename import LEAST_SHARE, Named, renames, share
from kamctl.history.version import Version
from kamctl.plan.document import Value, found_at, text_at
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


class _Reading:
    """What plans say, told once of each."""

    def __init__(self, shape: Shape | None) -> None:
        self._shape = shape
        self._fields: dict[str, set[Field]] = {}
        self._traits: dict[str, set[Hashable]] = {}

    def fields(self, version: Version) -> set[Field]:
        """The fields of a plan and what they mean, in whatever spelling."""
        if version.blob not in self._fields:
            changes = compare(None, version.values, self._shape)
            self._fields[version.blob] = {(change.path, meaning(change.new, change.shape)) for change in changes}
        return self._fields[version.blob]

    def is_kin(self, one: Named, other: Named) -> bool:
        """Whether two plans have something in common that no two clients have."""
        return not self._traits_of(one.version).isdisjoint(self._traits_of(other.version))

    def is_itself(self, passage: Passage) -> bool:
        """Whether a plan is still that of its client, however it changed."""
        client, before, after = passage
        if before is None or after is None:
            return False
        is_alike = share(self.fields(before), self.fields(after)) >= LEAST_SHARE
        return is_alike or self.is_kin(Named(client, before), Named(client, after))

    def _traits_of(self, version: Version) -> set[Hashable]:
        """The client's name, the notes with their dates, what was sold in a period."""
        if version.blob not in self._traits:
            name = _name(version.values)
            sold = {field for field in self.fields(version) if field[0][0] == "sales" and field[0][-1] == "actual"}
            named = set() if name is None else {("client", name)}
            self._traits[version.blob] = {*named, *_notes(version.values), *sold}
        return self._traits[version.blob]


def successions(passages: Iterable[Passage], shape: Shape | None) -> Mapping[str, Succession]:
    """By their clients the plans that were another's before, as far as plan figures tell it."""
    reading = _Reading(shape)
    apart = [each for each in passages if not reading.is_itself(each)]
    gone = [Named(each.client, each.before) for each in apart if each.before is not None]
    come = [Named(each.client, each.after) for each in apart if each.after is not None]
    before, after = ({each.client: each.version.values for each in side} for side in (gone, come))
    return {
        client: _succession(former, before[former], after[client], shape)
        for client, former in renames(gone, come, kin=reading.is_kin, fields=reading.fields).items()
        if client != former
    }


def _succession(former: str, old: Value, new: Value, shape: Shape | None) -> Succession:
    figures = {path for values in (old, new) for path, _ in plan_figures(values)}
    moved = tuple(change for change in compare(old, new, shape) if change.path in figures)
    return Succession(former, moved, (horizon_of(old), horizon_of(new)))


def horizon_of(values: Value) -> Value:
    """What a plan says of how far it looks."""
    return found_at(values, ("period",))


def _name(values: Value) -> str | None:
    """What people call the client, apart from how it is written."""
    name = text_at(values, "client") or ""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split()) or None


def _notes(values: Value) -> set[Hashable]:
    """The notes that have a date and say something."""
    history = found_at(values, ("history",))
    return {
        (meaning(note["date"], None), meaning(note["note"], None))
        for note in (history if isinstance(history, list) else ())
        if isinstance(note, dict) and note.get("date") is not None and note.get("note") is not None
    }
