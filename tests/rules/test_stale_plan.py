"""stale-plan: a plan that nobody has changed in meaning for more than `days` days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from kamctl.lint.page import PLAN
from tests.harness import BASE_PLAN, FORMAT, Row, overlay, rows, run

STALE: list[Row] = [("stale-plan", "1:1-1:1", "")]
SEVEN = {"schema/format.yaml": f"{FORMAT}rules: {{stale-plan: {{days: 7}}}}\n"}
OFF = {"schema/format.yaml": f"{FORMAT}rules: {{stale-plan: {{severity: off}}}}\n"}

CASES: list[tuple[str, str, Mapping[str, date | None] | None, dict[str, Any], list[Row]]] = [
    ("after fourteen days it is not stale yet", "", {"client": date(2026, 5, 6)}, {}, []),
    ("after fifteen days it is", "", {"client": date(2026, 5, 5)}, {}, STALE),
    ("nor is it on the day itself", "", {"client": date(2026, 5, 20)}, {}, []),
    ("a day too long ago to be known is stale", "", {"client": None}, {}, STALE),
    ("a plan that is not in git yet is fresh", "", {"other": None}, {}, []),
    ("where nothing is known nothing is said", "", None, {}, []),
    ("days can be set: seven are not stale", "", {"client": date(2026, 5, 13)}, SEVEN, []),
    ("days can be set: eight are", "", {"client": date(2026, 5, 12)}, SEVEN, STALE),
    ("switched off it says nothing", "", {"client": None}, OFF, []),
    ("a plan whose period ended yesterday is done", "period: 2025\n", {"client": None}, {}, []),
    ("a plan whose period is still to come is not", "period: 2027\n", {"client": None}, {}, STALE),
    (
        "a comment silences it",
        "# kamctl: allow stale-plan because the client is in insolvency\n",
        {"client": None},
        {},
        [],
    ),
    ("a plan without a readable period is judged", "period: soon\n", {"client": None}, {}, STALE),
]


@pytest.mark.parametrize(
    ("sections", "updated", "files", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_stale_plan(
    sections: str, updated: Mapping[str, date | None] | None, files: dict[str, Any], found: list[Row]
) -> None:
    text = sections + BASE_PLAN if sections.startswith("#") else overlay(BASE_PLAN, sections)
    whole = {**files, PLAN: text}
    assert [(rule, place, "") for rule, place, _ in rows(run(whole, updated=updated), whole, "stale-plan")] == found


def test_days_are_counted() -> None:
    one = {"schema/format.yaml": f"{FORMAT}rules: {{stale-plan: {{days: 1}}}}\n"}
    (finding,) = (each for each in run(one, updated={"client": None}).report.findings if each.rule == "stale-plan")
    assert str(finding.message) == "Nobody has updated this plan for more than 1 day."


def test_what_it_says() -> None:
    (finding,) = (each for each in run({}, updated={"client": None}).report.findings if each.rule == "stale-plan")
    assert (finding.severity, finding.client, finding.field) == ("warning", "client", None)
    assert str(finding.message) == "Nobody has updated this plan for more than 14 days."
    assert str(finding.hint) == (
        "Write down what has happened since: actuals, activities that are done, a note in history."
    )


def test_a_comment_that_allows_it_is_never_said_to_silence_nothing() -> None:
    text = "# kamctl: allow stale-plan because the client is in insolvency\n" + BASE_PLAN
    for updated in (None, {"client": date(2026, 5, 20)}):
        assert [each.rule for each in run({PLAN: text}, updated=updated).report.findings] == []
