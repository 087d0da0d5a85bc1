"""Commits, trees and plans read by hand, for the naive model: nothing of the program is imported.

A plan is a flat table of fields; notes are a bag without an order.
"""

from __future__ import annotations

import re
import subprocess
import unicodedata
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import yaml

Key = tuple[Any, ...]
Content = tuple[int, str]
"""Mode and id of a file."""


class Objects:
    """Everything in a git repository, by id."""

    def __init__(self, folder: Path, env: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            ["git", "cat-file", "--batch"], cwd=folder, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.known: dict[str, bytes] = {}

    def __enter__(self) -> Objects:
        return self

    def __exit__(self, *error: object) -> None:
        self.process.kill()
        self.process.communicate()

    def __call__(self, id_: str) -> bytes:
        if id_ not in self.known:
            assert self.process.stdin is not None
            assert self.process.stdout is not None
            self.process.stdin.write(id_.encode() + b"\n")
            self.process.stdin.flush()
            size = int(self.process.stdout.readline().split()[2])
            self.known[id_] = self.process.stdout.read(size + 1)[:-1]
        return self.known[id_]

    def tree(self, id_: str, above: str = "") -> dict[str, Content]:
        """Mode and id of each file below a tree."""
        data = self(id_)
        found: dict[str, Content] = {}
        while data:
            head, _, rest = data.partition(b"\0")
            mode, _, name = head.partition(b" ")
            path, inner, data = above + name.decode(), rest[:20].hex(), rest[20:]
            if int(mode, 8) == 0o40000:
                found |= self.tree(inner, f"{path}/")
            else:
                found[path] = (int(mode, 8), inner)
        return found


class Commit(NamedTuple):
    id: str
    parents: list[str]
    email: str
    day: date
    files: dict[str, Content]


def commit_of(objects: Objects, id_: str) -> Commit:
    lines = objects(id_).decode().partition("\n\n")[0].split("\n")
    of = {key: [line.partition(" ")[2] for line in lines if line.startswith(key + " ")] for key in
          ("tree", "parent", "author", "committer")}  # fmt: skip
    stamps = [int(of[key][0].rsplit(" ", 2)[1]) for key in ("author", "committer")]
    email = of["author"][0].partition("<")[2].partition(">")[0]
    return Commit(
        id_, of["parent"], email, datetime.fromtimestamp(max(stamps), UTC).date(), objects.tree(of["tree"][0])
    )


class Plan(NamedTuple):
    """Fields by their paths, and the notes of history; `readable` False: nobody knows what it says.

    `told` are all fields, those of notes by their places.
    """

    fields: dict[Key, Any]
    notes: list[frozenset[tuple[str, str]]]
    readable: bool
    told: frozenset[tuple[Key, Any]] = frozenset()

    @property
    def kam(self) -> Any:
        return self.fields.get(("kam",))

    @property
    def looks(self) -> int | None:
        """The year that the plan is for."""
        found = self.fields.get(("period",))
        return int(found) if isinstance(found, float) else None

    @property
    def traits(self) -> set[Key]:
        """What no two clients have in common: the name, notes with a date, results."""
        told = [dict(note) for note in self.notes]
        notes = {(note["date"], note["note"]) for note in told if "date" in note and "note" in note}
        name = self.fields.get(("client",))
        sold = {each for each in self.fields.items() if each[0][0] == "sales" and each[0][-1] == "actual"}
        return notes | sold | ({(alike(name),)} if isinstance(name, str) else set())


NOWHERE = Plan({}, [], True)


def plan_of(data: bytes, mode: int) -> Plan:
    broken = Plan({}, [], False)
    if mode not in (0o100644, 0o100755):
        return broken
    try:
        events = list(yaml.parse(data, yaml.SafeLoader))
        node = yaml.compose(data, yaml.SafeLoader)
    except yaml.YAMLError:
        return broken
    if any(getattr(event, "anchor", None) for event in events) or not isinstance(node, yaml.MappingNode):
        return broken
    fields: dict[Key, Any] = {}
    notes: list[frozenset[tuple[str, str]]] = []
    if not flatten(node, (), fields, notes):
        return broken
    return Plan(fields, notes, True, frozenset(told(node, ())))


def told(node: Any, path: Key) -> list[tuple[Key, Any]]:
    """Each field with its place and what it means."""
    if isinstance(node, yaml.MappingNode):
        return [leaf for key, value in node.value for leaf in told(value, (*path, key.value))]
    if isinstance(node, yaml.SequenceNode):
        return [leaf for number, item in enumerate(node.value) for leaf in told(item, (*path, number))]
    return [(path, meaning(node.value))]


def flatten(node: Any, path: Key, fields: dict[Key, Any], notes: list[Any]) -> bool:
    """False where a key stands twice."""
    if isinstance(node, yaml.MappingNode):
        names = [key.value for key, _ in node.value]
        return len(names) == len(set(names)) and all(
            flatten(value, (*path, key.value), fields, notes) for key, value in node.value
        )
    if isinstance(node, yaml.SequenceNode):
        notes += [frozenset((key.value, value.value) for key, value in item.value) for item in node.value]
        return True
    fields[path] = meaning(node.value)
    return True


def meaning(text: str) -> Any:
    if re.fullmatch(r"[0-9_]+(\.[0-9]+)?", text):
        return float(text.replace("_", ""))
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?%", text):
        return ("percent", float(text[:-1]))
    return text


def client_of(path: str) -> str | None:
    parts = path.split("/")
    if parts[0] != "plans" or not path.endswith(".yaml") or any(part.startswith(".") for part in parts):
        return None
    return parts[-1].removesuffix(".yaml")


def alike(client: str) -> str:
    return unicodedata.normalize("NFKC", client).casefold()
