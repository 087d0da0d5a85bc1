"""The stamp of a document: which form it is, of whom, of which state of which day, and the fingerprint of its facts.

It stands in the document twice: in words for people, in a fixed spelling for `kamctl doc --verify`. The spelling is a
document property of a .docx (and one of its keywords, which a PDF keeps), a meta element of a page, the last comment
of Markdown.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from kamctl.exchange.documents.language import ENGLISH, RUSSIAN, day
from kamctl.exchange.documents.origin import Origin

VERSION = "v1"

NOT_THERE = "not there"
"""What a fact says that a form has asked for in vain."""

_SHOWN = 16
_WORDS = {
    ENGLISH: "Plan {client}, form {form}, {origin}, as of {day}, fingerprint {fingerprint}",
    RUSSIAN: "План {client}, форма {form}, {origin}, на {day}, отпечаток {fingerprint}",
}
_SPELLING = re.compile(
    r"kamctl-document 1 (?P<client>[\w-]{1,64}) (?P<form>[\w-]{1,64}) (?P<language>ru|en) "
    r"(?P<day>20[0-9]{2}-[0-9]{2}-[0-9]{2}) (?P<commit>[0-9a-f]{40}|[0-9a-f]{64}|-) (?P<state>same|changed) "
    r"(?P<fingerprint>v1:[0-9a-f]{64})"
)


class Stamp(NamedTuple):
    """What a document says of itself. The fingerprint is empty until the form is filled in."""

    client: str
    form: str
    language: str
    today: date
    origin: Origin
    fingerprint: str = ""

    @property
    def words(self) -> str:
        """The line for people; of the fingerprint its beginning."""
        return _WORDS[self.language].format(
            client=self.client,
            form=self.form,
            origin=self.origin.words(self.language),
            day=day(self.today, self.language, "short"),
            fingerprint=self.fingerprint[: len(VERSION) + 1 + _SHOWN],
        )

    @property
    def spelling(self) -> str:
        """The same for programs, whole."""
        state = "changed" if self.origin.changed else "same"
        commit = self.origin.commit or "-"
        facts = (self.client, self.form, self.language, self.today.isoformat(), commit, state, self.fingerprint)
        return " ".join(("kamctl-document 1", *facts))


def read_stamp(text: str) -> Stamp | None:
    """The stamp that a text spells, and nothing else."""
    found = _SPELLING.fullmatch(text)
    if found is None:
        return None
    try:
        today = date.fromisoformat(found["day"])
    except ValueError:
        return None
    origin = Origin(None if found["commit"] == "-" else found["commit"], found["state"] == "changed")
    return Stamp(found["client"], found["form"], found["language"], today, origin, found["fingerprint"])


def fingerprint(client: str, used: Iterable[str], said: Mapping[str, str]) -> str:
    """The fingerprint of the facts under some paths, as `said` tells them: SHA-256, each part behind its length.

    Equal as long as each says the same in meaning, however the plan is written; the client's id is part of it, so that
    no document passes for another client's.
    """
    digest = hashlib.sha256()
    parts = ["kamctl document", VERSION, client]
    for path in sorted(set(used)):
        parts += [path, said.get(path, NOT_THERE)]
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(data) + data)
    return f"{VERSION}:{digest.hexdigest()}"
