"""All plans at a glance: a line for each client, and what they make together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from kamctl.insight import spelling
from kamctl.insight.report import NUMBER, PLAIN, TEXT, Column, Row, Table, Value
from kamctl.insight.spelling import Speller
from kamctl.insight.totals import Sales, sales_of, sum_of
from kamctl.plan.load import LoadedPlan
from kamctl.plan.model import Plan
from kamctl.plan.schema import Schema
from kamctl.plan.shape import PERIOD, PERSON, Leaf
from kamctl.words import count

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
    """The plans by client id. `unread` are the files of those that could not be read at all."""

    today: date
    currency: str | None
    plans: Table
    unread: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Due:
    """Something that a plan wants done, and by when."""

    day: date
    kind: str
    what: str


def glance(plans: Iterable[LoadedPlan], schema: Schema, today: date, unread: Iterable[str] = ()) -> Glance:
    """The glance over some plans; `unread` are further files that could not even be opened."""
    lost = list(unread)
    rows: list[tuple[str, str, Row]] = []
    sales: list[Sales] = []
    risks = 0
    for loaded in plans:
        path = loaded.document.source.name
        if loaded.plan is None:
            lost.append(path)
            continue
        whole, open_ = sales_of(loaded.plan), _open_risks(loaded.plan)
        rows.append((loaded.client, path, _row(loaded, loaded.plan, whole, open_, Speller(schema, loaded.plan), today)))
        sales.append(whole)
        risks += open_
    ordered = tuple(row for _, _, row in sorted(rows, key=lambda entry: entry[:2]))
    table = Table("plans", COLUMNS, ordered, _total(sales, risks))
    return Glance(today, schema.format.currency, table, tuple(sorted(lost)))


def _row(loaded: LoadedPlan, plan: Plan, whole: Sales, open_risks: int, speller: Speller, today: date) -> Row:
    due = min(_dues(plan, loaded), key=lambda entry: (entry.day, entry.kind, entry.what), default=None)
    late = due is not None and due.day < today
    when = kind = what = None
    if due is not None:
        when = Value(f"{due.day}{' overdue' if late else ''}", due.day.isoformat(), alert=late)
        kind = Value(due.kind, due.kind)
        what = Value(f"Risk review: {due.what}" if due.kind == RISK_REVIEW else due.what, due.what)
    return (
        Value(loaded.client, loaded.client),
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


def _open_risks(plan: Plan) -> int:
    return sum(risk.is_open for risk in (plan.risks or {}).values())


def _dues(plan: Plan, loaded: LoadedPlan) -> Iterator[_Due]:
    """What is not done yet of the activities, and the reviews of the open risks."""
    for name, activity in (plan.activities or {}).items():
        if activity.done is None and not loaded.document.has(("activities", name, "done")):
            yield _Due(activity.due, ACTIVITY, activity.what)
    for risk in (plan.risks or {}).values():
        if risk.is_open and risk.review is not None:
            yield _Due(risk.review, RISK_REVIEW, risk.what)


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
