"""What another program means by a name: a client or a KPI by its id, by its name here, or as a mapping says."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from kamctl.words import Sentence, listing, say

Found = tuple[str | None, Sentence | None, Sentence | None]
"""An id; else why there is none, and what would help."""

_SEE, _WHICH = "See ids in schema/imports.yaml.", "Say in schema/imports.yaml under ids which one is meant."


class Kind(NamedTuple):
    """What is said of names of one kind: where one is empty, unknown, mapped to what is not there, or of several."""

    nameless: str
    unknown: str
    gone: str
    several: str
    hint: str


CLIENTS = Kind(
    "No client is named.",
    "There is no plan of {name}.",
    "{name} is {id}, of whom there is no plan.",
    "{name} is what several clients are called: {ids}.",
    "Where it is a client of ours, say so in schema/imports.yaml under ids.",
)
KPIS = Kind(
    "No KPI is named.",
    "There is no KPI {name}.",
    "{name} is {id}, which is no KPI.",
    "{name} is what several KPIs are called: {ids}.",
    "Where it is a KPI of ours, say so in schema/imports.yaml under ids.",
)


class Called:
    """The things of one kind by what they are called.

    `known` are their ids, `names` what each is called here, with its id; `mapped` are ids by another program's names.
    """

    def __init__(
        self, kind: Kind, known: Collection[str], names: Iterable[tuple[str, str]], mapped: Mapping[str, str] | None
    ) -> None:
        self._kind, self._known = kind, frozenset(known)
        self._mapped = {_plain(name): id_ for name, id_ in (mapped or {}).items()}
        self._by_name: dict[str, list[str]] = {}
        for name, id_ in names:
            self._by_name.setdefault(_plain(name), []).append(id_)

    def find(self, typed: str) -> Found:
        """What is meant by a text."""
        name = _plain(typed)
        if not name:
            return None, say(self._kind.nameless), None
        if name in self._mapped:
            id_ = self._mapped[name]
            return (id_, None, None) if id_ in self._known else self._gone(typed, id_)
        if name in self._known:
            return name, None, None
        found = self._by_name.get(name, [])
        if len(found) == 1:
            return found[0], None, None
        if found:
            return None, say(self._kind.several, name=typed, ids=listing(found)), say(_WHICH)
        return None, say(self._kind.unknown, name=typed), say(self._kind.hint)

    def _gone(self, typed: str, id_: str) -> Found:
        return None, say(self._kind.gone, name=typed, id=id_), say(_SEE)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split())).casefold()
