"""What a promotion brought, worked out by hand, and again by a second implementation on generated portfolios."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kamctl.insight.portfolio import portfolio_of
from kamctl.insight.promo import Promo, promo
from kamctl.insight.report import ALERT, GOOD, WATCH
from kamctl.render.promo import as_json
from kamctl.render.table import objects
from tests.harness import BASE_PLAN, overlay
from tests.insight import busy, naive_promo
from tests.insight.plans import rows, world

ENDED, NOW, LATER = (
    "from: 2026-04-01, to: 2026-04-14",
    "from: 2026-05-10, to: 2026-05-20",
    "from: 2026-06-01, to: 2026-06-02",
)
NOTHING = dict.fromkeys(("turnover", "uplift", "incremental_margin", "profit", "roi"))


def over(*promotions: str, client: str = "client") -> Promo:
    """The report over one plan with promotions p1, p2, …; it is 20 May 2026."""
    section = "".join(f"  p{number}: {{{text}}}\n" for number, text in enumerate(promotions, 1))
    return promo(busy.portfolio({client: overlay(BASE_PLAN, f"promotions:\n{section}")}))


def told(report: Promo) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(as_json(report))["rows"]
    return found


def test_the_figures_of_the_design_by_hand() -> None:
    whole = f"{ENDED}, products: [kefir-1l], basis: sell-out, baseline: 2400000, planned: 3600000, actual: 3900000"
    assert told(over(f"{whole}, margin: 32%, cost: 300000")) == [
        {
            "client": "client", "promotion": "p1", "from": "2026-04-01", "to": "2026-04-14", "basis": "sell-out",
            "baseline": 2400000, "margin": 0.32, "cost": 300000, "break_even_uplift": 937500,
            # 1.2M x 32% = 384,000; less 300,000 is 84,000; of 300,000 that is 28%
            "planned": {
                "turnover": 3600000, "uplift": 1200000, "incremental_margin": 384000, "profit": 84000, "roi": 0.28,
            },
            # 1.5M x 32% = 480,000; less 300,000 is 180,000; of 300,000 that is 60%
            "actual": {
                "turnover": 3900000, "uplift": 1500000, "incremental_margin": 480000, "profit": 180000, "roi": 0.6,
            },
        }
    ]  # fmt: skip


WHOLE = "baseline: 100, planned: 180, actual: 150, margin: 20%"

JUDGED: dict[str, tuple[str, str, str, str]] = {
    "it paid": (f"{ENDED}, {WHOLE}, cost: 9", "paid", GOOD, ""),
    "it broke even": (f"{ENDED}, {WHOLE}, cost: 10", "paid", GOOD, ""),
    "it cost more than it brought": (f"{ENDED}, {WHOLE}, cost: 10.01", "did not pay", ALERT, ""),
    "it sold less than without it": (
        f"{ENDED}, baseline: 100, actual: 90, margin: 20%, cost: 1", "did not pay", ALERT, "",
    ),
    "it has returns only": (f"{ENDED}, baseline: 0, actual: -5, margin: 20%, cost: 0.5", "did not pay", ALERT, ""),
    "nobody wrote what came of it": (
        f"{ENDED}, baseline: 100, margin: 20%, cost: 1", "ended without its actual", WATCH, "",
    ),
    "nothing is known of it": (
        f"{ENDED}, cost: 1", "ended without its actual", WATCH, "the baseline and the margin are missing",
    ),
    "the margin is missing": (
        f"{ENDED}, baseline: 100, actual: 150, cost: 1", "cannot be judged", WATCH, "the margin is missing",
    ),
    "the baseline is missing": (
        f"{ENDED}, actual: 150, margin: 5%, cost: 1", "cannot be judged", WATCH, "the baseline is missing",
    ),
    "its last day is today": (f"{NOW}, {WHOLE}, cost: 100", "running", "", ""),
    "it runs and is not planned": (
        f"{NOW}, baseline: 1, cost: 1", "running", "", "the margin and the planned turnover are missing",
    ),
    "it is still to come": (f"{LATER}, baseline: 100, planned: 9, margin: 20%, cost: 1", "planned", "", ""),
    "there is no margin to earn": (
        f"{ENDED}, baseline: 1, actual: 9, margin: 0%, cost: 1", "did not pay", ALERT,
        "at a margin of 0% no uplift pays for it",
    ),
    "every piece loses money": (
        f"{ENDED}, baseline: 1, actual: 2, margin: -10%, cost: 1", "did not pay", ALERT,
        "at a margin of -10% no uplift pays for it",
    ),
    "it is free and has no margin": (
        f"{ENDED}, baseline: 1, actual: 9, margin: 0%, cost: 0", "paid", GOOD,
        "it costs nothing, so that it has no ROI",
    ),
    "it is free": (f"{ENDED}, {WHOLE}, cost: 0", "paid", GOOD, "it costs nothing, so that it has no ROI"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "verdict", "tone", "note"), JUDGED.values(), ids=JUDGED.keys())
def test_the_verdict(text: str, verdict: str, tone: str, note: str) -> None:
    report = over(text)
    [row] = report.promotions.rows
    [said] = objects(report.promotions)
    assert row[-2] is not None
    assert (said["verdict"], row[-2].tone, said["note"] or "") == (verdict, tone, note)
    heading = rows(report.sides)[0]["Promotion"].rstrip("!")
    assert heading.endswith(
        f": {verdict}" + (f"{':' if verdict == 'cannot be judged' else ';'} {note}" if note else "")
    )


def test_what_cannot_be_told_is_null() -> None:
    free, worthless, bare = told(
        over(f"{ENDED}, {WHOLE}, cost: 0", f"{ENDED}, baseline: 1, actual: 9, margin: 0%, cost: 2", f"{ENDED}, cost: 1")
    )
    assert (free["break_even_uplift"], free["planned"]["profit"], free["planned"]["roi"]) == (0, 16, None)
    assert worthless["break_even_uplift"] is None
    assert worthless["actual"] == {"turnover": 9, "uplift": 8, "incremental_margin": 0, "profit": -2, "roi": -1}
    assert (worthless["planned"], bare["planned"], bare["actual"], bare["basis"]) == (NOTHING, NOTHING, NOTHING, None)


def test_a_turnover_of_nothing_is_one() -> None:
    report = over(f"{ENDED}, baseline: 100, planned: 0, actual: 0, margin: 10%, cost: 10")
    assert [row[""] for row in rows(report.sides)] == ["planned", "actual"]
    assert told(report)[0]["actual"]["profit"] == -20


def test_they_are_added_up_as_far_as_they_can_be_judged() -> None:
    report = over(
        f"{ENDED}, baseline: 100, planned: 200, actual: 300, margin: 50%, cost: 40",  # 10 planned, 60 actual
        f"{ENDED}, baseline: 100, actual: 120, margin: 50%, cost: 20",  # never planned, -10
        f"{ENDED}, baseline: 100, planned: 200, actual: 120, cost: 1",  # no margin
        f"{NOW}, baseline: 100, planned: 400, actual: 110, margin: 50%, cost: 100",  # 50 planned, not over yet
    )
    assert rows(report.totals) == [
        {"Together": "judged, as planned", "Promotions": "1", "Cost": "40", "Profit": "10", "ROI": "25.0%"},
        {"Together": "judged, actual", "Promotions": "2", "Cost": "60", "Profit": "50", "ROI": "83.3%"},
        {"Together": "all, as planned", "Promotions": "2", "Cost": "140", "Profit": "60", "ROI": "42.9%"},
    ]
    assert over(f"{ENDED}, {WHOLE}, cost: 1").totals.rows == ()
    assert over(f"{ENDED}, cost: 1", f"{ENDED}, cost: 1").totals.rows == ()


def test_they_stand_by_client_first_day_and_id() -> None:
    text = overlay(
        BASE_PLAN, f"promotions: {{b: {{{NOW}, cost: 1}}, c: {{{ENDED}, cost: 1}}, a: {{{NOW}, cost: 1}}}}\n"
    )
    said = told(promo(busy.portfolio({"z": text, "я": text, "a": text})))
    order = [(row["client"], row["promotion"]) for row in said]
    assert order == [(client, name) for client in ("a", "z", "я") for name in ("c", "a", "b")]


def test_what_cannot_be_read_is_no_missing_field() -> None:
    loaded, schema = world(f"promotions: {{p: {{{ENDED}, baseline: 1, actual: 2, margin: some, cost: 1}}}}\n")
    report = promo(portfolio_of([loaded], schema, busy.TODAY))
    assert objects(report.promotions)[0]["note"] == "the margin cannot be read"
    assert report.basis.faulty == ("client",)
    assert not report.basis.whole


@pytest.mark.no_cover
@pytest.mark.parametrize("start", [1, 4])
def test_a_second_implementation_agrees_on_generated_portfolios(start: int) -> None:
    promotions = 0
    for seed in range(100):
        plans = busy.plans(seed)
        ours = told(promo(busy.portfolio(plans, busy.format_of(start, "quarter"))))
        assert ours == [_near(row) for row in naive_promo.rows(plans)], seed
        promotions += len(ours)
    assert promotions > 300


def _near(value: Any) -> Any:
    """The same value, each number equal to one that differs by no more than 1e-9."""
    if isinstance(value, dict):
        return {key: _near(inner) for key, inner in value.items()}
    return pytest.approx(value, rel=1e-9, abs=1e-9) if isinstance(value, float) else value
