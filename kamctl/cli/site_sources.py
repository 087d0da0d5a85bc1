"""What a site is made of, read once for all its pages: the plans, what lint says of them, and their past in git."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from kamctl.cli.app import App
from kamctl.errors import HistoryError
from kamctl.history.report import Event
from kamctl.insight.signals import Past
from kamctl.insight.todo import Freshness
from kamctl.lint.snapshot import Snapshot
from kamctl.plan.lapse import Lapse, Later, Since
from kamctl.plan.trouble import Updated
from kamctl.site.sources import History, Sources
from kamctl.words import say

if TYPE_CHECKING:
    from datetime import date

    from kamctl.gitrepo.repository import Repository
    from kamctl.history.event import Deed
    from kamctl.history.log import Reading
    from kamctl.history.practice import PlanPast
    from kamctl.history.standing import Turn
    from kamctl.history.timeline import Timeline
    from kamctl.insight.habit_report import HabitReport
    from kamctl.insight.portfolio import Portfolio
    from kamctl.lint.finding import Finding

WEEKS = 4
"""Of which the page of the changes tells."""


class _Known(NamedTuple):
    """What git knows: for signals, for the agenda, for lint, for the pages."""

    past: Past
    freshness: Freshness
    updated: Updated | None
    history: History
    since: Since


def sources_of(app: App, snapshot: Snapshot, advance: Callable[[int], None] = lambda plans: None) -> Sources:
    """The reports that a site tells, of a snapshot's plans; `advance` is told how many more plans were looked into."""
    from kamctl.cli.portfolio import read_portfolio
    from kamctl.insight.agenda import agenda
    from kamctl.insight.card_figures import DAYS
    from kamctl.insight.risks import risks
    from kamctl.insight.status import KAM, SEGMENT, status
    from kamctl.lint import snapshot as linting

    portfolio = read_portfolio(app, snapshot)
    schema = portfolio.schema
    lapses = _lapses(portfolio)
    known = _known(app, snapshot, portfolio, lapses, advance)
    linted = linting.lint(snapshot, app.today, schema=schema, updated=known.updated, ask=lambda asked: known.since)
    findings: dict[str, list[Finding]] = {}
    for finding in linted.report.findings:
        findings.setdefault(finding.path, []).append(finding)
    return Sources(
        portfolio=portfolio,
        status=status(portfolio),
        by_kam=status(portfolio, by=KAM),
        by_segment=status(portfolio, by=SEGMENT),
        risks=risks(portfolio, known.past),
        agenda=agenda(portfolio, known.freshness, DAYS),
        history=known.history,
        findings=findings,
        lapsed=_told(lapses, known.since),
    )


def _lapses(portfolio: Portfolio) -> list[Lapse]:
    """The approvals of all plans that do not hold."""
    from kamctl.history.approval import lapses

    shape = portfolio.schema.layout.shape
    return [
        lapse
        for entry in portfolio.plans
        for lapse in lapses(
            entry.client, entry.document.source.name, entry.document.values, entry.plan.approvals or {}, shape
        )
    ]


def _told(lapses: Sequence[Lapse], since: Since) -> Mapping[str, Mapping[str, Sequence[Later]]]:
    told: dict[str, dict[str, Sequence[Later]]] = {}
    for lapse in lapses:
        told.setdefault(lapse.path, {})[lapse.what] = since.get((lapse.client, lapse.what), ())
    return told


