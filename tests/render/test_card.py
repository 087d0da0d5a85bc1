"""A plan's card and the glance over plans: exact pictures in every format, and no text of a plan acts in any."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace

import pytest
from rich.cells import cell_len

from kamctl.insight.card import PlanCard
from kamctl.insight.glance import Glance, glance
from kamctl.insight.portfolio import portfolio_of
from kamctl.insight.report import Entry, Listing, Part, Section, Value
from kamctl.render import card as cards
from kamctl.render import glance as glances
from tests.harness import TODAY
from tests.insight.plans import card, plain, world
from tests.payloads import CASES, acting
from tests.render.hostile import hostile_basis, hostile_table, spoilt

SECTIONS = """\
region: north
credit_line: {limit: 30000000, days: 45, used: 21500000, overdue: 100}
activities:
  forecast-workshop: {what: Joint forecast workshop with the category team, owner: kam-north, due: 2026-05-15}
swot: {strengths: [Kefir turns faster than any other, They know us]}
"""

TEXT_80 = """\
Северный ритейл (client)
Segment: B (Growing); KAM: KAM North; Period: 2026; Sales region: north
As of 2026-05-20; amounts in RUB

KPI status of 2026-Q2
  KPI                    Plan  Status
  Sales (watched)  13 500 000  planned

Due in 14 days
  Due         What                                                     Owner
  2026-05-15  Carry out: Joint forecast workshop with the category     KAM North
              team.

Team
  Person     Share of time  Role
  KAM North            60%  KAM

Credit line
  Limit: 30 000 000; Days: 45; Used: 21 500 000; Overdue: 100

Sales
  Period         Plan      Actual  Actual/plan
  2026-Q1  12 000 000  11 400 000        95.0%
  2026-Q2  13 500 000
  2026-Q3  13 500 000
  2026-Q4  15 000 000
  Total    54 000 000  11 400 000        21.1%

Activities
  Due         State           What                                     Owner
  2026-05-15  5 days overdue  Joint forecast workshop with the         KAM North
                              category team
      Id: forecast-workshop

Swot
  Strengths
    - Kefir turns faster than any other
    - They know us

Lint has 1 error and 2 warnings; see them with: kamctl lint plans/client.yaml
"""

TEXT_24 = """\
Северный ритейл (client)
Segment: B (Growing)
KAM: KAM North
Period: 2026
Sales region: north
As of 2026-05-20;
amounts in RUB

KPI status of 2026-Q2
  Sales (watched)
    Plan: 13 500 000
    Status: planned

Due in 14 days
  Due         Owner
  2026-05-15  KAM North
    What: Carry out:
      Joint forecast
      workshop with the
      category team.

Team
  Person     Role
  KAM North  KAM
    Share of time: 60%

Credit line
  Limit: 30 000 000
  Days: 45
  Used: 21 500 000
  Overdue: 100

Sales
  Period         Plan
  2026-Q1  12 000 000
    Actual: 11 400 000
    Actual/plan: 95.0%
  2026-Q2  13 500 000
  2026-Q3  13 500 000
  2026-Q4  15 000 000
  Total    54 000 000
    Actual: 11 400 000
    Actual/plan: 21.1%

Activities
  2026-05-15
    State: 5 days
      overdue
    What: Joint forecast
      workshop with the
      category team
    Owner: KAM North
    Id:
      forecast-workshop

Swot
  Strengths
    - Kefir turns faster
      than any other
    - They know us

Lint has no findings.
"""

MARKDOWN = """\
## Северный ритейл (client)

- Segment: B (Growing)
- KAM: KAM North
- Period: 2026
- Sales region: north

As of 2026-05-20; amounts in RUB

### Team

| Person | Share of time | Role |
| --- | ---: | --- |
| KAM North | 60% | KAM |

### Swot

- Strengths
  - Kefir turns faster than any other
  - They know us

