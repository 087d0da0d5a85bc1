"""Changes in meaning for other programs: JSON and CSV, one entry for each field that differs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from kamctl.history.report import RENAMED, DiffReport, Doubled, Event, LogReport
from kamctl.insight.report import Column, Table, Value
from kamctl.plan.document import Value as Written
from kamctl.plan.quantity import plain_number
from kamctl.render import safe
from kamctl.render.table import csv

CHANGES = "changes"
OF_COMMIT = ("commit", "date", "author", "person")
OF_CHANGE = ("client", "field", "kind", "old", "new")


def diff_json(report: DiffReport) -> str:
    """`{"version": 1, "changes": […], "renamed": […], "unreadable": […], "duplicates": […], "notices": […]}`.

    The worst stand first; `notices` are sentences about comments that silence rules, the schema, and lost approvals.
    """
    notices = [str(notice) for notice in report.notices]
    told = {"duplicates": duplicates(report.doubled), "notices": notices}
    return safe.json_text({**_document(report.events, committed=False), **told})


def log_json(report: LogReport) -> str:
    """The same, newest first, each entry with its commit; `notes` are those of the plans as they are today."""
    notes = [
        {"client": remark.client, "date": remark.date, "note": remark.note, "with": remark.contact}
        for remark in report.remarks
    ]
    document = _document(report.events, committed=True)
    return safe.json_text({**document, "notes": notes, "duplicates": duplicates(report.doubled)})


def diff_csv(report: DiffReport) -> str:
    """A line for each field that differs (RFC 4180); of a client that was renamed one with its old and its new id."""
    return csv(_table(report.events, committed=False))


def log_csv(report: LogReport) -> str:
    """The same with the commits."""
    return csv(log_table(report))


def log_table(report: LogReport) -> Table:
    """The same as a table, by the name of `changes`."""
    return _table(report.events, committed=True)


def changes(events: Iterable[Event], committed: bool) -> list[dict[str, object]]:
    """Each field that differs, in the order of the report."""
    return [
        {
            **(_commit(event) if committed else {}),
            "client": event.client,
            "field": change.field,
            "kind": change.kind,
            "old": plain(change.old),
            "new": plain(change.new),
        }
        for event in events
        for change in event.changes
    ]


def duplicates(doubled: Iterable[Doubled]) -> list[dict[str, object]]:
    """The clients that have several plans, of which only the first file is told."""
    return [{"client": each.client, "in": each.where, "files": list(each.files)} for each in doubled]


def plain(value: Written) -> object:
    """A value as JSON has it: numbers as numbers, what is not finite as text."""
    if isinstance(value, Decimal):
        return plain_number(value)
    return str(value) if isinstance(value, float) else value


def _document(events: Iterable[Event], committed: bool) -> dict[str, object]:
    events = list(events)
    return {
        "version": 1,
        "changes": changes(events, committed),
        "renamed": [
            {**(_commit(event) if committed else {}), "client": event.client, "was": event.was}
            for event in events
            if event.was is not None
        ],
        "unreadable": [
            {**(_commit(event) if committed else {}), "client": event.client, "message": str(event.unreadable)}
            for event in events
            if event.unreadable is not None
        ],
    }


def _commit(event: Event) -> dict[str, object]:
    commit = event.commit
    if commit is None:
        return {**dict.fromkeys(OF_COMMIT), "person": event.person}
    return {
        "commit": commit.id,
        "date": commit.author.moment.iso,
        "author": commit.author.shown,
        "person": event.person,
    }


def _rows(events: Iterable[Event], committed: bool) -> Iterator[dict[str, object]]:
    """The lines of a table: a renaming, which is of no field, stands before what else its commit did to the plan."""
    for event in events:
        if event.was is not None:
            told = {"client": event.client, "field": None, "kind": RENAMED}
            ids = {"old": event.was, "new": event.called or event.client}
            yield {**(_commit(event) if committed else {}), **told, **ids}
        yield from changes((event,), committed)


def _table(events: Iterable[Event], committed: bool) -> Table:
    names = (*OF_COMMIT, *OF_CHANGE) if committed else OF_CHANGE
    rows = (tuple(Value("", each) for each in row.values()) for row in _rows(events, committed))
    return Table(CHANGES, tuple(Column(name, name) for name in names), tuple(rows))
