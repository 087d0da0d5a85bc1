"""The editor on YAML files that nobody here wrote: it changes one scalar of each and nothing else, or refuses by name.

Workflows of GitHub, OpenAPI documents, Ansible's documentation and the like; PyYAML tells what a file says.
"""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from kamctl.edit.editing import edit
from kamctl.edit.edits import Set
from kamctl.errors import EditError
from kamctl.plan.document import read
from kamctl.plan.fault import Path as FieldPath
from kamctl.plan.source import RawFile
from tests.peers import FOREIGN_YAML, needs, peer

pytestmark = [needs(FOREIGN_YAML), pytest.mark.no_cover]

LEAST_FILES, LEAST_EDITED = 200, 180
UNREADABLE = "The file {path} cannot be read, so nothing in it can be edited."
NO_FIELDS = "An edit sets a field of the file {path}, not all of it."
NEW = ["changed", "it's: new #1", "on", "12:30", "Каждый понедельник"]


def files() -> list[Path]:
    """The YAML files of other people's packages, each text once."""
    folder = Path(peer(FOREIGN_YAML)[0])
    found = sorted(path for path in folder.rglob("*.y*ml") if path.suffix in (".yml", ".yaml") and path.is_file())
    return list({path.read_bytes(): path for path in found}.values())


def said(data: bytes) -> Any:
    """What a file says, every scalar as its text."""
    return yaml.load(data, yaml.BaseLoader)


def scalars(value: Any, path: FieldPath = ()) -> list[FieldPath]:
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    below = [found for step, inner in steps for found in scalars(inner, (*path, step))]
    return below if isinstance(value, dict | list) else [path]


def put(value: Any, path: FieldPath, new: str) -> Any:
    if not path:
        return new
    step, *rest = path
    if isinstance(value, dict):
        return {key: put(inner, tuple(rest), new) if key == step else inner for key, inner in value.items()}
    return [put(inner, tuple(rest), new) if index == step else inner for index, inner in enumerate(value)]


def changed_lines(old: bytes, new: bytes) -> tuple[list[bytes], list[bytes]]:
    """The lines between the first and the last that differ, on either side."""
    before, after = old.split(b"\n"), new.split(b"\n")
    while before and after and before[0] == after[0]:
        before, after = before[1:], after[1:]
    while before and after and before[-1] == after[-1]:
        before, after = before[:-1], after[:-1]
    return before, after


def edited(path: Path, chance: random.Random) -> str:
    """What came of an edit of one scalar of a file: `edited`, or the words of the refusal."""
    data = path.read_bytes()
    document = read(RawFile(path.name, data))
    fields = [] if document.unreadable else scalars(document.values)
    field = chance.choice(fields) if fields else ("anything",)
    new = chance.choice(NEW)
    try:
        done = edit(document, [Set(field, new)])
    except EditError as refusal:
        return refusal.message.template
    assert said(done.data) == put(said(data), field, new), (path, field)
    before, after = changed_lines(data, done.data)
    start, end = document.span(field)
    lines = document.source.position(end)[0] - document.source.position(start)[0] + 1
    assert len(after) <= 1, (path, field, after)
    assert len(before) <= lines, (path, field, before)
    return "edited" if done.changed else "same"


def test_one_scalar_of_each_file_changes_or_the_edit_is_refused() -> None:
    chance = random.Random(1)
    every = files()
    assert len(every) >= LEAST_FILES
    came_of = Counter(edited(path, chance) for path in every)
    assert came_of["edited"] >= LEAST_EDITED, came_of
    assert set(came_of) <= {"edited", "same", UNREADABLE, NO_FIELDS}, came_of
