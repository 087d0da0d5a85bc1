"""Runs the real program as a user does: a child process in a folder, with the environment of a user."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

TODAY = "2026-05-20"

PROGRAM = [sys.executable, "-P", "-m", "kamctl"]


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run of the program left: its exit code and what it said."""

    code: int
    out: str
    err: str


def environment(**changes: str) -> dict[str, str]:
    """A user's environment without what would colour or date the output."""
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")}
    return {**kept, "KAMCTL_TODAY": TODAY, "COLUMNS": "80", "PYTHONPATH": str(Path(__file__).parents[2]), **changes}


def kamctl(
    folder: Path, *arguments: str, stdin: bytes | None = None, timeout: float = 60, env: Mapping[str, str] | None = None
) -> Ran:
    """`kamctl ARGUMENTS` in a folder."""
    run = subprocess.run(
        [*PROGRAM, *arguments],
        cwd=folder,
        input=stdin,
        stdin=subprocess.DEVNULL if stdin is None else None,
        capture_output=True,
        timeout=timeout,
        env=environment(**(env or {})),
    )
    ran = Ran(run.returncode, run.stdout.decode("utf-8"), run.stderr.decode("utf-8"))
    assert "Traceback" not in ran.out + ran.err, ran.err
    return ran


def put(folder: Path, files: Mapping[str, str | bytes | None]) -> Path:
    """Write the base repository of the harness, with whole files replaced, into a folder."""
    from tests.harness import repository

    for name, data in repository(files).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def everything(folder: Path) -> dict[str, bytes]:
    """All files below a folder, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink()
    }
