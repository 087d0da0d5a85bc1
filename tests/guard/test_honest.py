"""Nothing is held against honest work."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.guard.honest import HONEST
from tests.guard.world import World, guard, world_of


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world_of(dict(HONEST), tmp_path_factory.mktemp("honest") / "repository") as world:
        yield world


def test_there_are_at_least_forty() -> None:
    assert len({name for name, _ in HONEST}) == len(HONEST) >= 40


@pytest.mark.parametrize("name", [name for name, _ in HONEST])
def test_nothing_is_held_against_honest_work(world: World, name: str) -> None:
    base, *_, tip = commits = world.commits(name)
    report = guard(world.repository, base, tip)
    assert [str(finding.message) for finding in report.findings] == []
    assert report.guarded is not None
    assert report.guarded.commits == len(commits) - 1
