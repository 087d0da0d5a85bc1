"""What the history tells of how plans are kept: who changed which plan when, and when its results were recorded.

Facts alone; what they amount to is `kamctl.insight.habit`'s. Days are those of the authors' dates in UTC, which are
claims; None stands for a date that cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from kamctl.history.event import Deed, deed
from kamctl.history.hands import hands_of, leaves
from kamctl.history.log import Reading
from kamctl.history.standing import Look, Standing, Turn, line_of, prefetch, readable
from kamctl.history.timeline import Timeline
from kamctl.plan import quantity
from kamctl.plan.document import Value, found_at, text_at
from kamctl.plan.period import Calendar, Period


class Edit(NamedTuple):
    """A commit that changed a plan in meaning.

    `author` tells one author from another; `person` is their id in people.yaml, None for whom it does not know; `kam`
    is the plan's KAM as the commit leaves it.
    """

    commit: str
    day: date | None
    author: str
    person: str | None
    kam: str | None


class Record(NamedTuple):
    """A figure that the plan has today with what is planned: since when that stands there, and its result.

    `recorded` is the first day of a commit to the plan in which a final actual stood there: one without an `as_of`
    before the period's last day, on that day or later (an actual of a running period is not the last word on it).
    `recorded_for` is the plan's KAM in that commit, `kam` the one that it has today.
    """

    kpi: str
    period: Period
    planned: date | None
    recorded: date | None
    recorded_for: str | None
    kam: str | None


class PlanPast(NamedTuple):
    """The past of one client's plan, by the id that the client has today; edits are in the order of the history.

    `path` is where the plan lies, None where it was deleted; `fault` that it cannot be read there, `doubled` that the
    client has other files beside it, which are not told. It was first committed on the day `first` and deleted on
    `gone`. Of its `fields` `by_one` ever had one author only.
    """

    client: str
    kam: str | None
    path: str | None
    fault: bool
    doubled: bool
    first: date | None
    gone: date | None
    edits: tuple[Edit, ...]
    records: tuple[Record, ...]
    fields: int
    by_one: int


class _Made(NamedTuple):
    """Who made a commit, and when."""

    day: date | None
    author: str
    person: str | None


Deeds = tuple[tuple[Turn, Deed], ...]
"""What each commit did to a plan in meaning, in the order of the history."""


def practice(timeline: Timeline, reading: Reading) -> Iterator[PlanPast]:
    """The pasts of all plans that there ever were, by client; each content is read once, plan by plan."""
    return (past for past, _ in with_deeds(timeline, reading))


def with_deeds(timeline: Timeline, reading: Reading) -> Iterator[tuple[PlanPast, Deeds]]:
    """The same, each with what was done to the plan, which a log tells."""
    made = _made(timeline, reading)
    authors = {commit: each.author for commit, each in made.items()}
    turns: dict[str, list[Turn]] = {}
    for turn in reversed(timeline.turns):
        turns.setdefault(timeline.name(turn.commit, turn.client), []).append(turn)
    for client in sorted({*turns, *timeline.last}):
        # Plans have little in common: no more than one's versions are kept at a time.
        yield _past(client, turns.get(client, ()), timeline.last.get(client), made, authors, reading.afresh())


def _made(timeline: Timeline, reading: Reading) -> dict[str, _Made]:
    standings = [each for last in timeline.last.values() for each in line_of(last)]
    ids = dict.fromkeys((*(turn.commit for turn in timeline.turns), *(each.commit for each in standings)))
    found = {}
    for commit in reading.past.commits(ids):
        moment = commit.author.moment
        person = reading.authors.person(commit.author)
        author = reading.authors.key(commit.author)
        found[commit.id] = _Made(moment.day if moment.known else None, author, person)
    return found


def _past(
    client: str,
    turns: Sequence[Turn],
    last: Standing | None,
    made: Mapping[str, _Made],
    authors: Mapping[str, str],
    reading: Reading,
) -> tuple[PlanPast, Deeds]:
    look = reading.look()
    edits = []
    deeds = []
    days = [day for turn in turns if (day := made[turn.commit].day) is not None]
    for turn in prefetch(turns, reading.versions):
        found = deed(turn, look, reading.shape)
        if found is not None:
            deeds.append((turn, found))
        if found is not None and found.changes and turn.after is not None:
            kam = text_at(look(turn.after.file).values, "kam")
            edits.append(Edit(turn.commit, *made[turn.commit], kam))
    first = min(days, default=None)
    if last is None:
        gone = [day for turn in turns if turn.after is None and (day := made[turn.commit].day) is not None]
        past = PlanPast(client, None, None, False, False, first, max(gone, default=first), tuple(edits), (), 0, 0)
        return past, tuple(deeds)
    standing = readable(last, look)
    values = standing[1].values if standing else None
    kam = text_at(values, "kam")
    records = _records(values, kam, turns, made, look, reading.calendar)
    fault = standing is None or standing[0] is not last
    hands = None if fault else hands_of(last, authors, look, reading.shape)
    each = [] if hands is None else list(leaves(hands))
    by_one = sum(len(field) == 1 for field in each)
    past = PlanPast(
        client=client,
        kam=kam,
        path=last.file.path,
        fault=fault,
        doubled=len(last.files) > 1,
        first=first,
        gone=None,
        edits=tuple(edits),
        records=tuple(records),
        fields=len(each),
        by_one=by_one,
    )
    return past, tuple(deeds)


def _records(
    values: Value, kam: str | None, turns: Sequence[Turn], made: Mapping[str, _Made], look: Look, calendar: Calendar
) -> Iterator[Record]:
    """The planned figures of a plan and when, by its versions, their results were recorded."""
    planned: dict[tuple[str, ...], date] = {}
    recorded: dict[tuple[str, ...], tuple[date, str | None]] = {}
    wanted = [(path, period) for path, period, figure in _figures(values, calendar) if _stands(figure, "plan")]
    for turn in turns:
        day = made[turn.commit].day
        if turn.after is None or day is None:
            continue
        version = look(turn.after.file).values
        for path, period in wanted:
            figure = found_at(version, (*path, period.name))
            if not isinstance(figure, dict):
                continue
            key = (*path, period.name)
            if _stands(figure, "plan"):
                planned[key] = min(day, planned.get(key, day))
            earlier = key in recorded and recorded[key][0] <= day
            if day >= period.last_day and not earlier and _is_final(figure, period):
                recorded[key] = day, text_at(version, "kam")
    for path, period in wanted:
        key = (*path, period.name)
        day, recorded_for = recorded.get(key, (None, None))
        yield Record(path[-1], period, planned.get(key), day, recorded_for, kam)


def _figures(values: Value, calendar: Calendar) -> Iterator[tuple[tuple[str, ...], Period, dict[str, Value]]]:
    """The figures of sales and KPIs that stand in a plan, each with the path of its periods."""
    sales, kpis = found_at(values, ("sales",)), found_at(values, ("kpis",))
    groups: Iterable[tuple[tuple[str, ...], Value]] = (
        (("sales",), sales),
        *((("kpis", kpi), figures) for kpi, figures in (kpis.items() if isinstance(kpis, dict) else ())),
    )
    for path, figures in groups:
        for name, figure in figures.items() if isinstance(figures, dict) else ():
            period = calendar.parse(name)
            if period is not None and isinstance(figure, dict):
                yield path, period, figure


def _stands(figure: dict[str, Value], field: str) -> bool:
    """Whether a figure that can be read stands there, in whatever unit."""
    value = figure.get(field)
    if isinstance(value, str) and quantity.percent(value) is not None:
        return True
    return quantity.number(value) is not None


def _is_final(figure: dict[str, Value], period: Period) -> bool:
    """Whether the actual is the last word on the period: there is none, or no `as_of` before its last day."""
    as_of = figure.get("as_of")
    covered = quantity.day(as_of) if isinstance(as_of, str) else None
    return _stands(figure, "actual") and (as_of is None or (covered is not None and covered >= period.last_day))
