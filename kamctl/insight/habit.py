"""Is the information shared regularly? By KAM, by client and by month, from what the history tells.

An update is a commit that changes a plan in meaning, by its KAM: by the person who is the plan's `kam` as the commit
leaves it. Days are those of the authors' dates in UTC. A commit of a day that is still to come, or that cannot be read,
is no update. A commit that changes several plans is one update, of each of them.

- weeks are ISO weeks, up to and with the running one; the window is the last so many of them.
- streak: the weeks in a row with an update, counted back from the running week, which may still be empty. The window
  does not cut it.
- days since: from the last update to today, however long ago that is.
- median gap: the median number of days from one day with an update to the next, inside the window; None for fewer than
  two such days.
- on time: of the actuals that were due, the share that was recorded up to `GRACE` days behind the last day of their
  period. One is due for each figure of a plan (as it stands today) that has a plan for a period that is over, if that
  stood there by the end of these days; when these days are not over, only where it is recorded already. It counts for
  whose plan it was when it was recorded, else for whose it is today.
- only one person: the share of a plan's fields of which all that was ever committed, since they stand there, has one
  and the same author.
- a month's plans are those that were there on one of its days, or were updated in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kamctl.history.practice import Edit, PlanPast, Record
from kamctl.insight.habit_report import KAM, ClientHabit, HabitReport, MonthHabit, PersonHabit
from kamctl.insight.portfolio import Basis
from kamctl.insight.weeks import Window, median_gap, streak_of, weeks_since, window_to
from kamctl.plan.schema_model import Person, Rollout

USUAL_WEEKS = 26
"""Weeks of the window where nobody says how many, at most."""

GRACE = 10
"""Days behind a period's last day in which its actual is recorded in time."""


@dataclass(frozen=True, slots=True)
class Staff:
    """Who works here, and what format.yaml says of the roll-out."""

    people: Mapping[str, Person]
    rollout: Rollout | None


def habit(
    pasts: Iterable[PlanPast],
    staff: Staff,
    basis: Basis,
    weeks: int | None = None,
    only: Collection[str] = (),
    by: str = KAM,
) -> HabitReport:
    """The habit in the last `weeks` weeks, of the KAMs `only` (none named: of all).

    Without `weeks` it is those since the roll-out began, at most `USUAL_WEEKS`.
    """
    plans = list(pasts)
    window = window_of(basis.today, weeks, staff.rollout)
    ours = [plan for plan in plans if not only or plan.kam in only]
    updates = [
        (plan.client, edit)
        for plan in plans
        for edit in plan.edits
        if _is_update(edit, basis.today) and (not only or edit.person in only)
    ]
    people = _people(plans, updates, staff, window, only)
    strange = _strange(ours, window)
    rollout = None if staff.rollout is None else (_month_number(basis.today, staff.rollout.start), staff.rollout)
    return HabitReport(
        basis=basis,
        window=window,
        by=by,
        people=people,
        months=tuple(_months(ours, updates, staff.rollout.start if staff.rollout else window.first, basis.today)),
        clients=_clients(ours, window),
        names={person: entry.name for person, entry in staff.people.items() if entry.name},
        rollout=rollout,
        strangers=len({edit.author for edit in strange}),
        strange_commits=len({edit.commit for edit in strange}),
        unreachable=tuple(each.person for each in people if not _emails(staff.people.get(each.person))),
        doubled=tuple(plan.client for plan in ours if plan.doubled),
    )


def window_of(today: date, weeks: int | None, rollout: Rollout | None) -> Window:
    """The window that ends with today's week."""
    if weeks is None:
        begun = rollout is not None and rollout.start <= today
        weeks = min(USUAL_WEEKS, weeks_since(rollout.start, today)) if rollout and begun else USUAL_WEEKS
    return window_to(today, weeks)


def in_time(record: Record, today: date) -> tuple[str | None, bool] | None:
    """Whether an actual was recorded in time, and for whom that counts; None where none was due. See above."""
    deadline = record.period.last_day + timedelta(days=GRACE)
    if not record.period.closed(today) or record.planned is None or record.planned > deadline:
        return None
    if record.recorded is not None and record.recorded <= today:
        return record.recorded_for or record.kam, record.recorded <= deadline
    return (record.kam, False) if deadline < today else None


def _is_update(edit: Edit, today: date) -> bool:
    return edit.person is not None and edit.person == edit.kam and edit.day is not None and edit.day <= today


