"""What git says of two trees: which files differ, by the ids of their content."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class Delta(NamedTuple):
    """A file that differs. `old` and `new` are the ids of its content, None where it is not there.

    `path` is relative to the root of the plans repository; a name that is no UTF-8 has Python's surrogate escapes.
    Modes are git's: 0o100644 and 0o100755 are files, 0o120000 is a link, 0o160000 a submodule.
    """

    path: str
    old: str | None
    new: str | None
    old_mode: int
    new_mode: int


class Step(NamedTuple):
    """What differs between a commit and one of its parents (None: a root, which has none)."""

    commit: str
    parent: str | None
    deltas: tuple[Delta, ...]


class Entry(NamedTuple):
    """A file in a tree; `size` in bytes, 0 for a submodule and where the content is not there."""

    path: str
    mode: int
    id: str
    size: int


def path_of(raw: bytes, prefix: str) -> str:
    """A path below `prefix` as git has it, relative to that."""
    return raw.decode("utf-8", "surrogateescape").removeprefix(prefix)


def parse_groups(parts: Iterator[bytes], prefix: str) -> Iterator[tuple[str, tuple[Delta, ...]]]:
    """The output of `diff-tree --stdin --raw -z`, split at its NULs: for each difference a commit and its deltas."""
    commit = ""
    deltas: list[Delta] = []
    for part in parts:
        if part.startswith(b":"):
            old_mode, new_mode, old, new, _ = part[1:].decode("ascii").split(" ")
            deltas.append(Delta(path_of(next(parts), prefix), _id(old), _id(new), int(old_mode, 8), int(new_mode, 8)))
            continue
        if commit:
            yield commit, tuple(deltas)
        commit, deltas = part.strip().decode("ascii"), []
    if commit:
        yield commit, tuple(deltas)


def parse_entries(output: bytes, prefix: str) -> Iterator[Entry]:
    """The output of `ls-tree -r -l -z`."""
    for line in output.split(b"\0")[:-1]:
        facts, _, path = line.partition(b"\t")
        mode, _, id_, size = facts.decode("ascii").split()
        yield Entry(path_of(path, prefix), int(mode, 8), id_, int(size) if size.isdigit() else 0)


def _id(written: str) -> str | None:
    return None if not written.strip("0") else written
