"""What the tests of many commands begin with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ours import copied


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A copy of this repository's plans and schema, in no git repository."""
    return copied(tmp_path)
