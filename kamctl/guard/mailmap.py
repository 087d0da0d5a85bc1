"""`.mailmap` of the base, read as git reads it: which address stands for the one that a commit has.

git itself would read the one of the work tree, or of HEAD, whatever it is told; so its answer is never asked for.
https://git-scm.com/docs/gitmailmap
"""

from __future__ import annotations

import re

from kamctl.gitrepo.commit import Signature

_LINE = re.compile(r"(?P<name>[^<]*)<(?P<email>[^>]*)>(?:(?P<old_name>[^<]*)<(?P<old_email>[^>]*)>)?")


class Mailmap:
    """The addresses that stand for others; of several lines about one address the last counts."""

    def __init__(self, data: bytes = b"") -> None:
        self._known: dict[tuple[str, str], str] = {}
        for line in data.decode("utf-8", "replace").split("\n"):
            if line.startswith("#"):
                continue
            found = _LINE.match(line)
            if found is None or found["old_email"] is None:
                continue  # a line with one address gives it another name, and stands for itself
            key = _lower(found["old_email"].strip()), _lower((found["old_name"] or "").strip())
            self._known[key] = found["email"].strip()

    def email(self, signature: Signature) -> str:
        """The address that counts for a signature: by name and address, else by the address alone, else its own."""
        email = _lower(signature.email)
        named = self._known.get((email, _lower(signature.name)))
        return named or self._known.get((email, "")) or signature.email


def _lower(text: str) -> str:
    """In lower case as git compares: ASCII letters alone."""
    return "".join(character.lower() if character.isascii() else character for character in text)
