"""What is wanted of plans as edits of their files, made one by one, so that one that cannot be made stops no other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from kamctl.edit.arrangement import Arrangement
from kamctl.edit.editing import edit
from kamctl.edit.edits import Edit, Set, Unset
from kamctl.errors import EditError
from kamctl.exchange.incoming.actuals import Actual
from kamctl.exchange.trouble import Trouble
from kamctl.history.meaning import same
from kamctl.plan.document import Document, Value
from kamctl.plan.fault import Path, dotted
from kamctl.plan.quantity import percent_text
from kamctl.plan.shape import PERCENT, Leaf
from kamctl.words import Sentence


class Wanted(NamedTuple):
    """One thing that a file says otherwise than the plan: where the file says so, and the edits that take it over."""

    place: str
    edits: tuple[Edit, ...]


def take(
    document: Document, client: str, wanted: Iterable[Wanted], arrangement: Arrangement
) -> tuple[Document, list[Trouble]]:
    """The document with all that could be taken over, and what could not."""
    troubles = []
    for each in wanted:
        try:
            document = edit(document, each.edits, arrangement).document
        except EditError as error:
            field = dotted(each.edits[0].path)
            message = error.message if error.remedy is None else _joined(error.message, error.remedy)
            troubles.append(Trouble(each.place, message, None, client, field))
    return document, troubles


def _joined(message: Sentence, remedy: Sentence) -> Sentence:
    return Sentence(f"{message.template} {remedy.template}", {**remedy.fields, **message.fields})


def of_actuals(actuals: Sequence[Actual], document: Document) -> list[Wanted]:
    """The edits of one plan that record actuals; none where the plan says so already."""
    found = []
    for each in actuals:
        path = (*each.path, each.period.name)
        leaf = Leaf(each.unit)
        value: str | Decimal | int = percent_text(each.value) if each.unit == PERCENT else _plain(each.value)
        edits: list[Edit] = []
        if not same(_held(document, (*path, "actual")), value, leaf):
            edits.append(Set((*path, "actual"), value))
        known = _held(document, (*path, "as_of"))
        if each.as_of is None and known is not None:
            edits.append(Unset((*path, "as_of")))
        elif each.as_of is not None and known != each.as_of.isoformat():
            edits.append(Set((*path, "as_of"), each.as_of))
        if edits:
            found.append(Wanted("", tuple(edits)))
    return found


def _plain(value: Decimal) -> Decimal | int:
    return int(value) if value == value.to_integral_value() else value.normalize()


def _held(document: Document, path: Path) -> Value:
    """What stands at a path; None where nothing does."""
    return document.value(path) if document.has(path) else None
