"""Revisions, days, steps, files and blobs: each answer against git's own, or against the test's own count."""

from __future__ import annotations

import hashlib
import os
import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from kamctl.errors import HistoryError, KamctlError, UsageError
from kamctl.gitrepo.delta import Delta, Entry
from kamctl.gitrepo.repository import Repository
from tests.gitting import children, commit, git, snapshot, start

DAY = "2026-05-{:02}T12:00:00+0000"


@pytest.fixture(scope="module")
def revisions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five commits on main, and every kind of name that git knows."""
    folder = start(tmp_path_factory.mktemp("revisions"))
    for number in range(1, 6):
        commit(folder, {"plans/a.yaml": f"client: {number}\n"}, f"step {number}", date=DAY.format(number))
    git(folder, "branch", "северный-ритейл", "HEAD~1")
    git(folder, "tag", "light", "HEAD~2")
    git(folder, "tag", "-m", "heavy", "heavy", "HEAD~3", env={"GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b"})
    git(folder, "branch", "twice", "HEAD~1")
    git(folder, "tag", "twice", "HEAD~2")
    git(folder, "branch", "2026-05-02", "HEAD")
    git(folder, "branch", "2026-05-03", "HEAD~1")
    git(folder, "tag", "2026-05-03", "HEAD~2")
    git(folder, "tag", "HEAD", "HEAD~4")
    git(folder, "tag", "tree", "HEAD^{tree}")
    git(folder, "tag", "blob", "HEAD:plans/a.yaml")
    git(folder, "tag", "deadbeef", "HEAD~1")
    git(folder, "branch", "-f", "upstream-of", "HEAD~1")
    git(folder, "branch", "-f", "-q", "--set-upstream-to=upstream-of", "main")
    return folder


def back(folder: Path, steps: int) -> str:
    return git(folder, "rev-parse", f"refs/heads/main~{steps}").decode().strip()


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        pytest.param("HEAD", 0, id="HEAD, even where a tag is named so"),
        pytest.param("@", 0, id="the sign for HEAD"),
        pytest.param("main", 0, id="a branch"),
        pytest.param("северный-ритейл", 1, id="a branch in Russian"),
        pytest.param("light", 2, id="a tag"),
        pytest.param("heavy", 3, id="an annotated tag"),
        pytest.param("refs/heads/twice", 1, id="the branch, of a branch and a tag of one name"),
        pytest.param("refs/tags/twice", 2, id="the tag of the two"),
        pytest.param("refs/heads/2026-05-02", 0, id="a branch that is named like a day, in full"),
        pytest.param("HEAD~1", 1, id="a parent"),
        pytest.param("HEAD^^", 2, id="a parent's parent"),
        pytest.param("HEAD^{/step 2}", 3, id="the last commit that says something"),
        pytest.param("deadbeef", 1, id="a tag that looks like the beginning of an id"),
        pytest.param("main@{upstream}", 1, id="what a branch follows"),
    ],
)
def test_a_revision_is_the_commit_that_git_means(revisions: Path, text: str, steps: int) -> None:
    with Repository.find(revisions) as repository:
        assert repository.resolve(text) == back(revisions, steps)


def test_an_id_may_be_shortened(revisions: Path) -> None:
    whole = back(revisions, 2)
    with Repository.find(revisions) as repository:
        assert [repository.resolve(whole[:length]) for length in (7, 20, 40)] == [whole] * 3


UNKNOWN = "There is no commit {} in this repository."
SEVERAL = "The revision {} is ambiguous: git has several branches, tags or commits of that name."
NONE = "The revision {} cannot be one."
CLONE = "The revision {} asks what this clone saw at a time, which is another answer in every clone."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("nobody", UNKNOWN, id="a name that there is not"),
        pytest.param("HEAD~9", UNKNOWN, id="before the first commit"),
        pytest.param("tree", UNKNOWN, id="a tree"),
        pytest.param("blob", UNKNOWN, id="a blob"),
        pytest.param("HEAD:plans/a.yaml", UNKNOWN, id="a file in a commit"),
        pytest.param(":plans/a.yaml", UNKNOWN, id="a file in the index"),
        pytest.param("twice", SEVERAL, id="a branch and a tag of one name"),
        pytest.param("--output=x", UNKNOWN, id="an option that writes a file"),
        pytest.param("--all", UNKNOWN, id="an option that means everything"),
        pytest.param("-n1", UNKNOWN, id="an option with a number"),
        pytest.param("--", UNKNOWN, id="the end of the options"),
        pytest.param("--end-of-options", UNKNOWN, id="the end of the options in words"),
        pytest.param("^HEAD", UNKNOWN, id="all but a commit"),
        pytest.param("HEAD^!", UNKNOWN, id="a commit without its parents"),
        pytest.param("HEAD^@", UNKNOWN, id="the parents of a commit"),
        pytest.param("HEAD~1..HEAD", UNKNOWN, id="a range"),
        pytest.param("HEAD~1...HEAD", UNKNOWN, id="a range of two sides"),
        pytest.param(":/step", UNKNOWN, id="a search in all messages"),
        pytest.param(":/!-none", UNKNOWN, id="a search for what no message says"),
        pytest.param("HEAD@{1}", CLONE, id="what was checked out before"),
        pytest.param("main@{2020-01-01}", CLONE, id="where a branch was in this clone"),
        pytest.param("@{-1}", CLONE, id="the branch that was checked out before"),
        pytest.param("@{yesterday}", CLONE, id="yesterday, in this clone"),
        pytest.param("", NONE, id="nothing"),
        pytest.param("HEAD\n", NONE, id="a line end"),
        pytest.param("HEAD\x00", NONE, id="a NUL"),
        pytest.param("\x1b[31m", NONE, id="an escape"),
        pytest.param("\udce9", NONE, id="half a character"),
        pytest.param("0" * 40, UNKNOWN, id="the id of nothing"),
        pytest.param("f" * 40, UNKNOWN, id="an id of nothing that is here"),
        pytest.param("HEAD" + "^0" * 300, None, id="a long one that is still one"),
        pytest.param("garbage", UNKNOWN, id="a word that git would read as today"),
        pytest.param("$(touch x)", UNKNOWN, id="a command"),
        pytest.param("*", UNKNOWN, id="a pattern"),
    ],
)
def test_what_is_no_commit_is_said_and_writes_nothing(revisions: Path, text: str, words: str | None) -> None:
    before = snapshot(revisions)
    with Repository.find(revisions) as repository:
        for ask in (repository.resolve, repository.at):
            if words is None:
                assert ask(text) == back(revisions, 0)
                continue
            with pytest.raises(UsageError) as raised:
                ask(text)
            assert str(raised.value.message) == words.format(text)
            assert raised.value.remedy is not None
    assert snapshot(revisions) == before


def test_two_thousand_characters_are_no_revision(revisions: Path) -> None:
    with Repository.find(revisions) as repository, pytest.raises(UsageError) as raised:
        repository.resolve("x" * 2000)
    assert str(raised.value.message) == f"The revision {'x' * 79}… cannot be one."


def test_the_beginning_of_several_ids_is_ambiguous(tmp_path: Path) -> None:
    """Four digits are the least that git takes; some of two hundred commits share them."""
    folder = start(tmp_path)
    head = b"".join(
        b"commit refs/heads/main\ncommitter a <a@example.com> %d +0000\ndata 1\nx\n" % (1778400000 + number)
        for number in range(400)
    )
    git(folder, "fast-import", "--quiet", stdin=head)
    ids = git(folder, "rev-list", "main").decode().split()
    beginnings = [id_[:4] for id_ in ids]
    shared = next(beginning for beginning in beginnings if beginnings.count(beginning) > 1)
    with Repository.find(folder) as repository, pytest.raises(UsageError) as raised:
        repository.resolve(shared)
    assert str(raised.value.message) == f"The revision {shared} is ambiguous: several commits begin so."


# The days of the commits of `days`, first to last, as the committer wrote them: with a zone, and one out of order.
COMMITTED = (
    "2026-02-03T23:30:00+0000",  # 0
    "2026-02-04T01:00:00+0300",  # 1: still the 3rd in UTC
    "2026-02-20T12:00:00+0000",  # 2: a clock that was ahead
    "2026-02-10T00:00:00+0000",  # 3
    "2026-02-10T23:59:59+0000",  # 4
    "2026-02-11T00:00:00+0000",  # 5
)


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    folder = start(tmp_path_factory.mktemp("days"))
    ids = []
    for number, committed in enumerate(COMMITTED):
        ids.append(commit(folder, {"a": str(number)}, date="2020-01-01T00:00:00+0000", committed=committed))
        if number == 3:
            git(folder, "checkout", "-q", "-b", "side")
            commit(folder, {"b": "side"}, date="2026-02-10T22:00:00+0000")
            git(folder, "checkout", "-q", "main")
            when = "2026-02-10T20:00:00+0000"
            who = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_AUTHOR_DATE": when}
            who |= {"GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b", "GIT_COMMITTER_DATE": when}
            git(folder, "merge", "-q", "--no-ff", "-m", "merge", "side", env=who)
    return folder, ids


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param("2026-02-03", 1, id="until the end of the day in UTC, whatever the committer's zone"),
        pytest.param("2026-02-09", 1, id="a commit from a clock that was ahead is not there yet"),
        pytest.param("2026-02-10", 4, id="the last second of a day is in it"),
        pytest.param("2026-02-11", 5, id="the first second of a day is in that day"),
        pytest.param("2026-02-12", 5, id="a day without commits"),
        pytest.param("2026-02-20", 5, id="the newest commit wins over one that claims to be later"),
        pytest.param("2099-12-31", 5, id="a day to come"),
    ],
)
def test_a_day_is_its_last_commit_on_the_first_parent_line(
    days: tuple[Path, list[str]], text: str, number: int
) -> None:
    folder, ids = days
    with Repository.find(folder) as repository:
        assert repository.at(text) == ids[number]


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        pytest.param("2026-02-30", UsageError, "There is no day 2026-02-30.", id="a day that no calendar has"),
        pytest.param("2026-2-3", UsageError, "There is no day 2026-2-3.", id="a day without its zeros"),
        pytest.param("0000-00-00", UsageError, "There is no day 0000-00-00.", id="no day at all"),
        pytest.param("9999-12-31", UsageError, "There is no day 9999-12-31.", id="the last day that Python knows"),
        pytest.param(
            "2026-02-02",
            HistoryError,
            "There was no commit yet at the end of 2026-02-02; the first is of 2026-02-03.",
            id="a day before the first commit",
        ),
        pytest.param("yesterday", UsageError, UNKNOWN.format("yesterday"), id="a word of git's for a day"),
        pytest.param("03.02.2026", UsageError, UNKNOWN.format("03.02.2026"), id="a day as people write it"),
        pytest.param("2026-02-03 12:00", UsageError, UNKNOWN.format("2026-02-03 12:00"), id="a day with an hour"),
        pytest.param("２０２６-02-03", UsageError, UNKNOWN.format("２０２６-02-03"), id="wide digits"),
    ],
)
def test_what_is_no_day_is_said(days: tuple[Path, list[str]], text: str, error: type[KamctlError], words: str) -> None:
    with Repository.find(days[0]) as repository, pytest.raises(error) as raised:
        repository.at(text)
    assert str(raised.value.message) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param(
            "2026-05-02",
            "The revision 2026-05-02 is ambiguous: it may be a day, and git has a branch or a tag of that name.",
            id="a day that is a branch too",
        ),
        pytest.param("2026-05-03", SEVERAL.format("2026-05-03"), id="a day that is a branch and a tag too"),
    ],
)
def test_a_branch_named_like_a_day_is_not_guessed(revisions: Path, text: str, words: str) -> None:
    with Repository.find(revisions) as repository, pytest.raises(UsageError) as raised:
        repository.at(text)
    assert str(raised.value.message) == words


def who(date: str = DAY.format(9)) -> dict[str, str]:
    names = {f"GIT_{role}_{part}": "a@b" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
    return names | {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}


def merge(folder: Path, *arguments: str, files: Mapping[str, str | None] | None = None) -> str:
    """A merge, with `files` as its result where they are given; conflicts are settled by them."""
    with suppress(AssertionError):
        git(folder, "merge", "-q", "--no-ff", "--no-commit", "--allow-unrelated-histories", *arguments, env=who())
    for name, text in (files or {}).items():
        (folder / name).write_text(text or "", "utf-8") if text is not None else (folder / name).unlink()
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", "merge", env=who())
    return git(folder, "rev-parse", "HEAD").decode().strip()


@pytest.fixture(scope="module")
def tangle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Merges of every kind, on a history of five plans and things beside them."""
    folder = start(tmp_path_factory.mktemp("tangle"))
    plans = {f"plans/{name}.yaml": f"client: {name}\nkam: north\n" for name in "abcde"}
    commit(folder, {"README": "x", "plans-old/a.yaml": "x"}, "a root without plans")
    commit(folder, plans)
    commit(folder, {}, "empty")
    for side in ("one", "two", "three"):
        git(folder, "checkout", "-q", "-b", side, "main")
        commit(folder, {f"plans/{side}.yaml": "client: x\n", "plans/a.yaml": f"client: {side}\n"}, side)
        commit(folder, {"README": side}, "beside the plans")
    git(folder, "checkout", "-q", "main")
    commit(folder, {"plans/b.yaml": "client: b2\n", "plans-old/a.yaml": "y"})
    evil = {"plans/a.yaml": "client: neither\n", "README": "one"}
    merge(folder, "one", files=evil)  # its result is in neither parent
    merge(folder, "-s", "ours", "two")
    git(folder, "checkout", "-q", "-b", "cross", "HEAD~1")
    commit(folder, {"plans/c.yaml": "client: c2\n"})
    git(folder, "checkout", "-q", "main")
    commit(folder, {"plans/d.yaml": "client: d2\n"})
    merge(folder, "cross")
    git(folder, "checkout", "-q", "cross")
    merge(folder, "main^1")  # criss-cross
    commit(folder, {"plans/e.yaml": None})
    git(folder, "checkout", "-q", "main")
    merge(folder, "cross", files={})
    git(folder, "checkout", "-q", "--orphan", "unrelated")
    git(folder, "rm", "-q", "-rf", ".")
    commit(folder, {"plans/f.yaml": "client: f\n"}, "a second root")
    git(folder, "checkout", "-q", "main")
    merge(folder, "unrelated")
    for side in ("x", "y", "z"):
        git(folder, "checkout", "-q", "-b", side, "main")
        commit(folder, {f"plans/{side}.yaml": side})
    git(folder, "checkout", "-q", "main")
    git(folder, "merge", "-q", "--no-ff", "-m", "octopus", "x", "y", "z", env=who())
    return folder


