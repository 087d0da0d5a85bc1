"""Which commits of a range brought a fact about, and whether it still stands.

A fact counts only while no later commit supersedes it. Wherever a commit says otherwise than the one before it, the
fact has fallen for all commits from which that one was made: it stands again by whoever brings it back. That is a
commit that says it where none of its parents does; or a merge that takes it from a parent where it had fallen by the
other side, as `git merge -s ours` does. So a change, its revert, the revert of that, a change picked onto another
branch, and two branches that each make it are each told by their own commits alone: what one commit made falls only
with those that were made from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kamctl.guard.fact import Fact, Place, State


class Edge(NamedTuple):
    """What a commit made of a file as against one of its parents (None: it has none).

    `places` are those of the fields that differ; None where all may.
    """

    commit: str
    parent: str | None
    before: State
    after: State
    places: frozenset[Place] | None


class Trace(NamedTuple):
    """The commits that made a fact that stands, newest first.

    `bringers` are the merges that brought it back, or in from before the base; there are some where `makers` is empty.
    """

    makers: tuple[str, ...]
    bringers: tuple[str, ...]


class Record:
    """The commits of a range, newest first, with their parents, and what they made of files by client or path."""

    def __init__(self, ancestry: Sequence[tuple[str, tuple[str, ...]]], edges: Mapping[str, Sequence[Edge]]) -> None:
        self._parents = dict(ancestry)
        self._edges = edges
        self._leading: dict[frozenset[str], frozenset[str]] = {}

    def trace(self, fact: Fact) -> Trace:
        """Who made a fact, or brought it back."""
        made: dict[str, set[str | None]] = {}
        held: set[str] = set()
        fell: set[str] = set()
        for edge in self._edges.get(fact.deed.subject, ()):
            if not fact.is_of(edge.places):
                continue
            was, now = fact.holds(edge.before), fact.holds(edge.after)
            if now and was is False:
                made.setdefault(edge.commit, set()).add(edge.parent)
            elif was and now is False and edge.parent in self._parents:
                held.add(edge.parent)
                fell.add(edge.commit)
        gone = self._leading_to(held)
        standing = [commit for commit in self._parents if commit in made and commit not in gone]
        makers = [commit for commit in standing if made[commit] >= set(self._parents[commit])]
        if makers:
            return Trace(tuple(makers), ())
        back = [commit for commit in standing if any(self._leads(fell, parent) for parent in made[commit])]
        return Trace((), tuple(self._first(back or standing)))

    def _leads(self, commits: set[str], to: str | None) -> bool:
        """Whether a commit of the range is one of some others, or was made from one."""
        return to in self._parents and not commits.isdisjoint(self._leading_to({to}))

    def _first(self, commits: Sequence[str]) -> Iterable[str]:
        """Those of some commits that were made from none of the others."""
        return (commit for commit in commits if not self._leads({*commits} - {commit}, commit))

    def _leading_to(self, commits: Iterable[str]) -> frozenset[str]:
        """The commits of the range from which some of these were made, these included."""
        ends = frozenset(commits)
        if ends not in self._leading:
            found, waiting = set(ends), list(ends)
            while waiting:
                for parent in self._parents[waiting.pop()]:
                    if parent in self._parents and parent not in found:
                        found.add(parent)
                        waiting.append(parent)
            self._leading[ends] = frozenset(found)
        return self._leading[ends]
