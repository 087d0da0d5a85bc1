"""What the lines of a sheet are about: the client and the names that stand in their first cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kamctl.exchange.called import CLIENTS, Called
from kamctl.exchange.trouble import Trouble
from kamctl.exchange.workbooks.displaced import Claim, Keys
from kamctl.exchange.workbooks.meaning import Meant, is_blank, meant
from kamctl.exchange.workbooks.reading import Seen, SeenLine, SeenSheet
from kamctl.exchange.workbooks.sheets import CLIENT, NUMBER_IN_LIST, Sheet
from kamctl.plan.document import Value, text_at
from kamctl.plan.names import Names
from kamctl.plan.shape import TEXT, Leaf
from kamctl.words import Sentence, say

_NOBODY, _NAMELESS = say("No client is named."), say("A new line needs a name here.")


class Naming:
    """Tells what lines are about, as far as that can be told; what cannot is in `troubles`."""

    def __init__(self, plans: Mapping[str, Value], names: Names) -> None:
        self._names = names
        self._only = next(iter(plans)) if len(plans) == 1 else None
        self._clients = Called(CLIENTS, plans, _names_of(plans), None)
        self._troubles: list[Trouble] = []
        self._strangers: dict[str, Trouble] = {}

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """What could not be told; of a client that nobody knows once, however many lines it has."""
        return (*self._troubles, *self._strangers.values())

    def claims(self, seen: SeenSheet, sheet: Sheet) -> Iterator[tuple[SeenLine, Claim]]:
        """The lines of a sheet that say something, with what they are about, each thing once."""
        fields = {column.field for column in sheet.fields}
        first: dict[Keys, int] = {}
        for line in seen.lines:
            cells = {field: cell for field, cell in line.cells.items() if field in fields and not is_blank(cell)}
            # A name alone, or a thing whose cells were emptied, wants nothing.
            keys = self._keys(seen, sheet, line) if cells else None
            if keys is None:
                continue
            is_nameless = sheet.is_list and keys[-1] is None
            if not is_nameless and first.setdefault(keys, line.row) != line.row:
                told = say("Row {row} is about the same as row {first}.", row=line.row + 1, first=first[keys] + 1)
                self._tell(seen, line, CLIENT, told, say("Keep one of them."), keys)
                continue
            yield line, Claim(keys, cells)

    def _keys(self, seen: SeenSheet, sheet: Sheet, line: SeenLine) -> Keys | None:
        """The client and the names that tell which thing a line is about; None, and it is told, where one is bad."""
        client = self._client(seen, line)
        if client is None:
            return None
        keys: list[str | int | None] = [client]
        for column in sheet.keys[1:]:
            cell = line.cells.get(column.field, Seen(None))
            assert isinstance(column.shape, Leaf)
            if column.shape.type == NUMBER_IN_LIST:
                keys.append(_number(cell))
                continue
            name = Meant(None, _NAMELESS) if is_blank(cell) else meant(cell, column.shape, self._names, ())
            if name.message is not None:
                self._tell(seen, line, column.field, name.message, name.hint, tuple(keys))
                return None
            keys.append(str(name.value).strip())
        return tuple(keys)

    def _client(self, seen: SeenSheet, line: SeenLine) -> str | None:
        """The client of a line; None, and it is told, where the workbook was not made with a plan of it."""
        cell = line.cells.get(CLIENT, Seen(None))
        got = Meant(self._only, _NOBODY) if is_blank(cell) else meant(cell, Leaf(TEXT), self._names, ())
        if got.value is None:
            assert got.message is not None
            self._tell(seen, line, CLIENT, got.message, say("Write the id of the one that is meant."), ())
            return None
        client = str(got.value).strip()
        found = self._clients.find(client)[0]
        if found is None:
            told = say("The workbook has no plan of {client}, so nothing of it is taken.", client=client)
            hint = say("A new client begins with kamctl new {client}; then export a new workbook.", client=client)
            self._strangers.setdefault(client, Trouble(seen.place(line.row, CLIENT), told, hint, client))
        return found

    def _tell(
        self, seen: SeenSheet, line: SeenLine, field: str, message: Sentence, hint: Sentence | None, keys: Keys
    ) -> None:
        client = str(keys[0]) if keys else None
        self._troubles.append(Trouble(seen.place(line.row, field), message, hint, client))


def _names_of(plans: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
    """What clients are called, each with its id."""
    for client, values in plans.items():
        name = text_at(values, "client")
        if name is not None:
            yield name, client


def _number(cell: Seen) -> int | None:
    """The number of a thing in its list, None where there is none; -1 for what is no number."""
    if is_blank(cell):
        return None
    value = cell.value
    if isinstance(value, str):
        return int(value) if re.fullmatch("[0-9]{1,9}", value.strip()) else -1
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) and value == value // 1 else -1
