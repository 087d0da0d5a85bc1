"""kpi-gap: what is paid for has a plan."""

from __future__ import annotations

from typing import Any

import pytest

from kamctl.lint.page import PLAN
from tests.harness import BASE_PLAN, FORMAT, KPIS, Row, lint, overlay, run

QUARTERLY = KPIS.replace("paid: year", "paid: quarter")
SALES_PAID = KPIS + "sales: {unit: money, better: higher, total: sum, paid: quarter}\n"
HALF_YEARS = FORMAT.replace("horizon: year", "horizon: half-year")
MONTHS = FORMAT.replace("horizon: year", "horizon: month").replace("checkpoint: quarter", "checkpoint: month")
APRIL = FORMAT.replace("fiscal_year_start: 1", "fiscal_year_start: 4")

CASES: list[tuple[str, str, dict[str, Any], list[Row]]] = [
    (
        "a plan with no paid KPI has no gap",
        "",
        {},
        [],
    ),
    (
        "one quarter with a plan is enough for a KPI that is paid by the year",
        ("kpis:\n  shelf-share:\n    2026-Q4: {plan: 23%}\n"),
        {},
        [],
    ),
    (
        "a KPI that is paid and has actuals alone is found at its name",
        ("kpis:\n  shelf-share:\n    2026-Q1: {actual: 19%}\n"),
        {},
        [
            ("kpi-gap", "13:3-13:14", "shelf-share"),
        ],
    ),
    (
        "a paid KPI that is named with nothing in it is found",
        ("kpis:\n  shelf-share: {}\n"),
        {},
        [
            ("kpi-gap", "13:3-13:14", "shelf-share"),
        ],
    ),
    (
        "a KPI that is only watched needs no plan",
        ("kpis:\n  visits:\n    2026-Q1: {actual: 12}\n"),
        {},
        [],
    ),
    (
        "one finding names all quarters of a KPI that is paid by the quarter",
        ("kpis:\n  shelf-share:\n    2026-Q1: {plan: 20%, actual: 19%}\n    2026-Q3: {plan: 22%}\n"),
        {"kpis": QUARTERLY},
        [
            ("kpi-gap", "13:3-13:14", "shelf-share"),
        ],
    ),
    (
        "months inside a paid quarter are its plan",
        (
            "kpis:\n"
            "  shelf-share:\n"
            "    2026-01: {plan: 20%}\n"
            "    2026-06: {plan: 20%}\n"
            "    2026-08: {plan: 20%}\n"
            "    2026-10: {plan: 20%}\n"
        ),
        {"kpis": QUARTERLY},
        [],
    ),
    (
        "a figure for the year is none for the quarters that are paid",
        ("kpis:\n  shelf-share:\n    2026: {plan: 20%}\n"),
        {"kpis": QUARTERLY},
        [
            ("kpi-gap", "13:3-13:14", "shelf-share"),
        ],
    ),
    (
        "sales that the catalogue lists as paid are found at their section",
        (
            "sales:\n"
            "  2026-Q1: {plan: 12000000, actual: 11400000}\n"
            "  2026-Q2: {plan: 13500000}\n"
            "  2026-Q4: {plan: 15000000}\n"
        ),
        {"kpis": SALES_PAID},
        [
            ("kpi-gap", "7:1-7:6", "sales"),
        ],
    ),
    (
        "sales that are planned for each paid quarter are fine",
        "",
        {"kpis": SALES_PAID},
        [],
    ),
    (
        "a section with nothing in it is missing, which another rule says",
        "sales: {}\n",
        {"kpis": SALES_PAID},
        [],
    ),
    (
        "a plan that is shorter than the horizon is found at its period",
        "period: 2026-H1\n",
        {},
        [
            ("kpi-gap", "11:9-11:16", "2026-H1"),
        ],
    ),
    (
        "a plan that is longer than the horizon is found at its period",
        "period: 2026\n",
        {"format": HALF_YEARS},
        [
            ("kpi-gap", "11:9-11:13", "2026"),
            ("kpi-gap", "1:88-1:92", "year"),
        ],
    ),
    (
        "a plan of half a year is as long as a horizon of half a year",
        "period: 2026-H2\n",
        {"format": HALF_YEARS},
        [
            ("kpi-gap", "1:88-1:92", "year"),
        ],
    ),
    (
        "a plan of a month with its figure is fine where plans look a month ahead",
        ("period: 2026-05\nkpis:\n  shelf-share:\n    2026-05: {plan: 22%}\n"),
        {"format": MONTHS, "kpis": KPIS.replace("paid: year", "paid: month")},
        [],
    ),
    (
        "quarters follow the fiscal year, so January is in the last",
        (
            "kpis:\n"
            "  shelf-share:\n"
            "    2026-05: {plan: 20%}\n"
            "    2026-08: {plan: 20%}\n"
            "    2026-11: {plan: 20%}\n"
            "    2027-01: {plan: 20%}\n"
        ),
        {"format": APRIL, "kpis": QUARTERLY},
        [],
    ),
    (
        "January of the year before the fiscal one is in none of its quarters",
        (
            "kpis:\n"
            "  shelf-share:\n"
            "    2026-Q1: {plan: 20%}\n"
            "    2026-Q2: {plan: 20%}\n"
            "    2026-Q3: {plan: 20%}\n"
            "    2026-01: {plan: 20%}\n"
        ),
        {"format": APRIL, "kpis": QUARTERLY},
        [
            ("kpi-gap", "13:3-13:14", "shelf-share"),
        ],
    ),
    (
        "a paid KPI has a plan somewhere in a plan that is shorter than what is paid",
        ("period: 2026-Q2\nkpis:\n  shelf-share:\n    2026-Q2: {actual: 22%}\n"),
        {},
        [
            ("kpi-gap", "11:9-11:16", "2026-Q2"),
            ("kpi-gap", "13:3-13:14", "shelf-share"),
        ],
    ),
    (
        "a plan figure that cannot be read is not lacking",
        ("kpis:\n  shelf-share:\n    2026-Q1: {plan: lots, actual: 19%}\n"),
        {},
        [],
    ),
    (
        "a whole figure that cannot be read is not lacking",
        ("kpis:\n  shelf-share:\n    2026-Q1: 20%\n"),
        {},
        [],
    ),
    (
        "where a period cannot be read nothing is said to lack",
        ("kpis:\n  shelf-share:\n    2026-Q5: {plan: 20%}\n"),
        {},
        [],
    ),
    (
        "the other quarters are found beside one that cannot be read",
        ("kpis:\n  shelf-share:\n    2026-Q1: {plan: lots}\n    2026-Q2: {plan: 20%}\n    2026-Q4: {plan: 20%}\n"),
        {"kpis": QUARTERLY},
        [
            ("kpi-gap", "13:3-13:14", "shelf-share"),
        ],
    ),
    (
        "without a period that can be read nothing is said",
        ("period: next year\nkpis:\n  shelf-share:\n    2026-Q1: {actual: 19%}\n"),
        {},
        [],
    ),
    (
        "a KPI that is paid for neither the horizon nor the checkpoint is found in the catalogue",
        "",
        {"kpis": KPIS.replace("paid: year", "paid: half-year")},
        [
            ("kpi-gap", "1:88-1:97", "half-year"),
        ],
    ),
    (
        "a KPI that is paid for longer than plans look is found in the catalogue",
        "period: 2026-H1\n",
        {"format": HALF_YEARS},
        [
            ("kpi-gap", "1:88-1:92", "year"),
        ],
    ),
    (
        "where horizon and checkpoint are one, it is the only length",
        "",
        {"kpis": QUARTERLY, "format": FORMAT.replace("checkpoint: quarter", "checkpoint: year")},
        [
            ("kpi-gap", "1:88-1:95", "quarter"),
        ],
    ),
    (
        "where the horizon cannot be read the catalogue is not judged",
        "",
        {"format": FORMAT.replace("horizon: year", "horizon: decade"), "kpis": QUARTERLY},
        [],
    ),
]


