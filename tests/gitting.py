"""Real git repositories for tests: commits by whom, when and of what the test says, whatever this machine is set to."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

NORTH = "KAM North <kam-north@example.com>"
SOUTH = "KAM South <kam-south@example.com>"
HEAD_OF_SKAM = "Head of SKAM <skam-head@example.com>"


def environment(**changes: str) -> dict[str, str]:
    """Nothing of the machine's own settings of git."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    ours = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    return kept | ours | changes


def git(folder: Path, *arguments: str, stdin: bytes | None = None, env: Mapping[str, str] | None = None) -> bytes:
    """The output of `git ARGUMENTS` in a folder; it must succeed."""
    run = subprocess.run(
        ["git", *arguments], cwd=folder, input=stdin, capture_output=True, env=environment(**(env or {})), check=False
    )
    assert run.returncode == 0, run.stderr.decode("utf-8", "replace")
    return run.stdout


def start(folder: Path) -> Path:
    """An empty repository with the branch main."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q", "-b", "main")
    return folder


def commit(
    folder: Path,
    files: Mapping[str, str | bytes | None],
    message: str = "Change",
    *,
    author: str = NORTH,
    date: str = "2026-05-10T12:00:00+0000",
    committed: str | None = None,
) -> str:
    """Write files (None: remove), commit everything, and return the commit's id. Dates as git reads them."""
    for name, data in files.items():
        path = folder / name
        if data is None:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    name, _, email = author.rstrip(">").partition(" <")
    who = {
        "GIT_AUTHOR_NAME": name,
        "GIT_AUTHOR_EMAIL": email,
        "GIT_AUTHOR_DATE": date,
        "GIT_COMMITTER_NAME": name,
        "GIT_COMMITTER_EMAIL": email,
        "GIT_COMMITTER_DATE": committed or date,
    }
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", message, env=who)
    return git(folder, "rev-parse", "HEAD").decode().strip()


def write_commit(folder: Path, data: bytes) -> str:
    """The id of a commit object of exactly these bytes, whether git would write such a one or not."""
    return git(folder, "hash-object", "-t", "commit", "-w", "--stdin", "--literally", stdin=data).decode().strip()


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Everything below a folder, .git too, by path: when it was last written, and the content."""
    found = {}
    for path in sorted(folder.rglob("*")):
        facts = path.lstat()
        data = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
        found[str(path.relative_to(folder))] = (facts.st_mtime_ns, data)
    return found


def children() -> list[str]:
    """The child processes of this one, ended ones that nobody waited for too (Linux; elsewhere none are seen)."""
    task = Path(f"/proc/self/task/{os.getpid()}/children")
    return task.read_text("ascii").split() if task.exists() else []
