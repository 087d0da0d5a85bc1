"""A small repository of plans, and stories that begin there, all written by one `git fast-import`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from kamctl.cli.guard import authority_of
from kamctl.gitrepo.repository import Repository
from kamctl.guard.check import Signed, Span, check
from kamctl.lint.catalog import RULES
from kamctl.lint.finding import Finding, LintReport
from tests.gitting import git, start
from tests.harness import BASE as HARNESS

TODAY = date(2026, 5, 20)

NORTH = "KAM North <kam-north@example.com>"
SOUTH = "KAM South <kam-south@example.com>"
HEAD = "Head of SKAM <skam-head@example.com>"
MEMBER = "Logistics <logistics@example.com>"
NOBODY = "Somebody <somebody@example.org>"
PLATFORM = "Platform <noreply@platform.example>"

ALDER, BIRCH, CEDAR = "plans/north/alder.yaml", "plans/birch.yaml", "plans/cedar.yaml"
BROKEN, FIR = "plans/broken.yaml", "plans/ёлка.yaml"


def plan(kam: str, name: str = "Client", more: str = "") -> str:
    """A plan of somebody, with what only SKAM may change, figures of periods that have begun or not, and notes."""
    return f"""\
client: {name}
segment: B
kam: {kam}
period: 2026
team:
  {kam}: {{role: KAM, share: 20%}}
sales:
  2026-Q1: {{plan: 1000, actual: 900}}
  2026-Q2: {{plan: 2000}}
  2026-Q3: {{plan: 3000}}
  2026-Q4: {{plan: 4000}}
kpis:
  shelf-share:
    2026-Q1: {{plan: 20%}}
    2026-Q4: {{plan: 25%}}
discounts:
  volume:
    size: 7%
    condition: Turnover of 50M
credit_line:
  limit: 30000
  days: 45
  used: 100
history:
  - {{date: 2026-02-03, note: New buyer}}
  - {{date: 2026-03-01, note: She asks for a forecast}}
contacts:
  buyer: {{name: Category buyer}}
{more}"""


FORMAT = (
    HARNESS["schema/format.yaml"] + "skam_only: [segment, discounts, credit_line, sales.*.plan, kpis.*.*.plan, "
    "approvals]\n"
)
PEOPLE = """\
kam-north: {name: KAM North, role: kam, emails: [kam-north@example.com, north@laptop.example.com]}
kam-south: {name: KAM South, role: kam, emails: [kam-south@example.com]}
skam-head: {name: Head of SKAM, role: skam, emails: [skam-head@example.com]}
logistics: {name: Logistics, role: member, emails: [logistics@example.com]}
"""
MAILMAP = "# old addresses\nKAM North <kam-north@example.com> <old-north@example.org>\n"

BASE: dict[str, str] = {
    "schema/format.yaml": FORMAT,
    "schema/kpis.yaml": HARNESS["schema/kpis.yaml"],
    "schema/people.yaml": PEOPLE,
    "schema/products.yaml": HARNESS["schema/products.yaml"],
    ALDER: plan("kam-north", "Alder"),
    BIRCH: plan("kam-south", "Birch"),
    CEDAR: plan("kam-north", "Cedar"),
    FIR: plan("kam-south", "Ёлка"),
    BROKEN: "client: [\nkam: kam-south\n",
    ".mailmap": MAILMAP,
    ".gitattributes": "*.yaml text\n",
    ".github/workflows/plans.yaml": "name: plans\n",
    ".github/CODEOWNERS": "* @skam\n",
    "README.md": "# Plans\n",
    "tools/report.py": "pass\n",
}

FILE, PROGRAM, LINK, SUBMODULE = "100644", "100755", "120000", "160000"


class Blob(NamedTuple):
    """A file's content and its mode."""

    data: bytes
    mode: str = FILE


Content = str | bytes | Blob | None
Tree = dict[str, Blob]


def blob(content: str | bytes | Blob) -> Blob:
    """Content as a plain file, unless it is one already."""
    return content if isinstance(content, Blob) else Blob(content.encode() if isinstance(content, str) else content)


def edited(path: str, *pairs: tuple[str, str], base: str | None = None) -> dict[str, str]:
    """A file of the base with words replaced, each of which must stand there."""
    text = BASE[path] if base is None else base
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return {path: text}


def seconds(day: str) -> int:
    """Noon (UTC) of a day, in seconds since 1970."""
    return int(datetime.fromisoformat(f"{day}T12:00:00+00:00").astimezone(UTC).timestamp())


