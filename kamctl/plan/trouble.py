"""What is wrong with how a plan stands: rules and signals ask here, so that they agree on it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from kamctl.plan.model import Plan

Updated = Mapping[str, date | None]
"""By client the day on which the plan was last changed in meaning, None where that is longer ago than anybody asks.

A plan that git does not have yet is not in it.
"""


def over_credit(plan: Plan) -> Decimal | None:
    """By how much the client owes more than the credit line allows; None where that is not so, or not known."""
    line = plan.credit_line
    if line is None or line.used is None or line.used <= line.limit:
        return None
    return line.used - line.limit


def is_stale(client: str, plan: Plan, updated: Updated, today: date, days: int) -> bool:
    """Whether nobody has updated a plan for more than `days` days; one whose period is over is not stale but done."""
    if client not in updated or (plan.period is not None and plan.period.end <= today):
        return False
    last = updated[client]
    return last is None or (today - last).days > days
