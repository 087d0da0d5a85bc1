"""`kamctl init`: what a team needs on day one, and never a file of theirs lost."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from kamctl.starter import repository
from tests.cli.command import PROGRAM, environment, everything
from tests.cli.inside import kamctl
from tests.gitting import HEAD_OF_SKAM, commit, git, start
from tests.harness import overlay

ALWAYS = {
    ".editorconfig", ".gitattributes", ".gitignore", ".pre-commit-config.yaml", ".vscode/extensions.json",
    ".vscode/settings.json", "README.md", "plans/first-client.yaml", "schema/action-plan.schema.json",
    "schema/format.yaml", "schema/kpis.yaml", "schema/people.yaml", "schema/products.yaml",
}  # fmt: skip
OF_CI = {
    "github": {
        ".github/CODEOWNERS", ".github/workflows/guard.yaml", ".github/workflows/plans.yaml",
        ".github/workflows/site.yaml",
    },
    "gitlab": {".gitlab/CODEOWNERS", ".gitlab-ci.yml"},
    "none": set(),
}  # fmt: skip


@pytest.mark.parametrize("ci", OF_CI)
def test_all_files_are_written_and_clean(tmp_path: Path, ci: str) -> None:
    ran = kamctl(tmp_path, "init", "team", "--ci", ci)
    assert (ran.code, ran.err) == (0, "")
    made = everything(tmp_path / "team")
    documents = {file.path for file in repository() if file.path.startswith("schema/")}
    assert set(made) == ALWAYS | OF_CI[ci] | documents
    listed = {line.strip() for line in ran.out.split("\n\n")[0].split("\n")[1:]}
    assert listed == set(made)
    linted = kamctl(tmp_path, "-C", "team", "lint", "--strict")
    assert (linted.code, linted.out) == (0, "1 plan checked: no findings.\n")


@pytest.mark.parametrize("today", ["2026-01-01", "2026-03-31", "2026-04-01", "2026-11-23", "2027-12-31"])
def test_the_first_plan_is_clean_on_whatever_day_a_team_starts(tmp_path: Path, today: str) -> None:
    assert kamctl(tmp_path, "--today", today, "init").code == 0
    linted = kamctl(tmp_path, "--today", today, "lint", "--strict")
    assert linted.code == 0, linted.out


def test_with_examples_there_are_all_plans_of_kamctls_own_repository(tmp_path: Path) -> None:
    assert kamctl(tmp_path, "init", "--examples").code == 0
    made = everything(tmp_path)
    own = {file.path: file.content for file in repository() if file.path.startswith("plans/")}
    assert len(own) >= 5
    assert {path: data for path, data in made.items() if path.startswith("plans/")} == own
    assert kamctl(tmp_path, "--today", "2026-11-23", "lint").code == 0


def test_the_editors_schema_is_what_schema_export_writes(tmp_path: Path) -> None:
    kamctl(tmp_path, "init")
    written = (tmp_path / "schema/action-plan.schema.json").read_bytes()
    assert json.loads(written)["title"] == "Action Plan"
    assert kamctl(tmp_path, "schema", "export").err == "schema/action-plan.schema.json is up to date.\n"


def test_no_placeholder_is_left(tmp_path: Path) -> None:
    kamctl(tmp_path, "init")
    assert [path for path, data in everything(tmp_path).items() if b"@VERSION@" in data or b"@YEAR@" in data] == []


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    kamctl(tmp_path, "init")
    before = {path: (tmp_path / path).stat().st_mtime_ns for path in everything(tmp_path)}
    ran = kamctl(tmp_path, "init")
    assert ran.code == 0
    assert ran.out.startswith("Everything is in ")
    assert {path: (tmp_path / path).stat().st_mtime_ns for path in everything(tmp_path)} == before


def test_what_is_lacking_is_added(tmp_path: Path) -> None:
    kamctl(tmp_path, "init")
    (tmp_path / "README.md").unlink()
    ran = kamctl(tmp_path, "init")
    assert (ran.code, ran.out.split("\n")[1]) == (0, "  README.md")


def test_a_file_that_says_something_else_stops_everything(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("ours\n")
    (tmp_path / "schema").mkdir()
    (tmp_path / "schema/kpis.yaml").write_text("# ours\n")
    before = everything(tmp_path)
    ran = kamctl(tmp_path, "init")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.split("\n")[1:3] == ["  README.md", "  schema/kpis.yaml"]
    assert everything(tmp_path) == before


def test_the_next_three_commands_fit_where_one_is(tmp_path: Path) -> None:
    def steps(out: str) -> list[str]:
        return [line.partition("#")[0].strip() for line in out.partition("Next:\n")[2].strip().split("\n")]

    assert steps(kamctl(tmp_path, "init", "my team").out) == ["cd 'my team'", "git init", "kamctl lint"]
    (tmp_path / ".git").mkdir()
    assert steps(kamctl(tmp_path, "init").out) == ["kamctl lint", "kamctl new CLIENT", "pre-commit install"]


def test_links_are_not_written_through(tmp_path: Path) -> None:
    outside, team = tmp_path / "outside", tmp_path / "team"
    outside.mkdir()
    team.mkdir()
    (team / "schema").symlink_to(outside)
    (team / "README.md").symlink_to(outside / "nowhere")
    ran = kamctl(tmp_path, "init", "team")
    assert ran.code == 2
    assert "README.md (a link leads there)" in ran.err
    assert "schema/format.yaml (a link leads there)" in ran.err
    assert list(outside.iterdir()) == []
    assert sorted(path.name for path in team.iterdir()) == ["README.md", "schema"]


@pytest.mark.parametrize("blocked", ["team", "team/plans"], ids=["the folder is a file", "a folder inside is a file"])
def test_a_file_where_a_folder_must_be_is_refused(tmp_path: Path, blocked: str) -> None:
    (tmp_path / blocked).parent.mkdir(exist_ok=True)
    (tmp_path / blocked).write_text("ours\n")
    ran = kamctl(tmp_path, "init", "team")
    assert (ran.code, ran.out) == (2, "")
    assert everything(tmp_path) == {blocked: b"ours\n"}


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    ran = kamctl(tmp_path, "init", "x" * 300)
    assert ran.code == 2
    assert "name too long" in ran.err


def test_a_new_plan_can_be_written_at_once(tmp_path: Path) -> None:
    kamctl(tmp_path, "init", "--ci", "none")
    given = ["--name", "Новый клиент", "--segment", "C", "--kam", "kam-north", "--set", "sales.plan=1000000"]
    assert kamctl(tmp_path, "new", "новый-клиент", *given).code == 0
    assert kamctl(tmp_path, "lint").code == 0


WORKFLOWS = {"github": ".github/workflows/plans.yaml", "gitlab": ".gitlab-ci.yml"}


def script(folder: Path, ci: str) -> str:
    """What the workflow runs, as one shell script, with the program of these tests for the installed one."""
    workflow = yaml.safe_load((folder / WORKFLOWS[ci]).read_bytes())
    if ci == "github":
        return str(workflow["jobs"]["lint"]["steps"][-1]["run"])
    return "\n".join(line for line in workflow["plans"]["script"] if "pip install" not in line)


@pytest.mark.parametrize("ci", WORKFLOWS)
@pytest.mark.parametrize(
    ("plan", "on_main", "on_request"),
    [
        pytest.param("kam: kam-north\n", 0, 0, id="a clean plan passes"),
        pytest.param("kam: nobody\n", 1, 0, id="an old mistake stops no pull request"),
        pytest.param("segment: none\n", 1, 1, id="a new one does"),
    ],
)
def test_the_workflow_holds_a_pull_request_against_its_base(
    tmp_path: Path, ci: str, plan: str, on_main: int, on_request: int
) -> None:
    folder = start(tmp_path / "team")
    first = commit(folder, {"NOTES.txt": "nothing\n"})
    kamctl(folder, "--today", "2026-05-20", "init", "--ci", ci)
    text = (folder / "plans/first-client.yaml").read_text("utf-8")
    old = text.replace("kam: kam-north", "kam: nobody") if "nobody" in plan else text
    base = commit(folder, {"plans/first-client.yaml": old}, date="2026-05-19T12:00:00+0000")
    (folder / "plans/first-client.yaml").write_text(overlay(old, plan), "utf-8")
    commit(folder, {}, date="2026-05-19T13:00:00+0000")
    assert run_workflow(folder, ci, "") == on_main
    assert run_workflow(folder, ci, base) == on_request
    assert run_workflow(folder, ci, first) == on_main  # the first request brings the schema, and all is new


def run_workflow(folder: Path, ci: str, base: str) -> int:
    """The exit code of the workflow's script, for a pull request against `base` (empty: after a push)."""
    given = {"BASE": base} if ci == "github" else {"CI_MERGE_REQUEST_DIFF_BASE_SHA": base}
    code, summary = run_script(folder, script(folder, ci), given)
    if ci == "github":
        assert "1 plan checked" in summary
    return code


