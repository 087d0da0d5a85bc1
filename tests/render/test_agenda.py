"""The agenda as people, programs and calendars get it, with hostile text and in narrow terminals."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date

import pytest
from rich.cells import cell_len

from kamctl.insight.agenda import Agenda, agenda
from kamctl.insight.todo import Freshness
from kamctl.render.agenda import as_csv, as_ics, as_json, as_markdown, as_text
from kamctl.words import say
from tests.harness import BASE_PLAN, overlay
from tests.insight.busy import portfolio
from tests.payloads import CASES, acting
from tests.render.calendars import entries, lines, properties
from tests.render.hostile import acts, hostile_basis, hostile_table

SECTIONS = """\
sales: {2026-Q1: {plan: 1, actual: 1}}
activities:
  talk: {what: Обсудить цены на осень, owner: kam-north, due: 2026-05-18}
  visit: {what: Visit the warehouse, owner: logistics, due: 2026-05-20}
risks:
  delisting: {what: Kefir is delisted, probability: 30%, impact: 4000000, review: 2026-05-21}
"""
PROPERTIES = {
    "BEGIN", "END", "VERSION", "PRODID", "X-WR-CALNAME", "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY",
    "DESCRIPTION", "CATEGORIES", "TRANSP",
}  # fmt: skip


def report(sections: str = SECTIONS, person: str | None = None, days: int = 14, client: str = "client") -> Agenda:
    freshness = Freshness({client: date(2026, 5, 9)}, 14) if sections else Freshness({}, None)
    text = overlay(BASE_PLAN, sections or "sales: {2026-Q1: {plan: 1, actual: 1}}\n")
    return agenda(portfolio({client: text}), freshness, days, person)


def test_overdue_things_stand_first_then_day_by_day() -> None:
    assert as_text(report(), width=80, colour=False) == (
        "Agenda as of 2026-05-20, up to 2026-06-03\n"
        "  Due         Client  What                                             Owner\n"
        "\n"
        "Overdue\n"
        "  2026-05-18  client  Carry out: Обсудить цены на осень.               KAM North\n"
        "\n"
        "Today\n"
        "  2026-05-20  client  Carry out: Visit the warehouse.                  Logistics\n"
        "\n"
        "Tomorrow\n"
        "  2026-05-21  client  Review the risk: Kefir is delisted.              KAM North\n"
        "\n"
        "In 3 days\n"
        "  2026-05-23  client  Update the plan, which nobody has changed since  KAM North\n"
        "                      2026-05-09.\n"
    )


def test_what_is_overdue_has_a_colour_and_says_so_without() -> None:
    coloured = as_text(report(), width=80, colour=True)
    assert "\x1b[1;31mOverdue\x1b[0m" in coloured
    assert "\x1b[1;33mToday\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == as_text(report(), width=80, colour=False)


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_it_fits_every_width(width: int) -> None:
    said = as_text(report(), width=width, colour=False)
    assert [line for line in said.split("\n") if cell_len(line) > width] == []
    for word in ("Overdue", "2026-05-18", "client", "warehouse", "Logistics", "KAM North"):
        assert word in said


@pytest.mark.parametrize(
    ("empty", "heading"),
    [
        pytest.param(report(""), "Agenda as of 2026-05-20, up to 2026-06-03", id="of all"),
        pytest.param(report("", "logistics"), "Agenda of Logistics as of 2026-05-20, up to 2026-06-03", id="of one"),
    ],
)
def test_an_empty_agenda_says_so(empty: Agenda, heading: str) -> None:
    sentence = "Nothing is overdue, and nothing is due up to 2026-06-03."
    assert as_text(empty, width=80, colour=False) == f"{heading}\n\n{sentence}\n"
    assert as_markdown(empty) == f"{heading}\n\n{sentence}\n"
    assert json.loads(as_json(empty))["items"] == []
    assert as_csv(empty).count("\r\n") == 1
    assert entries(as_ics(empty)) == []


def test_json_has_the_members_of_the_design() -> None:
    told = json.loads(as_json(report()))
    assert {"version", "today", "items"} <= set(told)
    assert [list(item) for item in told["items"]] == [
        ["client", "due", "kind", "field", "owner", "message", "overdue"]
    ] * 4
    assert (told["version"], told["today"], told["until"], told["for"]) == (1, "2026-05-20", "2026-06-03", None)
    assert told["not_known"] == []


def test_what_git_cannot_tell_is_said_by_every_format_that_has_room_for_it() -> None:
    unknown = replace(report(), unknown=(say("Nothing is known."), say("Look for it.")))
    assert json.loads(as_json(unknown))["not_known"] == ["update"]
    assert as_markdown(unknown).endswith("\n\nNothing is known. Look for it.\n")


def test_csv_is_a_table() -> None:
    found = list(csv.DictReader(io.StringIO(as_csv(report()), newline=""), strict=True))
    assert [(line["due"], line["kind"], line["overdue"]) for line in found] == [
        ("2026-05-18", "activity", "true"),
        ("2026-05-20", "activity", "false"),
        ("2026-05-21", "risk-review", "false"),
        ("2026-05-23", "update", "false"),
    ]


def test_a_page_of_many_items_is_short_enough_for_a_comment() -> None:
    many = "".join(f"  a{n}: {{what: Visit, owner: logistics, due: 2026-05-20}}\n" for n in range(2000))
    page = as_markdown(report(f"activities:\n{many}"))
    assert len(page) < 65_536
    shown = page.count("\n| ") - 2
    assert page.endswith(f"\n\n…and {2001 - shown} more rows.\n")


def test_an_entry_of_the_calendar() -> None:
    calendar = as_ics(report(days=0))
    assert lines(calendar) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//kamctl//agenda//EN",
        "X-WR-CALNAME:Agenda",
        "BEGIN:VEVENT",
        "SUMMARY:Северный ритейл: Carry out: Обсудить цены на осень.",
        "DTSTART;VALUE=DATE:20260518",
        "DTEND;VALUE=DATE:20260519",
        "DTSTAMP:20260520T000000Z",
        "UID:c52241d0-f69c-58ce-90cf-8018191d5635",
        "CATEGORIES:activity",
        "DESCRIPTION:Carry out: Обсудить цены на осень.\\nClient: client\\nKind: activity"
        "\\nField: activities.talk.done\\nOwner: kam-north",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "BEGIN:VEVENT",
        "SUMMARY:Северный ритейл: Carry out: Visit the warehouse.",
        "DTSTART;VALUE=DATE:20260520",
        "DTEND;VALUE=DATE:20260521",
        "DTSTAMP:20260520T000000Z",
        "UID:a6fe7a34-54a7-51c7-82f3-d03ea926851b",
        "CATEGORIES:activity",
        "DESCRIPTION:Carry out: Visit the warehouse.\\nClient: client\\nKind: activity"
        "\\nField: activities.visit.done\\nOwner: logistics",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


def uids(of: Agenda) -> dict[str, object]:
    """The UIDs of the entries by their days."""
    return {str(entry["DTSTART"]): entry["UID"] for entry in entries(as_ics(of))}


def test_an_entry_that_moves_keeps_its_uid_and_no_two_share_one() -> None:
    before = uids(report())
    assert len(set(before.values())) == 4
    moved = uids(report(SECTIONS.replace("due: 2026-05-18", "due: 2026-06-01")))
    assert moved["2026-06-01"] == before["2026-05-18"]
    del before["2026-05-18"], moved["2026-06-01"]
    assert moved == before
    assert not {*uids(report(client="other")).values()} & {*before.values()}
    twice = replace(report(), items=report().items * 2)
    assert len({entry["UID"] for entry in entries(as_ics(twice))}) == 8


def test_a_calendar_of_the_same_plans_is_the_same() -> None:
    assert as_ics(report()) == as_ics(report())
    assert "X-WR-CALNAME:Agenda of KAM North" in lines(as_ics(report(person="kam-north")))


def test_a_calendar_says_what_the_plan_says() -> None:
    texts = [r"C:\New\nodes; a, b", "слово " * 40, "🏷" * 60, "x" * 200, "END:VEVENT", ":;,\\", "\\\\N"]
    whole = report()
    items = tuple(replace(whole.items[0], client=f"c{n}", message=say(text)) for n, text in enumerate(texts))
    found = entries(as_ics(replace(whole, items=items)))
    assert [entry["SUMMARY"] for entry in found] == [f"Северный ритейл: {item.message}" for item in items]


@pytest.mark.no_cover
@pytest.mark.parametrize("text", CASES)
def test_hostile_text_puts_nothing_into_a_calendar(text: str) -> None:
    whole = report()
    item = replace(whole.items[0], client=text, field=text, owner=text, name=text, message=say("{what}", what=text))
    calendar = as_ics(replace(whole, title=text, items=(item, *whole.items[1:])))
    assert properties(calendar) == PROPERTIES
    assert [line for line in lines(calendar) if line.startswith(("BEGIN", "END"))] == [
        "BEGIN:VCALENDAR", *["BEGIN:VEVENT", "END:VEVENT"] * 4, "END:VCALENDAR"
    ]  # fmt: skip
    assert len(entries(calendar)) == 4
    assert not acting("\n".join(lines(calendar)))
    assert not [line for line in calendar.split("\r\n") if line.lstrip().startswith("::")]
    assert not re.search(r"##\w*\[", calendar)


@pytest.mark.no_cover
@pytest.mark.parametrize("text", CASES)
def test_hostile_text_does_not_act(text: str) -> None:
    whole = report()
    spoilt = replace(
        whole,
        title=text,
        basis=hostile_basis(text),
        person=text,
        rows=hostile_table(whole.rows, text),
        lines=hostile_table(whole.lines, text),
        unknown=(say("{text}", text=text),),
    )
    for told in (
        as_text(spoilt, width=20, colour=False),
        as_text(spoilt, width=200, colour=False),
        as_json(spoilt),
        as_markdown(spoilt),
        as_csv(spoilt).replace("\r\n", "\n"),
    ):
        assert acts(told) == []
    assert len(list(csv.reader(io.StringIO(as_csv(spoilt), newline=""), strict=True))) == 5
