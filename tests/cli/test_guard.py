"""`kamctl guard` as CI runs it: ranges, exit codes, formats, and trouble that is never taken for no findings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.command import Ran
from tests.cli.inside import kamctl
from tests.gitting import git
from tests.guard.attacks_on_fields import LIMIT
from tests.guard.world import ALDER, BASE, BIRCH, CEDAR, HEAD, NOBODY, SOUTH, Loom, base_of, edited

RESULT = ("actual: 900", "actual: 950")
FORMAT, WHO = "schema/format.yaml", "schema/people.yaml"
SCHEMA, PEOPLE = BASE[FORMAT], BASE[WHO]
LIST_OF_NONE = SCHEMA.partition("skam_only")[0] + "skam_only: all\n"
NOTE = "Without --require-signed this is a check against mistakes, not against an attacker"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The branches good (a result), bad (a limit) and away (of another line); main went on after they left."""
    loom = Loom()
    base = base_of(loom)
    main = loom.commit(edited(BIRCH, RESULT), [base], SOUTH)
    good = loom.commit(edited(CEDAR, RESULT), [base])
    bad = loom.commit(edited(CEDAR, LIMIT), [good])
    away = loom.commit({"x": "x"}, [], HEAD)
    left = loom.commit(edited(ALDER, RESULT), [base])
    one = loom.commit({}, [left, main])
    other = loom.commit({}, [main, left])
    folder = tmp_path / "repository"
    ids = loom.weave(folder)
    for name, mark in {"base": base, "main": main, "good": good, "bad": bad, "away": away, "one": one,
                       "other": other}.items():  # fmt: skip
        git(folder, "update-ref", f"refs/heads/{name}", ids[mark])
    git(folder, "reset", "-q", "--hard", "main")
    return folder


def told(ran: Ran) -> list[tuple[str, str, str | None]]:
    return [(each["rule"], each["person"], each["field"]) for each in json.loads(ran.out)["findings"]]


OF_LIMIT = [("skam-only", "kam-north", "credit_line.limit")]


def test_an_honest_range_passes_and_says_what_that_is_worth(folder: Path) -> None:
    ran = kamctl(folder, "guard", "base..good")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("1 commit checked: no findings.")
    assert NOTE in " ".join(ran.out.split())


def test_a_finding_names_commit_person_field_old_and_new_where_it_stands(folder: Path) -> None:
    ran = kamctl(folder, "guard", "base..bad", "--format", "concise")
    commit = git(folder, "rev-parse", "bad").decode()[:8]
    assert ran.code == 1
    assert ran.out == (
        "plans/cedar.yaml:21:10: error: kam-north changed credit_line.limit of cedar from 30\u00a0000 to 90\u00a0000 "
        f"in {commit}; only SKAM may change it. [skam-only]\n"
    )


def test_json_has_commit_and_person_beside_the_keys_of_lint(folder: Path) -> None:
    ran = kamctl(folder, "guard", "base..bad", "--format", "json")
    document = json.loads(ran.out)
    (finding,) = document["findings"]
    assert document["version"] == 1
    assert document["summary"] == {"plans": 1, "errors": 1, "warnings": 0, "commits": 2, "require_signed": False}
    assert {name: finding[name] for name in ("path", "line", "rule", "client", "field", "person", "commit")} == {
        "path": CEDAR,
        "line": 21,
        "rule": "skam-only",
        "client": "cedar",
        "field": "credit_line.limit",
        "person": "kam-north",
        "commit": git(folder, "rev-parse", "bad").decode().strip(),
    }


@pytest.mark.parametrize("name", ["text", "concise", "json", "github", "gitlab", "sarif", "junit", "markdown"])
def test_every_format_of_lint_has_the_same_verdict(folder: Path, name: str) -> None:
    bad = kamctl(folder, "guard", "base..bad", "--format", name)
    good = kamctl(folder, "guard", "base..good", "--format", name)
    assert (bad.code, good.code) == (1, 0)
    assert "skam-only" in bad.out
    assert "credit_line.limit" in bad.out.replace("\\_", "_")


