"""What is wanted of plans as edits of their files, made one by one, so that one that cannot be made stops no other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from kamctl.edit.arrangement import Arrangement
from kamctl.edit.editing import edit
from kamctl.edit.edits import Edit
from kamctl.errors import EditError
from kamctl.exchange.trouble import Trouble
from kamctl.plan.document import Document
from kamctl.plan.fault import dotted
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
