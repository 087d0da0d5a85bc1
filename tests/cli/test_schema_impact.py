"""`schema impact`: what a change of the schema does to the plans, before it is merged."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import put
from tests.cli.inside import kamctl
from tests.gitting import commit, snapshot, start
from tests.harness import BASE_PLAN, FORMAT, overlay, repository

STRICTER = (
    FORMAT.replace("region: {", "region: {required: true, ")
    .replace("required: [team, sales]", "required: [team, sales, risks]", 1)
    .replace("activities, risks, ", "activities, ")
)
SOUTH = overlay(BASE_PLAN, "client: Южный ритейл\nkam: kam-south\nregion: north\nteam:\n  kam-south: {role: KAM}\n")


def team(folder: Path, changed: dict[str, str | bytes | None]) -> Path:
    """Two plans under the base schema in a commit, and what was changed since in the work tree."""
    start(folder)
    commit(folder, {**repository({"plans/юг.yaml": SOUTH})}, date="2026-05-19T12:00:00+0000")
    for name, data in repository({"plans/юг.yaml": SOUTH, **changed}).items():
        (folder / name).write_bytes(data)
    return folder


def impact(folder: Path, *arguments: str) -> tuple[int, list[tuple[Any, ...]]]:
    ran = kamctl(folder, "schema", "impact", "--format", "json", *arguments)
    assert ran.err == ""
    report = json.loads(ran.out)
    assert report["version"] == 1
    return ran.code, [
        (
            each["client"],
            each["kam"],
            [f"{finding['rule']} {finding['field']}" for finding in each["new"]],
            [f"{finding['rule']} {finding['field']}" for finding in each["gone"]],
            each["fields_to_add"],
        )
        for each in report["clients"]
    ]


@pytest.mark.parametrize(
    ("changed", "code", "clients"),
    [
        pytest.param({}, 0, [], id="the same schema touches nobody"),
        pytest.param({"schema/format.yaml": FORMAT + "# why\n"}, 0, [], id="a comment touches nobody"),
        pytest.param(
            {"schema/format.yaml": STRICTER},
            1,
            [
                ("client", "kam-north", ["missing-field region", "missing-section risks"], [], 2),
                ("юг", "kam-south", ["missing-section risks"], [], 1),
            ],
            id="what is required now is to add, the most first",
        ),
        pytest.param(
            {"schema/format.yaml": FORMAT.replace("north, south", "east, south")},
            1,
            [("юг", "kam-south", ["not-allowed region"], [], 0)],
            id="a choice that is gone breaks a plan and adds nothing",
        ),
        pytest.param(
            {"schema/format.yaml": f"{FORMAT}rules: {{missing-field: {{severity: warning}}}}\n"},
            0,
            [],
            id="another severity of what nobody has is nothing",
        ),
        pytest.param(
            {"plans/client.yaml": overlay(BASE_PLAN, "kam: nobody\n")},
            0,
            [],
            id="a change of a plan is none of the schema",
        ),
    ],
)
def test_the_clients_that_a_change_touches(
    tmp_path: Path, changed: dict[str, str | bytes | None], code: int, clients: list[tuple[Any, ...]]
) -> None:
    assert impact(team(tmp_path, changed)) == (code, clients)


def test_what_is_allowed_again_is_gone(tmp_path: Path) -> None:
    team(tmp_path, {"schema/format.yaml": STRICTER})
    commit(tmp_path, {}, date="2026-05-19T13:00:00+0000")
    for name, data in repository({}).items():
        if name.startswith("schema/"):
            (tmp_path / name).write_bytes(data)
    code, clients = impact(tmp_path)
    assert code == 0
    assert [(client, new, gone) for client, _, new, gone, _ in clients] == [
        ("client", [], ["missing-field region", "missing-section risks"]),
        ("юг", [], ["missing-section risks"]),
    ]
    assert impact(tmp_path, "HEAD~1") == (0, [])


def test_as_text(tmp_path: Path) -> None:
    before = snapshot(team(tmp_path, {"schema/format.yaml": STRICTER}))
    ran = kamctl(tmp_path, "schema", "impact")
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.split("\n\n")[:2] == [
        "Against the schema of HEAD, 2 of 2 plans would break: 3 new findings, 0 gone, 3\nfields to add.",
        "kam-north: 2 fields to add, new findings in 1 plan\nkam-south: 1 field to add, new findings in 1 plan",
    ]
    assert ran.out.split("\n\n")[2].split("\n")[0] == "client (kam-north): 2 fields to add"
    assert ran.out.count("\n  new   plans/") == 3
    assert snapshot(tmp_path) == before


def test_as_csv_and_markdown(tmp_path: Path) -> None:
    team(tmp_path, {"schema/format.yaml": STRICTER})
    rows = list(csv.DictReader(io.StringIO(kamctl(tmp_path, "schema", "impact", "--format", "csv").out)))
    assert [(row["client"], row["change"], row["rule"], row["field"]) for row in rows] == [
        ("client", "new", "missing-field", "region"),
        ("client", "new", "missing-section", "risks"),
        ("юг", "new", "missing-section", "risks"),
    ]
    page = kamctl(tmp_path, "schema", "impact", "--format", "markdown").out
    assert page.startswith("**Against the schema of HEAD, 2 of 2 plans would break:")
    assert "| kam-north | 2 | 1 |\n" in page


def test_a_schema_that_is_broken_is_told_first(tmp_path: Path) -> None:
    team(tmp_path, {})
    (tmp_path / "schema/format.yaml").write_text("version: [\n")
    ran = kamctl(tmp_path, "schema", "impact")
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.startswith("schema/format.yaml:")
    assert impact(tmp_path) == (1, [])


def test_a_schema_that_is_new_is_compared_with_nothing(tmp_path: Path) -> None:
    commit(start(tmp_path), {"README.md": "first\n"}, date="2026-05-01T12:00:00+0000")
    team(tmp_path, {})
    ran = kamctl(tmp_path, "schema", "impact", "2026-05-01")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "error: There was no repository of plans yet in 2026-05-01: it has no schema/format.yaml here. "
        "Name a later commit or day.\n"
    )


def test_what_could_not_be_checked_is_never_said_to_be_fine(tmp_path: Path) -> None:
    root = put(start(tmp_path / "r"), {})
    commit(root, {}, "Plans")
    commit(root, {"schema/format.yaml": "sections: [\n"}, "Broken")
    commit(root, {"schema/format.yaml": FORMAT}, "Mended")
    base = kamctl(root, "schema", "impact", "HEAD~1")
    assert (base.code, base.out) == (2, "")
    assert "schema/format.yaml of HEAD~1 cannot be read" in base.err
    (root / "schema/format.yaml").write_text("sections: [\n", "utf-8")
    ran = kamctl(root, "schema", "impact")
    assert ran.code == 1
    assert ran.out.endswith("1 plan could not be checked, because the schema cannot be read.\n")
    assert json.loads(kamctl(root, "schema", "impact", "--format", "json").out)["checked"] is False


def test_a_plan_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    root = put(start(tmp_path / "r"), {})
    commit(root, {}, "Plans")
    (root / "plans/client.yaml").write_text("client: [\n", "utf-8")
    ran = kamctl(root, "schema", "impact", env={"COLUMNS": "200"})
    assert ran.out.endswith("nothing changes for 1 plan. 1 plan could not be read: plans/client.yaml.\n")
    assert json.loads(kamctl(root, "schema", "impact", "--format", "json").out)["unread"] == ["plans/client.yaml"]
