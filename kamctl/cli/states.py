"""The states that commands compare: the plans of a commit, and those of the work tree, as sides of a diff."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from hashlib import sha1, sha256
from typing import NamedTuple

from kamctl.cli.history import nfc
from kamctl.cli.tree import plans_of, schema_of
from kamctl.errors import UsageError
from kamctl.gitrepo.repository import Repository
from kamctl.history.diff import PlanFile, Side, Yardstick, diff
from kamctl.history.report import DiffReport
from kamctl.history.version import Versions
from kamctl.history.weight import Measure
from kamctl.lint.catalog import known_rules
from kamctl.lint.nearest import nearest
from kamctl.plan.schema import Schema, read_schema
from kamctl.plan.source import LARGEST_FILE, RawFile, Source
from kamctl.rules.unsafe_path import word
from kamctl.workspace import Workspace

WORK_TREE = "the work tree"


class State(NamedTuple):
    """One side: its plans, and the files of the schema that it has."""

    side: Side
    schema_files: Mapping[str, RawFile]
    data: Mapping[str, bytes]
    """What is in no commit yet, by ids made as git makes them."""

    def schema(self) -> Schema:
        """What the files of its schema say."""
        return read_schema(self.schema_files, known_rules())


class States:
    """Reads the sides of a comparison: commits, and the work tree."""

    def __init__(self, workspace: Workspace, repository: Repository) -> None:
        self._workspace = workspace
        self.repository = repository

    def commit(self, text: str) -> str:
        """The id of the commit that a side names; HEAD where it is left out."""
        return self.repository.at(text) if text else self.repository.head()

    def plans_at(self, commit: str, name: str) -> Side:
        """The plans of a commit, which people call `name`."""
        plans = plans_of(self.repository, commit)
        files = [PlanFile(path, plans.entries[path].id) for path in plans.chosen.names]
        return Side(name, (*files, *_refused(plans.chosen.refused)))

    def state_at(self, commit: str, name: str) -> State:
        """All that is compared of a commit, its schema too."""
        return State(self.plans_at(commit, name), schema_of(self.repository, commit), {})

    def work_tree(self, digits: int) -> State:
        """All that is compared of the work tree; its contents get ids of as many digits as the other side's have."""
        plans, strays = self._workspace.plan_files()
        return state_of(WORK_TREE, plans, strays, self._workspace.schema_files(), digits)

    def contents(self, new: State, ids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Contents of files by their ids, in the order asked for: those that only `new` has, the others from git."""
        return _contents(self.repository, new.data, ids)

    def compare(self, old: Side, new: State, schema: Schema, today: date, only: Collection[str] = ()) -> DiffReport:
        """What differs for the clients `only` (none named: for all), weighed by a schema and a day."""
        measure = Measure(schema.format.skam_only or (), schema.calendar, today)
        versions = Versions(lambda ids: self.contents(new, ids))
        return diff(old, new.side, versions, Yardstick(schema.layout.shape, measure, schema.format.currency), only)


def state_of(
    name: str,
    plans: Iterable[RawFile],
    strays: Iterable[RawFile],
    schema_files: Mapping[str, RawFile],
    digits: int,
) -> State:
    """Files that are in no commit as a state, which people call `name`; see `States.work_tree`."""
    files, data = [], {}
    refused = [*strays]
    for plan in plans:
        if plan.fault is None:
            id_ = _blob_id(plan.data, digits)
            data[id_] = plan.data
            files.append(PlanFile(plan.name, id_))
        else:
            refused.append(plan)
    side = Side(name, (*files, *_refused(refused)))
    return State(side, schema_files, data)


def known_clients(clients: Iterable[str], sides: Iterable[Side]) -> Collection[str]:
    """The ids of the clients named; UsageError for one that neither side has."""
    known = {file.client for side in sides for file in side.files}
    wanted = [nfc(client) for client in clients]
    for client in wanted:
        if client not in known:
            near = nearest(client, sorted(known))
            remedy = "Did you mean {near}?" if near else "See kamctl show for the clients there are."
            raise UsageError("There is no plan of {client} on either side.", remedy, client=client, near=near)
    return wanted


def _contents(repository: Repository, known: Mapping[str, bytes], ids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Contents by their ids, in the order asked for: those of the work tree, the others from git."""
    wanted = list(ids)
    stored = repository.blobs([id_ for id_ in wanted if id_ not in known], LARGEST_FILE + 1)
    return ((id_, known[id_]) if id_ in known else next(stored) for id_ in wanted)


def _blob_id(data: bytes, digits: int) -> str:
    """The id that git gives to a file's content: SHA-1, or SHA-256 in repositories whose ids are that long."""
    make = sha256 if digits == 64 else sha1
    return make(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def _refused(files: Iterable[RawFile]) -> Iterator[PlanFile]:
    """What stands where a plan does and must not be opened; a misspelt suffix is lint's affair.

    A folder is in nobody's way: the plans in it are read, whatever it is called.
    """
    for file in files:
        if file.fault is not None and file.fault.rule == "unsafe-path" and "folder" not in file.fault.facts:
            yield PlanFile(file.name, "", word(file.fault, Source(file.name, "")).message)
