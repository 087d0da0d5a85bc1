"""What one plan wants done, by whom and by when, and the sentence that says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kamctl.insight.portfolio import Entry
from kamctl.insight.spelling import Speller
from kamctl.plan.due import open_activities, reviews, unrecorded
from kamctl.plan.fault import dotted
from kamctl.plan.model import Plan
from kamctl.plan.schema import Schema
from kamctl.plan.shape import KPI, PRODUCT
from kamctl.words import Sentence, Whole, say, shorten

ACTUAL, ACTIVITY, RISK_REVIEW, ASSORTMENT, PROMOTION, UPDATE = (
    "actual", "activity", "risk-review", "assortment", "promotion", "update",
)  # fmt: skip
"""Kinds of what is to be done."""

DAYS_TO_RECORD = 10
"""After the end of a period or of a promotion, until its result is to be written down."""

LONGEST_TEXT = 300
"""Characters of what an activity or a risk is about; more than that is no line of an agenda."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something to be done by the end of a day. `field` is what is written when it is; None for the plan as a whole.

    `owner` is the person whose task it is, None where the plan names nobody; `name` is what people call the client.
    """

    client: str
    due: date
    kind: str
    field: str | None
    owner: str | None
    message: Sentence
    name: str | None

    def is_overdue(self, today: date) -> bool:
        """Whether its day is over."""
        return self.due < today

    @property
    def order(self) -> tuple[date, str, str, str]:
        """Items stand by the day, then by client, kind and field."""
        return self.due, self.client, self.kind, self.field or ""


@dataclass(frozen=True, slots=True)
class Freshness:
    """When each plan was last changed in meaning, and after how many days without a change it is stale.

    `changed` has the clients of whom that is known; `stale_after` is None where SKAM do not ask for it. `unknown` says
    why nothing is known of any plan; it is empty where that is not so.
    """

    changed: Mapping[str, date]
    stale_after: int | None
    unknown: tuple[Sentence, ...] = ()


def todo(entry: Entry, schema: Schema, today: date, freshness: Freshness) -> Iterator[Item]:
    """Everything that a plan wants done, whenever it is due."""
    plan, document = entry.plan, entry.document
    speller = Speller(schema, plan)

    def item(due: date, kind: str, field: str | None, message: Sentence, owner: str | None = None) -> Item:
        return Item(entry.client, due, kind, field, owner or plan.kam, message, plan.client)

    for path, period, figure in unrecorded(plan, document):
        field = dotted((*path, period.name, "actual"))
        due = period.last_day + timedelta(days=DAYS_TO_RECORD)
        yield item(due, ACTUAL, field, _record(speller.name(KPI, path[-1]), period.name, figure.as_of))
    for name, activity in open_activities(plan, document):
        message = say("Carry out: {what}.", what=_clause(activity.what))
        yield item(activity.due, ACTIVITY, dotted(("activities", name, "done")), message, activity.owner)
    for name, risk, day in reviews(plan, document):
        message = say("Review the risk: {what}.", what=_clause(risk.what))
        yield item(day, RISK_REVIEW, dotted(("risks", name, "review")), message, risk.owner)
    for field, day, message in _steps(plan, speller):
        yield item(day, ASSORTMENT, field, message)
    for name, promotion in (plan.promotions or {}).items():
        where = ("promotions", name, "actual")
        if promotion.ends < today and promotion.actual is None and not document.has(where):
            due = promotion.ends + timedelta(days=DAYS_TO_RECORD)
            message = say("{name} ended on {day}: record what it sold.", name=name, day=promotion.ends)
            yield item(due, PROMOTION, dotted(where), message)
    last = freshness.changed.get(entry.client)
    is_over = plan.period is not None and plan.period.closed(today)
    if last is not None and freshness.stale_after is not None and not is_over:
        due = last + timedelta(days=min(freshness.stale_after, (date.max - last).days))
        yield item(due, UPDATE, None, say("Update the plan, which nobody has changed since {day}.", day=last))


def _record(kpi: str, period: str, as_of: date | None) -> Sentence:
    if as_of is None:
        return say("{kpi}, {period}: record the actual.", kpi=kpi, period=period)
    message = "{kpi}, {period}: complete the actual, which covers the days up to {as_of} only."
    return say(message, kpi=kpi, period=period, as_of=as_of)


def _steps(plan: Plan, speller: Speller) -> Iterator[tuple[str, date, Sentence]]:
    """What the assortment gains and loses: the field, by when, and what is to be done."""
    if plan.assortment is None:
        return
    for product, period in (plan.assortment.add or {}).items():
        message = say("Get {product} listed, then move it from add to listed.", product=speller.name(PRODUCT, product))
        yield dotted(("assortment", "add", product)), period.last_day, message
    for product, period in (plan.assortment.drop or {}).items():
        message = say(
            "Get {product} delisted, then take it out of listed and drop.", product=speller.name(PRODUCT, product)
        )
        yield dotted(("assortment", "drop", product)), period.last_day, message


def _clause(text: str) -> Whole:
    """A text of the plan without what ends a sentence, since ours goes on behind it."""
    return Whole(shorten(text.rstrip(" .…;,") or text, LONGEST_TEXT))
