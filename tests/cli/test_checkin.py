"""`kamctl checkin` on a real terminal: what is due is asked one thing at a time, all answers are written at the end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.asked import answer, asked, finish
from tests.cli.command import everything, put
from tests.cli.saving import OTHER, PLAN, head, identify, kamctl, message, status
from tests.gitting import commit, git, start
from tests.harness import BASE_PLAN, PEOPLE

DUE = """\
client: Северный ритейл   # сеть
segment: B
kam: kam-north
period: 2026
team:
  kam-north: {role: KAM, share: 60%}
sales:
  2026-Q1: {plan: 12000000, previous: 10800000}   # ждём сверку
  2026-Q2: {plan: 13500000}
  2026-Q3: {plan: 13500000}
  2026-Q4: {plan: 15000000}
activities:
  workshop: {what: Joint forecast workshop, owner: kam-north, due: 2026-05-15}
  audit: {what: Store audit, owner: logistics, due: 2026-05-20}
  later: {what: Later, owner: kam-north, due: 2026-05-21}
risks:
  delisting: {what: Kefir is delisted, probability: 30%, impact: 4000000, response: Data, review: 2026-04-01}
  closed: {what: Over, probability: 30%, impact: 4000000, review: 2026-04-01, status: closed}
history:
  - date: 2026-02-03
    note: New buyer
promotions:
  spring: {from: 2026-04-01, to: 2026-04-14, planned: 3600000, cost: 300000}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """KAM North has two plans, on one of which five things are due; KAM South has one."""
    repository = start(tmp_path / "repository")
    quiet = BASE_PLAN.replace("60%", "20%").replace("Северный ритейл", "Other")
    theirs = BASE_PLAN.replace("kam-north", "kam-south").replace(
        "2026-Q1: {plan: 12000000, actual: 11400000}", "2026-Q1: {plan: 1}"
    )
    put(repository, {PLAN: DUE, OTHER: quiet, "plans/theirs.yaml": theirs})
    commit(repository, {}, "Plans")
    identify(repository)
    return repository


def through(child: Any, *answers: str) -> None:
    """Type one answer after the other."""
    for typed in answers:
        answer(child, "", typed)


def test_everything_that_is_due_is_asked_answered_written_and_saved(folder: Path) -> None:
    with asked(folder, "checkin") as child:
        answer(child, "1 of 5  Sales, 2026-Q1: record the actual.", "11,4 млн")
        answer(child, "sales.2026-Q1.actual: 11400000", "")  # the promotion is skipped
        answer(child, "3 of 5  Carry out: Joint forecast workshop.", "12.05.2026")
        answer(child, "activities.workshop.done: 2026-05-12", "2026-06-01")
        answer(child, "activities.audit.due: 2026-06-01", "2026-06-15")
        answer(child, "risks.delisting.review: 2026-06-15", "Buyer agreed: more shelf")
        child.expect_exact(b"Write 5 answers to plans/client.yaml? [Y/n]: ")
        child.sendline("")
        child.expect_exact(b"Wrote plans/client.yaml.")
        child.expect_exact(b"Save it in git now? [Y/n]: ")
        child.sendline("")
        code, said = finish(child)
    assert code == 0, said
    assert "Saved as" in said
    assert (folder / PLAN).read_text("utf-8") == DUE.replace(
        "{plan: 12000000, previous: 10800000}   #", "{plan: 12000000, actual: 11400000, previous: 10800000}   #"
    ).replace("due: 2026-05-15}", "due: 2026-05-15, done: 2026-05-12}").replace(
        "due: 2026-05-20", "due: 2026-06-01"
    ).replace("Data, review: 2026-04-01", "Data, review: 2026-06-15").replace(
        "    note: New buyer\n", '    note: New buyer\n  - date: 2026-05-20\n    note: "Buyer agreed: more shelf"\n'
    )
    assert status(folder) == []
    assert "sales.2026-Q1.actual" in message(folder)


def test_a_question_tells_what_is_known(folder: Path) -> None:
    with asked(folder, "checkin") as child:
        child.expect_exact("client  Северный ритейл".encode())
        child.expect_exact(
            "Plan 12 000 000; a year before 10 800 000; due 2026-04-10, 40 days ago.".replace(" 000", "\u00a0000")
            .replace("10 800", "10\u00a0800")
            .encode()
        )
        answer(child, "The actual in RUB?", "")
        answer(child, "Planned", "")
        answer(child, "By KAM North; due 2026-05-15, 5 days ago.", "")
        answer(child, "By Logistics; due today, 2026-05-20.", "")
        answer(child, "Probability 30%", "")
        answer(child, "A note on what happened?", "")
        code, said = finish(child)
    assert code == 0
    assert said.endswith("Nothing was written.\n")
    assert status(folder) == []