def parents(folder: Path) -> dict[str, tuple[str, ...]]:
    listed = [line.split() for line in git(folder, "log", "--all", "--format=%H %P").decode().splitlines()]
    return {commit_: tuple(parents_) for commit_, *parents_ in listed}


def content(folder: Path, commit_: str, path: str) -> dict[str, tuple[str, str]]:
    """Mode and id of every file of a commit below a path, by what git itself lists."""
    output = git(folder, "ls-tree", "-r", "-z", "--full-tree", commit_).decode()
    rows = [line.partition("\t") for line in output.split("\0")[:-1]]
    return {name: (facts.split()[0], facts.split()[2]) for facts, _, name in rows if f"{name}/".startswith(f"{path}/")}


PATHS = ["plans", "plans/a.yaml", "plans/e.yaml", "README", "plans-old", "nothing"]


@pytest.mark.parametrize("path", [pytest.param(path, id=f"for {path}") for path in PATHS])
def test_steps_are_the_difference_from_every_parent(tangle: Path, path: str) -> None:
    graph = parents(tangle)
    with Repository.find(tangle) as repository:
        ancestry = repository.ancestry(repository.head())
        steps = list(repository.steps(ancestry, [path]))
    assert {commit_: list(parents_) for commit_, parents_ in ancestry} == {
        commit_: list(graph[commit_]) for commit_, _ in ancestry
    }
    assert [(step.commit, step.parent) for step in steps] == [
        (commit_, parent) for commit_, parents_ in ancestry for parent in parents_ or (None,)
    ]
    for step in steps:
        new = content(tangle, step.commit, path)
        old = content(tangle, step.parent, path) if step.parent else {}
        assert {
            delta.path: ((f"{delta.old_mode:06o}", delta.old or ""), (f"{delta.new_mode:06o}", delta.new or ""))
            for delta in step.deltas
        } == {
            name: (old.get(name, ("000000", "")), new.get(name, ("000000", "")))
            for name in old | new
            if old.get(name) != new.get(name)
        }


