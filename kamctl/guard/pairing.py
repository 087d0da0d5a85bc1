"""Files as they were and as they are, out of what git says of two trees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from kamctl.gitrepo.delta import Delta, Step
from kamctl.guard.deed import PLAIN, File, plan_at

REGULAR = (PLAIN, 0o100755, 0o100664)


class Pair(NamedTuple):
    """A file before and after, one of the two None where it was not there."""

    old: File | None
    new: File | None

    @property
    def ordinary(self) -> bool:
        """Whether it is a plain file, or the kind of file that it was."""
        if self.new is None:
            return True
        if self.old is None:
            return self.new.mode == PLAIN
        return self.new.mode == self.old.mode and self.new.mode in REGULAR


def pairs(deltas: Iterable[Delta], prefix: str) -> dict[str, Pair]:
    """The files that differ, each once: by its path afterwards, a plan that is gone by its client.

    A plan that is gone from one place and new in another has been moved. `prefix` leads from the top of the git
    repository to the root of the plans repository.
    """
    found: dict[str, Pair] = {}
    gone: dict[str, list[File]] = {}
    come: dict[str, list[File]] = {}
    for delta in deltas:
        path = _from_root(delta.path, prefix)
        old = None if delta.old is None else File(path, delta.old_mode, delta.old)
        new = None if delta.new is None else File(path, delta.new_mode, delta.new)
        client = plan_at(path)
        if client is not None and old is None and new is not None:
            come.setdefault(client, []).append(new)
        elif client is not None and new is None and old is not None:
            gone.setdefault(client, []).append(old)
        else:
            found[path] = Pair(old, new)
    for client in gone.keys() | come.keys():
        olds, news = (sorted(files.get(client, ())) for files in (gone, come))
        for number, new in enumerate(news):
            found[new.path] = Pair(olds[number] if number < len(olds) else None, new)
        for number, old in enumerate(olds[len(news) :]):
            found[f"{client}\0{number}"] = Pair(old, None)
    return found


def _from_root(path: str, prefix: str) -> str:
    if path.startswith(prefix):
        return path.removeprefix(prefix)
    return "../" * prefix.count("/") + path


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
