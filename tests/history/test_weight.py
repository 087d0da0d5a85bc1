"""What a reviewer must see first."""

from __future__ import annotations

from datetime import date

import pytest

from kamctl.history.compare import compare
from kamctl.history.weight import REASONS, Measure, Weight, is_covered, weigh
from kamctl.plan.period import Calendar
from tests.harness import BASE, document, schema_of

SHAPE = schema_of({name: text.encode() for name, text in BASE.items()}).layout.shape
MEASURE = Measure(("discounts", "sales.*.plan", "approvals"), Calendar(), date(2026, 5, 20))


def weights(old: str, new: str, *, is_new: bool = False) -> list[Weight]:
    changes = compare(document(old).values, document(new).values, SHAPE)
    return [weigh(change, MEASURE, is_new) for change in changes]


@pytest.mark.parametrize(
    ("old", "new", "reasons"),
    [
        pytest.param(
            "sales: {2026-Q2: {plan: 100}}",
            "sales: {2026-Q2: {plan: 90}}",
            ("skam-only", "begun", "planned"),
            id="a plan figure of the running quarter, which only SKAM may change",
        ),
        pytest.param(
            "sales: {2026-Q3: {plan: 100}}",
            "sales: {2026-Q3: {plan: 90}}",
            ("skam-only", "planned"),
            id="a plan figure of a quarter to come",
        ),
        pytest.param(
            "kpis: {visits: {2026-Q1: {plan: 5}}}",
            "kpis: {visits: {2026-Q1: {plan: 6}}}",
            ("begun", "planned"),
            id="a KPI's plan figure that the schema lets everyone change",
        ),
        pytest.param(
            "discounts: {volume: {size: 5%}}",
            "discounts: {volume: {size: 7%}}",
            ("skam-only", "terms"),
            id="a prefix in skam_only covers all below it",
        ),
        pytest.param("credit_line: {days: 45}", "credit_line: {days: 60}", ("terms",), id="the credit line is a term"),
        pytest.param(
            "risks: {a: {status: open}}", "risks: {a: {status: closed}}", ("risk-closed",), id="a risk closed"
        ),
        pytest.param("risks: {a: {what: Gone}}", "risks: {}", ("risk-closed",), id="a risk taken out"),
        pytest.param("risks: {a: {status: closed}}", "risks: {a: {status: open}}", ("other",), id="a risk opened"),
        pytest.param("team: {a: {role: KAM}}", "team: {a: {role: KAS}}", ("other",), id="all that is left"),
    ],
)
def test_the_reasons_of_a_change(old: str, new: str, reasons: tuple[str, ...]) -> None:
    assert [weight.reasons for weight in weights(old, new)] == [reasons]


def test_a_new_plan_is_a_proposal_save_its_approvals() -> None:
    found = weights("{}", "discounts: {a: {size: 5%}}\napprovals: {plan: {by: skam-head}}", is_new=True)

    assert [weight.reasons for weight in found] == [("other",), ("skam-only",)]


def test_of_two_figures_the_one_that_moved_further_comes_first() -> None:
    old = "sales: {2026-Q3: {plan: 100}, 2026-Q4: {plan: 100}, 2026-Q2: {plan: 100}}"
    new = "sales: {2026-Q3: {plan: 90}, 2026-Q4: {plan: 150}, 2026-Q2: {plan: 101}}"

    q3, q4, q2 = weights(old, new)

    assert sorted([q3, q4, q2], key=lambda weight: weight.order) == [q2, q4, q3]


@pytest.mark.parametrize(
    ("pattern", "path", "covered"),
    [
        ("sales.*.plan", ("sales", "2026-Q1", "plan"), True),
        ("sales.*.plan", ("sales", "2026-Q1", "actual"), False),
        ("sales.*.plan", ("sales", "2026-Q1"), False),
        ("discounts", ("discounts", "volume", "size"), True),
        ("discount", ("discounts", "volume", "size"), False),
        ("history.*.note", ("history", 2, "note"), True),
    ],
)
def test_patterns_of_fields(pattern: str, path: tuple[str | int, ...], covered: bool) -> None:
    assert is_covered(path, [pattern]) is covered


def test_each_reason_has_its_place() -> None:
    assert len(set(REASONS)) == len(REASONS) == 10
