"""The timeline of all plans, or of one client's, read with as few questions to git as will do."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from kamctl.gitrepo.delta import Delta, Entry, Step
from kamctl.history.past import Past
from kamctl.history.standing import File, Standing, Turn, client_at, version_of
from kamctl.history.timeline import Ancestry, Timeline, build
from kamctl.history.version import Versions
from kamctl.plan.placement import PLANS_FOLDER


def whole(past: Past, head: str, versions: Versions, joins: bool = False) -> Timeline:
    """The timeline of all plans, from every commit that leads to `head`; `joins` as `build` has them."""
    ancestry = past.ancestry(head)
    return build(ancestry, past.steps(_first_parents(ancestry)[::-1], [PLANS_FOLDER]), versions, joins)


def plain(past: Past, head: str, client: str, versions: Versions) -> Timeline | None:
    """The turns of one client whose plan always lay where it lies at `head`, and could always be read.

    Git finds the commits that touch one file several times faster than what all commits touch. None where that would
    not be the whole story: the plan came and went, was moved or renamed, or a version cannot be read. A second file of
    the client that lay beside its own for a time is not looked for.
    """
    file = _single([entry for entry in past.files(head, PLANS_FOLDER) if client_at(entry.path, entry.mode) == client])
    if file is None:
        return None
    found = past.touching(head, file.path)
    listed = [(commit.id, commit.parents) for commit in past.commits(id_ for id_, _ in found)]
    steps = [list(each) for _, each in groupby(past.steps(listed, [file.path]), key=lambda step: step.commit)]
    if any(delta.new is None for each in steps for step in each for delta in step.deltas):
        return None
    added = [each[0].commit for each in steps if all(_adds(step) for step in each)]
    if len(added) != 1:
        return None
    # Where nothing was ever merged there is one root, and whatever is in it came from nowhere.
    is_straight = all(len(parents) < 2 for _, parents in found)
    if not (is_straight and (added[0], ()) in listed) and not _is_new(past, head, added[0], file.path):
        return None
    turns = [turn for each in steps if (turn := _turn(client, each)) is not None]
    return _readable(turns, client, file, versions)


def _single(entries: Sequence[Entry]) -> File | None:
    if len(entries) != 1:
        return None
    file = File(entries[0].path, entries[0].mode, entries[0].id)
    return file if file.regular else None


def _adds(step: Step) -> bool:
    return bool(step.deltas) and step.deltas[0].old is None


def _is_new(past: Past, head: str, commit: str, path: str) -> bool:
    """Whether the plan that a commit added came from no other one, and its client had none elsewhere without it."""
    ancestry = past.ancestry(head)
    own = [entry for entry in ancestry if entry[0] == commit and entry[1]]
    for step in past.steps(own, [PLANS_FOLDER]) if own else ():
        if any(delta.new is None and client_at(delta.path, delta.old_mode) is not None for delta in step.deltas):
            return False
    later = {commit}
    others = []
    for entry in reversed(ancestry):
        if not later.isdisjoint(entry[1]):
            later.add(entry[0])
        elif entry[0] != commit:
            others.append(entry)
    if not others:
        return True
    client = client_at(path)
    return not any(
        delta.path != path and client in (client_at(delta.path, delta.old_mode), client_at(delta.path, delta.new_mode))
        for step in past.steps(_first_parents(others), [PLANS_FOLDER])
        for delta in step.deltas
    )


def _turn(client: str, steps: Sequence[Step]) -> Turn | None:
    """What a commit did to the one file, as against each of its parents; None where one has it so."""
    if not all(step.deltas for step in steps):
        return None
    before = tuple(_before(client, step.parent or "", step.deltas[0]) for step in steps)
    delta, commit = steps[0].deltas[0], steps[0].commit
    after = Standing(client, commit, (File(delta.path, delta.new_mode, delta.new or ""),), before)
    if any(standing is not None and standing.file.says_as(after.file) for standing in before):
        return None
    return Turn(commit, client, before, after)


def _before(client: str, parent: str, delta: Delta) -> Standing | None:
    if delta.old is None:
        return None
    return Standing(client, parent, (File(delta.path, delta.old_mode, delta.old),), ())


def _readable(turns: Sequence[Turn], client: str, file: File, versions: Versions) -> Timeline | None:
    """The timeline of these turns, where all that they need can be read."""
    standings = [standing for turn in turns for standing in (turn.after, *turn.before) if standing is not None]
    files = list(dict.fromkeys([file, *(standing.file for standing in standings)]))
    versions.fetch([each.blob for each in files if each.regular])
    if any(version_of(each, versions).fault is not None for each in files):
        return None
    last = turns[0].after if turns and turns[0].after else Standing(client, "", (file,), ())
    return Timeline(tuple(turns), {client: last.at((file,))}, {})


def _first_parents(ancestry: Ancestry) -> list[tuple[str, tuple[str, ...]]]:
    return [(commit, parents[:1]) for commit, parents in ancestry]


def known_ids(timeline: Timeline) -> tuple[set[str], dict[str, str]]:
    """The ids of today of all clients that ever had a plan, and for former ids what they are called today."""
    today: set[str] = set(timeline.last)
    former: dict[str, str] = {}
    for turn in timeline.turns:
        name = timeline.name(turn.commit, turn.client)
        today.add(name)
        for id_ in (turn.client, turn.was):
            if id_ is not None and id_ != name:
                former.setdefault(id_, name)
    return today, {id_: name for id_, name in former.items() if id_ not in today}
