"""Signals: what may go wrong with a plan although nobody wrote it down as a risk.

Each is a small function from a plan to a sentence, or to None where there is nothing to tell; a plan has a signal once,
however many KPIs or activities it is about. Two are told from git, and are not known where git cannot tell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from kamctl.insight.kpi import RED
from kamctl.insight.portfolio import Entry, Portfolio
from kamctl.insight.spelling import Speller
from kamctl.insight.status import current_period, rows_of
from kamctl.plan.due import open_activities
from kamctl.plan.quantity import money_text
from kamctl.plan.shape import KPI
from kamctl.plan.trouble import Updated, is_stale, over_credit
from kamctl.words import Sentence, count, listing, say


@dataclass(frozen=True, slots=True)
class Past:
    """What git knows of the plans. None where it cannot tell.

    `stale_after`: the days without an update after which a plan is stale; None where SKAM do not ask. `editors`: the
    names of those who ever changed each client's plan; one that git does not have yet is not in it.
    """

    stale_after: int | None
    updated: Updated | None
    editors: Mapping[str, Sequence[str]] | None

    @property
    def unknown(self) -> tuple[str, ...]:
        """The signals that are asked for and not known."""
        stale = (STALE_PLAN,) if self.stale_after is not None and self.updated is None else ()
        return stale + ((SINGLE_EDITOR,) if self.editors is None else ())


@dataclass(frozen=True, slots=True)
class Signal:
    """Something that a plan tells without saying so; `name` is one of SIGNALS."""

    client: str
    name: str
    message: Sentence


@dataclass(frozen=True, slots=True)
class _Desk:
    """What lies before whoever looks for a signal."""

    entry: Entry
    portfolio: Portfolio
    past: Past


def signals(portfolio: Portfolio, past: Past) -> list[Signal]:
    """The signals of all plans: by client, then in the order of SIGNALS."""
    found = []
    for entry in portfolio.plans:
        desk = _Desk(entry, portfolio, past)
        for name, look in _LOOKS.items():
            if (message := look(desk)) is not None:
                found.append(Signal(entry.client, name, message))
    return found


def _red_kpi(desk: _Desk) -> Sentence | None:
    period = current_period(desk.portfolio)
    red = [row for row in rows_of(desk.entry, desk.portfolio, period) if row.measure.status == RED]
    if not red:
        return None
    speller = Speller(desk.portfolio.schema, desk.entry.plan)
    told = listing(f"{speller.name(KPI, row.kpi)} (pace {_percents(row.measure.pace)})" for row in red)
    if len(red) == 1:
        return say("In {period} one KPI is red: {kpis}.", period=period, kpis=told)
    return say("In {period} these KPIs are red: {kpis}.", period=period, kpis=told)


def _percents(pace: Decimal | None) -> str:
    """Whole percents, rounded down, as `status` has them."""
    return f"{((pace or Decimal(0)) * 100).to_integral_value(ROUND_FLOOR)}%"


def _overdue_debt(desk: _Desk) -> Sentence | None:
    line = desk.entry.plan.credit_line
    if line is None or not line.overdue:
        return None
    return say("Of what the client owes {amount} is overdue.", amount=money_text(line.overdue))


def _credit_overrun(desk: _Desk) -> Sentence | None:
    line, over = desk.entry.plan.credit_line, over_credit(desk.entry.plan)
    if line is None or over is None:
        return None
    return say(
        "The client owes {over} more than the limit of {limit}.", over=money_text(over), limit=money_text(line.limit)
    )


def _activity_overdue(desk: _Desk) -> Sentence | None:
    late = [
        (activity.due, name)
        for name, activity in open_activities(desk.entry.plan, desk.entry.document)
        if activity.due < desk.portfolio.today
    ]
    if not late:
        return None
    told = listing(f"{name} (since {day})" for day, name in sorted(late))
    if len(late) == 1:
        return say("Not done although it was due: {activities}.", activities=told)
    return say("Not done although they were due: {activities}.", activities=told)


def _stale_plan(desk: _Desk) -> Sentence | None:
    past, entry = desk.past, desk.entry
    if past.stale_after is None or past.updated is None:
        return None
    if not is_stale(entry.client, entry.plan, past.updated, desk.portfolio.today, past.stale_after):
        return None
    return say("Nobody has updated the plan for more than {days}.", days=count(past.stale_after, "day"))


def _single_contact(desk: _Desk) -> Sentence | None:
    contacts = desk.entry.plan.contacts or {}
    if len(contacts) != 1:
        return None
    (contact,) = contacts.values()
    return say("The one contact at the client is {contact}.", contact=contact.name)


def _single_editor(desk: _Desk) -> Sentence | None:
    editors = (desk.past.editors or {}).get(desk.entry.client, ())
    if len(editors) != 1:
        return None
    return say("Nobody but {editor} has ever edited the plan.", editor=editors[0])


STALE_PLAN, SINGLE_EDITOR = "stale-plan", "single-editor"

_LOOKS: Mapping[str, Callable[[_Desk], Sentence | None]] = {
    "red-kpi": _red_kpi,
    "overdue-debt": _overdue_debt,
    "credit-overrun": _credit_overrun,
    "activity-overdue": _activity_overdue,
    STALE_PLAN: _stale_plan,
    "single-contact": _single_contact,
    SINGLE_EDITOR: _single_editor,
}

SIGNALS = tuple(_LOOKS)
"""The names of all signals, in their order."""
