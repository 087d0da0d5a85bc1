"""From what git says of the files to deeds: the plans in them compared in meaning, by their clients."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kamctl.gitrepo.delta import Delta, Step
from kamctl.guard.deed import CREATED, DELETED, EDITED, MOVED, PLAIN, Deed, File, plan_at
from kamctl.history.align import pair
from kamctl.history.change import REMOVED, Change
from kamctl.history.compare import compare
from kamctl.history.meaning import meaning
from kamctl.history.past import Past
from kamctl.history.version import Version, Versions
from kamctl.plan.document import Value
from kamctl.plan.shape import Shape, step_into
from kamctl.words import Sentence, say

_LINK = 0o120000
MARK = b"kamctl:"
"""What a comment that may silence a rule has in it."""

REGULAR = (PLAIN, 0o100755, 0o100664)


class _Pair(NamedTuple):
    """A file before and after, one of the two None where it was not there."""

    old: File | None
    new: File | None


class Reader:
    """Makes deeds of steps; `prefix` leads from the top of the git repository to the root of the plans repository."""

    def __init__(self, past: Past, versions: Versions, shape: Shape | None, prefix: str) -> None:
        self._past = past
        self._versions = versions
        self._shape = shape
        self._prefix = prefix

    def fetch(self, steps: Iterable[Step]) -> None:
        """Read the plans that these steps are about in one go."""
        found = (file for step in steps for sides in self._pairs(step.deltas).values() for file in sides)
        self._versions.fetch([file.blob for file in found if file and plan_at(file.path) and file.mode in REGULAR])

    def deeds(self, steps: Sequence[Step]) -> tuple[Deed, ...]:
        """What a commit did, from its steps to each of its parents: that in which it differs from every one of them."""
        sides = [self._pairs(step.deltas) for step in steps]
        keys = set.intersection(*(set(each) for each in sides))
        return tuple(deed for key in sorted(keys) if (deed := self._deed([each[key] for each in sides])) is not None)

    def _pairs(self, deltas: Iterable[Delta]) -> dict[str, _Pair]:
        """The files that differ, each once: by its path afterwards, a plan that is gone by its client.

        A plan that is gone from one place and new in another has been moved.
        """
        found: dict[str, _Pair] = {}
        gone: dict[str, list[File]] = {}
        come: dict[str, list[File]] = {}
        for delta in deltas:
            path = self._from_root(delta.path)
            old = None if delta.old is None else File(path, delta.old_mode, delta.old)
            new = None if delta.new is None else File(path, delta.new_mode, delta.new)
            client = plan_at(path)
            if client is not None and old is None and new is not None:
                come.setdefault(client, []).append(new)
            elif client is not None and new is None and old is not None:
                gone.setdefault(client, []).append(old)
            else:
                found[path] = _Pair(old, new)
        for client in gone.keys() | come.keys():
            olds, news = (sorted(files.get(client, ())) for files in (gone, come))
            for number, new in enumerate(news):
                found[new.path] = _Pair(olds[number] if number < len(olds) else None, new)
            for number, old in enumerate(olds[len(news) :]):
                found[f"{client}\0{number}"] = _Pair(old, None)
        return found

    def _from_root(self, path: str) -> str:
        if path.startswith(self._prefix):
            return path.removeprefix(self._prefix)
        return "../" * self._prefix.count("/") + path

    def _deed(self, pairs: Sequence[_Pair]) -> Deed | None:
        """What became of one file, as against every parent; None where a merge only brought together what there was."""
        old, new = next((each.old for each in pairs if each.old), None), pairs[0].new
        file = new or old
        assert file is not None
        client = plan_at(file.path)
        kind = DELETED if new is None else CREATED if old is None else EDITED
        ordinary = all(_is_ordinary(each) for each in pairs)
        deed = Deed(file.path, client, kind, new, ordinary=ordinary)
        if client is None:
            return deed
        if new is not None and old is not None and all(each.old and each.old.path != new.path for each in pairs):
            deed = deed._replace(kind=MOVED)
        return self._of_plan(deed, [each.old for each in pairs], new)

    def _of_plan(self, deed: Deed, olds: Sequence[File | None], new: File | None) -> Deed | None:
        befores = [None if old is None else self._version(old) for old in olds]
        after = None if new is None else self._version(new)
        versions = [version for version in (*befores, after) if version is not None]
        kams = tuple(_kam(version) for version in versions)
        # One that is gone need not be compared with anything.
        broken = next((version for version in reversed(versions) if version.fault is not None), None)
        if broken is not None and after is not None:
            return deed._replace(kams=kams, unreadable=_unreadable(broken))
        values = None if after is None else after.values
        changes = differing([None if version is None else version.values for version in befores], values, self._shape)
        is_merge = len(olds) > 1
        if is_merge and not changes and deed.kind == EDITED and deed.ordinary and not self._has_own_line(olds, new):
            return None
        rewritten: set[Hashable] = set()
        if deed.kind != DELETED:
            for version in befores:
                if version is not None:
                    rewritten |= _rewritten(version.values, values, self._shape)
        return deed._replace(changes=changes, charged=changes, kams=kams, rewritten=frozenset(rewritten))

    def _version(self, file: File) -> Version:
        if file.mode in REGULAR:
            return self._versions.get(file.path, file.blob)
        what = "It is a link, not a file." if file.mode == _LINK else "It is not a file."
        return Version(file.path, file.blob, None, say(what))

    def _has_own_line(self, olds: Sequence[File | None], new: File | None) -> bool:
        """Whether a merge wrote or moved a line, a comment for one, that no parent has so, or dropped what all have."""
        blobs = [file.blob for file in (*olds, new) if file is not None]
        contents = dict(self._past.blobs(dict.fromkeys(blobs)))
        before = [contents[old.blob] for old in olds if old is not None]
        return new is not None and comments_differ(before, contents[new.blob])


def comments_differ(befores: Sequence[bytes], after: bytes) -> bool:
    """Whether a file has a line that no version before had, lacks a comment that all had, or has moved one that allows.

    What merges in git bring together clean has none of this.
    """
    sides, lines = [_lines(data) for data in befores], _lines(after)
    if not set(lines) <= {line for side in sides for line in side}:
        return True
    told = Counter(line for line in lines if b"#" in line)
    kept = Counter(line for line in sides[0] if b"#" in line) if sides else Counter()
    for side in sides[1:]:
        kept &= Counter(side)
    return bool(kept - told) or not _allowing(lines) <= {pair for side in sides for pair in _allowing(side)}


def _lines(data: bytes) -> list[bytes]:
    return [line.strip() for line in data.split(b"\n")]


def _allowing(lines: Sequence[bytes]) -> set[tuple[bytes, bytes]]:
    """The lines that begin with a comment of kamctl's, each with the name of the field below it."""
    found = set()
    below = b""
    for line in reversed(lines):
        if not line.startswith(b"#"):
            below = line.partition(b":")[0]
        elif MARK in line:
            found.add((line, below))
    return found


