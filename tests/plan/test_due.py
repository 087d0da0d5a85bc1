"""What a plan wants done, as rules, reports and the agenda are told."""

from __future__ import annotations

import pytest

from kamctl.plan.due import open_activities, open_risks, reviews, unrecorded
from tests.insight.plans import world

ACTIVITIES: dict[str, tuple[str, list[str]]] = {
    "without a day on which it was done": ("due: 2026-05-01", ["a"]),
    "done": ("due: 2026-05-01, done: 2026-05-02", []),
    "done on a day that cannot be read": ("due: 2026-05-01, done: 02.05.2026", []),
}


@pytest.mark.parametrize(("rest", "open_"), ACTIVITIES.values(), ids=ACTIVITIES.keys())
def test_activities(rest: str, open_: list[str]) -> None:
    loaded, _ = world(f"activities: {{a: {{what: Visit, owner: kam-north, {rest}}}}}")
    assert loaded.plan is not None
    assert [name for name, _ in open_activities(loaded.plan, loaded.document)] == open_


RISKS: dict[str, tuple[str, list[str], list[str]]] = {
    "open when nothing is said": ("review: 2026-05-01", ["r"], ["r"]),
    "open without a review": ("status: open", ["r"], []),
    "closed": ("review: 2026-05-01, status: closed", [], []),
    "happened": ("review: 2026-05-01, status: happened", [], []),
    "of a status that cannot be read it counts, and nobody is sent to look": (
        "review: 2026-05-01, status: clsoed",
        ["r"],
        [],
    ),
}


@pytest.mark.parametrize(("rest", "open_", "due"), RISKS.values(), ids=RISKS.keys())
def test_risks(rest: str, open_: list[str], due: list[str]) -> None:
    loaded, _ = world(f"risks: {{r: {{what: Delisted, probability: 1%, impact: 1, {rest}}}}}")
    assert loaded.plan is not None
    assert [name for name, _ in open_risks(loaded.plan)] == open_
    assert [(name, f"{day}") for name, _, day in reviews(loaded.plan, loaded.document)] == [
        (name, "2026-05-01") for name in due
    ]


FIGURES: dict[str, tuple[str, bool]] = {
    "planned, and nothing is known": ("plan: 1", True),
    "planned, with its result": ("plan: 1, actual: 1", False),
    "as of a day before the last": ("plan: 1, actual: 1, as_of: 2026-03-30", True),
    "as of the last day": ("plan: 1, actual: 1, as_of: 2026-03-31", False),
    "a result without a plan": ("actual: 1, as_of: 2026-03-30", False),
    "a result that cannot be read": ("plan: 1, actual: 1 000 000", False),
    "a day without a result": ("plan: 1, as_of: 2026-03-31", True),
}


@pytest.mark.parametrize(("figure", "open_"), FIGURES.values(), ids=FIGURES.keys())
@pytest.mark.parametrize("section", ["sales: {%s}", "sales: {}\nkpis: {margin: {%s}}"], ids=["sales", "a KPI"])
def test_figures(section: str, figure: str, open_: bool) -> None:
    loaded, _ = world(section % f"2026-Q1: {{{figure}}}")
    assert loaded.plan is not None
    found = [(path, period.name) for path, period, _ in unrecorded(loaded.plan, loaded.document)]
    path = ("sales",) if "kpis" not in section else ("kpis", "margin")
    assert found == ([(path, "2026-Q1")] if open_ else [])
