"""What a site is made of: the reports, each made once for all pages, and what of it belongs to one client."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple, TypeVar

from kamctl.history.report import Event
from kamctl.insight.agenda import Agenda
from kamctl.insight.exposure import OpenRisk, Totals, by_plan
from kamctl.insight.habit_report import ClientHabit, HabitReport
from kamctl.insight.portfolio import Entry, Portfolio
from kamctl.insight.report import Table
from kamctl.insight.risk_tables import totals_table
from kamctl.insight.risks import RisksReport
from kamctl.insight.signals import Signal
from kamctl.insight.status import Score, StatusReport, StatusRow
from kamctl.insight.todo import Item
from kamctl.lint.finding import Finding
from kamctl.plan.lapse import Later
from kamctl.plan.sections import HEAD, SECTIONS
from kamctl.site.names import client_pages, link
from kamctl.words import Sentence, shorten

LONGEST_NAME = 60
"""Characters of a client's name among others; its page has all of it."""

EVERYTHING = (*HEAD, *SECTIONS)
"""What a site looks at in a plan."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class History:
    """What git tells. `events` are all of them, newest first; `moved` the plan figures that moved since `since`.

    `unknown` says why nothing is known; then all else is empty.
    """

    since: date
    habit: HabitReport | None = None
    events: tuple[Event, ...] = ()
    moved: tuple[Event, ...] = ()
    unknown: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Sources:
    """The reports. `findings` are lint's by the plans' files, `lapsed` the approvals that do not hold, likewise."""

    portfolio: Portfolio
    status: StatusReport
    by_kam: StatusReport
    by_segment: StatusReport
    risks: RisksReport
    agenda: Agenda
    history: History
    findings: Mapping[str, Sequence[Finding]]
    lapsed: Mapping[str, Mapping[str, Sequence[Later]]]

    @property
    def names(self) -> dict[str, str]:
        """What people are called, by their ids."""
        return {person: entry.name for person, entry in self.portfolio.schema.people.items() if entry.name}


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that the reports say of one plan, and where its page is."""

    entry: Entry
    page: str
    rows: tuple[StatusRow, ...]
    score: Score
    risks: tuple[OpenRisk, ...]
    totals: Totals
    total: Table
    items: tuple[Item, ...]
    signals: tuple[Signal, ...]
    events: tuple[Event, ...]
    habit: ClientHabit | None
    findings: tuple[Finding, ...]
    lapsed: Mapping[str, Sequence[Later]]


def dossiers(sources: Sources) -> list[Dossier]:
    """One for each plan, in the order of the portfolio."""
    plans = sources.portfolio.plans
    pages = client_pages(plans)
    rows = _gathered((id(row.entry), row) for row in sources.status.rows)
    risks = {id(entry): tuple(held) for entry, held in by_plan(sources.portfolio, sources.risks.risks)}
    totals = {id(entry): totals for entry, totals in sources.risks.plans}
    told = totals_table(sources.risks)
    total = {id(entry): row for (entry, _), row in zip(sources.risks.plans, told.rows, strict=True)}
    items = _gathered((item.client, item) for item in sources.agenda.items)
    signals = _gathered((signal.client, signal) for signal in sources.risks.signals)
    events = _gathered((event.client, event) for event in sources.history.events)
    habit = sources.history.habit
    habits = {} if habit is None else {each.client: each for each in habit.clients}
    return [
        Dossier(
            entry=entry,
            page=pages[entry.document.source.name],
            rows=rows.get(id(entry), ()),
            score=score,
            risks=risks[id(entry)],
            totals=totals[id(entry)],
            total=replace(told, rows=(total[id(entry)],), total=None),
            items=items.get(entry.client, ()),
            signals=signals.get(entry.client, ()),
            events=events.get(entry.client, ()),
            habit=habits.get(entry.client),
            findings=tuple(sources.findings.get(entry.document.source.name, ())),
            lapsed=sources.lapsed.get(entry.document.source.name, {}),
        )
        for entry, score in zip(plans, sources.status.scores, strict=True)
    ]


class ClientLink(NamedTuple):
    """What a client is called on a page, and the address of its own page from there."""

    text: str
    href: str


def client_links(dossiers: Sequence[Dossier], page: str) -> dict[str, ClientLink]:
    """By the clients' ids. Names that several clients have are told with the ids."""
    names = {dossier.entry.client: dossier.entry.plan.client or dossier.entry.client for dossier in dossiers}
    having = Counter(names.values())
    return {
        client: ClientLink(
            shorten(names[client], LONGEST_NAME) + (f" ({client})" if having[names[client]] > 1 else ""),
            link(page, dossier.page),
        )
        for dossier in reversed(dossiers)
        for client in (dossier.entry.client,)
    }


def _gathered(pairs: Iterable[tuple[object, T]]) -> dict[object, tuple[T, ...]]:
    """What belongs together, in its order."""
    found: dict[object, list[T]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}
