"""KPI status against a second, independent implementation, over repositories made at random."""

from __future__ import annotations

import json
import os
from datetime import date
from math import isclose
from pathlib import Path
from typing import Any

import pytest

from kamctl.insight.portfolio import portfolio_of
from kamctl.insight.status import status
from kamctl.plan.load import load_plan
from kamctl.plan.source import RawFile
from kamctl.render.status import as_json
from tests.cli.inside import kamctl
from tests.harness import schema_of
from tests.insight.generated_status import Case, make
from tests.insight.naive_status import naive_status

FUZZ = os.environ.get("KAMCTL_TEST_PROFILE") == "fuzz"
GROUPS, IN_GROUP = (400, 50) if FUZZ else (20, 25)
COMMANDED = 4
BY = (None, "kam", "segment", "kpi")


@pytest.mark.parametrize("group", range(GROUPS), ids=lambda group: f"seeds from {group * IN_GROUP}")
def test_status_equals_a_second_implementation(group: int) -> None:
    for seed in range(group * IN_GROUP, (group + 1) * IN_GROUP):
        assert _differences_of(make(seed)) == [], f"seed {seed}"


FORMAT = """\
version: 1
currency: RUB
horizon: year
checkpoint: quarter
sections: {optional: [sales, kpis]}
"""
CATALOGUE = """\
mean: {unit: number, better: higher, total: mean, weight: 10%, paid: year}
less: {unit: percent, better: lower, total: mean}
sum: {unit: number, better: higher, total: sum}
"""

EDGES = {
    "90% is met to the dot by means that no decimal can tell":
        "kpis: {mean: {2026-Q1: {plan: 1, actual: 1}, 2026-Q2: {plan: 2, actual: 1.5}, 2026-Q3: {plan: 2, actual: 2}}}",
    "90% is met to the dot where lower is better":
        "kpis: {less: {2026-Q1: {plan: 1%, actual: 1%}, 2026-Q2: {plan: 1%, actual: 1%}, "
        "2026-Q3: {plan: 1.1%, actual: 1.41%}}}",
    "what is due of two thirds, three times, is met to the dot":
        "kpis: {sum: {2026-04: {plan: 4, actual: 4, as_of: 2026-04-20}, 2026-06: {plan: 4, actual: 4, "
        "as_of: 2026-06-20}, 2026-09: {plan: 4, actual: 0, as_of: 2026-09-20}}}",
    "a forecast that is larger than any figure may be":
        "sales: {2026-Q1: {plan: 0.001, actual: 100000000000000}, 2026-Q2: {plan: 100000000000000}}",
    "a forecast of a number that is larger than any figure may be":
        "kpis: {sum: {2026-Q1: {plan: 0.001, actual: 100000000000000}, 2026-Q2: {plan: 100000000000000}}}",
    "growth from next to nothing":
        "kpis: {mean: {2026-Q1: {plan: 1, actual: 1000000000000000, previous: 1e-99}}}",
    "sales and KPIs with nothing in them": "sales: {}\nkpis: {mean: {}}",
    "a plan without figures": "period: 2026",
}  # fmt: skip


@pytest.mark.parametrize("sections", EDGES.values(), ids=EDGES.keys())
def test_status_equals_a_second_implementation_at_the_edges(sections: str) -> None:
    head = "client: X\nkam: kam-north\n" + ("" if "period" in sections else "period: 2026\n")
    files = {
        "schema/format.yaml": FORMAT,
        "schema/kpis.yaml": CATALOGUE,
        "schema/people.yaml": "kam-north: {name: KAM North, role: kam}\n",
        "plans/x.yaml": f"{head}{sections}\n",
    }
    assert _differences_of(Case(files, "2026", date(2026, 11, 23))) == []


@pytest.mark.parametrize("seed", range(9000, 9000 + COMMANDED), ids=lambda seed: f"seed {seed}")
def test_the_command_tells_the_same_of_files_on_disk(seed: int, tmp_path: Path) -> None:
    case = make(seed)
    for name, text in case.files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    asked = [] if case.period is None else ["--period", case.period]
    by = BY[seed % len(BY)]
    grouped = [] if by is None else ["--by", by]
    ran = kamctl(tmp_path, "--today", case.today.isoformat(), "status", *asked, *grouped, "--format", "json")
    told = json.loads(ran.out)
    assert _differences(told, naive_status(case.files, case.period, case.today), by) == []
    assert ran.code == (1 if told["faulty"] or told["repeated"] or told["schema_errors"] else 0), ran.err


def _differences_of(case: Case) -> list[str]:
    """Where kamctl and the second implementation differ on a case, put together in each way."""
    files = {name: text.encode() for name, text in case.files.items()}
    schema = schema_of(files)
    plans = [load_plan(RawFile(name, data), schema) for name, data in files.items() if name.startswith("plans/")]
    portfolio = portfolio_of(plans, schema, case.today)
    period = None if case.period is None else schema.calendar.parse(case.period)
    expected = naive_status(case.files, case.period, case.today)
    told = [json.loads(as_json(status(portfolio, period, by))) for by in BY]
    return [each for by, report in zip(BY, told, strict=True) for each in _differences(report, expected, by)]


def _differences(told: dict[str, Any], expected: dict[str, Any], by: str | None) -> list[str]:
    """Where the two differ; what the report has beside what was promised is its own affair."""
    wanted = {**expected, "groups": None if by is None else expected["groups"][by]}
    return [each for key in wanted for each in _unequal(told.get(key), wanted[key], key)]


def _unequal(told: Any, expected: Any, place: str) -> list[str]:
    if isinstance(told, dict) and isinstance(expected, dict) and told.keys() == expected.keys():
        return [each for key in told for each in _unequal(told[key], expected[key], f"{place}.{key}")]
    if isinstance(told, list) and isinstance(expected, list) and len(told) == len(expected):
        pairs = enumerate(zip(told, expected, strict=True))
        return [each for index, pair in pairs for each in _unequal(*pair, f"{place}.{index}")]
    if isinstance(expected, float) and isinstance(told, int | float) and not isinstance(told, bool):
        return [] if isclose(told, expected, rel_tol=1e-9, abs_tol=1e-9) else [f"{place}: {told}, not {expected}"]
    return [] if told == expected else [f"{place}: {told!r}, not {expected!r}"]
