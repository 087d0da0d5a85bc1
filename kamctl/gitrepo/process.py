"""How git is run: one binary, named by its full path, with nothing of the caller's or the repository's settings
that could change what it says, write anything, or run another program.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from kamctl.errors import HistoryError, reason

LONGEST = 600
"""Seconds for one run of git; no history that fits a disk takes as long."""

# What transport and the finding of programs and homes need; every other GIT_* variable changes answers.
_KEPT = ("GIT_EXEC_PATH", "GIT_SSL_NO_VERIFY")

_OPTIONS = (
    "--no-pager",
    "--literal-pathspecs",
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "core.quotePath=false"),
    *("-c", "core.useReplaceRefs=false"),
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
        self._command = [_binary(top), *_OPTIONS]
        self._environment = _environment(top)

    def run(self, *arguments: str, stdin: bytes = b"", unlike: str = "") -> bytes:
        """What `git ARGUMENTS` prints; GitFailedError where it fails, or warns of something `unlike` an answer."""
        process = self.start(*arguments)
        try:
            output, said = process.communicate(stdin, timeout=LONGEST)
        except subprocess.TimeoutExpired as error:
            raise HistoryError("git did not answer within {seconds} seconds.", seconds=LONGEST) from error
        finally:
            stop(process)
        words = said.decode("utf-8", "replace")
        if process.returncode or (unlike and unlike in words):
            raise GitFailedError(process.returncode, words)
        return output

    def start(self, *arguments: str, deaf: bool = False) -> subprocess.Popen[bytes]:
        """A running `git ARGUMENTS` with pipes; with `deaf` what it says to standard error is thrown away."""
        try:
            return subprocess.Popen(
                [*self._command, *arguments],
                cwd=self.top,
                env=self._environment,
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
    if "dubious ownership" in text:
        return HistoryError(
            "git does not read the history here, because the folder {folder} belongs to somebody else.",
            "If you trust it, say so once: git config --global --add safe.directory {folder}",
            folder=top,
        )
    if "not a git repository" in text or "bad config" in text or "repositoryformatversion" in text:
        return HistoryError(
            "The history in {folder} cannot be read: {why}.",
            "Its .git is damaged or unfinished; clone the repository anew.",
            folder=top,
            why=_first_line(text),
        )
    if text.startswith(("usage:", "unknown option", "unrecognized argument")) or "unknown option" in text:
        return HistoryError(
            "This git is too old: {why}.", "kamctl needs git 2.31 or newer (git --version).", why=_first_line(text)
        )
    return HistoryError(
        "The history in {folder} cannot be read: {why}.",
        "See what is wrong with it: git fsck",
        folder=top,
        why=_first_line(text) or "git says nothing",
    )


def _first_line(text: str) -> str:
    return text.partition("\n")[0].rstrip(".")


def _binary(top: Path) -> str:
    """The full path of git: the first on PATH, never one inside the repository that is read."""
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        if not folder or not Path(folder).is_absolute():
            continue
        found = shutil.which("git", path=folder)
        if found and not Path(os.path.realpath(found)).is_relative_to(top) and Path(found).is_absolute():
            return found
    raise HistoryError(
        "There is no git on this machine (none on PATH), so there is no history to read.", "Install git."
    )


def _environment(top: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in _KEPT}
    return kept | {
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_GRAFT_FILE": os.devnull,
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_CEILING_DIRECTORIES": str(top.parent),
        "LC_ALL": "C",
        "LANGUAGE": "C",
    }


def lines(output: bytes) -> Sequence[str]:
    """The lines of what plumbing prints: ids and dates, ASCII alone."""
    return output.decode("ascii").splitlines()
