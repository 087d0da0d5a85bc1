"""check-jsonschema, which many teams run before a commit, takes the exported schema and this repository's plans."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from kamctl.plan.json_schema import export
from kamctl.starter import HERE
from tests.peers import CHECK_JSONSCHEMA, needs, peer
from tests.plan.worlds import ROOT, WORLDS, repository

pytestmark = needs(CHECK_JSONSCHEMA)


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "NO_COLOR": "1"}
    return subprocess.run(
        [*peer(CHECK_JSONSCHEMA), *arguments], capture_output=True, text=True, timeout=120, env=environment
    )


@pytest.mark.parametrize(
    "dialect", ["https://json-schema.org/draft/2020-12/schema", "http://json-schema.org/draft-07/schema#"]
)
@pytest.mark.parametrize("world", WORLDS)
def test_the_schema_is_one(world: str, dialect: str, tmp_path: Path) -> None:
    exported = export(WORLDS[world]()[0]).decode().replace("https://json-schema.org/draft/2020-12/schema", dialect)
    assert f'"$schema": "{dialect}"' in exported
    path = tmp_path / "schema.json"
    path.write_text(exported, encoding="utf-8")
    done = _run("--check-metaschema", str(path))
    assert (done.returncode, done.stderr) == (0, "")


def test_the_plans_of_this_repository_are_valid(tmp_path: Path) -> None:
    schema = tmp_path / "schema.json"
    schema.write_bytes(export(repository()[0]))
    plans = sorted(str(path) for path in (ROOT / "plans").rglob("*.yaml"))
    done = _run("--schemafile", str(schema), *plans)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert len(plans) >= 5


def test_a_bad_plan_is_not(tmp_path: Path) -> None:
    schema, plan = tmp_path / "schema.json", tmp_path / "plan.yaml"
    schema.write_bytes(export(repository()[0]))
    good = (ROOT / "plans/three-birches.yaml").read_text(encoding="utf-8")
    plan.write_text(good.replace("kam: kam-north", "kam: kam-nowhere"), encoding="utf-8")
    done = _run("--schemafile", str(schema), "--output-format", "json", str(plan))
    assert done.returncode == 1
    assert '"path": "$.kam"' in done.stdout


WORKFLOWS = {
    "github": ("github/dot_github/workflows/*.yaml", "vendor.github-workflows", "jobs"),
    "gitlab": ("gitlab/dot_gitlab-ci.yml", "vendor.gitlab-ci", "script"),
}


@pytest.mark.parametrize("service", WORKFLOWS)
def test_the_workflows_that_init_writes_are_what_the_services_read(service: str, tmp_path: Path) -> None:
    pattern, schema, word = WORKFLOWS[service]
    files = sorted((HERE / "files").glob(pattern))
    transform = ["--data-transform", "gitlab-ci"] if service == "gitlab" else []
    command = ["--builtin-schema", schema, *transform]
    done = _run(*command, *map(str, files))
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert files
    broken = tmp_path / files[0].name
    broken.write_text(files[0].read_text("utf-8").replace(f"{word}:", f"{word}s:"), "utf-8")
    assert _run(*command, str(broken)).returncode == 1
