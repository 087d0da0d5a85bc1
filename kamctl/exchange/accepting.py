"""What plans can take of all that is wanted of them: what would make an error of a plan is told, and left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from kamctl.edit.arrangement import Arrangement
from kamctl.exchange.taking import Wanted, take
from kamctl.exchange.trouble import Trouble
from kamctl.insight.portfolio import Entry
from kamctl.lint.finding import Finding
from kamctl.plan.document import Document
from kamctl.plan.fault import Path, dotted
from kamctl.words import say

Edited = list[tuple[Entry, Document]]
"""Plans, each with the document that it becomes."""


class Accepted(NamedTuple):
    """The plans as they become, and what cannot be taken."""

    edited: Edited
    troubles: tuple[Trouble, ...]


def accept(
    plans: Sequence[Entry],
    wanted: Mapping[str, Sequence[Wanted]],
    arrangement: Arrangement,
    errors: Callable[[Edited], Sequence[Finding]],
) -> Accepted:
    """Take what can be taken; `errors` finds the errors that edited plans have and did not have before.

    What makes an error is left out, and the rest tried again. Where nobody can tell what makes it, nothing of the plan
    is taken.
    """
    left = {client: list(each) for client, each in wanted.items()}
    troubles: list[Trouble] = []
    while True:
        edited: Edited = []
        for entry in plans:
            if left.get(entry.client):
                document, refused = take(entry.document, entry.client, left[entry.client], arrangement)
                troubles += [each for each in refused if each not in troubles]
                edited += [(entry, document)] if document is not entry.document else []
        found = errors(edited) if edited else ()
        if not found:
            return Accepted(edited, tuple(troubles))
        for entry, _ in edited:
            bad = [finding for finding in found if finding.path == entry.document.source.name]
            told, left[entry.client] = _without(left[entry.client], bad)
            troubles += told


def _without(tried: list[Wanted], bad: Sequence[Finding]) -> tuple[list[Trouble], list[Wanted]]:
    """What is told of the errors that one plan would have, and what of all that was tried does not make them."""
    troubles = []
    left = tried
    for finding in bad:
        culprits = _culprits(tried, finding.field)
        template = "The plan would have an error: {message} [{rule}]"
        if not culprits:
            template = "The plan would have an error, so nothing of it is taken: {message} [{rule}]"
        message = say(template, message=finding.message, rule=finding.rule)
        place = culprits[0].place if culprits else ""
        troubles.append(Trouble(place, message, finding.hint, finding.client, finding.field))
        left = [each for each in left if culprits and each not in culprits]
    return troubles, left


def _culprits(wanted: Sequence[Wanted], field: str | None) -> list[Wanted]:
    """What is wanted of a field, or of the thing that it is a part of; where that is several things, the nearest."""
    if field is None:
        return []
    near = [(max(_shared(edit.path, field) for edit in each.edits), each) for each in wanted]
    nearest = max((shared for shared, _ in near), default=0)
    return [each for shared, each in near if shared == nearest > 0]


def _shared(path: Path, field: str) -> int:
    """How long, in characters, a field and the path of an edit that touches it are the same; 0 where it does not."""
    edited = dotted(path)
    touches = f"{field}.".startswith(f"{edited}.") or f"{edited}.".startswith(f"{field}.")
    return min(len(edited), len(field)) if touches else 0
