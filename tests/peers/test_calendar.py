"""The calendar of the agenda as ical.js reads it, which is what Thunderbird reads calendars with."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from typing import Any

from kamctl.render.agenda import as_ics
from kamctl.render.safe import inert
from kamctl.words import say
from tests.payloads import PAYLOADS
from tests.peers import ICAL_JS, needs, peer
from tests.render.test_agenda import report

pytestmark = needs(ICAL_JS)


def _read(calendar: str) -> Any:
    done = subprocess.run(peer(ICAL_JS), input=calendar.encode(), capture_output=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, b"")
    return json.loads(done.stdout)


def test_an_agenda_is_opened_without_complaint() -> None:
    told = _read(as_ics(report(person="kam-north")))
    assert told["name"] == "Agenda of KAM North"
    assert [(entry["start"], entry["end"], entry["wholeDay"]) for entry in told["entries"]] == [
        ("2026-05-18", "2026-05-19", True),
        ("2026-05-21", "2026-05-22", True),
        ("2026-05-23", "2026-05-24", True),
    ]
    first = told["entries"][0]
    assert first["summary"] == "Северный ритейл: Carry out: Обсудить цены на осень."
    assert first["description"].split("\n")[1:] == [
        "Client: client", "Kind: activity", "Field: activities.talk.done", "Owner: kam-north",
    ]  # fmt: skip


def test_no_text_of_a_plan_becomes_anything_but_text() -> None:
    whole = report()
    items = tuple(
        replace(whole.items[0], client=f"c{number}", name="Client", message=say("{text}", text=text), owner=text)
        for number, text in enumerate(PAYLOADS)
    )
    told = _read(as_ics(replace(whole, items=items)))
    assert [entry["summary"] for entry in told["entries"]] == [inert(f"Client: {item.message}") for item in items]
    assert {name for entry in told["entries"] for name in entry["properties"]} == {
        "uid", "dtstamp", "dtstart", "dtend", "summary", "description", "categories", "transp",
    }  # fmt: skip
    assert len({entry["uid"] for entry in told["entries"]}) == len(PAYLOADS)
