"""The README's transcripts are what one sees: every `console` block is run in a copy of the repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.transcripts import README, blocks, perform, steps

BLOCKS = blocks(README.read_text("utf-8"))


def test_there_are_transcripts() -> None:
    assert len(BLOCKS) >= 3


@pytest.mark.parametrize("block", BLOCKS, ids=[f"{number} {steps(block)[0][0]}" for number, block in enumerate(BLOCKS)])
def test_a_transcript_is_what_one_sees(block: str, tmp_path: Path) -> None:
    assert perform(block, tmp_path) == steps(block)
