"""`kamctl agenda` as its users meet it: in git repositories of every kind, and on a copy of this one's plans."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from tests.cli.command import Ran, put
from tests.cli.inside import kamctl
from tests.gitting import children, commit, git, snapshot, start
from tests.harness import BASE_PLAN, FORMAT, overlay, repository
from tests.ours import committed
from tests.payloads import PAYLOADS, acting
from tests.render.calendars import entries, lines

PLAN = "plans/client.yaml"
DAY = "{}T12:00:00+0000"
QUIET = overlay(BASE_PLAN, "sales: {2026-Q1: {plan: 1, actual: 1}}\n")
DUE = QUIET + "activities: {visit: {what: Visit, owner: logistics, due: 2026-05-20}}\n"


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """A copy of this repository's plans and schema, committed in November."""
    return committed(tmp_path, date=DAY.format("2026-11-20"))


def agenda(folder: Path, *arguments: str, **env: str) -> Ran:
    return kamctl(folder, "agenda", *arguments, env={"PYTHONUTF8": "1", **env})


def items(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    ran = agenda(folder, "--format", "json", *arguments)
    assert (ran.code, ran.err) == (0, "")
    found: list[dict[str, Any]] = json.loads(ran.out)["items"]
    return found


def updates(folder: Path, *arguments: str) -> list[tuple[str, str, bool]]:
    """The plans to be updated, by when, and whether that is overdue."""
    found = [row for row in items(folder, "--days", "100", *arguments) if row["kind"] == "update"]
    return [(row["client"], row["due"], row["overdue"]) for row in found]


def aged(folder: Path, day: str = "2026-05-01", **files: str) -> Path:
    """A repository whose plan was committed on a day; today is 20 May."""
    start(folder)
    commit(folder, {**repository({PLAN: QUIET, **files})}, date=DAY.format(day))
    return folder


def test_a_plan_goes_stale_so_many_days_after_its_last_change(tmp_path: Path) -> None:
    before = snapshot(aged(tmp_path))
    assert updates(tmp_path) == [("client", "2026-05-15", True)]
    assert items(tmp_path, "--days", "0")[0]["message"] == "Update the plan, which nobody has changed since 2026-05-01."
    assert (snapshot(tmp_path), children()) == (before, [])


def test_the_days_are_those_of_the_rule(tmp_path: Path) -> None:
    rules = {"schema/format.yaml": f"{FORMAT}rules: {{stale-plan: {{days: 30}}}}\n"}
    assert updates(aged(tmp_path, **rules)) == [("client", "2026-05-31", False)]


def test_only_a_change_in_meaning_is_one_however_long_ago(tmp_path: Path) -> None:
    aged(tmp_path, "2019-03-01")
    for number in range(120):
        commit(tmp_path, {"README.md": f"{number}\n"}, date=DAY.format("2020-05-10"))
    commit(tmp_path, {PLAN: QUIET + "# seen\n"}, date=DAY.format("2026-05-19"))
    assert updates(tmp_path) == [("client", "2019-03-15", True)]
    commit(tmp_path, {PLAN: DUE}, date=DAY.format("2026-05-18"))
    assert updates(tmp_path) == [("client", "2026-06-01", False)]
    commit(tmp_path, {PLAN: QUIET}, date=DAY.format("2026-05-21"))
    assert updates(tmp_path) == [("client", "2026-06-01", False)]  # what is still to come is no change yet


def test_it_agrees_with_lint_on_which_plans_are_stale(tmp_path: Path) -> None:
    aged(tmp_path, "2026-05-06", **{"plans/other.yaml": QUIET.replace("share: 60%", "share: 9%")})
    for day, stale in (("2026-05-20", False), ("2026-05-21", True)):
        told = json.loads(kamctl(tmp_path, "--today", day, "lint", "--format", "json").out)["findings"]
        found = json.loads(kamctl(tmp_path, "--today", day, "agenda", "--format", "json").out)["items"]
        late = {item["client"] for item in found if item["kind"] == "update" and item["overdue"]}
        assert {each["client"] for each in told if each["rule"] == "stale-plan"} == late
        assert bool(late) is stale


def test_what_is_not_committed_counts_as_of_today(tmp_path: Path) -> None:
    aged(tmp_path)
    (tmp_path / PLAN).write_text(DUE)
    (tmp_path / "plans/new.yaml").write_text(QUIET.replace("share: 60%", "share: 10%"))
    assert updates(tmp_path) == [("client", "2026-06-03", False)]


def test_a_plan_as_it_stood(tmp_path: Path) -> None:
    first = commit(aged(tmp_path), {}, "first", date=DAY.format("2026-05-02"))
    commit(tmp_path, {PLAN: DUE}, date=DAY.format("2026-05-10"))
    assert updates(tmp_path, "--at", first) == [("client", "2026-05-15", True)]
    assert [item["kind"] for item in items(tmp_path, "--at", "HEAD")] == ["activity", "update"]
    assert [item["kind"] for item in items(tmp_path, "--at", "2026-05-09")] == ["update"]


def test_nobody_is_asked_for_an_update_where_the_rule_is_off(tmp_path: Path) -> None:
    put(tmp_path, {PLAN: QUIET, "schema/format.yaml": f"{FORMAT}rules: {{stale-plan: {{severity: off}}}}\n"})
    (tmp_path / ".git").write_text("gitdir: nowhere\n")
    assert updates(tmp_path) == []


def _cut(folder: Path) -> Path:
    commit(aged(folder / "whole"), {PLAN: DUE}, date=DAY.format("2026-05-10"))
    git(folder, "clone", "-q", "--depth", "1", f"file://{folder}/whole", "cut")
    return folder / "cut"


def _no_commit(folder: Path) -> Path:
    return put(start(folder), {PLAN: DUE})


def _no_git(folder: Path) -> Path:
    return put(folder, {PLAN: DUE})


def _broken(folder: Path) -> Path:
    (put(folder, {PLAN: DUE}) / ".git").write_text("gitdir: nowhere\n")
    return folder


@pytest.mark.parametrize("make", [_cut, _no_commit, _no_git, _broken])
def test_where_git_cannot_tell_the_rest_is_shown_and_that_is_said(tmp_path: Path, make: Any) -> None:
    folder = make(tmp_path)
    for format_ in ("text", "json", "markdown", "csv", "ics"):
        ran = agenda(folder, "--format", format_)
        assert (ran.code, "Visit" in ran.out) == (0, True)
        assert ran.err.startswith("Plans that go stale are not on the agenda. ")
        assert ran.err.count("\n") == 1
    assert json.loads(agenda(folder, "--format", "json").out)["not_known"] == ["update"]
    if make is _cut:
        assert "fetch-depth: 0" in ran.err


PEOPLE = {
    "a slip": ("kam-nort", "There is no person kam-nort in schema/people.yaml. Did you mean kam-north?"),
    "nobody": (
        "zzzzzz",
        "There is no person zzzzzz in schema/people.yaml."
        " There are: kam-north, kam-south, logistics, skam-head.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("person", "message"), PEOPLE.values(), ids=PEOPLE.keys())
def test_somebody_unknown_is_refused_with_a_hint(tmp_path: Path, person: str, message: str) -> None:
    ran = agenda(aged(tmp_path), "--for", person)
    assert (ran.code, ran.out, ran.err) == (2, "", f"error: {message}\n")


def test_each_of_us_has_an_agenda_of_their_own(tmp_path: Path) -> None:
    commit(aged(tmp_path), {PLAN: DUE}, date=DAY.format("2026-05-10"))
    assert [item["kind"] for item in items(tmp_path, "--for", "logistics")] == ["activity"]
    assert [item["kind"] for item in items(tmp_path, "--for", "kam-north")] == ["update"]
    assert items(tmp_path, "--for", "kam-south") == []
    env = {"_KAMCTL_COMPLETE": "bash_complete", "COMP_WORDS": "kamctl agenda --for kam-s", "COMP_CWORD": "3"}
    assert kamctl(tmp_path, env=env).out.split() == ["plain,kam-south"]


@pytest.mark.parametrize("days", ["-1", "soon", "1.5"])
def test_days_are_a_whole_number_from_0(tmp_path: Path, days: str) -> None:
    ran = agenda(aged(tmp_path), "--days", days)
    assert (ran.code, ran.out) == (2, "")


def test_an_empty_agenda_says_so_and_is_fine(tmp_path: Path) -> None:
    ran = agenda(aged(tmp_path, "2026-05-19"), "--days", "3")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith("\n\nNothing is overdue, and nothing is due up to 2026-05-23.\n")


def test_what_could_not_be_read_is_said_and_fails(tmp_path: Path) -> None:
    aged(tmp_path, **{"plans/broken.yaml": "client: [\n", PLAN: DUE.replace("due: 2026", "due: 20.26")})
    ran = agenda(tmp_path, COLUMNS="200")
    assert ran.code == 1
    assert "1 file could not be read: plans/broken.yaml." in ran.out
    assert "Some values could not be read and do not count, in: client." in ran.out
    for format_ in ("json", "markdown", "csv", "ics"):
        ran = agenda(tmp_path, "--format", format_)
        assert ran.code == 1
        assert "plans/broken.yaml" in (ran.err if format_ in ("csv", "ics") else ran.out)


@pytest.mark.parametrize("columns", ["20", "40", "80", "200"])
def test_our_own_agenda_fits_every_width_but_for_ids(ours: Path, columns: str) -> None:
    ran = kamctl(ours, "--today", "2026-12-08", "agenda", env={"COLUMNS": columns, "PYTHONUTF8": "1"})
    assert (ran.code, ran.err) == (0, "")
    wide = [line.split() for line in ran.out.split("\n") if cell_len(line) > int(columns)]
    assert all(len(line) == 1 for line in wide), wide
    assert ran.out.index("Overdue") < ran.out.index("Today") < ran.out.index("Tomorrow") < ran.out.index("In 2 days")


def test_every_format_tells_of_the_same_things_whatever_the_terminal(ours: Path) -> None:
    def told(format_: str, **env: str) -> str:
        ran = kamctl(ours, "--today", "2026-12-08", "agenda", "--format", format_, env={"PYTHONUTF8": "1", **env})
        assert (ran.code, ran.err) == (0, "")
        return ran.out

    found = json.loads(told("json"))["items"]
    cells = list(csv.DictReader(io.StringIO(told("csv"), newline=""), strict=True))
    assert [(row["due"], row["field"] or "") for row in found] == [(row["due"], row["field"]) for row in cells]
    calendar = entries(told("ics"))
    assert sorted(row["due"] for row in found) == sorted(str(entry["DTSTART"]) for entry in calendar)
    assert told("markdown").count("\n| ") == len(found) + 2
    for format_ in ("json", "markdown", "csv", "ics"):
        assert told(format_) == told(format_, COLUMNS="20", FORCE_COLOR="1", TERM="dumb", LC_ALL="C", TZ="Asia/Tokyo")


def test_texts_of_a_plan_put_nothing_into_a_calendar_or_a_terminal(tmp_path: Path) -> None:
    """All payloads at once, in activities and risks: a plan full of findings, shown all the same."""
    texts = [
        text for text in PAYLOADS if 0 < len(text) < 2000 and not any("\ud800" <= each <= "\udfff" for each in text)
    ]
    quoted = ['"' + "".join(f"\\U{ord(each):08X}" for each in text) + '"' for text in texts]
    activities = "".join(
        f"  a{n}: {{what: {text}, owner: logistics, due: 2026-05-20}}\n" for n, text in enumerate(quoted)
    )
    risks = "".join(
        f"  r{n}: {{what: {text}, probability: 1%, impact: 1, review: 2026-05-20}}\n" for n, text in enumerate(quoted)
    )
    aged(tmp_path, **{PLAN: f"{QUIET}activities:\n{activities}risks:\n{risks}"})
    calendar = agenda(tmp_path, "--format", "ics").out
    assert len(entries(calendar)) > 2 * len(texts) - 10  # some are no text at all, and told to be
    names = {line.partition(":")[0] for line in lines(calendar)}
    assert not names & {"ATTENDEE", "URL", "ATTACH", "ORGANIZER", "BEGIN:VALARM"}
    for said in (calendar.replace("\r\n ", "").replace("\r\n", "\n"), agenda(tmp_path).out):
        assert acting(said) == []
        assert not [line for line in said.split("\n") if line.lstrip().startswith("::")]
