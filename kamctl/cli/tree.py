"""The plans and the schema that a commit has: which of its files they are, and what these say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from kamctl.lint.snapshot import Snapshot
from kamctl.plan.fault import Fault
from kamctl.plan.placement import PLANS_FOLDER, SCHEMA_FOLDER, Chosen, of_tree, plans_among, schema_among
from kamctl.plan.source import LARGEST_FILE, RawFile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kamctl.gitrepo.delta import Entry
    from kamctl.gitrepo.repository import Repository


class Tree(NamedTuple):
    """The files of a folder in a commit: those to read, with their ids and sizes, and those that must not be."""

    repository: Repository
    chosen: Chosen
    entries: Mapping[str, Entry]

    def read(self) -> Iterable[RawFile]:
        """The files to read, in their order; of one that is too large only that it is."""
        names = self.chosen.names
        small = [name for name in names if self.entries[name].size <= LARGEST_FILE]
        contents = self.repository.blobs([self.entries[name].id for name in small], LARGEST_FILE)
        data = {name: content for name, (_, content) in zip(small, contents, strict=True)}
        too_large = Fault("too-large", 0, 0, facts={"limit": "size"})
        return [RawFile(name, data[name]) if name in data else RawFile(name, b"", too_large) for name in names]


def plans_of(repository: Repository, commit: str) -> Tree:
    """The plans that a commit has."""
    entries = repository.files(commit, PLANS_FOLDER)
    chosen = plans_among(of_tree([(entry.path, entry.mode) for entry in entries], PLANS_FOLDER, deep=True))
    return Tree(repository, chosen, {entry.path: entry for entry in entries})


def schema_of(repository: Repository, commit: str) -> dict[str, RawFile]:
    """The files of the schema that a commit has, by path from the root."""
    entries = repository.files(commit, SCHEMA_FOLDER)
    chosen = schema_among(of_tree([(entry.path, entry.mode) for entry in entries], SCHEMA_FOLDER, deep=False))
    read = Tree(repository, chosen, {entry.path: entry for entry in entries}).read()
    return {file.name: file for file in sorted((*chosen.refused, *read), key=lambda file: file.name)}


def snapshot_of(repository: Repository, commit: str) -> Snapshot:
    """The files of a commit, as far as it is safe to read them: no links, and none that is too large."""
    plans = plans_of(repository, commit)
    (made,) = repository.commits((commit,))
    day = made.committer.moment.day
    return Snapshot(schema_of(repository, commit), list(plans.read()), plans.chosen.refused, commit, day)
