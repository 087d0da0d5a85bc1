"""A plan as typed, frozen values. Money and numbers are Decimal, percentages fractions (7.5% is 0.075).

What a comment does not mark as optional stands in every plan that has no findings. A thing that lacks such a
field is left out of a plan that has findings, so that code which reads a plan need not ask.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from kamctl.plan.period import Period
from kamctl.plan.thing import Thing


class Member(Thing):
    """A person's part in the team; `share` is of this person's working time."""

    role: str
    share: Decimal | None
    does: str | None


class Budget(Thing):
    """What working with the client may cost: `rate` of the turnover, or a fixed `amount`, in all."""

    basis: str
    rate: Decimal | None
    amount: Decimal | None
    spent: Mapping[Period, Decimal] | None


class Discount(Thing):
    """A discount and the condition on which it is granted."""

    size: Decimal
    condition: str


class CreditLine(Thing):
    """Credit in money and in days, and what is owed now."""

    limit: Decimal
    days: Decimal
    used: Decimal | None
    overdue: Decimal | None


class Assortment(Thing):
    """What the client buys (product ids), and what is added and dropped when."""

    listed: list[str] | None
    add: Mapping[str, Period] | None
    drop: Mapping[str, Period] | None


class Figure(Thing):
    """The figures of one period.

    `previous` is the same period a year before, `as_of` the last day that `actual` covers.
    """

    plan: Decimal | None
    actual: Decimal | None
    previous: Decimal | None
    as_of: date | None


class Activity(Thing):
    """Something that will be done; `done` is the day on which it was."""

    what: str
    owner: str
    due: date
    done: date | None
    cost: Decimal | None


class Impact(Thing):
    """What a risk costs when it happens: `money`, or a `share` of the sales plan of the risk's period."""

    money: Decimal | None
    share: Decimal | None

    def __init__(self, money: Decimal | None = None, share: Decimal | None = None) -> None:
        self.__dict__.update(money=money, share=share)


class Risk(Thing):
    """Why the plan may not be met; `status` is open, closed or happened (open when left out)."""

    what: str
    kpi: str | None
    period: Period | None
    probability: Decimal
    impact: Impact
    response: str | None
    owner: str | None
    review: date | None
    status: str | None
    cause: str | None

    @property
    def is_open(self) -> bool:
        """Whether it may still happen."""
        return self.status in (None, "open")


class Note(Thing):
    """A line of the relationship's history; `contact` is the id that stands under `with`."""

    date: date
    note: str
    contact: str | None


class Contact(Thing):
    """A person on the client's side."""

    name: str
    role: str | None
    phone: str | None
    email: str | None
    influence: str | None
    attitude: str | None


class Competitor(Thing):
    """Another supplier of the client."""

    share: Decimal | None
    strengths: str | None
    plans: str | None


class Promotion(Thing):
    """A promotion from `starts` to `ends`, both days included; turnover of these days as `basis` counts it."""

    starts: date
    ends: date
    products: list[str] | None
    basis: str | None
    baseline: Decimal | None
    planned: Decimal | None
    actual: Decimal | None
    margin: Decimal | None
    cost: Decimal


class Approval(Thing):
    """Who approved what when; `of` is the fingerprint of the approved content."""

    by: str
    on: date
    of: str


class Plan(Thing):
    """An Action Plan. `id` is the client's id, `client` the name that people use.

    `period` is None only in a plan whose period could not be read; a section that is not there, or that SKAM have
    switched off, is None.
    """

    id: str
    client: str | None
    segment: str | None = None
    kam: str | None
    period: Period | None
    team: Mapping[str, Member] | None = None
    budget: Budget | None = None
    discounts: Mapping[str, Discount] | None = None
    credit_line: CreditLine | None = None
    assortment: Assortment | None = None
    sales: Mapping[Period, Figure] | None = None
    kpis: Mapping[str, Mapping[Period, Figure]] | None = None
    activities: Mapping[str, Activity] | None = None
    risks: Mapping[str, Risk] | None = None
    history: list[Note] | None = None
    contacts: Mapping[str, Contact] | None = None
    competitors: Mapping[str, Competitor] | None = None
    promotions: Mapping[str, Promotion] | None = None
    approvals: Mapping[str, Approval] | None = None
