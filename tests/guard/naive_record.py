"""What a range as a whole brought about, and who made it or brought it back, by looking at every commit's files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from tests.guard.naive_reading import NOWHERE, Commit, Content, Key, Objects, Plan, client_of, commit_of


class Change(NamedTuple):
    """A field that says something else: `kind` is added, removed or changed; a note is one thing under `history`."""

    kind: str
    path: Key
    new: Any

    @property
    def field(self) -> str:
        return "history" if self.path[0] == "history" else ".".join(self.path)


class Deed(NamedTuple):
    path: str
    client: str | None
    kind: str
    content: Content | None
    changes: tuple[Change, ...]
    kams: tuple[Any, ...]
    ordinary: bool
    comparable: bool
    rewritten: frozenset[Change]
    before: Content | None = None
    horizon: tuple[Any, Any] = (None, None)
    former: str | None = None
    figures: frozenset[Change] = frozenset()

    @property
    def name(self) -> str:
        return self.client or self.path


class Fact(NamedTuple):
    """One thing that is so at the tip and was not so at the base; `said` is what it is about."""

    deed: Deed
    kind: str
    change: Change | None
    said: Any
    before: int = 0
    more: bool = True


def facts(deed: Deed, objects: Objects, plan: Callable[[Content], Plan]) -> list[Fact]:
    if deed.client is None:
        return [Fact(deed, "file", None, deed.content)]
    if deed.content is None:
        return [Fact(deed, "gone", None, None)]
    base = plan(deed.before) if deed.before else NOWHERE
    found = []
    for change in deed.changes:
        before = base.notes.count(change.path[1]) if change.path[0] == "history" and len(change.path) > 1 else 0
        found.append(Fact(deed, "field", change, change.path, before))
    if deed.kind in ("created", "moved"):
        found.append(Fact(deed, "place", None, deed.path))
    if not deed.ordinary:
        found.append(Fact(deed, "mode", None, deed.content[0]))
    if deed.before:
        old, new = (remarks(objects, content) for content in (deed.before, deed.content))
        if old is not None and new is not None:
            found += [
                Fact(deed, "remark", None, said, old.count(said), new.count(said) > old.count(said))
                for said in {*old, *new}
                if old.count(said) != new.count(said)
            ]
    return found


def remarks(objects: Objects, content: Content) -> list[bytes] | None:
    if content[0] not in (0o100644, 0o100755):
        return None
    return [line.strip() for line in objects(content[1]).split(b"\n") if line.strip().startswith(b"#")]


class Record:
    """Looks at the files of every commit of a range, and of the commits from which they were made."""

    def __init__(self, objects: Objects, commits: list[Commit], plan: Callable[[Content], Plan]) -> None:
        self.objects = objects
        self.plan = plan
        self.known = {commit.id: commit for commit in commits}
        self.others: dict[str, Commit] = {}

    def parents(self, commit: Commit) -> list[Commit | None]:
        found: list[Commit | None] = []
        for id_ in commit.parents:
            if id_ not in self.known and id_ not in self.others:
                self.others[id_] = commit_of(self.objects, id_)
            found.append(self.known.get(id_) or self.others[id_])
        return found or [None]

    def says(self, fact: Fact, commit: Commit | None) -> bool | None:
        """Whether a fact is so in a commit; None where that cannot be told."""
        deed, files = fact.deed, commit.files if commit else {}
        if deed.client is None:
            return bool(files.get(deed.path) == fact.said)
        path = next((path for path in files if client_of(path) == deed.client), None)
        content = files[path] if path else None
        if fact.kind in ("gone", "place", "mode"):
            now = {"gone": path is None, "place": path == fact.said, "mode": content and content[0] == fact.said}
            return bool(now[fact.kind])
        if fact.kind == "remark":
            found = remarks(self.objects, content) if content else []
            if found is None:
                return None
            return found.count(fact.said) > fact.before if fact.more else found.count(fact.said) < fact.before
        plan = self.plan(content) if content else NOWHERE
        assert fact.change is not None
        if not plan.readable:
            return None
        if fact.said[0] == "history" and len(fact.said) > 1:
            count = plan.notes.count(fact.said[1])
            return count < fact.before if fact.change.kind == "removed" else count > fact.before
        if fact.change.kind == "removed":
            return fact.said not in plan.fields
        return fact.said in plan.fields and plan.fields[fact.said] == fact.change.new

    def before(self, id_: str) -> set[str]:
        """A commit of the range and those in it from which it was made."""
        found, waiting = set(), [id_]
        while waiting:
            one = waiting.pop()
            if one in self.known and one not in found:
                found.add(one)
                waiting += self.known[one].parents
        return found

    def trace(self, fact: Fact) -> tuple[list[str], list[str]]:
        """The commits that made what still stands; where there are none, those that brought it back."""
        made: dict[str, set[str | None]] = {}
        lost: list[tuple[str, str]] = []
        for commit in self.known.values():
            for parent in self.parents(commit):
                was, now = self.says(fact, parent), self.says(fact, commit)
                if now is True and was is False:
                    made.setdefault(commit.id, set()).add(parent and parent.id)
                if now is False and was is True and parent and parent.id in self.known:
                    lost.append((parent.id, commit.id))
        fallen = {id_ for parent, _ in lost for id_ in self.before(parent)}
        standing = [id_ for id_ in made if id_ not in fallen]
        makers = [id_ for id_ in standing if all(parent in made[id_] for parent in self.known[id_].parents)]
        if makers:
            return makers, []
        losers = {id_ for _, id_ in lost}
        back = [id_ for id_ in standing if any(parent and self.before(parent) & losers for parent in made[id_])]
        chosen = back or standing
        return [], [id_ for id_ in chosen if not any(other != id_ and other in self.before(id_) for other in chosen)]