def test_a_wrong_answer_is_asked_again_in_the_words_of_lint(folder: Path) -> None:
    with asked(folder, "checkin") as child:
        answer(child, "1 of 5", "a lot")
        answer(child, "Write digits", "11400000")
        answer(child, "2 of 5", "")
        answer(child, "3 of 5", "soon")
        answer(child, "Write y, or a day such as 2026-05-20.", "2026-02-30")
        answer(child, "Write y, or a day such as 2026-05-20.", "Y")
        answer(child, "activities.workshop.done: 2026-05-20", "")
        answer(child, "5 of 5", "2026-05-20")
        answer(child, "Write a day after 2026-05-20", "Closed")
        answer(child, "risks.delisting.status: closed", "\\x1b[2J is text, as typed")
        child.expect_exact(b"Write 4 answers to plans/client.yaml? [Y/n]: ")
        child.sendline("д")
        child.expect_exact(b"[Y/n]: ")
        child.sendline("н")
        assert finish(child)[0] == 0
    assert status(folder) == [f" M {PLAN}"]
    assert "status: closed" in (folder / PLAN).read_text("utf-8")


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["Ctrl-C", "the end of the input"])
@pytest.mark.parametrize("answered", [0, 1, 6], ids=lambda number: f"after {number} answers")
def test_who_stops_before_agreeing_has_written_nothing(folder: Path, key: str, answered: int) -> None:
    before = everything(folder / "plans")
    with asked(folder, "checkin") as child:
        through(child, *("1", "1", "y", "y", "closed", "note")[:answered])
        child.expect_exact(b"[Y/n]: " if answered == 6 else b"> ")
        child.send(key)
        code, said = finish(child)
    assert code == 130
    assert "Nothing was written." in said
    assert everything(folder / "plans") == before


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["Ctrl-C", "the end of the input"])
def test_what_was_agreed_to_is_kept(folder: Path, key: str) -> None:
    old = head(folder)
    with asked(folder, "checkin", "client") as child:
        through(child, "11400000", "", "", "", "", "")
        child.expect_exact(b"[Y/n]: ")
        child.sendline("y")
        child.expect_exact(b"Save it in git now? [Y/n]: ")
        child.send(key)
        code, said = finish(child)
    assert code == 130
    assert "It is written, and not saved in git yet: kamctl save" in said
    assert "actual: 11400000" in (folder / PLAN).read_text("utf-8")
    assert head(folder) == old


def test_a_plan_that_was_changed_meanwhile_is_not_written_over(folder: Path) -> None:
    with asked(folder, "checkin", "client") as child:
        through(child, "11400000", "", "", "", "", "")
        child.expect_exact(b"[Y/n]: ")
        (folder / PLAN).write_text(f"{DUE}# by somebody else\n", "utf-8")
        child.sendline("y")
        code, said = finish(child)
    assert code == 2
    assert "has changed meanwhile" in " ".join(said.split())
    assert (folder / PLAN).read_text("utf-8") == f"{DUE}# by somebody else\n"


def test_all_plans_are_checked_before_one_is_written(folder: Path) -> None:
    put(folder, {PLAN: DUE, OTHER: DUE.replace("60%", "20%").replace("Северный ритейл", "Other")})
    with asked(folder, "checkin", "client", "other") as child:
        through(child, "11400000", "", "", "", "", "", "9000000", "", "", "", "", "")
        child.expect_exact(b"Write 2 answers to plans/client.yaml, plans/other.yaml? [Y/n]: ")
        (folder / OTHER).write_text(f"{DUE}# by somebody else\n", "utf-8")
        child.sendline("y")
        code, said = finish(child)
    assert code == 2
    assert "Written so far: plans/client.yaml." in said
    assert "actual: 11400000" in (folder / PLAN).read_text("utf-8")


def test_who_somebody_is_may_be_said(folder: Path) -> None:
    with asked(folder, "checkin", "--as", "kam-south") as child:
        child.expect_exact(b"theirs")
        answer(child, "1 of 1  Sales, 2026-Q1", "")
        answer(child, "A note", "")
        assert finish(child)[0] == 0


def test_where_nothing_is_due_a_note_is_asked_for(folder: Path) -> None:
    with asked(folder, "checkin", "other") as child:
        child.expect_exact(b"Nothing is due.")
        answer(child, "A note", "All is well")
        child.expect_exact(b"[Y/n]: ")
        child.sendline("y")
        child.expect_exact(b"[Y/n]: ")
        child.sendline("n")
        assert finish(child)[0] == 0
    assert (folder / OTHER).read_text("utf-8").endswith("history:\n  - date: 2026-05-20\n    note: All is well\n")


def test_somebody_whom_people_yaml_does_not_know_says_who_they_are(folder: Path) -> None:
    git(folder, "config", "user.email", "me@example.org")
    with asked(folder, "checkin") as child:
        code, said = finish(child)
    assert code == 2
    assert "--as PERSON" in " ".join(said.split())
    put(folder, {PLAN: DUE, "schema/people.yaml": PEOPLE.replace("kam-north@example.com", "me@example.org")})
    with asked(folder, "checkin") as child:
        child.expect_exact(b"1 of 5")


def test_with_nobody_there_the_commands_for_single_values_are_named(folder: Path) -> None:
    ran = kamctl(folder, "checkin")
    assert (ran.code, ran.out) == (2, "")
    assert "kamctl actual, kamctl done, kamctl note and kamctl set" in ran.err
