"""Why git has no answer: each reason in words of its own, with what to do about it."""

from __future__ import annotations

import re
from pathlib import Path

from kamctl.errors import HistoryError, UsageError

SHALLOW_REMEDIES = "Fetch the rest: git fetch --unshallow. In CI set fetch-depth: 0 (GitHub) or GIT_DEPTH: 0 (GitLab)."

_COMMIT_FIRST = "Commit your plans first: git add . && git commit"

# HEAD is what is checked out, whatever else has that name too.
AMBIGUOUS = re.compile("refname '(?!(?:HEAD|@)')[^\n]* is ambiguous")


def no_repository(root: Path) -> HistoryError:
    """There is none round the root of a plans repository, or it is bare."""
    if (root / "objects").is_dir() and (root / "HEAD").is_file():
        return bare(root)
    return HistoryError(
        "The folder {folder} is not in a git repository, so there is no history to read.",
        "Start one: git init && git add . && git commit",
        folder=root,
    )


def bare(folder: Path) -> HistoryError:
    """The repository has no work tree."""
    return HistoryError(
        "The repository {folder} is bare: it has no work tree, and kamctl starts from one.",
        "Clone it, and work in the clone.",
        folder=folder,
    )


def cut_off() -> HistoryError:
    """The clone is shallow, and the answer hangs on what it lacks."""
    return HistoryError(
        "This clone is shallow: its history has been cut off, so the answer would be wrong.", SHALLOW_REMEDIES
    )


def no_commit() -> HistoryError:
    """Nothing is committed on the branch that is checked out."""
    return HistoryError("There is no commit here yet, so there is no history to read.", _COMMIT_FIRST)


def no_commit_at_all(revision: str) -> HistoryError:
    """Nothing is committed on any branch, so that no revision names anything."""
    return HistoryError("There is no commit here yet, so {text} names none.", _COMMIT_FIRST, text=revision)


def no_revision(revision: str, shallow: bool) -> UsageError:
    """No commit is called so."""
    remedy = SHALLOW_REMEDIES if shallow else "See git branch --all, git tag and git log --oneline."
    return UsageError("There is no commit {text} in this repository.", remedy, text=revision)


def several(revision: str, said: str) -> UsageError | None:
    """Several commits are called so, by what git `said`; None where it did not say that."""
    if AMBIGUOUS.search(said):
        return UsageError(
            "The revision {text} is ambiguous: git has several branches, tags or commits of that name.",
            "Write refs/heads/{text} for a branch, refs/tags/{text} for a tag.",
            text=revision,
        )
    if "short object ID" in said:
        return UsageError(
            "The revision {text} is ambiguous: several commits begin so.", "Give more of its digits.", text=revision
        )
    return None
