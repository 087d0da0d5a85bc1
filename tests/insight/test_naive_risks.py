"""The whole of `kamctl risks --format json` against a second implementation, on portfolios made up by chance."""

from __future__ import annotations

import datetime
import json
from fractions import Fraction
from functools import lru_cache
from random import Random
from typing import Any

import pytest

from kamctl.insight.portfolio import portfolio_of
from kamctl.insight.risks import BY, risks
from kamctl.insight.signals import Past
from kamctl.plan.load import load_plan
from kamctl.plan.schema import Schema
from kamctl.plan.source import RawFile
from kamctl.render.risks import as_json
from tests.harness import FORMAT, repository, schema_of
from tests.insight import generated_risks, naive_risks

PORTFOLIOS, AT_ONCE = 500, 50

NO_PAST = Past(None, None, {})
EXTRA = {"cause", "kpi"}
"""What the second implementation needs in its rows and the report has not."""


@lru_cache(maxsize=2)
def schema(start: int) -> Schema:
    format_ = FORMAT.replace("fiscal_year_start: 1", f"fiscal_year_start: {start}")
    return schema_of(repository({"schema/format.yaml": format_}))


def told(plans: dict[str, str], today: datetime.date, start: int, by: str | None) -> dict[str, Any]:
    loaded = [
        load_plan(RawFile(f"plans/{client}.yaml", text.encode()), schema(start)) for client, text in plans.items()
    ]
    report = risks(portfolio_of(loaded, schema(start), today), NO_PAST, by)
    assert report.basis.whole, report.basis
    said: dict[str, Any] = json.loads(as_json(report))
    return said


def same(mine: Any, theirs: Any, where: str) -> None:
    """Whether the report says at least what the second implementation says, numbers to 10^-9 of their size."""
    if isinstance(theirs, dict):
        for key in theirs.keys() - EXTRA:
            same(mine[key], theirs[key], f"{where}.{key}")
    elif isinstance(theirs, list):
        assert len(mine) == len(theirs), where
        for number, (one, other) in enumerate(zip(mine, theirs, strict=True)):
            same(one, other, f"{where}.{number}")
    elif isinstance(theirs, Fraction):
        assert isinstance(mine, int | float), where
        true = float(theirs)
        assert abs(float(mine) - true) <= 1e-9 * max(1.0, abs(true)), (where, mine, true)
    else:
        assert mine == theirs, where


@pytest.mark.parametrize("first", range(0, PORTFOLIOS, AT_ONCE))
def test_the_report_says_what_a_second_implementation_says(first: int) -> None:
    for seed in range(first, first + AT_ONCE):
        chance = Random(seed)
        plans = generated_risks.portfolio(chance)
        today = datetime.date.fromisoformat(chance.choice(generated_risks.TODAYS))
        start, by = chance.choice((1, 1, 4)), chance.choice((None, *BY))
        said = told(plans, today, start, by)
        expected = naive_risks.summary(plans, today, start, by)
        try:
            same(said, expected, "report")
            if by in ("cause", "kpi"):
                assert [group[by] for group in said["groups"]] == [group[by] for group in expected["groups"]]
        except AssertionError as error:
            raise AssertionError(f"portfolio {seed}, by {by}, on {today}") from error


def test_the_portfolios_have_what_there_is_to_test() -> None:
    """What is compared is not empty: unknown impacts, plans without sales, ties, every signal, shared causes."""
    found: set[str] = set()
    for seed in range(PORTFOLIOS):
        plans = generated_risks.portfolio(Random(seed))
        said = naive_risks.summary(plans, datetime.date(2026, 5, 20), 1, None)
        found |= {signal["signal"] for signal in said["signals"]}
        found |= {"unknown impact" for row in said["rows"] if row["impact"] is None}
        found |= {"no sales plan" for total in said["totals"] if total["sales_plan"] is None}
        found |= {"a plan of nothing" for total in said["totals"] if total["sales_plan"] == 0}
        found |= {"no risks" for total in said["totals"] if total["worst_case"] == 0}
        causes = {(row["cause"], row["client"]) for row in said["rows"] if row["cause"]}
        found |= {"a cause in two plans" for cause, _ in causes if sum(cause == other for other, _ in causes) > 1}
    assert found == {
        "red-kpi", "overdue-debt", "credit-overrun", "activity-overdue", "single-contact", "unknown impact",
        "no sales plan", "a plan of nothing", "no risks", "a cause in two plans",
    }  # fmt: skip
