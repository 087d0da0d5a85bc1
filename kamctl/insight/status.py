"""KPI status of a period: every plan's figures, what they make together, and the scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kamctl.insight.kpi import (
    AMBER,
    GREEN,
    MISSING,
    NO_PLAN,
    PLANNED,
    RED,
    SUM,
    Measure,
    attainment_of,
    mean_of,
    measure,
    quotient,
    status_of,
)
from kamctl.insight.portfolio import Basis, Entry, Portfolio
from kamctl.insight.spelling import percents
from kamctl.insight.totals import sum_of
from kamctl.plan.figures import figure_groups
from kamctl.plan.period import MONTHS, Period
from kamctl.plan.schema import Schema
from kamctl.plan.schema_model import SALES, Kpi
from kamctl.words import Sentence, count, listing, say

READS = ("client", "segment", "kam", "period", "sales", "kpis")
"""What of a plan is looked at."""

STATUSES = (RED, MISSING, AMBER, GREEN, PLANNED, NO_PLAN)
"""The worst first."""

KAM, SEGMENT, KPI = "kam", "segment", "kpi"
BY: Mapping[str, Callable[[Entry], str | None]] = {
    KAM: lambda entry: entry.plan.kam,
    SEGMENT: lambda entry: entry.plan.segment,
    KPI: lambda entry: None,
}
"""What plans may be put together by; by KPI, all of them."""

MOST_COUNTED = Decimal("1.2")
"""Of an attainment in a score: a client that is far over plan makes up for no more than this."""

_FURTHEST = 3


@dataclass(frozen=True, slots=True)
class StatusRow:
    """One KPI of one plan; `kpi` is its id, `definition` what the catalogue says of it."""

    entry: Entry
    kpi: str
    definition: Kpi
    measure: Measure


@dataclass(frozen=True, slots=True)
class Score:
    """How well a plan does in all, as a fraction: Σ weight × attainment, of which at most 120% counts, / Σ weight.

    Over the KPIs with a weight and an attainment; `paid_score` over those of them that are paid. None without any.
    """

    client: str
    score: Decimal | None
    paid_score: Decimal | None


@dataclass(frozen=True, slots=True)
class Group:
    """One KPI of several plans, `value` being what they have in common (a KAM, a segment).

    What is summed up: actual against plan and due, over the plans with an actual (without any, what is planned in all).
    Else the means of attainment and pace; a mean of plans or actuals would mean nothing.
    """

    value: str | None
    kpi: str
    definition: Kpi
    plan: Decimal | None
    actual: Decimal | None
    due: Decimal | None
    attainment: Decimal | None
    pace: Decimal | None
    status: str


@dataclass(frozen=True, slots=True)
class StatusReport:
    """The rows by client, sales first, then what is paid, then what is only watched; a score for each plan.

    `chosen` says that only some KPIs were asked for. `groups` are by `by`; where that is None, the plans stand each
    for itself, and the groups are all plans by KPI.
    """

    basis: Basis
    period: Period
    schema: Schema
    rows: tuple[StatusRow, ...]
    scores: tuple[Score, ...]
    by: str | None
    chosen: bool
    groups: tuple[Group, ...]
    tally: tuple[Sentence, ...]

    @property
    def summary(self) -> tuple[Sentence, ...]:
        """What one wants to know before anything else: how many KPIs are how, and whose are furthest behind."""
        red = [(row.measure.pace, row) for row in behind(self.rows) if row.measure.status == RED]
        told = [f"{row.entry.client} ({row.kpi} {percents(pace)})" for pace, row in red[:_FURTHEST] if pace is not None]
        return (*self.tally, say("Furthest behind: {worst}.", worst=listing(told))) if told else self.tally


def status(
    portfolio: Portfolio, period: Period | None = None, by: str | None = None, kpis: Collection[str] = ()
) -> StatusReport:
    """The status in a period, without one in the checkpoint that holds today; of some KPIs alone, where any are named.

    A score is always that of the whole plan.
    """
    schema = portfolio.schema
    asked = period or current_period(portfolio)
    every = [row for entry in portfolio.plans for row in rows_of(entry, portfolio, asked)]
    rows = tuple(row for row in every if not kpis or row.kpi in kpis)
    return StatusReport(
        basis=portfolio.basis(READS),
        period=asked,
        schema=schema,
        rows=rows,
        scores=tuple(_scores(portfolio, every)),
        by=by,
        chosen=bool(kpis),
        groups=tuple(_groups(rows, by or KPI, _order(schema))),
        tally=tuple(_tally(rows, len(portfolio.plans), asked, schema) if rows else [_nothing(portfolio, kpis)]),
    )


def current_period(portfolio: Portfolio) -> Period:
    """The checkpoint that holds today."""
    return portfolio.schema.calendar.containing(portfolio.today, portfolio.schema.checkpoint)


def rows_of(entry: Entry, portfolio: Portfolio, period: Period) -> list[StatusRow]:
    """The KPIs that a plan names: sales, what is paid and what is watched, each in the order of the catalogue."""
    schema = portfolio.schema
    order = _order(schema)
    rows = []
    for path, figures in figure_groups(entry.plan):
        definition = schema.kpi(path[-1])
        if definition is not None:
            found = measure(figures, period, definition, portfolio.today)
            rows.append(StatusRow(entry, path[-1], definition, found))
    rows.sort(key=lambda row: order[row.kpi])
    return rows


def _order(schema: Schema) -> dict[str, int]:
    """The place of each KPI: sales, what is paid, what is watched."""
    ids = dict.fromkeys((SALES, *schema.kpis))
    ordered = sorted(ids, key=lambda kpi: kpi != SALES and (1 if schema.kpis[kpi].paid is not None else 2))
    return {kpi: number for number, kpi in enumerate(ordered)}


def score_of(rows: Iterable[StatusRow]) -> Decimal | None:
    """The weighted mean of what was attained; see Score."""
    gained = weights = Decimal(0)
    for row in rows:
        weight, attained = row.definition.weight, row.measure.attainment
        if weight is not None and attained is not None:
            gained += weight * min(attained, MOST_COUNTED)
            weights += weight
    return quotient(gained, weights)


def scores_of(client: str, rows: Sequence[StatusRow]) -> Score:
    """The scores of one plan by its rows."""
    return Score(client, score_of(rows), score_of(row for row in rows if row.definition.paid is not None))


def _scores(portfolio: Portfolio, rows: Sequence[StatusRow]) -> Iterator[Score]:
    by_entry: dict[int, list[StatusRow]] = {}
    for row in rows:
        by_entry.setdefault(id(row.entry), []).append(row)
    for entry in portfolio.plans:
        yield scores_of(entry.client, by_entry.get(id(entry), []))


def _groups(rows: Sequence[StatusRow], by: str, order: Mapping[str, int]) -> Iterator[Group]:
    value_of = BY[by]
    gathered: dict[tuple[str | None, str], list[StatusRow]] = {}
    for row in rows:
        gathered.setdefault((value_of(row.entry), row.kpi), []).append(row)
    for value, kpi in sorted(gathered, key=lambda key: (key[0] is None, key[0] or "", order[key[1]])):
        yield _group(value, kpi, gathered[value, kpi])


def _group(value: str | None, kpi: str, rows: Sequence[StatusRow]) -> Group:
    definition = rows[0].definition
    measures = [row.measure for row in rows]
    recorded = [each for each in measures if each.actual is not None]
    plan = actual = due = attainment = pace = None
    if definition.total == SUM:
        counted = recorded or measures
        plan = sum_of(each.plan for each in counted)
        actual, due = sum_of(each.actual for each in recorded), sum_of(each.due for each in recorded)
        attainment, pace = attainment_of(actual, plan, definition), attainment_of(actual, due, definition)
    else:
        attainment = mean_of([each.attainment for each in recorded if each.attainment is not None])
        pace = mean_of([each.pace for each in recorded if each.pace is not None])
    statuses = {each.status for each in measures}
    if recorded:
        status = status_of(pace, definition)
    else:
        status = next((each for each in (MISSING, PLANNED) if each in statuses), NO_PLAN)
    return Group(value, kpi, definition, plan, actual, due, attainment, pace, status)


def behind(rows: Iterable[StatusRow]) -> list[StatusRow]:
    """What is red or missing, the furthest behind first."""
    late = [row for row in rows if row.measure.status in (RED, MISSING)]
    return sorted(late, key=lambda row: (row.measure.pace is None, row.measure.pace or 0, row.entry.client, row.kpi))


def _tally(rows: Sequence[StatusRow], plans: int, period: Period, schema: Schema) -> Iterator[Sentence]:
    """How many KPIs are how."""
    counted = Counter(row.measure.status for row in rows)
    if all(row.measure.plan is None for row in rows):
        yield say("No plan figure lies inside {period}.", period=period)
        if MONTHS[period.kind] < MONTHS[schema.checkpoint]:
            yield say("Results are recorded by the {checkpoint}.", checkpoint=schema.checkpoint)
        return
    told = listing(f"{counted[status]} {status}" for status in STATUSES if counted[status])
    yield say("{kpis} of {plans}: {told}.", kpis=count(len(rows), "KPI"), plans=count(plans, "plan"), told=told)


def _nothing(portfolio: Portfolio, kpis: Collection[str]) -> Sentence:
    """Why there is no row."""
    if not portfolio.plans:
        return say("There is no plan to show.")
    if kpis:
        return say("No plan has figures of {kpis}.", kpis=listing(kpis))
    return say("No plan has sales or names a KPI.")
