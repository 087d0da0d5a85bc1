"""From what git says of the files to deeds: the plans in them compared in meaning, by their clients."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence

from kamctl.gitrepo.delta import Step
from kamctl.guard.deed import CREATED, DELETED, EDITED, MOVED, Deed, File, plan_at, starred
from kamctl.guard.note import rewritten
from kamctl.guard.pairing import REGULAR, Pair, pairs
from kamctl.guard.remark import comments_differ
from kamctl.guard.succession import Passage, horizon_of, successions
from kamctl.history.change import REMOVED, Change
from kamctl.history.compare import compare
from kamctl.history.meaning import meaning
from kamctl.history.past import Past
from kamctl.history.version import Version, Versions
from kamctl.plan.document import Value, found_at
from kamctl.plan.shape import Shape
from kamctl.words import Sentence, say

_LINK = 0o120000


class Reader:
    """Makes deeds of steps; `prefix` leads from the top of the git repository to the root of the plans repository."""

    def __init__(self, past: Past, versions: Versions, shape: Shape | None, prefix: str) -> None:
        self._past = past
        self._versions = versions
        self._shape = shape
        self._prefix = prefix

    def fetch(self, steps: Iterable[Step]) -> None:
        """Read the plans that these steps are about in one go."""
        found = (file for step in steps for sides in pairs(step.deltas, self._prefix).values() for file in sides)
        self._versions.fetch([file.blob for file in found if file and plan_at(file.path) and file.mode in REGULAR])

    def deeds(self, steps: Sequence[Step]) -> tuple[Deed, ...]:
        """What a commit did, from its steps to each of its parents: that in which it differs from every one of them."""
        sides = [pairs(step.deltas, self._prefix) for step in steps]
        keys = set.intersection(*(set(each) for each in sides))
        deeds = [deed for key in sorted(keys) if (deed := self._deed([each[key] for each in sides])) is not None]
        return tuple(self._followed(deeds))

    def _followed(self, deeds: Sequence[Deed]) -> Iterator[Deed]:
        """The deeds, with what became of plan figures where a plan goes on under another id."""
        plans = {deed.subject: deed for deed in deeds if deed.client is not None and deed.unreadable is None}
        passages = [
            Passage(client, self._readable(deed.before), self._readable(deed.after)) for client, deed in plans.items()
        ]
        found = successions(passages, self._shape) if len(plans) > 1 else {}
        for deed in deeds:
            after = found.get(deed.subject) if plans.get(deed.subject) is deed else None
            yield (
                deed
                if after is None
                else deed._replace(former=after.former, figures=after.figures, horizon=after.horizon)
            )

    def _readable(self, file: File | None) -> Version | None:
        version = None if file is None else self._version(file)
        return None if version is None or version.fault is not None else version

    def _deed(self, sides: Sequence[Pair]) -> Deed | None:
        """What became of one file, as against every parent; None where a merge only brought together what there was."""
        old, new = next((each.old for each in sides if each.old), None), sides[0].new
        file = new or old
        assert file is not None
        client = plan_at(file.path)
        kind = DELETED if new is None else CREATED if old is None else EDITED
        ordinary = all(each.ordinary for each in sides)
        deed = Deed(file.path, client, kind, new, ordinary=ordinary, before=old)
        if client is None:
            return deed
        if new is not None and old is not None and all(each.old and each.old.path != new.path for each in sides):
            deed = deed._replace(kind=MOVED)
        return self._of_plan(deed, [each.old for each in sides], new)

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
        told = [version for version in befores if version is not None and deed.kind != DELETED]
        places = {place for version in told for place in rewritten(version.values, values, self._shape)}
        first = next((horizon_of(version.values) for version in befores if version is not None), None)
        return deed._replace(
            changes=changes,
            charged=changes,
            kams=kams,
            rewritten=frozenset(places),
            horizon=(first, horizon_of(values)),
        )

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
    path = starred(change.path)
    return "gone", path, meaning(change.old, change.shape) if None in path else None


def _kam(version: Version) -> Value:
    return found_at(version.values, ("kam",))


def _unreadable(version: Version) -> Sentence:
    return say("The file {path} cannot be read as a plan. {why}", path=version.path, why=version.fault)
