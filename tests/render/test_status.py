"""KPI status in every format: exact pictures, and no text of a plan acts in any."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date

import pytest
from rich.cells import cell_len

from kamctl.insight.portfolio import portfolio_of
from kamctl.insight.status import StatusReport, status
from kamctl.plan.schema_model import Kpi
from kamctl.render import status as rendering
from kamctl.words import say
from tests.harness import TODAY
from tests.insight.plans import plain, world
from tests.payloads import CASES, acting
from tests.render.hostile import hostile_basis

CATALOGUE = """\
sales: {title: Sales, unit: money, better: higher, total: sum, paid: year, weight: 50%}
shelf-share: {title: Share of shelf, unit: percent, better: higher, total: last, weight: 20%}
"""

NORTH = """\
sales:
  2026-Q1: {plan: 12000000, actual: 11400000, previous: 10000000}
  2026-Q2: {plan: 9100000, actual: 4400000, as_of: 2026-05-10}
kpis:
  shelf-share: {2026-Q1: {plan: 20%}, 2026-Q2: {plan: 22%, actual: 19.5%}}
"""
SOUTH = """\
client: Южный
kam: kam-south
sales:
  2026-Q1: {plan: 1000000}
  2026-Q2: {plan: 910000, actual: 300000}
"""


def report(by: str | None = None, today: date = TODAY, period: str = "2026-H1") -> StatusReport:
    loaded = [world(text, f"plans/{name}.yaml", kpis=CATALOGUE) for name, text in (("южный", SOUTH), ("north", NORTH))]
    portfolio = portfolio_of([plan for plan, _ in loaded], loaded[0][1], today)
    return status(portfolio, portfolio.schema.calendar.parse(period), by)


TEXT_80 = """\
KPI status of 2026-H1, as of 2026-05-20; amounts in RUB
3 KPIs of 2 plans: 2 red, 1 amber.
Furthest behind: южный (sales 60%), north (shelf-share 88%).

By client
  KPI                             Plan      Actual         Pace  Status
north
  Sales                     21 100 000  15 800 000  █████░  98%  amber
      Forecast: 20 836 250
  Share of shelf (watched)         22%       19.5%  █████░  88%  red
      Missing: 2026-Q1
южный
  Sales                      1 910 000     300 000  ███░░░  60%  red
      Forecast: 1 146 000; Missing: 2026-Q1

All plans
KPI                             Plan      Actual  Of plan         Pace  Status
Sales                     23 010 000  16 100 000    70.0%  █████░  97%  amber
Share of shelf (watched)                            88.6%  █████░  88%  red

