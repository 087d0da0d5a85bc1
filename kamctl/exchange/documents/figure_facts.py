"""What follows from a plan, as facts: how its KPIs stand, what may be lost, whether promotions pay, what is to be done.

The figures are those of `kamctl status`, `risks`, `promo` and `agenda`; what was worked out is rounded as there: a
percentage to one decimal, an amount from 1 000 on to whole units, a smaller one to hundredths.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Any

from kamctl.exchange.documents.fact import MONEY, NAMED, NUMBER, PERCENT, Fact, Fields, Items, Leaf, join
from kamctl.exchange.documents.plan_facts import plain_fact
from kamctl.insight.exposure import OpenRisk, risks_of, sales_plan_of, totals_of
from kamctl.insight.portfolio import Entry, Portfolio
from kamctl.insight.promotion import Outcome, break_even_uplift, outcome, verdict
from kamctl.insight.spelling import WHOLE_FROM, Speller
from kamctl.insight.status import current_period, rows_of, scores_of
from kamctl.insight.todo import DAYS_TO_RECORD
from kamctl.insight.totals import sales_of
from kamctl.plan.due import open_activities, reviews, unrecorded
from kamctl.plan.model import Promotion
from kamctl.plan.period import Period
from kamctl.plan.shape import KPI, PERSON, PRODUCT

_WIDE = Context(prec=400, rounding=ROUND_HALF_EVEN)
_UNITS = {"money": MONEY, "percent": PERCENT, "number": NUMBER}


def figure_facts(portfolio: Portfolio) -> Fields:
    """The figures of the one plan of a portfolio, as of its day."""
    [entry] = portfolio.plans
    inner: dict[str, Fact] = {
        "status": _status(portfolio, current_period(portfolio), "figures.status"),
        "whole": _status(portfolio, entry.plan.period or current_period(portfolio), "figures.whole"),
        "sales": _sales(entry),
        "risks": _risks(portfolio),
        "promotions": _promotions(portfolio),
        "todo": _todo(portfolio),
        "credit": _credit(entry),
    }
    return Fields("figures", inner, tuple(inner))


def _record(path: str, **values: Fact | None) -> Fields:
    """Facts by name; those that are not known may be asked for all the same."""
    return Fields(path, {name: fact for name, fact in values.items() if fact is not None}, tuple(values))


class _Writer:
    """Writes the facts of one thing under its path."""

    def __init__(self, path: str) -> None:
        self.path = path

    def money(self, name: str, value: Decimal | None) -> Fact | None:
        return None if value is None else Leaf(join(self.path, name), MONEY, f"{_amount(value):f}")

    def percent(self, name: str, value: Decimal | None) -> Fact | None:
        return None if value is None else Leaf(join(self.path, name), PERCENT, f"{_rounded(value, 3):f}")

    def unit(self, name: str, value: Decimal | None, unit: str) -> Fact | None:
        if value is None or unit == "money":
            return self.money(name, value)
        places = 3 if unit == "percent" else 2
        return Leaf(join(self.path, name), _UNITS[unit], f"{_rounded(value, places):f}")

    def plain(self, name: str, value: Any) -> Fact | None:
        return None if value is None else plain_fact(value, join(self.path, name))

    def named(self, name: str, kind: str, id_: str | None, speller: Speller) -> Fact | None:
        return None if id_ is None else Leaf(join(self.path, name), NAMED, id_, speller.name(kind, id_))


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), context=_WIDE)


def _amount(value: Decimal) -> Decimal:
    return _rounded(value, 0 if abs(value) >= WHOLE_FROM else 2)


def _items(path: str, facts: Iterable[Fact]) -> Items:
    return Items(path, tuple(facts))


def _status(portfolio: Portfolio, period: Period, path: str) -> Fact:
    """The KPIs of the plan in a period, sales first, with the scores."""
    [entry] = portfolio.plans
    speller = Speller(portfolio.schema, entry.plan)
    rows = rows_of(entry, portfolio, period)
    facts = []
    for row in rows:
        write, unit, measure = _Writer(f"{path}.rows.{row.kpi}"), row.definition.unit, row.measure
        facts.append(
            _record(
                write.path,
                kpi=write.named("kpi", KPI, row.kpi, speller),
                paid=write.plain("paid", row.definition.paid),
                plan=write.unit("plan", measure.plan, unit),
                actual=write.unit("actual", measure.actual, unit),
                due=write.unit("due", measure.due, unit),
                forecast=write.unit("forecast", measure.forecast, unit),
                previous=write.unit("previous", measure.previous, unit),
                attainment=write.percent("attainment", measure.attainment),
                pace=write.percent("pace", measure.pace),
                growth=write.percent("growth", measure.growth),
                status=write.plain("status", measure.status),
            )
        )
    score, write = scores_of(entry.client, rows), _Writer(path)
    return _record(
        path,
        period=write.plain("period", period),
        rows=_items(join(path, "rows"), facts),
        score=write.percent("score", score.score),
        paid_score=write.percent("paid_score", score.paid_score),
    )


def _sales(entry: Entry) -> Fact:
    write, whole = _Writer("figures.sales"), sales_of(entry.plan)
    period = entry.plan.period
    inside = [figure for held, figure in (entry.plan.sales or {}).items() if period is None or period.holds(held)]
    known = whole.plan is not None and all(figure.previous is not None for figure in inside if figure.plan is not None)
    growth = whole.plan / whole.previous - 1 if known and whole.plan is not None and whole.previous else None
    return _record(
        write.path,
        plan=write.money("plan", whole.plan),
        actual=write.money("actual", whole.actual),
        previous=write.money("previous", whole.previous),
        growth=write.percent("growth", growth),
    )


def _risks(portfolio: Portfolio) -> Fact:
    """The open risks by exposure, and what they make together."""
    [entry] = portfolio.plans
    held = risks_of(portfolio)
    whole, write = totals_of(held, sales_plan_of(portfolio.plans)), _Writer("figures.risks")
    speller = Speller(portfolio.schema, entry.plan)
    return _record(
        write.path,
        rows=_items(join(write.path, "rows"), [_risk(each, speller) for each in held]),
        exposure=write.money("exposure", whole.exposure),
        worst_case=write.money("worst_case", whole.worst_case),
        plan_at_risk=write.percent("plan_at_risk", whole.plan_at_risk),
        p50=write.money("p50", whole.loss.p50),
        p80=write.money("p80", whole.loss.p80),
        p95=write.money("p95", whole.loss.p95),
    )


def _risk(held: OpenRisk, speller: Speller) -> Fact:
    risk, write = held.risk, _Writer(f"figures.risks.rows.{held.id}")
    return _record(
        write.path,
        risk=write.plain("risk", held.id),
        what=write.plain("what", risk.what),
        period=write.plain("period", held.period),
        probability=write.percent("probability", risk.probability),
        impact=write.money("impact", held.impact),
        exposure=write.money("exposure", held.exposure),
        response=write.plain("response", risk.response),
        owner=write.named("owner", PERSON, risk.owner, speller),
        review=write.plain("review", risk.review),
        overdue=write.plain("overdue", held.overdue),
    )


def _promotions(portfolio: Portfolio) -> Fact:
    """The promotions by their first day; those that are not over yet once more under `ahead`."""
    [entry] = portfolio.plans
    speller = Speller(portfolio.schema, entry.plan)
    held = sorted((entry.plan.promotions or {}).items(), key=lambda each: (each[1].starts, each[0]))
    told = [(promotion, _promotion(name, promotion, portfolio.today, speller)) for name, promotion in held]
    path = "figures.promotions"
    return _record(
        path,
        rows=_items(join(path, "rows"), [fact for _, fact in told]),
        ahead=_items(join(path, "ahead"), [fact for each, fact in told if each.ends >= portfolio.today]),
    )


def _promotion(name: str, promotion: Promotion, today: date, speller: Speller) -> Fact:
    write = _Writer(f"figures.promotions.rows.{name}")
    products = [
        Leaf(f"{write.path}.products.{at}", NAMED, product, speller.name(PRODUCT, product))
        for at, product in enumerate(promotion.products or (), 1)
    ]
    return _record(
        write.path,
        promotion=write.plain("promotion", name),
        starts=write.plain("starts", promotion.starts),
        ends=write.plain("ends", promotion.ends),
        days=write.plain("days", (promotion.ends - promotion.starts).days + 1),
        products=_items(join(write.path, "products"), products) if products else None,
        basis=write.plain("basis", promotion.basis),
        baseline=write.money("baseline", promotion.baseline),
        margin=write.percent("margin", promotion.margin),
        cost=write.money("cost", promotion.cost),
        break_even_uplift=write.money("break_even_uplift", break_even_uplift(promotion)),
        planned=_outcome(join(write.path, "planned"), outcome(promotion, promotion.planned)),
        actual=_outcome(join(write.path, "actual"), outcome(promotion, promotion.actual)),
        verdict=write.plain("verdict", verdict(promotion, today)),
    )


def _outcome(path: str, side: Outcome) -> Fact:
    write = _Writer(path)
    return _record(
        path,
        turnover=write.money("turnover", side.turnover),
        uplift=write.money("uplift", side.uplift),
        incremental_margin=write.money("incremental_margin", side.incremental_margin),
        profit=write.money("profit", side.profit),
        roi=write.percent("roi", side.roi),
    )


def _todo(portfolio: Portfolio) -> Fact:
    """What is to be done, whenever it is due, by the day: `kind` is activity, risk-review or actual."""
    [entry] = portfolio.plans
    speller = Speller(portfolio.schema, entry.plan)
    found = sorted(_tasks(entry, speller), key=lambda each: (each["due"], each["kind"], each["id"]))
    facts = []
    for task in found:
        write = _Writer(f"figures.todo.{task['kind']}.{task['id']}")
        facts.append(
            _record(
                write.path,
                due=write.plain("due", task["due"]),
                kind=write.plain("kind", task["kind"]),
                what=write.plain("what", task["what"]),
                period=write.plain("period", task.get("period")),
                owner=write.named("owner", PERSON, task["owner"], speller),
                overdue=write.plain("overdue", task["due"] < portfolio.today),
            )
        )
    return _items("figures.todo", facts)


def _tasks(entry: Entry, speller: Speller) -> Iterator[Mapping[str, Any]]:
    plan, document = entry.plan, entry.document
    for name, activity in open_activities(plan, document):
        owner = activity.owner or plan.kam
        yield {"kind": "activity", "id": name, "due": activity.due, "what": activity.what, "owner": owner}
    for name, risk, day in reviews(plan, document):
        yield {"kind": "risk-review", "id": name, "due": day, "what": risk.what, "owner": risk.owner or plan.kam}
    for path, period, _ in unrecorded(plan, document):
        due = period.last_day + timedelta(days=DAYS_TO_RECORD)
        kpi = speller.name(KPI, path[-1])
        id_ = f"{path[-1]}.{period.name}"
        yield {"kind": "actual", "id": id_, "due": due, "what": kpi, "period": period, "owner": plan.kam}


def _credit(entry: Entry) -> Fact:
    """What is free of the credit line: limit − used."""
    line, write = entry.plan.credit_line, _Writer("figures.credit")
    free = None if line is None or line.used is None else line.limit - line.used
    return _record(write.path, free=write.money("free", free))
