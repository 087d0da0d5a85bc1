"""Settings, environments and repositories made to change what git says, to write, or to run something: in vain.

Each test asks the same questions of a repository before and after somebody laid a trap; the answers are the same, no
file has changed, and the program that the trap would run has left no mark.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kamctl.errors import HistoryError
from kamctl.gitrepo.repository import Repository
from tests.gitting import children, commit, git, snapshot, start, write_commit

CYRILLIC = "plans/северный-ритейл.yaml"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, and nothing of this machine's settings."""
    for name in [name for name in os.environ if name.startswith(("GIT_", "XDG_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


@pytest.fixture(autouse=True)
def _no_child_is_left() -> Iterator[None]:
    yield
    assert children() == []


@pytest.fixture
def folder(tmp_path: Path, original: Path) -> Path:
    """A renamed plan, an edited one, a merge, and a tag."""
    return shutil.copytree(original, tmp_path / "repository")


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = start(tmp_path_factory.mktemp("original"))
    text = "".join(f"line: {number}\n" for number in range(30))
    commit(
        folder,
        {"plans/old.yaml": text, "plans/b.yaml": "b: 1\n", CYRILLIC: "a: 1\n"},
        "первый",
        date="2026-05-01T12:00:00+0000",
    )
    commit(folder, {"plans/old.yaml": None, "plans/new.yaml": text}, "renamed", date="2026-05-02T12:00:00+0000")
    git(folder, "checkout", "-q", "-b", "side")
    commit(folder, {"plans/b.yaml": "b: 2\n"}, "side", date="2026-05-03T12:00:00+0000")
    git(folder, "checkout", "-q", "main")
    commit(folder, {CYRILLIC: "a: 2\n"}, "main", date="2026-05-04T12:00:00+0000")
    who = {f"GIT_{role}_{part}": "a@b" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
    git(
        folder,
        "merge",
        "-q",
        "--no-ff",
        "-m",
        "merge",
        "side",
        env=who | {"GIT_COMMITTER_DATE": "2026-05-05T12:00:00+0000"},
    )
    git(folder, "tag", "v1", "HEAD~1")
    return folder


def answers(folder: Path) -> list[object]:
    """What the git layer says when asked everything."""
    with Repository.find(folder) as repository:
        head = repository.head()
        ancestry = repository.ancestry(head)
        steps = list(repository.steps(ancestry, ["plans"]))
        files = repository.files(head, "plans")
        ids = [delta.new for step in steps for delta in step.deltas if delta.new]
        return [
            (repository.top, repository.prefix, repository.shallow),
            (head, repository.resolve("v1"), repository.at("2026-05-02"), repository.base(head, ancestry[-1][0])),
            (ancestry, repository.ancestry(head, touching=[CYRILLIC])),
            (steps, files),
            list(repository.blobs(ids)),
            list(repository.commits(id_ for id_, _ in ancestry)),
        ]


def program(path: Path, mark: Path, says: str = "") -> Path:
    """A program that leaves a mark."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho ran >> '{mark}'\n{says}\n", "utf-8")
    path.chmod(0o755)
    return path


Trap = Callable[[Path, Path], None]
"""Lays a trap in a repository whose program leaves a mark at a path."""


def configured(*settings: str) -> Trap:
    """Settings of the repository; `!` in one stands for the program."""

    def lay(folder: Path, mark: Path) -> None:
        bad = program(mark.parent / "bad", mark)
        for setting in settings:
            name, _, value = setting.partition("=")
            git(folder, "config", name, value.replace("!", str(bad)))

    return lay


def attributes(text: str, *settings: str) -> Trap:
    def lay(folder: Path, mark: Path) -> None:
        configured(*settings)(folder, mark)
        (folder / ".git/info").mkdir(exist_ok=True)
        (folder / ".git/info/attributes").write_text(text, "utf-8")
        (folder / ".gitattributes").write_text(text, "utf-8")

    return lay


def replaced(folder: Path, mark: Path) -> None:
    git(folder, "replace", "HEAD", "HEAD~2")
    git(folder, "replace", "HEAD~1:plans/b.yaml", "HEAD:plans/new.yaml")


def grafted(folder: Path, mark: Path) -> None:
    head = git(folder, "rev-parse", "HEAD").decode().strip()
    (folder / ".git/info").mkdir(exist_ok=True)
    (folder / ".git/info/grafts").write_text(f"{head}\n", "utf-8")


def embedded(folder: Path, mark: Path) -> None:
    """A bare repository of files that look like plain ones, whose settings run a program (R47)."""
    bad = program(mark.parent / "bad", mark)
    for place in (folder / "plans", folder / "plans/north"):
        for inside in ("objects", "refs/heads"):
            (place / inside).mkdir(parents=True)
        (place / "HEAD").write_text("ref: refs/heads/main\n", "utf-8")
        (place / "config").write_text(
            f"[core]\nrepositoryformatversion = 0\nbare = false\nworktree = ..\nfsmonitor = {bad}\n", "utf-8"
        )


def hooks(folder: Path, mark: Path) -> None:
    for name in ("post-index-change", "reference-transaction", "fsmonitor-watchman", "pre-auto-gc"):
        program(folder / ".git/hooks" / name, mark)


def programs_in_the_repository(folder: Path, mark: Path) -> None:
    for name in ("git", "git.exe", "git-rev-parse", "git-cat-file", "cat-file", "bin/git"):
        program(folder / name, mark, 'exec /usr/bin/git "$@"')


def refs_with_strange_names(folder: Path, mark: Path) -> None:
    for name in ("HEAD", "FETCH_HEAD", "--output=x", "v2"):
        git(folder, "update-ref", f"refs/tags/{name}", "HEAD~2")
        git(folder, "update-ref", f"refs/heads/side/../{name}".replace("side/../", ""), "HEAD~2")


@pytest.mark.parametrize(
    "lay",
    [
        pytest.param(configured("diff.external=!"), id="diff.external"),
        pytest.param(configured("core.fsmonitor=!"), id="core.fsmonitor"),
        pytest.param(configured("core.pager=!", "pager.rev-list=!", "pager.diff-tree=true"), id="core.pager"),
        pytest.param(configured("core.sshCommand=!", "core.editor=!", "core.askPass=!"), id="other programs"),
        pytest.param(configured("log.showSignature=true", "gpg.program=!"), id="log.showSignature"),
        pytest.param(configured("alias.rev-list=! x", "alias.rev-parse=!x", "alias.cat-file=log"), id="alias.*"),
        pytest.param(configured("diff.renames=copies", "diff.renameLimit=0"), id="diff.renames"),
        pytest.param(configured("diff.relative=true", "diff.noprefix=true"), id="diff.relative"),
        pytest.param(configured("diff.ignoreSubmodules=all", "diff.submodule=log"), id="diff.ignoreSubmodules"),
        pytest.param(configured("diff.orderFile=order"), id="diff.orderFile, a file that there is not"),
        pytest.param(configured("i18n.logOutputEncoding=cp1251", "i18n.commitEncoding=cp1251"), id="i18n"),
        pytest.param(configured("color.ui=always", "color.diff=always"), id="color.ui"),
        pytest.param(configured("core.quotePath=true", "core.precomposeUnicode=true"), id="core.quotePath"),
        pytest.param(configured("core.commitGraph=false", "core.abbrev=4"), id="core.commitGraph and core.abbrev"),
        pytest.param(configured("log.date=relative", "format.pretty=%n", "log.follow=true"), id="log.date"),
        pytest.param(configured("log.excludeDecoration=*", "log.mailmap=true", "mailmap.blob=HEAD:x"), id="mailmap"),
        pytest.param(configured("core.warnAmbiguousRefs=false"), id="core.warnAmbiguousRefs"),
        pytest.param(configured("core.useReplaceRefs=true", "core.hooksPath=."), id="core.useReplaceRefs"),
        pytest.param(configured("core.autocrlf=true", "core.safecrlf=true", "core.eol=crlf"), id="line ends"),
        pytest.param(configured("trace2.normalTarget=/dev/full", "core.untrackedCache=true"), id="trace2"),
        pytest.param(configured("include.path=/nonexistent", "core.attributesFile=/dev/zero"), id="included files"),
        pytest.param(
            attributes("* diff=bad\n", "diff.bad.textconv=!", "diff.bad.command=!"), id="textconv by .gitattributes"
        ),
        pytest.param(attributes("* -diff\n"), id="plans that are no text by .gitattributes"),
        pytest.param(
            attributes("* working-tree-encoding=UTF-16 filter=bad\n", "filter.bad.smudge=!", "filter.bad.clean=!"),
            id="another encoding by .gitattributes",
        ),
        pytest.param(replaced, id="replaced objects"),
        pytest.param(grafted, id="grafts"),
        pytest.param(embedded, id="a bare repository among the plans"),
        pytest.param(hooks, id="hooks"),
        pytest.param(programs_in_the_repository, id="programs named git in the repository"),
        pytest.param(refs_with_strange_names, id="tags and branches named like options"),
    ],
)
def test_no_setting_of_the_repository_changes_an_answer(folder: Path, tmp_path: Path, lay: Trap) -> None:
    expected = answers(folder)
    mark = tmp_path / "trap/mark"
    lay(folder, mark)
    mark.unlink(missing_ok=True)  # git itself may have stepped into it
    before = snapshot(tmp_path)
    assert answers(folder) == expected
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"GIT_DIR": "{other}/.git", "GIT_WORK_TREE": "{other}"}, id="another repository"),
        pytest.param({"GIT_INDEX_FILE": "{mark}", "GIT_OBJECT_DIRECTORY": "{other}"}, id="another index and store"),
        pytest.param({"GIT_COMMON_DIR": "{other}", "GIT_NAMESPACE": "x"}, id="another common folder"),
        pytest.param({"GIT_ALTERNATE_OBJECT_DIRECTORIES": "{other}", "GIT_SHALLOW_FILE": "{other}/s"}, id="alternates"),
        pytest.param(
            {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.fsmonitor", "GIT_CONFIG_VALUE_0": "{bad}"},
            id="settings by number",
        ),
        pytest.param({"GIT_CONFIG_COUNT": "many"}, id="settings by a number that is none"),
        pytest.param({"GIT_CONFIG_PARAMETERS": "'diff.external={bad}'", "GIT_CONFIG": "{bad}"}, id="settings in a row"),
        pytest.param({"GIT_CONFIG_GLOBAL": "{other}/hostile", "GIT_CONFIG_SYSTEM": "{other}/hostile"}, id="files"),
        pytest.param({"GIT_EXTERNAL_DIFF": "{bad}", "GIT_PAGER": "{bad}", "PAGER": "{bad}"}, id="programs"),
        pytest.param({"GIT_SSH": "{bad}", "GIT_ASKPASS": "{bad}", "GIT_PROXY_COMMAND": "{bad}"}, id="transport"),
        pytest.param({"GIT_TRACE": "{mark}", "GIT_TRACE_SETUP": "{mark}", "GIT_TRACE2": "{mark}"}, id="a trace"),
        pytest.param(
            {"GIT_TRACE2_EVENT": "{mark}", "GIT_TRACE2_PERF": "{mark}", "GIT_TRACE_REFS": "{mark}"}, id="more"
        ),
        pytest.param({"GIT_TRACE_PACKET": "2", "GIT_TRACE_PERFORMANCE": "1", "GIT_CURL_VERBOSE": "1"}, id="on stderr"),
        pytest.param({"GIT_LITERAL_PATHSPECS": "0", "GIT_GLOB_PATHSPECS": "1", "GIT_ICASE_PATHSPECS": "1"}, id="paths"),
        pytest.param({"GIT_DIFF_OPTS": "--unified=0", "GIT_MERGE_VERBOSITY": "5", "GIT_PAGER_IN_USE": "1"}, id="diff"),
        pytest.param({"GIT_REPLACE_REF_BASE": "refs/heads/", "GIT_GRAFT_FILE": "{other}/grafts"}, id="replaced"),
        pytest.param({"GIT_CEILING_DIRECTORIES": "/", "GIT_DISCOVERY_ACROSS_FILESYSTEM": "0"}, id="where to look"),
        pytest.param({"GIT_DEFAULT_HASH": "sha256", "GIT_ATTR_SOURCE": "HEAD", "GIT_NO_LAZY_FETCH": "0"}, id="new"),
        pytest.param({"GIT_EXEC_PATH": "{other}/exec"}, id="another git inside"),
        pytest.param({"LC_ALL": "ru_RU.CP1251", "LANG": "ru_RU", "TZ": "Asia/Vladivostok"}, id="language"),
    ],
)
def test_no_variable_of_the_caller_changes_an_answer(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changes: dict[str, str]
) -> None:
    expected = answers(folder)
    other = start(tmp_path / "other")
    commit(other, {"plans/x.yaml": "x"})
    mark = other / "mark"
    bad = program(other / "bad", mark)
    for name in ("git", "git-rev-parse", "git-cat-file"):
        program(other / "exec" / name, mark)
    (other / "hostile").write_text(f"[core]\nfsmonitor = {bad}\n[diff]\nexternal = {bad}\n", "utf-8")
    before = snapshot(tmp_path)
    for name, value in changes.items():
        monkeypatch.setenv(name, value.format(other=other, mark=mark, bad=bad))
    assert answers(folder) == expected
    assert snapshot(tmp_path) == before


def test_a_hostile_home_changes_no_answer(folder: Path, home: Path, tmp_path: Path) -> None:
    expected = answers(folder)
    mark = tmp_path / "mark"
    bad = program(tmp_path / "bad", mark)
    (home / ".gitconfig").write_text(
        f"[core]\nfsmonitor = {bad}\npager = {bad}\nhooksPath = {home}\n[diff]\nexternal = {bad}\nrenames = copies\n"
        f"[log]\nshowSignature = true\n[gpg]\nprogram = {bad}\n[i18n]\nlogOutputEncoding = cp1251\n"
        f"[trace2]\nnormalTarget = {mark}\neventTarget = {mark}\nperfTarget = {mark}\n[color]\nui = always\n",
        "utf-8",
    )
    before = snapshot(tmp_path)
    assert answers(folder) == expected
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("{folder}:{path}", id="a folder of the repository"),
        pytest.param("{folder}/bin:{path}", id="a folder in the repository"),
        pytest.param("{folder}/../repository/bin:{path}", id="by a way round"),
        pytest.param("{linked}:{path}", id="a link to a folder of the repository"),
        pytest.param("{linking}:{path}", id="a link to a program of the repository"),
        pytest.param(".:{path}", id="the folder where one is"),
        pytest.param("bin:{path}", id="a folder below where one is"),
        pytest.param(":{path}:", id="nothing, which means the folder where one is"),
        pytest.param("/nonexistent:{path}", id="a folder that there is not"),
        pytest.param("{folders}:{path}", id="a folder that is named git"),
        pytest.param("{unable}:{path}", id="a file that is no program"),
    ],
)
def test_a_git_in_the_repository_is_not_run(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    expected = answers(folder)
    programs_in_the_repository(folder, tmp_path / "mark")
    (tmp_path / "linked").symlink_to(folder / "bin")
    (tmp_path / "linking").mkdir()
    (tmp_path / "linking/git").symlink_to(folder / "bin/git")
    (tmp_path / "folders/git").mkdir(parents=True)
    (tmp_path / "unable").mkdir()
    (tmp_path / "unable/git").write_text("#!/bin/sh\nexit 3\n", "utf-8")
    names = {name: tmp_path / name for name in ("linked", "linking", "folders", "unable")}
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PATH", path.format(folder=folder, path=os.environ["PATH"], **names))
    assert answers(folder) == expected
    assert not (tmp_path / "mark").exists()


def test_a_partial_clone_fetches_nothing(folder: Path, tmp_path: Path) -> None:
    git(folder, "config", "uploadpack.allowFilter", "true")
    git(folder, "config", "uploadpack.allowAnySHA1InWant", "true")
    git(tmp_path, "clone", "-q", "--no-checkout", "--filter=blob:none", f"file://{folder}", "partial")
    part = tmp_path / "partial"
    mark = tmp_path / "mark"
    git(part, "config", "core.sshCommand", str(program(tmp_path / "bad", mark)))
    whole = Repository.find(folder)
    before = snapshot(part)
    with Repository.find(part) as repository, whole:
        head = repository.head()
        ancestry = repository.ancestry(head)
        steps = list(repository.steps(ancestry, ["plans"]))
        assert steps == list(whole.steps(whole.ancestry(head), ["plans"]))
        blob = whole.files(head, "plans")[0].id
        with pytest.raises(HistoryError) as raised:
            repository.files(head, "plans")
        assert str(raised.value.message) == "This clone is partial: what the answer needs has been left out of it."
        with pytest.raises(HistoryError) as raised:
            list(repository.blobs([blob]))
    assert str(raised.value.message) == f"The history is not whole: git has no object {blob}."
    assert str(raised.value.remedy).startswith("A partial clone leaves objects out; clone without --filter")
    assert snapshot(part) == before
    for remote in (f"ext::{tmp_path / 'bad'} %S x", "ssh://localhost/x"):
        git(part, "config", "remote.origin.url", remote)
        git(part, "config", "protocol.allow", "always")
        with Repository.find(part) as repository, pytest.raises(HistoryError):
            list(repository.blobs([blob]))
    assert not mark.exists()


def test_commits_of_any_bytes_are_walked(folder: Path) -> None:
    """What parse_commit is tested on byte by byte: git lists such commits too, and their order is defined."""
    tree = git(folder, "rev-parse", "HEAD^{tree}").strip()
    head = git(folder, "rev-parse", "HEAD").strip()
    made = [head.decode()]
    for who in (
        b"author A <a@example.com> 1 +0000\nauthor B <b@example.com> 2 +0000\ncommitter C <c@example.com> 3 +0000",
        b"author A\ncommitter A",
        b"author A <> -99 +9999\ncommitter A <> -99 +9999",
        b"author A <a> 1" + b"0" * 23 + b" +0000\ncommitter A <a> 1" + b"0" * 23 + b" +0000",
        b"author \x1b[31m <a> 1 +0000\ncommitter \xff\xfe <a> 1 +0000\nencoding zlib",
        b"",
    ):
        data = b"tree " + tree + b"\nparent " + made[-1].encode() + b"\n" + who + b"\n\nx\x00y"
        made.append(write_commit(folder, data))
    git(folder, "update-ref", "refs/heads/main", made[-1])
    with Repository.find(folder) as repository:
        ancestry = repository.ancestry(repository.head())
        assert [id_ for id_, _ in ancestry][:7] == made[::-1]
        assert len(list(repository.steps(ancestry, ["plans"]))) == len(ancestry) + 1  # one is a merge
        found = list(repository.commits(made))
        assert [one.sound for one in found] == [True, False, False, False, False, True, False]
        assert repository.at("2026-05-01") == made[-1]  # dates that cannot be read are of 1970
