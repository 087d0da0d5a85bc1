"""Calendars as the tests read them: the lines of RFC 5545 by hand, and the entries by a library of other people."""

from __future__ import annotations

import vobject  # type: ignore[import-untyped]


def lines(calendar: str) -> list[str]:
    """The unfolded lines, of a calendar whose lines end, and are folded, as they must."""
    assert calendar.endswith("END:VCALENDAR\r\n")
    folded = calendar.removesuffix("\r\n").split("\r\n")
    assert not any(character in line for line in folded for character in "\r\n")
    assert max(len(line.encode()) for line in folded) <= 75
    return calendar.removesuffix("\r\n").replace("\r\n ", "").split("\r\n")


def properties(calendar: str) -> set[str]:
    """The names of all properties, without their parameters."""
    return {line.partition(":")[0].partition(";")[0] for line in lines(calendar)}


def entries(calendar: str) -> list[dict[str, object]]:
    """The entries as vobject reads them, each property by its name."""
    whole = vobject.readOne(calendar, validate=True)
    return [{child.name: child.value for child in event.getChildren()} for event in getattr(whole, "vevent_list", ())]
