"""Sentences for people: a template and its named fields, kept apart until they are shown.

Every message is made in one place as a `Sentence`; a translation replaces the template and keeps the
fields. Rendering makes the text safe for where it goes; nothing here knows about terminals.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

LONGEST_QUOTE = 80


@dataclass(frozen=True, slots=True)
class Sentence:
    """One whole sentence: `template` in `str.format` syntax, filled from the named `fields`."""

    template: str
    fields: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template.format_map(self.fields)


def say(template: str, **fields: object) -> Sentence:
    """A sentence whose fields are shown as `str()` shows them, shortened where they are very long."""
    return Sentence(template, {name: shorten(str(value)) for name, value in fields.items()})


def shorten(text: str, longest: int = LONGEST_QUOTE) -> str:
    """`text`, or its beginning and an ellipsis where it is longer than `longest` characters."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def listing(names: Iterable[str], most: int = 8) -> str:
    """Names joined by commas in their order; past `most` it says how many more there are."""
    shown = list(names)
    if len(shown) <= most:
        return ", ".join(shown)
    return f"{', '.join(shown[:most])} and {len(shown) - most} more"
