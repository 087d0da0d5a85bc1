"""Actuals from another program's file: lines are read by a mapping, days add up to the periods in which a plan counts.

A figure of which a line cannot be understood, or may stand twice, is not taken: a sum that is too small by one line
looks as good as any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from kamctl.exchange.called import CLIENTS, KPIS, Called
from kamctl.exchange.incoming.adding import Doubt, Item, added
from kamctl.exchange.incoming.delimited import Delimited, Record, text_of
from kamctl.exchange.incoming.figures import day, figure
from kamctl.exchange.incoming.skipped import Skipped
from kamctl.exchange.trouble import Trouble
from kamctl.insight.portfolio import Entry
from kamctl.plan.figures import FiguresPath, figure_groups
from kamctl.plan.imports import Mapped
from kamctl.plan.period import MONTHS, Period
from kamctl.plan.schema import Schema
from kamctl.plan.schema_model import SALES
from kamctl.plan.spelled_time import period as spelled_period
from kamctl.words import count, say

HOLIDAYS = timedelta(days=10)
"""A file that begins or ends no further than this inside of a period is taken to have all of it: nobody sells on a
holiday."""


class Actual(NamedTuple):
    """A figure for a plan: the actual of a period. `as_of` is the last day that it covers, None where that is all."""

    entry: Entry
    path: FiguresPath
    period: Period
    value: Decimal
    as_of: date | None
    unit: str


class Read(NamedTuple):
    """What a file says: figures, what of it is not taken, and which days its lines are of (None: of periods)."""

    actuals: tuple[Actual, ...]
    troubles: tuple[Trouble, ...]
    days: tuple[date, date] | None
    lines: int


class _When(NamedTuple):
    """Of which time a line is: the period in which the plan counts, the last day, the period that it names itself."""

    period: Period
    last: date
    named: Period | None


class _Goal(NamedTuple):
    """What a line is about."""

    client: str
    path: FiguresPath
    period: Period


def read(file: Delimited, mapping: Mapped, schema: Schema, plans: Sequence[Entry], today: date) -> Read:
    """The actuals that a file has for these plans."""
    run = _Run(file, mapping, schema, plans, today)
    for record in file.records:
        run.take(record)
    return run.conclude()


class _Run:
    """One walk over the lines of a file."""

    def __init__(self, file: Delimited, mapping: Mapped, schema: Schema, plans: Sequence[Entry], today: date) -> None:
        self.file, self.mapping, self.schema, self.today = file, mapping, schema, today
        self.plans = {entry.client: entry for entry in plans}
        self.figures = {entry.client: dict(figure_groups(entry.plan)) for entry in plans}
        when = mapping.date or mapping.period
        assert when is not None
        self.when = when
        names = [(entry.plan.client, entry.client) for entry in plans if entry.plan.client]
        self.clients = Called(CLIENTS, self.plans, names, mapping.client.ids)
        titles = [(kpi.title, id_) for id_, kpi in schema.kpis.items() if kpi.title]
        self.kpis = Called(KPIS, (SALES, *schema.kpis), titles, mapping.kpi_ids)
        self.items: dict[_Goal, list[Item]] = {}
        self.doubtful: dict[tuple[str, FiguresPath, Period | None], None] = {}
        self.broken: set[str] = set()
        self.seen: dict[tuple[str, ...], int] = {}
        self.skipped = Skipped()
        self.days: list[date] = []

    def cell(self, record: Record, column: str) -> str:
        return text_of(record.cells[self.file.place(column)])

    def take(self, record: Record) -> None:
        if len(record.cells) != len(self.file.titles):
            titles, cells = len(self.file.titles), len(record.cells)
            message = say("The line has {cells}, the first one {titles}.", cells=count(cells, "cell"), titles=titles)
            self.skipped.add(record.line, message, say("Cells with the delimiter in them stand in quotation marks."))
            clients = (self.clients.find(text_of(cell))[0] for cell in record.cells)
            self.broken |= {client for client in clients if client is not None}
            return
        client = self._client(record)
        path = None if client is None else self._path(record, client)
        if client is None or path is None:
            return
        when = self._when(record, client, path)
        if when is None:
            return
        goal = _Goal(client, path, when.period)
        kpi = self.schema.kpi(path[-1])
        assert kpi is not None
        text = self.cell(record, self.mapping.value.column)
        value = figure(text, kpi.unit, self.mapping.decimal or ".")
        if value is None:
            self.doubtful[goal] = None
            message = say("{text} is not read as {unit}.", text=text or "An empty cell", unit=_UNITS[kpi.unit])
            mark = "a comma" if self.mapping.decimal == "," else "a point"
            hint = say("The mapping says that decimals stand behind {mark}.", mark=mark)
            self.skipped.add(record.line, message, hint, client, _field(goal))
            return
        first = self.seen.setdefault(record.cells, record.line)
        if first != record.line:
            self.doubtful[goal] = None
            message = say("The line says the same as line {first} in every column.", first=first)
            hint = say("Take one of them out, or export a column that tells them apart, such as a number.")
            self.skipped.add(record.line, message, hint, client, _field(goal))
            return
        self.items.setdefault(goal, []).append(Item(record.line, value, when.last, when.named))

    def _client(self, record: Record) -> str | None:
        typed = self.cell(record, self.mapping.client.column)
        client, message, hint = self.clients.find(typed)
        if message is not None:
            self.skipped.add(record.line, message, hint)
        return client

    def _path(self, record: Record, client: str) -> FiguresPath | None:
        """Where the figures of a line stand; None, and it is skipped, where the plan has none of its KPI."""
        column = self.mapping.kpi_column
        kpi, told, hint = self.kpis.find(str(self.mapping.kpi) if column is None else self.cell(record, column))
        if kpi is None:
            assert told is not None
            self.skipped.add(record.line, told, hint)
            return None
        path = (SALES,) if kpi == SALES else ("kpis", kpi)
        if path not in self.figures[client]:
            message = say("The plan of {client} does not name {kpi}.", client=client, kpi=kpi)
            self.skipped.add(record.line, message, say("Add it to the plan with its plan figures first."), client)
            return None
        return path

    def _when(self, record: Record, client: str, path: FiguresPath) -> _When | None:
        """The time of which a line is; None, and it is skipped, where it cannot be told or is none of the plan's."""
        text, kind = self.cell(record, self.when.column), self._kind(client, path)
        when = self._read_when(text, kind)
        plan = self.plans[client].plan.period
        hint = None
        if when is None:
            self.doubtful[client, path, None] = None
            told = say("{text} is not read as a day or period.", text=text or "An empty cell")
        elif when.named is not None and MONTHS[when.named.kind] > MONTHS[kind]:
            told = say("{period} is longer than the periods of the plan, one {kind} each.", period=text, kind=kind)
        elif (when.last if when.named is None else when.named.start) > self.today:
            told, hint = say("{text} is still to come.", text=text), say("What will be sold is no actual.")
        elif plan is not None and not plan.holds(when.period):
            told = say("{period} lies outside of the plan of {client}.", period=when.period, client=client)
        else:
            self.days += [when.last] if when.named is None else [when.named.start, when.last]
            return when
        self.skipped.add(record.line, told, hint, client)
        return None

    def _read_when(self, text: str, kind: str) -> _When | None:
        calendar = self.schema.calendar
        if self.mapping.date is not None:
            last = day(text, self.mapping.date.format)
            return None if last is None else _When(calendar.containing(last, kind), last, None)
        named = calendar.parse(spelled_period(text) or text)
        if named is None:
            return None
        return _When(calendar.containing(named.start, kind), min(named.last_day, self.today), named)

    def _kind(self, client: str, path: FiguresPath) -> str:
        """The kind of period in which a plan counts: that of its figures, where they agree, else the checkpoint."""
        kinds = {period.kind for period in self.figures[client].get(path, {})}
        usual = self.schema.checkpoint
        kind = kinds.pop() if len(kinds) == 1 else usual
        return kind if MONTHS[kind] <= MONTHS[usual] else usual

    def conclude(self) -> Read:
        found = []
        for goal in sorted(self.items, key=lambda goal: (goal.client, goal.path, goal.period.start)):
            if goal.client in self.broken or {goal, (goal.client, goal.path, None)} & self.doubtful.keys():
                continue
            kpi = self.schema.kpi(goal.path[-1])
            assert kpi is not None
            value = added(self.items[goal], kpi)
            if isinstance(value, Doubt):
                self.skipped.add(value.line, value.message, None, goal.client, _field(goal))
                continue
            entry = self.plans[goal.client]
            found.append(Actual(entry, goal.path, goal.period, value, self._as_of(goal.period), kpi.unit))
        actuals = tuple(each for each in found if self._is_whole(each) and self._is_newer(each))
        days = (min(self.days), max(self.days)) if self.days and self.mapping.date is not None else None
        return Read(actuals, tuple(self.skipped.troubles()), days, len(self.file.records))

    def _as_of(self, period: Period) -> date | None:
        """The last day that the figures of a period cover; None where they cover all of it."""
        last = max(self.days)
        if last >= period.last_day or (period.closed(self.today) and last >= period.last_day - HOLIDAYS):
            return None
        return last

    def _is_whole(self, found: Actual) -> bool:
        """Whether the file does not begin inside of a period; where it does it has a part alone, which is told."""
        first = min(self.days, default=found.period.start)
        if first <= found.period.start + HOLIDAYS:
            return True
        message = say(
            "The file begins on {first}, so it has a part of {period} alone.", first=first, period=found.period
        )
        self.skipped.add(
            0, message, say("Export it from {start} on.", start=found.period.start), found.entry.client, _field(found)
        )
        return False

    def _is_newer(self, found: Actual) -> bool:
        """Whether the plan does not know later figures already; where it does, that is told."""
        held = self.figures[found.entry.client][found.path].get(found.period)
        if held is None or held.actual is None or found.as_of is None:
            return True
        known = held.as_of or (found.period.last_day if found.period.closed(self.today) else None)
        if known is None or known <= found.as_of:
            return True
        message = say(
            "The plan has the actual up to {known} already, the file ends on {last}.", known=known, last=found.as_of
        )
        self.skipped.add(0, message, None, found.entry.client, _field(found))
        return False


_UNITS = {"money": "an amount", "number": "a number", "percent": "a percentage"}


def _field(goal: _Goal | Actual) -> str:
    return ".".join((*goal.path, goal.period.name, "actual"))
