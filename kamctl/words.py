"""Sentences for people: a template and its named fields, kept apart until they are shown.

Every message is made in one place as a `Sentence`; a translation replaces the template and keeps the
fields. Rendering makes the text safe for where it goes; nothing here knows about terminals.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

LONGEST_QUOTE = 80


class Sentence(NamedTuple):
    """One whole sentence: `template` in `str.format` syntax, filled from the named `fields`."""

    template: str
    fields: Mapping[str, str] = {}

    def __str__(self) -> str:
        return self.template.format_map(self.fields)


class Whole(str):
    """Text that is short enough already: a sentence shows all of it."""

    __slots__ = ()


class Listing(Whole):
    """Names in a row, each short enough."""

    __slots__ = ()


def say(template: str, **fields: object) -> Sentence:
    """A sentence whose fields are shown as `str()` shows them, shortened where they are very long."""
    shown = {name: str(value) if isinstance(value, Whole) else shorten(str(value)) for name, value in fields.items()}
    return Sentence(template, shown)


def shorten(text: str, longest: int = LONGEST_QUOTE) -> str:
    """`text`, or its beginning and an ellipsis where it is longer than `longest` characters."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def count(number: int, noun: str) -> str:
    """A number and its noun: "1 error", "2 errors"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def listing(names: Iterable[str], most: int = 8) -> Listing:
    """Names joined by commas in their order, none cut in two; past `most` it says how many more there are."""
    every = list(names)
    shown = [shorten(name) for name in every[:most]]
    rest = len(every) - len(shown)
    return Listing(", ".join(shown) + (f" and {rest} more" if rest else ""))
