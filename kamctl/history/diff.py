"""What changed in meaning between two states of all plans: files paired by their clients, then compared."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from kamctl.history.change import ADDED, CHANGED, REMOVED
from kamctl.history.compare import compare
from kamctl.history.rename import Named, renames
from kamctl.history.report import CREATED, DELETED, EDITED, RENAMED, DiffReport, Doubled, Event
from kamctl.history.version import Version, Versions
from kamctl.history.weight import BEGUN, DELETED_PLAN, NEW_ID, NEW_PLAN, UNREADABLE, Measure, Weight, weigh
from kamctl.plan.document import text_at
from kamctl.plan.load import client_id
from kamctl.plan.placement import SUFFIX
from kamctl.plan.shape import Shape
from kamctl.words import Listing, Sentence, count, say

_OF_KIND = {DELETED: DELETED_PLAN, RENAMED: NEW_ID, CREATED: NEW_PLAN}


class PlanFile(NamedTuple):
    """A plan's file on one side; `fault` says why it must not be opened, `blob` is then empty."""

    path: str
    blob: str
    fault: Sentence | None = None

    @property
    def client(self) -> str:
        """The id of its client."""
        return client_id(self.path)


class Side(NamedTuple):
    """All plans as they were at one time, by path; `name` is what people call that time ("HEAD")."""

    name: str
    files: tuple[PlanFile, ...]


class Yardstick(NamedTuple):
    """What two sides are compared by: the shape of a plan today, what weighs how much, the currency of amounts."""

    shape: Shape | None
    measure: Measure
    currency: str | None


class Tally(NamedTuple):
    """How much changed: clients, fields by kind, plan figures that moved after their period began, unreadable plans."""

    clients: int
    added: int
    removed: int
    changed: int
    begun: int
    unreadable: int

    @property
    def changes(self) -> int:
        """All fields that differ."""
        return self.added + self.removed + self.changed


Pair = tuple[PlanFile | None, PlanFile | None]


def diff(old: Side, new: Side, versions: Versions, by: Yardstick, only: Collection[str] = ()) -> DiffReport:
    """What differs between two sides, for the clients `only` (none named: for all); a moved file is no difference.

    Of several plans of one client only the first is compared, and that is said.
    """
    (olds, old_doubled), (news, new_doubled) = _firsts(old), _firsts(new)
    pairs = _pairs(olds, news, versions)
    chosen = [pair for pair in pairs if not only or any(file and file.client in only for file in pair)]
    versions.fetch(file.blob for pair in chosen for file in pair if file and file.blob)
    names: dict[str, str] = {}
    found: list[tuple[Event, tuple[Weight, ...]]] = []
    for before, after in chosen:
        sides = [None if file is None else _read(file, versions) for file in (before, after)]
        event = _event(before, after, sides, (old.name, new.name), by.shape)
        if event is None:
            continue
        found.append((event, tuple(weigh(change, by.measure, event.kind == CREATED) for change in event.changes)))
        name = next((name for side in reversed(sides) if side and (name := _name(side))), None)
        if name is not None:
            names.setdefault(event.client, name)
    found.sort(key=lambda each: (_order(*each), each[0].client))
    events, weights = tuple(event for event, _ in found), tuple(each for _, each in found)
    doubled = tuple(each for each in (*old_doubled, *new_doubled) if not only or each.client in only)
    return DiffReport(old.name, new.name, events, by.currency, weights, names, doubled)


def tally(report: DiffReport) -> Tally:
    """How much a report tells of."""
    kinds = [change.kind for event in report.events for change in event.changes]
    return Tally(
        clients=len({event.client for event in report.events}),
        added=kinds.count(ADDED),
        removed=kinds.count(REMOVED),
        changed=kinds.count(CHANGED),
        begun=sum(BEGUN in weight.reasons for weights in report.weights for weight in weights),
        unreadable=sum(event.unreadable is not None for event in report.events),
    )


def summary(report: DiffReport) -> Sentence:
    """How much changed, in one sentence."""
    of = tally(report)
    if not report.events:
        return say("Nothing changed in meaning from {old} to {new}.", old=report.old, new=report.new)
    template = "{clients} changed"
    if of.changes:
        template += ": {changes} ({kinds})"
    if of.begun:
        template += (
            "; {begun} moved after its period began" if of.begun == 1 else "; {begun} moved after their periods began"
        )
    if of.unreadable:
        template += "; {unreadable} could not be compared"
    kinds = [
        f"{number} {kind}"
        for kind, number in ((ADDED, of.added), (REMOVED, of.removed), (CHANGED, of.changed))
        if number
    ]
    return say(
        template + ".",
        clients=count(of.clients, "client"),
        changes=count(of.changes, "change"),
        kinds=", ".join(kinds),
        begun=count(of.begun, "plan figure"),
        unreadable=count(of.unreadable, "plan"),
    )


