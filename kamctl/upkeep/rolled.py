"""What a rolled plan has that the old one had not, and the other way round, in a few sentences."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from kamctl.plan.figures import figure_groups
from kamctl.plan.model import Plan
from kamctl.plan.quantity import money_text
from kamctl.plan.schema_model import SALES
from kamctl.upkeep.rolling import Course, Group, Planned, is_waiting, listed_then
from kamctl.words import Sentence, listing, say


def summary(plan: Plan, course: Course, found: list[Group], planned: Planned, review: date | None) -> list[Sentence]:
    """What is new in the next plan, in a few sentences."""
    told = []
    for group in found:
        if group.path == (SALES,) and group.whole:
            new = sum({**group.last, **planned.get(group.path, {})}.values(), Decimal(0))
            told.append(_move(group.whole, new))
    kept = [group.path[-1] for group in found if group.path != (SALES,) and group.last and not planned.get(group.path)]
    if kept:
        told.append(say("Plans stay as they were for {kpis}.", kpis=listing(kept)))
    gone = list(_leaving(plan))
    if gone:
        told.append(say("These go: {things}.", things=listing(gone)))
    if plan.assortment is not None:
        before, after = plan.assortment.listed or [], listed_then(plan.assortment, course)
        for words, one, other in (("Listed now: {products}.", after, before), ("Out: {products}.", before, after)):
            if products := [product for product in one if product not in other]:
                told.append(say(words, products=listing(products)))
    again = [name for name, risk in (plan.risks or {}).items() if is_waiting(risk, course)]
    if again:
        words = "Review of {risks}: on {day}." if review else "Nobody has said when these are looked at again: {risks}."
        told.append(say(words, risks=listing(again), day=review))
    return told


def _move(old: Decimal, new: Decimal) -> Sentence:
    if new == old:
        return say("The sales plan stays at {old}.", old=money_text(old))
    share = f"{(new - old) / old * 100:+.1f}%"
    return say(
        "The sales plan was {old} and is {new} ({share}).", old=money_text(old), new=money_text(new), share=share
    )


def _leaving(plan: Plan) -> Iterator[str]:
    done = sum(activity.done is not None for activity in (plan.activities or {}).values())
    closed = sum(not risk.is_open for risk in (plan.risks or {}).values())
    spent = plan.budget.spent if plan.budget is not None else None
    things = (
        (done, "activity that is done", "activities that are done"),
        (closed, "risk that is no longer open", "risks that are no longer open"),
        (len(plan.promotions or {}), "promotion", "promotions"),
        (len(plan.approvals or {}), "approval", "approvals"),
        (len(spent or {}), "figure of what was spent", "figures of what was spent"),
    )
    yield from (f"{number} {one if number == 1 else many}" for number, one, many in things if number)


def remarks(plan: Plan, course: Course, today: date) -> list[Sentence]:
    """What somebody should know before the old plan makes way."""
    found = []
    open_ = [
        f"{'.'.join(path)}.{period.name}"
        for path, figures in figure_groups(plan)
        for period, figure in figures.items()
        if figure.plan is not None
        and (figure.actual is None or (figure.as_of is not None and figure.as_of < period.last_day))
    ]
    if open_:
        found.append(
            say(
                "There is no final actual yet for {figures}; the next plan has no place for it but previous.",
                figures=listing(open_, most=4),
            )
        )
    if not course.old.closed(today):
        found.append(say("{period} is not over before {day}.", period=course.old, day=course.old.end))
    return found


def waiting(plan: Plan, course: Course) -> int:
    """How many open risks were to be looked at before the new period begins."""
    return sum(is_waiting(risk, course) for risk in (plan.risks or {}).values())
