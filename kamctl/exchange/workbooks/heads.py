"""Which sheets of a workbook that came back can be read: those of which it is still known what their columns are of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kamctl.exchange.trouble import Trouble
from kamctl.exchange.workbooks.reading import SeenSheet
from kamctl.exchange.workbooks.sheet_names import FRONT, LISTS, sheet_names
from kamctl.exchange.workbooks.sheets import Sheet
from kamctl.words import Sentence, listing, say

_ANEW = say("Export a new workbook, and copy what changed into it.")


class Readable(NamedTuple):
    """The sheets that can be read, each with what it is of; what cannot be, and what nobody expects to be read."""

    sheets: tuple[tuple[SeenSheet, Sheet], ...]
    troubles: tuple[Trouble, ...]
    notes: tuple[Sentence, ...]


def readable(found: tuple[SeenSheet, ...], sheets: tuple[Sheet, ...]) -> Readable:
    """What can be read of the sheets that came back; `sheets` are those of the plans of today."""
    by_key = {sheet.key: sheet for sheet in sheets}
    names = set(sheet_names(sheets).values())
    read: list[tuple[SeenSheet, Sheet]] = []
    troubles: list[Trouble] = []
    notes: list[Sentence] = []
    unknown = []
    for seen in found:
        sheet = by_key.get(seen.key)
        copies = [each.name for each in found if each.key == seen.key]
        if sheet is not None and len(copies) > 1:
            troubles += [_copied(copies)] if seen.name == copies[0] else []
        elif sheet is not None:
            told = list(_keyless(seen, sheet))
            troubles += told or [*_headless(seen, sheet), *_merged(seen)]
            notes += _not_read(seen, sheet)
            read += [] if told else [(seen, sheet)]
        elif not seen.key and seen.name in names:
            message = say("The sheet has lost its hidden row that tells what its columns are of.")
            troubles.append(Trouble(f"{seen.name}!A1", message, _ANEW))
        elif seen.key or seen.name not in (FRONT, LISTS):
            unknown.append(seen.name)
    if unknown:
        notes.append(say("Not read, since nothing is known of them: the sheets {names}.", names=listing(unknown)))
    return Readable(tuple(read), tuple(troubles), tuple(notes))


def _copied(names: list[str]) -> Trouble:
    """That several sheets are of the same things."""
    first, *others = names
    told = say("The sheet has a copy, {names}, and nobody knows which one counts.", names=listing(others))
    return Trouble(f"{first}!A1", told, say("Keep one of them; none of them was read."))


def _keyless(seen: SeenSheet, sheet: Sheet) -> Iterator[Trouble]:
    missing = [column.title for column in sheet.keys if column.field not in seen.columns]
    if missing or seen.twice:
        told = say("The sheet {sheet} has lost its column {names}, or has it twice.", sheet=seen.name,
                   names=listing(missing or seen.twice))  # fmt: skip
        yield Trouble(f"{seen.name}!A1", told, _ANEW)


def _headless(seen: SeenSheet, sheet: Sheet) -> Iterator[Trouble]:
    """Columns that are called like one of ours, which lacks."""
    lacking = {column.title for column in sheet.fields if column.field not in seen.columns}
    for at, title in _added(seen).items():
        if title in lacking:
            told = say("The column {title} has lost its hidden cell that tells what it is of.", title=title)
            yield Trouble(seen.place_at(seen.titles_at, at), told, _ANEW)


def _merged(seen: SeenSheet) -> Iterator[Trouble]:
    for cells in seen.merged:
        told = say("The cells {cells} are merged, so what stands there counts for the first of them.", cells=cells)
        yield Trouble(f"{seen.name}!{cells.partition(':')[0]}", told, say("Split them again."))


def _not_read(seen: SeenSheet, sheet: Sheet) -> Iterator[Sentence]:
    """The columns that somebody added, and those that plans do not have any more."""
    ours = {column.title for column in sheet.fields if column.field not in seen.columns}
    added = [title for title in _added(seen).values() if title not in ours]
    if added:
        yield say("Not read: the columns {names} of {sheet}.", names=listing(added), sheet=seen.name)
    fields = {column.field for column in sheet.columns}
    gone = [seen.titles.get(at, field) for field, at in seen.columns.items() if field not in fields]
    if gone:
        told = "Not read, since plans do not have them any more: the columns {names} of {sheet}."
        yield say(told, names=listing(gone), sheet=seen.name)


def _added(seen: SeenSheet) -> dict[int, str]:
    taken = set(seen.columns.values())
    return {at: title for at, title in seen.titles.items() if at not in taken}