def run_script(folder: Path, script: str, variables: Mapping[str, str]) -> tuple[int, str]:
    """The exit code of a script as a CI service runs it, and the summary that it wrote."""
    bin_ = folder.parent / "bin"
    bin_.mkdir(exist_ok=True)
    (bin_ / "kamctl").write_text(f'#!/bin/sh\nexec {shlex.join(PROGRAM)} "$@"\n')
    (bin_ / "kamctl").chmod(0o755)
    summary = folder.parent / "summary.md"
    summary.write_text("")
    env = environment(PATH=f"{bin_}:{os.environ['PATH']}", GITHUB_STEP_SUMMARY=str(summary), **variables)
    shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    run = subprocess.run(shell, cwd=folder, env=env, capture_output=True, encoding="utf-8", timeout=60)
    assert "Traceback" not in run.stderr, run.stderr
    return run.returncode, summary.read_text("utf-8")


def guards(folder: Path, ci: str) -> str:
    """What guards a pull request, as one shell script."""
    if ci == "github":
        workflow = yaml.safe_load((folder / ".github/workflows/guard.yaml").read_bytes())
        return str(workflow["jobs"]["guard"]["steps"][-1]["run"])
    lines = yaml.safe_load((folder / ".gitlab-ci.yml").read_bytes())["guard"]["script"]
    return "\n".join(line for line in lines if "pip install" not in line)


