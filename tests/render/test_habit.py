"""The habit of sharing in every format: exact pictures, and no text of a plan or a commit acts in any."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date

import pytest
from rich.cells import cell_len

from kamctl.history.practice import Edit, PlanPast, Record
from kamctl.insight.habit import Staff, habit
from kamctl.insight.habit_report import CLIENT, KAM, MONTH, HabitReport
from kamctl.insight.portfolio import Basis
from kamctl.plan.period import Calendar
from kamctl.render import habit as rendering
from tests.harness import FORMAT, TODAY, repository, schema_of
from tests.insight.plans import plain
from tests.payloads import CASES, acting
from tests.render.hostile import hostile_basis

PEOPLE = """\
kam-north: {name: КАМ Север, role: kam, emails: [kam-north@example.com]}
kam-south: {name: KAM South, role: kam, emails: [kam-south@example.com]}
"""
ROLLOUT = "rollout: {start: 2026-04-01, months: 9}\n"


def edit(on: str, person: str | None, commit: str = "") -> Edit:
    day = date.fromisoformat(f"2026-{on}")
    return Edit(commit or f"{on} {person}", day, person or "<nobody@example.com>", person, person or "kam-north")


def record(recorded: str | None) -> Record:
    period = Calendar().parse("2026-Q1")
    assert period is not None
    day = None if recorded is None else date.fromisoformat(f"2026-{recorded}")
    return Record("sales", period, date(2026, 1, 5), day, None, "kam-north")


def past(client: str, kam: str, *edits: Edit, by_one: int = 9, records: tuple[Record, ...] = ()) -> PlanPast:
    return PlanPast(
        client, kam, f"plans/{client}.yaml", False, False, date(2026, 1, 5), None, edits, records, 12, by_one
    )


def report(by: str = KAM, weeks: int | None = 8) -> HabitReport:
    schema = schema_of(repository({"schema/people.yaml": PEOPLE, "schema/format.yaml": FORMAT + ROLLOUT}))
    ours = [edit(on, "kam-north", on) for on in ("04-06", "04-20", "05-04", "05-05", "05-11", "05-18")]
    pasts = [
        past("ёлка", "kam-north", *ours, records=(record("04-02"), record(None), record("04-03"))),
        past("larch-lane", "kam-south", edit("04-13", "kam-south"), edit("05-12", None), by_one=12),
    ]
    return habit(pasts, Staff(schema.people, schema.format.rollout), Basis(TODAY, None), weeks, (), by)


TEXT_80 = """\
Habit of sharing, as of 2026-05-20: 8 weeks from 2026-03-30
1 of 2 KAMs with a plan updated none this week or last: KAM South (37 days).
The roll-out is in month 2 of 9 (since 2026-04-01). In 2026-05 so far 1 of 2
plans were updated; every one should be.
1 commit in these weeks came from 1 author whom schema/people.yaml does not know
by e-mail, and so is no update.

By KAM
KAM        Weeks from 2026-03-30  Updated  Streak     Last  Median gap  On time
KAM South  · ·▒·· ···              1 of 8       0  37 days
    Plans: 1
КАМ Север  · ▒·▒· █▒▒              5 of 8       3   2 days           7    66.7%
    Plans: 1

