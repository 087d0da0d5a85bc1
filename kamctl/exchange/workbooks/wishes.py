"""What a workbook that came back wants of the plans: the cells that say something else than when it was made.

What is empty, or a line that is not there any more, wants nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kamctl.exchange.trouble import Trouble
from kamctl.exchange.workbooks.cells import Cell, cell_of
from kamctl.exchange.workbooks.displaced import Claim, Keys, Things
from kamctl.exchange.workbooks.heads import readable
from kamctl.exchange.workbooks.lines import Line, field_path, leaf_at, lines_of, value_at
from kamctl.exchange.workbooks.meaning import Meant, is_as_written, meant
from kamctl.exchange.workbooks.naming import Naming
from kamctl.exchange.workbooks.reading import Book, Seen, SeenLine, SeenSheet
from kamctl.exchange.workbooks.sheets import CLIENT, NUMBER_IN_LIST, Sheet, sheets_of
from kamctl.history.compare import compare
from kamctl.history.meaning import meaning, same
from kamctl.plan.document import Value
from kamctl.plan.fault import Path, dotted
from kamctl.plan.schema import Schema
from kamctl.plan.shape import Leaf, ListOf
from kamctl.words import Sentence, say


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
    found = readable(book.sheets, sheets_of(schema))
    run = _Run(book, schema)
    for seen, sheet in found.sheets:
        run.sheet(seen, sheet)
    return Wanted(tuple(run.groups), (*found.troubles, *run.troubles, *run.naming.troubles), found.notes)


class _Run:
    """One walk over the sheets of a workbook."""

    def __init__(self, book: Book, schema: Schema) -> None:
        self.plans = book.memory.plans
        self.schema = schema
        self.shape = schema.layout.shape
        self.naming = Naming(self.plans, schema.names)
        self.groups: list[Group] = []
        self.troubles: list[Trouble] = []

    def sheet(self, seen: SeenSheet, sheet: Sheet) -> None:
        """The lines of one sheet."""
        known: dict[Keys, Line] = {
            (line.client, *(key.strip() if isinstance(key, str) else key for key in line.keys)): line
            for line in lines_of(sheet, self.plans)
        }
        claims = list(self.naming.claims(seen, sheet))
        written = {keys: self._written(sheet, line) for keys, line in known.items()}
        things = Things(written, (claim for _, claim in claims))
        for line, claim in claims:
            if things.is_unchanged(claim):
                continue
            found = known.get(claim.keys)
            slip = self._slip(sheet, claim, found, things)
            if slip is None:
                self._group(seen, sheet, line, claim, found)
            else:
                at, message, hint = slip
                place = seen.place(line.row, sheet.keys[at].field)
                self.troubles.append(Trouble(place, message, hint, str(claim.keys[0])))

    def _written(self, sheet: Sheet, line: Line) -> dict[str, Cell]:
        """The cells of a line that say something, as they were written."""
        cells = {
            column.field: cell_of(value_at(sheet, line, column), leaf_at(self.shape, sheet, line.path, column))
            for column in sheet.fields
        }
        return {field: cell for field, cell in cells.items() if cell is not None}

    def _slip(
        self, sheet: Sheet, claim: Claim, found: Line | None, things: Things
    ) -> tuple[int, Sentence, Sentence] | None:
        """Why a line cannot be about what its names say: which name, what is wrong, and what to do."""
        before = things.before(claim)
        if before is not None:
            at = next(at for at, (one, other) in enumerate(zip(before, claim.keys, strict=True)) if one != other)
            told = say("The line says what was said of {name} when the workbook was made.", name=str(before[at]))
            return at, told, say("Put that back: a name stays as it is, and a new thing has a line of its own.")
        if found is None and (sheet.one_each or (sheet.is_list and claim.keys[-1] is not None)):
            hint = say("Leave the number of a new line empty; others stay as they are.")
            return len(claim.keys) - 1, say("There was no such line when the workbook was made."), hint
        return None

    def _group(self, seen: SeenSheet, sheet: Sheet, line: SeenLine, claim: Claim, found: Line | None) -> None:
        client = str(claim.keys[0])
        path = found.path if found is not None else self._new_path(sheet, claim.keys)
        is_nameless = sheet.is_list and found is None
        wishes: list[Wish] = []
        spoilt = False
        for column in sheet.fields:
            shape = leaf_at(self.shape, sheet, path, column)
            base = None if found is None else value_at(sheet, found, column)
            cell, written = claim.cells.get(column.field), cell_of(base, shape)
            if cell is None or is_as_written(cell, written):
                continue
            place = seen.place(line.row, column.field)
            at = path if is_nameless else field_path(sheet, path, column)
            got = self._meant(sheet, cell, written, shape, at)
            if got.message is not None:
                spoilt = True
                self.troubles.append(Trouble(place, got.message, got.hint, client, dotted(at)))
            elif not is_same(base, got.value, shape):
                wishes.append(Wish(place, (*path, column.field) if is_nameless else at, shape, got.value, base))
        if wishes or (spoilt and found is None):
            place = seen.place(line.row, CLIENT)
            is_new = found is None or found.value is None
            self.groups.append(Group(client, sheet, place, path, tuple(wishes), is_new and bool(path), spoilt))

    def _meant(self, sheet: Sheet, cell: Seen, written: Cell | None, shape: Leaf | ListOf, at: Path) -> Meant:
        """What a cell means that does not say what was `written` into it."""
        if written is not None and not written.whole:
            told = say("The cell did not show all that the plan says, so nobody knows what to keep of it.")
            return Meant(None, told, say("Change it in the file of the plan."))
        if not sheet.written_by_hand:
            return Meant(None, say("What stands here is written by kamctl approve alone."))
        return meant(cell, shape, self.schema.names, at)

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


def is_same(one: Value, other: Value, shape: Leaf | ListOf) -> bool:
    """Whether two values mean the same; a list that is not there is an empty one."""
    if isinstance(one, list) or isinstance(other, list):
        one, other = (each if isinstance(each, list) else [] for each in (one, other))
        return meaning(one, shape) == meaning(other, shape)
    if one is None or other is None:
        return one is other
    return same(one, other, shape)


def changed_since(memory: Mapping[str, Value], now: Mapping[str, Value], schema: Schema) -> Iterator[str]:
    """The clients whose plan says something else than when the workbook was made."""
    for client, values in memory.items():
        if client in now and compare(values, now[client], schema.layout.shape):
            yield client