Lint has no findings.
"""


def test_the_card_in_eighty_columns() -> None:
    told = cards.as_text(replace(card(SECTIONS), errors=1, warnings=2), width=80, colour=False)
    assert plain(told) == TEXT_80


def test_the_card_in_twenty_four_columns() -> None:
    assert plain(cards.as_text(card(SECTIONS), width=24, colour=False)) == TEXT_24


def test_colour_changes_no_word_and_marks_what_is_late() -> None:
    coloured = cards.as_text(card(SECTIONS), width=80, colour=True)
    assert "\x1b[1;31m5 days overdue\x1b[0m" in coloured
    assert "\x1b[1;31mOverdue: 100\x1b[0m" in coloured
    assert "\n\x1b[1mSales\x1b[0m\n" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == cards.as_text(card(SECTIONS), width=80, colour=False)


def test_the_card_in_markdown() -> None:
    whole = card(SECTIONS)
    sections = tuple(section for section in whole.sections if section.key in ("team", "swot"))
    few = replace(whole, sections=sections, figures=())
    assert cards.as_markdown(few) == MARKDOWN


def test_a_long_card_in_markdown_ends_before_a_comment_is_full() -> None:
    long = "history:\n" + "".join(f"  - {{date: 2026-01-01, note: {'x' * 20_000}{n}}}\n" for n in range(5))
    told = cards.as_markdown(card(long + "swot: {strengths: [x]}\n"))
    assert len(told) < 60_000
    assert "\n…and 2 sections more.\n" in told


def test_the_card_in_json_has_numbers_and_nulls() -> None:
    told = json.loads(cards.as_json(card(SECTIONS)))
    assert {
        key: told[key] for key in ("version", "today", "client", "name", "segment", "kam", "period", "currency")
    } == {
        "version": 1,
        "today": "2026-05-20",
        "client": "client",
        "name": "Северный ритейл",
        "segment": "B",
        "kam": "kam-north",
        "period": "2026",
        "currency": "RUB",
    }
    assert told["fields"] == {"region": "north"}
    sections = told["sections"]
    assert sections["risks"] is None
    assert sections["team"] == {"rows": [{"person": "kam-north", "share": 0.6, "role": "KAM", "does": None}]}
    assert sections["credit_line"] == {"limit": 30000000, "days": 45, "used": 21500000, "overdue": 100}
    assert sections["sales"]["rows"][1] == {
        "period": "2026-Q2", "plan": 13500000, "actual": None, "actual_to_plan": None, "previous": None, "as_of": None,
    }  # fmt: skip
    assert sections["sales"]["total"] == {
        "plan": 54000000, "actual": 11400000, "actual_to_plan": 11400000 / 54000000,
    }  # fmt: skip
    assert sections["activities"]["rows"] == [
        {
            "due": "2026-05-15", "state": "overdue", "what": "Joint forecast workshop with the category team",
            "owner": "kam-north", "cost": None, "done": None, "id": "forecast-workshop",
        }
    ]  # fmt: skip
    assert sections["swot"] == {"strengths": ["Kefir turns faster than any other", "They know us"]}


def over_two() -> Glance:
    plans = [
        world(SECTIONS, "plans/north.yaml"),
        world("client: South\nsales: {2026-Q1: {plan: 100}}", "plans/a/b.yaml"),
    ]
    return glance(portfolio_of([loaded for loaded, _ in plans], plans[0][1], TODAY, unread=["plans/x.yaml"]))


def test_the_glance_in_eighty_columns() -> None:
    assert plain(glances.as_text(over_two(), width=80, colour=False)) == (
        "Plans as of 2026-05-20; amounts in RUB\n"
        "\n"
        "Client   Segment  Sales plan      Actual  Of plan  Risks  Next due\n"
        "b        B               100                           0\n"
        "    Name: South; KAM: KAM North; Period: 2026\n"
        "north    B        54 000 000  11 400 000    21.1%      0  2026-05-15 overdue\n"
        "    Name: Северный ритейл; KAM: KAM North; Period: 2026\n"
        "    What: Joint forecast workshop with the category team\n"
        "2 plans           54 000 100  11 400 000    21.1%      0\n"
        "\n"
        "1 file could not be read: plans/x.yaml. kamctl lint says what is wrong.\n"
    )


def test_the_glance_in_csv() -> None:
    assert glances.as_csv(over_two()) == (
        "client,name,segment,kam,period,sales_plan,sales_actual,actual_to_plan,open_risks,"
        "next_due,next_kind,next_what,overdue\r\n"
        "b,South,B,kam-north,2026,100,,,0,,,,false\r\n"
        "north,Северный ритейл,B,kam-north,2026,54000000,11400000,0.2111111111111111,0,"
        "2026-05-15,activity,Joint forecast workshop with the category team,true\r\n"
    )


def test_the_glance_in_json() -> None:
    told = json.loads(glances.as_json(over_two()))
    assert told["plans"][0] == {
        "client": "b", "name": "South", "segment": "B", "kam": "kam-north", "period": "2026", "sales_plan": 100,
        "sales_actual": None, "actual_to_plan": None, "open_risks": 0, "next_due": None, "next_kind": None,
        "next_what": None, "overdue": False,
    }  # fmt: skip
    assert told["total"] == {
        "sales_plan": 54000100, "sales_actual": 11400000, "actual_to_plan": 11400000 / 54000100, "open_risks": 0,
    }  # fmt: skip
    assert told["unread"] == ["plans/x.yaml"]


def test_no_plans_are_told_in_words() -> None:
    nothing = glance(portfolio_of([], world("")[1], TODAY))
    assert glances.as_text(nothing, width=80, colour=False).endswith("\n\nThere are no plans.\n")
    assert glances.as_csv(nothing).count("\r\n") == 1


def hostile_part(part: Part, text: str) -> Part:
    if isinstance(part, Entry):
        return Entry(part.key, text, spoilt(part.value, text))
    if isinstance(part, Listing):
        return Listing(part.key, text, tuple(Value(text, text) for _ in part.items))
    return hostile_table(part, text)


def hostile_card(text: str) -> PlanCard:
    """The card with `text` in the place of every name, title and value."""
    whole = card(SECTIONS)
    head = tuple(Entry(entry.key, text, spoilt(entry.value, text)) for entry in whole.head)
    own = tuple(Entry(entry.key, text, spoilt(entry.value, text)) for entry in whole.own)
    sections = tuple(
        Section(section.key, text, section.parts and tuple(hostile_part(part, text) for part in section.parts))
        for section in (*whole.figures, *whole.sections)
    )
    named = replace(whole, client=text, path=text, currency=text)
    return replace(named, head=head, own=own, figures=(), sections=sections, errors=1)


@pytest.mark.no_cover
@pytest.mark.parametrize("text", CASES)
def test_hostile_text_does_not_act_in_a_terminal(text: str) -> None:
    whole = over_two()
    spoilt_glance = replace(whole, plans=hostile_table(whole.plans, text), basis=hostile_basis(text))
    for told in (
        cards.as_text(hostile_card(text), width=20, colour=False),
        cards.as_text(hostile_card(text), width=200, colour=False),
        glances.as_text(spoilt_glance, width=80, colour=False),
    ):
        assert not acting(told)
        assert "::" not in told
        assert not re.search(r"##\w*\[", told)


@pytest.mark.no_cover
@pytest.mark.parametrize("text", CASES)
def test_hostile_text_does_not_act_in_files(text: str) -> None:
    whole = over_two()
    spoilt_glance = replace(whole, plans=hostile_table(whole.plans, text), basis=hostile_basis(text))
    for told in (
        cards.as_json(hostile_card(text)),
        cards.as_markdown(hostile_card(text)),
        glances.as_json(spoilt_glance),
        glances.as_markdown(spoilt_glance),
        glances.as_csv(spoilt_glance).replace("\r\n", "\n"),
    ):
        assert not acting(told)
        assert "::" not in told
        assert not re.search(r"##\w*\[", told)
    assert json.loads(cards.as_json(hostile_card(text)))["version"] == 1
    assert len(list(csv.reader(io.StringIO(glances.as_csv(spoilt_glance), newline=""), strict=True))) == 3


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_no_line_is_wider_than_the_terminal_where_words_are_short(width: int) -> None:
    told = cards.as_text(card(SECTIONS.replace("forecast-workshop", "talk")), width=width, colour=False)
    wide = [line for line in told.split("\n") if cell_len(line) > width]
    assert all(line.startswith("kamctl") or "plans/" in line for line in wide), wide
