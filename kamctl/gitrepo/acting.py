"""How git is run when it acts for the user, to commit and to push: as the user would run it, never waiting for nobody.

Reading (`process.Git`) obeys no settings; acting must, for a commit is the user's. So these apply, wherever git has
them from: who the user is (user.*, GIT_AUTHOR_*, GIT_COMMITTER_*), hooks (core.hooksPath too), signing (commit.gpgSign,
gpg.*), credential helpers, ssh, proxies and protocols, line ends and filters. A repository's own .git/config and hooks
count among them: git never takes these from a remote, and plain `git commit` obeys them as well.

These do not apply: variables that send git to another repository, work tree or index (GIT_DIR, GIT_INDEX_FILE, …);
core.fsmonitor, which runs a program to learn what has changed; a bare repository among the plans; guesses of an
identity from the names of the machine; another encoding of messages than UTF-8; an editor, a pager, colours, and the
user's language, since what git says is read.

On a terminal git, ssh and gpg may ask there for passwords; it takes as long as it takes. With nobody there, nothing can
ask: there is no terminal to ask on and no program that would open a window, and what does not end is ended.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from kamctl.errors import RecordError, reason
from kamctl.gitrepo.process import LONGEST, binary

PATIENCE = 10
"""Seconds in which git may take its locks away before it is ended by force."""

# Hooks inherit all of these, so nothing stands here that would change what a hook's own git says of files.
_OPTIONS = (
    "--no-pager",
    *("-c", "core.fsmonitor=false"),
    *("-c", "safe.bareRepository=explicit"),
    *("-c", "user.useConfigOnly=true"),
    *("-c", "i18n.commitEncoding=UTF-8"),
    *("-c", "color.ui=false"),
)

_KEPT = (
    *("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_AUTHOR_DATE"),
    *("GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "GIT_COMMITTER_DATE"),
    *("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_COUNT"),
    *("GIT_SSH", "GIT_SSH_COMMAND", "GIT_SSH_VARIANT", "GIT_ASKPASS", "GIT_TERMINAL_PROMPT"),
    *("GIT_PROXY_COMMAND", "GIT_ALLOW_PROTOCOL", "GIT_PROTOCOL_FROM_USER"),
)
_KEPT_BEGINNINGS = ("GIT_CONFIG_KEY_", "GIT_CONFIG_VALUE_", "GIT_SSL_", "GIT_HTTP_")


class Ran(NamedTuple):
    """What a run of git left: its exit code, what it printed, and what it and its hooks said."""

    code: int
    output: bytes
    said: str


class ActingGit:
    """The git of this machine, run in one folder, the top of a work tree; `attended`: somebody is at a terminal."""

    def __init__(self, top: Path, attended: bool) -> None:
        self.top = top
        self._attended = attended
        self._command = [binary(top), *_OPTIONS]
        self._environment = environment(top, attended)

    def run(self, *arguments: str, stdin: str = "") -> Ran:
        """`git ARGUMENTS`, however it ends; RecordError where it cannot be run, or does not end with nobody there.

        Files take what it says, no pipes: a program that git leaves running in the background, such as ssh that keeps
        a connection open, would hold a pipe open for as long as it lives.
        """
        with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as said:
            given.write(stdin.encode("utf-8"))
            given.seek(0)
            try:
                process = subprocess.Popen(
                    [*self._command, *arguments],
                    cwd=self.top,
                    env=self._environment,
                    stdin=given,
                    stdout=output,
                    stderr=said,
                    start_new_session=not self._attended,
                )
            except OSError as error:
                raise RecordError("git cannot be run: {why}.", why=reason(error)) from error
            code = self._wait(process)
            output.seek(0)
            said.seek(0)
            return Ran(code, output.read(), said.read().decode("utf-8", "replace"))

    def _wait(self, process: subprocess.Popen[bytes]) -> int:
        try:
            return process.wait(None if self._attended else LONGEST)
        except subprocess.TimeoutExpired as error:
            raise RecordError(
                "git, or a program that it ran, did not end within {seconds} seconds.",
                "See on a terminal what it waits for: git status",
                seconds=LONGEST,
            ) from error
        finally:  # ^C: git takes its locks away when it is told to end, not when it is killed
            if process.poll() is None:
                self._end(process)

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        """End git, and where it has a session of its own all that it started; by force where it does not listen."""
        for number in (signal.SIGTERM, getattr(signal, "SIGKILL", signal.SIGTERM)):
            with suppress(OSError):
                if self._attended or not hasattr(os, "killpg"):
                    process.send_signal(number)
                else:
                    os.killpg(process.pid, number)
            with suppress(subprocess.TimeoutExpired):
                process.wait(PATIENCE)
                return


def environment(top: Path, attended: bool) -> dict[str, str]:
    """The user's environment, as the page of this module tells."""
    kept = {name: value for name, value in os.environ.items() if _is_kept(name.upper())}
    spoken = kept.pop("LC_ALL", None)
    if spoken:
        kept["LC_CTYPE"] = spoken  # hooks may print in it
    kept |= {
        "LC_MESSAGES": "C",
        "GIT_EDITOR": ":",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_CEILING_DIRECTORIES": str(top.parent),
    }
    kept.pop("LANGUAGE", None)
    if attended:
        with suppress(OSError, ValueError):
            kept.setdefault("GPG_TTY", os.ttyname(sys.stdin.fileno()))
        return kept
    for name in ("SSH_ASKPASS", "DISPLAY", "WAYLAND_DISPLAY", "GPG_TTY"):
        kept.pop(name, None)
    return kept | {"GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "", "SSH_ASKPASS_REQUIRE": "never"}


def _is_kept(name: str) -> bool:
    return not name.startswith("GIT_") or name in _KEPT or name.startswith(_KEPT_BEGINNINGS)