def differing(befores: Sequence[Value], after: Value, shape: Shape | None) -> tuple[Change, ...]:
    """The changes from every one of several versions (None: there was no plan), as against the first that was there."""
    first = next((number for number, values in enumerate(befores) if values is not None), 0)
    changes = compare(befores[first], after, shape)
    for number, values in enumerate(befores):
        if number != first and changes:
            others = {_place(change) for change in compare(values, after, shape)}
            changes = [change for change in changes if _place(change) in others]
    return tuple(changes)


def _place(change: Change) -> Hashable:
    """The field of a change; of what is gone from a list, where each version had it elsewhere, also what it said."""
    if change.kind != REMOVED:
        return change.path
    path = tuple(None if isinstance(step, int) else step for step in change.path)
    return "gone", path, meaning(change.old, change.shape) if None in path else None


def _rewritten(old: Value, new: Value, shape: Shape | None) -> set[Hashable]:
    """The places of changes to notes that had a date, save those that only stand elsewhere in the list now."""
    notes, others = _notes(old), _notes(new)
    history = step_into(shape, "history")
    note = step_into(history, 0)
    left: dict[Hashable, int] = {}
    pairs = pair(notes, others, history) if notes and others else [(number, None) for number in range(len(notes))]
    for _, after in [each for each in pairs if each[0] is None]:
        if after is not None:
            told = meaning(others[after], note)
            left[told] = left.get(told, 0) + 1
    places: set[Hashable] = set()
    for before, after in pairs:
        if before is None or not _is_dated(notes[before]):
            continue
        told = meaning(notes[before], note)
        if left.get(told):
            left[told] -= 1
            continue
        found = compare(notes[before], None if after is None else others[after], note)
        places |= {("history", before if change.kind == REMOVED else after, *change.path) for change in found}
    return places


def _notes(values: Value) -> list[Value]:
    history = values.get("history") if isinstance(values, dict) else None
    return history if isinstance(history, list) else []


def _is_dated(note: Value) -> bool:
    return isinstance(note, dict) and note.get("date") is not None


def _kam(version: Version) -> Value:
    return version.values.get("kam") if isinstance(version.values, dict) else None


def _is_ordinary(sides: _Pair) -> bool:
    old, new = sides
    if new is None:
        return True
    if old is None:
        return new.mode == PLAIN
    return new.mode == old.mode and new.mode in REGULAR


def _unreadable(version: Version) -> Sentence:
    return say("The file {path} cannot be read as a plan. {why}", path=version.path, why=version.fault)


def grouped(steps: Iterable[Step]) -> Iterator[tuple[str, list[Step]]]:
    """The steps of each commit, which stand together."""
    group: list[Step] = []
    for step in steps:
        if group and group[0].commit != step.commit:
            yield group[0].commit, group
            group = []
        group.append(step)
    if group:
        yield group[0].commit, group


def files_by_client(entries: Mapping[str, str]) -> dict[str, str]:
    """The path of each client's plan, of several the first; `entries` are paths with the ids of what lies there."""
    found: dict[str, str] = {}
    for path in sorted(entries):
        client = plan_at(path)
        if client is not None:
            found.setdefault(client, path)
    return found
