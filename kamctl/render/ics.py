"""The agenda as a calendar (RFC 5545): an entry of one day for each thing that is due.

The same agenda gives the same bytes: what would be the clock's is the agenda's day. An entry keeps its UID when its
day moves, so that a calendar which imports it again moves it too.
"""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import UTC, datetime, time, timedelta

from icalendar import Calendar, Event, vText

from kamctl.insight.agenda import Agenda
from kamctl.insight.todo import Item
from kamctl.render import safe

PRODUCT = "-//kamctl//agenda//EN"

_NAMESPACE = uuid.UUID("6c0e7a53-6f1c-5d0b-9a51-52b6c6f7a0de")
"""Of our UIDs, chosen once: another one would double the entries of every calendar."""


class _Text(vText):
    """Text as it stands in the plan: the library takes the letters `\\N` in it for the end of a line."""

    def to_ical(self) -> bytes:
        text = self.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        return text.replace("\n", "\\n").encode()


def calendar(agenda: Agenda) -> str:
    """The calendar, with the line ends that it must have."""
    whole = Calendar()
    whole.add("VERSION", "2.0")
    whole.add("PRODID", PRODUCT)
    whole.add("X-WR-CALNAME", _text(agenda.title))
    stamp = datetime.combine(agenda.basis.today, time(), UTC)
    seen: Counter[tuple[str, str, str | None]] = Counter()
    for item in agenda.items:
        what = (item.client, item.kind, item.field)
        seen[what] += 1
        whole.add_component(_event(item, _uid(*what, seen[what]), stamp))
    data: bytes = whole.to_ical()
    return data.decode()


def _event(item: Item, uid: str, stamp: datetime) -> Event:
    about = [f"Client: {item.client}", f"Kind: {item.kind}"]
    about += [f"Field: {item.field}"] if item.field else []
    about += [f"Owner: {item.owner}"] if item.owner else []
    event = Event()
    event.add("UID", uid)
    event.add("DTSTAMP", stamp)
    event.add("DTSTART", item.due)
    event.add("DTEND", item.due + timedelta(days=1))
    event.add("SUMMARY", _text(f"{item.name or item.client}: {item.message}"))
    event.add("DESCRIPTION", _text(str(item.message), *about))
    event.add("CATEGORIES", [item.kind])
    event.add("TRANSP", "TRANSPARENT")  # a day with something due is not a day without time
    return event


def _uid(client: str, kind: str, field: str | None, number: int) -> str:
    """Of an entry: by what it is about, wherever and whenever the calendar is made.

    `number` tells those of several plans of one client apart.
    """
    parts = [client, kind, field or "", *([str(number)] if number > 1 else [])]
    return str(uuid.uuid5(_NAMESPACE, "\n".join(safe.visible(part) for part in parts)))


def _text(*lines: str) -> _Text:
    return _Text("\n".join(safe.inert(line) for line in lines))
