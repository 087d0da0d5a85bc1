"""All plans at a glance: a line for each client, and what they make together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kamctl.insight import spelling
from kamctl.insight.portfolio import Basis, Entry, Portfolio
from kamctl.insight.report import ALERT, NUMBER, PLAIN, TEXT, Column, Row, Table, Value
from kamctl.insight.spelling import Speller
from kamctl.insight.totals import Sales, sales_of, sum_of
from kamctl.plan.due import open_activities, open_risks, reviews
from kamctl.plan.shape import PERIOD, PERSON, Leaf
from kamctl.words import count

READS = ("client", "segment", "kam", "period", "sales", "activities", "risks")
"""What of a plan is looked at."""

ACTIVITY, RISK_REVIEW = "activity", "risk-review"

COLUMNS = (
    Column("client", "Client", PLAIN, 0),
    Column("name", "Name", TEXT, 8),
    Column("segment", "Segment", PLAIN, 6),
    Column("kam", "KAM", PLAIN, 7),
    Column("period", "Period", PLAIN, 9),
    Column("sales_plan", "Sales plan", NUMBER, 1),
    Column("sales_actual", "Actual", NUMBER, 2),
    Column("actual_to_plan", "Of plan", NUMBER, 3),
    Column("open_risks", "Risks", NUMBER, 5),
    Column("next_due", "Next due", PLAIN, 4),
    Column("next_kind", "", PLAIN, shown=False),
    Column("next_what", "What", TEXT, 10),
    Column("overdue", "", PLAIN, shown=False),
)


@dataclass(frozen=True, slots=True)
class Glance:
    """A line for each plan, by client id."""

    basis: Basis
    plans: Table


@dataclass(frozen=True, slots=True)
class _Due:
    """Something that a plan wants done, and by when."""

    day: date
    kind: str
    what: str


def glance(portfolio: Portfolio) -> Glance:
    """The glance over all plans."""
    rows: list[Row] = []
    sales: list[Sales] = []
    risks = 0
    for entry in portfolio.plans:
        whole, open_ = sales_of(entry.plan), sum(1 for _ in open_risks(entry.plan))
        rows.append(_row(entry, whole, open_, Speller(portfolio.schema, entry.plan), portfolio.today))
        sales.append(whole)
        risks += open_
    table = Table("plans", COLUMNS, tuple(rows), _total(sales, risks))
    return Glance(portfolio.basis(READS), table)


def _row(entry: Entry, whole: Sales, open_risks: int, speller: Speller, today: date) -> Row:
    plan = entry.plan
    due = min(_dues(entry), key=lambda entry: (entry.day, entry.kind, entry.what), default=None)
    late = due is not None and due.day < today
    when = kind = what = None
    if due is not None:
        when = Value(f"{due.day}{' overdue' if late else ''}", due.day.isoformat(), tone=ALERT if late else "")
        kind = Value(due.kind, due.kind)
        what = Value(f"Risk review: {due.what}" if due.kind == RISK_REVIEW else due.what, due.what)
    return (
        Value(entry.client, entry.client),
        spelling.words(plan.client),
        spelling.words(plan.segment),
        speller.value(Leaf(PERSON), plan.kam),
        speller.value(Leaf(PERIOD), plan.period),
        spelling.money(whole.plan),
        spelling.money(whole.actual),
        spelling.ratio(whole.actual, whole.plan),
        Value(str(open_risks), open_risks),
        when,
        kind,
        what,
        Value("", late),
    )


def _dues(entry: Entry) -> Iterator[_Due]:
    """What is not done yet of the activities, and the reviews of the open risks."""
    for _, activity in open_activities(entry.plan, entry.document):
        yield _Due(activity.due, ACTIVITY, activity.what)
    for _, risk, day in reviews(entry.plan, entry.document):
        yield _Due(day, RISK_REVIEW, risk.what)


def _total(sales: list[Sales], risks: int) -> Row:
    """What the plans make together."""
    planned, actual = sum_of(entry.plan for entry in sales), sum_of(entry.actual for entry in sales)
    totals = {
        "client": Value(count(len(sales), "plan"), len(sales)),
        "sales_plan": spelling.money(planned),
        "sales_actual": spelling.money(actual),
        "actual_to_plan": spelling.ratio(actual, planned),
        "open_risks": Value(str(risks), risks),
    }
    return tuple(totals.get(column.key) for column in COLUMNS)