def test_the_report_can_be_written_to_a_file(folder: Path, tmp_path: Path) -> None:
    ran = kamctl(folder, "guard", "base..bad", "--format", "json", "--output", str(tmp_path / "report.json"))
    assert (ran.code, ran.out) == (1, "")
    assert json.loads((tmp_path / "report.json").read_text("utf-8"))["summary"]["errors"] == 1


@pytest.mark.parametrize("span", ["base..bad", "main...bad", "base...bad"])
def test_a_range_is_that_of_git_diff(folder: Path, span: str) -> None:
    assert told(kamctl(folder, "guard", span, "--format", "json")) == OF_LIMIT


@pytest.mark.parametrize(
    ("checked_out", "span"),
    [("bad", "base.."), ("bad", "base..."), ("bad", "base..HEAD"), ("bad", "main...")],
    ids=str,
)
def test_a_side_that_is_left_out_is_head(folder: Path, checked_out: str, span: str) -> None:
    git(folder, "checkout", "-q", checked_out)
    assert told(kamctl(folder, "guard", span, "--format", "json")) == OF_LIMIT


@pytest.mark.parametrize(
    ("span", "says"),
    [
        pytest.param("base..base", "The range base..base is empty", id="an empty range is trouble"),
        pytest.param("bad..base", "The range bad..base is reversed", id="a reversed range is trouble"),
        pytest.param("main..bad", "The base main is not among the commits", id="a base that is no ancestor is trouble"),
        pytest.param("main..bad", "write main...bad", id="and the remedy is named"),
        pytest.param("base..away", "is not among the commits", id="nor is one of another history"),
        pytest.param("base...away", "no history in common", id="which has no base either"),
        pytest.param("one...other", "were merged crosswise", id="crosswise merges have no one base"),
        pytest.param("bad", "has one end only", id="a single commit is no range"),
        pytest.param("base..nowhere", "There is no commit nowhere", id="a commit that there is not"),
        pytest.param("base..--output=x", "There is no commit --output=x", id="a revision that is an option"),
        pytest.param("base..main@{yesterday}", "asks what this clone saw", id="a revision by this clone's own memory"),
        pytest.param("away..HEAD", "not among the commits", id="a base of another history"),
    ],
)
def test_what_cannot_be_judged_is_never_no_findings(folder: Path, span: str, says: str) -> None:
    ran = kamctl(folder, "guard", span)
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err
    assert not (folder / "x").exists()


def test_what_main_has_already_is_nothing_to_check_and_is_said_to_be(folder: Path) -> None:
    ran = kamctl(folder, "guard", "bad...base")
    assert ran.code == 0
    assert ran.out.startswith("0 commits checked: no findings.")
    assert "The base has all commits of this range already" in ran.err


@pytest.mark.parametrize(
    ("path", "text", "says"),
    [
        pytest.param(FORMAT, None, "There was no repository of plans yet", id="no schema"),
        pytest.param(FORMAT, "version: [", FORMAT, id="a schema that is no YAML"),
        pytest.param(FORMAT, SCHEMA + "skam_only: []\n", FORMAT, id="two lists of what is protected"),
        pytest.param(FORMAT, SCHEMA.replace("[segment,", "[segmnet,"), FORMAT, id="protection of no field"),
        pytest.param(FORMAT, LIST_OF_NONE, FORMAT, id="a list that is none"),
        pytest.param(FORMAT, SCHEMA.replace("start: 1", "start: 13"), FORMAT, id="a year that begins in no month"),
        pytest.param(WHO, None, WHO, id="no people"),
        pytest.param(WHO, "- kam\n", WHO, id="people in a list"),
        pytest.param(WHO, "a: {name: x\n", WHO, id="people that are no YAML"),
        pytest.param(WHO, PEOPLE * 2, WHO, id="people who stand there twice"),
    ],
)  # fmt: skip
def test_a_base_that_does_not_say_who_may_what_is_trouble(
    tmp_path: Path, path: str, text: str | None, says: str
) -> None:
    loom = Loom()
    base = base_of(loom)
    broken = loom.commit({path: text}, [base], HEAD)
    tip = loom.commit(edited(CEDAR, LIMIT), [broken])
    ids = loom.weave(tmp_path / "repository")
    ran = kamctl(tmp_path / "repository", "guard", f"{ids[broken]}..{ids[tip]}")
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err


