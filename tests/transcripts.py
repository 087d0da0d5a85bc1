"""The README's transcripts: each `console` block run in a copy of this repository's plans, as a user would.

A command whose output has questions (`> ` at the beginning of a line, `[Y/n]:` at its end) is run on a terminal of its
own, and gets the answers that stand behind them.

`python -m tests.transcripts` writes what the commands print now into the README, for review as a diff.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import pexpect

from tests import gitting
from tests.cli.command import environment
from tests.ours import ROOT, committed

README = ROOT / "README.md"

_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_REPLY = re.compile(r"^(?:>|.*\[Y/n\]:)(?P<typed>(?: .*)?)$", re.MULTILINE)
_WHEN = "2026-11-23T09:30:00+0000"


def blocks(text: str) -> list[str]:
    """The console blocks of a page."""
    return _BLOCK.findall(text)


def steps(block: str) -> list[tuple[str, str]]:
    """The commands of a block with what they print."""
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)
    assert parts[0] == "", "a console block begins with a command"
    return [(command, output) for command, _, output in (part.partition("\n") for part in parts[1:])]


def perform(block: str, folder: Path) -> list[tuple[str, str]]:
    """The commands of a block with what they print now, one after the other, in a fresh copy of the repository.

    The plans were committed the week before by the head of the SKAM; what a block commits is KAM North's.
    """
    repository = committed(folder / "repository", gitting.HEAD_OF_SKAM)
    env = gitting.environment(**environment(KAMCTL_TODAY="2026-11-23", LC_ALL="C.UTF-8"))
    env["PATH"] = f"{Path(sys.executable).parent}:{env['PATH']}"
    name, _, email = gitting.NORTH.rstrip(">").partition(" <")
    for role in ("AUTHOR", "COMMITTER"):
        env |= {f"GIT_{role}_NAME": name, f"GIT_{role}_EMAIL": email, f"GIT_{role}_DATE": _WHEN}
    return [
        (
            command,
            talk(command, answers, repository, env) if (answers := replies(output)) else run(command, repository, env),
        )
        for command, output in steps(block)
    ]


def run(command: str, folder: Path, env: Mapping[str, str]) -> str:
    """What a command prints, both streams together, with nobody at a terminal."""
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=60,
    )
    return done.stdout


def replies(output: str) -> list[str]:
    """What is typed in a transcript, question by question."""
    return [found["typed"].strip() for found in _REPLY.finditer(output)]


def talk(command: str, answers: Iterable[str], folder: Path, env: Mapping[str, str]) -> str:
    """A command on a terminal as one sees it there: questions, answers, and what comes of them."""
    seen = io.StringIO()
    child = pexpect.spawn(
        "bash",
        ["-c", command],
        cwd=str(folder),
        env={**env, "TERM": "dumb", "NO_COLOR": "1"},
        dimensions=(50, 80),
        timeout=60,
        encoding="utf-8",
    )
    child.logfile_read = seen
    try:
        for typed in answers:
            if child.expect([r"(?:\n> |\[Y/n\]: )$", pexpect.EOF]):
                break
            child.sendline(typed)
        else:
            child.expect(pexpect.EOF)
    finally:
        child.close(force=True)
    return "".join(f"{line.rstrip()}\n" for line in seen.getvalue().replace("\r\n", "\n").split("\n")[:-1])


def main() -> None:
    """Write the README anew."""

    def performed(found: re.Match[str]) -> str:
        with tempfile.TemporaryDirectory() as folder:
            done = perform(found[1], Path(folder))
        return "```console\n" + "".join(f"$ {command}\n{output}" for command, output in done) + "```"

    README.write_text(_BLOCK.sub(performed, README.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
