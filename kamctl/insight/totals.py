"""The sales of a plan as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from kamctl.plan.model import Plan, Risk
from kamctl.plan.period import Period

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sales:
    """Sums over the entries inside a period; None where no entry has the figure. In money."""

    plan: Decimal | None
    actual: Decimal | None
    previous: Decimal | None


def sales_of(plan: Plan, period: Period | None = None) -> Sales:
    """The sales inside `period`, or the plan's own; a plan whose period cannot be read is all its entries."""
    inside = period or plan.period
    figures = [figure for held, figure in (plan.sales or {}).items() if inside is None or inside.holds(held)]
    return Sales(
        sum_of([figure.plan for figure in figures]),
        sum_of([figure.actual for figure in figures]),
        sum_of([figure.previous for figure in figures]),
    )


def impact_of(risk: Risk, plan: Plan) -> Decimal | None:
    """What a risk costs in money: a percentage is one of the sales plan of the risk's period, else of the plan's.

    None where it is a percentage and nothing was planned for that period, or less than nothing: no risk is a gain.
    """
    if risk.impact.share is None:
        return risk.impact.money
    planned = sales_of(plan, risk.period).plan
    return None if planned is None or planned < 0 else risk.impact.share * planned


def by_time(by_period: Mapping[Period, T]) -> list[tuple[Period, T]]:
    """What stands by period, from the first to the last, a longer one before those inside it."""
    return sorted(by_period.items(), key=lambda entry: (entry[0].start, -entry[0].days))


def sum_of(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of those that are there; None where none is."""
    there = [value for value in values if value is not None]
    return sum(there, Decimal(0)) if there else None
