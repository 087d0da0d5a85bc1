"""The habit of sharing, every figure worked out by hand. Today is 2026-05-20, a Wednesday."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kamctl.history.practice import Edit, PlanPast, Record
from kamctl.insight.habit import Staff, habit, in_time
from kamctl.insight.habit_report import HabitReport
from kamctl.insight.habit_words import summary
from kamctl.insight.portfolio import Basis
from kamctl.plan.period import Calendar
from kamctl.plan.schema import Schema
from tests.harness import FORMAT, TODAY, repository, schema_of

PEOPLE = """\
kam-north: {name: KAM North, role: kam, emails: [kam-north@example.com]}
kam-south: {name: KAM South, role: kam, emails: [kam-south@example.com]}
kam-east: {name: KAM East, role: kam}
skam-head: {name: Head of SKAM, role: skam, emails: [skam-head@example.com]}
"""


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def edit(on: str | None, person: str | None = "kam-north", kam: str | None = "kam-north", commit: str = "") -> Edit:
    """A commit; without a name of its own there is one a day and author."""
    when = None if on is None else day(on)
    return Edit(commit or f"{on} {person}", when, person or "<nobody@example.com>", person, kam)


def past(client: str, *edits: Edit, kam: str | None = "kam-north", gone: str | None = None, first: str = "01-05",
         records: tuple[Record, ...] = (), fields: int = 10, by_one: int = 4) -> PlanPast:  # fmt: skip
    path = None if gone else f"plans/{client}.yaml"
    left = None if gone is None else day(gone)
    return PlanPast(client, kam, path, False, False, day(first), left, edits, records, fields, by_one)


def schema(rollout: str = "") -> Schema:
    return schema_of(repository({"schema/people.yaml": PEOPLE, "schema/format.yaml": FORMAT + rollout}))


def report(*pasts: PlanPast, rollout: str = "", weeks: int | None = 4, only: tuple[str, ...] = ()) -> HabitReport:
    found = schema(rollout)
    return habit(pasts, Staff(found.people, found.format.rollout), Basis(TODAY, None), weeks, only)


def north(found: HabitReport) -> tuple[object, ...]:
    [row] = [each for each in found.people if each.person == "kam-north"]
    return row.weeks, row.streak, row.days_since, row.median_gap_days


UPDATES = {
    "an update of each week but one": (
        [edit("05-18"), edit("05-12"), edit("04-27")], ((1, 0, 1, 1), 2, 2, Decimal("10.5")),
    ),
    "what is before the window counts for the streak and the days, for no gap": (
        [edit("05-12"), edit("05-04"), edit("04-28"), edit("04-26"), edit("04-19")],
        ((1, 1, 1, 0), 5, 8, Decimal(7)),
    ),
    "two commits of one day are two updates, and one day": (
        [edit("05-18", commit="1"), edit("05-18", commit="2")], ((0, 0, 0, 2), 1, 2, None),
    ),
    "somebody else's commit is no update": ([edit("05-18", "skam-head")], ((0, 0, 0, 0), 0, None, None)),
    "nor is one to somebody else's plan": ([edit("05-18", kam="kam-south")], ((0, 0, 0, 0), 0, None, None)),
    "nor is one by an unknown author to a plan of nobody's": (
        [edit("05-18", None, None)], ((0, 0, 0, 0), 0, None, None),
    ),
    "nor is one dated tomorrow": ([edit("05-21"), edit("05-20")], ((0, 0, 0, 1), 1, 0, None)),
    "nor is one without a date": ([edit(None)], ((0, 0, 0, 0), 0, None, None)),
    "no commit at all": ([], ((0, 0, 0, 0), 0, None, None)),
}  # fmt: skip


@pytest.mark.parametrize(("edits", "figures"), UPDATES.values(), ids=UPDATES.keys())
def test_updates_of_a_person(edits: list[Edit], figures: tuple[object, ...]) -> None:
    assert north(report(past("a", *edits))) == figures


def test_a_commit_that_changes_two_plans_is_one_update_of_each() -> None:
    found = report(
        past("a", edit("05-18")), past("b", edit("05-18")), rollout="rollout: {start: 2026-05-01, months: 9}\n"
    )
    assert north(found)[0] == (0, 0, 0, 1)
    assert [(each.client, each.weeks) for each in found.clients] == [("a", (0, 0, 0, 1)), ("b", (0, 0, 0, 1))]
    assert (found.months[-1].updates, found.months[-1].plans_updated) == (1, 2)


def test_who_has_been_silent_longest_comes_first_and_who_has_no_plan_last() -> None:
    found = report(
        past("a", edit("05-18")),
        past("b", edit("03-01", "skam-head", "skam-head"), kam="skam-head"),
        past("c", kam="ghost"),
    )
    assert [each.person for each in found.people] == ["ghost", "skam-head", "kam-north", "kam-east", "kam-south"]
    assert [each.plans for each in found.people] == [1, 1, 1, 0, 0]
    assert [each.is_silent for each in found.people] == [True, True, False, False, False]
    assert [each.client for each in found.clients] == ["c", "b", "a"]
    assert found.unreachable == ("ghost", "kam-east")


def record(period: str, planned: str | None, recorded: str | None, recorded_for: str | None = None) -> Record:
    found = Calendar().parse(period)
    assert found is not None
    on = [None if text is None else day(text) for text in (planned, recorded)]
    return Record("sales", found, on[0], on[1], recorded_for, "kam-north")


# The last day of 2026-Q1 is 03-31, of April 04-30; ten days later it is 04-10 and 05-10.
RECORDS = {
    "recorded on the last day of its period": (record("2026-Q1", "01-05", "03-31"), True),
    "recorded on the tenth day behind it": (record("2026-Q1", "01-05", "04-10"), True),
    "recorded on the eleventh day behind it": (record("2026-Q1", "01-05", "04-11"), False),
    "not recorded, and the ten days are over": (record("2026-Q1", "01-05", None), False),
    "recorded by a commit of tomorrow, which nobody made yet": (record("2026-Q1", "01-05", "05-21"), False),
    "a period that is not over is not due": (record("2026-Q2", "01-05", None), None),
    "a plan that came behind the ten days": (record("2026-Q1", "04-11", "04-11"), None),
    "a plan that came in these days": (record("2026-Q1", "04-10", "04-10"), True),
    "a plan of no known date": (record("2026-Q1", None, None), None),
}


@pytest.mark.parametrize(("found", "expected"), RECORDS.values(), ids=RECORDS.keys())
def test_an_actual_in_time(found: Record, expected: bool | None) -> None:
    assert in_time(found, TODAY) == (None if expected is None else ("kam-north", expected))


def test_within_the_ten_days_only_what_is_recorded_counts() -> None:
    open_, done = record("2026-04", "01-05", None), record("2026-04", "01-05", "05-02")
    assert [in_time(each, day("05-10")) for each in (open_, done)] == [None, ("kam-north", True)]
    assert [in_time(each, day("05-11")) for each in (open_, done)] == [("kam-north", False), ("kam-north", True)]


def test_actuals_count_for_whose_plan_it_was_when_they_were_recorded() -> None:
    found = report(
        past("a", records=(record("2026-Q1", "01-05", "04-02", "kam-south"), record("2026-01", "01-05", "02-02"))),
        past("b", records=(record("2026-02", "01-05", None), record("2026-03", "01-05", "04-20", "kam-south"))),
    )
    assert {each.person: each.on_time for each in found.people} == {
        "kam-north": Decimal("0.5"), "kam-south": Decimal("0.5"), "kam-east": None,
    }  # fmt: skip


def test_only_one_person_is_a_share_of_the_fields() -> None:
    found = report(past("a"), past("b", fields=0, by_one=0), past("c", gone="02-01"))
    assert [(each.client, each.only_one_person) for each in found.clients] == [("a", Decimal("0.4")), ("b", None)]


def test_months_since_the_roll_out_began() -> None:
    found = report(
        past("a", edit("02-10"), edit("02-15"), edit("03-02"), edit("03-30"), first="02-10"),
        past("b", edit("03-02"), edit("04-30", "kam-south", "kam-south"), gone="04-30", first="03-01"),
        past("c", first="04-30"),
        past("d", first="02-28", gone="03-01"),
        rollout="rollout: {start: 2026-02-12, months: 3}\n",
    )
    assert [tuple(getattr(each, name) for name in each.__slots__) for each in found.months] == [
        ("2026-02", 1, 1, 1, 2),  # the 10th was before the start
        ("2026-03", 2, 1, 2, 3),  # one commit changed two plans, and a third was there on the first day
        ("2026-04", 1, 1, 1, 3),
        ("2026-05", 0, 0, 0, 2),  # the second plan is gone
    ]
    assert [each.share for each in found.months] == [Decimal("0.5"), Decimal(2) / 3, Decimal(1) / 3, Decimal(0)]
    assert found.rollout is not None
    assert found.rollout[0] == 4


ROLLOUTS = {
    "none: months are those of the window": ("", 4, ["2026-04", "2026-05"], 4),
    "none, and no window asked for: 26 weeks": ("", None, [f"2025-{month}" for month in (11, 12)]
        + [f"2026-0{month}" for month in range(1, 6)], 26),
    "it began last week, so the window has two weeks": ("2026-05-17", None, ["2026-05"], 2),
    "it began long ago, so the window has 26 weeks": ("2025-05-21", None, [f"2025-{month:02}" for month in
        range(5, 13)] + [f"2026-0{month}" for month in range(1, 6)], 26),
    "a window that is asked for may begin before it": ("2026-05-17", 3, ["2026-05"], 3),
    "it is still to come": ("2026-05-21", None, [], 26),
}  # fmt: skip


@pytest.mark.parametrize(("start", "weeks", "months", "window"), ROLLOUTS.values(), ids=ROLLOUTS.keys())
def test_window_and_months(start: str, weeks: int | None, months: list[str], window: int) -> None:
    found = report(rollout=f"rollout: {{start: {start}, months: 9}}\n" if start else "", weeks=weeks)
    assert ([each.month for each in found.months], found.window.weeks) == (months, window)


@pytest.mark.parametrize(
    ("today", "number"),
    [
        pytest.param("01-11", 0, id="the day before"),
        pytest.param("01-12", 1, id="the first day"),
        pytest.param("02-11", 1, id="the last day of the first month"),
        pytest.param("02-12", 2, id="the first day of the second"),
        pytest.param("10-11", 9, id="the last of nine"),
        pytest.param("10-12", 10, id="it is over"),
    ],
)
def test_which_month_of_the_roll_out_it_is(today: str, number: int) -> None:
    found = schema("rollout: {start: 2026-01-12, months: 9}\n")
    told = habit([], Staff(found.people, found.format.rollout), Basis(day(today), None))
    assert told.rollout is not None
    assert told.rollout[0] == number


def test_some_kams_alone() -> None:
    pasts = (
        past("a", edit("05-18"), edit("05-12", "kam-south", "kam-south")),
        past("b", edit("05-19", "kam-south", "kam-south"), kam="kam-south"),
    )
    found = report(*pasts, only=("kam-south", "kam-south"))
    assert [(each.person, each.plans, each.weeks) for each in found.people] == [("kam-south", 1, (0, 0, 1, 1))]
    assert [each.client for each in found.clients] == ["b"]
    assert [(each.month, each.updates, each.plans_updated) for each in found.months][-1] == ("2026-05", 2, 2)


def said(*pasts: PlanPast, rollout: str = "", only: tuple[str, ...] = ()) -> list[str]:
    return [str(sentence) for sentence in summary(report(*pasts, rollout=rollout, only=only))]


def test_the_sentences() -> None:
    strange = edit("05-18", None)
    known = ("kam-north", "kam-south")
    assert said(past("a", edit("05-18")), only=known) == ["Every KAM with a plan updated one this week or last."]
    assert said(past("a"), past("b", edit("04-01", "kam-south", "kam-south"), kam="kam-south"), only=known) == [
        "2 of 2 KAMs with a plan updated none this week or last: KAM North (never), KAM South (49 days)."
    ]
    assert said(only=known) == ["Nobody here is the KAM of a plan that is committed."]
    assert said(past("a", edit("05-18"), strange), only=known)[1:] == [
        "1 commit in these weeks came from 1 author whom schema/people.yaml does not know by e-mail, and so is no "
        "update."
    ]
    assert said(past("a", edit("05-18"), strange, edit("05-17", None)), only=known)[1:] == [
        "2 commits in these weeks came from 1 author whom schema/people.yaml does not know by e-mail, and so are no "
        "updates."
    ]
    assert said(past("a", edit("05-18")), only=("kam-north", "kam-east"))[1:] == [
        "No e-mail is known of KAM East, so no commit can be told to be theirs."
    ]


@pytest.mark.parametrize(
    ("rollout", "sentence"),
    [
        pytest.param("2026-06-01, months: 9", "The roll-out begins on 2026-06-01.", id="to come"),
        pytest.param(
            "2026-03-16, months: 9",
            "The roll-out is in month 3 of 9 (since 2026-03-16). In 2026-05 so far 1 of 2 plans were updated; every "
            "one should be.",
            id="running",
        ),
        pytest.param(
            "2026-03-16, months: 2",
            "The roll-out is over: 2 months from 2026-03-16. In 2026-05 so far 1 of 2 plans were updated; every one "
            "should be.",
            id="over",
        ),
    ],
)
def test_what_is_said_of_the_roll_out(rollout: str, sentence: str) -> None:
    told = said(past("a", edit("05-18")), past("b"), rollout=f"rollout: {{start: {rollout}}}\n", only=("kam-north",))
    assert told[1:] == [sentence]
