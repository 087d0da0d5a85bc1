"""What the history is read from: the part of `kamctl.gitrepo.repository.Repository` that analysis relies on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from kamctl.gitrepo.commit import Commit
from kamctl.gitrepo.delta import Entry, Step

Ancestry = Sequence[tuple[str, tuple[str, ...]]]


class Past(Protocol):
    """The commits of a repository and what differs between them."""

    def ancestry(self, tip: str, without: Iterable[str] = (), touching: Sequence[str] = ()) -> Ancestry:
        """The commits that lead to `tip`, newest first."""

    def touching(self, tip: str, path: str) -> Ancestry:
        """The merges that lead to `tip` and the commits that touch a path, each with the nearest of them before it."""

    def steps(self, ancestry: Ancestry, paths: Sequence[str]) -> Iterator[Step]:
        """What differs under `paths` between each commit and its parents."""

    def files(self, commit: str, folder: str) -> list[Entry]:
        """What lies in a folder in a commit."""

    def blobs(self, ids: Iterable[str], largest: int | None = None) -> Iterator[tuple[str, bytes]]:
        """Contents by their ids."""

    def commits(self, ids: Iterable[str]) -> Iterator[Commit]:
        """Commits by their ids."""
