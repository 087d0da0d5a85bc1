"""Did a promotion pay? Its figures as planned and as they came out, and the verdict.

All amounts are in the plan's currency and about the turnover of the promotion's days, as its basis counts it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kamctl.plan.model import Promotion

PAID, LOST, OPEN, RUNNING, PLANNED, UNKNOWN = (
    "paid", "did not pay", "ended without its actual", "running", "planned", "cannot be judged",
)  # fmt: skip
"""Verdicts. Only an ended promotion is judged: `paid` means that the profit is 0 or more."""

JUDGED = (PAID, LOST)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a promotion brings at some turnover; None for what cannot be told.

    uplift = turnover - baseline; incremental margin = uplift x margin; profit = incremental margin - cost; ROI (net,
    so that it breaks even at 0; a fraction) = profit / cost. Their source is the section "promo" of the design.
    """

    turnover: Decimal | None
    uplift: Decimal | None
    incremental_margin: Decimal | None
    profit: Decimal | None
    roi: Decimal | None


def outcome(promotion: Promotion, turnover: Decimal | None) -> Outcome:
    """What a promotion brings at a turnover of its days."""
    uplift = None if turnover is None or promotion.baseline is None else turnover - promotion.baseline
    incremental = None if uplift is None or promotion.margin is None else uplift * promotion.margin
    profit = None if incremental is None else incremental - promotion.cost
    return Outcome(turnover, uplift, incremental, profit, net_roi(profit, promotion.cost))


def net_roi(profit: Decimal | None, cost: Decimal | None) -> Decimal | None:
    """Profit / cost, as a fraction; None where one is missing or it cost nothing."""
    return profit / cost if profit is not None and cost else None


def break_even_uplift(promotion: Promotion) -> Decimal | None:
    """The uplift at which the profit is 0: cost / margin, in money.

    None where the margin is missing, and where there is none to earn: at a margin of 0 or below no uplift pays.
    """
    margin = promotion.margin
    return promotion.cost / margin if margin is not None and margin > 0 else None


def verdict(promotion: Promotion, today: date) -> str:
    """What is to be said of a promotion on a day: one of the verdicts."""
    if today < promotion.starts:
        return PLANNED
    if today <= promotion.ends:
        return RUNNING
    if promotion.actual is None:
        return OPEN
    profit = outcome(promotion, promotion.actual).profit
    return UNKNOWN if profit is None else PAID if profit >= 0 else LOST


def missing(promotion: Promotion) -> tuple[str, ...]:
    """The fields without which a promotion cannot be judged once its actual is there."""
    return tuple(name for name in ("baseline", "margin") if promotion[name] is None)
