"""The README's transcripts: each `console` block run in a copy of this repository's plans, as a user would.

`python -m tests.transcripts` writes what the commands print now into the README, for review as a diff.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests import gitting
from tests.cli.command import environment

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"

_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
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
    repository = gitting.start(folder / "repository")
    for name in ("plans", "schema"):
        shutil.copytree(ROOT / name, repository / name)
    gitting.commit(repository, {}, "Plans of 2026", author=gitting.HEAD_OF_SKAM, date="2026-11-16T09:00:00+0000")
    env = gitting.environment(**environment(KAMCTL_TODAY="2026-11-23", LC_ALL="C.UTF-8"))
    env["PATH"] = f"{Path(sys.executable).parent}:{env['PATH']}"
    name, _, email = gitting.NORTH.rstrip(">").partition(" <")
    for role in ("AUTHOR", "COMMITTER"):
        env |= {f"GIT_{role}_NAME": name, f"GIT_{role}_EMAIL": email, f"GIT_{role}_DATE": _WHEN}
    done = []
    for command, _ in steps(block):
        run = subprocess.run(
            ["bash", "-c", command],
            cwd=repository,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=60,
        )
        done.append((command, run.stdout))
    return done


def main() -> None:
    """Write the README anew."""

    def performed(found: re.Match[str]) -> str:
        with tempfile.TemporaryDirectory() as folder:
            done = perform(found[1], Path(folder))
        return "```console\n" + "".join(f"$ {command}\n{output}" for command, output in done) + "```"

    README.write_text(_BLOCK.sub(performed, README.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
