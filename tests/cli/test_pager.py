"""Long text on a terminal goes through a pager, as git's does: on real pseudo-terminals, with programs as pagers."""

from __future__ import annotations

import os
import pty
import subprocess
from pathlib import Path

import pytest

from tests.cli.command import PROGRAM, environment, kamctl, put
from tests.gitting import commit, start

PAGER = "sed s/^/paged:/"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    commit(put(start(tmp_path / "repository"), {}), {}, "Plans")
    return tmp_path / "repository"


def on_a_terminal(folder: Path, *arguments: str, **env: str) -> tuple[int, str]:
    """The exit code of `kamctl ARGUMENTS` and what a terminal shows of it."""
    ours, theirs = pty.openpty()
    clean = {name: value for name, value in environment().items() if name not in ("PAGER", "KAMCTL_PAGER", "LESS")}
    process = subprocess.Popen(
        [*PROGRAM, *arguments], cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs, env=clean | env
    )
    os.close(theirs)
    shown = b""
    try:
        while piece := os.read(ours, 65536):
            shown += piece
    except OSError:  # the other end has been closed
        pass
    finally:
        os.close(ours)
    return process.wait(timeout=30), shown.decode("utf-8").replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("arguments", "env", "paged"),
    [
        pytest.param(("log",), {"KAMCTL_PAGER": PAGER}, True, id="log goes through the pager"),
        pytest.param(("blame",), {"PAGER": PAGER}, True, id="blame too, and PAGER counts"),
        pytest.param(("diff",), {"PAGER": PAGER}, True, id="diff too"),
        pytest.param(
            ("log",), {"KAMCTL_PAGER": "cat", "PAGER": PAGER}, False, id="KAMCTL_PAGER counts first; cat is none"
        ),
        pytest.param(("log",), {"KAMCTL_PAGER": "", "PAGER": PAGER}, False, id="an empty one is none"),
        pytest.param(("log", "--no-pager"), {"PAGER": PAGER}, False, id="--no-pager asks for none"),
        pytest.param(("log", "--format", "json"), {"PAGER": PAGER}, False, id="what programs read is not paged"),
        pytest.param(("log",), {"PAGER": "no-such-pager"}, False, id="a pager that is not there is no error"),
        pytest.param(("log",), {"PAGER": "sh -c 'no-such-pager'"}, False, id="nor is one that a shell does not find"),
    ],
)
def test_text_on_a_terminal(folder: Path, arguments: tuple[str, ...], env: dict[str, str], paged: bool) -> None:
    code, shown = on_a_terminal(folder, *arguments, NO_COLOR="1", **env)
    lines = [line for line in shown.splitlines() if "no-such-pager" not in line]
    plain = kamctl(folder, *arguments).out.splitlines()
    assert code == 0
    assert lines == [f"paged:{line}" for line in plain] if paged else lines == plain


def test_a_reader_who_leaves_the_pager_early_is_no_error(folder: Path) -> None:
    assert on_a_terminal(folder, "log", PAGER="true") == (0, "")


def test_in_a_pipe_there_is_no_pager(folder: Path) -> None:
    assert "paged:" not in kamctl(folder, "log", env={"PAGER": PAGER}).out


def test_the_pager_gets_colours(folder: Path) -> None:
    _, shown = on_a_terminal(folder, "log", PAGER=PAGER, TERM="xterm")
    assert shown.startswith("paged:\x1b[1m")
