"""A pager, as git has one: long text on a terminal is shown a screen at a time."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from typing import IO

from kamctl.cli.terminal import Terminal

_FOR_A_SHELL = re.compile(r"[|&;<>()$`\\\"'*?\[#~=%]")
_NOT_FOUND = (126, 127)
"""What a shell exits with when it cannot run a command."""


def show(terminal: Terminal, text: str, format_: str, *, wanted: bool = True) -> None:
    """Text for people through the pager where `wanted` and standard output is a terminal; else straight to it.

    The pager is `$KAMCTL_PAGER`, `$PAGER`, or less; none where that is empty or cat, or cannot be run.
    """
    if format_ != "text":
        terminal.write_data(text)
        return
    command = _command() if wanted and text and _on_a_terminal() else None
    if command is None or not _paged(command, text):
        terminal.write(text)


def _on_a_terminal() -> bool:
    try:
        return sys.stdout is not None and sys.stdout.isatty()
    except ValueError:  # it was closed
        return False


def _command() -> list[str] | None:
    """How the pager is started; None where there is none."""
    asked = os.environ.get("KAMCTL_PAGER", os.environ.get("PAGER", "less")).strip()
    if asked in ("", "cat"):
        return None
    if os.name != "nt" and _FOR_A_SHELL.search(asked):
        return ["/bin/sh", "-c", asked]
    import shlex

    try:
        words = shlex.split(asked, posix=os.name != "nt")
    except ValueError:
        return None
    found = shutil.which(words[0]) if words else None
    return [found, *words[1:]] if found else None


def _paged(command: list[str], text: str) -> bool:
    """Show text by a pager until its reader has had enough of it; False where it could not be started."""
    environment = {"LESS": "FRX", "LV": "-c", **os.environ}
    sys.stdout.flush()
    try:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, env=environment)
    except OSError:
        return False
    # ^C is for the pager while it runs.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        assert process.stdin is not None
        _feed(process.stdin, text.encode(sys.stdout.encoding or "utf-8", "backslashreplace"))
        return process.wait() not in _NOT_FOUND
    finally:
        signal.signal(signal.SIGINT, before)
        if process.poll() is None:
            process.kill()
            process.wait()


def _feed(pipe: IO[bytes], data: bytes) -> None:
    with suppress(OSError):  # its reader need not see the end
        pipe.write(data)
    with suppress(OSError):
        pipe.close()
