"""Actuals from another program's file: lines are read by a mapping, days add up to the periods in which a plan counts.

A figure of which a line cannot be understood, or may stand twice, is not taken: a sum that is too small by one line
looks as good as any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from kamctl.exchange.clients import Clients
from kamctl.exchange.delimited import Delimited, Record, text_of
from kamctl.exchange.figures import day, figure
from kamctl.exchange.trouble import Trouble
from kamctl.insight.portfolio import Entry
from kamctl.plan import quantity
from kamctl.plan.figures import FiguresPath, figure_groups
from kamctl.plan.imports import Mapped
from kamctl.plan.model import Figure
from kamctl.plan.period import MONTHS, Period
from kamctl.plan.schema import Schema
from kamctl.plan.schema_model import SALES, Kpi
from kamctl.plan.spelled_time import period as spelled_period
from kamctl.words import Sentence, count, say

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


class _Item(NamedTuple):
    """A line that was understood."""

    line: int
    value: Decimal
    when: date


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
        self.clients = Clients(mapping.client.ids or {}, plans)
        self.kpis = {(kpi.title or id_).casefold(): id_ for id_, kpi in schema.kpis.items()}
        self.items: dict[_Goal, list[_Item]] = {}
        self.doubtful: dict[tuple[str, FiguresPath, Period | None], None] = {}
        self.seen: dict[tuple[str, ...], int] = {}
        self.skipped: dict[tuple[str, str | None, str], tuple[Trouble, list[int]]] = {}
        self.days: list[date] = []

    def skip(
        self, line: int, message: Sentence, hint: Sentence | None = None, client: str = "", field: str = ""
    ) -> None:
        """Note why a line is not taken; lines that are not for one reason are told together."""
        told = Trouble("", message, hint, client or None, field or None)
        self.skipped.setdefault((str(message), client, field), (told, []))[1].append(line)

    def cell(self, record: Record, column: str) -> str:
        return text_of(record.cells[self.file.place(column)])

    def take(self, record: Record) -> None:
        if len(record.cells) != len(self.file.titles):
            titles, cells = len(self.file.titles), len(record.cells)
            message = say("The line has {cells}, the first one {titles}.", cells=count(cells, "cell"), titles=titles)
            self.skip(record.line, message, say("Cells with the delimiter in them stand in quotation marks."))
            return
        client = self._client(record)
        path = None if client is None else self._path(record, client)
        if client is None or path is None:
            return
        when = self._when(record, client, path)
        if when is None:
            return
        period, last = when
        goal = _Goal(client, path, period)
        kpi = self.schema.kpi(path[-1])
        assert kpi is not None
        text = self.cell(record, self.mapping.value.column)
        value = figure(text, kpi.unit, self.mapping.decimal or ".")
        if value is None:
            self.doubtful[goal] = None
            message = say("{text} is not read as {unit}.", text=text or "An empty cell", unit=_UNITS[kpi.unit])
            mark = "a comma" if self.mapping.decimal == "," else "a point"
            hint = say("The mapping says that decimals stand behind {mark}.", mark=mark)
            self.skip(record.line, message, hint, client, _field(goal))
            return
        first = self.seen.setdefault(record.cells, record.line)
        if first != record.line:
            self.doubtful[goal] = None
            message = say("The line says the same as line {first} in every column.", first=first)
            hint = say("Take one of them out, or export a column that tells them apart, such as a number.")
            self.skip(record.line, message, hint, client, _field(goal))
            return
        self.items.setdefault(goal, []).append(_Item(record.line, value, last))

    def _client(self, record: Record) -> str | None:
        typed = self.cell(record, self.mapping.client.column)
        client, message, hint = self.clients.find(typed)
        if message is not None:
            self.skip(record.line, message, hint)
        return client

    def _path(self, record: Record, client: str) -> FiguresPath | None:
        """Where the figures of a line stand; None, and it is skipped, where the plan has none of its KPI."""
        column = self.mapping.kpi_column
        typed = str(self.mapping.kpi) if column is None else self.cell(record, column)
        kpi = typed if self.schema.kpi(typed) is not None else self.kpis.get(typed.casefold(), "")
        if self.schema.kpi(kpi) is None:
            self.skip(record.line, say("There is no KPI {value}.", value=typed or "without a name"))
            return None
        path = (SALES,) if kpi == SALES else ("kpis", kpi)
        if path not in dict(figure_groups(self.plans[client].plan)):
            message = say("The plan of {client} does not name {kpi}.", client=client, kpi=kpi)
            self.skip(record.line, message, say("Add it to the plan with its plan figures first."), client)
            return None
        return path

    def _when(self, record: Record, client: str, path: FiguresPath) -> tuple[Period, date] | None:
        """The period for which a line counts, and its last day; None, and it is skipped, where there is none."""
        days = self.mapping.date
        column = days or self.mapping.period
        assert column is not None
        text = self.cell(record, column.column)
        plan, kind = self.plans[client].plan, self._kind(client, path)
        if days is not None:
            last = day(text, days.format)
            period = None if last is None else self.schema.calendar.containing(last, kind)
        else:
            named = self.schema.calendar.parse(spelled_period(text) or text)
            period = named and self.schema.calendar.containing(named.start, kind)
            last = None if named is None else min(named.last_day, self.today)
            if named is not None and MONTHS[named.kind] > MONTHS[kind]:
                message = say(
                    "{period} is longer than the periods of the plan, one {kind} each.", period=text, kind=kind
                )
                self.skip(record.line, message, None, client)
                return None
        if period is None or last is None:
            self.doubtful[client, path, None] = None
            message = say("{text} is not read as a day or period.", text=text or "An empty cell")
            self.skip(record.line, message, None, client)
            return None
        if (days is not None and last > self.today) or not period.begun(self.today):
            message = say("{text} is still to come.", text=text)
            self.skip(record.line, message, say("What will be sold is no actual."), client)
            return None
        if plan.period is not None and not plan.period.holds(period):
            message = say("{period} lies outside of the plan of {client}.", period=period, client=client)
            self.skip(record.line, message, None, client)
            return None
        if days is not None:
            self.days.append(last)
        return period, last

    def _kind(self, client: str, path: FiguresPath) -> str:
        """The kind of period in which a plan counts: that of its figures, where they agree, else the checkpoint."""
        figures: Mapping[Period, Figure] = dict(figure_groups(self.plans[client].plan)).get(path, {})
        kinds = {period.kind for period in figures}
        usual = self.schema.checkpoint
        kind = kinds.pop() if len(kinds) == 1 else usual
        return kind if MONTHS[kind] <= MONTHS[usual] else usual

    def conclude(self) -> Read:
        found = []
        for goal in sorted(self.items, key=lambda goal: (goal.client, goal.path, goal.period.start)):
            if goal in self.doubtful or (goal.client, goal.path, None) in self.doubtful:
                continue
            kpi = self.schema.kpi(goal.path[-1])
            assert kpi is not None
            value = self._total(goal, kpi)
            if value is not None:
                entry = self.plans[goal.client]
                found.append(Actual(entry, goal.path, goal.period, value, self._as_of(goal.period), kpi.unit))
        actuals = tuple(each for each in found if self._is_whole(each) and self._is_newer(each))
        days = (min(self.days), max(self.days)) if self.days else None
        return Read(actuals, tuple(self._troubles()), days, len(self.file.records))

    def _total(self, goal: _Goal, kpi: Kpi) -> Decimal | None:
        """What the lines of a period make, as the catalogue says its periods make a longer one."""
        items = self.items[goal]
        if kpi.total == "sum":
            return sum((item.value for item in items), Decimal(0))
        if kpi.total == "mean":
            mean = sum((item.value for item in items), Decimal(0)) / len(items)
            return quantity.rounded(mean, 4 if kpi.unit == "percent" else 2)
        last = max(item.when for item in items)
        values = {item.value for item in items if item.when == last}
        if len(values) > 1:
            line = max(item.line for item in items if item.when == last)
            message = say("There are several figures for {day}, and only the last one counts.", day=last)
            self.skip(line, message, None, goal.client, _field(goal))
            return None
        return values.pop()

    def _as_of(self, period: Period) -> date | None:
        """The last day that the figures of a period cover; None where they cover all of it."""
        if self.mapping.date is None:
            return None if period.closed(self.today) else self.today
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
        self.skip(
            0, message, say("Export it from {start} on.", start=found.period.start), found.entry.client, _field(found)
        )
        return False

    def _is_newer(self, found: Actual) -> bool:
        """Whether the plan does not know later figures already; where it does, that is told."""
        held = dict(figure_groups(found.entry.plan))[found.path].get(found.period)
        if held is None or held.actual is None or found.as_of is None:
            return True
        known = held.as_of or (found.period.last_day if found.period.closed(self.today) else None)
        if known is None or known <= found.as_of:
            return True
        message = say(
            "The plan has the actual up to {known} already, the file ends on {last}.", known=known, last=found.as_of
        )
        self.skip(0, message, None, found.entry.client, _field(found))
        return False

    def _troubles(self) -> Iterable[Trouble]:
        for told, lines in sorted(self.skipped.values(), key=lambda each: each[1][0]):
            first, *others = lines
            message = told.message
            if others:
                fields = {"others": count(len(others), "more line"), "next": str(others[0])}
                template = f"{message.template} The same holds for {{others}}, the next is {{next}}."
                message = Sentence(template, {**message.fields, **fields})
            yield told._replace(place=str(first) if first else "", message=message)


_UNITS = {"money": "an amount", "number": "a number", "percent": "a percentage"}


def _field(goal: _Goal | Actual) -> str:
    return ".".join((*goal.path, goal.period.name, "actual"))
