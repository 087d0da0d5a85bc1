"""What each section of the core says on a plan's card."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from kamctl.insight import spelling
from kamctl.insight.report import ALERT, GROUP, NUMBER, PLAIN, TEXT, Column, Entry, Part, Row, Table, Value
from kamctl.insight.spelling import Speller, title_of
from kamctl.insight.things import HIDDEN, ID, Computed, identity, is_own, thing_table
from kamctl.insight.totals import by_time, impact_of, sales_of, sum_of
from kamctl.plan import quantity
from kamctl.plan.document import Document
from kamctl.plan.due import open_activities, open_risks
from kamctl.plan.lapse import Later, told
from kamctl.plan.model import Activity, Approval, Assortment, Budget, CreditLine, Figure, Note, Plan, Risk
from kamctl.plan.period import Period
from kamctl.plan.schema import Schema
from kamctl.plan.shape import KPI, PRODUCT, Catalogued, ListOf, Named, Record, Shape
from kamctl.words import count

MOST_NOTES = 5
"""Of the history; older ones are counted."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies before whoever makes a card: the plan with its file, the schema, the day."""

    plan: Plan
    document: Document
    schema: Schema
    today: date
    speller: Speller
    lapsed: Mapping[str, Sequence[Later]] | None = None
    """The approvals that do not hold, by what was approved, with what changed since; None: nobody has looked."""


Parts = Callable[[Desk, Any, Any], Iterator[Part]]
"""From a section's shape and what the plan says there to what is shown of it."""


def _things(ranks: Mapping[str, int], order: Callable[[tuple[str, Any]], Any] | None = None) -> Parts:
    """A section that is a table of named things, with the id as one of its columns."""

    def parts(desk: Desk, shape: Named, things: Mapping[str, Any]) -> Iterator[Part]:
        listed = sorted(things.items(), key=order) if order else list(things.items())
        yield thing_table(desk.speller, _record(shape.item), listed, ranks, {"id": identity()})

    return parts


def _record(shape: Shape) -> Record:
    assert isinstance(shape, Record)
    return shape


def _team(desk: Desk, shape: Named, team: Mapping[str, Any]) -> Iterator[Part]:
    person = Computed("Person", PLAIN, lambda name, member: desk.speller.value(shape.keys, name))
    ranks = {"person": 0, "share": 1, "role": 2, "does": 3}
    yield thing_table(desk.speller, _record(shape.item), team.items(), ranks, {"person": person})


def _budget(desk: Desk, shape: Record, budget: Budget) -> Iterator[Part]:
    yield from _entries(desk, shape, budget, ("basis", "rate", "amount"))
    yield Entry("spent_in_all", "Spent in all", spelling.money(sum_of((budget.spent or {}).values())))
    spent = None
    if budget.spent is not None:
        periods = by_time(budget.spent)
        said = ", ".join(f"{quantity.money_text(amount)} in {period}" for period, amount in periods)
        spent = Value(said, {period.name: quantity.plain_number(amount) for period, amount in periods})
    yield Entry("spent", title_of("spent", shape.fields["spent"]), spent)
    yield from _entries(desk, shape, budget, ())


def _credit_line(desk: Desk, shape: Record, credit: CreditLine) -> Iterator[Part]:
    yield from _entries(desk, shape, credit, ("limit", "days", "used"))
    overdue = spelling.money(credit.overdue)
    late = replace(overdue, tone=ALERT if credit.overdue else "") if overdue else None
    yield Entry("overdue", title_of("overdue", shape.fields["overdue"]), late)
    yield from _entries(desk, shape, credit, ())


def _entries(desk: Desk, shape: Record, thing: Any, names: tuple[str, ...]) -> Iterator[Entry]:
    """These fields of a thing; without names those that SKAM added."""
    for name in names or [name for name, field in shape.fields.items() if is_own(shape, name)]:
        field = shape.fields[name]
        yield Entry(name, title_of(name, field), desk.speller.value(field.shape, thing.__dict__.get(name)))


