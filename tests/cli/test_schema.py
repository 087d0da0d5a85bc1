"""`kamctl schema`: what SKAM say, checked alone and exported for editors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.command import put
from tests.cli.inside import kamctl
from tests.harness import FORMAT, repository

EXPORTED = "schema/action-plan.schema.json"


@pytest.fixture
def stale(tmp_path: Path) -> Path:
    """The base repository, its editors' schema not yet written."""
    folder = put(tmp_path / "repository", {})
    (folder / EXPORTED).unlink(missing_ok=True)
    return folder


def test_check_looks_at_the_schema_alone(stale: Path) -> None:
    kamctl(stale, "schema", "export")
    (stale / "plans" / "client.yaml").write_text("nonsense\n")
    ran = kamctl(stale, "schema", "check")
    assert (ran.code, ran.out) == (0, "Schema checked: no findings.\n")


def test_check_finds_what_is_wrong_with_it(stale: Path) -> None:
    kamctl(stale, "schema", "export")
    (stale / "schema" / "format.yaml").write_text(FORMAT.replace("horizon: year", "horizon: yaer"))
    ran = kamctl(stale, "schema", "check")
    assert ran.code == 1
    assert ran.out.startswith("schema/format.yaml:4:10: error: ")
    assert ran.out.endswith("\nSchema checked: 1 error.\n")


def test_a_warning_alone_does_not_fail(stale: Path) -> None:
    ran = kamctl(stale, "schema", "check")
    assert ran.code == 0
    assert "[editor-schema-stale]" in ran.out


def test_export_writes_the_editors_schema_once(stale: Path) -> None:
    first = kamctl(stale, "schema", "export")
    assert (first.code, first.out, first.err) == (0, "", f"Wrote {EXPORTED}.\n")
    stamp = (stale / EXPORTED).stat().st_mtime_ns
    assert kamctl(stale, "schema", "export").err == f"{EXPORTED} is up to date.\n"
    assert (stale / EXPORTED).stat().st_mtime_ns == stamp
    assert (stale / EXPORTED).read_bytes() == repository({})[EXPORTED]


def test_export_goes_to_the_screen_or_elsewhere(stale: Path) -> None:
    printed = kamctl(stale, "schema", "export", "--output", "-").out
    assert json.loads(printed)["properties"]["client"]["type"] == "string"
    kamctl(stale, "schema", "export", "--output", "elsewhere.json")
    assert (stale / "elsewhere.json").read_text("utf-8") == printed
    assert not (stale / EXPORTED).exists()


def test_a_schema_with_faults_is_not_exported(stale: Path) -> None:
    (stale / "schema" / "kpis.yaml").write_text("shelf-share: {unit: per cent}\n")
    ran = kamctl(stale, "schema", "export")
    assert (ran.code, (stale / EXPORTED).exists()) == (2, False)
    assert "See kamctl schema check" in ran.err
