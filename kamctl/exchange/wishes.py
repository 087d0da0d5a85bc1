"""What a workbook that came back wants of the plans: the cells that say something else than when it was made.

What is empty, or a line that is not there any more, wants nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kamctl.exchange.cells import cell_of
from kamctl.exchange.lines import Line, field_path, leaf_at, lines_of, value_at
from kamctl.exchange.meaning import Meant, is_as_written, is_blank, meant, plain
from kamctl.exchange.reading import Book, Seen, SeenLine, SeenSheet
from kamctl.exchange.sheets import CLIENT, NUMBER_IN_LIST, Column, Sheet, sheets_of
from kamctl.exchange.trouble import Trouble
from kamctl.history.meaning import same
from kamctl.plan.document import Value
from kamctl.plan.fault import Path, dotted
from kamctl.plan.schema import Schema
from kamctl.plan.shape import Leaf, ListOf
from kamctl.words import Sentence, listing, say

Keys = tuple[str | int | None, ...]
"""The client, then the names that tell which of its things is meant; None for a new thing of a list."""


class Wish(NamedTuple):
    """One cell that says something else: `path` leads to the field as the plan was, `base` is what it said there."""

    place: str
    path: Path
    shape: Leaf | ListOf
    value: Value
    base: Value


class Group(NamedTuple):
    """What is wanted of one thing. `is_new`: the plan did not have it when the workbook was made.

    Its path leads to it, in a list without names to the list. `spoilt`: some of its cells could not be read.
    """

    client: str
    sheet: Sheet
    place: str
    path: Path
    wishes: tuple[Wish, ...]
    is_new: bool
    spoilt: bool


class Wanted(NamedTuple):
    """All that a workbook wants, what of it cannot be read, and what one should know of it."""

    groups: tuple[Group, ...]
    troubles: tuple[Trouble, ...]
    notes: tuple[Sentence, ...]


def read(book: Book, schema: Schema) -> Wanted:
    """What a workbook wants."""
    run = _Run(book, schema)
    sheets = {sheet.key: sheet for sheet in sheets_of(schema)}
    unknown = []
    for seen in book.sheets:
        if seen.key in sheets:
            run.sheet(seen, sheets[seen.key])
        elif seen.key or seen.name not in ("Portfolio", "Lists"):
            unknown.append(seen.name)
    if unknown:
        run.notes.append(say("Not read, since nothing is known of them: the sheets {names}.", names=listing(unknown)))
    return Wanted(tuple(run.groups), tuple(run.troubles), tuple(run.notes))


class _Run:
    """One walk over the sheets of a workbook."""

    def __init__(self, book: Book, schema: Schema) -> None:
        self.plans = book.memory.plans
        self.schema = schema
        self.shape = schema.layout.shape
        self.groups: list[Group] = []
        self.troubles: list[Trouble] = []
        self.notes: list[Sentence] = []

    def sheet(self, seen: SeenSheet, sheet: Sheet) -> None:
        """The lines of one sheet."""
        if seen.unknown:
            names = listing(seen.unknown)
            self.notes.append(say("Not read: the columns {names} of {sheet}.", names=names, sheet=seen.name))
        missing = [column.title for column in sheet.keys if column.field not in seen.columns]
        if missing or seen.twice:
            told = say("The sheet {sheet} has lost its column {names}, or has it twice.", sheet=seen.name,
                       names=listing(missing or seen.twice))  # fmt: skip
            self.troubles.append(Trouble(seen.name, told, say("Export a new workbook.")))
            return
        for cells in seen.merged:
            told = say("The cells {cells} are merged, so what stands there counts for the first of them.", cells=cells)
            first = cells.partition(":")[0]
            self.troubles.append(Trouble(f"{seen.name}!{first}", told, say("Split them again.")))
        known: dict[Keys, Line] = {
            (line.client, *(key.strip() if isinstance(key, str) else key for key in line.keys)): line
            for line in lines_of(sheet, self.plans)
        }
        told_of: dict[Keys, SeenLine] = {}
        for line in seen.lines:
            self._line(seen, sheet, line, known, told_of)

    def _line(
        self, seen: SeenSheet, sheet: Sheet, line: SeenLine, known: Mapping[Keys, Line], told_of: dict[Keys, SeenLine]
    ) -> None:
        if all(is_blank(line.cells.get(column.field, Seen(None))) for column in sheet.fields):
            return  # a name alone, or a thing whose cells were emptied, wants nothing
        keys = self._keys(seen, sheet, line)
        if keys is None:
            return
        if keys[-1] is not None or not sheet.is_list:
            first = told_of.setdefault(keys, line)
            if first is not line:
                told = say("Row {row} is about the same as row {first}.", row=line.row + 1, first=first.row + 1)
                self._tell(seen, line, CLIENT, told, say("Keep one of them."), keys)
                return
        found = known.get(keys)
        if found is None and (sheet.one_each or (sheet.is_list and keys[-1] is not None)):
            told = say("There was no such line when the workbook was made.")
            self._tell(seen, line, CLIENT, told, None, keys)
            return
        self._group(seen, sheet, line, keys, found)

    def _keys(self, seen: SeenSheet, sheet: Sheet, line: SeenLine) -> Keys | None:
        """The client and the names that tell which thing a line is about; None, and it is told, where one is bad."""
        keys: list[str | int | None] = []
        for column in sheet.keys:
            cell = line.cells.get(column.field, Seen(None))
            if column.field == CLIENT:
                if is_blank(cell) and len(self.plans) == 1:
                    keys.append(next(iter(self.plans)))
                    continue
                client = plain(str(cell.value)).strip() if not is_blank(cell) else ""
                if client not in self.plans:
                    told = say("The workbook has no plan of {client}.", client=client or "nobody")
                    self._tell(seen, line, CLIENT, told, say("A new client begins with kamctl new."), ())
                    return None
                keys.append(client)
                continue
            assert isinstance(column.shape, Leaf)
            if column.shape.type == NUMBER_IN_LIST:
                keys.append(cell.value if isinstance(cell.value, int) else None if is_blank(cell) else -1)
                continue
            name = Meant(None, say("A new line needs a name here.")) if is_blank(cell) else self._meant(cell, column)
            if name.message is not None:
                self._tell(seen, line, column.field, name.message, name.hint, tuple(keys))
                return None
            keys.append(str(name.value).strip())
        return tuple(keys)

    def _meant(self, cell: Seen, column: Column) -> Meant:
        return meant(cell, column.shape, self.schema.names, ())

    def _group(self, seen: SeenSheet, sheet: Sheet, line: SeenLine, keys: Keys, found: Line | None) -> None:
        client = str(keys[0])
        path = found.path if found is not None else self._new_path(sheet, keys)
        wishes: list[Wish] = []
        spoilt = False
        for column in sheet.fields:
            cell = line.cells.get(column.field)
            if cell is None or column.field not in seen.columns or is_blank(cell):
                continue
            at = path if sheet.is_list and found is None else field_path(sheet, path, column)
            shape = leaf_at(self.shape, sheet, path, column)
            base = value_at(sheet, found, column) if found is not None else None
            written = cell_of(base, shape)
            if is_as_written(cell, written):
                continue
            if written is not None and not written.whole:
                told = say("The cell did not show all that the plan says, so nobody knows what to keep of it.")
                got = Meant(None, told, say("Change it in the file of the plan."))
            elif not sheet.written_by_hand:
                got = Meant(None, say("What stands here is written by kamctl approve alone."))
            else:
                got = meant(cell, shape, self.schema.names, at)
            if got.message is not None:
                spoilt = True
                place = seen.place(line.row, column.field)
                self.troubles.append(Trouble(place, got.message, got.hint, client, dotted(at)))
            elif not _same(base, got.value, shape):
                at = (*path, column.field) if sheet.is_list and found is None else at
                wishes.append(Wish(seen.place(line.row, column.field), at, shape, got.value, base))
        if wishes or (spoilt and found is None):
            place = seen.place(line.row, CLIENT)
            is_new = found is None or found.value is None
            self.groups.append(Group(client, sheet, place, path, tuple(wishes), is_new and bool(path), spoilt))

    def _new_path(self, sheet: Sheet, keys: Keys) -> Path:
        """Where a new thing belongs; for one of a list the list."""
        names = iter(keys[1:])
        steps: list[str | int] = []
        for step in sheet.steps:
            if isinstance(step, str):
                steps.append(step)
            elif step.type == NUMBER_IN_LIST:
                next(names)
            else:
                steps.append(str(next(names)))
        return tuple(steps)

    def _tell(
        self, seen: SeenSheet, line: SeenLine, field: str, message: Sentence, hint: Sentence | None, keys: Keys
    ) -> None:
        client = str(keys[0]) if keys else None
        self.troubles.append(Trouble(seen.place(line.row, field), message, hint, client))


def _same(base: Value, value: Value, shape: Leaf | ListOf) -> bool:
    if isinstance(base, list) or isinstance(value, list):
        return list_of(base, shape) == list_of(value, shape)
    return base is not None and same(base, value, shape)


def list_of(value: Value, shape: Leaf | ListOf) -> object:
    """What a list means."""
    from kamctl.history.meaning import meaning

    return meaning(value if isinstance(value, list) else [], shape)


def changed_since(memory: Mapping[str, Value], now: Mapping[str, Value], schema: Schema) -> Iterator[str]:
    """The clients whose plan says something else than when the workbook was made."""
    from kamctl.history.compare import compare

    for client, values in memory.items():
        if client in now and compare(values, now[client], schema.layout.shape):
            yield client
