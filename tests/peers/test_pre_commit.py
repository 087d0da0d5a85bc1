"""A real `pre-commit run` with the hook that this repository ships."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import put
from tests.harness import BASE_PLAN, overlay

ROOT = Path(__file__).parents[2]
PRE_COMMIT = Path(sys.executable).parent / "pre-commit"


def git(folder: Path, *arguments: str) -> str:
    """Run git as nobody in particular, without anybody's settings."""
    identity = ["-c", "user.name=KAM", "-c", "user.email=kam@example.com", "-c", "commit.gpgsign=false"]
    env = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    run = subprocess.run(["git", *identity, *arguments], cwd=folder, env=env, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """This repository as it stands, committed where pre-commit can clone it, and the commit."""
    folder = tmp_path_factory.mktemp("shipped") / "kamctl"
    names = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A", "-f")
    git(folder, "commit", "-qm", "as it stands")
    return folder, git(folder, "rev-parse", "HEAD")


def test_the_shipped_hook_passes_and_fails_as_it_should(tmp_path: Path, shipped: tuple[Path, str]) -> None:
    source, revision = shipped
    folder = put(tmp_path / "repository", {})
    git(folder, "init", "-q", "-b", "main")
    hook = f"repos:\n  - repo: {source}\n    rev: {revision}\n    hooks:\n      - id: kamctl-lint\n"
    (folder / ".pre-commit-config.yaml").write_text(hook)
    git(folder, "add", "-A")
    env = {
        **os.environ,
        "PRE_COMMIT_HOME": str(tmp_path / "home"),
        "KAMCTL_TODAY": "2026-05-20",
        "GIT_CONFIG_GLOBAL": os.devnull,
    }

    def pre_commit() -> subprocess.CompletedProcess[str]:
        command = [str(PRE_COMMIT), "run", "--verbose", "--color", "never"]
        return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=300)

    clean = pre_commit()
    assert clean.returncode == 0, clean.stdout + clean.stderr
    assert "1 plan checked" in clean.stdout

    (folder / "plans" / "client.yaml").write_text(overlay(BASE_PLAN, "regoin: north\n"), "utf-8")
    git(folder, "add", "-A")
    faulty = pre_commit()
    assert faulty.returncode == 1, faulty.stdout + faulty.stderr
    assert "plans/client.yaml:12:1: error: The field regoin is not known here." in faulty.stdout

    git(folder, "commit", "-qm", "as it is", "--no-verify")
    (folder / "README.md").write_text("Nothing about plans.\n")
    git(folder, "add", "-A")
    elsewhere = pre_commit()
    assert elsewhere.returncode == 0, elsewhere.stdout
    assert "no files to check" in elsewhere.stdout
