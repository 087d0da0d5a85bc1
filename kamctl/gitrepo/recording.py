"""Recording work in git: the one place that makes commits and pushes them. It never forces anything.

A commit has the files that it is asked for and no others, whatever else is staged (`git commit --only`). Hooks run;
where one refuses, files and index are as they were.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from kamctl.errors import RecordError
from kamctl.gitrepo.acting import ActingGit
from kamctl.gitrepo.commit import Signature, parse_signature
from kamctl.gitrepo.delta import path_of
from kamctl.words import Listing

UNTRACKED, IGNORED = "??", "!!"

_CONFLICTS = ("DD", "AU", "UD", "UA", "DU", "AA", "UU")

_UNDER_WAY: Final = {
    "MERGE_HEAD": ("A merge", "git merge"),
    "rebase-merge": ("A rebase", "git rebase"),
    "rebase-apply": ("A rebase", "git rebase"),
    "CHERRY_PICK_HEAD": ("A cherry-pick", "git cherry-pick"),
    "REVERT_HEAD": ("A revert", "git revert"),
}
"""What git keeps while something takes several steps: what that is, and the command that goes on with it."""

_LOCKED = re.compile("Unable to create '([^\n]+\\.lock)': File exists")
_NOTHING_THERE = re.compile(
    "^(?:error: pathspec|nothing to commit|nothing added to commit|no changes added)", re.MULTILINE
)
_FATAL = re.compile("^(?:fatal|error): ", re.MULTILINE)


class Touched(NamedTuple):
    """A file that git sees differ, by its path from the root of the plans repository, and how (git's two letters)."""

    path: str
    code: str


class Refusal(NamedTuple):
    """A hook, or whoever receives a push, does not take it; `said` are their words, `behind`: others were quicker."""

    said: str
    behind: bool = False


class Upstream(NamedTuple):
    """Where a branch is pushed to: the name of the remote, and the branch there (`refs/heads/main`)."""

    remote: str
    ref: str

    @property
    def shown(self) -> str:
        """As git calls it: `origin/main`."""
        return f"{self.remote}/{self.ref.removeprefix('refs/heads/')}"


class Recorder:
    """Makes commits on the branch that is checked out; `top` and `prefix` are those of `Repository`.

    `attended`: somebody is at the terminal, so that git may ask there.
    """

    def __init__(self, top: Path, prefix: str, attended: bool) -> None:
        self._git = ActingGit(top, attended)
        self._top = top
        self._prefix = prefix

    def require_ready(self) -> str:
        """The branch (`refs/heads/main`) that a commit would go to; RecordError where there can be none now."""
        names = [*_UNDER_WAY, "index.lock", "HEAD.lock"]
        branch = self._ask("symbolic-ref", "--quiet", "HEAD")
        if branch:
            names.append(f"{branch}.lock")
        paths = self._paths(names)
        for name, (what, command) in _UNDER_WAY.items():
            if os.path.lexists(paths[name]):
                raise RecordError(
                    "{what} is under way in this repository.",
                    "Finish it with {command} --continue or give it up with {command} --abort, then save again.",
                    what=what,
                    command=command,
                )
        if not branch:
            raise RecordError(
                "No branch is checked out (HEAD is detached), so a commit would belong to none.",
                "Go to your branch, your changes come along: git switch main",
            )
        if locks := [paths[name] for name in names[len(_UNDER_WAY) :] if os.path.lexists(paths[name])]:
            raise self._locked(locks)
        return branch

    def head(self) -> str:
        """The id of the last commit; empty where there is none yet."""
        return self._ask("rev-parse", "--verify", "--quiet", "HEAD")

    def identity(self) -> Signature:
        """Who the user is to git; RecordError where nobody has said so."""
        return _identity(self._git)

    def touched(self, folders: Sequence[str]) -> list[Touched]:
        """The files below folders (from the root) that git sees differ from HEAD, ignored ones too.

        RecordError where one has a conflict that nobody has resolved.
        """
        asked = ("status", "--porcelain=v1", "-z", "--no-renames", "--ignore-submodules=all", "--ignored=matching")
        ran = self._git.run(*asked, "--untracked-files=all", "--", *self._literal(folders))
        if ran.code:
            raise self._failed(ran.said)
        found = [
            Touched(path_of(part[3:], self._prefix), part[:2].decode("ascii")) for part in ran.output.split(b"\0")[:-1]
        ]
        for path, code in found:
            if code in _CONFLICTS:
                raise RecordError(
                    "The file {path} has a conflict that is not resolved yet.",
                    "Put it right, then tell git so: git add {quoted}",
                    path=path,
                    quoted=Listing(shlex.quote(path)),
                )
        return found

    def stored_ids(self, paths: Sequence[str]) -> dict[str, str]:
        """The ids under which git would keep files as they are now, its line ends and filters applied."""
        if not paths:
            return {}
        output = self._run("hash-object", "--", *(self._prefix + path for path in paths))
        return dict(zip(paths, output.decode("ascii").split(), strict=True))

    def commit(self, files: Sequence[Touched], message: str) -> Refusal | None:
        """Commit exactly these files as they are now; a Refusal where a hook does not let it be.

        RecordError where git fails. Either way nothing has changed then, save where git was ended when the commit was
        made and the index not yet: that is said.
        """
        before = self.head()
        paths = list(dict.fromkeys(path for path, _ in files))
        new = [path for path, code in files if code == UNTRACKED]
        done = False
        try:
            if new:
                self._run("add", "--intent-to-add", "--", *self._literal(new))
            asked = ("commit", "--quiet", "--only", "--cleanup=whitespace", "--file=-", "--")
            ran = self._git.run(*asked, *self._literal(paths), stdin=message)
            done = not ran.code
        finally:
            if new and not done:
                self._forget(new)
        if done:
            return None
        said = _words(ran.output, ran.said)
        if ran.code == 1 and not _NOTHING_THERE.search(said):  # git itself gives up with another code
            return Refusal(said)
        if self.head() != before:
            raise RecordError(
                "git was ended when the commit was made and not all was put in order: {why}.",
                "Run kamctl save again; it tells what is left to do.",
                why=_reason(ran.said),
            )
        raise self._failed(said)

    def _forget(self, paths: Sequence[str]) -> None:
        """Take files out of the index that were announced and not committed."""
        listed = self._git.run("status", "--porcelain=v1", "-z", "--", *self._literal(paths)).output.split(b"\0")
        announced = [os.fsdecode(part[3:]) for part in listed if part.startswith(b" A ")]
        if announced:
            self._git.run("update-index", "--force-remove", "--", *announced)

    def upstream(self, branch: str) -> Upstream:
        """Where the branch is pushed to; RecordError where nobody has said so."""
        shown = self._ask("for-each-ref", "--format=%(upstream:remotename) %(upstream:remoteref)", branch)
        remote, _, ref = shown.partition(" ")
        if not ref or remote == ".":
            remotes = self._ask("remote").split("\n")
            chosen = remotes[0] if len(remotes) == 1 and remotes[0] else "origin"
            short = branch.removeprefix("refs/heads/")
            raise RecordError(
                "The branch {branch} has no upstream, so nobody has said where to push it.",
                "Say so once: git push --set-upstream {where}"
                if remotes != [""]
                else "There is no remote yet: git remote add origin URL && git push --set-upstream {where}",
                branch=short,
                where=Listing(shlex.join((chosen, short))),
            )
        return Upstream(remote, ref)

    def push(self, branch: str, upstream: Upstream) -> Refusal | None:
        """Push the branch, never by force; a Refusal where it is not taken, RecordError where it cannot be passed on.

        Where there is nothing new, nothing happens.
        """
        asked = ("push", "--porcelain", "--no-follow-tags", "--recurse-submodules=no")
        ran = self._git.run(*asked, "--", upstream.remote, f"{branch}:{upstream.ref}")
        if not ran.code:
            return None
        rejected = [line for line in _words(ran.output).split("\n") if line.startswith("!")]
        if rejected:
            behind = any("[rejected]" in line for line in rejected)
            return Refusal(_words(ran.said), behind)
        if ran.code == 1 and not re.search("^fatal: ", ran.said, re.MULTILINE):
            return Refusal(_words(ran.said))  # a hook of this repository
        raise RecordError(
            "The commit could not be passed on to {upstream}: {why}.",
            "It is safe here; when that is mended: kamctl save --push",
            upstream=upstream.shown,
            why=_reason(ran.said),
        )

    def _literal(self, paths: Sequence[str]) -> list[str]:
        """Paths from the root as git takes them for nothing else; the option for that would change hooks too."""
        return [f":(literal){self._prefix}{path}" for path in paths]

    def _paths(self, names: Sequence[str]) -> dict[str, Path]:
        """Where git keeps things of these names, in a work tree of its own or not."""
        output = self._run(*("rev-parse", *(word for name in names for word in ("--git-path", name))))
        lines = os.fsdecode(output).removesuffix("\n").split("\n")
        return {name: self._top / line for name, line in zip(names, lines, strict=True)}

    def _ask(self, *arguments: str) -> str:
        """What git answers, without the last line end; nothing where it does not know."""
        ran = self._git.run(*arguments)
        return "" if ran.code else ran.output.decode("utf-8", "surrogateescape").removesuffix("\n")

    def _run(self, *arguments: str) -> bytes:
        ran = self._git.run(*arguments)
        if ran.code:
            raise self._failed(ran.said)
        return ran.output

    def _locked(self, paths: Sequence[Path]) -> RecordError:
        shown = [path.relative_to(self._top) if path.is_relative_to(self._top) else path for path in paths]
        return RecordError(
            "Another git is at work here, or was killed at it: it has a lock on this repository.",
            "Wait for it. If no git is running any more, delete what it has left: rm {locks}",
            locks=Listing(shlex.join(path.as_posix() for path in shown)),
        )

    def _failed(self, said: str) -> RecordError:
        if lock := _LOCKED.search(said):
            return self._locked([self._top / lock[1]])
        if "unmerged files" in said or "is unmerged" in said:
            return RecordError(
                "Some file has a conflict that is not resolved yet.", "See git status, put it right, then save again."
            )
        if _NOTHING_THERE.search(said):
            return RecordError("The files have changed meanwhile, so nothing was saved.", "Run the command again.")
        if "failed to write commit object" in said and self._ask("config", "--type=bool", "commit.gpgSign") == "true":
            return RecordError(
                "The commit could not be signed: {why}. Nothing was saved.",
                "See git config user.signingKey; without anybody at a terminal nobody can be asked for a passphrase.",
                why=_reason(said),
            )
        return RecordError("git could not do it: {why}. Nothing was saved.", "See git status.", why=_reason(said))


def email_of(folder: Path) -> str | None:
    """The e-mail that commits of the user would have in a folder, in a repository or not; None where there is none."""
    git = ActingGit(folder, attended=False)
    try:
        return _identity(git).email
    except RecordError:  # without a name there are no commits, but people are known by their e-mail alone
        return git.run("config", "user.email").output.decode("utf-8", "replace").strip() or None


def _identity(git: ActingGit) -> Signature:
    answers = [git.run("var", name) for name in ("GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT")]
    if any(answer.code for answer in answers):
        raise RecordError(
            "git does not know who you are, and a commit says who made it.",
            'Tell it once: git config --global user.name "Your Name" && git config --global user.email you@example.com',
        )
    return parse_signature(answers[0].output.strip())


def _words(*streams: bytes | str) -> str:
    """What was said, stream by stream, without blank lines round it."""
    texts = [stream if isinstance(stream, str) else stream.decode("utf-8", "replace") for stream in streams]
    return "\n".join(text.strip("\n") for text in texts if text.strip())


def _reason(said: str) -> str:
    """The line in which git says why."""
    lines = [line.strip() for line in said.split("\n") if line.strip()]
    chosen = [line for line in lines if _FATAL.match(line)] or lines or ["it was ended before it was done"]
    return _FATAL.sub("", chosen[0]).rstrip(".")
