"""Who last set each field of the plans, when, and what stood there before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from kamctl.history.compare import leaves
from kamctl.history.log import Reading, covers, doubled
from kamctl.history.origin import Setting, Tree, carry, merge
from kamctl.history.report import BlameReport, Origin
from kamctl.history.standing import Look, Standing, line_of, readable
from kamctl.history.timeline import Timeline
from kamctl.plan.document import Value
from kamctl.plan.fault import Path
from kamctl.plan.shape import Shape, shape_at


class _Field(NamedTuple):
    client: str
    path: Path
    value: Value
    setting: Setting


def build_blame(
    timeline: Timeline, reading: Reading, client: str | None = None, field: str | None = None
) -> BlameReport:
    """The origins of all fields of the plans (or of one client's, or below `field`) as the newest commit has them."""
    fields: list[_Field] = []
    unread: list[str] = []
    for id_ in sorted(timeline.last) if client is None else [client]:
        standing = timeline.last[id_]
        own = reading.afresh()  # plans have little in common: no more than one's versions are kept at a time
        look = own.look()
        own.versions.fetch(_blobs(standing))
        found = readable(standing, look)
        if found is None or found[0] is not standing:
            unread.append(standing.file.path)
            continue
        settings = dict(_settings(_origins(standing, look, reading.shape)))
        for path, value in leaves(found[1].values):
            if field is None or covers(field, path):
                fields.append(_Field(id_, path, value, settings[path]))
    commits = {
        commit.id: commit for commit in reading.past.commits(dict.fromkeys(each.setting.commit for each in fields))
    }
    origins = []
    for each in fields:
        commit = commits[each.setting.commit]
        shape = None if reading.shape is None else shape_at(reading.shape, each.path)
        person = reading.authors.person(commit.author)
        origins.append(Origin(each.client, each.path, each.value, each.setting.previous, commit, person, shape))
    return BlameReport(tuple(origins), tuple(unread), doubled(timeline, client, now_only=True))


def _blobs(standing: Standing) -> list[str]:
    """The contents of all standings that one was made from, its own first."""
    return [each.file.blob for each in reversed(line_of(standing)) if each.file.regular]


class _Known(NamedTuple):
    """What a plan last said that could be read, and where that comes from."""

    values: Value
    origins: Tree


def _origins(last: Standing, look: Look, shape: Shape | None) -> Tree:
    """The settings of the fields of a plan that can be read."""
    known: dict[int, _Known | None] = {}
    for standing in line_of(last):
        parents = [known[id(before)] for before in standing.before if before is not None]
        version = look(standing.file)
        if version.fault is not None:
            known[id(standing)] = next(iter(parents), None)
            continue
        there = [parent for parent in parents if parent is not None]
        known[id(standing)] = _Known(version.values, _set(version.values, there, standing.commit, shape))
    found = known[id(last)]
    return found.origins if found else {}


def _set(values: Value, parents: Sequence[_Known], commit: str, shape: Shape | None) -> Tree:
    if not parents:
        return carry({}, {}, values, commit, shape)
    if len(parents) == 1:
        return carry(parents[0].values, parents[0].origins, values, commit, shape)
    return merge(values, list(parents), commit, shape)


def _settings(tree: Tree, path: Path = ()) -> Iterator[tuple[Path, Setting]]:
    if isinstance(tree, Setting):
        yield path, tree
        return
    inner: Iterable[tuple[str | int, Tree]] = tree.items() if isinstance(tree, dict) else enumerate(tree)
    for step, below in inner:
        yield from _settings(below, (*path, step))