def with_rule(name: str, severity: str) -> dict[str, str]:
    return {FORMAT: f"{SCHEMA}rules: {{{name}: {{severity: '{severity}'}}}}\n"}


def test_severities_are_those_of_the_base(tmp_path: Path) -> None:
    loom = Loom()
    base = base_of(loom)
    softer = loom.commit(with_rule("skam-only", "warning"), [base], HEAD)
    tip = loom.commit(edited(CEDAR, LIMIT), [softer])
    silent = loom.commit(with_rule("skam-only", "off"), [base], HEAD)
    quiet = loom.commit(edited(CEDAR, LIMIT), [silent])
    ids = loom.weave(tmp_path / "repository")
    strict = kamctl(tmp_path / "repository", "guard", f"{ids[base]}..{ids[tip]}", "--format", "concise")
    soft = kamctl(tmp_path / "repository", "guard", f"{ids[softer]}..{ids[tip]}", "--format", "concise")
    off = kamctl(tmp_path / "repository", "guard", f"{ids[silent]}..{ids[quiet]}", "--format", "concise")
    assert (strict.code, "error: kam-north changed credit_line.limit" in strict.out) == (1, True)
    assert (soft.code, "warning: kam-north changed credit_line.limit" in soft.out) == (0, True)
    assert (off.code, off.out) == (0, "")


def test_an_author_whom_nobody_knows_may_do_nothing_even_where_that_is_a_warning(tmp_path: Path) -> None:
    loom = Loom()
    base = base_of(loom)
    softer = loom.commit(with_rule("unknown-author", "warning"), [base], HEAD)
    tip = loom.commit({**edited(CEDAR, RESULT), "x.sh": "x"}, [softer], NOBODY)
    ids = loom.weave(tmp_path / "repository")
    ran = kamctl(tmp_path / "repository", "guard", f"{ids[softer]}..{ids[tip]}", "--format", "json")
    assert ran.code == 1
    assert {(rule, field) for rule, _, field in told(ran)} == {
        ("unknown-author", None), ("not-your-plan", "sales.2026-Q1.actual"), ("skam-only", None)}  # fmt: skip


def test_a_shallow_clone_is_told_how_to_be_whole(folder: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth", "2", "--branch", "bad", f"file://{folder}", "shallow")
    ran = kamctl(tmp_path / "shallow", "guard", "HEAD~1..HEAD")
    assert (ran.code, ran.out) == (2, "")
    assert "fetch-depth: 0" in ran.err


def test_a_repository_below_the_top_answers_for_what_lies_above_it(tmp_path: Path) -> None:
    loom = Loom()
    inside = {f"sales/{path}": text for path, text in BASE.items() if path != ".mailmap"}
    base = loom.commit({**inside, ".mailmap": BASE[".mailmap"], "plans/cedar.yaml": "x: 1\n"}, by=HEAD)
    text = BASE[CEDAR].replace("actual: 900", "actual: 950")
    good = loom.commit({f"sales/{CEDAR}": text}, [base], "x <old-north@example.org>")
    bad = loom.commit({"plans/cedar.yaml": "x: 2\n"}, [good])
    ids = loom.weave(tmp_path / "repository")
    assert kamctl(tmp_path / "repository/sales", "guard", f"{ids[base]}..{ids[good]}").code == 0
    ran = kamctl(tmp_path / "repository/sales", "guard", f"{ids[base]}..{ids[bad]}", "--format", "json")
    (finding,) = json.loads(ran.out)["findings"]
    assert (ran.code, finding["rule"], finding["path"]) == (1, "skam-only", "../plans/cedar.yaml")
