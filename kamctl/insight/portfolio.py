"""All plans of a repository as reports see them, and what is lacking of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from kamctl.plan.document import Document
from kamctl.plan.fault import Path
from kamctl.plan.load import LoadedPlan, client_id
from kamctl.plan.model import Plan
from kamctl.plan.schema import Schema


@dataclass(frozen=True, slots=True)
class Basis:
    """What a report stands on: the day, the currency of its amounts, and what it could not take into account.

    `unread` are files that are plans and could not be read at all, `faulty` the clients of whose plans something that
    the report looks at could not be read, `repeated` those of whom there are several plans, each of which counts.
    `schema_errors` says that something in the schema could not be read, and with it what plans say of that. `stood` is
    what the commit is called in which the plans stood so; None for the plans as they are.
    """

    today: date
    currency: str | None
    unread: tuple[str, ...] = ()
    faulty: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    schema_errors: bool = False
    stood: str | None = None

    @property
    def whole(self) -> bool:
        """Whether everything that was asked for is in the report."""
        return not (self.unread or self.faulty or self.repeated or self.schema_errors)


@dataclass(frozen=True, slots=True)
class Entry:
    """A plan that could be read, in a portfolio; `lost` is what of its file could not be."""

    client: str
    plan: Plan
    document: Document
    lost: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The plans that could be read, by client and file; `unread` are the files of those that could not.

    `stood` is what the commit is called in which they stood so; None for the plans as they are.
    `unplaced` are clients of whom nobody knows whether they are asked for, since that could not be read.
    """

    plans: tuple[Entry, ...]
    schema: Schema
    today: date
    unread: tuple[str, ...] = ()
    stood: str | None = None
    unplaced: tuple[str, ...] = ()

    def basis(self, reads: Collection[str]) -> Basis:
        """What a report stands on that looks at these fields and sections of a plan."""
        faulty = {entry.client for entry in self.plans if any(path[0] in reads for path in entry.lost)}
        times = Counter(entry.client for entry in self.plans)
        repeated = tuple(client for client, number in times.items() if number > 1)
        return Basis(
            today=self.today,
            currency=self.schema.format.currency,
            unread=self.unread,
            faulty=tuple(sorted(faulty.union(self.unplaced))),
            repeated=repeated,
            schema_errors=bool(self.schema.faults),
            stood=self.stood,
        )

    def of_clients(self, clients: Collection[str]) -> Portfolio:
        """The plans of some clients alone, with those of their files that could not be read."""
        unread = tuple(file for file in self.unread if client_id(file) in clients)
        return replace(self, plans=tuple(entry for entry in self.plans if entry.client in clients), unread=unread)

    def of_kams(self, kams: Collection[str]) -> Portfolio:
        """The plans of some KAMs alone; of what could not be read nobody knows whose it is."""
        unplaced = {entry.client for entry in self.plans if entry.plan.kam is None and ("kam",) in entry.lost}
        plans = tuple(entry for entry in self.plans if entry.plan.kam in kams)
        return replace(self, plans=plans, unplaced=tuple(sorted(unplaced)))


def portfolio_of(
    plans: Iterable[LoadedPlan], schema: Schema, today: date, unread: Iterable[str] = (), stood: str | None = None
) -> Portfolio:
    """The portfolio of these plans; `unread` are further files that could not even be opened."""
    lost = list(unread)
    entries = []
    for loaded in plans:
        if loaded.plan is None:
            lost.append(loaded.document.source.name)
        else:
            entries.append(Entry(loaded.client, loaded.plan, loaded.document, loaded.lost))
    entries.sort(key=lambda entry: (entry.client, entry.document.source.name))
    return Portfolio(tuple(entries), schema, today, tuple(sorted(lost)), stood)