@pytest.mark.parametrize(
    ("sections", "settings", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_kpi_gap(sections: str, settings: dict[str, Any], found: list[Row]) -> None:
    assert lint(sections, "kpi-gap", **settings) == found


def test_the_words_name_the_periods_and_what_to_write() -> None:
    plan = overlay(BASE_PLAN, "kpis:\n  shelf-share:\n    2026-Q1: {plan: 20%, actual: 19%}\n")
    findings = run({PLAN: plan, "schema/kpis.yaml": QUARTERLY}).report.findings
    [finding] = [finding for finding in findings if finding.rule == "kpi-gap"]
    assert str(finding.message) == (
        "shelf-share is paid by the quarter and has no plan figure for 2026-Q2, 2026-Q3, 2026-Q4."
    )
    assert str(finding.hint) == "Add what is planned, such as 2026-Q2: {plan: …}."
    assert (finding.client, finding.field) == ("client", "kpis.shelf-share")


def test_what_to_write_for_a_longer_period_is_a_figure_for_its_first_checkpoint() -> None:
    plan = overlay(BASE_PLAN, "kpis:\n  shelf-share:\n    2026-Q1: {actual: 19%}\n")
    [finding] = [finding for finding in run({PLAN: plan}).report.findings if finding.rule == "kpi-gap"]
    assert str(finding.message) == "shelf-share is paid by the year and has no plan figure for 2026."
    assert str(finding.hint) == "Add what is planned, such as 2026-Q1: {plan: …}."


def test_the_words_about_a_period_name_the_one_to_write() -> None:
    findings = run({PLAN: overlay(BASE_PLAN, "period: 2026-Q2\n")}).report.findings
    [finding] = [finding for finding in findings if finding.rule == "kpi-gap"]
    assert str(finding.message) == "The plan covers 2026-Q2, which is not one year long."
    assert str(finding.hint) == "Plans look one year ahead: write 2026."
