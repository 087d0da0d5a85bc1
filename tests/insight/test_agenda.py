"""What is due when, worked out by hand, and again by a second implementation on generated portfolios."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from kamctl.insight.agenda import Agenda, agenda, owners
from kamctl.insight.portfolio import Portfolio, portfolio_of
from kamctl.insight.report import ALERT, WATCH
from kamctl.insight.todo import Freshness
from kamctl.render.table import objects
from tests.harness import BASE_PLAN, TODAY, overlay
from tests.insight import busy, naive_agenda
from tests.insight.plans import rows, world

NOT_ASKED = Freshness({}, None)
QUIET = "sales: {2026-Q1: {plan: 1, actual: 1}}\n"


def over(sections: str, days: int = 14, freshness: Freshness = NOT_ASKED, person: str | None = None) -> Agenda:
    """The agenda of one plan; it is 20 May 2026, and the plan is otherwise without anything due."""
    return agenda(busy.portfolio({"client": overlay(BASE_PLAN, overlay(QUIET, sections))}), freshness, days, person)


def told(report: Agenda) -> list[dict[str, Any]]:
    return objects(report.rows)


def test_an_item_has_exactly_the_members_of_the_design() -> None:
    assert told(over("activities: {talk: {what: Talk about prices., owner: logistics, due: 2026-05-19}}\n")) == [
        {
            "client": "client", "due": "2026-05-19", "kind": "activity", "field": "activities.talk.done",
            "owner": "logistics", "message": "Carry out: Talk about prices.", "overdue": True,
        }
    ]  # fmt: skip


ACTIVITY = "activities: {a: {what: Visit, owner: logistics, due: %s}}\n"
RISK = "risks: {r: {what: Delisted, probability: 1%%, impact: 1, review: %s}}\n"
PROMOTION = "promotions: {p: {from: 2026-04-01, to: %s, cost: 1}}\n"

DUE: dict[str, tuple[str, list[tuple[str, str, str | None, str, str]]]] = {
    "a figure without an actual, ten days after its period": (
        "sales: {2026-04: {plan: 1}}\n",
        [("2026-05-10", "actual", "sales.2026-04.actual", "kam-north", "Sales, 2026-04: record the actual.")],
    ),
    "a figure whose period still runs, when its day comes near": (
        "sales: {2026-05: {plan: 1, previous: 1}}\n", [],
    ),
    "an actual that is not the last word": (
        "sales: {2026-04: {plan: 1, actual: 1, as_of: 2026-04-29}}\n",
        [
            (
                "2026-05-10", "actual", "sales.2026-04.actual", "kam-north",
                "Sales, 2026-04: complete the actual, which covers the days up to 2026-04-29 only.",
            )
        ],
    ),
    "an actual as of the last day": ("sales: {2026-04: {plan: 1, actual: 1, as_of: 2026-04-30}}\n", []),
    "an actual of nothing": ("sales: {2026-04: {plan: 1, actual: 0}}\n", []),
    "a period that was never planned": ("sales: {2026-04: {previous: 1, actual: 1, as_of: 2026-04-02}}\n", []),
    "a KPI by the name that people call it": (
        "kpis: {shelf-share: {2026-Q1: {plan: 10%}}}\n",
        [
            (
                "2026-04-10", "actual", "kpis.shelf-share.2026-Q1.actual", "kam-north",
                "Share of shelf, 2026-Q1: record the actual.",
            )
        ],
    ),
    "an activity due today": (
        ACTIVITY % "2026-05-20",
        [("2026-05-20", "activity", "activities.a.done", "logistics", "Carry out: Visit.")],
    ),
    "an activity on the last day of the agenda": (
        ACTIVITY % "2026-06-03",
        [("2026-06-03", "activity", "activities.a.done", "logistics", "Carry out: Visit.")],
    ),
    "an activity on the day after": (ACTIVITY % "2026-06-04", []),
    "an activity that is done": (ACTIVITY % "2026-05-01, done: 2026-05-02", []),
    "a review is the KAM's where the risk is nobody's": (
        RISK % "2026-05-21",
        [("2026-05-21", "risk-review", "risks.r.review", "kam-north", "Review the risk: Delisted.")],
    ),
    "a review by who owns the risk": (
        RISK % "2026-05-21, owner: logistics",
        [("2026-05-21", "risk-review", "risks.r.review", "logistics", "Review the risk: Delisted.")],
    ),
    "a risk that is closed": (RISK % "2026-05-21, status: closed", []),
    "a risk that happened": (RISK % "2026-05-21, status: happened", []),
    "steps of the assortment, on the last day of their periods": (
        "assortment: {listed: [kefir-1l, cream-20], add: {cheese-200: 2026-05}, drop: {cream-20: 2026-Q1}}\n",
        [
            (
                "2026-03-31", "assortment", "assortment.drop.cream-20", "kam-north",
                "Get Cream 20% delisted, then take it out of listed and drop.",
            ),
            (
                "2026-05-31", "assortment", "assortment.add.cheese-200", "kam-north",
                "Get Cheese 200 g listed, then move it from add to listed.",
            ),
        ],
    ),
    "a promotion ten days after its end": (
        PROMOTION % "2026-05-19",
        [
            (
                "2026-05-29", "promotion", "promotions.p.actual", "kam-north",
                "p ended on 2026-05-19: record what it sold.",
            )
        ],
    ),
    "a promotion that ends today": (PROMOTION % "2026-05-20", []),
    "a promotion whose actual is there": (PROMOTION % "2026-05-19, actual: 0", []),
}  # fmt: skip


@pytest.mark.parametrize(("sections", "expected"), DUE.values(), ids=DUE.keys())
def test_what_is_due(sections: str, expected: list[tuple[str, ...]]) -> None:
    report = over(sections)
    assert [tuple(row[key] for key in ("due", "kind", "field", "owner", "message")) for row in told(report)] == expected


UPDATES: dict[str, tuple[str, Freshness, list[tuple[str, str | None, bool]]]] = {
    "is due after so many days": (
        "", Freshness({"client": date(2026, 5, 10)}, 14), [("2026-05-24", "kam-north", False)],
    ),
    "is due on the last day before it is stale": (
        "", Freshness({"client": date(2026, 5, 6)}, 14), [("2026-05-20", "kam-north", False)],
    ),
    "is overdue when it is stale": (
        "", Freshness({"client": date(2026, 5, 5)}, 14), [("2026-05-19", "kam-north", True)],
    ),
    "is not asked for": ("", Freshness({"client": date(2026, 5, 5)}, None), []),
    "is not known": ("", Freshness({"other": date(2026, 5, 5)}, 14), []),
    "is not wanted of a plan that is over": (
        "period: 2025\nsales: {2025-Q1: {plan: 1, actual: 1}}\n", Freshness({"client": date(2026, 5, 5)}, 14), [],
    ),
    "is wanted on the last day of its period": (
        "period: 2026-Q2\n", Freshness({"client": date(2026, 5, 5)}, 0), [("2026-05-05", "kam-north", True)],
    ),
    "lies beyond all days": ("", Freshness({"client": date(2026, 5, 5)}, 10**9), []),
}  # fmt: skip


@pytest.mark.parametrize(("sections", "freshness", "expected"), UPDATES.values(), ids=UPDATES.keys())
def test_an_update(sections: str, freshness: Freshness, expected: list[tuple[str, str | None, bool]]) -> None:
    found = [(row["due"], row["owner"], row["overdue"]) for row in told(over(sections, freshness=freshness))]
    assert found == expected


def test_an_update_says_since_when() -> None:
    [row] = told(over("", freshness=Freshness({"client": date(2026, 5, 5)}, 14)))
    assert row["message"] == "Update the plan, which nobody has changed since 2026-05-05."
    assert (row["kind"], row["field"]) == ("update", None)


EVERYTHING = (
    ACTIVITY % "2026-05-18"
    + RISK % "2026-05-20"
    + "assortment: {add: {cheese-200: 2026-05}}\n"
    + PROMOTION % "2026-05-11"
)


def test_people_read_it_under_the_heading_of_its_day() -> None:
    found = rows(over(EVERYTHING, freshness=Freshness({"client": date(2026, 5, 7)}, 14)).lines)
    assert [(row["Day"], row["Due"], row["Owner"]) for row in found] == [
        ("Overdue!", "2026-05-18!", "Logistics"),
        ("Today", "2026-05-20", "KAM North"),
        ("Tomorrow", "2026-05-21", "KAM North"),
        ("Tomorrow", "2026-05-21", "KAM North"),
        ("In 11 days", "2026-05-31", "KAM North"),
    ]
    today = over(RISK % "2026-05-20").lines.rows[0][0]
    assert today is not None
    assert today.tone == WATCH != ALERT


def test_the_agenda_of_one_person() -> None:
    report = over(EVERYTHING, person="logistics")
    assert [row["field"] for row in told(report)] == ["activities.a.done"]
    assert (report.title, "Owner" in rows(report.lines)[0]) == ("Agenda of Logistics", False)
    assert told(over(EVERYTHING, person="skam-head")) == []


def test_the_days_that_follow_may_be_none_or_all() -> None:
    assert [row["due"] for row in told(over(EVERYTHING, days=0))] == ["2026-05-18", "2026-05-20"]
    whole = over(EVERYTHING, days=10**9)
    assert (len(told(whole)), whole.until) == (4, date.max)


def test_what_cannot_be_read_is_not_asked_for_twice() -> None:
    sections = {
        "sales": "sales: {2026-Q1: {plan: 1, actual: much}}\n",
        "activities": ACTIVITY % "2026-05-18, done: soon",
        "risks": RISK % "2026-05-18, status: perhaps",
        "promotions": PROMOTION % "2026-05-11, actual: much",
    }
    for section, text in sections.items():
        loaded, schema = world(text if section == "sales" else QUIET + text)
        report = agenda(portfolio_of([loaded], schema, TODAY), NOT_ASKED, 14)
        assert (told(report), report.basis.faulty) == ([], ("client",)), section


def test_a_long_text_is_shown_to_its_third_hundred() -> None:
    [row] = told(over(f"activities: {{a: {{what: {'word ' * 50}end?, owner: logistics, due: 2026-05-20}}}}\n"))
    assert row["message"] == f"Carry out: {'word ' * 50}end?."
    [row] = told(over(f"activities: {{a: {{what: {'word ' * 500}, owner: logistics, due: 2026-05-20}}}}\n"))
    assert len(row["message"]) < 320


@pytest.mark.no_cover
@pytest.mark.parametrize(("start", "checkpoint"), [(1, "quarter"), (4, "quarter"), (10, "month")])
def test_a_second_implementation_agrees_on_generated_portfolios(start: int, checkpoint: str) -> None:
    kinds: set[str] = set()
    for seed in range(60):
        plans = busy.plans(seed, checkpoint)
        whole = busy.portfolio(plans, busy.format_of(start, checkpoint))
        changed = {client: TODAY - timedelta(days=seed + number) for number, client in enumerate(plans) if number != 1}
        for days, person in ((0, None), (14, None), (400, None), (30, "kam-north")):
            ours = told(agenda(whole, Freshness(changed, 14), days, person))
            theirs = naive_agenda.items(plans, TODAY, days, start, changed, 14, person)
            assert [{key: row[key] for key in row if key != "message"} for row in ours] == theirs, (seed, days)
            kinds |= {row["kind"] for row in ours}
    assert kinds == {"actual", "activity", "risk-review", "assortment", "promotion", "update"}


def test_everybody_who_owns_something_is_known() -> None:
    whole: Portfolio = busy.portfolio({"client": overlay(BASE_PLAN, QUIET + ACTIVITY % "2027-01-01")})
    assert owners(whole, NOT_ASKED) == {"logistics"}