@pytest.mark.parametrize("path", [pytest.param(path, id=f"for {path}") for path in PATHS])
def test_commits_that_touch_a_path_differ_from_some_parent(tangle: Path, path: str) -> None:
    with Repository.find(tangle) as repository:
        whole = repository.ancestry(repository.head())
        found = repository.ancestry(repository.head(), touching=[path])
    expected = {
        (commit_, parents_)
        for commit_, parents_ in whole
        if any(content(tangle, commit_, path) != content(tangle, parent, path) for parent in parents_)
        or (not parents_ and content(tangle, commit_, path))
    }
    assert {(commit_, tuple(parents_)) for commit_, parents_ in found} == expected
    assert len(found) == len(expected)


def test_no_parent_comes_before_its_child(tangle: Path) -> None:
    with Repository.find(tangle) as repository:
        whole = [commit_ for commit_, _ in repository.ancestry(repository.head())]
        without = repository.ancestry(repository.head(), without=[repository.resolve("HEAD~4")])
    graph = parents(tangle)
    place = {commit_: number for number, commit_ in enumerate(whole)}
    assert all(place[commit_] < place[parent] for commit_ in whole for parent in graph[commit_])
    hidden = set(git(tangle, "rev-list", "HEAD~4").decode().split())
    assert {commit_ for commit_, _ in without} == set(whole) - hidden


