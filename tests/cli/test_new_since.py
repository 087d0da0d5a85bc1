"""`lint --new-since`: old debt never blocks a pull request, and new debt always does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.command import put
from tests.cli.inside import kamctl
from tests.gitting import commit, start
from tests.harness import BASE_PLAN, FORMAT, overlay, repository

PLAN = "plans/client.yaml"
OLD = overlay(BASE_PLAN, "kam: nobody\n")
WORSE = overlay(OLD, "region: east\n")
SECOND = """\
client: Lane
segment: B
kam: someone
period: 2026
team: {logistics: {role: Logistics}}
sales:
  2026-Q1: {plan: 100, actual: 110}
  2026-Q2: {plan: 200}
  2026-Q3: {plan: 300}
  2026-Q4: {plan: 400}
"""

Files = dict[str, str | bytes | None]


def rules(folder: Path, *arguments: str) -> tuple[int, list[str], int]:
    """Exit code, `path rule` of what is told, and how many old findings are not."""
    ran = kamctl(folder, "lint", "--format", "json", *arguments)
    report = json.loads(ran.out)
    return ran.code, [f"{each['path']} {each['rule']}" for each in report["findings"]], report["summary"]["old"]


CASES: list[tuple[str, Files, Files, tuple[int, list[str], int]]] = [
    ("what was wrong before is old", {PLAN: OLD}, {}, (0, [], 1)),
    (
        "another wrong value in the same field is old too",
        {PLAN: OLD},
        {PLAN: OLD.replace("nobody", "somebody")},
        (0, [], 1),
    ),
    ("what is mended is not told", {PLAN: OLD}, {PLAN: BASE_PLAN}, (0, [], 0)),
    ("a mistake in another field is new", {PLAN: OLD}, {PLAN: WORSE}, (1, [f"{PLAN} not-allowed"], 1)),
    (
        "a plan in another folder is still the client's",
        {PLAN: OLD},
        {PLAN: None, "plans/north/client.yaml": OLD},
        (0, [], 1),
    ),
    ("a plan that was renamed is the same client's", {PLAN: OLD}, {PLAN: None, "plans/other.yaml": OLD}, (0, [], 1)),
    (
        "renamed and edited, what came is new",
        {PLAN: OLD},
        {PLAN: None, "plans/south/other.yaml": WORSE},
        (1, ["plans/south/other.yaml not-allowed"], 1),
    ),
    (
        "two that were renamed each have their own",
        {PLAN: OLD, "plans/second.yaml": SECOND},
        {PLAN: None, "plans/second.yaml": None, "plans/third.yaml": SECOND, "plans/other.yaml": OLD},
        (0, [], 2),
    ),
    (
        "another plan in the place of one that is gone is new",
        {"plans/gone.yaml": OLD},
        {"plans/gone.yaml": None, "plans/other.yaml": SECOND},
        (1, ["plans/other.yaml unknown-person"], 0),
    ),
    (
        "a copy under another id is new, and what it brings about in the old one",
        {PLAN: OLD},
        {"plans/other.yaml": OLD},
        (
            1,
            [
                f"{PLAN} overloaded-person",
                "plans/other.yaml overloaded-person",
                "plans/other.yaml unknown-person",
            ],
            1,
        ),
    ),
    (
        "a second plan of one client is told, and sums are in the file that has not changed too",
        {},
        {"plans/north/client.yaml": BASE_PLAN},
        (
            1,
            [
                f"{PLAN} overloaded-person",
                "plans/north/client.yaml duplicate-client",
                "plans/north/client.yaml overloaded-person",
            ],
            0,
        ),
    ),
    (
        "shares over 100% are told although each plan is fine",
        {},
        {"plans/other.yaml": BASE_PLAN},
        (0, [f"{PLAN} overloaded-person", "plans/other.yaml overloaded-person"], 0),
    ),
    (
        "a stricter schema makes new findings in old plans",
        {},
        {"schema/format.yaml": FORMAT.replace("region: {", "region: {required: true, ")},
        (1, [f"{PLAN} missing-field"], 0),
    ),
    (
        "against a commit that had no schema everything is new",
        {"schema/format.yaml": None, PLAN: OLD},
        {"schema/format.yaml": FORMAT},
        (1, [f"{PLAN} unknown-person"], 0),
    ),
    (
        "text that is no YAML is known by its words",
        {PLAN: "a: [\n"},
        {PLAN: 'a: "b\n'},
        (1, [f"{PLAN} yaml-syntax"], 0),
    ),
    ("text that is broken in the same way is old", {PLAN: "a: [\n"}, {PLAN: "a: [\n# a\n"}, (0, [], 1)),
]


@pytest.mark.parametrize(("before", "after", "told"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_only_what_is_new_is_told(
    tmp_path: Path, before: Files, after: Files, told: tuple[int, list[str], int]
) -> None:
    start(tmp_path)
    commit(tmp_path, {**repository(before)})
    gone: Files = {name: None for name, data in after.items() if data is None}
    commit(tmp_path, {**repository({**before, **after}), **gone})
    assert rules(tmp_path, "--new-since", "HEAD~1") == told


def test_the_report_says_how_many_are_not_shown(tmp_path: Path) -> None:
    start(tmp_path)
    id_ = commit(tmp_path, {**repository({PLAN: OLD})})
    told = "1 plan checked: no new findings. 1 finding that {} had too is not shown.\n"
    ran = kamctl(tmp_path, "lint", "--new-since", "HEAD")
    assert (ran.code, ran.out, ran.err) == (0, told.format("HEAD"), "")
    assert kamctl(tmp_path, "lint", "--new-since", id_).out == told.format(id_[:8])
    assert kamctl(tmp_path, "lint", "--new-since", "HEAD", "--format", "concise").out == ""
    assert (
        kamctl(tmp_path, "lint", "--new-since", "HEAD", "--format", "markdown").out
        == f"**{told.format('HEAD')[:-1]}**\n"
    )


@pytest.mark.parametrize("format_", ["text", "concise", "json", "github", "gitlab", "sarif", "junit", "markdown"])
def test_the_verdict_is_that_of_the_new_findings_in_every_format(tmp_path: Path, format_: str) -> None:
    start(tmp_path)
    commit(tmp_path, {**repository({PLAN: OLD})})
    arguments = ["lint", "--new-since", "HEAD", "--format", format_]
    assert kamctl(tmp_path, *arguments).code == 0
    (tmp_path / PLAN).write_text(WORSE)
    assert kamctl(tmp_path, *arguments).code == 1


def test_warnings_fail_with_strict_only_where_they_are_new(tmp_path: Path) -> None:
    start(tmp_path)
    warned = BASE_PLAN.replace("{plan: 12000000, actual: 11400000}", "{plan: 12000000}")
    commit(tmp_path, {**repository({PLAN: warned})})
    assert kamctl(tmp_path, "lint", "--strict").code == 1
    assert kamctl(tmp_path, "lint", "--strict", "--new-since", "HEAD").code == 0


def test_two_commits_are_compared_with_at(tmp_path: Path) -> None:
    start(tmp_path)
    for text in (BASE_PLAN, OLD, WORSE):
        commit(tmp_path, {**repository({PLAN: text})})
    (tmp_path / PLAN).write_text(BASE_PLAN)
    assert rules(tmp_path, "--new-since", "HEAD~2", "--at", "HEAD~1") == (1, [f"{PLAN} unknown-person"], 0)
    assert rules(tmp_path, "--new-since", "HEAD~1", "--at", "HEAD", PLAN) == (1, [f"{PLAN} not-allowed"], 1)


@pytest.mark.parametrize("mends", ["--fix", "--diff"])
def test_what_is_mended_is_not_chosen_by_its_age(tmp_path: Path, mends: str) -> None:
    ran = kamctl(put(tmp_path, {}), "lint", "--new-since", "HEAD", mends)
    assert (ran.code, ran.err) == (
        2,
        "error: What can be mended is mended whether it is new or not. Leave out --new-since, or --fix and --diff.\n",
    )


def test_a_commit_that_is_not_there_is_told(tmp_path: Path) -> None:
    start(tmp_path)
    commit(tmp_path, {**repository({})})
    ran = kamctl(tmp_path, "lint", "--new-since", "nowhere")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: There is no commit nowhere in this repository. ")
