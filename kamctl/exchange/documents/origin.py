"""Which state of a repository a document comes from."""

from __future__ import annotations

from typing import NamedTuple

from kamctl.exchange.documents.language import ENGLISH, RUSSIAN

SHOWN = 8
"""Characters of a commit's id that people see."""

_WORDS = {
    ENGLISH: ("not committed", "commit {commit}", "commit {commit} and changes since"),
    RUSSIAN: ("без версии в git", "версия {commit}", "версия {commit} с изменениями после неё"),
}


class Origin(NamedTuple):
    """The commit that is checked out, None where there is none; `changed`: what was read says more than it."""

    commit: str | None = None
    changed: bool = False

    def words(self, language: str) -> str:
        """What a document says of it: `commit 46f0263a`."""
        nothing, as_it_is, and_more = _WORDS[language]
        if self.commit is None:
            return nothing
        return (and_more if self.changed else as_it_is).format(commit=self.commit[:SHOWN])
