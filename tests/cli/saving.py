"""A repository of plans that somebody works in: committed once, with an identity of its own."""

from __future__ import annotations

from pathlib import Path

from tests.cli.command import Ran, put
from tests.cli.inside import kamctl as run
from tests.gitting import HEAD_OF_SKAM, commit, environment, git, start
from tests.harness import BASE_PLAN

PLAN = "plans/client.yaml"
OTHER = "plans/other.yaml"


NEW = BASE_PLAN.replace("60%", "10%").replace("Северный ритейл", "Larch Lane")
"""A plan of another client."""


def work(folder: Path) -> Path:
    """A repository with two plans, committed by the head of SKAM; KAM North works in it."""
    put(start(folder), {OTHER: BASE_PLAN.replace("60%", "20%").replace("Северный ритейл", "Other")})
    commit(folder, {}, "Plans", author=HEAD_OF_SKAM)
    identify(folder)
    return folder


def identify(folder: Path) -> None:
    """Make the user of a repository KAM North."""
    git(folder, "config", "user.name", "KAM North")
    git(folder, "config", "user.email", "kam-north@example.com")


def kamctl(folder: Path, *arguments: str, **changes: str) -> Ran:
    """`kamctl ARGUMENTS` with nothing of this machine's settings of git."""
    return run(folder, *arguments, env=environment(HOME=str(folder.parent), **changes))


def edit(folder: Path, name: str, old: str, new: str) -> None:
    """Put `new` in the place of `old` in a file, wherever that stands."""
    path = folder / name
    text = path.read_bytes().decode("utf-8")
    assert old in text
    path.write_bytes(text.replace(old, new).encode("utf-8"))


def head(folder: Path) -> str:
    """The id of the commit that is checked out."""
    return git(folder, "rev-parse", "HEAD").decode().strip()


def files_of(folder: Path, revision: str = "HEAD") -> list[str]:
    """The files that a commit changed."""
    shown = git(folder, "diff-tree", "-r", "--root", "--no-commit-id", "--name-only", "--no-renames", "-z", revision)
    return shown.decode().split("\0")[:-1]


def message(folder: Path, revision: str = "HEAD") -> str:
    """The message of a commit."""
    return git(folder, "show", "-s", "--format=%B", revision).decode().strip("\n")


def status(folder: Path) -> list[str]:
    """What git says differs, a line for each file."""
    return git(folder, "-c", "core.quotePath=false", "status", "--porcelain", "-uall").decode().splitlines()


def hook(folder: Path, name: str, script: str) -> Path:
    """A hook of the repository, as a shell script."""
    path = folder / ".git/hooks" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(0o755)
    return path


def put_text(folder: Path, name: str, text: str) -> None:
    """Write a file of this text."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
