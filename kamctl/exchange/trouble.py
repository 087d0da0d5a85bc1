"""What is wrong with a file from elsewhere: why it cannot be used at all, or what in it is not taken, and where."""

from __future__ import annotations

from typing import NamedTuple

from kamctl.errors import KamctlError
from kamctl.history.report import DiffReport
from kamctl.words import Sentence


class ForeignFileError(KamctlError):
    """A file of another program cannot be used; nothing was taken from it."""


class Trouble(NamedTuple):
    """Something in a file that is not taken: `place` is a cell (`Risks!C7`) or a line (`12`); empty for the whole."""

    place: str
    message: Sentence
    hint: Sentence | None = None
    client: str | None = None
    field: str | None = None


class ImportReport(NamedTuple):
    """What an import changes, and what of the file it does not take.

    `file` is what people call it, `notes` are what one should know of it; `applied`: it was written, not only shown.
    """

    file: str
    changes: DiffReport
    troubles: tuple[Trouble, ...]
    notes: tuple[Sentence, ...] = ()
    applied: bool = False