def _known(
    app: App, snapshot: Snapshot, portfolio: Portfolio, lapses: Sequence[Lapse], advance: Callable[[int], None]
) -> _Known:
    """What git knows of the plans; where it cannot tell, why."""
    from kamctl.cli.past import stale_after, updates_in
    from kamctl.render.safe import inert

    schema = portfolio.schema
    days = stale_after(schema)
    first = app.today - timedelta(weeks=WEEKS)
    try:
        with app.repository() as repository:
            repository.require_whole()
            tip = snapshot.commit or repository.head()
            changed = updates_in(repository, snapshot, app.today, None, schema.layout.shape) or {}
            walk = _Walk(repository, tip, portfolio)
            return _Known(
                past=Past(days, None if days is None else changed, walk.editors()),
                freshness=_freshness(changed, days),
                updated=None if days is None else changed,
                history=walk.history(first, advance),
                since=walk.since(lapses),
            )
    except HistoryError as error:
        unknown = say("git does not tell the history of these plans, so what hangs on it is missing here.")
        why = tuple(sentence for sentence in (error.message, error.remedy) if sentence)
        app.terminal.note(inert(" ".join(map(str, (unknown, *why)))) + "\n")
        # What a machine's folders are called is no affair of those who read the pages.
        told = (unknown,) if "folder" in error.message.fields else (unknown, *why)
        waiting = () if days is None else (say("Plans that go stale are not on the agenda."),)
        return _Known(Past(days, None, None), Freshness({}, days, waiting), None, History(first, unknown=told), {})


def _freshness(changed: Updated, days: int | None) -> Freshness:
    if days is None:
        return Freshness({}, None)
    return Freshness({client: day for client, day in changed.items() if day is not None}, days)


class _Walk:
    """One walk through the history, from which all is told."""

    def __init__(self, repository: Repository, tip: str, portfolio: Portfolio) -> None:
        from kamctl.cli.history import reading_of
        from kamctl.history.reading import whole

        self._repository = repository
        self._tip = tip
        self._portfolio = portfolio
        self._reading: Reading = reading_of(repository, portfolio.schema)
        self._timeline: Timeline = whole(repository, tip, self._reading.versions)
        ids = dict.fromkeys(turn.commit for turn in self._timeline.turns)
        self._commits = {commit.id: commit for commit in repository.commits(ids)}

    def editors(self) -> dict[str, tuple[str, ...]]:
        """The names of those who ever changed each plan."""
        from kamctl.cli.history import names_of
        from kamctl.history.editors import editors, named

        found = editors(self._timeline, self._commits.values(), self._reading.authors)
        return named(found, names_of(self._portfolio.schema))

    def since(self, lapses: Sequence[Lapse]) -> Since:
        """What changed since approvals that do not hold."""
        from kamctl.history.lapse import changed_in

        return changed_in(self._timeline, lapses, self._reading)

    def history(self, first: date, advance: Callable[[int], None]) -> History:
        """The habit, all events, and the goalposts that moved since the day `first`."""
        from kamctl.history.log import event_of
        from kamctl.history.practice import with_deeds

        pasts: list[PlanPast] = []
        done: dict[Turn, Deed] = {}
        for past, deeds in with_deeds(self._timeline, self._reading):
            pasts.append(past)
            done.update(deeds)
            advance(past.path is not None)
        events = tuple(
            event_of(turn, done[turn], self._commits[turn.commit], self._timeline, self._reading.authors)
            for turn in self._timeline.turns
            if turn in done
        )
        return History(first, self._habit(pasts), events, self._moved(first))

    def _habit(self, pasts: Sequence[PlanPast]) -> HabitReport:
        from kamctl.insight.habit import Staff, habit
        from kamctl.insight.portfolio import Basis

        portfolio, schema = self._portfolio, self._portfolio.schema
        unread = tuple(sorted(past.path for past in pasts if past.path is not None and past.fault))
        basis = Basis(portfolio.today, None, unread, schema_errors=bool(schema.faults), stood=portfolio.stood)
        return habit(pasts, Staff(schema.people, schema.format.rollout), basis)

    def _moved(self, first: date) -> tuple[Event, ...]:
        """The plan figures that moved since a day; only plans that were touched since are looked at."""
        from kamctl.history.log import Wanted, build_log
        from kamctl.history.reading import whole

        joined = whole(self._repository, self._tip, self._reading.versions, joins=True)
        commits = {turn.commit for turn in joined.turns}
        days = {commit.id: commit.author.moment.day for commit in self._repository.commits(commits)}
        touched = {joined.name(turn.commit, turn.client) for turn in joined.turns if days[turn.commit] >= first}
        turns = tuple(turn for turn in joined.turns if joined.name(turn.commit, turn.client) in touched)
        return build_log(joined._replace(turns=turns), self._reading, Wanted(since=first, moved=True)).events
