"""Guard in plain loops, written from the words of the design alone: it imports nothing of the program.

Objects are read and trees walked by hand; where the program tells a place in a list, this tells `history`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from tests.guard.naive_reading import NOWHERE, Commit, Content, Key, Objects, Plan, alike, client_of, commit_of, plan_of
from tests.guard.naive_record import Change, Deed, Fact, Record, facts

Finding = tuple[str, str, str | None, str, str | None]
"""Rule, commit, person, client or path, field."""

QUARTERS = {"Q1": 1, "Q2": 4, "Q3": 7, "Q4": 10}


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
        self.plans: dict[Content, Plan] = {}
        self.shapes: set[str] = set()  # what there was to be judged
        self.base = commit_of(objects, base)
        self.people = people
        self.mailmap = mailmap
        self.skam_only = skam_only
        self.today = today
        self.owners = {
            client: self.plan(content).kam if self.plan(content).readable else None
            for path, content in self.base.files.items() if (client := client_of(path))
        }  # fmt: skip

    def plan(self, content: Content) -> Plan:
        if content not in self.plans:
            is_module = content[0] == 0o160000
            self.plans[content] = Plan({}, [], False) if is_module else plan_of(self.objects(content[1]), content[0])
        return self.plans[content]

    def person(self, email: str) -> str | None:
        address = self.mailmap.get(email.lower(), email).lower()
        return next((person for person, (_, emails) in self.people.items() if address in emails), None)

    # What was done.

    def pairs(self, old: dict[str, Content], new: dict[str, Content]) -> dict[str, tuple[Any, Any]]:
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

    def deeds(self, commit: Commit, parents: list[dict[str, Content]]) -> list[Deed]:
        sides = [self.pairs(parent, commit.files) for parent in parents or [{}]]
        found = []
        for key in sorted(set.intersection(*(set(side) for side in sides))):
            olds, new = [side[key][0] for side in sides], sides[0][key][1]
            deed = self.deed(olds, new)
            if deed is not None:
                found.append(deed)
        return self.followed(found)

    def followed(self, deeds: list[Deed]) -> list[Deed]:
        """A plan that went and one that came are one under another id, where they say half of the same, or are kin."""
        gone: dict[str, Content] = {}
        come: dict[str, Content] = {}
        for deed in deeds:
            if deed.client is None or not deed.comparable:
                continue
            was = deed.before if deed.before and self.plan(deed.before).readable else None
            if was and deed.content and self.is_one(was, deed.content):
                continue
            if was:
                gone[deed.client] = was
            if deed.content:
                come[deed.client] = deed.content
        former: dict[str, str] = {}
        for new in sorted(come):
            for old in sorted(gone):
                if come[new][1] == gone[old][1] and old not in former.values():
                    former[new] = old
                    break
        rest = [
            (-shared(self.plan(gone[old]), self.plan(come[new])), old, new)
            for old in gone
            for new in come
            if old not in former.values() and new not in former and self.is_one(gone[old], come[new])
        ]
        for _, old, new in sorted(rest):
            if old not in former.values() and new not in former:
                former[new] = old
        return [self.moved(deed, former.get(deed.client or ""), gone) for deed in deeds]

    def moved(self, deed: Deed, former: str | None, gone: dict[str, Content]) -> Deed:
        if former is None or former == deed.client or deed.content is None or not deed.comparable:
            return deed
        old, new = self.plan(gone[former]), self.plan(deed.content)
        figures = frozenset(change for change in differences(old, new) if is_figure(change))
        return deed._replace(former=former, figures=figures, horizon=(old.looks, new.looks))

    def is_one(self, old: Content, new: Content) -> bool:
        before, after = self.plan(old), self.plan(new)
        return shared(before, after) >= 0.5 or bool(before.traits & after.traits)

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
        was = there[0][1:] if there else None
        if client is None:
            return Deed(path, None, kind, content, (), (), ordinary, True, frozenset(), was)
        befores = [self.plan(old[1:]) if old else NOWHERE for old in olds]
        after = self.plan(new[1:]) if new else NOWHERE
        known = [plan for plan, old in zip(befores, olds, strict=True) if old] + ([after] if new else [])
        kams = tuple(plan.kam for plan in known)
        if new and not all(plan.readable for plan in known):
            return Deed(path, client, kind, content, (), kams, ordinary, False, frozenset(), was)
        each = [differences(before, after) for before in befores]
        # What is added as against one parent may be changed as against another.
        first = next((number for number, old in enumerate(olds) if old), 0)
        changes = {change for change in each[first] if all(is_in(change, side) for side in each)}
        if not all(olds) and any(change.kind == "added" and change.path[0] == "history" for change in changes):
            # Where a parent has no plan, a note that came may be one of another parent's that was changed.
            changes |= {change for change in each[first] if change.kind == "removed" and change.path[0] == "history"}
        notes = [each for each in differences(befores[first], after) if each.path[0] == "history"]
        lost = [each for each in notes if each.kind == "removed" and is_dated(each)]
        is_one = len(befores[first].notes) == len(after.notes) == 1
        came = {each for each in notes if each.kind == "added" and (is_one or replacement(each, lost, "added"))}
        rewritten = frozenset(each for each in changes if each in lost or (lost and each in came))
        if len(olds) > 1 and not changes and kind == "edited" and ordinary:
            lines = {line.strip() for old in there for line in self.objects(old[2]).split(b"\n")}
            if all(line.strip() in lines for line in self.objects(new[2]).split(b"\n")):
                return None
        looks = next((plan.looks for plan, old in zip(befores, olds, strict=True) if old), None), after.looks
        return Deed(path, client, kind, content, tuple(changes), kams, ordinary, True, rewritten, was, looks)

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

    def begun(self, deed: Deed, change: Change, day: date) -> bool:
        if change.kind == "added" or not is_figure(change):
            return False
        year, _, quarter = change.path[-2].partition("-")
        if date(int(year), QUARTERS.get(quarter, 1), 1) > day:
            return False
        old, new = deed.horizon
        is_rolled = old is not None and new is not None and int(year) == old < min(new, day.year)
        return not (is_rolled and change.kind == "removed")

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
        found: set[Finding] = set()
        told: set[Key] = set()
        good: set[Key] = set()
        bad: set[Key] = set()
        record = Record(self.objects, commits, self.plan)
        for commit in commits:
            person = self.person(commit.email)
            deeds = self.deeds(commit, [parent.files for parent in record.parents(commit) if parent])
            if person is None and deeds:
                found.add(("unknown-author", commit.id, None, "", None))
            for deed in deeds:
                held = self.held(deed, person, True, set(deed.changes))
                if any(change.kind != "added" for change in deed.figures):
                    self.shapes.add("moved under another id")
                for rule, change in held | self.everybody(deed, commit.day):
                    found.add((rule, commit.id, person, deed.name, change and change.field))
                    told |= told_as(rule, deed, change)
                if person is not None and deed.comparable and all(change is not None for _, change in held):
                    good.add((commit.id, deed.name))
                    bad |= {(commit.id, deed.name, change.path, change.new) for _, change in held if change}
        return self.whole(commits[0], record, found, told, good, bad)

    def whole(self, tip: Commit, record: Record, found: set[Finding], told: set[Key], good: set[Key],
              bad: set[Key]) -> tuple[set[Finding], set[tuple[str, str, str]]]:  # fmt: skip
        anywhere = set()
        answers: dict[str, bool] = {}
        for deed in self.deeds(tip, [self.base.files]):
            charged: dict[str, list[Fact]] = {tip.id: []}
            for fact in facts(deed, self.objects, self.plan):
                makers, bringers = record.trace(fact)
                self.shapes |= {"brought back by one"} if bringers else set()
                said = (fact.change.path, fact.change.new) if fact.change else ()
                clean = [id_ for id_ in makers if (id_, deed.name) in good and (id_, deed.name, *said) not in bad]
                if not clean:
                    for id_ in bringers or [tip.id]:
                        charged.setdefault(id_, []).append(fact)
            for id_, own in charged.items():
                came = [change for change in deed.changes if change.kind == "added"]
                # A note that was changed is told as what it says now.
                changes = {
                    replacement(fact.change, came, "removed") or fact.change for fact in own if fact.change is not None
                }
                as_such = [fact for fact in own if fact.change is None]
                is_whole = bool(as_such)
                if id_ == tip.id and deed.kind == "edited" and deed.ordinary and not deed.changes:
                    is_whole = is_whole or not any(name == deed.name for _, name in good)
                is_told_of_remarks = as_such and all(fact.kind == "remark" for fact in as_such)
                kind = "edited" if deed.kind == "moved" and is_told_of_remarks else deed.kind
                person = self.person(record.known[id_].email)
                held = self.held(deed._replace(kind=kind), person, is_whole, changes)
                if id_ == tip.id:
                    held |= self.everybody(deed, None)
                    held = {each for each in held if not told_as(each[0], deed, each[1]) & told}
                found |= {(rule, id_, person, deed.name, change and change.field) for rule, change in held}
                if person is None and (is_whole or changes):
                    answers[id_] = True
            if any(self.begun(deed, change, self.today) for change in deed.figures):
                self.shapes.add("moved under another id in the range as a whole")
            for change in (*deed.changes, *deed.figures):
                is_told = bool(told_as("retroactive-change", deed, change) & told)
                if deed.kind != "deleted" and self.begun(deed, change, self.today) and not is_told:
                    anywhere.add(("retroactive-change", deed.name, change.field))
        found |= {("unknown-author", id_, None, "", None) for id_ in answers}
        return found, anywhere

    def everybody(self, deed: Deed, day: date | None) -> set[tuple[str, Change | None]]:
        """What is told whoever did it."""
        found: set[tuple[str, Change | None]] = set() if deed.comparable else {("not-comparable", None)}
        if day is not None and deed.kind != "deleted":
            changes = (*deed.changes, *deed.figures)
            found |= {("retroactive-change", change) for change in changes if self.begun(deed, change, day)}
        return found


def told_as(rule: str, deed: Deed, change: Change | None) -> set[Key]:
    """What a finding is known by in the range as a whole, under a former id as well."""
    names = {deed.name, deed.former or deed.name}
    return {(rule, name, change and (change.path, change.new)) for name in names}


def is_figure(change: Change) -> bool:
    return change.path[-1] == "plan" and (len(change.path), change.path[0]) in ((3, "sales"), (4, "kpis"))


def shared(one: Plan, other: Plan) -> float:
    """The share of fields that are the same, of the plan that has more."""
    most = max(len(one.told), len(other.told))
    return len(one.told & other.told) / most if most else 0.0


def is_dated(change: Change) -> bool:
    return change.path[0] == "history" and any(name == "date" for name, _ in change.path[1])


def replacement(change: Change, others: Iterable[Change], kind: str) -> Change | None:
    """Of a note, the one that was lost, or came, in its place: it says some of the same."""
    if change.path[0] != "history" or change.kind != kind:
        return None
    return next((each for each in others if each.path[0] == "history" and change.path[1] & each.path[1]), None)


def is_in(change: Change, side: set[Change]) -> bool:
    """Whether a field differs on another side too, there or gone alike."""
    return any(one.path == change.path and (one.kind == "removed") == (change.kind == "removed") for one in side)
