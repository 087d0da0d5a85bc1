"""The page of the changes: moved goalposts first, then what every commit of the last weeks did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from kamctl.history.change import CHANGED, Change
from kamctl.history.report import Event
from kamctl.history.spelling import move_text, value_text
from kamctl.insight import spelling
from kamctl.insight.portfolio import Basis
from kamctl.insight.report import ALERT, NUMBER, TEXT, Column, Row, Table, Value
from kamctl.render.changes import day_of
from kamctl.site.frame import Frame, frame_of
from kamctl.site.grid import Grid, grid
from kamctl.site.names import CHANGES as PAGE
from kamctl.site.sources import ClientLink, Dossier, Sources, client_links
from kamctl.site.story import Happening, happening
from kamctl.site.texts import CHANGES
from kamctl.words import shorten

MOST_COMMITS = 150
"""Commits that the page tells."""

LONGEST_VALUE = 200


@dataclass(frozen=True, slots=True)
class Deed:
    """What a commit did to one plan; `link` leads to the page of the client, None for one that is gone."""

    happening: Happening
    link: ClientLink | None


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit and the plans that it changed."""

    day: str
    who: str
    id: str
    title: str
    deeds: tuple[Deed, ...]


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """The page; without a history it has nothing but its frame."""

    frame: Frame
    known: bool
    lead: str = ""
    moved: Grid | None = None
    commits: tuple[Commit, ...] = ()
    more: str = ""


def changes_page(sources: Sources, dossiers: Sequence[Dossier]) -> ChangesPage:
    """The page of the changes since `sources.history.since`."""
    history, basis = sources.history, sources.status.basis
    frame = frame_of(PAGE, CHANGES["title"], Basis(basis.today, basis.currency, stood=basis.stood), history.unknown)
    if history.habit is None:
        return ChangesPage(frame, known=False)
    links = client_links(dossiers, PAGE)
    recent = [event for event in history.events if _is_recent(event, sources)]
    commits = list(_commits(recent, sources.names, links))
    rest = len(commits) - MOST_COMMITS
    return ChangesPage(
        frame=frame,
        known=True,
        lead=CHANGES["lead"].format(since=history.since),
        moved=_moved(history.moved, sources.names, links),
        commits=tuple(commits[:MOST_COMMITS]),
        more=CHANGES["more"].format(more=rest, since=history.since) if rest > 0 else "",
    )


def _is_recent(event: Event, sources: Sources) -> bool:
    return event.commit is not None and event.commit.author.moment.day >= sources.history.since


def _commits(events: Sequence[Event], names: Mapping[str, str], links: Mapping[str, ClientLink]) -> Iterator[Commit]:
    """The commits of these events, the newest day first; of one day as the history has them."""
    for id_, together in groupby(_by_day(events), key=lambda event: event.commit.id if event.commit else ""):
        told = [Deed(happening(event, names), links.get(event.client)) for event in together]
        first = told[0].happening
        yield Commit(first.day, first.who, first.commit or id_, first.title, tuple(told))


def _by_day(events: Iterable[Event]) -> list[Event]:
    return sorted(events, key=day_of, reverse=True)


def _moved(events: Sequence[Event], names: Mapping[str, str], links: Mapping[str, ClientLink]) -> Grid | None:
    columns = (
        Column("client", CHANGES["client"]),
        Column("field", CHANGES["field"]),
        Column("old", CHANGES["old"], NUMBER),
        Column("new", CHANGES["new"], NUMBER),
        Column("move", CHANGES["move"], NUMBER),
        Column("day", CHANGES["day"]),
        Column("who", CHANGES["who"], TEXT),
        Column("reason", CHANGES["reason"], TEXT),
    )
    rows = tuple(_move(event, change, names) for event in _by_day(events) for change in event.changes)
    if not rows:
        return None
    return grid("moved", CHANGES["moved_caption"], Table("moved", columns, rows), {"client": links.get})


def _move(event: Event, change: Change, names: Mapping[str, str]) -> Row:
    told = happening(event._replace(changes=()), names)
    new = shorten(value_text(change.new, change.shape), LONGEST_VALUE) if change.kind == CHANGED else CHANGES["gone"]
    return (
        Value(event.client, event.client),
        spelling.words(change.field),
        spelling.words(shorten(value_text(change.old, change.shape), LONGEST_VALUE)),
        Value(new, new, ALERT),
        spelling.words(move_text(change) or None),
        spelling.words(day_of(event)),
        spelling.words(told.who),
        spelling.words(told.title),
    )
