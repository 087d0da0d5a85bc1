"""What the commits of a range made of the files of which the range as a whole makes something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kamctl.gitrepo.delta import Step
from kamctl.guard.deed import Deed, File, plan_at, starred
from kamctl.guard.fact import Fact, Place, State, facts
from kamctl.guard.pairing import REGULAR, pairs
from kamctl.guard.record import Edge
from kamctl.guard.remark import Remark, remarks
from kamctl.history.compare import compare
from kamctl.history.past import Past
from kamctl.history.version import Versions
from kamctl.plan.shape import Shape
from kamctl.plan.source import LARGEST_FILE


class Tracer:
    """Reads states of files; `prefix` leads from the top of the git repository to the root of the plans repository."""

    def __init__(self, past: Past, versions: Versions, shape: Shape | None, prefix: str) -> None:
        self._past = past
        self._versions = versions
        self._shape = shape
        self._prefix = prefix
        self._remarks: dict[str, Counter[Remark]] = {}

    def facts(self, deed: Deed) -> Iterator[Fact]:
        """What a deed of the range as a whole stands for."""
        compared = deed.client is not None and None not in (deed.before, deed.after)
        return facts(deed, self._state(deed.before, compared), self._state(deed.after, compared), self._shape)

    def edges(self, steps: Iterable[Step], facts: Iterable[Fact]) -> Mapping[str, Sequence[Edge]]:
        """By clients and paths what commits made, as against each of their parents, of what these facts are about."""
        found: dict[str, list[Edge]] = {}
        remarked: dict[str, bool] = {}
        for fact in facts:
            found.setdefault(fact.deed.subject, [])
            remarked[fact.deed.subject] = remarked.get(fact.deed.subject, False) or fact.of_remark
        for step in steps:
            for old, new in pairs(step.deltas, self._prefix).values():
                path = (new or old or File("", 0, "")).path
                subject = plan_at(path) or path
                if subject in found:
                    before, after = (self._state(each, remarked[subject]) for each in (old, new))
                    found[subject].append(Edge(step.commit, step.parent, before, after, self._differing(before, after)))
        return found

    def _differing(self, before: State, after: State) -> frozenset[Place] | None:
        if None in (before.file, after.file) or not before.readable or not after.readable:
            return None
        return frozenset(starred(change.path) for change in compare(before.values, after.values, self._shape))

    def _state(self, file: File | None, with_remarks: bool) -> State:
        if file is None or plan_at(file.path) is None or file.mode not in REGULAR:
            return State(file, readable=file is None or plan_at(file.path) is None)
        version = self._versions.get(file.path, file.blob)
        if with_remarks and file.blob not in self._remarks:
            ((_, data),) = self._past.blobs([file.blob], LARGEST_FILE + 1)
            self._remarks[file.blob] = remarks(data)
        told = self._remarks[file.blob] if with_remarks else None
        return State(file, version.values, version.fault is None, told)
