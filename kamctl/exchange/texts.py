"""Texts of plans on their way into a document: what none may hold is refused by its field."""

from __future__ import annotations

from collections.abc import Iterable

from kamctl.errors import KamctlError
from kamctl.plan.source import code_points, control_characters
from kamctl.words import listing


class TextError(KamctlError):
    """A text that no document may hold; the field that has it is named."""


def require_plain(texts: Iterable[tuple[str, str]]) -> None:
    """TextError where a text, given with the name of its field, has characters that act or cannot be seen."""
    bad = {field: characters for field, text in texts if (characters := control_characters(text))}
    if bad:
        told = listing(f"{field} ({code_points(characters)})" for field, characters in bad.items())
        raise TextError(
            "There are characters that no document may hold in: {fields}.",
            "See kamctl lint for what to mend.",
            fields=told,
        )
