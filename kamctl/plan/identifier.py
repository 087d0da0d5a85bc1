"""Ids of clients, people, products, KPIs and of the named things in a plan.

Lower-case letters of any script (NFC), digits, single hyphens inside; one script a word, so that no
id looks like another; nothing that Windows reserves, since a client's id is a file's name.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST_ID = 64
"""Characters; 64 of them fit a file name on every system in any script."""

_ASCII_ID = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")
_RESERVED = frozenset(["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))])
# Letters of other scripts that look like Latin ones; an id reads the same aloud whatever the keyboard was set to.
_LOOKS_LATIN = str.maketrans("асеорхуіјѕһԁԛԝкнмтвгпиαορνικτυχ", "aceopxyijshdqwkhmtbrnuaopvikyux")


@lru_cache(maxsize=16384)
def id_problem(text: str) -> str:
    """Why `text` is no id, as a word: `empty long upper characters hyphen mixed reserved normal`; empty for an id."""
    if not text:
        return "empty"
    if len(text) > LONGEST_ID:
        return "long"
    if _ASCII_ID.fullmatch(text):
        return "reserved" if text in _RESERVED else ""
    if not unicodedata.is_normalized("NFC", text):
        return "normal"
    if any(character.isupper() or character.istitle() for character in text):
        return "upper"
    for character in text:
        if character != "-" and not _allowed(character):
            return "characters"
    if text.startswith("-") or text.endswith("-") or "--" in text:
        return "hyphen"
    return "mixed" if any(len(_scripts(word)) > 1 for word in text.split("-")) else ""


def is_id(text: str) -> bool:
    """Whether `text` is an id."""
    return not id_problem(text)


@lru_cache(maxsize=16384)
def collision_key(text: str) -> str:
    """Ids with an equal key would be taken for one another: by case, by normal form or by look."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())
    return folded.translate(_LOOKS_LATIN)


def suggestion(text: str) -> str:
    """The id that somebody who wrote `text` means, or an empty string where there is none."""
    text = unicodedata.normalize("NFC", text).lower()
    words = "".join(character if _allowed(character) else " " for character in text).split()
    guess = "-".join(words)[:LONGEST_ID].rstrip("-")
    return guess if is_id(guess) else ""


def is_short_name(text: str) -> bool:
    """Whether `text` names a segment: like an id, in any case."""
    return is_id(text.lower()) and unicodedata.is_normalized("NFC", text)


def _allowed(character: str) -> bool:
    return character in "0123456789" or unicodedata.category(character) in ("Ll", "Lo")


def _scripts(word: str) -> set[str]:
    """The scripts of a word's letters, by the first word of each letter's Unicode name."""
    return {unicodedata.name(character, "?").split(" ")[0] for character in word if character.isalpha()}