def _assortment(desk: Desk, shape: Record, assortment: Assortment) -> Iterator[Part]:
    yield from _entries(desk, shape, assortment, ("listed",))
    for name in ("add", "drop"):
        moves: Mapping[str, Period] | None = assortment[name]
        title = title_of(name, shape.fields[name])
        if moves is None:
            yield Entry(name, title, None)
            continue
        said = [f"{desk.speller.name(PRODUCT, product)} ({period})" for product, period in moves.items()]
        yield Entry(name, title, Value(", ".join(said), {product: period.name for product, period in moves.items()}))
    yield from _entries(desk, shape, assortment, ())


_FIGURES = {"period": 0, "plan": 1, "actual": 2, "actual_to_plan": 3, "previous": 5, "as_of": 6}

_FIGURE_COLUMNS = {
    "period": identity("Period"),
    "actual_to_plan": Computed("Actual/plan", NUMBER, lambda name, figure: spelling.ratio(figure.actual, figure.plan)),
}


def _figures(desk: Desk, shape: Named, figures: Mapping[Period, Figure]) -> Table:
    entries = [(period.name, figure) for period, figure in by_time(figures)]
    return thing_table(desk.speller, _record(shape.item), entries, _FIGURES, _FIGURE_COLUMNS)


def _sales(desk: Desk, shape: Named, sales: Mapping[Period, Figure]) -> Iterator[Part]:
    table, whole = _figures(desk, shape, sales), sales_of(desk.plan)
    totals = {
        "period": Value("Total", None),
        "plan": spelling.money(whole.plan),
        "actual": spelling.money(whole.actual),
        "actual_to_plan": spelling.ratio(whole.actual, whole.plan),
    }
    total = tuple(totals.get(column.key) for column in table.columns)
    yield replace(table, total=total)


def _kpis(desk: Desk, shape: Catalogued, kpis: Mapping[str, Mapping[Period, Figure]]) -> Iterator[Part]:
    columns: tuple[Column, ...] = ()
    rows: list[Row] = []
    for kpi, item in shape.items.items():
        if kpi not in kpis or not isinstance(item, Named):
            continue
        table = _figures(desk, item, kpis[kpi])
        columns = table.columns
        title = Value(desk.speller.name(KPI, kpi), kpi)
        rows.extend((title, *row) for row in table.rows)
    yield Table("rows", (Column("kpi", "KPI", GROUP, 4), *columns), tuple(rows))


def _activities(desk: Desk, shape: Named, activities: Mapping[str, Activity]) -> Iterator[Part]:
    undone = {name for name, _ in open_activities(desk.plan, desk.document)}

    def state(name: str, activity: Activity) -> Value:
        if name not in undone:
            return Value(f"done {activity.done}" if activity.done else "done", "done")
        days = (activity.due - desk.today).days
        if days < 0:
            return Value(f"{count(-days, 'day')} overdue", "overdue", ALERT)
        return Value(f"in {count(days, 'day')}" if days else "due today", "open", "" if days else ALERT)

    def order(entry: tuple[str, Activity]) -> tuple[bool, date, str]:
        return entry[0] not in undone, entry[1].due, entry[0]

    computed = {"id": identity(), "state": Computed("State", PLAIN, state)}
    ranks = {"due": 0, "state": 1, "what": 2, "owner": 3, "cost": 4, "done": HIDDEN, "id": ID}
    yield thing_table(desk.speller, _record(shape.item), sorted(activities.items(), key=order), ranks, computed)


