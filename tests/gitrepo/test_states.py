"""The states that a repository, a clone and a machine may be in: each its own words, or the history as anywhere.

Whatever the state, lint says what it says without git.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kamctl.errors import HistoryError, UsageError
from kamctl.gitrepo.refusal import SHALLOW_REMEDIES
from kamctl.gitrepo.repository import Repository
from kamctl.words import shorten
from tests.cli.command import kamctl, put
from tests.gitting import children, commit, git, start

GIT = shutil.which("git") or "git"
ANEW = "Its .git is damaged or unfinished; clone the repository anew."
FSCK = "See what is wrong with it: git fsck"
CLONE = "A partial clone leaves objects out; clone without --filter, or see what is wrong with: git fsck"


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home of its own, and nothing of this machine's settings."""
    for name in [name for name in os.environ if name.startswith(("GIT_", "XDG_", "SUDO_"))]:
        monkeypatch.delenv(name)
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))


@pytest.fixture(autouse=True)
def _no_child_is_left() -> Iterator[None]:
    yield
    assert children() == []


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of plans with five commits."""
    folder = put(start(tmp_path_factory.mktemp("original")), {})
    for number in range(1, 6):
        commit(folder, {"README": f"{number}"}, f"step {number}", date=f"2026-05-{number:02}T12:00:00+0000")
    return folder


@pytest.fixture
def folder(tmp_path: Path, original: Path) -> Path:
    return shutil.copytree(original, tmp_path / "plans of all")


def ask(root: Path) -> list[str]:
    """The subjects of the history, newest first."""
    with Repository.find(root) as repository:
        ancestry = repository.ancestry(repository.head())
        list(repository.steps(ancestry, ["plans"]))
        blobs = [entry.id for entry in repository.files(ancestry[0][0], "plans")]
        assert len(list(repository.blobs(blobs))) == len(blobs)
        return [found.subject for found in repository.commits(id_ for id_, _ in ancestry)]


STEPS = [f"step {number}" for number in (5, 4, 3, 2, 1)]

Change = Callable[[Path], Path | None]
"""Brings the repository at a path into a state; the root to ask at, where it is another."""


def write(name: str, text: str) -> Change:
    def change(folder: Path) -> None:
        path = folder / name
        if path.is_dir():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)
        path.write_text(text, "utf-8")

    return change


def remove(name: str) -> Change:
    return lambda folder: shutil.rmtree(folder / name)


def emptied(folder: Path) -> None:
    shutil.rmtree(folder / ".git")
    (folder / ".git").mkdir()


def dangling(folder: Path) -> None:
    shutil.rmtree(folder / ".git")
    (folder / ".git").symlink_to("nowhere")


def emptied_inside_another(folder: Path) -> Path:
    """The history of the repository round it is not this one's."""
    inner = shutil.copytree(folder, folder / "inner")
    shutil.rmtree(inner / ".git")
    (inner / ".git").mkdir()
    return inner


def made_bare(folder: Path) -> Path:
    git(folder.parent, "clone", "-q", "--bare", str(folder), "bare")
    return put(folder.parent / "bare", {})


def setting(name: str, value: str) -> Change:
    def change(folder: Path) -> None:
        git(folder, "config", name, value)

    return change


def unborn(folder: Path) -> None:
    git(folder, "checkout", "-q", "--orphan", "fresh")


def fresh(folder: Path) -> None:
    shutil.rmtree(folder / ".git")
    start(folder)


def object_of(revision: str, data: bytes | None) -> Change:
    """Spoils (None: takes away) the object that a revision names."""

    def change(folder: Path) -> None:
        id_ = git(folder, "rev-parse", revision).decode().strip()
        path = folder / ".git/objects" / id_[:2] / id_[2:]
        path.unlink()
        if data is not None:
            path.write_bytes(data)

    return change


PLAN = "HEAD:plans/client.yaml"


