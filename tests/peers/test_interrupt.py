"""A ^C that comes between a question and the reading of its answer ends the command: strace holds it there."""

from __future__ import annotations

from pathlib import Path

import pexpect

from tests.cli.asked import finish
from tests.cli.command import PROGRAM, environment, put
from tests.peers import STRACE, needs, peer

pytestmark = needs(STRACE)


def test_an_interrupt_before_the_answer_is_read_ends_the_command(tmp_path: Path) -> None:
    folder = put(tmp_path / "repository", {})
    slowly = ["-o", str(tmp_path / "told"), "-e", "trace=write", "-e", "inject=write:delay_exit=150000"]
    command = [*peer(STRACE), *slowly, *PROGRAM, "new", "larch-lane"]
    child = pexpect.spawn(command[0], command[1:], cwd=str(folder), env=environment(TERM="xterm"), timeout=30)
    child.delaybeforesend = None
    child.expect_exact(b"> ")
    child.sendcontrol("c")
    code, said = finish(child)
    assert (code, said) == (130, "^C\nNothing was written.\nInterrupted.\n")
