"""The history of plans, field by field: what each commit changed in meaning, newest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import islice
from typing import NamedTuple

from kamctl.gitrepo.commit import Commit
from kamctl.history.compare import leaves
from kamctl.history.event import Deed, deed, kind_of
from kamctl.history.moved import planned_period
from kamctl.history.past import Past
from kamctl.history.people import Authors
from kamctl.history.report import EDITED, Doubled, Event, LogReport, Remark
from kamctl.history.standing import Look, Turn, prefetch, version_of
from kamctl.history.timeline import Timeline
from kamctl.history.version import Versions, parse
from kamctl.plan.document import Value, found_at
from kamctl.plan.fault import Path
from kamctl.plan.period import Calendar
from kamctl.plan.shape import Shape
from kamctl.plan.source import LARGEST_FILE


class Wanted(NamedTuple):
    """Which events are asked for. Days are those of the author's date in UTC, both inclusive.

    `fields` are patterns of field paths (`*` for any name), each also for what lies below; `author` is a person's id
    or a part of name or e-mail; `moved`: only plan figures that changed after their period had begun, which takes a
    timeline with all that merges brought together.
    """

    since: date | None = None
    until: date | None = None
    fields: tuple[str, ...] = ()
    author: str | None = None
    limit: int | None = None
    moved: bool = False

    @property
    def narrows(self) -> bool:
        """Whether only some of the changes are asked for."""
        return self.only_fields or any((self.since, self.until, self.author))

    @property
    def only_fields(self) -> bool:
        """Whether events count only for some of their changes."""
        return bool(self.fields) or self.moved


class Reading(NamedTuple):
    """How versions and commits are read, and what today's schema says of them."""

    past: Past
    versions: Versions
    shape: Shape | None
    calendar: Calendar
    authors: Authors

    def afresh(self) -> Reading:
        """The same with nothing read yet, so that what was read before need not be kept."""
        return self._replace(versions=versions_of(self.past))

    def look(self) -> Look:
        """Reads what stands in a file."""
        return lambda file: version_of(file, self.versions)


Tell = Callable[[Turn], Deed | None]


def versions_of(past: Past) -> Versions:
    """The contents of a repository, as plans."""
    return Versions(lambda ids: past.blobs(ids, LARGEST_FILE + 1))


def build_log(timeline: Timeline, reading: Reading, wanted: Wanted, client: str | None = None) -> LogReport:
    """The log of all clients, or of the one that is called `client` today."""
    turns = [turn for turn in timeline.turns if client is None or timeline.name(turn.commit, turn.client) == client]
    tell: Tell = partial(deed, look=reading.look(), shape=reading.shape)
    if wanted.moved:
        moves = _moves(turns, timeline, reading)
        turns, tell = [turn for turn in turns if turn in moves], moves.__getitem__
    events = islice(_events(turns, timeline, reading, wanted, tell), wanted.limit)
    return LogReport(tuple(events), (), client, wanted.moved, wanted.narrows, doubled(timeline, client))


def doubled(timeline: Timeline, client: str | None = None, now_only: bool = False) -> tuple[Doubled, ...]:
    """The clients that have several plans in the newest commit, then (unless `now_only`) those that once had."""
    found = {
        id_: Doubled(id_, tuple(file.path for file in standing.files), "HEAD")
        for id_, standing in sorted(timeline.last.items())
        if len(standing.files) > 1
    }
    for id_, (commit, files) in () if now_only else sorted(timeline.doubled.items()):
        name = timeline.name(commit, id_)
        found.setdefault(name, Doubled(name, tuple(file.path for file in files), commit[:8]))
    return tuple(each for each in found.values() if client in (None, each.client))


def _moves(turns: Sequence[Turn], timeline: Timeline, reading: Reading) -> dict[Turn, Deed]:
    """What those of the turns did that moved plan figures after their period had begun."""
    from kamctl.history.goalposts import Goalposts

    days: dict[str, date] = {}

    def begun(path: Path, commit: str) -> bool:
        period = planned_period(path, reading.calendar)
        if commit not in days:
            days.update(_days(reading, [commit]))
        return period is not None and period.begun(days[commit])

    days.update(_days(reading, dict.fromkeys(turn.commit for turn in turns)))
    by_client: dict[str, list[Turn]] = {}
    for turn in turns:
        by_client.setdefault(timeline.name(turn.commit, turn.client), []).append(turn)
    found = {}
    for own in by_client.values():
        read = reading.afresh()  # plans have little in common: no more than one's versions are kept at a time
        read.versions.fetch(
            [turn.after.file.blob for turn in own if turn.after is not None and turn.after.file.regular]
        )
        goalposts = Goalposts(read.look(), reading.shape, begun, timeline.mainline)
        for turn in own:
            if changes := goalposts.moves(turn):
                found[turn] = Deed(kind_of(turn), changes)
    return found


def _days(reading: Reading, commits: Iterable[str]) -> dict[str, date]:
    """The days of commits; of one that was written before its period and brought in afterwards the later day counts."""
    return {
        commit.id: max(commit.author.moment.day, commit.committer.moment.day)
        for commit in reading.past.commits(commits)
    }


