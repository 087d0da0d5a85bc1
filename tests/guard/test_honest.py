"""Nothing is held against honest work."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.guard import honest, honest_merges
from tests.guard.world import World, guard, world_of

STORIES = [*((name, 0, commits) for name, commits in (*honest.HONEST, *honest_merges.HONEST)), *honest_merges.LATER]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    tales = {name: commits for name, _, commits in STORIES}
    with world_of(tales, tmp_path_factory.mktemp("honest") / "repository") as world:
        yield world


def test_there_are_at_least_forty() -> None:
    assert len({name for name, *_ in STORIES}) == len(STORIES) >= 40


@pytest.mark.parametrize(("name", "base"), [pytest.param(name, base, id=name) for name, base, _ in STORIES])
def test_nothing_is_held_against_honest_work(world: World, name: str, base: int) -> None:
    commits = world.commits(name)
    report = guard(world.repository, commits[base], commits[-1])
    assert [str(finding.message) for finding in report.findings] == []
    assert report.guarded is not None
    assert report.guarded.commits == len(commits) - 1 - base
