"""Signals: each with what gives it and what just does not. The day is 20 May 2026."""

from __future__ import annotations

from datetime import date

import pytest

from kamctl.insight.portfolio import portfolio_of
from kamctl.insight.signals import SIGNALS, Past, signals
from tests.harness import TODAY
from tests.insight.plans import plain, world

NO_PAST = Past(None, None, {})

SALES = "sales: {2026-Q2: {plan: 9100, actual: %s}}\n"  # half of the quarter's days but four have passed: 50 of 91

CASES: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "nothing": ("", []),
    "sales at 89% of what is due are red": (
        SALES % 4450,
        [("red-kpi", "In 2026-Q2 one KPI is red: Sales (pace 89%).")],
    ),
    "at 90% they are amber": (SALES % 4500, []),
    "a KPI of last quarter is no matter of this one": ("sales: {2026-Q1: {plan: 100, actual: 1}}\n", []),
    "several red KPIs are one signal": (
        (SALES % 0) + "kpis: {visits: {2026-Q2: {plan: 910, actual: 250}}, shelf-share: {2026-Q2: {plan: 20%}}}\n",
        [("red-kpi", "In 2026-Q2 these KPIs are red: Sales (pace 0%), Visits (pace 50%).")],
    ),
    "debt that is overdue": (
        "credit_line: {limit: 5000, days: 30, used: 5000, overdue: 1200}\n",
        [("overdue-debt", "Of what the client owes 1 200 is overdue.")],
    ),
    "no debt that is overdue": ("credit_line: {limit: 5000, days: 30, used: 5000, overdue: 0}\n", []),
    "more owed than may be": (
        "credit_line: {limit: 5000, days: 30, used: 6000}\n",
        [("credit-overrun", "The client owes 1 000 more than the limit of 5 000.")],
    ),
    "activities that are late are one signal, the oldest first": (
        "activities:\n"
        "  b: {what: B, owner: logistics, due: 2026-05-19}\n"
        "  a: {what: A, owner: logistics, due: 2026-05-01}\n"
        "  c: {what: C, owner: logistics, due: 2026-05-20}\n"
        "  d: {what: D, owner: logistics, due: 2026-05-01, done: 2026-05-02}\n"
        "  e: {what: E, owner: logistics, due: 2026-05-01, done: yesterday}\n",
        [("activity-overdue", "Not done although they were due: a (since 2026-05-01), b (since 2026-05-19).")],
    ),
    "one contact": (
        "contacts: {buyer: {name: The buyer}}\n",
        [("single-contact", "The one contact at the client is The buyer.")],
    ),
    "two contacts": ("contacts: {buyer: {name: The buyer}, boss: {name: The boss}}\n", []),
    "no contacts": ("contacts: {}\n", []),
}


def found(sections: str, past: Past = NO_PAST) -> list[tuple[str, str]]:
    loaded, schema = world(sections)
    portfolio = portfolio_of([loaded], schema, TODAY)
    return [(each.name, plain(str(each.message))) for each in signals(portfolio, past)]


@pytest.mark.parametrize(("sections", "told"), CASES.values(), ids=CASES.keys())
def test_a_signal(sections: str, told: list[tuple[str, str]]) -> None:
    assert found(sections) == told


STALE = [("stale-plan", "Nobody has updated the plan for more than 14 days.")]
A_DAY = [("stale-plan", "Nobody has updated the plan for more than 1 day.")]
ONLY = [("single-editor", "Nobody but KAM North has ever edited the plan.")]

PASTS: dict[str, tuple[Past, list[tuple[str, str]], tuple[str, ...]]] = {
    "updated 14 days ago": (Past(14, {"client": date(2026, 5, 6)}, {}), [], ()),
    "updated 15 days ago": (Past(14, {"client": date(2026, 5, 5)}, {}), STALE, ()),
    "updated longer ago than anybody looks": (Past(14, {"client": None}, {}), STALE, ()),
    "days are counted": (Past(1, {"client": None}, {}), A_DAY, ()),
    "a plan that git does not have": (Past(14, {"other": None}, {"other": ("KAM North",)}), [], ()),
    "the rule stale-plan is off": (Past(None, None, {}), [], ()),
    "edited by one": (Past(None, None, {"client": ("KAM North",)}), ONLY, ()),
    "edited by two": (Past(None, None, {"client": ("KAM North", "KAM South")}), [], ()),
    "git does not tell": (Past(14, None, None), [], ("stale-plan", "single-editor")),
    "git does not tell, and nobody asks for stale plans": (Past(None, None, None), [], ("single-editor",)),
}


@pytest.mark.parametrize(("past", "told", "unknown"), PASTS.values(), ids=PASTS.keys())
def test_what_git_tells(past: Past, told: list[tuple[str, str]], unknown: tuple[str, ...]) -> None:
    assert found("", past) == told
    assert past.unknown == unknown


def test_a_plan_whose_period_is_over_is_not_stale_but_done() -> None:
    assert found("period: 2026-Q1\n", Past(14, {"client": None}, {})) == []


def test_signals_stand_by_client_and_in_their_order() -> None:
    sections = "contacts: {buyer: {name: The buyer}}\ncredit_line: {limit: 1, days: 1, used: 2, overdue: 1}\n"
    loaded = [world(sections, f"plans/{client}.yaml") for client in ("b", "a")]
    portfolio = portfolio_of([plan for plan, _ in loaded], loaded[0][1], TODAY)
    past = Past(14, {"a": None}, {"a": ("x",), "b": ("x",)})
    assert [(each.client, each.name) for each in signals(portfolio, past)] == [
        *[("a", name) for name in SIGNALS if name in {*SIGNALS[1:3], *SIGNALS[4:]}],
        ("b", "overdue-debt"),
        ("b", "credit-overrun"),
        ("b", "single-contact"),
        ("b", "single-editor"),
    ]