class Loom:
    """Writes commits as a stream for `git fast-import`; a commit is known by its mark."""

    def __init__(self) -> None:
        self.stream: list[bytes] = []
        self.trees: dict[int, Tree] = {}

    def commit(
        self,
        files: Mapping[str, Content],
        parents: Iterable[int] = (),
        by: str = NORTH,
        day: str = "2026-05-10",
        committed: str | None = None,
        committer: str | None = None,
        tree: Mapping[str, Blob] | None = None,
    ) -> int:
        """A commit: the tree of its first parent (or `tree`) with these files changed; None takes one away."""
        parents = list(parents)
        mark = len(self.trees) + 1
        found = dict(tree if tree is not None else self.trees[parents[0]] if parents else {})
        for path, content in files.items():
            if content is None:
                del found[path]
            else:
                found[path] = blob(content)
        self.trees[mark] = found
        stamp = f"{by} {seconds(day)} +0000\ncommitter {committer or by} {seconds(committed or day)} +0000\n"
        self._say(f"commit refs/heads/c{mark}\nmark :{mark}\nauthor {stamp}data 1\nx\n")
        for number, parent in enumerate(parents):
            self._say(f"{'merge' if number else 'from'} :{parent}\n")
        self._say("deleteall\n")
        for path, (data, mode) in found.items():
            if mode == SUBMODULE:
                self._say(f"M {mode} {data.decode()} {path}\n")
            else:
                self._say(f'M {mode} inline "{path}"\n')
                self.stream.append(b"data %d\n%s\n" % (len(data), data))
        return mark

    def _say(self, text: str) -> None:
        self.stream.append(text.encode())

    def weave(self, folder: Path, head: int = 1) -> dict[int, str]:
        """A repository with all commits, one of them checked out; their ids by their marks."""
        start(folder)
        marks = folder.parent / f"{folder.name}.marks"
        git(folder, "fast-import", "--quiet", "--force", f"--export-marks={marks}", stdin=b"".join(self.stream))
        lines = marks.read_text("ascii").splitlines()
        ids = {int(mark[1:]): id_ for mark, id_ in (line.split() for line in lines)}
        git(folder, "update-ref", "refs/heads/main", ids[head])
        git(folder, "reset", "-q", "--hard", "main")
        return ids


class Story:
    """What somebody does from the base on; its commits are counted from 1."""

    def __init__(self, loom: Loom, base: int) -> None:
        self.loom = loom
        self.base = base
        self.marks: list[int] = []

    def does(
        self,
        files: Mapping[str, Content] | None = None,
        by: str = NORTH,
        on: Iterable[int] | None = None,
        day: str = "2026-05-10",
        committed: str | None = None,
        committer: str | None = None,
        like: int | None = None,
    ) -> int:
        """A commit on the last one, or `on` others (0 is the base), its files those of the first or of `like`."""
        last = [len(self.marks)] if on is None else list(on)
        tree = None if like is None else self.tree(like)
        mark = self.loom.commit(
            files or {}, [self._mark(number) for number in last], by, day, committed, committer, tree
        )
        self.marks.append(mark)
        return len(self.marks)

    def tree(self, number: int) -> Tree:
        """The files of a commit."""
        return self.loom.trees[self._mark(number)]

    def _mark(self, number: int) -> int:
        return self.base if number == 0 else self.marks[number - 1]


Told = tuple[str, int, str | None, str, str | None]
"""A finding: rule, commit (counted in its story), person, client or else path, field."""


class World(NamedTuple):
    """One repository with many stories, by their names."""

    repository: Repository
    ids: Mapping[int, str]
    stories: Mapping[str, Story]

    def commits(self, name: str) -> list[str]:
        """The ids of a story's commits, that of the base first."""
        story = self.stories[name]
        return [self.ids[mark] for mark in (story.base, *story.marks)]


@contextmanager
def world_of(tales: Mapping[str, Iterable[Mapping[str, Any]]], folder: Path) -> Iterator[World]:
    """A repository in which these stories happened; each is what `Story.does` is told of its commits."""
    loom = Loom()
    base = base_of(loom)
    stories = {name: Story(loom, base) for name in tales}
    for name, commits in tales.items():
        for commit in commits:
            stories[name].does(**commit)
    ids = loom.weave(folder)
    with Repository.find(folder) as repository:
        yield World(repository, ids, stories)


def base_of(loom: Loom) -> int:
    """The commit that all stories begin with."""
    return loom.commit(BASE, by=HEAD, day="2026-01-05")


def guard(repository: Repository, base: str, tip: str, today: date = TODAY, signed: Signed | None = None) -> LintReport:
    """What guard finds in base..tip."""
    span = Span(repository.from_top(), repository.prefix, base, tip)
    return check(span, authority_of(repository, base), RULES, today, signed)


def told(findings: Iterable[Finding], commits: list[str]) -> set[Told]:
    """Findings as a table writes them; `commits` are those of a story, the base first."""
    return {
        (each.rule, commits.index(each.commit or ""), each.person, each.client or each.path, each.field)
        for each in findings
    }
