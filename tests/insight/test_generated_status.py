"""What the generated repositories reach, so that comparing KPI status over them cannot become empty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from typing import Any

import pytest

from tests.insight.generated_status import BETTER, KINDS, PARTS, UNITS, Case, make
from tests.insight.naive_status import Days, days_of, load, naive_status

pytestmark = pytest.mark.no_cover

CASES = 500
ENOUGH = 5
"""Of 500 repositories, those in which a thing is found at least."""

Told = dict[str, Any]
Judge = Callable[..., bool]


def _status(status: str) -> Judge:
    return lambda row, kpi: row["status"] == status


def _missing(status: str) -> Judge:
    return lambda row, kpi: row["status"] == status and len(row["missing"]) > 1


def _unknown(field: str) -> Judge:
    return lambda row, kpi: row["actual"] is not None and row["plan"] is not None and row[field] is None


def _has(field: str) -> Judge:
    return lambda row, kpi: field in kpi and row["actual"] is not None


def _lacks(field: str) -> Judge:
    return lambda row, kpi: field not in kpi and row["actual"] is not None


def _measured(*wanted: str) -> Judge:
    return lambda row, kpi: (kpi["unit"], kpi["better"], kpi["total"]) == wanted and row["pace"] is not None


STATUSES = ("green", "amber", "red", "planned", "missing", "no-plan")
TOTALS = ("sum", "mean", "last")

ROWS: dict[str, Judge] = {
    **{f"a {unit}, {better} is better, by {total}": _measured(unit, better, total)
       for unit in UNITS for better in BETTER for total in TOTALS},
    **{f"a row that is {status}": _status(status) for status in STATUSES},
    **{f"several missing periods where the status is {status}": _missing(status)
       for status in STATUSES if status != "planned"},
    **{f"{field} where there is a plan and an actual, but not that": _unknown(field)
       for field in ("attainment", "pace", "forecast", "previous", "growth")},
    **{f"{field} in the catalogue": _has(field) for field in ("paid", "weight", "green", "amber")},
    **{f"{field} left out of the catalogue": _lacks(field) for field in ("paid", "weight", "green", "amber")},
    "sales that the catalogue lists": lambda row, kpi: row["kpi"] == "sales" and "green" in kpi,
    "sales that are no sum": lambda row, kpi: row["kpi"] == "sales" and kpi["total"] != "sum" and bool(row["actual"]),
    "an actual without a plan": lambda row, kpi: row["plan"] is None and row["actual"] is not None,
    "a plan of nothing": lambda row, kpi: row["plan"] == 0,
    "a plan of nothing with an actual": lambda row, kpi: row["plan"] == 0 and bool(row["actual"]),
    "a plan below nothing": lambda row, kpi: (row["plan"] or 0) < 0,
    "an actual below nothing": lambda row, kpi: (row["actual"] or 0) < 0,
    "an attainment below nothing": lambda row, kpi: (row["attainment"] or 0) < 0,
    "an attainment that counts for less in the score": lambda row, kpi: "weight" in kpi and (row["pace"] or 0) > 1.2,
    "a pace that is just its threshold": lambda row, kpi: row["pace"] == float(kpi.get("green", "100%")[:-1]) / 100,
    "a percentage over 100%": lambda row, kpi: kpi["unit"] == "percent" and (row["actual"] or 0) > 1,
    "due is a part of the plan": lambda row, kpi: bool(row["due"]) and row["due"] != row["plan"],
    "growth that is known": lambda row, kpi: row["growth"] is not None,
    "a client id in Cyrillic": lambda row, kpi: row["client"] == "ашан",
    "a plan that is nobody's": lambda row, kpi: row["kam"] is None,
}  # fmt: skip

GROUPS: dict[str, Judge] = {
    **{f"a group that is {status}": _status(status) for status in STATUSES},
    **{f"a group by {total}": lambda row, kpi, total=total: kpi["total"] == total and row["pace"] is not None
       for total in TOTALS},
    "a sum over several clients with an actual":
        lambda row, kpi: kpi["total"] == "sum" and sum(each["actual"] is not None for each in row["rows"]) > 2,
    "a mean over several attainments":
        lambda row, kpi: kpi["total"] != "sum" and sum(each["attainment"] is not None for each in row["rows"]) > 2,
    "clients with an actual beside clients without one":
        lambda row, kpi: len({each["actual"] is None for each in row["rows"]}) == 2,
    "clients with an actual of which one has no plan":
        lambda row, kpi: any(each["actual"] is not None and each["plan"] is None for each in row["rows"])
        and row["pace"] is not None,
    "clients that are planned beside clients that are missing":
        lambda row, kpi: {each["status"] for each in row["rows"]} >= {"planned", "missing"}
        and row["actual"] is None,
    "actuals that have no pace": lambda row, kpi: row["actual"] is not None and row["pace"] is None,
    "a group of no segment": lambda row, kpi: row.get("segment", "") is None,
    "a group of nobody": lambda row, kpi: row.get("kam", "") is None,
}  # fmt: skip

FIGURES: dict[str, Judge] = {
    **{f"a figure of a {kind}": lambda figure, kind=kind: figure["kind"] == kind for kind in KINDS},
    "as_of before its period": lambda figure: figure["as_of"] and figure["as_of"] < figure["days"].first,
    "as_of on the first day": lambda figure: figure["as_of"] == figure["days"].first,
    "as_of inside its period": lambda figure: figure["as_of"] and _inside(figure["as_of"], figure["days"]),
    "as_of on the last day": lambda figure: figure["as_of"] == figure["days"].last,
    "as_of after its period": lambda figure: figure["as_of"] and figure["as_of"] > figure["days"].last,
    "as_of that is still to come": lambda figure: figure["as_of"] and figure["as_of"] > figure["today"],
    "an actual of a period that is still to come":
        lambda figure: "actual" in figure and figure["days"].first > figure["today"],
    "a figure of another year than its plan":
        lambda figure: figure["plan's"] and not _overlap(figure["days"], figure["plan's"]),
    "a period that holds another of the same KPI": lambda figure: figure["holds another"],
}  # fmt: skip

REPOSITORIES: dict[str, Judge] = {
    **{f"asked for a {kind}": lambda case, told, kind=kind: _kind(case.period or "-") == kind for kind in KINDS},
    **{f"results by the {kind}": lambda case, told, kind=kind: f"checkpoint: {kind}\n" in case.files[FORMAT]
       for kind in KINDS[1:]},
    **{f"plans for a {kind}": lambda case, told, kind=kind: f"horizon: {kind}\n" in case.files[FORMAT]
       for kind in KINDS[:3]},
    **{f"a fiscal year from month {month}":
       lambda case, told, month=month: f"fiscal_year_start: {month}\n" in case.files[FORMAT]
       for month in range(1, 13)},
    "asked for no period": lambda case, told: case.period is None,
    "today in the asked period": lambda case, told: _inside(case.today, days_of(told["period"], _start(case))),
    "today before the asked period": lambda case, told: case.today < days_of(told["period"], _start(case)).first,
    "today after the asked period": lambda case, told: case.today > days_of(told["period"], _start(case)).last,
    "plans without segments": lambda case, told: all(row["segment"] is None for row in told["rows"]),
    "one plan": lambda case, told: len(told["scores"]) == 1,
    "eight plans": lambda case, told: len(told["scores"]) == 8,
    "two plans of a client": lambda case, told: len({each["client"] for each in told["scores"]}) < len(told["scores"]),
    "a plan without sales":
        lambda case, told: len({each["client"] for each in told["scores"]}) > len(
            {row["client"] for row in told["rows"] if row["kpi"] == "sales"}),
    "a plan with nothing in it":
        lambda case, told: {each["client"] for each in told["scores"]} > {row["client"] for row in told["rows"]},
    "a score": lambda case, told: any(each["score"] is not None for each in told["scores"]),
    "a score that only what is not paid makes":
        lambda case, told: any(each["score"] is not None and each["paid_score"] is None for each in told["scores"]),
    "a score and another one of what is paid":
        lambda case, told: any(None is not each["score"] != each["paid_score"] is not None for each in told["scores"]),
}  # fmt: skip

FORMAT = "schema/format.yaml"
WANTED = (*ROWS, *GROUPS, *FIGURES, *REPOSITORIES)


@pytest.mark.parametrize("thing", WANTED)
def test_generated_repositories_reach(thing: str) -> None:
    assert _reached()[thing] >= ENOUGH


@lru_cache(maxsize=1)
def _reached() -> Counter[str]:
    """In how many repositories each thing is found."""
    return Counter(thing for seed in range(CASES) for thing in set(_found_in(make(seed))))


def _found_in(case: Case) -> Iterator[str]:
    told = naive_status(case.files, case.period, case.today)
    catalogue = {"sales": {"unit": "money", "better": "higher", "total": "sum"}}
    catalogue |= load(case.files["schema/kpis.yaml"])
    yield from (name for name, judge in REPOSITORIES.items() if judge(case, told))
    for row in told["rows"]:
        yield from (name for name, judge in ROWS.items() if judge(row, catalogue[row["kpi"]]))
    for by, groups in told["groups"].items():
        for group in groups:
            rows = [row for row in told["rows"] if row["kpi"] == group["kpi"] and row[by] == group[by]]
            yield from (
                name for name, judge in GROUPS.items() if judge(group | {"rows": rows}, catalogue[group["kpi"]])
            )
    for figure in _figures(case):
        yield from (name for name, judge in FIGURES.items() if judge(figure))


def _figures(case: Case) -> Iterator[Told]:
    """Every figure of every plan, with what a judge wants to know of it."""
    for plan in (load(text) for name, text in case.files.items() if name.startswith("plans/")):
        whole = days_of(plan["period"], _start(case)) if "period" in plan else None
        for figures in (plan.get("sales", {}), *plan.get("kpis", {}).values()):
            spans = [days_of(name, _start(case)) for name in figures]
            for name, figure in figures.items():
                days = days_of(name, _start(case))
                as_of = date.fromisoformat(figure["as_of"]) if "as_of" in figure else None
                nested = any(days.first <= span.first and span.last <= days.last for span in spans if span != days)
                more = {"kind": _kind(name), "days": days, "as_of": as_of, "today": case.today}
                yield figure | more | {"plan's": whole, "holds another": nested}


def _kind(name: str) -> str | None:
    return next((kind for kind, parts in PARTS.items() if name[4:] in parts), None)


def _start(case: Case) -> int:
    return int(load(case.files[FORMAT]).get("fiscal_year_start", "1"))


def _inside(day: date, days: Days) -> bool:
    return days.first < day < days.last


def _overlap(days: Days, others: Days) -> bool:
    return days.first <= others.last and others.first <= days.last
