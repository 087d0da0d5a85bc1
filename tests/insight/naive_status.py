"""KPI status a second time: plain loops over what the YAML files say, in exact fractions.

Written for `test_status_replay` from the words of the design alone; it shares no code with the program. A repository
is a dict of texts by file name; every scalar is read as the text that stands there.

Where the design leaves room: rows are those of what a plan names, whatever the plan's own period; the latest of several
entries is the one that ends last (of two, the shorter); entries that lie in one another all count; an `as_of` counts as
it stands, even one that is still to come; of no plan there is no due; a group without any actual shows all that is
planned, and is missing as soon as one of its rows is.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

import yaml

Row = dict[str, Any]
"""A row as the JSON has it, its numbers still fractions."""

LENGTHS = {"year": 12, "half-year": 6, "quarter": 3, "month": 1}
SALES = {"unit": "money", "better": "higher", "total": "sum"}
KEYS = {"kam": ("kam", "kpi"), "segment": ("segment", "kpi"), "kpi": ("kpi",)}


class Days(NamedTuple):
    """From the first day to the last, both included."""

    first: date
    last: date

    @property
    def number(self) -> int:
        return (self.last - self.first).days + 1


class Figure(NamedTuple):
    """One entry of `sales` or of a KPI."""

    name: str
    days: Days
    plan: Fraction | None
    actual: Fraction | None
    previous: Fraction | None
    as_of: date | None


def naive_status(files: Mapping[str, str], period: str | None, today: date) -> dict[str, Any]:
    """The JSON of `kamctl status` of a repository: what the design promises of it, with all `groups` by `--by`."""
    format_ = load(files["schema/format.yaml"])
    start = int(format_.get("fiscal_year_start", "1"))
    catalogue = {"sales": SALES, **(load(files["schema/kpis.yaml"]) or {})}
    asked = period or running(format_["checkpoint"], today, start)
    names = [name for name in files if name.startswith("plans/") and name.endswith(".yaml")]
    rows: list[Row] = []
    scores = []
    for name in sorted(names, key=lambda name: (_client(name), name)):
        own = list(_rows_of_plan(_client(name), load(files[name]), catalogue, days_of(asked, start), today, start))
        own.sort(key=lambda row: _place(row["kpi"], catalogue))
        rows += own
        paid = [row for row in own if "paid" in catalogue[row["kpi"]]]
        scores.append({"client": _client(name), "score": _score(own, catalogue), "paid_score": _score(paid, catalogue)})
    groups = {by: _groups(rows, catalogue, keys) for by, keys in KEYS.items()}
    told = {"period": asked, "today": today.isoformat(), "rows": rows, "scores": scores, "groups": groups}
    return {"version": 1} | {name: _with_numbers(value) for name, value in told.items()}


@lru_cache(maxsize=64)
def load(text: str) -> Any:
    """What YAML says, every scalar as its text."""
    return yaml.load(text, Loader=yaml.CBaseLoader)


def _client(name: str) -> str:
    return unicodedata.normalize("NFC", name.rpartition("/")[2].removesuffix(".yaml"))


# Periods.


@lru_cache(maxsize=4096)
def days_of(name: str, start: int) -> Days:
    """The days that a period's name means when the fiscal year starts with month `start`."""
    year, _, part = name.partition("-")
    if not part:
        month, length = start, 12
    elif part[0] in "HQ":
        length = {"H": 6, "Q": 3}[part[0]]
        month = start + length * (int(part[1]) - 1)
    else:
        month, length = int(part), 1
    months = int(year) * 12 + month - 1
    return Days(_first_of(months), _first_of(months + length) - timedelta(days=1))


def _first_of(months: int) -> date:
    return date(months // 12, months % 12 + 1, 1)


def running(kind: str, today: date, start: int) -> str:
    """The name of the period of a kind that holds today: all that could be are tried."""
    parts = {
        "year": [""],
        "half-year": ["-H1", "-H2"],
        "quarter": [f"-Q{number}" for number in range(1, 5)],
        "month": [f"-{month:02}" for month in range(1, 13)],
    }[kind]
    for year in range(today.year - 1, today.year + 1):
        for part in parts:
            days = days_of(f"{year}{part}", start)
            if days.first <= today <= days.last:
                return f"{year}{part}"
    raise AssertionError(f"no {kind} has the day {today}")


# Plans.


def _rows_of_plan(
    client: str, plan: dict[str, Any], catalogue: Mapping[str, Any], asked: Days, today: date, start: int
) -> Iterator[Row]:
    """A row for the sales of a plan, if it has them, and one for each KPI that it names."""
    listed = {"sales": plan["sales"]} if "sales" in plan else {}
    for kpi, written in (listed | plan.get("kpis", {})).items():
        head = {"client": client, "kam": plan.get("kam"), "segment": plan.get("segment"), "kpi": kpi}
        figures = [_figure(name, figure, start) for name, figure in written.items()]
        figures.sort(key=lambda figure: (figure.days.last, figure.days.first))
        inside = [each for each in figures if asked.first <= each.days.first and each.days.last <= asked.last]
        yield head | _measured(inside, catalogue[kpi], today)


def _place(kpi: str, catalogue: Mapping[str, Any]) -> tuple[bool, bool, int]:
    """Sales first, then what is paid, then what is watched, each in the order of the catalogue."""
    return kpi != "sales", "paid" not in catalogue[kpi], list(catalogue).index(kpi)


def _figure(name: str, written: dict[str, str], start: int) -> Figure:
    plan, actual, previous = (_number(written.get(field)) for field in ("plan", "actual", "previous"))
    as_of = date.fromisoformat(written["as_of"]) if "as_of" in written else None
    return Figure(name, days_of(name, start), plan, actual, previous, as_of)


@lru_cache(maxsize=4096)
def _number(text: str | None) -> Fraction | None:
    if text is None:
        return None
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text.replace("_", ""))


