"""What the glance over all plans says, worked out by hand."""

from __future__ import annotations

import pytest

from kamctl.insight.glance import Glance, glance
from kamctl.insight.portfolio import portfolio_of
from tests.harness import TODAY
from tests.insight.plans import Told, rows, world


def over(*sections: str) -> Glance:
    """The glance over plans z1, z2, … in the wrong order."""
    loaded = [world(text, f"plans/z{number}.yaml") for number, text in enumerate(sections, 1)]
    return glance(portfolio_of([plan for plan, _ in reversed(loaded)], loaded[0][1], TODAY))


def test_plans_stand_by_client_and_are_added_up() -> None:
    lines = rows(over("sales: {2026-Q1: {plan: 40, actual: 10}}", "sales: {2026-Q1: {plan: 60}}\nclient: Two").plans)
    assert lines == [
        {
            "Client": "z1", "Name": "Северный ритейл", "Segment": "B", "KAM": "KAM North", "Period": "2026",
            "Sales plan": "40", "Actual": "10", "Of plan": "25.0%", "Risks": "0",
        },
        {
            "Client": "z2", "Name": "Two", "Segment": "B", "KAM": "KAM North", "Period": "2026", "Sales plan": "60",
            "Risks": "0",
        },
        {"Client": "2 plans", "Sales plan": "100", "Actual": "10", "Of plan": "10.0%", "Risks": "0"},
    ]  # fmt: skip


ACTIVITY = "activities: {a: {what: Visit, owner: logistics, due: %s}}\n"
RISK = "risks: {r: {what: Delisted, probability: 1%%, impact: 1, review: %s, status: %s}}\n"

DUE: dict[str, tuple[str, Told]] = {
    "an activity that comes first": (
        ACTIVITY % "2026-05-20" + RISK % ("2026-05-21", "open"),
        {"Risks": "1", "Next due": "2026-05-20", "What": "Visit"},
    ),
    "a review that comes first": (
        ACTIVITY % "2026-05-22" + RISK % ("2026-05-21", "open"),
        {"Risks": "1", "Next due": "2026-05-21", "What": "Risk review: Delisted"},
    ),
    "what is late says so": (
        ACTIVITY % "2026-05-19",
        {"Risks": "0", "Next due": "2026-05-19 overdue!", "What": "Visit"},
    ),
    "what is done or closed is due no more": (
        ACTIVITY % "2026-05-19, done: 2026-05-19" + RISK % ("2026-05-21", "closed"),
        {"Risks": "0"},
    ),
}


@pytest.mark.parametrize(("sections", "said"), DUE.values(), ids=DUE.keys())
def test_what_is_due_next(sections: str, said: Told) -> None:
    [line] = rows(over(sections).plans)
    assert {key: line[key] for key in line if key in ("Risks", "Next due", "What")} == said


def test_a_plan_that_cannot_be_read_is_named_and_not_counted() -> None:
    loaded, schema = world("")
    broken, _ = world("team: [\n", "plans/broken.yaml")
    report = glance(portfolio_of([broken, loaded], schema, TODAY, unread=["plans/a.yaml"]))
    assert report.basis.unread == ("plans/a.yaml", "plans/broken.yaml")
    assert [row["Client"] for row in rows(report.plans)] == ["client"]