A cell is a week: · without an update, ▒ with one, █ with more. The last is this
week; a space is where a month begins. An update is a commit that changes a plan
in meaning, by its KAM. Days are those of the authors' dates, in UTC; weeks
begin on Monday. Commits that were squashed into one are one update.
"""


def test_text_in_eighty_columns() -> None:
    assert plain(rendering.as_text(report(), width=80, colour=False)) == TEXT_80


def table_lines(by: str, width: int = 80) -> list[str]:
    told = plain(rendering.as_text(report(by), width=width, colour=False))
    return told.split("\n\n")[1].split("\n")


def test_by_client() -> None:
    assert table_lines(CLIENT) == [
        "By client",
        "Client      KAM        Weeks from 2026-03-30  One person only     Last",
        "larch-lane  KAM South  · ·▒·· ···                      100.0%  37 days",
        "ёлка        КАМ Север  · ▒·▒· █▒▒                       75.0%   2 days",
    ]


def test_by_month() -> None:
    assert table_lines(MONTH) == [
        "By month",
        "Month    Updates  KAMs  Plans updated  Of plans        Share",
        "2026-04        3     2              2         2  ██████ 100%",
        "2026-05        4     1              1         2  ███░░░  50%",
    ]


def test_a_strip_that_is_too_long_has_lines_of_its_own() -> None:
    told = plain(rendering.as_text(report(weeks=40), width=80, colour=False)).split("\n")
    assert told[8:11] == [
        "KAM        Updated  Streak     Last  Median gap  On time  Plans",
        "KAM South  1 of 40       0  37 days                           1",
        "    Weeks from 2025-08-18: ·· ····· ···· ···· ····· ···· ···· ····· ·▒·· ···",
    ]


def test_colours_say_what_the_words_say() -> None:
    told = rendering.as_text(report(), width=80, colour=True)
    assert "\x1b[1;31m37 days\x1b[0m" in told
    assert re.sub(r"\x1b\[[0-9;]*m", "", told) == rendering.as_text(report(), width=80, colour=False)


@pytest.mark.parametrize("by", [KAM, CLIENT, MONTH])
def test_json_has_all_of_it_whatever_is_shown(by: str) -> None:
    assert json.loads(rendering.as_json(report(by))) == {
        "version": 1,
        "today": "2026-05-20",
        "from": "2026-03-30",
        "weeks": 8,
        "people": [
            {"person": "kam-south", "plans": 1, "weeks_with_update": 1, "streak": 0, "days_since": 37,
             "median_gap_days": None, "on_time": None},
            {"person": "kam-north", "plans": 1, "weeks_with_update": 5, "streak": 3, "days_since": 2,
             "median_gap_days": 7, "on_time": 2 / 3},
        ],
        "months": [
            {"month": "2026-04", "updates": 3, "people": 2, "plans_updated": 2},
            {"month": "2026-05", "updates": 4, "people": 1, "plans_updated": 1},
        ],
        "clients": [
            {"client": "larch-lane", "only_one_person": 1, "days_since": 37},
            {"client": "ёлка", "only_one_person": 0.75, "days_since": 2},
        ],
        "rollout": {"start": "2026-04-01", "months": 9, "month": 2},
        "calendar": [
            {"person": "kam-south", "calendar": [0, 0, 1, 0, 0, 0, 0, 0]},
            {"person": "kam-north", "calendar": [0, 1, 0, 1, 0, 2, 1, 1]},
        ],
        "coverage": [{"month": "2026-04", "plans": 2, "share": 1}, {"month": "2026-05", "plans": 2, "share": 0.5}],
        "strangers": {"authors": 1, "commits": 1},
        "without_email": [],
        "schema_errors": False,
        "unread": [],
        "repeated": [],
    }  # fmt: skip


def test_csv_has_the_rows_that_are_asked_for() -> None:
    def lines(by: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(rendering.as_csv(report(by)), newline=""), strict=True))

    assert lines(KAM)[1] == {
        "person": "kam-north", "weeks_with_update": "5", "streak": "3", "days_since": "2", "median_gap_days": "7",
        "on_time": str(2 / 3), "plans": "1",
    }  # fmt: skip
    assert lines(CLIENT)[1] == {"client": "ёлка", "kam": "kam-north", "only_one_person": "0.75", "days_since": "2"}
    assert lines(MONTH)[1] == {
        "month": "2026-05", "updates": "4", "people": "1", "plans_updated": "1", "plans": "2", "share": "0.5",
    }  # fmt: skip


def test_markdown() -> None:
    told = plain(rendering.as_markdown(report()))
    assert told.startswith("Habit of sharing, as of 2026-05-20: 8 weeks from 2026-03-30\n\n1 of 2 KAMs with a plan ")
    assert "\n| КАМ Север | · ▒·▒· █▒▒ | 5 of 8 | 3 | 2 days | 7 | 66\\.7% | 1 |\n" in told
    assert told.endswith("Commits that were squashed into one are one update.\n")


def test_of_nothing_it_says_so() -> None:
    nothing = habit([], Staff({}, None), Basis(TODAY, None))
    for told in (rendering.as_text(nothing, width=80, colour=False), rendering.as_markdown(nothing)):
        assert "Nobody here is the KAM of a plan that is committed." in told
    assert json.loads(rendering.as_json(nothing))["rollout"] is None
    assert rendering.as_csv(nothing).count("\r\n") == 1


def test_what_could_not_be_read_is_said() -> None:
    lacking = replace(report(), basis=Basis(TODAY, None, ("plans/x.yaml",), schema_errors=True))
    told = " ".join(rendering.as_text(lacking, width=80, colour=False).split())
    assert told.endswith("1 file could not be read: plans/x.yaml. kamctl lint says what is wrong.")
    assert "The schema has errors" in rendering.as_markdown(lacking)
    whole = json.loads(rendering.as_json(lacking))
    assert (whole["schema_errors"], whole["unread"]) == (True, ["plans/x.yaml"])
    twice = replace(report(), doubled=("ёлка",))
    said = "There is more than one plan, and only the first by its path is told, of: ёлка. Keep one of them."
    assert " ".join(rendering.as_text(twice, width=80, colour=False).split()).endswith(said)
    assert said in rendering.as_markdown(twice)
    assert json.loads(rendering.as_json(twice))["repeated"] == ["ёлка"]


def hostile(text: str, by: str) -> HabitReport:
    """The report with `text` in the place of every name and id that somebody else has written."""
    whole = report(by)
    return replace(
        whole,
        basis=hostile_basis(text),
        people=tuple(replace(each, person=text) for each in whole.people),
        clients=tuple(replace(each, client=text, kam=text) for each in whole.clients),
        names={text: text},
        unreachable=(text,),
        doubled=(text,),
    )


@pytest.mark.no_cover
@pytest.mark.parametrize("text", CASES)
def test_hostile_text_acts_nowhere(text: str) -> None:
    by_kam, by_client = hostile(text, KAM), hostile(text, CLIENT)
    for told in (
        *(rendering.as_text(by_kam, width=width, colour=False) for width in (20, 80, 200)),
        rendering.as_text(by_client, width=80, colour=False),
        rendering.as_markdown(by_kam),
        rendering.as_markdown(by_client),
        rendering.as_json(by_kam),
        rendering.as_csv(by_kam).replace("\r\n", "\n"),
        rendering.as_csv(by_client).replace("\r\n", "\n"),
    ):
        assert not acting(told)
        assert "::" not in told
        assert not re.search(r"##\w*\[", told)
    assert json.loads(rendering.as_json(by_kam))["version"] == 1


@pytest.mark.parametrize("width", [20, 40, 80, 200])
@pytest.mark.parametrize("weeks", [1, 8, 26, 520])
@pytest.mark.parametrize("by", [KAM, CLIENT, MONTH])
def test_no_line_is_wider_than_the_terminal(by: str, weeks: int, width: int) -> None:
    told = rendering.as_text(report(by, weeks), width=width, colour=False)
    assert [line for line in told.split("\n") if cell_len(line) > width] == []


def test_a_page_stays_short_enough_for_a_comment() -> None:
    whole = report(CLIENT)
    told = rendering.as_markdown(replace(whole, clients=whole.clients * 1000))
    assert 50_000 < len(told) < 65_536
    assert re.search(r"…and \d+ more rows\.\n", told)