@pytest.mark.parametrize("ci", WORKFLOWS)
@pytest.mark.parametrize(
    ("path", "old", "new", "code"),
    [
        pytest.param("plans/first-client.yaml", "name: Category buyer", "name: Buyer", 0, id="an honest change"),
        pytest.param("plans/first-client.yaml", "segment: ", "segment: A # ", 1, id="a protected field"),
        pytest.param("schema/people.yaml", "role: kam\n", "role: skam\n", 1, id="rights for oneself"),
    ],
)
def test_the_workflow_guards_a_pull_request_by_its_base(
    tmp_path: Path, ci: str, path: str, old: str, new: str, code: int
) -> None:
    folder = start(tmp_path / "team")
    kamctl(folder, "--today", "2026-05-20", "init", "--ci", ci)
    plan = folder / "plans/first-client.yaml"
    plan.write_text(f"{plan.read_text('utf-8')}contacts:\n  buyer: {{name: Category buyer}}\n", "utf-8")
    base = commit(folder, {}, author=HEAD_OF_SKAM, date="2026-05-19T12:00:00+0000")
    text = (folder / path).read_text("utf-8")
    assert old in text
    tip = commit(folder, {path: text.replace(old, new)}, date="2026-05-19T13:00:00+0000")
    git(folder, "clone", "-q", "--bare", ".", "../origin")
    git(tmp_path / "origin", "update-ref", "refs/pull/7/head", tip)
    git(folder, "remote", "add", "origin", "../origin")
    git(folder, "reset", "-q", "--hard", base)
    given = {"BASE": base, "TIP": tip, "NUMBER": "7", "CI_MERGE_REQUEST_DIFF_BASE_SHA": base, "CI_COMMIT_SHA": tip}
    assert run_script(folder, guards(folder, ci), given)[0] == code


