"""What diff tells first: comments that silence rules, the schema, approvals that no longer hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kamctl.history.approval import fingerprint
from tests.cli.command import put
from tests.cli.inside import kamctl
from tests.gitting import commit, start
from tests.harness import BASE_PLAN, FORMAT, document, repository, schema_of

PLAN = "plans/client.yaml"
SHAPE = schema_of(repository({})).layout.shape
FORMAT_FILE = "schema/format.yaml"


def approved(text: str) -> str:
    of = fingerprint("client", "plan", document(text).values, SHAPE)
    return f'{text}approvals:\n  plan: {{by: skam-head, on: 2026-05-01, of: "{of}"}}\n'


def notices(folder: Path, *options: str) -> list[str]:
    found: list[str] = json.loads(kamctl(folder, "diff", "--format", "json", *options).out)["notices"]
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    start(tmp_path)
    allowed = BASE_PLAN.replace("segment: B", "segment: B # kamctl: allow stale-plan because an old one")
    commit(
        put(tmp_path, {PLAN: approved(allowed), FORMAT_FILE: f"{FORMAT}rules: {{kpi-gap: {{severity: error}}}}\n"}), {}
    )
    return tmp_path


@pytest.mark.parametrize(
    ("path", "old", "new", "told"),
    [
        pytest.param(PLAN, "", "", [], id="nothing changed"),
        pytest.param(PLAN, "period: 2026", "period: '2026'", [], id="the same in other words"),
        pytest.param(
            PLAN,
            "kam: kam-north",
            "kam: kam-north # kamctl: allow kpi-gap because so",
            ["A new comment in the plan of client silences kpi-gap: so"],
            id="a new comment that silences a rule",
        ),
        pytest.param(
            PLAN,
            "because an old one",
            "because of another",
            ["A new comment in the plan of client silences stale-plan: of another"],
            id="a comment with another reason",
        ),
        pytest.param(
            PLAN,
            "12000000",
            "11000000",
            ["plan of client was approved, and has changed since."],
            id="a plan that was approved",
        ),
        pytest.param(
            PLAN,
            "approvals:",
            "contacts: {}\nswot: {}\napprovals:",
            [],
            id="sections with nothing in them",
        ),
        pytest.param(
            FORMAT_FILE,
            "severity: error",
            "severity: warning",
            ["schema/format.yaml: rules.kpi-gap.severity from error to warning."],
            id="a softer rule",
        ),
        pytest.param(
            FORMAT_FILE,
            "max: 90",
            "max: 120",
            ["schema/format.yaml: fields.credit_line.days.max from 90 to 120."],
            id="a wider limit",
        ),
        pytest.param(FORMAT_FILE, "version: 1", "# x\nversion: 1", [], id="a comment in the schema"),
        pytest.param(
            FORMAT_FILE,
            "version: 1",
            "version: [",
            ["schema/format.yaml has changed, and cannot be compared."],
            id="a schema that cannot be read",
        ),
    ],
)
def test_what_a_reviewer_must_not_miss(folder: Path, path: str, old: str, new: str, told: list[str]) -> None:
    text = (folder / path).read_text("utf-8")
    assert old in text
    (folder / path).write_text(text.replace(old, new, 1) if old else text, "utf-8")
    assert notices(folder) == told


def test_an_approval_that_was_taken_out_is_told(folder: Path) -> None:
    text = (folder / PLAN).read_text("utf-8")
    (folder / PLAN).write_text(text.partition("approvals:")[0], "utf-8")
    assert notices(folder) == ["plan of client was approved, and the approval is gone."]
    assert notices(folder, "--", "client") == ["plan of client was approved, and the approval is gone."]


def test_it_stands_first_in_text_and_markdown(folder: Path) -> None:
    text = (folder / PLAN).read_text("utf-8")
    (folder / PLAN).write_text(text.replace("12000000", "11000000"), "utf-8")
    out = kamctl(folder, "diff").out
    assert out.startswith("! plan of client was approved, and has changed since.\n\nclient")
    lines = kamctl(folder, "diff", "--format", "markdown").out.splitlines()
    assert lines[2] == "plan of client was approved, and has changed since."


def test_between_commits_too(folder: Path) -> None:
    commit(folder, {FORMAT_FILE: f"{FORMAT}rules: {{kpi-gap: {{severity: 'off'}}}}\n"})
    assert notices(folder, "HEAD~1..HEAD") == ["schema/format.yaml: rules.kpi-gap.severity from error to off."]
