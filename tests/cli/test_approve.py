"""`kamctl approve`: only SKAM, and lint tells when what they approved has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import Ran, put
from tests.cli.inside import kamctl
from tests.gitting import HEAD_OF_SKAM, NORTH, commit, start
from tests.harness import FORMAT, PEOPLE

PLAN = "plans/client.yaml"
ASKED = f"{FORMAT}approval: [plan]\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    start(tmp_path)
    commit(put(tmp_path, {"schema/format.yaml": ASKED}), {}, author=HEAD_OF_SKAM)
    return tmp_path


def approve(folder: Path, *arguments: str, by: str = HEAD_OF_SKAM) -> Ran:
    name, _, email = by.rstrip(">").partition(" <")
    env = {"GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": email, "KAMCTL_TODAY": "2026-05-20"}
    return kamctl(folder, "approve", *arguments, env=env)


def lint(folder: Path) -> list[str]:
    """The rules of approvals that have findings."""
    out = kamctl(folder, "lint", "--format", "concise").out
    return [line.rpartition("[")[2].rstrip("]") for line in out.splitlines() if "approval-" in line]


def test_a_plan_is_approved_as_it_stands_and_lint_tells_when_it_changes(folder: Path) -> None:
    before = (folder / PLAN).read_text("utf-8")
    assert lint(folder) == ["approval-missing"]
    ran = approve(folder, "client")
    assert ran.code == 0
    after = (folder / PLAN).read_text("utf-8")
    assert after.startswith(before)
    assert "by: skam-head" in after
    assert '"on": 2026-05-20' in after  # what YAML 1.1 takes for a yes
    assert lint(folder) == []
    (folder / PLAN).write_text(after.replace("plan: 12000000", "plan: 12_000_000"), "utf-8")
    assert lint(folder) == []
    (folder / PLAN).write_text(after.replace("plan: 12000000", "plan: 11000000"), "utf-8")
    assert lint(folder) == ["approval-stale"]
    assert approve(folder, "client").code == 0
    assert lint(folder) == []


@pytest.mark.parametrize("what", ["sales", "sales.2026-Q1", "team.kam-north.share"])
def test_a_part_is_approved(folder: Path, what: str) -> None:
    assert approve(folder, "client", what).code == 0
    assert lint(folder) == ["approval-missing"]  # of the plan


def test_an_approval_is_taken_back(folder: Path) -> None:
    before = (folder / PLAN).read_bytes()
    assert approve(folder, "client").code == 0
    assert approve(folder, "client", "--revoke").code == 0
    assert (folder / PLAN).read_bytes() == before


@pytest.mark.parametrize("by", [NORTH, "Logistics <logistics@example.com>", "Head of SKAM <head@example.org>"], ids=str)
@pytest.mark.parametrize("options", [(), ("--revoke",), ("--dry-run",)], ids=str)
def test_anybody_else_is_refused(folder: Path, by: str, options: tuple[str, ...]) -> None:
    before = (folder / PLAN).read_bytes()
    ran = approve(folder, "client", *options, by=by)
    assert (ran.code, ran.out) == (1, "")
    assert "only SKAM approve" in ran.err
    assert (folder / PLAN).read_bytes() == before


def test_who_is_skam_says_the_last_commit_not_the_file_of_today(folder: Path) -> None:
    (folder / "schema/people.yaml").write_text(PEOPLE.replace("KAM North, role: kam", "KAM North, role: skam"), "utf-8")
    assert approve(folder, "client", by=NORTH).code == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("client", "budget"), "There is nothing at budget"),
        (("client", "promotions.spring"), "There is nothing at promotions.spring"),
        (("client", "approvals"), "There is nothing at approvals"),
        (("client", "--revoke"), "Nobody has approved plan of client"),
        (("nobody",), "nobody"),
    ],
)
def test_what_cannot_be_approved(folder: Path, arguments: tuple[str, ...], says: str) -> None:
    ran = approve(folder, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err
