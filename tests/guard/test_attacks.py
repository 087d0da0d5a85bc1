"""Attacks, each a story with what guard must find in it: the rule, the commit, the person, the plan, the field."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from kamctl.gitrepo.repository import Repository
from tests.guard import attacks_on_fields, attacks_on_files
from tests.guard.world import Loom, Story, Told, base_of, guard, told

ROWS = [*attacks_on_fields.ROWS, *attacks_on_files.ROWS]


class World(NamedTuple):
    repository: Repository
    ids: dict[int, str]
    stories: dict[str, Story]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One repository with all stories."""
    loom = Loom()
    base = base_of(loom)
    stories = {}
    for name, commits, _ in ROWS:
        story = stories[name] = Story(loom, base)
        for commit in commits:
            story.does(**commit)
    folder: Path = tmp_path_factory.mktemp("world")
    ids = loom.weave(folder / "repository")
    with Repository.find(folder / "repository") as repository:
        yield World(repository, ids, stories)


def test_every_row_has_a_name_of_its_own() -> None:
    assert len({name for name, _, _ in ROWS}) == len(ROWS)


@pytest.mark.parametrize(("name", "expected"), [pytest.param(row[0], row[2], id=row[0]) for row in ROWS])
def test_an_attack_is_found(world: World, name: str, expected: set[Told]) -> None:
    story = world.stories[name]
    ids = [world.ids[mark] for mark in story.marks]
    report = guard(world.repository, world.ids[story.base], ids[-1])
    numbers = {id_: number for number, id_ in enumerate(ids, 1)}
    assert told(report.findings, numbers) == expected
    assert len(report.findings) == len(expected)
    assert report.failed