def test_kamctl_is_never_taken_from_a_pull_request(tmp_path: Path) -> None:
    kamctl(tmp_path, "init")
    workflow = yaml.safe_load((tmp_path / ".github/workflows/guard.yaml").read_bytes())
    checkout, _, install, _ = workflow["jobs"]["guard"]["steps"]
    assert "ref" not in checkout["with"]  # of the base
    assert install["run"].startswith('python -m pip install "kamctl==')
    assert workflow[True] == "pull_request_target"  # YAML 1.1 reads `on` so


def test_nothing_that_a_pull_request_says_is_put_into_a_command(tmp_path: Path) -> None:
    kamctl(tmp_path, "init")
    assert "${{" not in script(tmp_path, "github") + guards(tmp_path, "github")


def publishing(folder: Path, ci: str) -> str:
    """What builds the site that is published, as one shell script."""
    if ci == "github":
        workflow = yaml.safe_load((folder / ".github/workflows/site.yaml").read_bytes())
        return str(workflow["jobs"]["build"]["steps"][-2]["run"])
    lines = yaml.safe_load((folder / ".gitlab-ci.yml").read_bytes())["pages"]["script"]
    return "\n".join(line for line in lines if "pip install" not in line)


@pytest.mark.parametrize("ci", WORKFLOWS)
def test_the_site_is_built_where_it_is_published_from(tmp_path: Path, ci: str) -> None:
    folder = start(tmp_path / "team")
    kamctl(folder, "--today", "2026-05-20", "init", "--ci", ci)
    commit(folder, {"plans/broken.yaml": "client: ["}, author=HEAD_OF_SKAM)
    assert run_script(folder, publishing(folder, ci), {})[0] == 0
    assert "1 file could not be read: plans/broken.yaml" in (folder / "public/index.html").read_text("utf-8")
    assert git(folder, "status", "--porcelain") == b""


def test_nothing_is_published_until_skam_say_so_and_only_from_the_main_branch(tmp_path: Path) -> None:
    kamctl(tmp_path, "init", "github", "--ci", "github")
    kamctl(tmp_path, "init", "gitlab", "--ci", "gitlab")
    jobs = yaml.safe_load((tmp_path / "github/.github/workflows/site.yaml").read_bytes())["jobs"]
    asked = "vars.KAMCTL_PUBLISH == 'true' && github.ref == 'refs/heads/main'"
    assert (jobs["build"]["if"], jobs["publish"]["needs"]) == (asked, "build")
    pages = yaml.safe_load((tmp_path / "gitlab/.gitlab-ci.yml").read_bytes())["pages"]
    assert pages["rules"] == [{"if": '$KAMCTL_PUBLISH == "true" && $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH'}]


def test_the_right_to_publish_is_where_nothing_is_read_or_installed(tmp_path: Path) -> None:
    kamctl(tmp_path, "init")
    workflow = yaml.safe_load((tmp_path / ".github/workflows/site.yaml").read_bytes())
    assert workflow["permissions"] == {"contents": "read"}
    given = {name: job.get("permissions") for name, job in workflow["jobs"].items()}
    assert given == {"build": None, "publish": {"pages": "write", "id-token": "write"}}
    assert [sorted(step) for step in workflow["jobs"]["publish"]["steps"]] == [["id", "uses"]]


def test_every_action_is_pinned_to_a_commit(tmp_path: Path) -> None:
    kamctl(tmp_path, "init")
    used = [
        step["uses"]
        for file in sorted((tmp_path / ".github/workflows").iterdir())
        for job in yaml.safe_load(file.read_bytes())["jobs"].values()
        for step in job["steps"]
        if "uses" in step
    ]
    assert len(used) == 8
    assert [name for name in used if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", name)] == []