def _firsts(side: Side) -> tuple[dict[str, PlanFile], list[Doubled]]:
    """The plan of each client, and the clients that have several, of which the first counts as it does in a log."""
    files: dict[str, list[PlanFile]] = {}
    for file in sorted(side.files, key=lambda file: (not file.path.endswith(SUFFIX), file.path)):
        files.setdefault(file.client, []).append(file)
    doubled = [
        Doubled(client, tuple(file.path for file in own), side.name) for client, own in files.items() if len(own) > 1
    ]
    return {client: own[0] for client, own in files.items()}, doubled


def _pairs(olds: Mapping[str, PlanFile], news: Mapping[str, PlanFile], versions: Versions) -> list[Pair]:
    """Files that stand for one client on both sides, save those that are the same; None where there is none."""
    gone = {client: file for client, file in olds.items() if client not in news}
    come = {client: file for client, file in news.items() if client not in olds}
    pairs: list[Pair] = [
        (olds[client], file) for client, file in news.items() if client in olds and not _same(olds[client], file)
    ]
    for before, after in _renamed(gone, come, versions):
        pairs.append((before, after))
        del gone[before.client], come[after.client]
    return [*pairs, *((file, None) for file in gone.values()), *((None, file) for file in come.values())]


def _same(before: PlanFile, after: PlanFile) -> bool:
    """Whether two files of one client have the same content, or are the same kind of thing that cannot have any."""
    return (before.blob, before.fault) == (after.blob, after.fault)


def _renamed(
    olds: Mapping[str, PlanFile], news: Mapping[str, PlanFile], versions: Versions
) -> list[tuple[PlanFile, PlanFile]]:
    """Plans that are gone, each with the new one that says the same or nearly so: its client got another id."""
    gone, come = ([file for file in files.values() if file.blob] for files in (olds, news))
    if not gone or not come:
        return []
    versions.fetch(file.blob for file in (*gone, *come))
    former = renames(
        *([Named(file.client, versions.get(file.path, file.blob)) for file in files] for files in (gone, come))
    )
    return [(olds[was], news[client]) for client, was in former.items()]


def _read(file: PlanFile, versions: Versions) -> Version:
    return Version(file.path, "", None, file.fault) if file.fault else versions.get(file.path, file.blob)


def _event(
    before: PlanFile | None,
    after: PlanFile | None,
    versions: Sequence[Version | None],
    sides: Sequence[str],
    shape: Shape | None,
) -> Event | None:
    """What became of one client; None where nothing that means anything did."""
    file = after or before
    assert file is not None
    was = before.client if before and after and before.client != after.client else None
    kind = CREATED if before is None else DELETED if after is None else RENAMED if was else EDITED
    faults = [(version, side) for version, side in zip(versions, sides, strict=True) if version and version.fault]
    if faults:
        return Event(file.client, kind, (), was=was, unreadable=_unreadable(faults))
    old, new = (version.values if version else None for version in versions)
    changes = compare(old, new, shape)
    return Event(file.client, kind, tuple(changes), was=was) if changes or kind != EDITED else None


def _unreadable(faults: Sequence[tuple[Version, str]]) -> Sentence:
    (first, side), *others = faults
    if not others:
        return say(
            "{path} in {side} could not be read: {why}",
            path=Listing(first.path),
            side=side,
            why=Listing(first.fault),
        )
    ((second, other),) = others
    return say(
        "{path} could not be read in {side}: {why} Nor in {other}: {also}",
        path=Listing(second.path),
        side=side,
        why=Listing(first.fault),
        other=other,
        also=Listing(second.fault),
    )


def _name(version: Version) -> str | None:
    """What people call the client."""
    return text_at(version.values, "client") or None


def _order(event: Event, weights: Sequence[Weight]) -> tuple[object, ...]:
    if event.unreadable is not None:
        return Weight((UNREADABLE,)).order
    own = [Weight((_OF_KIND[event.kind],))] if event.kind in _OF_KIND else []
    return min((weight.order for weight in (*weights, *own)), default=Weight().order)
