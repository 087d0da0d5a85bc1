"""`kamctl set`, `unset`, `note`, `actual` and `done` as a KAM types them: what they write, say and refuse."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from difflib import ndiff
from pathlib import Path
from typing import Any

import pexpect
import pytest

from tests.cli.command import PROGRAM, environment, everything, put
from tests.cli.inside import kamctl
from tests.harness import BASE_PLAN, FORMAT

PLAN = "plans/client.yaml"
TEXT = (
    BASE_PLAN.replace("13500000}\n  2026-Q3", "13500000}   # running\n  2026-Q3")
    + """\
credit_line:
  limit: 30_000_000
  days: 45
activities:
  forecast-workshop:
    what: Joint forecast workshop
    owner: kam-north
    due: 2026-05-25
risks:
  delisting: {what: Kefir is delisted, probability: 30%, impact: 4000000}   # spring
history:
  - date: 2026-02-03
    note: New buyer
    with: buyer
contacts:
  buyer: {name: Category buyer}
"""
)
SKAM = "skam_only: [credit_line, sales.*.plan]\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return put(tmp_path / "repository", {PLAN: TEXT, "schema/format.yaml": FORMAT + SKAM})


def changed(before: str, after: str) -> list[str]:
    """The lines that went and came."""
    return [line[0] + line[2:] for line in ndiff(before.split("\n"), after.split("\n")) if line[0] in "+-"]


def text(folder: Path) -> str:
    return (folder / PLAN).read_text("utf-8")


DONE: list[tuple[str, list[str], list[str], str]] = [
    ("money with a word", ["set", "client", "credit_line.limit", "12,5 млн"],
     ["-  limit: 30_000_000", "+  limit: 12500000"], "credit_line.limit  30 000 000 → 12 500 000 (-58.3%)"),
    ("money with a letter", ["set", "client", "credit_line.limit", "12.5M"],
     ["-  limit: 30_000_000", "+  limit: 12500000"], "plans/client.yaml:13: limit: 12500000"),
    ("a percentage with a comma", ["set", "client", "risks.delisting.probability", "7,5 %"],
     ["-  delisting: {what: Kefir is delisted, probability: 30%, impact: 4000000}   # spring",
      "+  delisting: {what: Kefir is delisted, probability: 7.5%, impact: 4000000}  # spring"], "30% → 7.5%"),
    ("a day with points", ["set", "client", "activities.forecast-workshop.due", "3.6.2026"],
     ["-    due: 2026-05-25", "+    due: 2026-06-03"], "2026-05-25 → 2026-06-03"),
    ("a period as it is said", ["set", "client", "risks.delisting.period", "Q3 2026"],
     ["-  delisting: {what: Kefir is delisted, probability: 30%, impact: 4000000}   # spring",
      "+  delisting: {what: Kefir is delisted, period: 2026-Q3, probability: 30%, impact: 4000000}   # spring"],
     "risks.delisting.period  added: 2026-Q3"),
    ("a choice in another case", ["set", "client", "region", "North"], ["+region: north"], "region  added: north"),
    ("a list", ["set", "client", "swot.strengths", "price, range"],
     ["+swot:", "+  strengths: [price, range]"], "swot.strengths  added: price, range"),
    ("several fields of a new thing",
     ["set", "client", "activities.visit.due", "3.6.2026", "activities.visit.what", "Visit", "activities.visit.owner",
      "kam-north"],
     ["+  visit:", "+    what: Visit", "+    owner: kam-north", "+    due: 2026-06-03"],
     "activities.visit  added: Visit (owner kam-north, due 2026-06-03)"),
    ("a period without its year, in a field", ["set", "client", "sales.q3.previous", "5"],
     ["-  2026-Q3: {plan: 13500000}", "+  2026-Q3: {plan: 13500000, previous: 5}"], "sales.2026-Q3.previous  added: 5"),
    ("a figure below zero", ["set", "client", "kpis.margin.q1.plan", "-5"],
     ["+kpis:", "+  margin:", "+    2026-Q1: {plan: -5}"], "kpis.margin.2026-Q1.plan  added: -5"),
    ("a field goes", ["unset", "client", "history.1.with"], ["-    with: buyer"], "history.1.with  removed: buyer"),
    ("a thing goes", ["unset", "client", "activities.forecast-workshop"],
     ["-activities:", "-  forecast-workshop:", "-    what: Joint forecast workshop", "-    owner: kam-north",
      "-    due: 2026-05-25"], "activities.forecast-workshop  removed: Joint forecast workshop"),
    ("a note of today", ["note", "client", "Asks: a list, prices"],
     ["+  - date: 2026-05-20", '+    note: "Asks: a list, prices"'], "history.2  added: Asks: a list, prices"),
    ("a note of another day, with somebody", ["note", "client", "Call", "--date", "15.1.2026", "--with", "buyer"],
     ["+  - date: 2026-01-15", "+    note: Call", "+    with: buyer"], "history.1  added: Call"),
    ("an actual in a running period", ["actual", "client", "sales", "2026-Q2", "6,1 млн"],
     ["-  2026-Q2: {plan: 13500000}   # running",
      "+  2026-Q2: {plan: 13500000, actual: 6100000, as_of: 2026-05-20}   # running"],
     "sales.2026-Q2  added: actual 6 100 000, as_of 2026-05-20"),
    ("an actual in a closed one", ["actual", "client", "sales", "q1", "12M"],
     ["-  2026-Q1: {plan: 12000000, actual: 11400000}", "+  2026-Q1: {plan: 12000000, actual: 12000000}"],
     "sales.2026-Q1.actual  11 400 000 → 12 000 000 (+5.3%)"),
    ("an actual of a KPI", ["actual", "client", "margin", "q1", "19 тыс. руб."],
     ["+kpis:", "+  margin:", "+    2026-Q1: {actual: 19000}"], "kpis.margin.2026-Q1.actual  added: 19 000"),
    ("a note that begins with a hyphen", ["note", "client", "-5% on milk, with help", "--with", "buyer"],
     ["+  - date: 2026-05-20", "+    note: \"-5% on milk, with help\"", "+    with: buyer"],
     "history.2  added: -5% on milk, with help"),
    ("a text that begins with a hyphen", ["set", "client", "activities.forecast-workshop.what", "-nh on milk"],
     ["-    what: Joint forecast workshop", "+    what: \"-nh on milk\""], '→ "-nh on milk"'),
    ("an activity is done", ["done", "client", "forecast-workshop"],
     ["+    done: 2026-05-20"], "activities.forecast-workshop.done  added: 2026-05-20"),
    ("done on another day", ["done", "client", "forecast-workshop", "--date", "18.05.2026"],
     ["+    done: 2026-05-18"], "plans/client.yaml:20: done: 2026-05-18"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "lines", "said"), [case[1:] for case in DONE], ids=[case[0] for case in DONE])
def test_what_is_typed_is_understood_written_and_told(
    folder: Path, arguments: list[str], lines: list[str], said: str
) -> None:
    tried = kamctl(folder, *arguments, "--dry-run")
    assert text(folder) == TEXT
    ran = kamctl(folder, *arguments)
    assert (ran.code, tried.code) == (0, 0), ran.err
    assert changed(TEXT, text(folder)) == lines
    assert said in ran.out.replace("\u00a0", " ")
    assert ran.out == tried.out
    assert "--dry-run shows" in tried.err


def test_what_is_done_already_keeps_its_day_unless_another_is_given(folder: Path) -> None:
    done = ["done", "client", "forecast-workshop"]
    kamctl(folder, *done, "--date", "2026-05-18")
    again = kamctl(folder, *done)
    assert (again.code, again.err) == (0, "The plan says so already; nothing was written.\n")
    assert "    done: 2026-05-18\n" in text(folder)
    kamctl(folder, *done, "--date", "2026-05-19")
    assert "    done: 2026-05-19\n" in text(folder)


def test_a_stale_as_of_goes_when_the_period_is_over(folder: Path) -> None:
    assert kamctl(folder, "actual", "client", "sales", "q2", "6M").code == 0
    assert kamctl(folder, "--today", "2026-07-02", "actual", "client", "sales", "q2", "13M").code == 0
    assert "  2026-Q2: {plan: 13500000, actual: 13000000}  # running\n" in text(folder)


REFUSED: list[tuple[str, list[str], int, str]] = [
    ("what is no figure", ["set", "client", "credit_line.limit", "a lot"], 1, "[wrong-type]"),
    ("what is over a limit", ["set", "client", "credit_line.days", "120"], 1, "[out-of-range]"),
    ("a person who is not there", ["set", "client", "kam", "kam-nort"], 1, "Did you mean kam-north?"),
    ("a thing that lacks fields", ["set", "client", "risks.delistng.status", "closed"], 1, "risks.delisting?"),
    ("a section that would be missing", ["unset", "client", "sales"], 1, "[missing-section]"),
    ("an actual of a period to come", ["actual", "client", "sales", "2026-Q3", "5"], 1, "it has no actual yet."),
    ("a day to come", ["done", "client", "forecast-workshop", "--date", "2026-06-01"], 1, "[future-actual]"),
    ("text that acts", ["note", "client", "a\x1b[2Jb"], 1, "[control-character]"),
    ("an unknown client", ["set", "clint", "kam", "x"], 2, "There is no plan of clint. Did you mean client?"),
    ("a path for a client", ["set", "../plans/client", "kam", "x"], 2, "There is no plan of ../plans/client."),
    ("an unknown field", ["set", "client", "credit_lin.limit", "5"], 2, "Did you mean credit_line?"),
    ("no field at all", ["set", "client", "zzz", "5"], 2, "There is no field zzz in a plan."),
    ("a field without a value", ["set", "client", "kam"], 2, "kam has no value."),
    ("nothing for a value", ["set", "client", "kam", " "], 2, "Take it out with kamctl unset."),
    ("a thing for a field", ["set", "client", "credit_line", "5"], 2, "Name one of them: limit, days, used, overdue."),
    ("a field below a value", ["set", "client", "kam.x", "5"], 2, "nothing can stand below it"),
    ("a list by name", ["set", "client", "history.first.note", "5"], 2, "such as history.1"),
    ("a field twice", ["set", "client", "kam", "a", "kam", "b"], 2, "kam is given twice."),
    ("an option that is none", ["set", "client", "--dry", "x"], 2, "There is no option --dry."),
    ("what the plan does not have", ["unset", "client", "budget"], 2, "The plan has no budget."),
    ("a misspelt thing", ["unset", "client", "risks.delistin"], 2, "Did you mean delisting?"),
    ("an unknown activity", ["done", "client", "forecast"], 2, "There are: forecast-workshop."),
    ("an unknown contact", ["note", "client", "x", "--with", "buyr"], 2, "Did you mean buyer?"),
    ("an unknown KPI", ["actual", "client", "shelf", "q1", "5"], 2, "There is no KPI shelf"),
    ("no period", ["actual", "client", "sales", "soon", "5"], 2, "soon is no period."),
    ("no day", ["note", "client", "x", "--date", "soon"], 2, "The day soon given by --date cannot be read."),
    ("a note of a day to come", ["note", "client", "x", "--date", "2026-05-21"], 2, "The day 2026-05-21 is still to"),
    ("a note that is an option that is none", ["note", "client", "--dat"], 2, "There is no option --dat."),
    ("an option without its value", ["note", "client", "x", "--date"], 2, "requires an argument"),
    ("an empty note", ["note", "client", " "], 2, "The note is empty."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "code", "said"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_what_cannot_be_is_refused_before_anything_is_written(
    folder: Path, arguments: list[str], code: int, said: str
) -> None:
    before = everything(folder)
    ran = kamctl(folder, *arguments)
    assert ran.code == code, ran
    assert said in (ran.out + ran.err).replace("\n     ", " ")
    assert ("Nothing was written." in ran.err) == (code == 1)
    assert "\x1b" not in ran.out + ran.err
    assert everything(folder) == before


@pytest.mark.parametrize("arguments", [[b"set", b"client", b"kam", b"\xff"], [b"note", b"client", b"\xff"]], ids=repr)
def test_bytes_that_are_no_text_are_refused(folder: Path, arguments: list[bytes]) -> None:
    ran = kamctl(folder, *map(os.fsdecode, arguments))
    assert ran.code == 2
    assert "bytes that are no text" in ran.err
    assert text(folder) == TEXT


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["set", "client", "credit_line.limit", "30000000"], id="the same amount, written otherwise"),
        pytest.param(["set", "client", "kam", "kam-north"], id="the same text"),
        pytest.param(["note", "client", "New buyer", "--date", "2026-02-03", "--with", "buyer"], id="the same note"),
    ],
)
def test_the_same_again_writes_nothing(folder: Path, arguments: list[str]) -> None:
    before = (folder / PLAN).stat()
    ran = kamctl(folder, *arguments)
    assert (ran.code, ran.err) == (0, "The plan says so already; nothing was written.\n")
    after = (folder / PLAN).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_what_was_empty_is_taken_out_and_that_is_said(folder: Path) -> None:
    put(folder, {PLAN: TEXT + "promotions: {}\n"})
    ran = kamctl(folder, "unset", "client", "promotions")
    assert (ran.code, text(folder)) == (0, TEXT)
    assert ran.err == f"{PLAN} was written, and means what it meant before.\n"


def test_a_thing_goes_with_what_it_has_when_both_are_named(folder: Path) -> None:
    ran = kamctl(folder, "unset", "client", "activities.forecast-workshop.due", "activities")
    assert ran.code == 0
    assert "activities" not in text(folder)


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["actual", "client", "sales", "q3", "5"], id="a period that lacks its year"),
        pytest.param(["unset", "client", "team"], id="a field that is there"),
        pytest.param(["done", "client", "forecast-workshop"], id="an activity that is there"),
        pytest.param(["note", "client", "Met", "--with", "buyer"], id="a contact that is there"),
    ],
)
def test_a_plan_that_cannot_be_read_is_what_is_said_to_be_wrong(folder: Path, arguments: list[str]) -> None:
    put(folder, {PLAN: TEXT + "  : [\n"})
    ran = kamctl(folder, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"error: The file {PLAN} cannot be read, so nothing in it can be edited.")
    assert text(folder) == TEXT + "  : [\n"


def test_old_debt_elsewhere_blocks_nobody_and_new_debt_does(folder: Path) -> None:
    put(folder, {PLAN: TEXT.replace("days: 45", "days: 450")})
    assert kamctl(folder, "set", "client", "kam", "kam-south").code == 0
    assert kamctl(folder, "set", "client", "credit_line.days", "451").code == 1
    assert kamctl(folder, "set", "client", "credit_line.days", "45").code == 0


def test_what_only_skam_may_change_is_written_and_said(folder: Path) -> None:
    ran = kamctl(folder, "set", "client", "credit_line.days", "60")
    assert ran.code == 0
    assert "[only SKAM may change it]" in ran.out
    assert ran.err == "Only SKAM may change credit_line.days: guard will ask for one of them.\n"


def test_other_plans_are_asked_too(folder: Path) -> None:
    put(folder, {PLAN: TEXT.replace("share: 60%", "share: 50%"), "plans/other.yaml": TEXT.replace("60%", "30%"),
                 "schema/format.yaml": f"{FORMAT}rules: {{overloaded-person: {{severity: error}}}}\n"})  # fmt: skip
    assert kamctl(folder, "set", "client", "team.kam-north.share", "60%").code == 0
    ran = kamctl(folder, "set", "client", "team.kam-north.share", "80%")
    assert ran.code == 1
    assert "[overloaded-person]" in ran.out


def test_a_client_goes_by_any_normal_form(folder: Path) -> None:
    (folder / PLAN).rename(folder / "plans/йогурт.yaml")
    assert kamctl(folder, "set", "и\u0306огурт", "kam", "kam-south").code == 0


def test_mode_and_links(folder: Path) -> None:
    (folder / PLAN).chmod(0o640)
    assert kamctl(folder, "set", "client", "kam", "kam-south").code == 0
    assert stat.S_IMODE((folder / PLAN).stat().st_mode) == 0o640
    (folder / PLAN).rename(folder / "elsewhere.yaml")
    (folder / PLAN).symlink_to(folder / "elsewhere.yaml")
    before = (folder / "elsewhere.yaml").read_bytes()
    assert kamctl(folder, "set", "client", "kam", "kam-north").code == 2
    assert (folder / "elsewhere.yaml").read_bytes() == before


def test_a_plan_that_cannot_be_read_is_told(folder: Path) -> None:
    (folder / PLAN).write_text("client: [\n")
    ran = kamctl(folder, "set", "client", "kam", "kam-south")
    assert ran.code == 2
    assert "kamctl lint plans/client.yaml" in ran.err


@contextmanager
def asked(folder: Path, *arguments: str) -> Iterator[Any]:
    """A command on a terminal of its own."""
    child = pexpect.spawn(
        PROGRAM[0], [*PROGRAM[1:], *arguments], cwd=str(folder), env=environment(TERM="xterm"), timeout=60
    )
    try:
        yield child
    finally:
        child.close(force=True)


MISSES: Sequence[tuple[str, list[str], str, str]] = [
    ("a client", ["set", "clint", "kam", "kam-south"], "Did you mean client?", "kam: kam-south"),
    ("a field", ["set", "client", "credit-line.days", "60"], "Did you mean credit_line?", "  days: 60"),
    ("a thing", ["set", "client", "risks.delistng.impact", "5M"], "Did you mean delisting?", "impact: 5000000"),
    ("an activity", ["done", "client", "forecast-workshp"], "Did you mean forecast-workshop?", "done: 2026-05-20"),
    ("a contact", ["note", "client", "Call", "--with", "buyr"], "Did you mean buyer?", "note: Call"),
]


@pytest.mark.parametrize(
    ("arguments", "question", "line"), [case[1:] for case in MISSES], ids=[case[0] for case in MISSES]
)
def test_a_near_miss_is_asked_about_on_a_terminal(folder: Path, arguments: list[str], question: str, line: str) -> None:
    with asked(folder, *arguments) as child:
        child.expect_exact(question.encode())
        child.sendline("y")
        child.expect(pexpect.EOF)
        child.close()
    assert child.exitstatus == 0
    assert line in text(folder)


@pytest.mark.parametrize("key", ["n\r", "\r", "\x03", "\x04"], ids=["no", "Enter", "Ctrl-C", "the end of the input"])
def test_whoever_meant_something_else_leaves_the_plan_as_it_is(folder: Path, key: str) -> None:
    with asked(folder, "set", "clint", "kam", "kam-south") as child:
        child.expect_exact(b"[y/N]")
        child.send(key)
        child.expect(pexpect.EOF)
        child.close()
    assert child.exitstatus == (2 if "\r" in key else 130)
    assert text(folder) == TEXT


def test_with_no_input_nothing_is_asked(folder: Path) -> None:
    with asked(folder, "set", "clint", "kam", "kam-south", "--no-input") as child:
        child.expect(pexpect.EOF)
        child.close()
    assert child.exitstatus == 2


OFFERS = [
    ("fields", "set client cr", 3, ["credit_line"]),
    ("fields of a thing", "set client risks.delisting.pr", 3, ["risks.delisting.probability"]),
    ("fields that may be", "set client risks.delisting.st", 3, ["risks.delisting.status"]),
    ("values to choose from", "set client risks.delisting.status ", 4, ["open", "closed", "happened"]),
    ("people", "set client kam kam-", 4, ["kam-north", "kam-south"]),
    ("what can go", "unset client his", 3, ["history"]),
    ("things in a list", "unset client history.", 3, ["history.1"]),
    ("contacts", "note client x --with ", 5, ["buyer"]),
    ("open activities", "done client ", 3, ["forecast-workshop"]),
    ("KPIs", "actual client s", 3, ["sales", "shelf-share"]),
    ("periods", "actual client sales 2026-Q", 4, ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]),
]


@pytest.mark.parametrize(("words", "place", "offered"), [case[1:] for case in OFFERS], ids=[case[0] for case in OFFERS])
def test_the_shell_completes(folder: Path, words: str, place: int, offered: list[str]) -> None:
    complete = {"_KAMCTL_COMPLETE": "bash_complete", "COMP_WORDS": f"kamctl {words}", "COMP_CWORD": str(place)}
    ran = kamctl(folder, env=complete)
    assert [line.partition(",")[2] for line in ran.out.split("\n") if line] == offered
