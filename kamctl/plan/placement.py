"""What a file is by its name: a plan, a part of the schema, something that stands in a plan's way, or none of these.

The same for files of the work tree and for those of a commit, so that a repository has the same plans in both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kamctl.plan.fault import Fault
from kamctl.plan.source import RawFile

SCHEMA_FOLDER, PLANS_FOLDER = "schema", "plans"
FORMS_FOLDER = "schema/documents"
FORMAT_FILE = "schema/format.yaml"

SUFFIX = ".yaml"

# What editors, file managers and merges leave lying about; nobody means a plan by it.
_NOISE = re.compile(r"\..*|.*~|~\$.*|#.*#|.*\.(?:sw[a-p]|bak|orig|rej|tmp|lnk)|desktop\.ini|Thumbs\.db", re.IGNORECASE)
_NEAR_MISS = re.compile(r".*\.(?:yml|yaml|yaml\.txt|yml\.txt|yalm|ymal|json)", re.IGNORECASE)
_SCHEMA_NAME = re.compile(r".*\.(?:yaml|schema\.json)|.*\.(?i:yml|yaml|yaml\.txt|yml\.txt|yalm|ymal)")


class Placed(NamedTuple):
    """A file by its path from the root; with a `fault` it must not be opened."""

    name: str
    fault: Fault | None = None


class Chosen(NamedTuple):
    """The names of the files to read, and those that cannot be, each with what is wrong with it."""

    names: tuple[str, ...]
    refused: tuple[RawFile, ...]


def is_noise(name: str) -> bool:
    """Whether a file or folder of this name (the last part of its path) is passed over in silence."""
    return _NOISE.fullmatch(name) is not None


def unsafe(name: str, kind: str, **facts: str) -> Placed:
    """A file that must not be opened; `kind` says why, in the words of the rule unsafe-path."""
    return Placed(name, Fault("unsafe-path", 0, 0, facts={"kind": kind, **facts}))


def schema_among(files: Iterable[Placed]) -> Chosen:
    """The YAML files (misspelt ones too) and the editors' schema, of what stands in `schema/`."""
    names, refused = [], []
    for name, fault in files:
        if name == SCHEMA_FOLDER:
            from kamctl.plan.schema_model import FORMAT, KPIS, PEOPLE, PRODUCTS

            # Nothing in it can be read, for one reason, and that is not that it is missing.
            return Chosen((), tuple(RawFile(inside, b"", fault) for inside in (FORMAT, KPIS, PEOPLE, PRODUCTS)))
        if not _SCHEMA_NAME.fullmatch(name):
            continue
        if fault is None:
            names.append(name)
        else:
            refused.append(RawFile(name, b"", fault))
    return Chosen(tuple(names), tuple(refused))


def plans_among(files: Iterable[Placed]) -> Chosen:
    """The plans, and what stands where plans do but cannot be any, of what stands in `plans/`."""
    names, refused = [], []
    for name, fault in files:
        if fault is not None:
            refused.append(RawFile(name, b"", fault))
        elif name.endswith(SUFFIX):
            names.append(name)
        elif _NEAR_MISS.fullmatch(last := name.rpartition("/")[2]):
            facts = {"value": last, "reason": "suffix", "client": True}
            refused.append(RawFile(name, b"", Fault("bad-id", 0, 0, facts=facts)))
    return Chosen(tuple(names), tuple(refused))


_FILES = (0o100644, 0o100755)
_LINK, _SUBMODULE = 0o120000, 0o160000


def of_tree(entries: Iterable[tuple[str, int]], folder: str, deep: bool) -> Iterator[Placed]:
    """The files of a commit below a folder, in the order in which a work tree has them; `entries` are paths and modes.

    Those that lie deeper are left out unless `deep`.
    """
    told: set[str] = set()
    for path, mode in sorted(entries, key=lambda entry: entry[0].split("/")):
        if path == folder:
            yield unsafe(path, "linked-folder") if mode == _LINK else unsafe(path, "unreadable", why="not a directory")
            return
        parts = path.removeprefix(f"{folder}/").split("/")
        if any(is_noise(part) for part in parts) or (len(parts) > 1 and not deep):
            continue
        for depth in range(1, len(parts)):
            parent = "/".join([folder, *parts[:depth]])
            if parent.endswith(SUFFIX) and parent not in told:
                told.add(parent)
                yield unsafe(parent, "not-a-file", folder="yes")
        yield Placed(path) if mode in _FILES else unsafe(path, _kind(mode))


def _kind(mode: int) -> str:
    return {_LINK: "link", _SUBMODULE: "submodule"}.get(mode, "not-a-file")
