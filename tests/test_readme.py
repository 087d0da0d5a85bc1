"""The README's transcripts are what one sees: every `console` block is run in a copy of the repository."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import environment

ROOT = Path(__file__).parents[1]

BLOCKS = re.findall(r"^```console\n(.*?)^```$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)


def steps(block: str) -> list[tuple[str, str]]:
    """The commands of a block with what they print."""
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)
    assert parts[0] == "", "a console block begins with a command"
    return [(command, output) for command, _, output in (part.partition("\n") for part in parts[1:])]


def test_there_are_transcripts() -> None:
    assert len(BLOCKS) >= 3


@pytest.mark.parametrize("block", BLOCKS, ids=[steps(block)[0][0] for block in BLOCKS])
def test_a_transcript_is_what_one_sees(block: str, tmp_path: Path) -> None:
    repository = tmp_path / "repository"
    for folder in ("plans", "schema"):
        shutil.copytree(ROOT / folder, repository / folder)
    tools = str(Path(sys.executable).parent)
    env = environment(KAMCTL_TODAY="2026-11-23", LC_ALL="C.UTF-8")
    env["PATH"] = f"{tools}:{env['PATH']}"
    for command, output in steps(block):
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
        assert run.stdout == output