@pytest.mark.parametrize(
    ("change", "words", "remedy"),
    [
        pytest.param(
            remove(".git"),
            "The folder {folder} is not in a git repository, so there is no history to read.",
            "Start one: git init && git add . && git commit",
            id="no repository",
        ),
        pytest.param(
            made_bare,
            "The repository {bare} is bare: it has no work tree, and kamctl starts from one.",
            "Clone it, and work in the clone.",
            id="a bare repository",
        ),
        pytest.param(
            setting("core.bare", "true"),
            "The repository {folder} is bare: it has no work tree, and kamctl starts from one.",
            "Clone it, and work in the clone.",
            id="a repository that says it is bare",
        ),
        pytest.param(
            setting("core.worktree", "/"),
            "The settings of git say that the work tree of {folder} lies elsewhere.",
            "See: git config core.worktree",
            id="a work tree that lies elsewhere",
        ),
        pytest.param(
            fresh,
            "There is no commit here yet, so there is no history to read.",
            "Commit your plans first: git add . && git commit",
            id="no commit yet",
        ),
        pytest.param(
            unborn,
            "There is no commit here yet, so there is no history to read.",
            "Commit your plans first: git add . && git commit",
            id="no commit yet on this branch",
        ),
        pytest.param(
            emptied,
            "The history in {folder} cannot be read: {nowhere}.",
            ANEW,
            id="an empty .git",
        ),
        pytest.param(
            emptied_inside_another,
            "The history in {inner} cannot be read: {nowhere}.",
            ANEW,
            id="an empty .git inside another repository",
        ),
        pytest.param(
            dangling,
            "The history in {folder} cannot be read: {nowhere}.",
            ANEW,
            id="a .git that is a link to nowhere",
        ),
        pytest.param(
            write(".git", "gitdir: /nowhere/.git/worktrees/x\n"),
            "The history in {folder} cannot be read: not a git repository: /nowhere/.git/worktrees/x.",
            ANEW,
            id="a .git that points nowhere",
        ),
        pytest.param(
            write(".git", "noise"),
            "The history in {folder} cannot be read: {noise}.",
            ANEW,
            id="a .git that is some other file",
        ),
        pytest.param(
            write(".git/HEAD", "noise"),
            "The history in {folder} cannot be read: {nowhere}.",
            ANEW,
            id="a HEAD that is noise",
        ),
        pytest.param(
            write(".git/config", "[noise"),
            "The history in {folder} cannot be read: bad config line 2 in file .git/config.",
            ANEW,
            id="settings that are noise",
        ),
        pytest.param(
            write(".git/config", "[core]\nrepositoryformatversion = 1\n[extensions]\nnovelty = 1\n"),
            "The git of this machine is too old: unknown repository extension found:.",
            "kamctl needs git 2.31 or newer (git --version).",
            id="a repository of a kind that this git does not know",
        ),
        pytest.param(
            write(".git/config", "[core]\nrepositoryformatversion = 99\n"),
            "The git of this machine is too old: Expected git repo version <= 1, found 99.",
            "kamctl needs git 2.31 or newer (git --version).",
            id="a repository of a version to come",
        ),
        pytest.param(
            object_of("HEAD", b""),
            "The history in {folder} cannot be read: object file .git/objects/{id} is empty.",
            FSCK,
            id="an empty commit",
        ),
        pytest.param(
            object_of("HEAD", None),
            "The history is not whole: git has no object {head}.",
            CLONE,
            id="a missing last commit",
        ),
        pytest.param(
            object_of("HEAD~2", None),
            "The history in {folder} cannot be read: Could not read {parent}.",
            FSCK,
            id="a missing commit in the middle",
        ),
        pytest.param(
            object_of("HEAD~2^{tree}", None),
            "The history in {folder} cannot be read: unable to read tree {tree}.",
            FSCK,
            id="a missing tree",
        ),
        pytest.param(
            object_of("HEAD:plans", b"noise"),
            "The history in {folder} cannot be read: inflate: data stream error (incorrect header check).",
            FSCK,
            id="a spoilt tree",
        ),
        pytest.param(
            object_of(PLAN, None), "The history is not whole: git has no object {blob}.", CLONE, id="a missing plan"
        ),
        pytest.param(
            object_of(PLAN, b"noise"),
            "The history is not whole: git has no object {blob}.",
            CLONE,
            id="a spoilt plan",
        ),
    ],
)
def test_a_state_without_history_has_its_own_words(folder: Path, change: Change, words: str, remedy: str) -> None:
    names: dict[str, object] = {
        "folder": shorten(str(folder)),
        "inner": shorten(f"{folder}/inner"),
        "bare": folder.parent / "bare",
        "nowhere": "not a git repository (or any of the parent directories): .git",
        "head": (head := git(folder, "rev-parse", "HEAD").decode().strip()),
        "parent": git(folder, "rev-parse", "HEAD~2").decode().strip(),
        "tree": git(folder, "rev-parse", "HEAD~2^{tree}").decode().strip(),
        "blob": git(folder, "rev-parse", PLAN).decode().strip(),
    }
    names["noise"] = shorten(f"invalid gitfile format: {folder}/.git")
    names["id"] = f"{head[:2]}/{head[2:]}"
    told = [kamctl(folder, "lint", env=changes) for changes in ({}, {"PATH": ""})]  # with its history, and without git
    root = change(folder) or folder
    with pytest.raises(HistoryError) as raised:
        ask(root)
    assert str(raised.value.message) == words.format(**names)
    assert str(raised.value.remedy) == remedy.format(**names)
    assert raised.value.exit_code == 2
    linted = kamctl(root, "lint")
    assert linted.code == 0
    assert linted.out in [ran.out for ran in told]