def test_the_base_of_two_lines(tangle: Path) -> None:
    with Repository.find(tangle) as repository:
        one, other = repository.resolve("one"), repository.resolve("three")
        assert repository.base(one, other) == git(tangle, "merge-base", "one", "three").decode().strip()
        lonely = repository.resolve("unrelated")
        with pytest.raises(HistoryError) as raised:
            repository.base(one, lonely)
    assert str(raised.value.message) == f"The commits {one[:8]} and {lonely[:8]} have no history in common."


NAMES = [
    *("plans/северный-ритейл.yaml", "plans/two words.yaml", "plans/a\nb.yaml", "plans/a\tb.yaml"),
    *("plans/:(glob)*.yaml", "plans/*.yaml", "plans/:x.yaml", "plans/'q\".yaml", "plans/-n.yaml"),
    *("plans/\udce9.yaml", "plans/e\u0301.yaml", "plans/é.yaml", ":100644 plans.yaml"),
]


@pytest.mark.parametrize("inside", [pytest.param("", id="at the top"), pytest.param("sales/ключ", id="in a folder")])
def test_names_arrive_as_they_are(tmp_path: Path, inside: str) -> None:
    top = start(tmp_path)
    prefix = f"{inside}/" if inside else ""
    commit(top, {f"{prefix}{name}": name.encode("utf-8", "surrogateescape") for name in NAMES} | {"plans/z": "z"})
    with Repository.find(top / inside) as repository:
        assert repository.prefix == prefix
        head = repository.head()
        wanted = sorted(NAMES if inside else [*NAMES, "plans/z"], key=os.fsencode)
        assert [entry.path for entry in repository.files(head, "")] == wanted
        [step] = repository.steps([(head, ())], ["plans", ":100644 plans.yaml"])
        assert [delta.path for delta in step.deltas] == wanted
        for name in NAMES:  # a path is a path, never a pattern
            [step] = repository.steps([(head, ())], [name])
            assert [delta.path for delta in step.deltas] == [name]
            [entry] = repository.files(head, name)
            [(_, data)] = repository.blobs([entry.id])
            assert (entry.path, entry.size) == (name, len(data))
            assert data == name.encode("utf-8", "surrogateescape")
            assert [found for found, _ in repository.ancestry(head, touching=[name])] == [head]


