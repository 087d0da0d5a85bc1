"""What a change of the schema does to the plans as they are: what breaks, what goes away, who has how much to add."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kamctl.lint.difference import difference
from kamctl.lint.finding import ERROR, Finding

MUST_BE_ADDED = frozenset(("missing-field", "missing-section"))
"""The rules whose findings are fields, or whole sections, that a KAM has to write."""


class ClientImpact(NamedTuple):
    """A plan that the change touches: the findings that it brings, those that go away, and how many fields are to add.

    `kam` is the plan's owner as the plan names it; None where it names none.
    """

    client: str
    kam: str | None
    new: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    fields_to_add: int

    @property
    def errors(self) -> int:
        """How many of the new findings are errors."""
        return sum(finding.severity == ERROR for finding in self.new)


class KamImpact(NamedTuple):
    """What the change asks of a KAM: in how many plans something is new, and how many fields are to add."""

    kam: str | None
    plans: int
    fields_to_add: int


class Impact(NamedTuple):
    """The report: `since` names the state whose schema is compared, `plans` is how many plans there are.

    `schema` are the findings in the new schema itself, `clients` those that the change touches, the worst first,
    `kams` those who have something to do, who has the most first. `unread` are the files of plans that could not be
    read, so that nothing is known of them; with `checked` False that is so of all, since the new schema cannot be read.
    """

    since: str
    plans: int
    schema: tuple[Finding, ...]
    clients: tuple[ClientImpact, ...]
    kams: tuple[KamImpact, ...]
    unread: tuple[str, ...] = ()
    checked: bool = True

    @property
    def broken(self) -> int:
        """How many plans have errors that they did not have."""
        return sum(client.errors > 0 for client in self.clients)

    @property
    def failed(self) -> bool:
        """Whether the change breaks a plan, or the schema itself has errors."""
        return self.broken > 0 or any(finding.severity == ERROR for finding in self.schema)


def impact(
    old: Sequence[Finding], new: Sequence[Finding], kams: Mapping[str, str | None], since: str, plans: int
) -> Impact:
    """The impact by the findings under the old schema and under the new one; `kams` are the plans' owners by client."""
    changed = difference(_of_plans(old), _of_plans(new))
    come, gone = _by_client(changed.new), _by_client(changed.gone)
    clients = [
        ClientImpact(client, kams.get(client), came, gone.get(client, ()), _to_add(came))
        for client in {**come, **gone}
        for came in [come.get(client, ())]
    ]
    clients.sort(key=lambda one: (-one.errors, -len(one.new), -len(one.gone), one.client))
    schema = tuple(finding for finding in new if finding.path.startswith("schema/"))
    return Impact(since, plans, schema, tuple(clients), _by_kam(clients))


def _of_plans(findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.client is not None]


def _by_client(findings: Sequence[Finding]) -> dict[str, tuple[Finding, ...]]:
    found: dict[str, tuple[Finding, ...]] = {}
    for finding in findings:
        if finding.client is not None:
            found[finding.client] = (*found.get(finding.client, ()), finding)
    return found


def _to_add(findings: Sequence[Finding]) -> int:
    return sum(finding.rule in MUST_BE_ADDED for finding in findings)


def _by_kam(clients: Sequence[ClientImpact]) -> tuple[KamImpact, ...]:
    found: dict[str | None, KamImpact] = {}
    for client in clients:
        if client.new:
            sofar = found.get(client.kam, KamImpact(client.kam, 0, 0))
            found[client.kam] = KamImpact(client.kam, sofar.plans + 1, sofar.fields_to_add + client.fields_to_add)
    return tuple(sorted(found.values(), key=lambda one: (-one.fields_to_add, -one.plans, one.kam or "")))
