"""Attacks, each a story with what guard must find in it: the rule, the commit, the person, the plan, the field."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.guard import (
    attacks_by_renaming,
    attacks_by_reviving,
    attacks_in_disguise,
    attacks_on_fields,
    attacks_on_files,
    attacks_on_history,
)
from tests.guard.world import Told, World, guard, told, world_of

PARTS = (
    attacks_on_fields,
    attacks_on_files,
    attacks_on_history,
    attacks_in_disguise,
    attacks_by_renaming,
    attacks_by_reviving,
)
ROWS = [
    *((name, 0, commits, expected)
      for part in PARTS for name, commits, expected in part.ROWS),
    *attacks_on_history.ONTO,
    *attacks_by_renaming.ONTO,
    *attacks_by_reviving.ONTO,
]  # fmt: skip


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    tales = {name: commits for name, _, commits, _ in ROWS}
    with world_of(tales, tmp_path_factory.mktemp("attacks") / "repository") as world:
        yield world


def test_every_row_has_a_name_of_its_own() -> None:
    assert len({name for name, *_ in ROWS}) == len(ROWS)


@pytest.mark.parametrize(
    ("name", "base", "expected"), [pytest.param(name, base, expected, id=name) for name, base, _, expected in ROWS]
)
def test_an_attack_is_found(world: World, name: str, base: int, expected: set[Told]) -> None:
    commits = world.commits(name)
    report = guard(world.repository, commits[base], commits[-1])
    assert told(report.findings, commits) == expected
    assert len(report.findings) == len(expected)
    assert report.failed
