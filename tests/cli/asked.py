"""`kamctl` on a terminal of its own, where it asks and is answered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pexpect

from tests import gitting
from tests.cli.command import PROGRAM, environment


@contextmanager
def asked(folder: Path, *arguments: str, columns: int = 80, **changes: str) -> Iterator[Any]:
    """A running `kamctl ARGUMENTS` with nothing of this machine's settings of git."""
    ours = gitting.environment(HOME=str(folder.parent), TERM="xterm", COLUMNS=str(columns), **changes)
    child = pexpect.spawn(
        PROGRAM[0],
        [*PROGRAM[1:], *arguments],
        cwd=str(folder),
        env={**environment(), **ours, "KAMCTL_TODAY": changes.get("KAMCTL_TODAY", environment()["KAMCTL_TODAY"])},
        dimensions=(40, columns),
        timeout=60,
    )
    try:
        yield child
    finally:
        child.close(force=True)


def finish(child: Any) -> tuple[int, str]:
    """The exit code, and what was said since the last thing that was waited for."""
    child.expect(pexpect.EOF)
    said: str = child.before.decode("utf-8", "replace").replace("\r\n", "\n")
    child.close()
    return child.exitstatus, said


def answer(child: Any, question: str, typed: str) -> None:
    """Wait for a question (and the mark behind it), then type."""
    child.expect_exact(question.encode())
    child.expect_exact(b"> ")
    child.sendline(typed)
