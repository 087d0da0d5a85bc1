"""The errors of the program: what cannot be cured by editing a plan.

KamctlError            it cannot run; exit 2
├── UsageError         the command line asks for something that is not there
├── RepositoryError    this is no repository of plans, or it cannot be read
│   ├── HistoryError   its history in git is not there, or not whole
│   └── RecordError    git cannot take a commit, or pass it on, as things stand
├── EditError          a file cannot be edited as was asked; nothing was changed
└── WriteError         a file could not be written; what was there is still there
"""

from __future__ import annotations

from kamctl.words import Sentence, say


def reason(error: OSError) -> str:
    """Why the system refused, in its own words: "permission denied"."""
    return (error.strerror or str(error)).lower()


class KamctlError(Exception):
    """Why the command cannot go on, and what to do about it."""

    exit_code = 2

    def __init__(self, message: str, remedy: str = "", **fields: object) -> None:
        self.message: Sentence = say(message, **fields)
        self.remedy: Sentence | None = say(remedy, **fields) if remedy else None
        super().__init__(str(self.message))


class UsageError(KamctlError):
    """The command line asks for something that is not there."""


class RepositoryError(KamctlError):
    """This is no repository of plans, or it cannot be read."""


class HistoryError(RepositoryError):
    """The repository's history in git is not there, cannot be read, or is not whole."""


class RecordError(RepositoryError):
    """git cannot take a commit, or pass it on, as things stand; what was there is still there."""


class EditError(KamctlError):
    """A file cannot be edited as was asked; nothing was changed."""


class WriteError(KamctlError):
    """A file could not be written; what was there is still there."""
