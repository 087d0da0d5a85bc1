"""What a commit, or a range of them as a whole, did: to which plan and which of its fields, to which other file."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date
from typing import NamedTuple

from kamctl.gitrepo.commit import Commit
from kamctl.history.change import REMOVED, Change
from kamctl.history.meaning import meaning
from kamctl.history.spelling import value_text
from kamctl.plan.document import Value
from kamctl.plan.fault import Path
from kamctl.plan.load import client_id
from kamctl.plan.placement import FORMAT_FILE, PLANS_FOLDER, SUFFIX, is_noise
from kamctl.words import Listing, Sentence, shorten

CREATED, DELETED, EDITED, MOVED = "created", "deleted", "edited", "moved"

KAM, SKAM = "kam", "skam"

PLAIN = 0o100644
"""The mode of a file as everybody writes one: no program, no link, no submodule."""


class File(NamedTuple):
    """A file in a commit: its path from the root of the plans repository, its mode, the id of its content."""

    path: str
    mode: int
    blob: str


class Doer(NamedTuple):
    """Whom a deed is charged to: the person and the role that the base's people.yaml has for an author's address.

    `person` is None where nobody there has it, or the commit is not written as git writes one.
    """

    person: str | None
    role: str | None
    email: str

    @property
    def shown(self) -> Listing:
        """Who it was, in a sentence."""
        return Listing(self.person or f"Somebody with the e-mail {shorten(self.email) or '(none)'}")


class Deed(NamedTuple):
    """What was done to one file.

    `client` is None for a file that is no plan. `changes` are those in meaning; `charged` the ones among them, and
    `whole` whether the deed as such, for which somebody still has to answer. `kams` are the owners that the plan names,
    before and after. `ordinary`: the file is and was a plain one. `unreadable` says why versions cannot be compared.
    `before` and `after` are the file as it was and as it was left, None where it was not there, or is gone; `horizon`
    is what the plan said and says of how far it looks. Of a plan that was that of `former` before, under another id,
    `figures` are its plan figures that differ from those there.
    """

    path: str
    client: str | None
    kind: str
    after: File | None
    changes: tuple[Change, ...] = ()
    charged: tuple[Change, ...] = ()
    whole: bool = True
    kams: tuple[Value, ...] = ()
    ordinary: bool = True
    unreadable: Sentence | None = None
    rewritten: frozenset[Hashable] = frozenset()
    """The places of the changes to notes that had a date and are no longer there as they were."""
    before: File | None = None
    horizon: tuple[Value, Value] = (None, None)
    former: str | None = None
    figures: tuple[Change, ...] = ()

    @property
    def subject(self) -> str:
        """What the deed was done to: a client's plan, wherever it lies, or else a file."""
        return self.path if self.client is None else self.client

    def key(self, change: Change) -> Hashable:
        """What tells a change from others of the same plan, in whatever commit: the field and what it says now."""
        if change.kind == REMOVED:
            return self.gone_key(change)
        return self.client, starred(change.path), meaning(change.new, change.shape)

    def gone_key(self, change: Change) -> Hashable:
        """What tells that a field no longer says what it did; in a list, where things have no names, what that was."""
        path = starred(change.path)
        return self.client, path, "gone", meaning(change.old, change.shape) if None in path else None


class Act(NamedTuple):
    """All that one commit did, or that a whole range did (`net`), which the author of its tip has to answer for.

    `day` decides which periods have begun. `signed`: somebody asked for signatures; `signer` is then the person whose
    key signed the commit (None: no signature counts, and `vouch` says why), `committer` the person who committed it.
    `makers` tells for the changes of a whole range, and for its new plans by client, which act made them.
    """

    commit: Commit
    doer: Doer
    day: date
    deeds: tuple[Deed, ...]
    net: bool = False
    signed: bool = False
    signer: str | None = None
    committer: str | None = None
    vouch: str = ""
    makers: Mapping[Hashable, Act] = {}

    @property
    def charges(self) -> tuple[Deed, ...]:
        """The deeds for which somebody still has to answer."""
        return tuple(deed for deed in self.deeds if deed.whole or deed.charged)

    @property
    def vouched(self) -> bool:
        """Whether the commit is its author's by their signature, or nobody asked for one."""
        person = self.doer.person
        return not self.signed or (person is not None and person == self.signer == self.committer)

    def maker(self, deed: Deed, change: Change) -> Act:
        """The act that made a change: itself, or in a range as a whole the last commit that did."""
        return self.makers.get(deed.key(change)) or self.makers.get(deed.client) or self

    def told(self, deed: Deed, change: Change | None = None) -> dict[str, object]:
        """What a sentence about a deed names: who, which commit, which plan or file, the field, old and new."""
        fields: dict[str, object] = {
            "who": self.doer.shown,
            "commit": self.commit.short,
            "client": deed.subject,
            "path": deed.path,
            "what": Listing(_DONE[deed.kind]),
        }
        if change is not None:
            old = Listing("nothing") if change.kind == "added" else value_text(change.old, change.shape)
            new = Listing("nothing") if change.kind == REMOVED else value_text(change.new, change.shape)
            fields |= {"field": change.field, "old": old, "new": new}
        return fields


_DONE = {CREATED: "added", DELETED: "removed", EDITED: "changed", MOVED: "moved"}


def starred(path: Path) -> tuple[str | None, ...]:
    """The path of a field with None for the place of a thing in a list, which is another in each version."""
    return tuple(None if isinstance(step, int) else step for step in path)


def plan_at(path: str) -> str | None:
    """The id of the client whose plan lies at a path from the root; None where no plan lies there.

    Nor does one where it would make the folder above it the root of a repository of plans of its own.
    """
    parts = path.split("/")
    if parts[0] != PLANS_FOLDER or len(parts) < 2 or not path.endswith(SUFFIX) or path.endswith(f"/{FORMAT_FILE}"):
        return None
    return None if any(is_noise(part) for part in parts[1:]) else client_id(path)
