"""What a reviewer must not miss: why a change weighs what it weighs, from a short table of reasons."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from kamctl.history.change import CHANGED, REMOVED, Change
from kamctl.history.moved import moved, relative
from kamctl.plan.fault import Path
from kamctl.plan.period import Calendar

UNREADABLE, SKAM_ONLY, BEGUN, PLANNED, TERMS = "unreadable", "skam-only", "begun", "planned", "terms"
DELETED_PLAN, NEW_ID, NEW_PLAN, RISK_CLOSED, OTHER = "deleted", "new-id", "new-plan", "risk-closed", "other"

REASONS: Final = (
    UNREADABLE,  # nobody can tell what it says
    SKAM_ONLY,  # a field that `skam_only` of the schema names
    BEGUN,  # a plan figure that changed after its period began
    PLANNED,  # any other plan figure, those that moved furthest first
    TERMS,  # discounts, the credit line, the budget
    DELETED_PLAN,
    NEW_ID,
    NEW_PLAN,
    RISK_CLOSED,  # or taken out
    OTHER,
)
"""From the weightiest on: what a reviewer reads first."""

_TERMS = ("discounts", "credit_line", "budget")
_CLOSED = ("closed", "happened")


class Weight(NamedTuple):
    """Why a change weighs what it does: its reasons, weightiest first, and how far a figure moved (a share)."""

    reasons: tuple[str, ...] = (OTHER,)
    size: Decimal = Decimal(0)

    @property
    def order(self) -> tuple[int, bool, Decimal]:
        """For sorting, the weightiest first; of one reason the figure that began, then the one that moved furthest."""
        return REASONS.index(self.reasons[0]), BEGUN not in self.reasons, -self.size


class Measure(NamedTuple):
    """What weighing goes by: the fields that only SKAM may change (as `skam_only` has them), and what has begun."""

    skam_only: Collection[str]
    calendar: Calendar
    today: date


def weigh(change: Change, measure: Measure, is_new: bool = False) -> Weight:
    """The weight of a change; `is_new`: of a plan that was not there before, which is a proposal."""
    reasons = []
    barred = is_covered(change.path, measure.skam_only)
    if barred and (not is_new or change.path[0] == "approvals"):
        reasons.append(SKAM_ONLY)
    if moved([change], measure.calendar, measure.today):
        reasons.append(BEGUN)
    if _is_plan_figure(change.path) and not is_new:
        reasons.append(PLANNED)
    if change.path[0] in _TERMS and not is_new:
        reasons.append(TERMS)
    if _ends_risk(change):
        reasons.append(RISK_CLOSED)
    return Weight(tuple(reasons) or (OTHER,), abs(relative(change) or Decimal(0)))


def is_covered(path: Path, patterns: Collection[str]) -> bool:
    """Whether one of the patterns (`sales.*.plan`) names the field at a path, or what it is a part of."""
    return any(_covers(pattern.split("."), path) for pattern in patterns)


def _covers(steps: list[str], path: Path) -> bool:
    return len(steps) <= len(path) and all(step in ("*", name) for step, name in zip(steps, path, strict=False))


def _is_plan_figure(path: Path) -> bool:
    return path[-1] == "plan" and (len(path), path[0]) in ((3, "sales"), (4, "kpis"))


def _ends_risk(change: Change) -> bool:
    """Whether a risk was closed, or taken out with its description."""
    if change.path[0] != "risks" or len(change.path) != 3:
        return False
    if change.kind == REMOVED:
        return change.path[2] == "what"
    return change.kind == CHANGED and change.path[2] == "status" and change.new in _CLOSED
