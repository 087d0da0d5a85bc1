"""The risk summary in every format and width: exact pictures, colour as an extra, and no text of a plan acts in any."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from functools import cache
from itertools import takewhile

import pytest
from rich.cells import cell_len

from kamctl.insight.exposure import OpenRisk
from kamctl.insight.portfolio import Portfolio, portfolio_of
from kamctl.insight.risk_map import Placed, RiskMap
from kamctl.insight.risks import BY, RisksReport, risks
from kamctl.insight.signals import Past
from kamctl.render import risk_map
from kamctl.render import risks as rendering
from kamctl.render.prose import Paint
from kamctl.words import Sentence
from tests.harness import TODAY
from tests.insight.plans import plain, world
from tests.payloads import CASES, acting
from tests.render.hostile import hostile_basis

NORTH = """\
credit_line: {limit: 30000000, days: 45, used: 31000000, overdue: 0}
contacts: {buyer: {name: Закупщик молочной категории}}
risks:
  delisting: {what: Kefir is delisted in the spring review, probability: 30%, impact: 4000000, \
response: Show the figures, owner: kam-north, review: 2026-05-19}
  strike: {what: Забастовка перевозчиков, probability: 75%, impact: 5%, period: 2026-Q2, cause: strike}
  unknown: {what: Nothing is planned for that month, probability: 10%, impact: 10%, period: 2026-02}
"""
SOUTH = """\
kam: kam-south
sales: {2026-Q1: {actual: 3}}
risks:
  strike: {what: No lorries, probability: 60%, impact: 90000.5, response: Rent, cause: strike, period: 2026-Q2}
"""


@cache
def both() -> Portfolio:
    loaded = [world(NORTH, "plans/север.yaml"), world(SOUTH, "plans/south.yaml")]
    return portfolio_of([plan for plan, _ in loaded], loaded[0][1], TODAY)


def report(by: str | None = None) -> RisksReport:
    return risks(both(), Past(14, {"south": None}, None), by)


TEXT_80 = """\
Risks as of 2026-05-20; amounts in RUB
4 open risks in 2 plans: exposure 1 760 250, 3.3% of the sales plan; worst case
4 765 000, if all of them happen.
The loss is at most 765 000 with a probability of 50% (p50), 4 765 000 with 80%,
4 765 000 with 95%: exactly, if risks with one cause happen together and all
others independently.
1 open risk of no known impact: not in these figures.
The largest is delisting of север: 1 200 000.

Probability by impact, as a share of the plan's own sales plan
            │  below 1%  │  1% to 3%  │ 3% to 10%  │ 10% to 25% │25% or more
────────────┼────────────┼────────────┼────────────┼────────────┼────────────
70% or more │▒           │▒ 2         │█           │█           │█
50% to 70%  │▒           │▒           │▒           │█           │█
30% to 50%  │░           │▒           │▒ 1         │▒           │█
10% to 30%  │░           │░           │▒           │▒           │▒
below 10%   │░           │░           │░           │▒           │▒
░ low, ▒ middle, █ high; numbers as in the list below.

By exposure
No.  Client  What                                    Prob.   Exposure
  1  север   Kefir is delisted in the spring review    30%  1 200 000
    Risk: delisting; Period: 2026; Impact: 4 000 000; Owner: KAM North
    Review: 2026-05-19, overdue
  2  север   Забастовка перевозчиков                   75%    506 250
    Risk: strike; Period: 2026-Q2; Impact: 5% = 675 000
  3  south   No lorries                                60%     54 000
    Risk: strike; Period: 2026-Q2; Impact: 90 000
  4  север   Nothing is planned for that month         10%
    Risk: unknown; Period: 2026-02; Impact: 10% of plan

By plan
Client    Exposure  Worst case  Of plan      p50        p80        p95
south       54 000      90 000            90 000     90 000     90 000
север    1 706 250   4 675 000     3.2%  675 000  4 675 000  4 675 000
2 plans  1 760 250   4 765 000     3.3%  765 000  4 765 000  4 765 000

To look at
Review overdue: delisting of север (2026-05-19).
No response: strike of север, unknown of север.
Impact not known, nothing is planned for its period: unknown of север.
Not on the map, the plan has no sales plan: strike of south.

Signals that nobody wrote down
Client  Signal
south   stale-plan      Nobody has updated the plan for more than 14 days.
север   credit-overrun  The client owes 1 000 000 more than the limit of
                        30 000 000.
        single-contact  The one contact at the client is Закупщик молочной
                        категории.
