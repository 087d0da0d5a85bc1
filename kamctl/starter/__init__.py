"""What `kamctl init` writes: a repository of plans that a team can use on day one.

`files/` holds the settings: `all/` for everybody, `github/` and `gitlab/` for the service whose CI was
chosen; `first/` holds a first plan. In a name, a leading `dot_` stands for `.`: a real `.gitignore` or
`.gitattributes` in here would act on kamctl's own tree, and could keep files out of the wheel. In a text,
`@VERSION@` stands for the version of kamctl that writes it, `@YEAR@` for the year of the first plan.

The schema and the plans are those of kamctl's own repository: a wheel carries copies of them in
`repository/`, a checkout reads its own folders. They are given as they stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

CI_SERVICES = ("github", "gitlab")

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class StarterFile:
    """A file to write: `path` is relative to the new repository, with forward slashes."""

    path: str
    content: bytes


def settings(ci: str, version: str) -> list[StarterFile]:
    """Everything beside schema and plans, for one of `CI_SERVICES` or for none of them, by path.

    `version` is the release of kamctl that the CI workflow is to install.
    """
    found = [file for folder in ("all", ci) for file in _read(HERE / "files" / folder)]
    filled = [StarterFile(_dotted(file.path), file.content.replace(b"@VERSION@", version.encode())) for file in found]
    return sorted(filled, key=lambda file: file.path)


def first_plan(year: int) -> list[StarterFile]:
    """The one plan of a new repository: short, readable, nothing in it due before April of its year."""
    found = _read(HERE / "files" / "first")
    return [StarterFile(file.path, file.content.replace(b"@YEAR@", b"%d" % year)) for file in found]


def repository() -> list[StarterFile]:
    """The schema and the plans of kamctl's own repository, by path: `schema/…` and `plans/…`."""
    carried = HERE / "repository"
    root = carried if carried.is_dir() else HERE.parents[1]
    found = [
        StarterFile(f"{folder}/{file.path}", file.content)
        for folder in ("plans", "schema")
        for file in _read(root / folder)
    ]
    return sorted(found, key=lambda file: file.path)


def _read(folder: Path) -> Iterator[StarterFile]:
    for path in folder.rglob("*"):
        if path.is_file() and not path.name.startswith("."):
            yield StarterFile(path.relative_to(folder).as_posix(), path.read_bytes())


def _dotted(path: str) -> str:
    parts = PurePosixPath(path).parts
    return "/".join("." + part.removeprefix("dot_") if part.startswith("dot_") else part for part in parts)
