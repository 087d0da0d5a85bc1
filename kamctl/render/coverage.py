"""What a report stands on, in words: the day, the currency, and what could not be taken into account."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kamctl.insight.portfolio import Basis
from kamctl.render import safe
from kamctl.render.prose import RED, Paint, fold
from kamctl.words import count, listing

SCHEMA_ERRORS = "The schema has errors, and what hangs on them is missing here. kamctl schema check says which."


def standing(what: str, basis: Basis) -> str:
    """What is told, of which day, in which currency: `Plans as of 2026-11-23; amounts in RUB`."""
    return f"{what} as of {day_and_currency(basis.today, basis.stood, basis.currency)}"


def day_and_currency(today: date, stood: str | None, currency: str | None) -> str:
    """The day by which is told what is due, the commit in which the plans stood so, and what amounts are in."""
    then = f", as it stood in {stood}" if stood else ""
    return f"{today}{then}" + (f"; amounts in {currency}" if currency else "")


def lacking(basis: Basis) -> Iterator[str]:
    """A sentence for each kind of thing that could not be taken into account."""
    if basis.schema_errors:
        yield SCHEMA_ERRORS
    if basis.unread:
        files = listing(basis.unread)
        yield f"{count(len(basis.unread), 'file')} could not be read: {files}. kamctl lint says what is wrong."
    if basis.faulty:
        clients = listing(basis.faulty)
        yield f"Some values could not be read and do not count, in: {clients}. kamctl lint says which."
    if basis.repeated:
        yield f"There is more than one plan, and each counts, of: {listing(basis.repeated)}. Keep one of them."


def text_lines(basis: Basis, width: int, paint: Paint) -> list[str]:
    """The same as a paragraph for a terminal, behind an empty line; nothing where all is there."""
    lines = [paint(line, RED) for sentence in lacking(basis) for line in fold(sentence, width)]
    return ["", *lines] if lines else []


def markdown_blocks(basis: Basis) -> list[str]:
    """The same as paragraphs of a page."""
    return [safe.markdown(sentence) for sentence in lacking(basis)]


def members(basis: Basis) -> dict[str, object]:
    """The same as members of a JSON document."""
    return {
        "schema_errors": basis.schema_errors,
        "unread": list(basis.unread),
        "faulty": list(basis.faulty),
        "repeated": list(basis.repeated),
    }