Not known without the whole history in git: single-editor.
"""


def lines_of(found: RisksReport, width: int, colour: bool = False) -> str:
    return plain(rendering.as_text(found, width=width, colour=colour))


def test_in_eighty_columns() -> None:
    assert lines_of(report(), 80) == TEXT_80


@pytest.mark.parametrize("width", [20, 40, 80, 200])
@pytest.mark.parametrize("by", [None, *BY])
def test_no_line_is_wider_than_the_terminal(width: int, by: str | None) -> None:
    wide = [line for line in lines_of(report(by), width).split("\n") if cell_len(line) > width]
    assert all(" " not in line.strip() for line in wide), wide  # a word or an id alone stays whole


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_every_width_says_the_same(width: int) -> None:
    said = " ".join(lines_of(report("cause"), width).split())
    for figure in ("1 200 000", "506 250", "54 000", "4 765 000", "3.3%", "delisting", "strike", "credit-overrun"):
        assert figure in said, figure


def test_colour_changes_no_word() -> None:
    coloured = rendering.as_text(report("kam"), width=80, colour=True)
    assert "\x1b[1;31m2026-05-19, overdue\x1b[0m" not in coloured  # it stands below its row, with its title
    assert "\x1b[1;31mReview: 2026-05-19, overdue\x1b[0m" in coloured
    assert "\x1b[1;32m░\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == rendering.as_text(report("kam"), width=80, colour=False)


def row_count(page: str) -> int:
    return sum(line.startswith("| ") for line in page.split("\n"))


def test_in_json_the_fields_are_those_of_the_page() -> None:
    told = json.loads(rendering.as_json(report("cause")))
    assert [told[key] for key in ("version", "today", "currency")] == [1, "2026-05-20", "RUB"]
    assert told["rows"][1] == {
        "client": "север", "risk": "strike", "what": "Забастовка перевозчиков", "period": "2026-Q2",
        "probability": 0.75, "impact": 675000, "exposure": 506250, "status": "open", "owner": None, "review": None,
        "overdue": False,
    }  # fmt: skip
    assert told["rows"][2]["exposure"] == 54000.3
    assert told["rows"][3]["impact"] is None
    assert told["totals"][0] == {
        "client": "south", "sales_plan": None, "exposure": 54000.3, "worst_case": 90000.5, "plan_at_risk": None,
        "p50": 90000.5, "p80": 90000.5, "p95": 90000.5, "risks": 1, "exact": True, "bound": 0,
    }  # fmt: skip
    assert told["portfolio"] == {
        "sales_plan": 54000000, "exposure": 1760250.3, "worst_case": 4765000.5, "plan_at_risk": 1760250.3 / 54000000,
        "p50": 765000.5, "p80": 4765000.5, "p95": 4765000.5, "risks": 4, "exact": True, "bound": 0,
    }  # fmt: skip
    assert [group["cause"] for group in told["groups"]] == [None, "strike"]
    assert [(each["client"], each["signal"]) for each in told["signals"]] == [
        ("south", "stale-plan"), ("север", "credit-overrun"), ("север", "single-contact"),
    ]  # fmt: skip
    assert told["unknown_signals"] == ["single-editor"]
    assert told["largest"] == told["reviews_overdue"][0] == {"client": "север", "risk": "delisting"}
    assert [each["risk"] for each in told["no_response"]] == ["strike", "unknown"]
    assert [each["risk"] for each in told["unknown_impact"]] == ["unknown"]
    assert [each["risk"] for each in told["off_the_map"]] == ["strike"]


def test_in_csv_there_is_a_line_for_each_risk_or_group() -> None:
    assert rendering.as_csv(report()).split("\r\n")[:2] == [
        "client,risk,what,period,probability,impact,exposure,status,owner,review,overdue",
        "север,delisting,Kefir is delisted in the spring review,2026,0.3,4000000,1200000,open,kam-north,"
        "2026-05-19,true",
    ]
    lines = list(csv.DictReader(io.StringIO(rendering.as_csv(report("kam")), newline=""), strict=True))
    assert [(line["kam"], line["risks"]) for line in lines] == [("kam-north", "3"), ("kam-south", "1")]


def test_in_markdown_the_map_is_a_table() -> None:
    page = plain(rendering.as_markdown(report()))
    assert "| 70% or more | ▒ | ▒ 2 | █ | █ | █ |" in page
    assert "Review overdue: delisting of север (2026-05-19)." in page
    assert "| 2 | север | strike | Забастовка перевозчиков | 2026-Q2 | 75% | 5% = 675 000 | 506 250 |  |  |" in page


def test_many_risks_in_markdown_leave_room_in_a_comment() -> None:
    section = "risks:\n" + "".join(
        f"  risk-{number}: {{what: {'x' * 60}, probability: 40%, impact: {number}0000}}\n" for number in range(2000)
    )
    loaded, schema = world(section)
    page = rendering.as_markdown(risks(portfolio_of([loaded], schema, TODAY), Past(None, None, {}), "owner"))
    assert len(page) < 65_536
    assert "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and" in page
    assert re.search("…and [0-9]+ more rows", page)


def test_nothing_to_tell_is_told() -> None:
    loaded, schema = world("")
    nothing = risks(portfolio_of([loaded], schema, TODAY), Past(None, None, {}))
    assert lines_of(nothing, 80) == (
        "Risks as of 2026-05-20; amounts in RUB\n"
        "There is no open risk in 1 plan.\n"
        "\n"
        "Signals that nobody wrote down\n"
        "There are no signals.\n"
    )
    assert rendering.as_csv(nothing).count("\r\n") == 1
    assert "There is no open risk in 1 plan" in rendering.as_markdown(nothing)
    assert json.loads(rendering.as_json(nothing))["portfolio"]["p95"] == 0


def test_without_plans_nothing_is_said_of_them() -> None:
    _, schema = world("")
    nobody = risks(portfolio_of([], schema, TODAY), Past(None, None, {}))
    assert "\nThere is no plan to show.\n" in lines_of(nobody, 80)


def drawn(places: list[Placed | None], width: int) -> list[str]:
    ids = [f"risk-number-{number}" for number in range(1, len(places) + 1)]
    return risk_map.text_lines(RiskMap(tuple(places)), ids, width, Paint(False))


def test_ids_stand_in_a_cell_only_where_the_words_that_count_them_do() -> None:
    lines = risk_map.text_lines(RiskMap((Placed(4, 4),) * 90), ["a"] * 90, 80, Paint(False))
    assert all(cell_len(line) <= 80 for line in lines)
    assert in_cell(lines) == ["1, 2, 3,", "4, 5, 6,", "7, 8, 9,", "+81"]


def in_cell(lines: list[str]) -> list[str]:
    """What stands in the first row of the map, in the column of the highest impact."""
    rule = next(number for number, line in enumerate(lines) if "┼" in line)
    found = [lines[rule + 1], *takewhile(lambda line: line.startswith(" "), lines[rule + 2 :])]
    return [line.split("│")[-1].removeprefix("█").strip() for line in found]


@pytest.mark.parametrize(
    ("number", "width", "cell"),
    [
        pytest.param(3, 80, ["1, 2, 3"], id="numbers side by side"),
        pytest.param(8, 80, ["1, 2, 3,", "4, 5, 6,", "7, 8"], id="and below each other"),
        pytest.param(99, 80, ["1, 2, 3,", "4, 5, 6,", "7, 8, 9,", "+90"], id="what is too much is counted"),
        pytest.param(2, 200, ["1 risk-number-1", "2 risk-number-2"], id="with ids where there is room"),
        pytest.param(
            9,
            200,
            ["1 risk-number-1", "2 risk-number-2", "3 risk-number-3", "and 6 more"],
            id="and counted where there is not",
        ),
        pytest.param(2500, 40, ["2500"], id="in a small cell how many there are"),
    ],
)
def test_the_cells_of_the_map(number: int, width: int, cell: list[str]) -> None:
    lines = drawn([Placed(4, 4)] * number, width)
    assert all(cell_len(line) <= width for line in lines)
    assert in_cell(lines) == cell


def test_on_a_short_line_the_cells_stand_below_each_other_the_gravest_first() -> None:
    assert drawn([Placed(0, 0), Placed(4, 4), Placed(0, 0), Placed(1, 3), None], 30) == [
        "Probability by impact, as a",
        "share of the plan's own sales",
        "plan:",
        "█ 70% or more by 25% or more:",
        "  2",
        "▒ 10% to 30% by 10% to 25%: 4",
        "░ below 10% by below 1%: 1, 3",
    ]


def test_without_a_place_for_any_risk_there_is_no_map() -> None:
    assert drawn([None, None], 80) == drawn([], 80) == []


def hostile(text: str) -> RisksReport:
    """The summary with `text` in the place of every name, id and message."""
    whole = report("owner")

    def spoilt(held: OpenRisk) -> OpenRisk:
        risk = type(held.risk)()
        risk.__dict__.update(held.risk.__dict__ | {"what": text, "owner": text, "cause": text, "kpi": text})
        return replace(held, id=text, risk=risk, entry=replace(held.entry, client=text))

    return replace(
        whole,
        basis=hostile_basis(text),
        risks=tuple(spoilt(held) for held in whole.risks),
        plans=tuple((replace(entry, client=text), totals) for entry, totals in whole.plans),
        groups=tuple(replace(group, value=text) for group in whole.groups),
        signals=tuple(
            replace(each, client=text, name=text, message=Sentence("{t}", {"t": text})) for each in whole.signals
        ),
        unknown_signals=(text,),
    )


@pytest.mark.no_cover
@pytest.mark.parametrize("text", CASES)
def test_hostile_text_does_not_act(text: str) -> None:
    spoilt = hostile(text)
    for told in (
        rendering.as_text(spoilt, width=20, colour=False),
        rendering.as_text(spoilt, width=80, colour=False),
        rendering.as_text(spoilt, width=200, colour=False),
        rendering.as_markdown(spoilt),
        rendering.as_json(spoilt),
        rendering.as_csv(spoilt).replace("\r\n", "\n"),
        rendering.as_csv(replace(spoilt, by=None)).replace("\r\n", "\n"),
    ):
        assert not acting(told)
        assert "::" not in told
        assert not re.search(r"##\w*\[", told)
    assert json.loads(rendering.as_json(spoilt))["version"] == 1
    assert len(text) > 1000 or len(rendering.as_markdown(spoilt)) < 65_536
    assert len(list(csv.reader(io.StringIO(rendering.as_csv(spoilt), newline=""), strict=True))) == 3
