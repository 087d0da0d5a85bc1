"""`kamctl log`: which changes are told, in which order, by whom, in every format; on real repositories."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from kamctl.lint.page import PLAN
from tests.cli.command import everything, put
from tests.cli.inside import kamctl
from tests.gitting import HEAD_OF_SKAM, NORTH, SOUTH, commit, git, start
from tests.harness import BASE_PLAN

RISK = "risks:\n  delisting: {what: Kefir is delisted, probability: 30%, impact: 4000000}\n"
LATER = BASE_PLAN.replace("2026-Q1: {plan: 12000000", "2026-Q1: {plan: 11000000")
HISTORY = "history:\n  - {date: 2026-03-05, note: New buyer}\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five commits: created, re-formatted, a risk and a note, Q1 lowered after it began, moved to a folder."""
    root = start(tmp_path_factory.mktemp("log") / "repository")
    put(root, {})
    commit(root, {}, "Plans of 2026", author=HEAD_OF_SKAM, date="2026-01-10T09:00:00+0000")
    quoted = BASE_PLAN.replace("segment: B", 'segment: "B"   # growing')
    commit(root, {PLAN: quoted}, "Tidy up", author=NORTH, date="2026-02-01T09:00:00+0000")
    commit(root, {PLAN: BASE_PLAN + RISK + HISTORY}, "A risk", author=NORTH, date="2026-03-10T23:30:00-0300")
    commit(root, {PLAN: LATER + RISK + HISTORY}, "Q1 was too high", author=SOUTH, date="2026-04-02T09:00:00+0000")
    moved = {PLAN: None, "plans/north/client.yaml": LATER + RISK + HISTORY}
    commit(root, moved, "Folders", author=HEAD_OF_SKAM, date="2026-04-20T09:00:00+0000")
    return root


