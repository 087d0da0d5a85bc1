"""approval-stale: what was approved says something else now."""

from __future__ import annotations

import pytest

from kamctl.history.approval import fingerprint
from tests.harness import BASE_PLAN, document, lint, overlay, repository, schema_of

RULE = "approval-stale"
CREDIT = "credit_line: {limit: 30000000, days: 45}\n"


def approved(what: str, sections: str = "", client: str = "client", of: str = "") -> str:
    """Sections with an approval of `what` as they stand."""
    shape = schema_of(repository({})).layout.shape
    whole = document(overlay(BASE_PLAN, sections)).values
    made = of or fingerprint(client, what, whole, shape)
    return f'{sections}approvals:\n  {what}: {{by: skam-head, on: 2026-05-01, of: "{made}"}}\n'


@pytest.mark.parametrize(
    "sections",
    [
        pytest.param(approved("plan"), id="a plan as it was approved"),
        pytest.param(approved("credit_line", CREDIT), id="a section as it was approved"),
        pytest.param(approved("credit_line.limit", CREDIT), id="a field as it was approved"),
        pytest.param(approved("plan", CREDIT).replace("30000000", "30_000_000"), id="the same in other words"),
        pytest.param(approved("credit_line.limit", CREDIT).replace("days: 45", "days: 50"), id="another field changed"),
        pytest.param("approvals: {}\n", id="no approval"),
    ],
)
def test_an_approval_that_holds_is_no_finding(sections: str) -> None:
    assert lint(sections, RULE) == []


@pytest.mark.parametrize(
    "sections",
    [
        pytest.param(approved("plan", CREDIT).replace("days: 45", "days: 50"), id="a field changed"),
        pytest.param(approved("plan").replace("approvals", "contacts: {x: {name: X}}\napprovals"), id="a field came"),
        pytest.param(approved("credit_line", CREDIT).replace(CREDIT, ""), id="the section is gone"),
        pytest.param(approved("plan", client="birch"), id="it was another client's"),
        pytest.param(approved("plan", of="v1:" + "0" * 64), id="it was typed by hand"),
        pytest.param(approved("plan", of="yes"), id="it is no fingerprint"),
        pytest.param(approved("credit_line", CREDIT).replace("  credit_line:", "  plan:"), id="it was of a part"),
        pytest.param(approved("nothing.there"), id="nothing stands there"),
    ],
)
def test_an_approval_of_something_else_is_found_at_its_fingerprint(sections: str) -> None:
    ((rule, _, text),) = lint(sections, RULE)
    assert (rule, text[:1]) == (RULE, '"')
