"""`kamctl` in the process of the tests: for what it says and writes, where nothing depends on a process of its own.

It costs a fraction of what starting Python does, and the lines that it reaches are counted. Signals, pipes, streams
and the terminal are tested with `tests.cli.command`, which starts the program as a user does.
"""

from __future__ import annotations

import gc
import io
import os
import signal
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from kamctl.cli.main import main
from tests.cli.command import Ran, environment


def kamctl(folder: Path, *arguments: str, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> Ran:
    """`kamctl ARGUMENTS` in a folder."""
    given, out, err = (io.TextIOWrapper(io.BytesIO(held), encoding="utf-8") for held in (stdin, b"", b""))
    handler = signal.getsignal(signal.SIGTERM)
    with pytest.MonkeyPatch.context() as user, redirect_stdout(out), redirect_stderr(err):
        user.chdir(folder)
        user.setattr(sys, "stdin", given)
        theirs = environment(**(env or {}))
        for name in {*os.environ} - {*theirs}:
            user.delenv(name)
        for name, value in theirs.items():
            user.setenv(name, value)
        try:
            main([*arguments])
        except SystemExit as stop:
            code = stop.code
        finally:
            signal.signal(signal.SIGTERM, handler)
            gc.enable()
    assert isinstance(code, int)
    return Ran(code, *(stream.buffer.getvalue().decode("utf-8") for stream in (out, err)))
