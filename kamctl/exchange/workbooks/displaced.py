"""Lines of a sheet that stand under another name than before: by a slip, since names are locked.

A name that was written over, two names that changed places, or a column that was sorted by itself make lines that say
of one thing what was true of another. Nobody wants that of a plan, and no cell by itself shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from kamctl.exchange.workbooks.cells import Cell
from kamctl.exchange.workbooks.meaning import digits, is_as_written, plain
from kamctl.exchange.workbooks.reading import Seen

Keys = tuple[str | int | None, ...]
"""The client, then the names that tell which of its things is meant; None for a new thing of a list."""

Written = Mapping[str, Cell]
"""The cells of a line that say something, by their fields, as they were written."""

_FEW = 2
"""So many cells of a line that are those of another are no coincidence."""


class Claim(NamedTuple):
    """A line that came back: what it is about by its names, and the cells that say something, without these."""

    keys: Keys
    cells: Mapping[str, Seen]


class Things:
    """The things that a sheet had, and the lines that came back of them."""

    def __init__(self, written: Mapping[Keys, Written], claims: Iterable[Claim]) -> None:
        self._written = written
        claims = list(claims)
        claimed = {claim.keys for claim in claims}
        kept = {claim.keys for claim in claims if self.is_unchanged(claim)}
        self._missing: dict[tuple[int, Keys], list[Keys]] = {}
        self._left: dict[frozenset[tuple[str, object]], Keys] = {}
        for keys, cells in written.items():
            if keys not in claimed:
                for at in range(len(keys)):
                    self._missing.setdefault((at, _without(keys, at)), []).append(keys)
            if keys not in kept and len(cells) >= _FEW:
                self._left[frozenset((field, _sign(cell.value)) for field, cell in cells.items())] = keys

    def is_unchanged(self, claim: Claim) -> bool:
        """Whether all cells of a line that say something say what was written into them."""
        if claim.keys not in self._written:
            return False
        cells = self._written[claim.keys]
        return all(is_as_written(seen, cells.get(field)) for field, seen in claim.cells.items())

    def before(self, claim: Claim) -> Keys | None:
        """The names under which a line stood before; None where nothing speaks for others than it has now."""
        if claim.keys not in self._written:
            return self._renamed(claim)
        own = self._written[claim.keys]
        changed = [field for field, seen in claim.cells.items() if not is_as_written(seen, own.get(field))]
        if len(changed) < _FEW:
            return None
        said = frozenset((field, _sign(seen.value)) for field, seen in claim.cells.items())
        found = self._left.get(said)
        return found if found != claim.keys else None

    def _renamed(self, claim: Claim) -> Keys | None:
        """The thing whose line is gone, if a new one has one name else, and says the most of what it said."""
        for at in range(len(claim.keys)):
            for keys in self._missing.get((at, _without(claim.keys, at)), ()):
                cells = self._written[keys]
                alike = sum(is_as_written(seen, cells.get(field)) for field, seen in claim.cells.items())
                if 2 * alike > max(len(cells), len(claim.cells)):
                    return keys
        return None


def _without(keys: Keys, at: int) -> Keys:
    return (*keys[:at], *keys[at + 1 :])


def _sign(value: object) -> object:
    """What a value says, whether it was written or came back."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, bool | date):
        return value
    if isinstance(value, int | float):
        return digits(value)
    return plain(str(value))
