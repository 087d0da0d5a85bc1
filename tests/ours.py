"""Copies of this repository's own plans and schema, for tests to do with as they like."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests import gitting

ROOT = Path(__file__).parents[1]


def copied(folder: Path) -> Path:
    """The plans and the schema as files in a folder, in no git repository."""
    for name in ("plans", "schema"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def committed(folder: Path, author: str = gitting.NORTH, date: str = "2026-11-16T09:00:00+0000") -> Path:
    """The same in one commit, a week before the day of most of our transcripts."""
    copied(gitting.start(folder))
    gitting.commit(folder, {}, "Plans of 2026", author=author, date=date)
    return folder
