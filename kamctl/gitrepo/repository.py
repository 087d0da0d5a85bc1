"""The history that a repository of plans has in git.

Whatever a user typed is resolved to the id of a commit first, and only ids go on; git is asked through plumbing whose
answers no setting changes, with paths after `--` and NULs between them. However long the history is, a question takes
the same few runs of git.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from types import TracebackType

from kamctl.errors import HistoryError, UsageError
from kamctl.gitrepo import refusal
from kamctl.gitrepo.commit import Commit, Signature, parse_commit, parse_signature
from kamctl.gitrepo.delta import Entry, Step, parse_entries, parse_groups
from kamctl.gitrepo.objects import Objects, broken
from kamctl.gitrepo.process import OLDEST, Git, GitFailedError, lines, output_failed, too_old
from kamctl.gitrepo.refusal import AMBIGUOUS
from kamctl.gitrepo.signatures import Seal, seals
from kamctl.plan.public_key import SSH, PublicKey
from kamctl.plan.quantity import day

Ancestry = Sequence[tuple[str, tuple[str, ...]]]
"""Commits, each with all its parents."""

LONGEST_REVISION = 1024

_DATE_LIKE = re.compile("[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")
_DAMAGE = re.compile("corrupt|bad object|unable to|not a git repository")
_ID = re.compile("[0-9a-f]{40}|[0-9a-f]{64}")
_VERSION = re.compile(r"([0-9]{1,9})\.([0-9]{1,9})")
# `main@{yesterday}` is answered from what this clone happened to see, `main@{upstream}` from its settings.
_REFLOG = re.compile(r"@\{(?!(?:u|upstream|push)\})", re.IGNORECASE)


class Repository:
    """The git repository that a repository of plans is in.

    `top` is the top of its work tree, `prefix` the way from there to the root of the plans repository (empty, or with
    a slash at its end); `shallow`: the clone has been cut off, so that its history is wrong where it ends.
    """

    def __init__(self, git: Git, prefix: str, shallow: bool, objects: Objects | None = None) -> None:
        self.top = git.top
        self.prefix = prefix
        self.shallow = shallow
        self._git = git
        self._objects = objects or Objects(git)

    @classmethod
    def find(cls, root: Path) -> Repository:
        """The repository round the root of a plans repository; HistoryError where there is none that can be read."""
        top = next((folder for folder in (root, *root.parents) if os.path.lexists(folder / ".git")), None)
        if top is None:
            raise refusal.no_repository(root)
        git = Git(top)
        try:
            answers = lines(git.run("rev-parse", "--is-shallow-repository", "--is-bare-repository", "--show-cdup"))
        except GitFailedError as error:
            raise output_failed(error.said, top) from error
        if len(answers) < 2 or not {*answers[:2]} <= {"true", "false"}:
            raise too_old("it does not know whether a clone is shallow")
        if answers[1] == "true":
            raise refusal.bare(top)
        if answers[2:] != [""]:
            raise HistoryError(
                "The settings of git say that the work tree of {folder} lies elsewhere.",
                "See: git config core.worktree",
                folder=top,
            )
        prefix = "" if root == top else f"{root.relative_to(top).as_posix()}/"
        return cls(git, prefix, answers[0] == "true")

    def head(self) -> str:
        """The id of the commit that is checked out; HistoryError where there is none yet."""
        try:
            return self._verify("HEAD")
        except GitFailedError as error:
            raise self._headless(error.said) from error

    def resolve(self, text: str) -> str:
        """The id of the commit that a user means by a revision; UsageError where it means none, or several."""
        if not text or len(text) > LONGEST_REVISION or not text.isprintable():
            raise UsageError("The revision {text} cannot be one.", "Give a branch, a tag or a commit.", text=text)
        if text == "HEAD":
            return self.head()
        if _REFLOG.search(text):
            raise UsageError(
                "The revision {text} asks what this clone saw at a time, which is another answer in every clone.",
                "Give a day (2026-02-03), a branch, a tag or a commit.",
                text=text,
            )
        try:
            return self._verify(text)
        except GitFailedError as error:
            raise self._unknown(text, error.said) from error

    def at(self, text: str) -> str:
        """The id of the commit at a revision, or at the end (in UTC) of a day written `2026-02-03`.

        A day means the last commit on the first-parent line from HEAD whose committer date lies before its end.
        """
        if not _DATE_LIKE.fullmatch(text):
            return self.resolve(text)
        wanted = day(text)
        try:
            self._verify(text)
        except GitFailedError as error:
            if AMBIGUOUS.search(error.said):
                raise self._unknown(text, error.said) from error
            if wanted is None:
                raise UsageError(
                    "There is no day {text}.", "Write a day of this century as 2026-02-03.", text=text
                ) from None
            return self.before(wanted + timedelta(days=1))
        raise UsageError(
            "The revision {text} is ambiguous: it may be a day, and git has a branch or a tag of that name.",
            "Write refs/heads/{text} or refs/tags/{text} for the latter.",
            text=text,
        )

    def before(self, end: date) -> str:
        """The last commit on the first-parent line from HEAD whose committer date lies before a day begins (UTC)."""
        limit = datetime.combine(end, time(), UTC).timestamp()
        output = self._run("rev-list", "--first-parent", "--timestamp", self.head())
        last = end - timedelta(days=1)
        oldest = ""
        for line in lines(output):
            seconds, _, commit = line.partition(" ")
            if int(seconds) < limit:
                return commit
            oldest = seconds
        if self.shallow:
            raise refusal.cut_off()
        first = datetime.fromtimestamp(min(int(oldest), 253402300799), UTC).date()
        raise HistoryError(
            "There was no commit yet at the end of {day}; the first is of {first}.", day=last, first=first
        )

    def base(self, one: str, other: str) -> str:
        """The commit at which two lines of history parted; HistoryError where they have none in common."""
        try:
            return lines(self._git.run("merge-base", one, other))[0]
        except GitFailedError as error:
            if self.shallow:
                raise refusal.cut_off() from error
            if error.code == 1:
                raise HistoryError(
                    "The commits {one} and {other} have no history in common.", one=one[:8], other=other[:8]
                ) from error
            raise output_failed(error.said, self.top) from error

    def user_email(self) -> str | None:
        """The address that git writes into the user's commits, by its setting user.email; None where it has none."""
        try:
            return self._git.run("config", "--get", "user.email").decode("utf-8", "replace").strip() or None
        except GitFailedError:
            return None

    def bases(self, one: str, other: str) -> list[str]:
        """All commits at which two lines of history last parted; several where they were merged crosswise."""
        try:
            return list(lines(self._git.run("merge-base", "--all", one, other)))
        except GitFailedError as error:
            if error.code == 1:
                return []
            raise output_failed(error.said, self.top) from error

    def leads_to(self, one: str, other: str) -> bool:
        """Whether `other` was made from `one`, or is the same commit."""
        try:
            self._git.run("merge-base", "--is-ancestor", one, other)
        except GitFailedError as error:
            if error.code == 1:
                return False
            raise output_failed(error.said, self.top) from error
        return True

    def from_top(self) -> Repository:
        """The same repository with all paths from the top of its work tree; it is closed when this one is."""
        return Repository(self._git, "", self.shallow, self._objects)

    def require_whole(self) -> None:
        """HistoryError in a clone that has been cut off: what it told of the past would be wrong."""
        if self.shallow:
            raise refusal.cut_off()

    def ancestry(self, tip: str, without: Iterable[str] = (), touching: Sequence[str] = ()) -> Ancestry:
        """The commits from which `tip` was made, itself included, newest first and never a parent before its child.

        Those reachable from `without` are left out; with `touching` (paths from the root) those, on whatever side
        branch, that differ in none of these from any parent. The parents are all that a commit has, in its order.
        """
        ends = [tip, *(f"^{commit}" for commit in without)]
        if not touching:
            listed = lines(self._run("rev-list", "--date-order", "--parents", *ends))
            return [(line.split()[0], tuple(line.split()[1:])) for line in listed]
        paths = [self.prefix + path for path in touching]
        listed = lines(
            self._run("rev-list", "--date-order", "--full-history", "--format=parents %P", *ends, "--", *paths),
        )
        found = zip(listed[::2], listed[1::2], strict=True)
        return [(head.removeprefix("commit "), tuple(parents.split()[1:])) for head, parents in found]

    def touching(self, tip: str, path: str) -> Ancestry:
        """The commits on the way to `tip` that differ in a path (from the root) from a parent, and all merges.

        Newest first; the parents are the nearest commits before that are listed themselves, so that a history without
        merges is told by none of them having two.
        """
        output = self._run(
            *("rev-list", "--date-order", "--full-history", "--parents", tip, "--", self.prefix + path),
        )
        return [(line.split()[0], tuple(line.split()[1:])) for line in lines(output)]

    def steps(self, ancestry: Ancestry, paths: Sequence[str]) -> Iterator[Step]:
        """What differs under `paths` (from the root) between commits and each of their parents, in the order given."""
        pairs = [(commit, parent) for commit, parents in ancestry for parent in parents or (None,)]
        asked = "".join(f"{commit} {parent}\n" if parent else f"{commit}\n" for commit, parent in pairs)
        output = self._run(
            *("diff-tree", "--stdin", "--always", "-r", "-z", "--raw", "--root", "--no-abbrev", "--no-renames"),
            *("--no-ext-diff", "--no-textconv", "--ignore-submodules=none"),
            *("--", *(self.prefix + path for path in paths)),
            stdin=asked.encode("ascii"),
        )
        groups = parse_groups(iter(output.split(b"\0")[:-1]), self.prefix)
        for commit, parent in pairs:
            told, deltas = next(groups, ("", ()))
            if told != commit:  # of one that is not there git says nothing
                raise broken(commit)
            yield Step(commit, parent, deltas)

    def files(self, commit: str, folder: str) -> list[Entry]:
        """Everything below a folder (from the root) in a commit, by path; links and submodules too."""
        path = (self.prefix + folder).rstrip("/")
        output = self._run("ls-tree", "-r", "-l", "-z", "--full-tree", commit, *(["--", path] if path else []))
        return list(parse_entries(output, self.prefix))

    def blobs(self, ids: Iterable[str], largest: int | None = None) -> Iterator[tuple[str, bytes]]:
        """The content of files by their ids; of one larger than `largest` bytes only its beginning."""
        return self._objects.read(ids, largest)

    def commits(self, ids: Iterable[str]) -> Iterator[Commit]:
        """Commits by their ids, in that order."""
        return (parse_commit(id_, data) for id_, data in self._objects.read(ids))

    def seals(self, commits: Sequence[Commit], keys: Iterable[PublicKey]) -> dict[str, Seal]:
        """What the signatures of commits are worth, where these are the keys that count."""
        if any(commit.signed == SSH for commit in commits):
            self._require_git((2, 34))  # older ones know no SSH signatures
        try:
            return seals(self._git, commits, keys)
        except GitFailedError as error:
            raise output_failed(error.said, self.top) from error

    def identity(self) -> Signature:
        """Whom git would name as the author of a commit that was made here now; HistoryError where it cannot tell."""
        ours = {name: value for name, value in os.environ.items() if name.startswith("GIT_AUTHOR_")}
        try:
            said = self._git.run("var", "GIT_AUTHOR_IDENT", environment=ours)
        except GitFailedError as error:
            raise HistoryError(
                "git does not know who you are.", 'Say so: git config user.email "you@example.com"'
            ) from error
        return parse_signature(said.rstrip(b"\n"))

    def close(self) -> None:
        """End what is still running."""
        self._objects.close()

    def __enter__(self) -> Repository:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _run(self, *arguments: str, stdin: bytes = b"") -> bytes:
        try:
            return self._git.run(*arguments, stdin=stdin)
        except GitFailedError as error:
            raise output_failed(error.said, self.top) from error

    def _verify(self, text: str) -> str:
        asked = ("rev-parse", "--verify", "--end-of-options", f"{text}^{{commit}}")
        answer = lines(self._git.run(*asked, unlike=AMBIGUOUS))
        if len(answer) != 1 or not _ID.fullmatch(answer[0]):
            raise GitFailedError(0, "Needed a single revision")  # ^HEAD is answered with ^ and an id
        return answer[0]

    def _require_git(self, oldest: tuple[int, int] = OLDEST) -> None:
        found = _VERSION.search("".join(lines(self._run("version"))))
        if found and (int(found[1]), int(found[2])) < oldest:
            raise too_old(f"it is git {found[1]}.{found[2]}", oldest)

    def _headless(self, said: str) -> HistoryError:
        self._require_git()
        if "Needed a single revision" not in said:
            return output_failed(said, self.top)
        try:
            return broken(lines(self._git.run("rev-parse", "--verify", "HEAD"))[0])
        except GitFailedError:
            return refusal.no_commit()

    def _unknown(self, text: str, said: str) -> UsageError | HistoryError:
        if (found := refusal.several(text, said)) is not None:
            return found
        if _DAMAGE.search(said):
            return output_failed(said, self.top)
        if not self._run("rev-list", "--all", "--max-count=1"):
            return refusal.no_commit_at_all(text)
        return refusal.no_revision(text, self.shallow)
