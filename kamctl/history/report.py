"""What log, blame and diff tell, as values: rendering decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from kamctl.gitrepo.commit import Commit
from kamctl.history.change import Change
from kamctl.history.weight import Weight
from kamctl.plan.document import Value
from kamctl.plan.fault import Path
from kamctl.plan.shape import Shape
from kamctl.words import Sentence, listing, say

CREATED, DELETED, RENAMED, EDITED = "created", "deleted", "renamed", "edited"


class Event(NamedTuple):
    """What one commit did to the plan of one client; `client` is the id of today.

    `commit` is None for what is not committed; `person` the id of its author in people.yaml, where known.
    """

    client: str
    kind: str
    changes: tuple[Change, ...]
    commit: Commit | None = None
    person: str | None = None
    was: str | None = None
    """The former id, where the client was renamed."""
    unreadable: Sentence | None = None
    """Which side could not be read as a plan, and why; the changes are then those that can be told."""
    called: str | None = None
    """The id that it was given in the place of `was`; None: the one of today."""


class Doubled(NamedTuple):
    """Several files with the id of one client: the first of `files` is told, the others are not.

    `where` is what the state that has them is called: `HEAD`, `the work tree`, the beginning of a commit's id.
    """

    client: str
    files: tuple[str, ...]
    where: str

    @property
    def message(self) -> Sentence:
        """What there is and what is told of it."""
        return say(
            "The client {client} has several plans in {where}: {files}. Only the first of them is told.",
            client=self.client,
            where=self.where,
            files=listing(self.files),
        )


class Remark(NamedTuple):
    """A note of the plan's section `history`, as the plan has it today; `date` is as it stands there."""

    client: str
    date: str
    note: str
    contact: str | None


class LogReport(NamedTuple):
    """The history of one client (`client`) or of all (None): events newest first, notes by their date, newest first.

    `moved`: it tells only plan figures that changed after their period had begun; `narrowed`: only some changes, by
    whatever was asked for.
    """

    events: tuple[Event, ...]
    remarks: tuple[Remark, ...]
    client: str | None
    moved: bool = False
    narrowed: bool = False
    doubled: tuple[Doubled, ...] = ()


class Origin(NamedTuple):
    """Who last set a field: its value at HEAD, what stood there before (None: nothing), and the commit."""

    client: str
    path: Path
    value: Value
    previous: Value
    commit: Commit
    person: str | None
    shape: Shape | None


class BlameReport(NamedTuple):
    """The fields by client, in the order of each plan; `unread` are the files that cannot be read as plans."""

    origins: tuple[Origin, ...]
    unread: tuple[str, ...] = ()
    doubled: tuple[Doubled, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether every plan is told."""
        return not self.unread and not self.doubled


class DiffReport(NamedTuple):
    """What changed between two states, worst first; `old` and `new` are what the sides are called.

    `weights` tell for each event why its changes, in their order, weigh what they do; `names` what people call the
    clients. `notices` are what a reviewer must not miss beside the fields of plans.
    """

    old: str
    new: str
    events: tuple[Event, ...]
    currency: str | None
    weights: tuple[tuple[Weight, ...], ...] = ()
    names: Mapping[str, str] = {}
    doubled: tuple[Doubled, ...] = ()
    notices: tuple[Sentence, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether anything changed in meaning, or which clients have several plans."""
        sides = ({(each.client, each.files) for each in self.doubled if each.where == side} for side in self[:2])
        return bool(self.events) or next(sides) != next(sides)