Scores
Client  Score  Paid KPIs
north   78.8%      74.9%
южный   15.7%      15.7%
"""


def test_text_in_eighty_columns() -> None:
    assert plain(rendering.as_text(report(), width=80, colour=False)) == TEXT_80


def test_colours_say_what_the_words_say() -> None:
    told = rendering.as_text(report(), width=80, colour=True)
    assert "\x1b[1;31mred\x1b[0m" in told
    assert "\x1b[1;33mamber\x1b[0m" in told
    assert re.sub(r"\x1b\[[0-9;]*m", "", told) == rendering.as_text(report(), width=80, colour=False)


def test_two_hundred_columns_are_used() -> None:
    lines = plain(rendering.as_text(report(), width=200, colour=False)).split("\n")
    assert lines[5:7] == [
        "Client  KPI                             Plan      Actual  Due by now  Of plan         Pace    Forecast  Status"
        "  Missing",
        "north   Sales                     21 100 000  15 800 000  16 000 000    74.9%  █████░  98%  20 836 250  amber",
    ]


def test_by_kam_the_groups_take_the_place_of_the_clients() -> None:
    told = plain(rendering.as_text(report("kam"), width=80, colour=False))
    assert told.split("\n")[4:11] == [
        "By KAM",
        "  KPI                             Plan      Actual  Of plan         Pace  Status",
        "KAM North",
        "  Sales                     21 100 000  15 800 000    74.9%  █████░  98%  amber",
        "  Share of shelf (watched)                            88.6%  █████░  88%  red",
        "KAM South",
        "  Sales                      1 910 000     300 000    15.7%  ███░░░  60%  red",
    ]


def test_json() -> None:
    told = json.loads(rendering.as_json(report()))
    assert list(told) == [
        "version", "period", "today", "currency", "rows", "scores", "schema_errors", "unread", "faulty", "repeated",
    ]  # fmt: skip
    assert (told["version"], told["period"], told["today"]) == (1, "2026-H1", "2026-05-20")
    assert told["rows"][0] == {
        "client": "north", "kam": "kam-north", "segment": "B", "kpi": "sales", "plan": 21100000, "actual": 15800000,
        "due": 16000000, "attainment": 15800000 / 21100000, "pace": 0.9875, "forecast": 20836250, "previous": None,
        "growth": None, "status": "amber", "missing": [],
    }  # fmt: skip
    assert told["rows"][2]["missing"] == ["2026-Q1"]
    assert told["scores"][1] == {"client": "южный", "score": 300 / 1910, "paid_score": 300 / 1910}


GROUPED: dict[str, tuple[str, dict[str, str]]] = {
    "by KAM": ("kam", {"kam": "kam-south"}),
    "by segment": ("segment", {"segment": "B"}),
    "by KPI": ("kpi", {}),
}


@pytest.mark.parametrize(("by", "common"), GROUPED.values(), ids=GROUPED.keys())
def test_groups_in_json(by: str, common: dict[str, str]) -> None:
    told = json.loads(rendering.as_json(report(by)))
    figures = ["plan", "actual", "due", "attainment", "pace", "status"]
    assert list(told["groups"][-1]) == [*common, "kpi", *figures]
    assert {key: told["groups"][-1][key] for key in common} == common


def test_csv_has_the_rows_or_the_groups() -> None:
    def lines(by: str | None) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(rendering.as_csv(report(by)), newline=""), strict=True))

    assert [(line["client"], line["kpi"], line["actual"], line["missing"]) for line in lines(None)] == [
        ("north", "sales", "15800000", ""),
        ("north", "shelf-share", "0.195", "2026-Q1"),
        ("южный", "sales", "300000", "2026-Q1"),
    ]
    assert [(line["kam"], line["kpi"]) for line in lines("kam")][-1] == ("kam-south", "sales")


def test_markdown() -> None:
    told = plain(rendering.as_markdown(report()))
    assert told.startswith(
        "KPI status of 2026-H1, as of 2026-05-20; amounts in RUB\n\n3 KPIs of 2 plans: 2 red, 1 amber. "
    )
    assert (
        "| южный | Sales | 1 910 000 | 300 000 | 500 000 | 15\\.7% | ███░░░  60% | 1 146 000 | red | 2026-Q1 |\n"
        in told
    )


def test_of_nothing_it_says_so() -> None:
    nothing = replace(report(), rows=(), scores=(), groups=(), tally=(say("There is {what}.", what="nothing"),))
    for told in (rendering.as_text(nothing, width=80, colour=False), rendering.as_markdown(nothing)):
        assert told.endswith("\nThere is nothing.\n")
    assert rendering.as_csv(nothing).count("\r\n") == 1


def hostile(text: str) -> StatusReport:
    """The report with `text` in the place of every name; ids of KPIs and words of ours are no user's."""
    whole = report("kam")

    def spoilt(definition: Kpi) -> Kpi:
        other = Kpi()
        other.__dict__.update(definition.__dict__, title=text)
        return other

    rows = tuple(
        replace(row, entry=replace(row.entry, client=text), kpi=text, definition=spoilt(row.definition))
        for row in whole.rows
    )
    return replace(
        whole,
        basis=hostile_basis(text),
        rows=rows,
        scores=tuple(replace(score, client=text) for score in whole.scores),
        groups=tuple(
            replace(group, value=text, kpi=text, definition=spoilt(group.definition)) for group in whole.groups
        ),
        tally=(say("{text}", text=text),),
    )


@pytest.mark.no_cover
@pytest.mark.parametrize("text", CASES)
def test_hostile_text_acts_nowhere(text: str) -> None:
    by_kam = hostile(text)
    by_client = replace(by_kam, by=None)
    for told in (
        *(rendering.as_text(by_client, width=width, colour=False) for width in (20, 80, 200)),
        rendering.as_text(by_kam, width=80, colour=False),
        rendering.as_markdown(by_client),
        rendering.as_json(by_kam),
        rendering.as_csv(by_client).replace("\r\n", "\n"),
        rendering.as_csv(by_kam).replace("\r\n", "\n"),
    ):
        assert not acting(told)
        assert "::" not in told
        assert not re.search(r"##\w*\[", told)
    assert json.loads(rendering.as_json(by_kam))["version"] == 1


@pytest.mark.parametrize("width", [20, 40, 80, 200])
@pytest.mark.parametrize("by", [None, "kam", "segment", "kpi"])
def test_no_line_is_wider_than_the_terminal(by: str | None, width: int) -> None:
    told = rendering.as_text(report(by), width=width, colour=False)
    assert [line for line in told.split("\n") if cell_len(line) > width] == []


def test_a_page_stays_short_enough_for_a_comment() -> None:
    whole = report()
    many = replace(whole, rows=whole.rows * 400)
    told = rendering.as_markdown(many)
    assert 50_000 < len(told) < 65_536
    assert told.index("### All plans") < told.index("### By client")
    assert re.search(r"…and \d+ more rows\.\n\nThere is no room here for: Scores\.\n$", told)
