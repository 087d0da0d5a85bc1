"""How git is run: one binary, named by its full path, with nothing of the caller's or the repository's settings
that could change what it says, write anything, or run another program.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from re import Pattern

from kamctl.errors import HistoryError, reason
from kamctl.words import Listing

LONGEST = 600
"""Seconds for one run of git; no history that fits a disk takes as long."""

OLDEST = (2, 31)
"""The least version of git: older ones do not know where the options end in front of a revision."""

_OPTIONS = (
    "--no-pager",
    "--literal-pathspecs",
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "core.quotePath=false"),
    *("-c", "core.useReplaceRefs=false"),
    *("-c", "core.warnAmbiguousRefs=true"),
    *("-c", "safe.bareRepository=explicit"),
    *("-c", "log.showSignature=false"),
    *("-c", "color.ui=false"),
    *("-c", "diff.renames=false"),
    *("-c", "diff.relative=false"),
    *("-c", f"diff.orderFile={os.devnull}"),
    *("-c", "advice.graftFileDeprecated=false"),
)


class GitFailedError(Exception):
    """git ended with an exit code other than 0, and said something."""

    def __init__(self, code: int, said: str) -> None:
        super().__init__(said)
        self.code = code
        self.said = said


class Git:
    """The git of this machine, run in one folder, which is the top of a work tree."""

    def __init__(self, top: Path) -> None:
        self.top = top
        self._command = [binary(top), *_OPTIONS]
        self._environment = _environment(top)

    def run(
        self,
        *arguments: str,
        stdin: bytes = b"",
        unlike: Pattern[str] | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> bytes:
        """What `git ARGUMENTS` prints; GitFailedError where it fails, or warns of something `unlike` an answer.

        `environment` is laid over that of every run.
        """
        process = self.start(*arguments, environment=environment)
        try:
            output, said = process.communicate(stdin, timeout=LONGEST)
        except subprocess.TimeoutExpired as error:
            raise HistoryError("git did not answer within {seconds} seconds.", seconds=LONGEST) from error
        finally:
            stop(process)
        words = said.decode("utf-8", "replace")
        if process.returncode or (unlike and unlike.search(words)):
            raise GitFailedError(process.returncode, words)
        return output

    def start(
        self, *arguments: str, deaf: bool = False, environment: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """A running `git ARGUMENTS` with pipes; with `deaf` what it says to standard error is thrown away."""
        try:
            return subprocess.Popen(
                [*self._command, *arguments],
                cwd=self.top,
                env=self._environment | dict(environment or {}),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL if deaf else subprocess.PIPE,
            )
        except OSError as error:
            raise HistoryError("git cannot be run: {why}.", why=reason(error)) from error


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process and let go of its pipes, whatever it is doing."""
    if process.poll() is None:
        process.kill()
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            try:
                pipe.close()
            except OSError:
                continue  # what was still to be written finds no reader
    process.wait()


def output_failed(said: str, top: Path) -> HistoryError:
    """What git said when it failed, as what to do about it."""
    text = said.strip().removeprefix("fatal: ").removeprefix("error: ")
    why = _first_line(text) or "git says nothing"
    if "dubious ownership" in text or "owned by someone else" in text:
        import shlex

        return HistoryError(
            "git does not read the history here, because the folder {folder} belongs to somebody else.",
            "If you trust it, say so once: git config --global --add safe.directory {quoted}",
            folder=top,
            quoted=Listing(shlex.quote(top.as_posix())),
        )
    if "promisor remote" in text or "lazy fetching" in text:
        return HistoryError(
            "This clone is partial: what the answer needs has been left out of it.", "Clone again without --filter."
        )
    if any(sign in text for sign in ("unknown option", "usage:", "unknown repository extension", "git repo version")):
        return too_old(why)
    if any(sign in text for sign in ("not a git repository", "bad config", "invalid gitfile format")):
        return HistoryError(
            "The history in {folder} cannot be read: {why}.",
            "Its .git is damaged or unfinished; clone the repository anew.",
            folder=top,
            why=why,
        )
    return HistoryError(
        "The history in {folder} cannot be read: {why}.", "See what is wrong with it: git fsck", folder=top, why=why
    )


def too_old(why: str, oldest: tuple[int, int] = OLDEST) -> HistoryError:
    """This git does not know what kamctl asks, or cannot read what a newer one wrote."""
    return HistoryError(
        "The git of this machine is too old: {why}.",
        "kamctl needs git {oldest} or newer (git --version).",
        why=why,
        oldest=".".join(map(str, oldest)),
    )


def _first_line(text: str) -> str:
    return text.partition("\n")[0].rstrip(".")


def binary(top: Path) -> str:
    """The full path of git: the first on PATH, never one inside the repository that is read, or linked from there."""
    found = program("git", top)
    if found is None:
        raise HistoryError(
            "There is no git on this machine (none on PATH), so there is no history to read.", "Install git."
        )
    return found


def program(name: str, top: Path) -> str | None:
    """The full path of a program, by the rules for git; None where there is none."""
    name = f"{name}.exe" if os.name == "nt" else name
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        found = Path(folder, name)
        if not found.is_absolute() or not found.is_file() or not os.access(found, os.X_OK):
            continue
        if not any(Path(os.path.realpath(place)).is_relative_to(top) for place in (folder, found)):
            return str(found)
    return None


def _environment(top: Path) -> dict[str, str]:
    """The caller's environment without any GIT_* variable: every one of them changes answers, or writes files."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith("GIT_")}
    return kept | {
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_GRAFT_FILE": os.devnull,
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        # diff-tree would read the index, and whatever is set for that.
        "GIT_INDEX_FILE": f"{os.devnull}-none",
        # A partial clone must not fetch what it lacks: newer versions of git know the first, all know the second.
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "none",
        # A user's own settings may have git write down what it is asked.
        "GIT_TRACE2": "0",
        "GIT_TRACE2_EVENT": "0",
        "GIT_TRACE2_PERF": "0",
        "GIT_CEILING_DIRECTORIES": str(top.parent),
        "LC_ALL": "C",
        "LANGUAGE": "C",
    }


def lines(output: bytes) -> Sequence[str]:
    """The lines of what plumbing prints: ids and dates, ASCII alone."""
    return output.decode("ascii", "replace").splitlines()
