"""The risk summary once more, by plain loops over what PyYAML reads: what `kamctl risks --format json` must say.

Nothing here is kamctl's. Amounts are Fractions, and the distribution of the loss comes from counting all outcomes.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

import yaml

Plan = dict[str, Any]
Day = datetime.date


def summary(texts: dict[str, str], today: Day, start: int, by: str | None) -> dict[str, Any]:
    """The rows, totals, portfolio, groups and those signals that need no git, by clients' ids and plans as YAML.

    `start` is the month in which the fiscal year begins.
    """
    plans = {client: yaml.load(text, yaml.CSafeLoader) for client, text in texts.items()}
    rows = []
    for client, plan in plans.items():
        for name, risk in (plan.get("risks") or {}).items():
            if risk.get("status", "open") == "open":
                rows.append(row_of(client, plan, name, risk, today, start))
    rows.sort(key=lambda row: (row["exposure"] is None, -(row["exposure"] or 0), row["client"], row["risk"]))
    totals = []
    for client, plan in plans.items():
        own = [row for row in rows if row["client"] == client]
        totals.append({"client": client, **made_together(own, planned(plan, plan["period"], start))})
    sums = [total["sales_plan"] for total in totals if total["sales_plan"] is not None]
    whole = sum(sums) if sums else None
    told = {
        "rows": rows,
        "totals": totals,
        "portfolio": made_together(rows, whole),
        "signals": [signal for client, plan in plans.items() for signal in signals_of(client, plan, today, start)],
    }
    if by is not None:
        told["groups"] = groups(plans, rows, totals, whole, by)
    return told


def row_of(client: str, plan: Plan, name: str, risk: Plan, today: Day, start: int) -> dict[str, Any]:
    probability = share(risk["probability"])
    impact: Fraction | None
    if str(risk["impact"]).endswith("%"):
        base = planned(plan, risk.get("period", plan["period"]), start)
        impact = None if base is None else share(risk["impact"]) * base
    else:
        impact = Fraction(str(risk["impact"]))
    review = risk.get("review")
    return {
        "client": client,
        "risk": name,
        "what": risk["what"],
        "period": str(risk.get("period", plan["period"])),
        "probability": probability,
        "impact": impact,
        "exposure": None if impact is None else probability * impact,
        "status": "open",
        "owner": risk.get("owner"),
        "review": None if review is None else str(review),
        "overdue": review is not None and review < today,
        "cause": risk.get("cause"),
        "kpi": risk.get("kpi", "sales"),
    }


def share(text: str) -> Fraction:
    return Fraction(text[:-1]) / 100


def days(period: object, start: int) -> tuple[Day, Day]:
    """The first day of a period and the first behind it."""
    year, _, part = str(period).partition("-")
    first, months = start, 12
    if part[:1] == "H":
        first, months = start + 6 * (int(part[1:]) - 1), 6
    elif part[:1] == "Q":
        first, months = start + 3 * (int(part[1:]) - 1), 3
    elif part:
        first, months = int(part), 1
    return month(int(year), first), month(int(year), first + months)


def month(year: int, number: int) -> Day:
    while number > 12:
        year, number = year + 1, number - 12
    return datetime.date(year, number, 1)


def inside(figures: Plan | None, period: object, start: int) -> list[tuple[tuple[Day, Day], Plan]]:
    begin, end = days(period, start)
    found = [(days(name, start), figure) for name, figure in (figures or {}).items()]
    return sorted(
        [entry for entry in found if begin <= entry[0][0] and entry[0][1] <= end], key=lambda entry: entry[0][1]
    )


def planned(plan: Plan, period: object, start: int) -> Fraction | None:
    figures = [figure["plan"] for _, figure in inside(plan.get("sales"), period, start) if "plan" in figure]
    return sum(map(Fraction, map(str, figures)), Fraction(0)) if figures else None


def made_together(rows: list[dict[str, Any]], sales_plan: Fraction | None) -> dict[str, Any]:
    known = [row for row in rows if row["impact"] is not None]
    exposure = sum((row["exposure"] for row in known), Fraction(0))
    p50, p80, p95 = losses(known)
    return {
        "sales_plan": sales_plan,
        "exposure": exposure,
        "worst_case": sum((row["impact"] for row in known), Fraction(0)),
        "plan_at_risk": exposure / sales_plan if sales_plan else None,
        "p50": p50,
        "p80": p80,
        "p95": p95,
    }


def losses(rows: list[dict[str, Any]]) -> list[Fraction]:
    """Every outcome with its number of cases out of 1000 for each risk; those of one cause are one."""
    causes: dict[object, list[tuple[Fraction, Fraction]]] = {}
    for number, row in enumerate(rows):
        key = ("cause", row["cause"]) if row["cause"] else number
        causes.setdefault(key, []).append((row["probability"], row["impact"]))
    outcomes = [(Fraction(0), 1)]
    for members in causes.values():
        hit = max(probability for probability, _ in members) * 1000
        assert hit.denominator == 1
        loss = sum(impact for _, impact in members)
        outcomes = [(total, cases * (1000 - int(hit))) for total, cases in outcomes] + [
            (total + loss, cases * int(hit)) for total, cases in outcomes
        ]
    outcomes.sort()
    found, every = [], 1000 ** len(causes)
    for percent in (50, 80, 95):
        reached = 0
        for total, cases in outcomes:
            reached += cases
            if reached * 100 >= percent * every:
                found.append(total)
                break
    return found


def groups(
    plans: dict[str, Plan], rows: list[dict[str, Any]], totals: list[dict[str, Any]], whole: Fraction | None, by: str
) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if by in ("client", "kam", "segment"):
        of_client: dict[str, Any] = {client: client if by == "client" else plan[by] for client, plan in plans.items()}
        for value in set(of_client.values()):
            sums = [t["sales_plan"] for t in totals if of_client[t["client"]] == value and t["sales_plan"] is not None]
            own = [row for row in rows if of_client[row["client"]] == value]
            found.append({by: value, **made_together(own, sum(sums) if sums else None)})
    else:
        found = [
            {by: value, **made_together([row for row in rows if row[by] == value], whole)}
            for value in {row[by] for row in rows}
        ]
    return sorted(found, key=lambda group: (-group["exposure"], group[by] is None, group[by] or ""))


def signals_of(client: str, plan: Plan, today: Day, start: int) -> Iterable[dict[str, str]]:
    line = plan.get("credit_line") or {}
    late = [a for a in (plan.get("activities") or {}).values() if a["due"] < today and "done" not in a]
    asked: dict[str, bool] = {
        "red-kpi": any(is_red(kpi, figures, today, start) for kpi, figures in kpis_of(plan)),
        "overdue-debt": bool(line.get("overdue", 0)),
        "credit-overrun": line.get("used", 0) > line.get("limit", 0),
        "activity-overdue": bool(late),
        "single-contact": len(plan.get("contacts") or {}) == 1,
    }
    return [{"client": client, "signal": name} for name, there in asked.items() if there]


def kpis_of(plan: Plan) -> list[tuple[str, Plan]]:
    return [("sales", plan.get("sales") or {}), *(plan.get("kpis") or {}).items()]


LAST = ("shelf-share",)
"""The KPIs of the harness of which the last figure counts; all others are summed up."""


def is_red(kpi: str, figures: Plan, today: Day, start: int) -> bool:
    """Whether a KPI is behind in the quarter that has today: less than 90% of what should be there by now."""
    quarter = next(
        f"{year}-Q{number}"
        for year in (today.year - 1, today.year)
        for number in (1, 2, 3, 4)
        if days(f"{year}-Q{number}", start)[0] <= today < days(f"{year}-Q{number}", start)[1]
    )
    measured = [(held, figure) for held, figure in inside(figures, quarter, start) if "actual" in figure]
    if not measured or not any("plan" in figure for _, figure in measured):
        return False
    number: Callable[[object], Fraction] = lambda value: (  # noqa: E731
        share(value) if isinstance(value, str) else Fraction(str(value))
    )
    if kpi in LAST:
        actual = number(measured[-1][1]["actual"])
        due = number([figure["plan"] for _, figure in measured if "plan" in figure][-1])
    else:
        actual = sum((number(figure["actual"]) for _, figure in measured), Fraction(0))
        due = Fraction(0)
        for (begin, end), figure in measured:
            until = figure.get("as_of", today)
            passed = min(max((until - begin).days + 1, 0), (end - begin).days)
            if "plan" in figure:
                due += number(figure["plan"]) * passed / (end - begin).days
    return due != 0 and actual / due < Fraction(9, 10)
