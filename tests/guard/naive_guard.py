"""Guard in plain loops, written from the words of the design alone: it imports nothing of the program.

Objects are read and trees walked by hand; a plan is a flat table of fields; notes are a bag without an order. Where
the program tells a place in a list, this tells `history`.
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
Finding = tuple[str, str, str | None, str, str | None]
"""Rule, commit, person, client or path, field."""

QUARTERS = {"Q1": 1, "Q2": 4, "Q3": 7, "Q4": 10}


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

    def tree(self, id_: str, above: str = "") -> dict[str, tuple[int, str]]:
        """Mode and id of each file below a tree."""
        data = self(id_)
        found: dict[str, tuple[int, str]] = {}
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
    files: dict[str, tuple[int, str]]


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
    """Fields by their paths, and the notes of history; `readable` False: nobody knows what it says."""

    fields: dict[Key, Any]
    notes: list[frozenset[tuple[str, str]]]
    readable: bool

    @property
    def kam(self) -> Any:
        return self.fields.get(("kam",))


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
    return Plan(fields, notes, True)


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


class Change(NamedTuple):
    """A field that says something else: `kind` is added, removed or changed; a note is one thing under `history`."""

    kind: str
    path: Key
    new: Any

    @property
    def field(self) -> str:
        return "history" if self.path[0] == "history" else ".".join(self.path)


class Deed(NamedTuple):
    path: str
    client: str | None
    kind: str
    content: tuple[int, str] | None
    changes: tuple[Change, ...]
    kams: tuple[Any, ...]
    ordinary: bool
    comparable: bool
    rewritten: frozenset[Change]


def differences(old: Plan, new: Plan) -> set[Change]:
    found = set()
    for path in old.fields.keys() | new.fields.keys():
        if path not in new.fields:
            found.add(Change("removed", path, None))
        elif path not in old.fields:
            found.add(Change("added", path, new.fields[path]))
        elif old.fields[path] != new.fields[path]:
            found.add(Change("changed", path, new.fields[path]))
    for note in set(old.notes) | set(new.notes):
        if old.notes.count(note) > new.notes.count(note):
            found.add(Change("removed", ("history", note), None))
        elif old.notes.count(note) < new.notes.count(note):
            found.add(Change("added", ("history", note), True))
    return found


class Guard:
    """All that one base decides, and the verdict on a range that begins there."""

    def __init__(self, objects: Objects, base: str, people: dict[str, tuple[str, list[str]]], mailmap: dict[str, str],
                 skam_only: list[str], today: date) -> None:  # fmt: skip
        self.objects = objects
        self.base = commit_of(objects, base)
        self.people = people
        self.mailmap = mailmap
        self.skam_only = skam_only
        self.today = today
        self.owners = {
            client: self.plan(content).kam if self.plan(content).readable else None
            for path, content in self.base.files.items() if (client := client_of(path))
        }  # fmt: skip

    def plan(self, content: tuple[int, str]) -> Plan:
        if content[0] == 0o160000:
            return Plan({}, [], False)
        return plan_of(self.objects(content[1]), content[0])

    def person(self, email: str) -> str | None:
        address = self.mailmap.get(email.lower(), email).lower()
        return next((person for person, (_, emails) in self.people.items() if address in emails), None)

    # What was done.

    def pairs(self, old: dict[str, tuple[int, str]], new: dict[str, tuple[int, str]]) -> dict[str, tuple[Any, Any]]:
        """Files that differ, by where they are now, a plan that is gone by its client; each with where it was."""
        found: dict[str, tuple[Any, Any]] = {}
        gone = {path for path in old if path not in new}
        for path, content in new.items():
            if path not in old:
                client = client_of(path)
                was = next((other for other in sorted(gone) if client and client_of(other) == client), None)
                if was:
                    gone.discard(was)
                found[path] = ((was, *old[was]) if was else None, (path, *content))
            elif old[path] != content:
                found[path] = ((path, *old[path]), (path, *content))
        for path in gone:
            found[f"gone {client_of(path) or path}"] = ((path, *old[path]), None)
        return found

    def deeds(self, commit: Commit, parents: list[dict[str, tuple[int, str]]]) -> list[Deed]:
        sides = [self.pairs(parent, commit.files) for parent in parents or [{}]]
        found = []
        for key in sorted(set.intersection(*(set(side) for side in sides))):
            olds, new = [side[key][0] for side in sides], sides[0][key][1]
            deed = self.deed(olds, new)
            if deed is not None:
                found.append(deed)
        return found

    def deed(self, olds: list[Any], new: Any) -> Deed | None:
        there = [old for old in olds if old]
        path = new[0] if new else there[0][0]
        kind = "deleted" if not new else "created" if not there else "edited"
        if new and there and all(old and old[0] != new[0] for old in olds):
            kind = "moved"
        ordinary = not new or all(
            new[1] == 0o100644 if not old else new[1] == old[1] and new[1] in (0o100644, 0o100755) for old in olds
        )
        client = client_of(path)
        content = new[1:] if new else None
        if client is None:
            return Deed(path, None, kind, content, (), (), ordinary, True, frozenset())
        befores = [self.plan(old[1:]) if old else NOWHERE for old in olds]
        after = self.plan(new[1:]) if new else NOWHERE
        known = [plan for plan, old in zip(befores, olds, strict=True) if old] + ([after] if new else [])
        kams = tuple(plan.kam for plan in known)
        if new and not all(plan.readable for plan in known):
            return Deed(path, client, kind, content, (), kams, ordinary, False, frozenset())
        each = [differences(before, after) for before in befores]
        # What is added as against one parent may be changed as against another.
        first = next((number for number, old in enumerate(olds) if old), 0)
        changes = {change for change in each[first] if all(is_in(change, side) for side in each)}
        if not all(olds) and any(change.kind == "added" and change.path[0] == "history" for change in changes):
            # Where a parent has no plan, a note that came may be one of another parent's that was changed.
            changes |= {change for change in each[first] if change.kind == "removed" and change.path[0] == "history"}
        rewritten = frozenset(change for change in changes if change.kind == "removed" and is_dated(change))
        if len(olds) > 1 and not changes and kind == "edited" and ordinary:
            lines = {line.strip() for old in there for line in self.objects(old[2]).split(b"\n")}
            if all(line.strip() in lines for line in self.objects(new[2]).split(b"\n")):
                return None
        return Deed(path, client, kind, content, tuple(changes), kams, ordinary, True, rewritten)

    # Who may.

    def standing(self, deed: Deed, person: str | None) -> str:
        role = self.people[person][0] if person else None
        if role == "skam":
            return "all"
        if role != "kam" or deed.client is None:
            return "none"
        if deed.client in self.owners:
            return "own" if self.owners[deed.client] == person else "none"
        for client, owner in self.owners.items():
            if alike(client) == alike(deed.client) and owner != person:
                return "none"
        return "proposed" if set(deed.kams) == {person} else "none"

    def protected(self, change: Change, standing: str) -> bool:
        patterns = ["approvals"] if standing == "proposed" else [*self.skam_only, "approvals"]
        return any(
            len(steps) <= len(change.path)
            and all(step in ("*", name) for step, name in zip(steps, change.path, strict=False))
            for steps in (pattern.split(".") for pattern in patterns)
        )

    def begun(self, change: Change, day: date) -> bool:
        path = change.path
        if change.kind == "added" or path[-1] != "plan" or (len(path), path[0]) not in ((3, "sales"), (4, "kpis")):
            return False
        year, _, quarter = path[-2].partition("-")
        return date(int(year), QUARTERS.get(quarter, 1), 1) <= day

    def held(self, deed: Deed, person: str | None, whole: bool, charged: set[Change]) -> set[tuple[str, Change | None]]:
        """What is held against a deed, by who may do it: rules with the change, or the deed as such."""
        standing = self.standing(deed, person)
        found: set[tuple[str, Change | None]] = set()
        if person is not None and deed.client is None and standing != "all" and whole:
            found.add(("skam-only", None))
        elif person is not None and deed.client is not None and standing == "none" and (whole or charged):
            if whole and (deed.kind != "edited" or not charged):
                found.add(("not-your-plan", None))
            if not whole or deed.kind in ("edited", "moved"):
                found |= {("not-your-plan", change) for change in charged}
        elif standing in ("own", "proposed"):
            if whole and (not deed.ordinary or (deed.kind == "deleted" and standing == "own")):
                found.add(("skam-only", None))
            if deed.kind != "deleted":
                found |= {("skam-only", change) for change in charged if self.protected(change, standing)}
        if standing != "all" and deed.kind != "deleted":
            found |= {("history-rewritten", change) for change in charged if change in deed.rewritten}
        return found

    # The verdict.

    def judge(self, commits: list[Commit]) -> tuple[set[Finding], set[tuple[str, str, str]]]:
        """Findings, and figures (rule, client, field) that moved in the range as a whole by no commit's own dates."""
        known = {commit.id: commit for commit in commits}
        found: set[Finding] = set()
        told: set[Key] = set()
        fine: set[Key] = set()
        files: set[Key] = set()
        touched: set[str | None] = set()
        for commit in commits:
            person = self.person(commit.email)
            parents = [(known.get(parent) or commit_of(self.objects, parent)).files for parent in commit.parents]
            deeds = self.deeds(commit, parents)
            if person is None and deeds:
                found.add(("unknown-author", commit.id, None, "", None))
            for deed in deeds:
                held = self.held(deed, person, True, set(deed.changes))
                rules = held | self.everybody(deed, commit.day)
                for rule, change in rules:
                    found.add((rule, commit.id, person, deed.client or deed.path, change and change.field))
                    told.add((rule, deed.client or deed.path, change and (change.path, change.new)))
                if person is None or not deed.comparable or any(change is None for _, change in held):
                    continue
                clean = set(deed.changes) - {change for _, change in held}
                fine |= {(deed.client, change.path, change.new) for change in clean}
                files.add(self.left(deed))
                if clean or not deed.changes:
                    touched.add(deed.client)
        return self.whole(commits[0], found, told, fine, files, touched)

    def whole(self, tip: Commit, found: set[Finding], told: set[Key], fine: set[Key], files: set[Key],
              touched: set[str | None]) -> tuple[set[Finding], set[tuple[str, str, str]]]:  # fmt: skip
        person, anywhere = self.person(tip.email), set()
        answers = False
        for deed in self.deeds(tip, [self.base.files]):
            charged = {change for change in deed.changes if (deed.client, change.path, change.new) not in fine}
            if deed.client is None or not deed.ordinary or deed.kind in ("deleted", "moved"):
                explained = self.left(deed) in files
            else:
                explained = (deed.kind == "edited" and bool(deed.changes)) or deed.client in touched
            answers = answers or not explained or bool(charged)
            name = deed.client or deed.path
            for rule, change in self.held(deed, person, not explained, charged) | self.everybody(deed, None):
                if (rule, name, change and (change.path, change.new)) not in told:
                    found.add((rule, tip.id, person, name, change and change.field))
            for change in deed.changes:
                is_told = ("retroactive-change", name, (change.path, change.new)) in told
                if deed.kind != "deleted" and self.begun(change, self.today) and not is_told:
                    anywhere.add(("retroactive-change", name, change.field))
        if person is None and answers:
            found.add(("unknown-author", tip.id, None, "", None))
        return found, anywhere

    def everybody(self, deed: Deed, day: date | None) -> set[tuple[str, Change | None]]:
        """What is told whoever did it."""
        found: set[tuple[str, Change | None]] = set() if deed.comparable else {("not-comparable", None)}
        if day is not None and deed.kind != "deleted":
            found |= {("retroactive-change", change) for change in deed.changes if self.begun(change, day)}
        return found

    def left(self, deed: Deed) -> Key:
        if deed.content is None:
            return "gone", deed.client or deed.path
        return (deed.path,) if deed.client and deed.ordinary else (deed.path, deed.content)


def is_dated(change: Change) -> bool:
    return change.path[0] == "history" and any(name == "date" for name, _ in change.path[1])


def is_in(change: Change, side: set[Change]) -> bool:
    """Whether a field differs on another side too, there or gone alike."""
    return any(one.path == change.path and (one.kind == "removed") == (change.kind == "removed") for one in side)
