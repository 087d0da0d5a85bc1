"""What is due for whom, by when: overdue things first, then day by day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kamctl.insight import spelling
from kamctl.insight.portfolio import Basis, Portfolio
from kamctl.insight.report import ALERT, HEADING, PLAIN, TEXT, WATCH, Column, Row, Table, Value
from kamctl.insight.todo import Freshness, Item, todo
from kamctl.plan.schema_model import Person
from kamctl.words import Sentence, count

READS = ("kam", "period", "sales", "kpis", "activities", "risks", "assortment", "promotions")
"""What the report looks at in a plan."""

COLUMNS = tuple(Column(key, key) for key in ("client", "due", "kind", "field", "owner", "message", "overdue"))
LINE_COLUMNS = (
    Column("day", "Day", HEADING),
    Column("due", "Due", PLAIN, 0),
    Column("client", "Client", PLAIN, 1),
    Column("message", "What", TEXT, 2),
    Column("owner", "Owner", PLAIN, 3),
)


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is due up to and with the day `until`, and all that is overdue, by the day.

    `items` are the things themselves, `rows` the same for programs and `lines` for people, under a heading for each
    day. `person` is the id of whom it is for (None: of all), `title` says it in words. `unknown` says why it is not
    known which plans go stale; it is empty where it is, or where SKAM do not ask.
    """

    basis: Basis
    until: date
    person: str | None
    title: str
    items: tuple[Item, ...]
    rows: Table
    lines: Table
    unknown: tuple[Sentence, ...]


def agenda(portfolio: Portfolio, freshness: Freshness, days: int, person: str | None = None) -> Agenda:
    """The agenda of today and the `days` days that follow; with `person`, of what this person owns."""
    today, people = portfolio.today, portfolio.schema.people
    until = today + timedelta(days=min(days, (date.max - today).days))
    items = sorted(
        (
            item
            for entry in portfolio.plans
            for item in todo(entry, portfolio.schema, today, freshness)
            if item.due <= until and person in (None, item.owner)
        ),
        key=lambda item: item.order,
    )
    return Agenda(
        basis=portfolio.basis(READS),
        until=until,
        person=person,
        title="Agenda" if person is None else f"Agenda of {_name(person, people)}",
        items=tuple(items),
        rows=Table("items", COLUMNS, tuple(_row(item, today) for item in items)),
        lines=agenda_lines(items, today, people, person),
        unknown=freshness.unknown,
    )


def agenda_lines(items: Iterable[Item], today: date, people: Mapping[str, Person], person: str | None = None) -> Table:
    """Things to be done, for people: a line for each, under a heading for each day."""
    return Table("lines", LINE_COLUMNS, tuple(_line(item, today, people, person) for item in items))


def owners(portfolio: Portfolio, freshness: Freshness) -> set[str]:
    """Everybody who has something to do by these plans, whenever it is due."""
    items = (item for entry in portfolio.plans for item in todo(entry, portfolio.schema, portfolio.today, freshness))
    return {item.owner for item in items if item.owner is not None}


def _name(person: str, people: Mapping[str, Person]) -> str:
    return people[person].name if person in people else person


def _row(item: Item, today: date) -> Row:
    message = str(item.message)
    return (
        spelling.words(item.client),
        spelling.day(item.due),
        spelling.words(item.kind),
        spelling.words(item.field),
        spelling.words(item.owner),
        spelling.words(message),
        Value("yes" if item.is_overdue(today) else "no", item.is_overdue(today)),
    )


def _line(item: Item, today: date, people: Mapping[str, Person], person: str | None) -> Row:
    """A line under the heading of its day; whose it is goes without saying where the agenda is one person's."""
    owner = item.owner if person is None else None
    return (
        _heading(item.due, today),
        Value(item.due.isoformat(), item.due.isoformat(), ALERT if item.is_overdue(today) else ""),
        spelling.words(item.client),
        spelling.words(str(item.message)),
        None if owner is None else Value(_name(owner, people), owner),
    )


def _heading(due: date, today: date) -> Value:
    days = (due - today).days
    if days < 0:
        return Value("Overdue", "overdue", ALERT)
    if days < 2:
        return Value("Tomorrow" if days else "Today", days, "" if days else WATCH)
    return Value(f"In {count(days, 'day')}", days)