def test_modes_links_and_submodules_are_told(tmp_path: Path) -> None:
    folder = start(tmp_path)
    first = commit(folder, {"plans/a.yaml": "a", "plans/b.yaml": "b", "plans-old/a.yaml": "old"})
    blob_a, blob_b = (git(folder, "rev-parse", f"HEAD:plans/{name}.yaml").decode().strip() for name in "ab")
    (folder / "plans/a.yaml").chmod(0o755)
    (folder / "plans/b.yaml").unlink()
    (folder / "plans/b.yaml").symlink_to("a.yaml")
    git(folder, "update-index", "--add", "--cacheinfo", f"160000,{first},plans/c.yaml")
    git(folder, "add", "plans/a.yaml", "plans/b.yaml")
    git(folder, "commit", "-q", "-m", "kinds", env=who())
    link = git(folder, "rev-parse", "HEAD:plans/b.yaml").decode().strip()
    with Repository.find(folder) as repository:
        head = repository.head()
        [step] = repository.steps([(head, (first,))], ["plans"])
        assert step.deltas == (
            Delta("plans/a.yaml", blob_a, blob_a, 0o100644, 0o100755),
            Delta("plans/b.yaml", blob_b, link, 0o100644, 0o120000),
            Delta("plans/c.yaml", None, first, 0, 0o160000),
        )
        assert repository.files(head, "plans") == [
            Entry("plans/a.yaml", 0o100755, blob_a, 1),
            Entry("plans/b.yaml", 0o120000, link, 6),
            Entry("plans/c.yaml", 0o160000, first, 0),
        ]
        assert repository.files(head, "nothing") == []


