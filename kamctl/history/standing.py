"""A plan as one commit made it, and what it had been before: a chain back to where the plan began."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from kamctl.history.version import Version, Versions
from kamctl.plan.load import client_id
from kamctl.plan.placement import PLANS_FOLDER, SUFFIX, is_noise
from kamctl.words import say

_REGULAR, _LINK = (0o100644, 0o100755, 0o100664), 0o120000


class File(NamedTuple):
    """A plan's file in a commit, or what stands in its place; `mode` is git's."""

    path: str
    mode: int
    blob: str

    @property
    def regular(self) -> bool:
        """Whether it is a file, not a link or a submodule, and not in the place of all plans."""
        return self.mode in _REGULAR and self.path != PLANS_FOLDER

    @property
    def order(self) -> tuple[bool, str]:
        """Of several files of one client the first in this order counts: plans by their names, then by path."""
        return not self.path.endswith(SUFFIX), self.path

    def says_as(self, other: File) -> bool:
        """Whether both have the same content, wherever they lie."""
        return self.blob == other.blob and self.regular == other.regular


class Standing:
    """A plan as one commit made it: `files` are those with its id (the first counts), `before` what it had been.

    `before` has an entry for each parent of the commit, None where the client had no plan there; `former` is the plan
    that the client had before and that had been deleted, where this one was made anew.
    """

    __slots__ = ("before", "client", "commit", "files", "former")

    def __init__(
        self,
        client: str,
        commit: str,
        files: tuple[File, ...],
        before: tuple[Standing | None, ...],
        former: Standing | None = None,
    ) -> None:
        self.client = client
        self.commit = commit
        self.files = files
        self.before = before
        self.former = former

    @property
    def file(self) -> File:
        """The file that counts."""
        return self.files[0]

    def at(self, files: tuple[File, ...]) -> Standing:
        """The same content in other places."""
        return Standing(self.client, self.commit, files, self.before, self.former)


class Turn(NamedTuple):
    """A commit that gave a plan a content that no parent has; `after` None: the plan is gone.

    `client` is the id that it had then, `was` the one it had before, where the commit renamed it. Where all that
    merges brought together is asked for, there are turns of merges that took a parent's content, too.
    """

    commit: str
    client: str
    before: tuple[Standing | None, ...]
    after: Standing | None
    was: str | None = None


def client_at(path: str, mode: int = _REGULAR[0]) -> str | None:
    """The id of the client whose plan lies at a path from the root; None where no plan does, nor what hides plans.

    Behind a link or a submodule nobody looks, whatever its name, so that it stands for a plan that cannot be read. A
    `mode` of 0 is git's for nothing.
    """
    hides = mode not in (0, *_REGULAR)
    if path == PLANS_FOLDER:
        return client_id(path) if mode else None
    if not path.startswith(f"{PLANS_FOLDER}/") or not (path.endswith(SUFFIX) or hides):
        return None
    return None if any(is_noise(part) for part in path.split("/")[1:]) else client_id(path)


def version_of(file: File, versions: Versions) -> Version:
    """What stands in a plan's file; one that is no regular file cannot be read."""
    if file.regular:
        return versions.get(file.path, file.blob)
    what = "It is a link, not a file." if file.mode == _LINK else "It is not a file."
    if file.path == PLANS_FOLDER:
        what = "It is not a folder."
    return Version(file.path, file.blob, None, say(what))


def prefetch(turns: Iterable[Turn], versions: Versions, at_once: int = 500) -> Iterator[Turn]:
    """The turns, with the contents that they need read in few goes."""
    waiting: list[Turn] = []
    for turn in turns:
        waiting.append(turn)
        if len(waiting) >= at_once:
            yield from _fetched(waiting, versions)
            waiting = []
    yield from _fetched(waiting, versions)


def _fetched(turns: Sequence[Turn], versions: Versions) -> Sequence[Turn]:
    standings = [standing for turn in turns for standing in (turn.after, *turn.before) if standing is not None]
    versions.fetch([standing.file.blob for standing in standings if standing.file.regular])
    return turns


Look = Callable[[File], Version]


def readable(standing: Standing | None, look: Look) -> tuple[Standing, Version] | None:
    """The plan as it was last readable, at a standing or before it; None where it never was."""
    while standing is not None:
        version = look(standing.file)
        if version.fault is None:
            return standing, version
        standing = next((before for before in standing.before if before is not None), None)
    return None


def line_of(last: Standing) -> list[Standing]:
    """All standings that one was made from, itself last, each behind those that it was made from."""
    order: list[Standing] = []
    seen: set[int] = set()
    waiting: list[tuple[Standing, bool]] = [(last, False)]
    while waiting:
        standing, done = waiting.pop()
        if done:
            order.append(standing)
        elif id(standing) not in seen:
            seen.add(id(standing))
            waiting.append((standing, True))
            waiting.extend((before, False) for before in standing.before if before is not None)
    return order