def detached(folder: Path) -> None:
    git(folder, "checkout", "-q", "--detach")


def worktree(folder: Path) -> Path:
    git(folder, "worktree", "add", "-q", "-b", "other", "../work tree")
    return folder.parent / "work tree"


def submodule(folder: Path) -> Path:
    """The plans are a submodule of another repository."""
    top = start(folder.parent / "super")
    git(top, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(folder), "sub")
    return top / "sub"


def with_submodule(folder: Path) -> None:
    """Another repository is a submodule beside the plans."""
    other = start(folder.parent / "other")
    commit(other, {"a": "a"})
    git(folder, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other), "sub")


def merging(folder: Path) -> None:
    git(folder, "checkout", "-q", "-b", "side", "HEAD~1")
    commit(folder, {"README": "side"})
    git(folder, "checkout", "-q", "main")
    with pytest.raises(AssertionError):
        git(folder, "merge", "side")


def read_only(folder: Path) -> None:
    for path in sorted((folder / ".git").rglob("*"), reverse=True):
        path.chmod(0o555 if path.is_dir() else 0o444)
    (folder / ".git").chmod(0o555)


def packed(folder: Path) -> None:
    git(folder, "gc", "-q")
    git(folder, "commit-graph", "write", "--reachable")


def linked(folder: Path) -> Path:
    (folder.parent / "link").symlink_to(folder)
    return (folder.parent / "link").resolve()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(detached, id="a detached HEAD"),
        pytest.param(worktree, id="a work tree beside the first"),
        pytest.param(submodule, id="a submodule"),
        pytest.param(with_submodule, id="a repository with a submodule"),
        pytest.param(merging, id="a merge that is not finished"),
        pytest.param(write(".git/index.lock", ""), id="an index that is locked"),
        pytest.param(write(".git/index", "noise"), id="an index that is noise"),
        pytest.param(read_only, id="a .git that may only be read"),
        pytest.param(packed, id="packed objects and a graph of the commits"),
        pytest.param(linked, id="a link to the folder"),
    ],
)
def test_a_state_with_history_is_like_any_other(folder: Path, change: Change) -> None:
    root = change(folder) or folder
    assert ask(root) == STEPS
    assert kamctl(root, "lint").code == 0


def test_a_shallow_clone_answers_only_what_it_knows(folder: Path) -> None:
    git(folder.parent, "clone", "-q", "--depth=2", f"file://{folder}", "shallow")
    cut = "This clone is shallow: its history has been cut off, so the answer would be wrong."
    with Repository.find(folder.parent / "shallow") as repository:
        assert repository.shallow
        assert repository.resolve("HEAD~1") == repository.at("2026-05-04")
        assert repository.at("2026-05-05") == repository.head()
        questions: list[Callable[[], object]] = [repository.require_whole, lambda: repository.at("2026-05-03")]
        for question in questions:
            with pytest.raises(HistoryError) as raised:
                question()
            assert str(raised.value.message) == cut
            assert str(raised.value.remedy) == SHALLOW_REMEDIES
        with pytest.raises(UsageError) as unknown:
            repository.resolve("HEAD~2")
        assert str(unknown.value.message) == "There is no commit HEAD~2 in this repository."
        assert str(unknown.value.remedy) == SHALLOW_REMEDIES
        assert repository.base(repository.head(), repository.resolve("HEAD~1")) == repository.resolve("HEAD~1")
    assert kamctl(folder.parent / "shallow", "lint").code == 0
    with Repository.find(folder) as repository:
        repository.require_whole()