def test_a_file_in_the_place_of_a_folder_and_back(tmp_path: Path) -> None:
    folder = start(tmp_path)
    commit(folder, {"plans/a/x.yaml": "x"})
    commit(folder, {"plans/a/x.yaml": None})
    (folder / "plans/a").rmdir()
    commit(folder, {"plans/a": "file"})
    with Repository.find(folder) as repository:
        steps = list(repository.steps(repository.ancestry(repository.head()), ["plans"]))
        told = [[(delta.path, bool(delta.old), bool(delta.new)) for delta in step.deltas] for step in steps]
    assert told == [[("plans/a", False, True)], [("plans/a/x.yaml", True, False)], [("plans/a/x.yaml", False, True)]]


def test_a_repository_of_longer_ids(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main", "--object-format=sha256")
    first = commit(tmp_path, {"plans/a.yaml": "a"}, date=DAY.format(1))
    second = commit(tmp_path, {"plans/a.yaml": "b"}, date=DAY.format(2))
    with Repository.find(tmp_path) as repository:
        assert (repository.resolve("HEAD~1"), repository.at("2026-05-02")) == (first, second)
        assert len(first) == 64
        ancestry = repository.ancestry(second)
        assert list(ancestry) == [(second, (first,)), (first, ())]
        blobs = [delta.new for step in repository.steps(ancestry, ["plans"]) for delta in step.deltas]
        assert [data for _, data in repository.blobs(blob or "" for blob in blobs)] == [b"b", b"a"]
        assert [found.parents for found in repository.commits([second])] == [(first,)]


@pytest.fixture(scope="module")
def blobs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """Two thousand contents by their ids: empty, with line ends and NULs, up to 3 MB."""
    folder = start(tmp_path_factory.mktemp("blobs"))
    chance = random.Random(3)
    contents = [b"", b"\n", b"\0", b"x" * 3_000_000, *(chance.randbytes(chance.randint(0, 900)) for _ in range(2000))]
    stream = b"".join(b"blob\ndata %d\n%b\n" % (len(data), data) for data in contents)
    git(folder, "fast-import", "--quiet", stdin=stream)
    commit(folder, {"a": "a"})
    return folder, {hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest(): data for data in contents}


def test_three_thousand_blobs_come_in_the_order_asked(blobs: tuple[Path, dict[str, bytes]]) -> None:
    folder, contents = blobs
    asked = random.Random(5).choices(list(contents), k=3000) + list(contents)
    with Repository.find(folder) as repository:
        assert list(repository.blobs(iter(asked))) == [(id_, contents[id_]) for id_ in asked]
        assert list(repository.blobs([])) == []


def test_of_a_large_blob_only_the_beginning_is_read(blobs: tuple[Path, dict[str, bytes]]) -> None:
    folder, contents = blobs
    with Repository.find(folder) as repository:
        found = dict(repository.blobs(contents, largest=100))
    assert found == {id_: data[:101] for id_, data in contents.items()}


def test_who_stops_half_way_may_ask_again(blobs: tuple[Path, dict[str, bytes]]) -> None:
    folder, contents = blobs
    ids = list(contents)
    with Repository.find(folder) as repository:
        for stop_after in (0, 1, 59, 60, 61):
            reader = repository.blobs(ids)
            assert [next(reader)[0] for _ in range(stop_after)] == ids[:stop_after]
            del reader
            assert list(repository.blobs(ids[:5])) == [(id_, contents[id_]) for id_ in ids[:5]]
    assert children() == []


def test_two_readers_at_a_time_do_not_mix(blobs: tuple[Path, dict[str, bytes]]) -> None:
    folder, contents = blobs
    ids = list(contents)
    with Repository.find(folder) as repository:
        head = repository.head()
        for (one, data), (other, more) in zip(repository.blobs(ids[:200]), repository.blobs(ids[200:400]), strict=True):
            assert (data, more) == (contents[one], contents[other])
            [found] = repository.commits([head])
            assert found.id == head
        waiting = repository.blobs(ids)
        next(waiting)
    assert children() == []  # what still waits has been ended with the rest
    with pytest.raises(HistoryError):
        list(waiting)
    assert children() == []


@pytest.mark.parametrize(
    "before",
    [pytest.param(0, id="asked first"), pytest.param(59, id="asked in the middle"), pytest.param(70, id="asked late")],
)
def test_a_missing_object_is_said(blobs: tuple[Path, dict[str, bytes]], before: int) -> None:
    folder, contents = blobs
    missing = "5" * 40
    asked = [*list(contents)[:before], missing, *list(contents)[:70]]
    with Repository.find(folder) as repository:
        reader = repository.blobs(asked)
        assert len([next(reader) for _ in range(before)]) == before
        with pytest.raises(HistoryError) as raised:
            next(reader)
        assert str(raised.value.message) == f"The history is not whole: git has no object {missing}."
        assert list(repository.blobs(list(contents)[:2])) == list(contents.items())[:2]
    assert children() == []


Question = Callable[[Repository], object]


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda repository: repository.head(), id="HEAD"),
        pytest.param(lambda repository: repository.resolve("nobody"), id="an unknown revision"),
        pytest.param(lambda repository: repository.at("2026-05-02"), id="a day"),
        pytest.param(lambda repository: next(iter(repository.commits([repository.head()]))), id="a commit"),
        pytest.param(lambda repository: repository.ancestry("f" * 40), id="a commit that is not there"),
        pytest.param(lambda repository: list(repository.steps([("f" * 40, ())], ["plans"])), id="no steps"),
        pytest.param(lambda repository: repository.files("f" * 40, "plans"), id="no files"),
    ],
)
def test_no_process_is_left(tangle: Path, ask: Question) -> None:
    with Repository.find(tangle) as repository, suppress(KamctlError):
        ask(repository)
    assert children() == []


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda repository: repository.ancestry("f" * 40), id="its ancestry"),
        pytest.param(lambda repository: list(repository.steps([("f" * 40, ())], ["plans"])), id="its steps"),
        pytest.param(lambda repository: repository.files("f" * 40, "plans"), id="its files"),
        pytest.param(lambda repository: list(repository.commits(["f" * 40])), id="itself"),
        pytest.param(lambda repository: repository.base("f" * 40, repository.head()), id="its base"),
    ],
)
def test_a_commit_that_is_not_there_is_an_error(tangle: Path, ask: Question) -> None:
    with Repository.find(tangle) as repository, pytest.raises(HistoryError):
        ask(repository)


@pytest.fixture(autouse=True)
def _no_child_is_left() -> Iterator[None]:
    yield
    assert children() == []
