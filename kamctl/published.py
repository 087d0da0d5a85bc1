"""A folder that holds what the program made, and nothing else: written where it changed, cleared of what is stale.

A list of our own files lies in it. By that list the folder is known as ours, and by it files that are not made any
more are taken away; whatever else somebody puts there stays.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from kamctl.errors import UsageError, WriteError, reason
from kamctl.storage import alone, is_stray, remove_strays, replace_file

LIST = ".kamctl-site.json"
"""The list of the files that are ours, by their paths from the folder."""

_VERSION = 1
_LARGEST_LIST = 32 * 1024**2


@contextmanager
def publishing(root: Path, called: str, names: Sequence[str]) -> Iterator[Published]:
    """The folder at `root`, which the user calls `called`, to put these files into; what is stale goes at the end.

    UsageError where it is somebody else's, WriteError where it cannot be written. What will be ours is noted before any
    of it is there, so that a run that was killed can be begun again.
    """
    folder = Published(root, called)
    folder.make()
    with alone(root):
        folder.claim(names)
        yield folder
        folder.finish()


class Published:
    """What was written and what was removed so far; see `publishing`."""

    def __init__(self, root: Path, called: str) -> None:
        self.root = root
        self._called = called
        self._ours = self._read_list()
        self._made: set[str] = set()
        self.written = 0
        self.removed = 0

    def _read_list(self) -> frozenset[str]:
        """The files that are ours by the list; UsageError where the folder is somebody else's."""
        if not os.path.lexists(self.root):
            return frozenset()
        if self.root.is_symlink() or not self.root.is_dir():
            raise UsageError("{folder} is no folder.", "Name another one with -o DIR.", folder=self._called)
        place = self.root / LIST
        try:
            if place.is_symlink() or (place.exists() and place.stat().st_size > _LARGEST_LIST):
                raise self._foreign()
            document = json.loads(place.read_bytes())
            files = document["files"]
            if document["version"] != _VERSION or not all(isinstance(name, str) for name in files):
                raise self._foreign()
        except FileNotFoundError:
            # A run that has just begun, or was killed there, has written its list and not yet given it its name.
            others = [each.name for each in self.root.iterdir() if not is_stray(each.name, LIST)]
            if LIST in others:
                return self._read_list()
            if others:
                raise self._foreign() from None
            return frozenset()
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise self._foreign() from error
        return frozenset(name for name in files if _is_inside(name))

    def _foreign(self) -> UsageError:
        return UsageError(
            "The folder {folder} has files in it and is no site that kamctl made, so nothing was written there.",
            "Name an empty folder with -o DIR.",
            folder=self._called,
        )

    def make(self) -> None:
        """Make the folder itself."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._refused("", error) from error

    def claim(self, names: Sequence[str]) -> None:
        """Put on the list what will be ours, beside what another run made ours meanwhile; nothing is done where one of
        them is not.
        """
        self._ours = self._read_list()
        for name in names:
            self._refuse_links(self.root / name)
            if name not in self._ours and os.path.lexists(self.root / name):
                raise WriteError("{path} is none of our files; nothing was written.", path=self._shown(name))
        self._ours = self._ours.union(names)
        self._write_list(self._ours)

    def put(self, name: str, data: bytes) -> None:
        """Write one of the files that were claimed, where it differs from what is there."""
        self._made.add(name)
        path = self.root / name
        try:
            self._refuse_links(path)
            if _holds(path, data):
                return
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(path, data, lasting=False)  # the next run makes again what a power cut takes
        except OSError as error:
            raise self._refused(name, error) from error
        self.written += 1

    def finish(self) -> None:
        """Take away what was made before and is not made any more, and bring the list up to date."""
        for place in sorted({(self.root / name).parent for name in self._ours}):
            remove_strays(place)
        for name in sorted(self._ours.difference(self._made)):
            path = self.root / name
            try:
                self._refuse_links(path)
                path.unlink(missing_ok=True)
            except OSError as error:
                raise self._refused(name, error) from error
            self.removed += 1
            for parent in PurePosixPath(name).parents:
                if parent.name:
                    with suppress(OSError):  # there is something else in it
                        (self.root / parent).rmdir()
        self._write_list(self._made)

    def _write_list(self, names: Collection[str]) -> None:
        data = (json.dumps({"version": _VERSION, "files": sorted(names)}, ensure_ascii=True, indent=0) + "\n").encode()
        try:
            if not _holds(self.root / LIST, data):
                replace_file(self.root / LIST, data)
        except OSError as error:
            raise self._refused(LIST, error) from error

    def _refuse_links(self, path: Path) -> None:
        for place in (path, *path.parents):
            if place == self.root:
                return
            if place.is_symlink():
                raise WriteError("{path} is a link, and links are not written through.", path=place)

    def _refused(self, name: str, error: OSError) -> WriteError:
        return WriteError("{path} could not be written: {why}.", path=self._shown(name), why=reason(error))

    def _shown(self, name: str) -> str:
        return f"{self._called.rstrip('/')}/{name}".rstrip("/")


def _is_inside(name: str) -> bool:
    """Whether a path of the list stays inside of the folder."""
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts and not {"\\", ":", "\0"} & {*name}


def _holds(path: Path, data: bytes) -> bool:
    """Whether a file has just these bytes."""
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except FileNotFoundError:
        return False
