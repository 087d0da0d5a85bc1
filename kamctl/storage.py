"""Writing files whole or not at all: at any moment, a power cut included, a file is the old one or the new one.

A new text is written beside its file, brought to the disk, and only then given the file's name.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kamctl.errors import WriteError, reason

_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
_TEMPORARY = ".kamctl.tmp"

PATIENCE = 10.0
"""Seconds that a writer waits for the repository's lock."""


@contextmanager
def alone(folder: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Nobody else's run of the program writes below the folder meanwhile; a run that is killed lets go.

    WriteError where somebody does not let go for so long: a run that was stopped may still go on.
    """
    try:
        import fcntl
    except ImportError:  # Windows: there the last look before a file is replaced is all there is
        yield
        return
    import random
    import time

    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise WriteError("The folder {folder} cannot be opened: {why}.", folder=folder, why=reason(error)) from error
    try:
        end = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > end:
                    raise WriteError(
                        "Another run of kamctl has been writing in {folder} for a while.",
                        "Try again when it has ended.",
                        folder=folder,
                    ) from None
                time.sleep(random.uniform(0.002, 0.02))  # whoever waits longest should not always come last
            except OSError:
                break  # a disk that knows no locks must not stop the work
            else:
                break
        yield
    finally:
        with suppress(OSError):
            os.close(descriptor)


def is_stray(entry: str, name: str = "") -> bool:
    """Whether a file is one that a run writes beside the file `name`, or beside any, before it has that file's name."""
    return entry.startswith(f".{name}." if name else ".") and entry.endswith(_TEMPORARY)


def remove_strays(folder: Path, name: str = "") -> None:
    """Take away what a run that was killed left in a folder, beside the file `name` or any of them.

    A run that still writes has the lock.
    """
    with suppress(OSError), os.scandir(folder) as listing:
        for entry in listing:
            if is_stray(entry.name, name):
                Path(entry.path).unlink()


def replace_file(
    path: Path, data: bytes, last_check: Callable[[], None] = lambda: None, *, lasting: bool = True
) -> None:
    """Write a file so that at any moment, a power cut included, it is the old one or the new one whole.

    `last_check` may still refuse when all is written but the name. What can be made again need not be `lasting`: nobody
    waits for the disk then, and behind a power cut it may be empty.
    """
    mode = _usual_mode()
    if path.exists():
        mode = stat.S_IMODE(path.stat().st_mode)
        if not mode & _WRITABLE or not os.access(path, os.W_OK):  # its folder alone would let it be replaced
            raise PermissionError(errno.EACCES, "it is write-protected")
    with _written_beside(path, data, mode, lasting) as temporary:
        last_check()
        temporary.replace(path)
    if lasting:
        _sync_folder(path.parent)


def create_file(path: Path, data: bytes) -> None:
    """Write a file that is not there yet, whole; FileExistsError where it is, even since a moment ago."""
    with _written_beside(path, data, _usual_mode()) as temporary:
        try:
            os.link(temporary, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without links; an empty file that claims the name might be left behind
            if os.path.lexists(path):
                raise FileExistsError from None
            temporary.replace(path)
    _sync_folder(path.parent)


@contextmanager
def _written_beside(path: Path, data: bytes, mode: int, lasting: bool = True) -> Iterator[Path]:
    """A file beside `path` that holds `data`, safe on the disk where it is to be lasting; it is gone afterwards."""
    import tempfile

    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=_TEMPORARY)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            if hasattr(os, "fchmod"):  # Windows has no such modes
                os.fchmod(file.fileno(), mode)
            if lasting:
                os.fsync(file.fileno())
        yield temporary
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    with suppress(OSError):  # some file systems cannot sync a folder; the file itself is safe by now
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _usual_mode() -> int:
    """The mode of a new file."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def write_report(path: Path, text: str) -> None:
    """Write a report where the user asked for it; a device or a pipe is written to, a file replaced whole."""
    write_output(path, text.encode("utf-8", "backslashreplace"))


def write_output(path: Path, data: bytes) -> None:
    """The same for a file of any kind."""
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as stream:
                stream.write(data)
        else:
            replace_file(path.resolve() if path.is_symlink() else path, data)
    except OSError as error:
        raise WriteError("The file {path} could not be written: {why}.", path=path, why=reason(error)) from error
