"""What came of one KPI of a plan in a period: the figures, and the status that follows.

Every formula takes the entries that lie inside the period whole. How they make up the period is the KPI's `total`:
their sum, their mean, or the last of them.

- plan: over the entries with a plan. For mean and last only over those that have an actual, as long as there is one:
  what is not measured yet is not held against what is.
- actual: over the entries with an actual.
- due, the part of the plan that should be reached by now: for sums, over the entries that have an actual, plan × the
  share of its days that have passed, up to and with `as_of` where it stands, else today; for mean and last, the plan.
- attainment: actual / plan; 2 − actual / plan where lower is better. Pace: the same against due.
- forecast: plan × actual / due for sums, else the actual. Growth: actual / previous − 1.
- status: see Measure.

What would be divided by nothing is not known (None), as is all that hangs on an actual where there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal

from kamctl.plan.model import Figure
from kamctl.plan.period import Period
from kamctl.plan.schema_model import Kpi

SUM, MEAN, LAST = "sum", "mean", "last"

GREEN, AMBER, RED, PLANNED, MISSING, NO_PLAN = "green", "amber", "red", "planned", "missing", "no-plan"
"""Statuses. Planned and missing have no actual at all: before any entry is over, and after."""

USUAL_GREEN, USUAL_AMBER = Decimal(1), Decimal("0.9")
"""The thresholds of the pace where the catalogue names none."""

_NOTHING = Decimal(0)

_RATIO = Context(prec=24)
"""Shorter than what it divides, whose last digits are rounded: a threshold that is met to the dot is met."""

Entry = tuple[Period, Figure]


@dataclass(frozen=True, slots=True)
class Measure:
    """The figures of a KPI in a period, in its unit; attainment, pace and growth are fractions.

    `status` is `no-plan` without a plan; without an actual `missing` where an entry is over, else `planned`; else by
    the pace: `green`, `amber` or `red` (without a pace `no-plan`). `missing` are the periods that are over and have no
    actual, or one as of a day before their last, whatever the status is.
    """

    plan: Decimal | None
    actual: Decimal | None
    due: Decimal | None
    attainment: Decimal | None
    pace: Decimal | None
    forecast: Decimal | None
    previous: Decimal | None
    growth: Decimal | None
    status: str
    missing: tuple[Period, ...]


def measure(figures: Mapping[Period, Figure], period: Period, kpi: Kpi, today: date) -> Measure:
    """What came of a KPI in `period`, as of `today`."""
    entries = sorted(
        ((held, figure) for held, figure in figures.items() if period.holds(held)),
        key=lambda entry: (entry[0].end, entry[0].start),
    )
    recorded = [entry for entry in entries if entry[1].actual is not None]
    total = _TOTALS[kpi.total]
    counted = entries if kpi.total == SUM or not recorded else recorded
    plan = total([figure.plan for _, figure in counted if figure.plan is not None])
    missing = tuple(held for held, figure in entries if held.closed(today) and not _final(held, figure))
    if not recorded:
        closed = any(held.closed(today) for held, _ in entries)
        status = NO_PLAN if plan is None else MISSING if closed else PLANNED
        return Measure(plan, None, None, None, None, None, None, None, status, missing)
    actual = total([figure.actual for _, figure in recorded if figure.actual is not None])
    due = _due(recorded, today) if kpi.total == SUM else plan
    pace = attainment_of(actual, due, kpi)
    before = [figure.previous for _, figure in recorded if figure.previous is not None]
    previous = total(before) if len(before) == len(recorded) else None
    ratio = quotient(actual, previous)
    return Measure(
        plan=plan,
        actual=actual,
        due=due,
        attainment=attainment_of(actual, plan, kpi),
        pace=pace,
        forecast=_forecast(plan, actual, due) if kpi.total == SUM else actual,
        previous=previous,
        growth=None if ratio is None else ratio - 1,
        status=NO_PLAN if plan is None else status_of(pace, kpi),
        missing=missing,
    )


def attainment_of(actual: Decimal | None, target: Decimal | None, kpi: Kpi) -> Decimal | None:
    """How far a target is reached: 1 is just so, more is better, whichever way the KPI is better."""
    ratio = quotient(actual, target)
    return ratio if ratio is None or kpi.better == "higher" else 2 - ratio


def status_of(pace: Decimal | None, kpi: Kpi) -> str:
    """The status by the pace alone."""
    if pace is None:
        return NO_PLAN
    if pace >= (USUAL_GREEN if kpi.green is None else kpi.green):
        return GREEN
    return AMBER if pace >= (USUAL_AMBER if kpi.amber is None else kpi.amber) else RED


def quotient(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """`part` / `whole`; None where one is not known or the whole is nothing."""
    return None if part is None or not whole else _RATIO.divide(part, whole)


def mean_of(values: Sequence[Decimal]) -> Decimal | None:
    """The mean; None of nothing."""
    return sum(values, _NOTHING) / len(values) if values else None


def _sum(values: Sequence[Decimal]) -> Decimal | None:
    return sum(values, _NOTHING) if values else None


def _last(values: Sequence[Decimal]) -> Decimal | None:
    return values[-1] if values else None


_TOTALS: Mapping[str, Callable[[Sequence[Decimal]], Decimal | None]] = {SUM: _sum, MEAN: mean_of, LAST: _last}


def _due(recorded: Iterable[Entry], today: date) -> Decimal | None:
    parts = [
        figure.plan * held.days_through(figure.as_of or today) / held.days
        for held, figure in recorded
        if figure.plan is not None
    ]
    return _sum(parts)


def _forecast(plan: Decimal | None, actual: Decimal | None, due: Decimal | None) -> Decimal | None:
    return None if plan is None or actual is None else quotient(plan * actual, due)


def _final(held: Period, figure: Figure) -> bool:
    """Whether the actual is the last word on a period that is over."""
    return figure.actual is not None and (figure.as_of is None or figure.as_of >= held.last_day)