def told(folder: Path, *options: str) -> list[dict[str, object]]:
    ran = kamctl(folder, "log", *options, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    whole = json.loads(ran.out)
    assert whole["version"] == 1
    changes: list[dict[str, object]] = whole["changes"]
    return changes


def test_a_change_has_the_commit_the_date_in_utc_and_the_person(folder: Path) -> None:
    newest = told(folder, "client")[0]
    commit_id = newest.pop("commit")
    assert re.fullmatch("[0-9a-f]{40}", str(commit_id))
    assert newest == {
        "date": "2026-04-02T09:00:00Z",
        "author": SOUTH,
        "person": "kam-south",
        "client": "client",
        "field": "sales.2026-Q1.plan",
        "kind": "changed",
        "old": 12000000,
        "new": 11000000,
    }


@pytest.mark.parametrize(
    ("options", "fields"),
    [
        pytest.param(
            (), ["sales.2026-Q1.plan", "risk", "created"], id="newest first; re-formatting and moving are nothing"
        ),
        pytest.param(("client",), ["sales.2026-Q1.plan", "risk", "created"], id="one client, through its move"),
        pytest.param(("--limit", "1"), ["sales.2026-Q1.plan"], id="the newest alone"),
        pytest.param(("--since", "2026-03-12"), ["sales.2026-Q1.plan"], id="since a day"),
        pytest.param(("--since", "2026-03-11", "--until", "2026-03-11"), ["risk"], id="the author's day in UTC counts"),
        pytest.param(("--until", "2026-03-10"), ["created"], id="until a day"),
        pytest.param(("--author", "kam-south"), ["sales.2026-Q1.plan"], id="by a person"),
        pytest.param(("--author", "SKAM"), ["created"], id="by a part of the name, in any case"),
        pytest.param(("--author", "north@"), ["risk"], id="by a part of the e-mail"),
        pytest.param(("--author", "nobody"), [], id="by nobody"),
        pytest.param(("--field", "risks.*.impact"), ["risk"], id="a field by any name"),
        pytest.param(("--field", "sales.2026-Q1"), ["sales.2026-Q1.plan", "created"], id="what lies below a field"),
        pytest.param(
            ("--field", "sales", "--field", "risks"), ["sales.2026-Q1.plan", "risk", "created"], id="two fields"
        ),
        pytest.param(("--moved",), ["sales.2026-Q1.plan"], id="goalposts that moved"),
        pytest.param(("--moved", "--until", "2026-03-31"), [], id="no goalpost moved before"),
    ],
)
def test_what_is_told(folder: Path, options: tuple[str, ...], fields: list[str]) -> None:
    names = {"2026-03-11T02:30:00Z": "risk", "2026-01-10T09:00:00Z": "created"}
    found = [names.get(str(change["date"]), str(change["field"])) for change in told(folder, *options)]
    assert list(dict.fromkeys(found)) == fields


def test_the_story_of_a_client_with_its_notes_in_their_place(folder: Path) -> None:
    out = kamctl(folder, "log", "client", env={"COLUMNS": "120"}).out.replace("\xa0", " ")
    ids = git(folder, "log", "--format=%h", "--abbrev=8").decode().split()
    story, heading, creation = out.partition(f"2026-01-10  Head of SKAM  {ids[4]}  Plans of 2026\n")
    assert story == (
        f"2026-04-02  KAM South  {ids[1]}  Q1 was too high\n"
        "    sales.2026-Q1.plan  12 000 000 → 11 000 000 (-8.3%)\n"
        "\n"
        f"2026-03-11  KAM North  {ids[2]}  A risk\n"
        "    risks.delisting  added: Kefir is delisted (probability 30%, impact 4 000 000)\n"
        "    history.1        added: New buyer (date 2026-03-05)\n"
        "\n"
        "2026-03-05  note  New buyer\n"
        "\n"
    )
    assert heading
    assert creation.startswith('  created\n    client              added: "Северный ритейл"\n')


def test_a_moved_goalpost_tells_its_size_and_the_reason(folder: Path) -> None:
    out = kamctl(folder, "log", "--moved", env={"COLUMNS": "120"}).out.replace("\xa0", " ")
    assert "sales.2026-Q1.plan  12 000 000 → 11 000 000 (-8.3%)" in out
    assert "Q1 was too high" in out


def test_csv_has_a_line_for_each_change(folder: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(kamctl(folder, "log", "--format", "csv").out)))
    assert [row["field"] for row in rows] == [change["field"] for change in told(folder)]
    assert list(rows[0]) == ["commit", "date", "author", "person", "client", "field", "kind", "old", "new"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(("clint",), "Did you mean client?", id="a slip in the client's id"),
        pytest.param(
            ("--since", "2026-02-30"), "The day 2026-02-30 given by --since cannot be read.", id="no such day"
        ),
        pytest.param(
            ("--until", "yesterday"), "The day yesterday given by --until cannot be read.", id="no day at all"
        ),
        pytest.param(("--limit", "0"), "--limit", id="none at all"),
        pytest.param(("--output=x",), "No such option", id="an option of git's"),
    ],
)
def test_wrong_usage_is_told_and_writes_nothing(folder: Path, arguments: tuple[str, ...], words: str) -> None:
    before = everything(folder)
    ran = kamctl(folder, "log", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert everything(folder) == before


def test_a_renamed_client_goes_by_its_id_of_today_and_its_former_id_is_known(tmp_path: Path) -> None:
    root = put(start(tmp_path / "r"), {})
    commit(root, {}, "Plans", date="2026-01-10T09:00:00+0000")
    commit(root, {PLAN: None, "plans/новый.yaml": LATER}, "Новое имя", date="2026-04-02T09:00:00+0000")
    assert {change["client"] for change in told(root)} == {"новый"}
    assert [change["field"] for change in told(root, "новый", "--limit", "1")] == ["sales.2026-Q1.plan"]
    ran = kamctl(root, "log", "client")
    assert (ran.code, ran.err) == (2, "error: The client client is called новый today. Ask for новый.\n")
    assert "renamed from client" in kamctl(root, "log", "новый").out


def test_a_deleted_client_has_its_history_and_an_unreadable_version_is_told(tmp_path: Path) -> None:
    root = put(start(tmp_path / "r"), {})
    commit(root, {}, "Plans", date="2026-01-10T09:00:00+0000")
    commit(root, {PLAN: "a: [\n"}, "Broken", date="2026-02-10T09:00:00+0000")
    commit(root, {PLAN: LATER}, "Mended", date="2026-03-10T09:00:00+0000")
    commit(root, {PLAN: None}, "Left us", date="2026-04-10T09:00:00+0000")
    out = kamctl(root, "log", "client").out
    assert "deleted, with 11 fields" in out.replace("\xa0", " ")
    assert "cannot be read" in out or "not YAML" in out
    assert "11\xa0000\xa0000" in out
    whole = json.loads(kamctl(root, "log", "client", "--format", "json").out)
    assert [entry["client"] for entry in whole["unreadable"]] == ["client"]
    csv_ = kamctl(root, "log", "--format", "csv")
    assert csv_.err.startswith("warning: ")


def test_a_shallow_clone_is_refused_with_the_remedies(folder: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{folder}", "shallow")
    ran = kamctl(tmp_path / "shallow", "log")
    assert (ran.code, ran.out) == (2, "")
    for remedy in ("fetch-depth: 0", "GIT_DEPTH: 0", "git fetch --unshallow"):
        assert remedy in ran.err


def test_where_nothing_matches_it_says_so(folder: Path) -> None:
    assert kamctl(folder, "log", "--field", "sales.2026-Q3.actual").out == "There are no changes that match.\n"
    assert (
        kamctl(folder, "log", "--author", "nobody", "--format", "markdown").out == "There are no changes that match.\n"
    )


def test_a_bare_repository_has_words_of_its_own(folder: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--bare", str(folder), "bare")
    ran = kamctl(tmp_path / "bare", "log")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith("is bare: it has no files to work with. Clone it, and work in the clone.\n")


@pytest.fixture(scope="module")
def changed_schema(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository of this file, with a field in its history that the schema has no more, and a client renamed."""
    root = tmp_path_factory.mktemp("changed") / "r"
    git(folder.parent, "clone", "-q", str(folder), str(root))
    plan = "plans/north/client.yaml"
    text = (root / plan).read_text()
    date = "2026-05-01T09:00:00+0000"
    commit(root, {plan: text + 'swot: {strengths: [price]}\nquoted:\n  "a\\x62c": 1\n'}, "More", date=date)
    without = (root / "schema/format.yaml").read_text().replace("  swot.strengths: {type: list of text}\n", "")
    commit(root, {plan: text, "schema/format.yaml": without}, "Less", date=date)
    commit(root, {plan: None, "plans/second.yaml": text}, "New id", date=date)
    commit(root, {"plans/second.yaml": None, "plans/third.yaml": text.replace("60%", "50%")}, "Again", date=date)
    return root


@pytest.mark.parametrize(
    ("field", "remedy"),
    [
        pytest.param("slaes", "Did you mean sales?", id="a slip in a section"),
        pytest.param("sales.*.paln", "Did you mean sales.*.plan?", id="a slip below any name"),
        pytest.param("sales.2026-Q1.plan.x", "See kamctl blame for the fields there are.", id="below a figure"),
        pytest.param("kpis.shelf-shar", "Did you mean kpis.shelf-share?", id="a slip in a KPI"),
        pytest.param("kpis.*.2026-Q1.paln", "Did you mean kpis.*.2026-Q1.plan?", id="a slip below any KPI"),
        pytest.param("history.note", "See kamctl blame for the fields there are.", id="a thing of a list has a number"),
        pytest.param("swot.weaknesses", "See kamctl blame for the fields there are.", id="beside what once was there"),
        pytest.param("", "See kamctl blame for the fields there are.", id="none"),
        pytest.param("--output=x", "See kamctl blame for the fields there are.", id="an option of git's"),
    ],
)
def test_a_field_that_no_plan_can_have_is_wrong_usage(changed_schema: Path, field: str, remedy: str) -> None:
    for rest in ((), ("third",), ("--moved",), ("--field", "sales")):
        ran = kamctl(changed_schema, "log", f"--field={field}", *rest)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == f"error: No plan has a field {field}, by today's schema or in the history. {remedy}\n"


@pytest.mark.parametrize(
    ("field", "found"),
    [
        pytest.param("credit_line", False, id="a section that no plan has"),
        pytest.param("risks.*.kpi", False, id="a field that no plan has"),
        pytest.param("kpis.visits.2026-Q1", False, id="a KPI that no plan has"),
        pytest.param("history.7.note", False, id="a note that is not there"),
        pytest.param("swot.strengths", True, id="a field that the schema had"),
        pytest.param("quoted.abc", True, id="a field that never was in the schema, and written with an escape"),
        pytest.param("*", True, id="anything"),
        pytest.param("*.*.plan", True, id="any plan figure"),
    ],
)
def test_a_field_that_a_plan_can_have_is_none(changed_schema: Path, field: str, found: bool) -> None:
    ran = kamctl(changed_schema, "log", "--field", field)
    assert (ran.code, ran.err) == (0, "")
    assert (ran.out != "There are no changes that match.\n") == found


def test_with_a_schema_that_cannot_be_read_no_field_is_wrong(changed_schema: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", str(changed_schema), "r")
    (tmp_path / "r/schema/format.yaml").write_text("a: [")
    assert kamctl(tmp_path / "r", "log", "--field", "slaes").code == 0


def test_csv_tells_renames(changed_schema: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(kamctl(changed_schema, "log", "third", "--format", "csv").out)))
    told = [(row["client"], row["field"], row["kind"], row["old"], row["new"]) for row in rows[:3]]
    assert told == [
        ("third", "", "renamed", "second", "third"),
        ("third", "team.kam-north.share", "changed", "60%", "50%"),
        ("third", "", "renamed", "client", "second"),
    ]
    assert list(rows[0]) == ["commit", "date", "author", "person", "client", "field", "kind", "old", "new"]
    assert [row["person"] for row in rows[:3]] == ["kam-north"] * 3


BROKEN = "The file schema/people.yaml cannot be read, so authors are told by what their commits say alone."
PARTLY = "Something in schema/people.yaml is wrong, so some authors are told by what their commits say alone."


@pytest.mark.parametrize("format_", ["text", "json", "markdown", "csv"])
@pytest.mark.parametrize("command", ["log", "blame"])
@pytest.mark.parametrize(
    ("people", "said", "known"),
    [
        pytest.param("a: [", BROKEN, False, id="no YAML"),
        pytest.param(None, BROKEN, False, id="no file"),
        pytest.param(
            "kam-north: {name: N, role: kam, emails: [kam-north@example.com]}\nx: {role: boss}", PARTLY, True,
            id="one entry is wrong",
        ),
    ],
)  # fmt: skip
def test_people_that_cannot_be_read_are_said(
    changed_schema: Path, tmp_path: Path, people: str | None, said: str, known: bool, command: str, format_: str
) -> None:
    git(tmp_path, "clone", "-q", str(changed_schema), "r")
    path = tmp_path / "r/schema/people.yaml"
    path.unlink() if people is None else path.write_text(people)
    ran = kamctl(tmp_path / "r", command, "--format", format_)
    assert (ran.code, ran.err) == (0, f"warning: {said} See what to mend: kamctl schema check\n")
    if format_ == "csv":
        persons = {row["person"] for row in csv.DictReader(io.StringIO(ran.out))}
        assert persons == ({"", "kam-north"} if known else {""})
