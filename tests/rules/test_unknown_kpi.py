"""unknown-kpi: a KPI is one of SKAM's catalogue."""

from __future__ import annotations

import pytest

from tests.harness import Row, lint
from tests.rules.saying import said

RULE = "unknown-kpi"

CASES: list[tuple[str, str, list[Row]]] = [
    ("a KPI of the catalogue is fine", "kpis:\n  visits:\n    2026-Q1: {plan: 1}\n", []),
    ("another is found at its name", "kpis:\n  calls:\n    2026-Q1: {plan: 1}\n", [(RULE, "13:3-13:8", "calls")]),
    (
        "in a risk",
        "risks:\n  a: {what: A, probability: 1%, impact: 1, kpi: calls}\n",
        [(RULE, "13:49-13:54", "calls")],
    ),
    ("sales may be at risk", "risks:\n  a: {what: A, probability: 1%, impact: 1, kpi: sales}\n", []),
]


@pytest.mark.parametrize(("sections", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_unknown_kpi(sections: str, found: list[Row]) -> None:
    assert lint(sections, RULE) == found


def test_the_nearest_id_is_suggested() -> None:
    assert said("kpis:\n  visit:\n    2026-Q1: {plan: 1}\n", RULE) == [
        ("There is no KPI visit in schema/kpis.yaml.", "Did you mean visits?", None)
    ]


def test_else_the_kpis_are_listed_in_the_order_of_the_catalogue() -> None:
    [(_, hint, _)] = said("risks:\n  a: {what: A, probability: 1%, impact: 1, kpi: zz}\n", RULE)
    assert hint == "The KPIs there are shelf-share, visits, margin, sales."