def _risks(desk: Desk, shape: Named, risks: Mapping[str, Risk]) -> Iterator[Part]:
    def impact(name: str, risk: Risk) -> Value | None:
        return spelling.impact(risk.impact.share, impact_of(risk, desk.plan))

    def exposure(name: str, risk: Risk) -> Decimal | None:
        amount = impact_of(risk, desk.plan)
        return None if amount is None else risk.probability * amount

    def review(name: str, risk: Risk) -> Value | None:
        if risk.review is None:
            return None
        word = ", overdue" if risk.review < desk.today else ", due today" if risk.review == desk.today else ""
        return Value(f"{risk.review}{word}", risk.review.isoformat(), ALERT if word else "")

    def order(entry: tuple[str, Risk]) -> tuple[Decimal, str]:
        size = exposure(*entry)
        return (Decimal(1) if size is None else -size), entry[0]

    record = _record(shape.item)
    titles = {name: title_of(name, field) for name, field in record.fields.items()}
    computed = {
        "id": identity(),
        "impact": Computed(titles["impact"], NUMBER, impact),
        "exposure": Computed("Exposure", NUMBER, lambda name, risk: spelling.money(exposure(name, risk))),
        "review": Computed(titles["review"], PLAIN, review),
        "overdue": Computed("", PLAIN, lambda name, risk: Value("", bool(risk.review and risk.review < desk.today))),
    }
    ranks = {
        "probability": 1, "impact": 2, "exposure": 3, "what": 0, "period": 4, "review": 5, "owner": 6, "kpi": 8,
        "cause": 9, "id": 7, "response": 10, "status": HIDDEN, "overdue": HIDDEN,
    }  # fmt: skip
    open_ = sorted(open_risks(desk.plan), key=order)
    yield thing_table(desk.speller, record, open_, ranks, computed)
    for status in ("closed", "happened"):
        many = sum(risk.status == status for risk in risks.values())
        yield Entry(status, status.capitalize() if many else "", Value(str(many) if many else "", many))


def _history(desk: Desk, shape: ListOf, notes: list[Note]) -> Iterator[Part]:
    newest = sorted(enumerate(notes), key=lambda entry: (entry[1].date, entry[0]), reverse=True)
    shown = [(str(index), note) for index, note in newest[:MOST_NOTES]]
    ranks = {"date": 0, "note": 1, "with": 2}
    yield thing_table(desk.speller, _record(shape.item), shown, ranks)
    earlier = len(newest) - len(shown)
    yield Entry("earlier", "", Value(f"and {earlier} earlier" if earlier else "", earlier))


def _approvals(desk: Desk, shape: Named, approvals: Mapping[str, Approval]) -> Iterator[Part]:
    lapsed = desk.lapsed

    def state(name: str, approval: Approval) -> Value | None:
        if lapsed is None:
            return None
        return Value("stale", "stale", ALERT) if name in lapsed else Value("holds", "holds")

    def changed(name: str, approval: Approval) -> Value | None:
        changes = (lapsed or {}).get(name)
        return Value(told(changes), [each._asdict() for each in changes]) if changes else None

    computed = {
        "id": identity(),
        "state": Computed("State", PLAIN, state),
        "changed": Computed("Changed since", TEXT, changed),
    }
    ranks = {"id": 0, "state": 1, "by": 2, "on": 3, "changed": 4, "of": HIDDEN}
    yield thing_table(desk.speller, _record(shape.item), approvals.items(), ranks, computed)


PARTS: Mapping[str, Parts] = {
    "team": _team,
    "budget": _budget,
    "discounts": _things({"id": 0, "size": 1, "condition": 2}),
    "credit_line": _credit_line,
    "assortment": _assortment,
    "sales": _sales,
    "kpis": _kpis,
    "activities": _activities,
    "risks": _risks,
    "history": _history,
    "contacts": _things({"name": 0, "influence": 1, "attitude": 2, "role": 3, "phone": 4, "email": 5, "id": HIDDEN}),
    "competitors": _things({"id": 0, "share": 1, "strengths": 2, "plans": 3}),
    "promotions": _things(
        {"id": 0, "from": 1, "to": 2, "planned": 3, "actual": 4, "cost": 5, "baseline": 6, "margin": 7, "basis": 8,
         "products": 9},
        order=lambda entry: (entry[1].starts, entry[0]),
    ),
    "approvals": _approvals,
}  # fmt: skip
"""By the section's name."""
