"""The editor: edits of a document, each one replaced stretch of text that is proven by reading it again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from kamctl.edit import adding, removing
from kamctl.edit.arrangement import FREE, Arrangement
from kamctl.edit.edits import Append, Content, Edit, Insert, Rename, Set, Unset
from kamctl.edit.ground import Ground
from kamctl.edit.listing import list_edits
from kamctl.edit.proof import Splice, data_of, spliced
from kamctl.edit.spot import find, require_editable, require_text
from kamctl.plan.document import Document


class Edited(NamedTuple):
    """A document after its edits. Where nothing `changed` it is the very document that was given."""

    document: Document
    changed: bool

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        return data_of(self.document)


def edit(document: Document, edits: Iterable[Edit], arrangement: Arrangement = FREE) -> Edited:
    """The document with the edits made, one after the other; EditError where one of them cannot be."""
    require_editable(document)
    current = document
    for wanted in edits:
        require_text(wanted.path, _given(wanted))
        for one in _in_steps(current, wanted):
            splice = _splice(Ground(current), one, arrangement)
            if splice is not None:
                current = spliced(current, splice, one.path)
    return Edited(current, current is not document)


def _given(one: Edit) -> Content:
    if isinstance(one, Rename):
        return one.name
    return "" if isinstance(one, Unset) else one.value


def _in_steps(document: Document, one: Edit) -> Iterable[Edit]:
    """An edit as those that one splice can make."""
    if isinstance(one, Set) and isinstance(one.value, list) and one.value:
        spot = find(document, one.path)
        old = document.value(spot.path)
        if not spot.missing and isinstance(old, list) and old:
            return list(list_edits(spot.path, old, [*one.value]))
    return [one]


def _splice(ground: Ground, one: Edit, arrangement: Arrangement) -> Splice | None:
    """What makes an edit; None where it says what stands there already."""
    if isinstance(one, Set):
        return adding.set_value(ground, one.path, one.value, arrangement)
    if isinstance(one, Append):
        return adding.append(ground, one.path, one.value, arrangement)
    if isinstance(one, Insert):
        return adding.insert(ground, one.path, one.value, arrangement)
    if isinstance(one, Rename):
        return adding.rename(ground, one.path, one.name)
    return removing.unset(ground, one.path, arrangement)