def test_two_shallow_sides_without_a_base_may_have_one(folder: Path) -> None:
    git(folder, "checkout", "-q", "-b", "side", "HEAD~3")
    commit(folder, {"a": "a"}, date="2026-05-04T12:00:00+0000")
    git(folder.parent, "clone", "-q", "--depth=1", "--no-single-branch", f"file://{folder}", "shallow")
    with Repository.find(folder.parent / "shallow") as repository, pytest.raises(HistoryError) as raised:
        repository.base(repository.resolve("origin/main"), repository.resolve("origin/side"))
    assert str(raised.value.remedy) == SHALLOW_REMEDIES


def script(text: str) -> str:
    return f"#!/bin/sh\n{text}\n"


OLD = "kamctl needs git 2.31 or newer (git --version)."


@pytest.mark.parametrize(
    ("program", "words", "remedy"),
    [
        pytest.param(
            None,
            "There is no git on this machine (none on PATH), so there is no history to read.",
            "Install git.",
            id="no git",
        ),
        pytest.param(
            script("echo 'Unknown option: --literal-pathspecs' >&2; echo 'usage: git [--version]' >&2; exit 129"),
            "The git of this machine is too old: Unknown option: --literal-pathspecs.",
            OLD,
            id="a git that does not know the options",
        ),
        pytest.param(
            script("echo 'usage: git rev-parse' >&2; exit 129"),
            "The git of this machine is too old: usage: git rev-parse.",
            OLD,
            id="a git that tells its usage",
        ),
        pytest.param(
            script("echo --is-shallow-repository; echo false; echo"),
            "The git of this machine is too old: it does not know whether a clone is shallow.",
            OLD,
            id="a git that repeats what it does not know",
        ),
        pytest.param(
            script(
                "case $* in *--end-of-options*) echo 'fatal: Needed a single revision' >&2; exit 128;; "
                f"*version) echo 'git version 2.24.1';; *) exec {GIT} \"$@\";; esac"
            ),
            "The git of this machine is too old: it is git 2.24.",
            OLD,
            id="a git that does not know where options end",
        ),
        pytest.param(
            script("exit 0"),
            "The git of this machine is too old: it does not know whether a clone is shallow.",
            OLD,
            id="a git that says nothing",
        ),
        pytest.param(
            script("printf '\\377\\000'"),
            "The git of this machine is too old: it does not know whether a clone is shallow.",
            OLD,
            id="a git that says noise",
        ),
        pytest.param(
            script("exit 1"), "The history in {folder} cannot be read: git says nothing.", FSCK, id="a git that fails"
        ),
        pytest.param(
            "\x7fELF", "git cannot be run: exec format error.", None, id="a git that is no program of this machine"
        ),
        pytest.param(
            # Only root could give the folder away; git itself takes it for somebody else's where it is told to.
            script(f'GIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec {GIT} "$@"'),
            "git does not read the history here, because the folder {folder} belongs to somebody else.",
            "If you trust it, say so once: git config --global --add safe.directory '{folder}'",
            id="a git to which the folder is somebody else's",
        ),
        pytest.param(
            script("kill -9 $$"),
            "The history in {folder} cannot be read: git says nothing.",
            FSCK,
            id="it dies",
        ),
    ],
)
def test_a_machine_without_a_fit_git_has_its_own_words(
    folder: Path, monkeypatch: pytest.MonkeyPatch, program: str | None, words: str, remedy: str | None
) -> None:
    tools = folder.parent / "tools"
    tools.mkdir()
    if program is not None:
        (tools / "git").write_text(program, "utf-8")
        (tools / "git").chmod(0o755)
    monkeypatch.setenv("PATH", str(tools))
    with pytest.raises(HistoryError) as raised:
        ask(folder)
    assert str(raised.value.message) == words.format(folder=shorten(str(folder)))
    told = None if raised.value.remedy is None else str(raised.value.remedy)
    assert told == (remedy and remedy.format(folder=folder))
    assert kamctl(folder, "lint").code == 0


def test_without_a_path_there_is_still_the_usual_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    places = [Path(place, "git") for place in os.defpath.split(os.pathsep)]
    monkeypatch.delenv("PATH")
    if any(place.is_absolute() and place.exists() for place in places):
        assert ask(folder) == STEPS
    else:  # not on Linux
        with pytest.raises(HistoryError, match="There is no git on this machine"):
            ask(folder)