def _measured(figures: list[Figure], kpi: Mapping[str, str], today: date) -> Row:
    """What the figures inside the asked period come to; they are in order, the latest last."""
    summed = kpi["total"] == "sum"
    total: Callable[[list[Fraction]], Fraction | None] = {"sum": _sum, "mean": _mean, "last": _last}[kpi["total"]]
    done = [figure for figure in figures if figure.actual is not None]
    actual = total([figure.actual for figure in done if figure.actual is not None])
    planned = figures if summed or not done else done
    plan = total([figure.plan for figure in planned if figure.plan is not None])
    due = plan
    if summed:
        due = _sum([figure.plan * _passed(figure, today) for figure in done if figure.plan is not None])
    if actual is None:
        due = None
    previous = None
    if all(figure.previous is not None for figure in done):
        previous = total([figure.previous for figure in done if figure.previous is not None])
    growth = _ratio(actual, previous)
    forecast = actual
    if summed:
        share = _ratio(actual, due)
        forecast = None if plan is None or share is None else plan * share
    pace = _reached(actual, due, kpi)
    missing = [figure for figure in figures if figure.days.last < today and _incomplete(figure)]
    return {
        "plan": plan,
        "actual": actual,
        "due": due,
        "attainment": _reached(actual, plan, kpi),
        "pace": pace,
        "forecast": forecast,
        "previous": previous,
        "growth": None if growth is None else growth - 1,
        "status": _state(plan, actual, pace, any(figure.days.last < today for figure in figures), kpi),
        "missing": [figure.name for figure in missing],
    }


def _passed(figure: Figure, today: date) -> Fraction:
    """The share of an entry's days that have passed when its actual was taken."""
    passed = ((figure.as_of or today) - figure.days.first).days + 1
    return Fraction(min(max(passed, 0), figure.days.number), figure.days.number)


def _incomplete(figure: Figure) -> bool:
    return figure.actual is None or (figure.as_of is not None and figure.as_of < figure.days.last)


def _state(
    plan: Fraction | None, actual: Fraction | None, pace: Fraction | None, over: bool, kpi: Mapping[str, str]
) -> str:
    if actual is None:
        return "no-plan" if plan is None else "missing" if over else "planned"
    if pace is None:
        return "no-plan"
    if pace >= (_number(kpi.get("green", "100%")) or 0):
        return "green"
    return "amber" if pace >= (_number(kpi.get("amber", "90%")) or 0) else "red"


# Arithmetic; of nothing there is no sum.


def _sum(values: list[Fraction]) -> Fraction | None:
    return sum(values, Fraction(0)) if values else None


def _mean(values: list[Fraction]) -> Fraction | None:
    return sum(values, Fraction(0)) / len(values) if values else None


def _last(values: list[Fraction]) -> Fraction | None:
    return values[-1] if values else None


def _ratio(upper: Fraction | None, lower: Fraction | None) -> Fraction | None:
    return None if upper is None or not lower else upper / lower


def _reached(actual: Fraction | None, goal: Fraction | None, kpi: Mapping[str, str]) -> Fraction | None:
    ratio = _ratio(actual, goal)
    return 2 - ratio if ratio is not None and kpi["better"] == "lower" else ratio


# Scores and groups.


def _score(rows: list[Row], catalogue: Mapping[str, Any]) -> Fraction | None:
    upper = lower = Fraction(0)
    for row in rows:
        weight = _number(catalogue[row["kpi"]].get("weight"))
        if weight is not None and row["attainment"] is not None:
            upper += weight * min(row["attainment"], Fraction(12, 10))
            lower += weight
    return _ratio(upper, lower)


def _groups(rows: list[Row], catalogue: Mapping[str, Any], keys: tuple[str, ...]) -> list[Row]:
    """Rows put together; what belongs to nobody, or to no segment, comes last."""
    found: dict[tuple[str | None, ...], list[Row]] = {}
    for row in rows:
        found.setdefault(tuple(row[key] for key in keys), []).append(row)

    def place(group: tuple[str | None, ...]) -> Any:
        owners = [(name is None, name or "") for name in group[:-1]]
        return owners, _place(str(group[-1]), catalogue)

    return [
        dict(zip(keys, group, strict=True)) | _together(found[group], catalogue[str(group[-1])])
        for group in sorted(found, key=place)
    ]


def _together(rows: list[Row], kpi: Mapping[str, str]) -> Row:
    done = [row for row in rows if row["actual"] is not None]
    plan = actual = due = None
    if kpi["total"] == "sum":
        plan = _sum([row["plan"] for row in done or rows if row["plan"] is not None])
        actual = _sum([row["actual"] for row in done])
        due = _sum([row["due"] for row in done if row["due"] is not None])
        attainment, pace = _reached(actual, plan, kpi), _reached(actual, due, kpi)
    else:
        attainment = _mean([row["attainment"] for row in done if row["attainment"] is not None])
        pace = _mean([row["pace"] for row in done if row["pace"] is not None])
    if done:
        status = _state(plan, Fraction(0), pace, False, kpi)
    else:
        states = {row["status"] for row in rows}
        status = next(state for state in ("missing", "planned", "no-plan") if state in states)
    return {"plan": plan, "actual": actual, "due": due, "attainment": attainment, "pace": pace, "status": status}


def _with_numbers(value: Any) -> Any:
    if isinstance(value, Fraction):
        return float(value)
    if isinstance(value, dict):
        return {key: _with_numbers(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with_numbers(inner) for inner in value]
    return value
