"""What would make an error of a plan is left out, as little as can be told, and the rest is taken."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kamctl.edit.edits import Append, Set
from kamctl.exchange.accepting import Edited, accept
from kamctl.exchange.taking import Wanted
from kamctl.lint.finding import ERROR, Finding
from kamctl.plan.order import PlanOrder
from kamctl.words import say
from tests.exchange.books import WHOLE, portfolio

PLANS = portfolio({"client": WHOLE})

WANTED = {
    "Risks!C3": Wanted("Risks!C3", (Set(("risks", "delisting", "what"), "Kefir goes"),)),
    "Risks!C5": Wanted("Risks!C5", (Set(("risks", "strike"), {"what": "A strike", "probability": "1%", "impact": 5}),)),
    "History!D5": Wanted("History!D5", (Append(("history",), {"note": "They called"}),)),
    "Sales!D4": Wanted("Sales!D4", (Set(("sales", "2026-Q2", "actual"), 7654321),)),
}


def finding(field: str | None) -> Finding:
    return Finding("plans/client.yaml", 1, 1, 1, 1, "rule", ERROR, say("It is bad."), None, "client", field)


@pytest.mark.parametrize(
    ("fields", "out"),
    [
        pytest.param([], [], id="no error"),
        pytest.param(["risks.delisting.what"], ["Risks!C3"], id="the field itself"),
        pytest.param(["risks.strike.owner"], ["Risks!C5"], id="a field of a new thing"),
        pytest.param(["history.3.note"], ["History!D5"], id="a thing of a list"),
        pytest.param(["sales.2026-Q2"], ["Sales!D4"], id="what holds the field"),
        pytest.param(["sales.2026-Q2.actual", "sales.2026-Q2"], ["Sales!D4"], id="two errors of one cell"),
        pytest.param(["risks"], ["Risks!C3", "Risks!C5"], id="what holds several things"),
        pytest.param(["credit_line.used"], list(WANTED), id="what nobody asked for"),
        pytest.param([None], list(WANTED), id="no field"),
    ],
)
def test_what_makes_an_error_is_left_out(fields: list[str | None], out: list[str]) -> None:
    tries: list[Edited] = []

    def errors(edited: Edited) -> Sequence[Finding]:
        tries.append(edited)
        return [finding(field) for field in fields] if len(tries) == 1 else []

    got = accept(PLANS.plans, {"client": list(WANTED.values())}, PlanOrder.of(PLANS.schema), errors)
    assert len(got.troubles) == len(fields)
    text = "".join(document.source.text for _, document in got.edited)
    said = {"Risks!C3": "Kefir goes", "Risks!C5": "A strike", "History!D5": "They called", "Sales!D4": "7654321"}
    assert [place for place, words in said.items() if words not in text] == [each for each in WANTED if each in out]
