"""What the sheets of a workbook are called."""

from __future__ import annotations

from collections.abc import Mapping

from kamctl.exchange.workbooks.sheets import Sheet

FRONT, LISTS, MEMORY = "Portfolio", "Lists", "kamctl"
"""The first sheet, the one of what may be chosen, and the one that nobody sees."""

_LONGEST_NAME = 31
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_TAKEN = ("history",)
"""Names that Excel keeps for itself."""


def sheet_names(sheets: tuple[Sheet, ...]) -> Mapping[str, str]:
    """The names of the sheets by their keys: their titles as far as a name may be so, each once."""
    names: dict[str, str] = {}
    taken = {each.casefold() for each in (*_TAKEN, FRONT, LISTS, MEMORY)}
    for sheet in sheets:
        wanted = " ".join(sheet.title.translate(_FORBIDDEN).split()) or "Sheet"
        if wanted.casefold() in _TAKEN:
            wanted = f"{wanted} notes"
        name, number = wanted[:_LONGEST_NAME].strip(), 1
        while name.casefold() in taken:
            number += 1
            name = f"{wanted[: _LONGEST_NAME - len(str(number)) - 1].strip()} {number}"
        taken.add(name.casefold())
        names[sheet.key] = name
    return names
