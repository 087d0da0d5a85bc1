"""Which commit the files come from that a document is made of, and whether they say what it says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kamctl.cli.app import App
from kamctl.errors import HistoryError
from kamctl.exchange.documents.origin import Origin

if TYPE_CHECKING:
    from kamctl.plan.source import RawFile

_FOLDERS = ("schema", "plans")


def origin_of(app: App, files: Iterable[RawFile]) -> Origin:
    """Where these files of the work tree come from; nothing is known where there is no git, or no commit yet."""
    try:
        with app.repository() as repository:
            commit = repository.head()
            held = {entry.path: entry.id for folder in _FOLDERS for entry in repository.files(commit, folder)}
    except HistoryError:
        return Origin()
    return Origin(commit, any(not _is(file, held.get(file.name, "")) for file in files))


def _is(file: RawFile, id_: str) -> bool:
    """Whether a file is the content of this id, with the line ends of git or those of Windows."""
    kind = hashlib.sha256 if len(id_) == 64 else hashlib.sha1
    for data in (file.data, file.data.replace(b"\r\n", b"\n")):
        if kind(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest() == id_:
            return True
    return False
