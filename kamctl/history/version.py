"""The versions of plans that a history has: the values of each content, read once however often it is asked for.

Only values are kept, and what two versions have in common is kept once, so that a long history fits into memory and
two versions of a plan are compared without looking at what they share.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from kamctl.history.pool import Pool
from kamctl.plan.document import Document, Value, read
from kamctl.plan.fault import Fault, dotted
from kamctl.plan.plainness import DEEPEST
from kamctl.plan.source import LARGEST_FILE, RawFile
from kamctl.words import Sentence, say

MOST_BYTES = 160 * 1024 * 1024
"""Memory for values, about; when it is full it is emptied, and what is asked for again is read again."""

_VERSION_BYTES = 1500

Read = Callable[[Iterable[str]], Iterator[tuple[str, bytes]]]
"""Contents by their ids, in the order asked for; of one larger than LARGEST_FILE a byte more than that will do."""


class Version(NamedTuple):
    """A plan as one version of its file has it.

    `values` are a mapping, or None where `fault` says why the file could not be read as a plan.
    """

    path: str
    blob: str
    values: Value
    fault: Sentence | None


class Versions:
    """Versions by the ids of their content, which `read` fetches; nobody may change the values that it gives out."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._known: dict[str, tuple[Value, Sentence | None]] = {}
        self._pool = Pool()

    def fetch(self, ids: Iterable[str]) -> None:
        """Read contents that will be asked for, in one go; as many of them as there is room for."""
        if self._is_full():
            self._known = {}
            self._pool = Pool()
        for id_, data in self._read([id_ for id_ in dict.fromkeys(ids) if id_ not in self._known]):
            values, fault = parse(data)
            self._known[id_] = self._pool.share(values), fault
            if self._is_full():
                return  # more would only push out what has just been read

    def get(self, path: str, blob: str) -> Version:
        """The version of a plan at `path` with the content `blob`."""
        if blob not in self._known:
            self.fetch((blob,))
        return Version(path, blob, *self._known[blob])

    def _is_full(self) -> bool:
        return self._pool.size + _VERSION_BYTES * len(self._known) > MOST_BYTES


def parse(data: bytes) -> tuple[Value, Sentence | None]:
    """The values of a plan's file; None and why, where it could not be read as one. An empty file is an empty plan."""
    document = read(RawFile("", data))
    fault = _what_is_wrong(document)
    if fault is not None:
        return None, fault
    return {} if document.values is None else document.values, None


def _what_is_wrong(document: Document) -> Sentence | None:
    """Why a document is no version to compare; None where it is one."""
    rules = ("control-character", "duplicate-key")  # what can be read all the same
    cause = next((fault for fault in document.faults if fault.rule not in rules), None)
    if document.unreadable:
        return _unreadable(cause or document.faults[0], document)
    twice = next((fault for fault in document.faults if fault.rule == "duplicate-key"), None)
    if twice is not None:
        first, line = (document.source.position(at)[0] for at in (twice.facts["first"], twice.start))
        field = dotted(twice.path or ())
        return say(
            "The field {field} stands twice in it, on lines {first} and {line}.", field=field, first=first, line=line
        )
    if isinstance(document.values, list):
        return say("It is a list, not a plan.")
    if document.values is not None and not isinstance(document.values, dict):
        return say("It is a single value, not a plan.")
    return None


def _unreadable(fault: Fault, document: Document) -> Sentence:
    line = document.source.position(fault.start)[0]
    if fault.rule == "too-large" and fault.facts["limit"] == "size":
        return say("It is larger than {size} MiB.", size=LARGEST_FILE // 1024**2)
    if fault.rule == "too-large":
        return say("It is nested more than {levels} levels deep on line {line}.", levels=DEEPEST, line=line)
    if fault.rule == "encoding" and "byte" not in fault.facts:
        return say("It is in {encoding}, not in UTF-8.", encoding=fault.facts["looks_like"])
    if fault.rule == "encoding":
        return say("It is not in UTF-8: line {line} has the byte {byte}.", line=line, byte=fault.facts["byte"])
    if fault.rule == "control-character":
        return say("Line {line} has characters that some programs take for a new line.", line=line)
    if fault.rule == "yaml-syntax" and fault.facts["kind"] == "conflict":
        return say("It has an unresolved merge conflict on line {line}.", line=line)
    if fault.rule == "yaml-syntax":
        return say("It is not YAML on line {line}.", line=line)
    return say("It is more than plain YAML on line {line}.", line=line)