_Update = tuple[str, Edit]
"""With the client whose plan it changed."""


def _days(updates: Iterable[_Update]) -> list[date]:
    """The days of updates, once for each commit."""
    return sorted(day for day, _ in {(edit.day, edit.commit) for _, edit in updates} if day is not None)


def _people(
    plans: Sequence[PlanPast], updates: Sequence[_Update], staff: Staff, window: Window, only: Collection[str]
) -> tuple[PersonHabit, ...]:
    kept = Counter(plan.kam for plan in plans if plan.path is not None and plan.kam is not None)
    everyone = {person for person, entry in staff.people.items() if entry.role == "kam"} | kept.keys()
    own: dict[str | None, list[_Update]] = {}
    for update in updates:
        own.setdefault(update[1].person, []).append(update)
    told: dict[str | None, list[bool]] = {}
    for plan in plans:
        for record in plan.records:
            if (found := in_time(record, window.today)) is not None:
                told.setdefault(found[0], []).append(found[1])
    people = [
        _person(person, kept[person], _days(own.get(person, ())), told.get(person, ()), window)
        for person in (set(only) or everyone)
    ]
    people.sort(key=lambda each: (not each.plans, *_silence(each.days_since), each.person))
    return tuple(people)


def _person(person: str, plans: int, days: Sequence[date], told: Sequence[bool], window: Window) -> PersonHabit:
    return PersonHabit(
        person=person,
        plans=plans,
        weeks=window.counted(days),
        streak=streak_of(days, window.today),
        days_since=_since(days, window.today),
        median_gap_days=median_gap(day for day in days if day >= window.first),
        on_time=Decimal(sum(told)) / len(told) if told else None,
    )


def _emails(person: Person | None) -> Sequence[str]:
    return (person.emails if person is not None else None) or ()


def _since(days: Sequence[date], today: date) -> int | None:
    return (today - max(days)).days if days else None


def _silence(days_since: int | None) -> tuple[bool, int]:
    """For sorting, the longest silence first."""
    return days_since is not None, -(days_since or 0)


def _clients(plans: Iterable[PlanPast], window: Window) -> tuple[ClientHabit, ...]:
    clients = []
    for plan in plans:
        if plan.path is not None:
            days = _days((plan.client, edit) for edit in plan.edits if _is_update(edit, window.today))
            share = Decimal(plan.by_one) / plan.fields if plan.fields else None
            since = _since(days, window.today)
            clients.append(ClientHabit(plan.client, plan.kam, window.counted(days), share, since))
    return tuple(sorted(clients, key=lambda each: (*_silence(each.days_since), each.client)))


def _months(plans: Sequence[PlanPast], updates: Sequence[_Update], start: date, today: date) -> Iterator[MonthHabit]:
    """The calendar months from that of `start`, with what happened since then, to today's."""
    by_month: dict[str, list[_Update]] = {}
    for client, edit in updates:
        if edit.day is not None and edit.day >= start:
            by_month.setdefault(f"{edit.day:%Y-%m}", []).append((client, edit))
    first = start
    while first <= today:
        month = f"{first:%Y-%m}"
        end = (first.replace(day=1) + timedelta(days=31)).replace(day=1)
        found = by_month.get(month, [])
        updated = {client for client, _ in found}
        there = {plan.client for plan in plans if _is_there(plan, first, min(end - timedelta(days=1), today))}
        yield MonthHabit(
            month=month,
            updates=len({edit.commit for _, edit in found}),
            people=len({edit.person for _, edit in found}),
            plans_updated=len(updated),
            plans=len(there | updated),
        )
        first = end


def _is_there(plan: PlanPast, first: date, last: date) -> bool:
    """Whether there was a plan on one of these days."""
    return plan.first is not None and plan.first <= last and (plan.gone is None or plan.gone >= first)


def _month_number(today: date, start: date) -> int:
    """Which month of the roll-out today is in, counted from the day of its start: 1 is the first, 0 is before it."""
    if today < start:
        return 0
    return (today.year - start.year) * 12 + today.month - start.month + (today.day >= start.day)


def _strange(plans: Iterable[PlanPast], window: Window) -> list[Edit]:
    """The edits of the window by authors whom people.yaml does not know."""
    return [
        edit
        for plan in plans
        for edit in plan.edits
        if edit.person is None and edit.day is not None and window.first <= edit.day <= window.today
    ]
