"""What decides who may do what, all of it as the base of a range has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from kamctl.gitrepo.commit import Commit, Signature
from kamctl.guard.deed import CREATED, KAM, MOVED, SKAM, Deed, Doer, plan_at
from kamctl.guard.mailmap import Mailmap
from kamctl.history.change import ADDED, REMOVED, Change
from kamctl.history.moved import planned_period
from kamctl.history.people import Authors
from kamctl.history.version import parse
from kamctl.history.weight import is_covered
from kamctl.lint.finding import OFF, WARNING
from kamctl.lint.rule import Rule
from kamctl.plan.document import Value, text_at
from kamctl.plan.fault import Fault
from kamctl.plan.identifier import collision_key, id_problem, is_short_name
from kamctl.plan.period import Period
from kamctl.plan.public_key import PublicKey, public_key
from kamctl.plan.schema import Schema
from kamctl.plan.schema_model import FORMAT, PEOPLE
from kamctl.plan.source import RawFile

ALL, OWN, PROPOSED, NONE = "all", "own", "proposed", "none"
"""What somebody may do to a file: everything; what its owner may; what the author of a new plan may; nothing."""

APPROVALS = "approvals"

UNKNOWN_AUTHOR = "unknown-author"
"""The rule beside which all others are silent about an author whom nobody knows."""

_DECIDING = ("skam_only", "fiscal_year_start")
"""The settings of format.yaml that guard goes by; with a fault in one of them it cannot tell who may do what."""


class Authority:
    """The people, owners, protected fields and periods of the base.

    `plans` are its plans' files, those that cannot be read too.
    """

    def __init__(self, schema: Schema, plans: Sequence[RawFile], mailmap: bytes = b"") -> None:
        self.schema = schema
        self.roles: Mapping[str, str] = {person: entry.role for person, entry in schema.people.items()}
        self.skam_only = (*(schema.format.skam_only or ()), APPROVALS)
        self._authors = Authors({person: entry.emails or () for person, entry in schema.people.items()})
        self._mailmap = Mailmap(mailmap)
        self._files: dict[str, list[RawFile]] = {}
        for file in plans:
            client = plan_at(file.name)
            if client is not None:
                self._files.setdefault(client, []).append(file)
        self._folders = {folder for files in self._files.values() for file in files for folder in _folders(file.name)}
        self._folder_looks = {collision_key(folder) for folder in self._folders}
        self._looks = {collision_key(client): client for client in self._files}
        self._owners: dict[str, str | None] = {}

    def doer(self, commit: Commit) -> Doer:
        """Who answers for a commit: its author, where it is written as git writes commits."""
        person = self.person(commit.author) if commit.sound else None
        return Doer(person, None if person is None else self.roles.get(person), commit.author.email)

    def person(self, signature: Signature) -> str | None:
        """The person of an address, by the mailmap and the people of the base."""
        return self._authors.person(signature._replace(email=self._mailmap.email(signature)))

    def keys(self) -> dict[str, list[PublicKey]]:
        """The keys of each person; what is none is not one of theirs."""
        return {
            person: [found for key in entry.keys or () if (found := public_key(key)) is not None]
            for person, entry in self.schema.people.items()
        }

    def has(self, client: str) -> bool:
        """Whether the base has a plan of this client."""
        return client in self._files

    def owner(self, client: str) -> str | None:
        """The `kam` of a client's plan; None where it cannot be told, or there is no plan."""
        if client not in self._owners:
            owners = {_kam(file) for file in self._files.get(client, ())}
            self._owners[client] = owners.pop() if len(owners) == 1 else None
        return self._owners[client]

    def resembled(self, client: str) -> str | None:
        """The client of the base for whom this one, who has no plan there, could be taken."""
        if self.has(client):
            return None
        return self._looks.get(collision_key(client))

    def disguised(self, client: str) -> bool:
        """Whether a new client's id could be read as any other: it has letters that no id has, or of two scripts."""
        return not self.has(client) and id_problem(client) in ("characters", "mixed")

    def misplaced(self, deed: Deed) -> bool:
        """Whether a plan comes to lie in a folder that the base has not, and that could be taken for one that it has.

        Or whose name is none that people read alike, and every system can have: it is of words that could be ids.
        """
        new = (
            _folders(deed.after.path) - self._folders
            if deed.after is not None and deed.kind in (CREATED, MOVED)
            else ()
        )
        return any(
            collision_key(folder) in self._folder_looks
            or not all(is_short_name(word) for word in folder.rpartition("/")[2].replace("_", " ").split(" "))
            for folder in new
        )

    def standing(self, deed: Deed, doer: Doer) -> str:
        """What somebody may do to the file of a deed."""
        if doer.role == SKAM:
            return ALL
        if doer.role != KAM or doer.person is None or deed.client is None:
            return NONE
        if self.has(deed.client):
            return OWN if self.owner(deed.client) == doer.person else NONE
        if self.disguised(deed.client):
            return NONE
        alike = self.resembled(deed.client)
        if alike is not None and self.owner(alike) != doer.person:
            return NONE
        return PROPOSED if deed.kams and all(kam == doer.person for kam in deed.kams) else NONE

    def protects(self, change: Change, standing: str) -> bool:
        """Whether only SKAM may make a change to a plan that one owns, or proposes."""
        return is_covered(change.path, (APPROVALS,) if standing == PROPOSED else self.skam_only)

    def moved_period(self, change: Change, horizon: tuple[Value, Value], day: date) -> Period | None:
        """The period of a plan figure that was changed or taken out, on a day, after it had begun; None for others.

        `horizon` is what the plan said of how far it looks, before and after: where that is over and the plan now looks
        beyond it, its figures have not moved but made room for those to come.
        """
        calendar = self.schema.calendar
        period = None if change.kind == ADDED else planned_period(change.path, calendar)
        if period is None or not period.begun(day):
            return None
        if change.kind == REMOVED:
            old, new = (None if said is None else calendar.parse(str(said)) for said in horizon)
            if old is not None and new is not None and old.holds(period) and old.closed(day) and old.end <= new.start:
                return None
        return period

    def severity(self, rule: Rule) -> str:
        """How strict a rule is by the base."""
        setting = self.schema.rules.get(rule.name)
        return (setting.severity if setting is not None else None) or rule.severity

    def judges(self, doer: Doer) -> bool:
        """Whether it matters what somebody may do: of an author whom nobody knows it is enough that nobody does.

        Unless SKAM have softened that rule: then such an author is somebody who may do nothing.
        """
        setting = self.schema.rules.get(UNKNOWN_AUTHOR)
        return doer.person is not None or (setting is not None and setting.severity in (WARNING, OFF))

    def troubles(self) -> list[str]:
        """The files of the base that do not say clearly what guard goes by."""
        found = []
        if not self.schema.complete or any(self._decides(fault) for fault in self._faults(FORMAT)):
            found.append(FORMAT)
        people = self.schema.documents.get(PEOPLE)
        if people is None or people.faults or not isinstance(people.values, dict):
            found.append(PEOPLE)
        return found

    def _faults(self, name: str) -> list[Fault]:
        return [fault for source, fault in self.schema.faults if source.name == name]

    def _decides(self, fault: Fault) -> bool:
        """Whether a fault of format.yaml leaves open what guard goes by: that of a text may hide anything."""
        if fault.path is None or fault.rule in ("duplicate-key", "control-character"):
            return True
        return not fault.path or fault.path[0] in _DECIDING


def _folders(path: str) -> set[str]:
    """The folders above a file, save the first."""
    parts = path.split("/")[:-1]
    return {"/".join(parts[:number]) for number in range(2, len(parts) + 1)}


def _kam(file: RawFile) -> str | None:
    if file.fault is not None:
        return None
    values, fault = parse(file.data)
    return text_at(values, "kam") if fault is None else None
