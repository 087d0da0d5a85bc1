"""Whom another program means: clients by their ids, by the names that plans have, or as a mapping says."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from kamctl.insight.portfolio import Entry
from kamctl.words import Sentence, listing, say

Found = tuple[str | None, Sentence | None, Sentence | None]
"""The id of a client; else why there is none, and what would help."""


class Clients:
    """The clients that there are plans of; `ids` are theirs by what the other program calls them."""

    def __init__(self, ids: Mapping[str, str], plans: Sequence[Entry]) -> None:
        self._known = {entry.client for entry in plans}
        self._mapped = {_plain(name): id_ for name, id_ in ids.items()}
        self._by_name: dict[str, list[str]] = {}
        for entry in plans:
            if entry.plan.client:
                self._by_name.setdefault(_plain(entry.plan.client), []).append(entry.client)

    def find(self, typed: str) -> Found:
        """Who is meant by a text."""
        name = _plain(typed)
        if not name:
            return None, say("No client is named."), None
        if name in self._mapped:
            id_ = self._mapped[name]
            if id_ in self._known:
                return id_, None, None
            message = say("{name} is {id}, of whom there is no plan.", name=typed, id=id_)
            return None, message, say("See ids in schema/imports.yaml.")
        if name in self._known:
            return name, None, None
        found = self._by_name.get(name, [])
        if len(found) == 1:
            return found[0], None, None
        if found:
            message = say("{name} is what several clients are called: {ids}.", name=typed, ids=listing(found))
            return None, message, say("Say in schema/imports.yaml under ids which one is meant.")
        hint = say("Where it is a client of ours, say so in schema/imports.yaml under ids.")
        return None, say("There is no plan of {name}.", name=typed), hint


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split())).casefold()