def _events(turns: Sequence[Turn], timeline: Timeline, reading: Reading, wanted: Wanted, tell: Tell) -> Iterator[Event]:
    """The events that are wanted; contents are read as they are asked for, so that a limit saves time."""
    for turn, commit in _by_commit(turns, reading, wanted):
        found = tell(turn)
        if found is not None and (kept := narrowed(found, wanted)):
            yield event_of(turn, kept, commit, timeline, reading.authors)


def event_of(turn: Turn, done: Deed, commit: Commit, timeline: Timeline, authors: Authors) -> Event:
    """What a turn did to a plan, as a log tells it."""
    client = timeline.name(turn.commit, turn.client)
    called = turn.client if turn.was is not None else None
    return Event(
        client, done.kind, done.changes, commit, authors.person(commit.author), turn.was, done.unreadable, called
    )


def _by_commit(turns: Sequence[Turn], reading: Reading, wanted: Wanted) -> Iterator[tuple[Turn, Commit]]:
    """The turns of the commits that are wanted, with these, read some hundreds at a time."""
    at_once = min(500, wanted.limit or 500)
    for start in range(0, len(turns), at_once):
        some = turns[start : start + at_once]
        ids = dict.fromkeys(turn.commit for turn in some)
        commits = {commit.id: commit for commit in reading.past.commits(ids)}
        kept = [turn for turn in some if fits(commits[turn.commit], wanted, reading.authors)]
        for turn in prefetch(kept, reading.versions):
            yield turn, commits[turn.commit]


def fits(commit: Commit, wanted: Wanted, authors: Authors) -> bool:
    """Whether a commit's author and date are asked for."""
    day = commit.author.moment.day
    if (wanted.since and day < wanted.since) or (wanted.until and day > wanted.until):
        return False
    if wanted.author is None:
        return True
    asked = wanted.author.casefold()
    person = authors.person(commit.author)
    return (person is not None and person.casefold() == asked) or asked in commit.author.shown.casefold()


def narrowed(found: Deed, wanted: Wanted) -> Deed | None:
    """A deed with those of its changes that are asked for; None where there are none of them."""
    changes = found.changes
    if wanted.fields:
        changes = tuple(change for change in changes if any(covers(pattern, change.path) for pattern in wanted.fields))
    if wanted.only_fields and not changes and found.unreadable is None:
        return None
    if not changes and found.kind == EDITED and found.unreadable is None:
        return None
    return found._replace(changes=changes)


def ever_said(timeline: Timeline, reading: Reading, patterns: Iterable[str]) -> set[str]:
    """Those of the patterns that a field of some version of some plan lies at or below."""
    left, found = set(patterns), set()
    blobs = dict.fromkeys(turn.after.file.blob for turn in timeline.turns if turn.after and turn.after.file.regular)
    for _, data in reading.past.blobs(blobs, LARGEST_FILE + 1):
        likely = {pattern for pattern in left if _may_say(data, pattern)}
        if likely:
            told = [path for path, _ in leaves(parse(data)[0])]
            found |= {pattern for pattern in likely if any(covers(pattern, path) for path in told)}
            left -= found
        if not left:
            break
    return found


def _may_say(data: bytes, pattern: str) -> bool:
    """Whether a file has the names of a pattern in it, as far as one sees without reading it as a plan."""
    names = [step for step in pattern.split(".") if step != "*" and not step.isdigit()]
    return b"\\" in data or all(not name.isascii() or name.encode() in data for name in names)


def covers(pattern: str, path: Path) -> bool:
    """Whether a field lies at or below what a pattern names: `sales.*.plan`, `risks`; things in a list count from 1."""
    asked = pattern.split(".")
    steps = [part for step in path for part in (str(step + 1) if isinstance(step, int) else step).split(".")]
    return len(asked) <= len(steps) and all(one in ("*", other) for one, other in zip(asked, steps, strict=False))


def remarks(client: str, values: Value, wanted: Wanted) -> tuple[Remark, ...]:
    """The notes of a plan's section `history` that fall into the asked time, newest first."""
    section = found_at(values, ("history",))
    if wanted.only_fields or wanted.author is not None or not isinstance(section, list):
        return ()
    found = [_remark(client, entry) for entry in section]
    kept = [remark for remark in found if remark is not None and _in_time(remark.date, wanted)]
    return tuple(sorted(kept, key=lambda remark: remark.date)[::-1])  # of one day the last stands first


def _remark(client: str, entry: Value) -> Remark | None:
    if not isinstance(entry, dict):
        return None
    day, note, contact = entry.get("date"), entry.get("note"), entry.get("with")
    if not isinstance(day, str) or not isinstance(note, str):
        return None
    return Remark(client, day, note, contact if isinstance(contact, str) else None)


def _in_time(day: str, wanted: Wanted) -> bool:
    return not ((wanted.since and day < wanted.since.isoformat()) or (wanted.until and day > wanted.until.isoformat()))


def cut_remarks(report: LogReport, limit: int | None) -> LogReport:
    """The report without the notes that are older than the last event, where a limit left events out."""
    if limit is None or len(report.events) < limit:
        return report
    last = report.events[-1].commit if report.events else None
    oldest = last.author.moment.day.isoformat() if last else ""
    return report._replace(remarks=tuple(remark for remark in report.remarks if remark.date >= oldest))
