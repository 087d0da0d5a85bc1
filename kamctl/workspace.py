"""The work tree: the only place that reads a repository's files and decides which may be written.

Only regular files inside the root are read, never through a link, and never more of them than the largest file
that is allowed, so that no file of a repository can make a command hang or show what lies outside of it.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from kamctl.errors import RepositoryError, UsageError, WriteError, reason
from kamctl.plan.placement import (
    FORMAT_FILE,
    FORMS_FOLDER,
    PLANS_FOLDER,
    SCHEMA_FOLDER,
    SUFFIX,
    Placed,
    is_noise,
    plans_among,
    schema_among,
    unsafe,
)
from kamctl.plan.source import LARGEST_FILE, RawFile
from kamctl.storage import PATIENCE, alone, create_file, remove_strays, replace_file

LONGEST_PATH = 1024
"""Characters; macOS takes no longer one."""

_READ_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class Workspace:
    """A repository of plans on disk; `root` is absolute and has `schema/format.yaml`.

    `patience` is for how many seconds it waits for others who write.
    """

    def __init__(self, root: Path, patience: float = PATIENCE) -> None:
        self.root = root
        self._patience = patience
        self._is_alone = False

    @classmethod
    def find(cls, start: Path) -> Workspace:
        """The repository that `start` is in: the nearest folder upward with `schema/format.yaml`."""
        try:
            start = Path(os.path.realpath(start, strict=True))  # a loop of links is an OSError here
        except OSError as error:
            raise UsageError("The folder {folder} cannot be opened: {why}.", folder=start, why=reason(error)) from error
        for folder in (start, *start.parents):
            if os.path.lexists(folder / FORMAT_FILE):
                return cls(folder)
        if (start / "objects").is_dir() and (start / "HEAD").is_file():
            raise RepositoryError(
                "The repository {folder} is bare: it has no files to work with.",
                "Clone it, and work in the clone.",
                folder=start,
            )
        raise RepositoryError(
            "There is no repository of plans here: no schema/format.yaml in {folder} or above it.",
            "Go to your repository, name it with -C DIR, or start one with kamctl init.",
            folder=start,
        )

    def schema_files(self) -> dict[str, RawFile]:
        """The YAML files (misspelt ones too) and the editors' schema in `schema/`, by path from the root."""
        chosen = schema_among(self._entries(SCHEMA_FOLDER, deep=False))
        files = (*chosen.refused, *map(self.read, chosen.names))
        return {file.name: file for file in sorted(files, key=lambda file: file.name)}

    def plan_files(self) -> tuple[list[RawFile], list[RawFile]]:
        """All plans, and the files that stand where plans do but cannot be any, both by path."""
        chosen = plans_among(self._entries(PLANS_FOLDER, deep=True))
        return [self.read(name) for name in chosen.names], list(chosen.refused)

    def form_files(self) -> list[Placed]:
        """What stands in the folder of the forms, by name."""
        return list(self._entries(FORMS_FOLDER, deep=False))

    def plan_folders(self) -> list[str]:
        """The folders that have plans, and those round them, by their paths from the root."""
        plans, _ = self.plan_files()
        parents = {parent.as_posix() for plan in plans for parent in PurePosixPath(plan.name).parents}
        return sorted(parents - {"."} | {PLANS_FOLDER})

    def read(self, name: str) -> RawFile:
        """A file by its path from the root, as far as it is safe to read."""
        path = self.root / name
        try:
            descriptor = os.open(path, _READ_FLAGS)
        except OSError as error:
            kind = "link" if error.errno == errno.ELOOP else "vanished" if error.errno == errno.ENOENT else "unreadable"
            return _unsafe(name, kind, why=reason(error))
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                return _unsafe(name, "not-a-file")
            data = _read_bounded(descriptor)
        except OSError as error:
            return _unsafe(name, "unreadable", why=reason(error))
        finally:
            with suppress(OSError):
                os.close(descriptor)
        return RawFile(name, data)

    def name_of(self, path: str, base: Path) -> str:
        """The path from the root, with forward slashes, of what a user called `path` in the folder `base`."""
        if "\x00" in path:
            raise UsageError("The path {path} has a character that no path has.", path=path)
        if len(path) > LONGEST_PATH:
            raise UsageError("The path {path} is longer than {most} characters.", path=path, most=LONGEST_PATH)
        absolute = Path(os.path.normpath(base / path))
        for candidate in (absolute, _real_parent(absolute)):
            with suppress(ValueError):
                return candidate.relative_to(self.root).as_posix()
        raise UsageError(
            "The path {path} lies outside of the repository {root}.", "Name files in it.", path=path, root=self.root
        )

    @contextmanager
    def alone(self) -> Iterator[None]:
        """No other run of the program writes here meanwhile, so that what is read is what will be replaced."""
        if self._is_alone:
            yield
            return
        with alone(self.root, self._patience):
            self._is_alone = True
            try:
                yield
            finally:
                self._is_alone = False

    def write(self, name: str, data: bytes, expected: bytes | None) -> None:
        """Put `data` in the place of a file, whole or not at all.

        `expected` is what the file must still hold (None: it must not be there yet), so that nobody's work is lost.
        """
        path = self.root / name
        try:
            with self.alone():
                if expected is None:
                    self.require_vacant(name)
                    path.parent.mkdir(parents=True, exist_ok=True)
                    create_file(path, data)
                else:
                    self._refuse_links(path)
                    remove_strays(path.parent, path.name)
                    if self.read(name) == RawFile(name, data):
                        return  # somebody else has done the same
                    replace_file(path, data, lambda: self._require_unchanged(name, expected))
        except FileExistsError as error:  # somebody else was quicker
            raise _taken(name) from error
        except OSError as error:
            raise WriteError(
                "The file {name} could not be written: {why}. What was there is still there.",
                name=name,
                why=reason(error),
            ) from error

    def _require_unchanged(self, name: str, expected: bytes) -> None:
        if self.read(name).data != expected:
            raise WriteError(
                "The file {name} has changed meanwhile; it was not touched.", "Run the command again.", name=name
            )

    def is_source(self, path: Path) -> bool:
        """Whether a plan or a file of the schema stands at a path, or would."""
        place = Path(os.path.realpath(path))
        folders = (self.root / PLANS_FOLDER, self.root / SCHEMA_FOLDER)
        if place.is_relative_to(self.root / FORMS_FOLDER):
            return True
        return place.suffix == SUFFIX and any(place.is_relative_to(folder) for folder in folders)

    def is_inside_sources(self, path: Path) -> bool:
        """Whether a path is that of the plans, of the schema or of git's own files, or lies below it."""
        place = Path(os.path.realpath(path))
        if ".git" in map(str.lower, place.parts):
            return True
        return any(place.is_relative_to(self.root / folder) for folder in (PLANS_FOLDER, SCHEMA_FOLDER))

    def is_taken(self, name: str) -> bool:
        """Whether something lies at a name, or where a folder round it must be; WriteError where a link leads there."""
        path = self.root / name
        self._refuse_links(path)
        parents = [parent for parent in path.parents if parent.is_relative_to(self.root)]
        return os.path.lexists(path) or any(os.path.lexists(parent) and not _is_folder(parent) for parent in parents)

    def require_vacant(self, name: str) -> None:
        """Refuse a name at which something lies already, or to which a link leads."""
        if self.is_taken(name):
            raise _taken(name)

    def _refuse_links(self, path: Path) -> None:
        for place in (path, *path.parents):
            if place == self.root:
                return
            if os.path.islink(place):  # noqa: PTH114  # what cannot be asked is told by writing
                raise WriteError("{path} is a link, and links are not written through.", path=place)

    def _entries(self, folder: str, deep: bool) -> Iterator[Placed]:
        """Files below a folder in a fixed order; with a fault those that must not be opened."""
        try:
            if (self.root / folder).is_symlink():
                yield unsafe(folder, "linked-folder")
                return
            with os.scandir(self.root / folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except FileNotFoundError:
            return
        except OSError as error:
            yield unsafe(folder, "unreadable", why=reason(error))
            return
        for entry in entries:
            name = f"{folder}/{entry.name}"
            if is_noise(entry.name):
                continue
            if entry.is_symlink():
                yield unsafe(name, "link")
            elif entry.is_dir(follow_symlinks=False):
                if deep:
                    yield from self._directory(name)
            elif entry.is_file(follow_symlinks=False):
                yield Placed(name)
            else:
                yield unsafe(name, "not-a-file")

    def _directory(self, name: str) -> Iterator[Placed]:
        if name.endswith(SUFFIX):
            yield unsafe(name, "not-a-file", folder="yes")
        yield from self._entries(name, deep=True)


def read_foreign(path: Path, called: str, most: int) -> bytes:
    """A file from wherever it is, which somebody `called` so; UsageError where it cannot be read, or is too large."""
    try:
        with path.open("rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise UsageError("{path} is no file that can be imported.", path=called)
            data = stream.read(most + 1)
    except (OSError, ValueError) as error:
        why = reason(error) if isinstance(error, OSError) else "it is no path"
        raise UsageError("The file {path} cannot be read: {why}.", path=called, why=why) from error
    if len(data) > most:
        raise UsageError("The file {path} is larger than {most} MiB.", path=called, most=most // 1024**2)
    return data


def _is_folder(path: Path) -> bool:
    """Whether a folder can be seen at a path; False, not an error, where nobody may look."""
    return os.path.isdir(path)  # noqa: PTH112


def _read_bounded(descriptor: int) -> bytes:
    """At most one byte more than the largest file, which is enough to see that it is too large."""
    data = os.read(descriptor, LARGEST_FILE + 1)
    while data and len(data) <= LARGEST_FILE and (more := os.read(descriptor, LARGEST_FILE + 1 - len(data))):
        data += more
    return data


def _real_parent(path: Path) -> Path:
    """The path with links in its folders followed; its own last part stays as it is."""
    return Path(os.path.realpath(path.parent)) / path.name


def _taken(name: str) -> WriteError:
    return WriteError("The file {name} is there already; it was not touched.", name=name)


def _unsafe(name: str, kind: str, **facts: str) -> RawFile:
    return RawFile(name, b"", unsafe(name, kind, **facts).fault)
