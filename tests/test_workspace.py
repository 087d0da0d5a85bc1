"""The work tree: what is read, what is refused, and that a write is whole or nothing."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kamctl.errors import RepositoryError, UsageError, WriteError
from kamctl.storage import write_report
from kamctl.workspace import Workspace


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An empty repository."""
    (tmp_path / "schema").mkdir()
    (tmp_path / "schema" / "format.yaml").write_text("version: 1\n")
    (tmp_path / "plans" / "north").mkdir(parents=True)
    return tmp_path


def found(root: Path) -> tuple[list[str], list[tuple[str, str]]]:
    """The names of the plans, and of the strays with what is wrong with them."""
    plans, strays = Workspace(root).plan_files()
    reasons = []
    for stray in strays:
        assert stray.fault is not None
        reasons.append((stray.name, str(stray.fault.facts.get("kind") or stray.fault.facts.get("reason"))))
    return [plan.name for plan in plans], reasons


FILES: list[tuple[str, str, list[str], list[tuple[str, str]]]] = [
    ("a plan", "plans/x.yaml", ["plans/x.yaml"], []),
    ("a plan in a sub-folder", "plans/north/северный.yaml", ["plans/north/северный.yaml"], []),
    ("a plan with the other suffix", "plans/x.yml", [], [("plans/x.yml", "suffix")]),
    ("a plan with a suffix in capitals", "plans/x.YAML", [], [("plans/x.YAML", "suffix")]),
    ("a plan that Windows named .yaml.txt", "plans/x.yaml.txt", [], [("plans/x.yaml.txt", "suffix")]),
    ("a hidden file is noise", "plans/.x.yaml.swp", [], []),
    ("an editor's back-up is noise", "plans/x.yaml~", [], []),
    ("an office lock file is noise", "plans/~$x.yaml", [], []),
    ("a merge's left-over is noise", "plans/x.yaml.orig", [], []),
    ("a file manager's file is noise", "plans/desktop.ini", [], []),
    ("a text beside the plans is nobody's business", "plans/notes.txt", [], []),
]


@pytest.mark.parametrize(("name", "plans", "strays"), [case[1:] for case in FILES], ids=[case[0] for case in FILES])
def test_which_files_are_plans(root: Path, name: str, plans: list[str], strays: list[tuple[str, str]]) -> None:
    (root / name).write_text("client: x\n")
    assert found(root) == (plans, strays)


def test_which_files_are_of_the_schema(root: Path) -> None:
    for name in ("kpis.yaml", "products.yml", "people.YAML", "x.schema.json", "x.json", ".kpis.yaml.swp", "notes.md"):
        (root / "schema" / name).write_text("")
    assert sorted(Workspace(root).schema_files()) == [
        f"schema/{name}" for name in ("format.yaml", "kpis.yaml", "people.YAML", "products.yml", "x.schema.json")
    ]


def _link(root: Path) -> None:
    (root / "secret.yaml").write_text("token: abc\n")
    (root / "plans" / "x.yaml").symlink_to(root / "secret.yaml")


def _linked_folder(root: Path) -> None:
    (root / "elsewhere").mkdir()
    (root / "elsewhere" / "x.yaml").write_text("token: abc\n")
    (root / "plans" / "south").symlink_to(root / "elsewhere")


def _folder_as_file(root: Path) -> None:
    (root / "plans" / "x.yaml").mkdir()


def _fifo(root: Path) -> None:
    os.mkfifo(root / "plans" / "x.yaml")


UNSAFE: list[tuple[str, Callable[[Path], None], list[tuple[str, str]]]] = [
    ("a link to a file is not followed", _link, [("plans/x.yaml", "link")]),
    ("a link to a folder is not followed", _linked_folder, [("plans/south", "link")]),
    ("a folder named like a plan is no file", _folder_as_file, [("plans/x.yaml", "not-a-file")]),
    ("a named pipe is not opened, which would wait for ever", _fifo, [("plans/x.yaml", "not-a-file")]),
]


@pytest.mark.parametrize(("make", "strays"), [case[1:] for case in UNSAFE], ids=[case[0] for case in UNSAFE])
def test_what_is_not_read(root: Path, make: Callable[[Path], None], strays: list[tuple[str, str]]) -> None:
    make(root)
    assert found(root) == ([], strays)


def test_a_plans_folder_that_is_a_link_is_not_followed(root: Path) -> None:
    (root / "plans" / "north").rmdir()
    (root / "plans").rmdir()
    (root / "plans").symlink_to("/etc")
    assert found(root) == ([], [("plans", "linked-folder")])


def test_a_pipe_that_takes_the_place_of_a_listed_plan_is_not_waited_for(root: Path) -> None:
    _fifo(root)
    fault = Workspace(root).read("plans/x.yaml").fault
    assert fault is not None
    assert fault.facts["kind"] == "not-a-file"


def test_no_more_of_a_file_is_read_than_shows_that_it_is_too_large(root: Path) -> None:
    with (root / "plans" / "x.yaml").open("wb") as file:
        file.truncate(10**10)
    assert len(Workspace(root).read("plans/x.yaml").data) == 1024 * 1024 + 1


def test_the_root_is_the_nearest_folder_upward_with_a_format(root: Path) -> None:
    assert Workspace.find(root / "plans" / "north").root == root


def test_without_a_format_anywhere_there_is_no_repository(tmp_path: Path) -> None:
    with pytest.raises(RepositoryError, match="There is no repository of plans here"):
        Workspace.find(tmp_path)


NAMES = [
    ("a path from the root", "plans/x.yaml", "plans/x.yaml"),
    ("a path with dots", "plans/north/../x.yaml", "plans/x.yaml"),
    ("a folder", "plans/north/", "plans/north"),
    ("the root", ".", "."),
]


@pytest.mark.parametrize(("path", "name"), [case[1:] for case in NAMES], ids=[case[0] for case in NAMES])
def test_names_of_paths(root: Path, path: str, name: str) -> None:
    workspace = Workspace(root)
    assert workspace.name_of(path, root) == name
    assert workspace.name_of(str(root / path), Path("/")) == name


@pytest.mark.parametrize("path", ["../x.yaml", "/etc/passwd", "plans/../../x"], ids=["above", "absolute", "by dots"])
def test_a_path_outside_of_the_repository_is_refused(root: Path, path: str) -> None:
    with pytest.raises(UsageError, match="lies outside of the repository"):
        Workspace(root).name_of(path, root)


def test_a_write_keeps_the_mode_and_leaves_nothing_beside(root: Path) -> None:
    path = root / "plans" / "x.yaml"
    path.write_text("old\n")
    path.chmod(0o640)
    Workspace(root).write("plans/x.yaml", b"new\n", b"old\n")
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"new\n", 0o640)
    assert sorted(entry.name for entry in path.parent.iterdir()) == ["north", "x.yaml"]


def test_a_file_that_changed_meanwhile_is_not_overwritten(root: Path) -> None:
    (root / "plans" / "x.yaml").write_text("somebody else's\n")
    with pytest.raises(WriteError, match="has changed meanwhile"):
        Workspace(root).write("plans/x.yaml", b"new\n", b"old\n")
    assert (root / "plans" / "x.yaml").read_text() == "somebody else's\n"


def test_a_file_that_says_so_already_is_not_written_again(root: Path) -> None:
    """Of two runs that mend the same thing at once the second has nothing to do."""
    path = root / "plans" / "x.yaml"
    path.write_text("new\n")
    before = path.stat()
    Workspace(root).write("plans/x.yaml", b"new\n", b"old\n")
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_write_protected_file_is_not_replaced(root: Path) -> None:
    path = root / "plans" / "x.yaml"
    path.write_text("old\n")
    path.chmod(0o444)
    with pytest.raises(WriteError, match="it is write-protected"):
        Workspace(root).write("plans/x.yaml", b"new\n", b"old\n")
    assert (path.read_text(), stat.S_IMODE(path.stat().st_mode)) == ("old\n", 0o444)


def test_what_a_killed_run_left_beside_a_file_is_taken_away(root: Path) -> None:
    plans = root / "plans"
    (plans / "x.yaml").write_text("old\n")
    for name in (".x.yaml.abc.kamctl.tmp", ".y.yaml.abc.kamctl.tmp", ".x.yaml.swp"):
        (plans / name).write_text("half")
    Workspace(root).write("plans/x.yaml", b"new\n", b"old\n")
    assert sorted(entry.name for entry in plans.iterdir()) == [
        ".x.yaml.swp",
        ".y.yaml.abc.kamctl.tmp",
        "north",
        "x.yaml",
    ]


def test_what_is_saved_while_a_file_is_prepared_is_not_lost(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = root / "plans" / "x.yaml"
    path.write_text("old\n")
    sync = os.fsync

    def saved_by_an_editor(descriptor: int) -> None:
        path.write_text("an editor's\n")
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", saved_by_an_editor)
    with pytest.raises(WriteError, match="has changed meanwhile"):
        Workspace(root).write("plans/x.yaml", b"new\n", b"old\n")
    assert path.read_text() == "an editor's\n"


def test_who_cannot_be_alone_writes_nothing_and_says_so(root: Path) -> None:
    """A run that was stopped holds the lock, and may go on any moment."""
    (root / "plans" / "x.yaml").write_text("old\n")
    held = os.open(root, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    try:
        with pytest.raises(WriteError, match="Another run of kamctl has been writing"):
            Workspace(root, patience=0.2).write("plans/x.yaml", b"new\n", b"old\n")
    finally:
        os.close(held)
    assert (root / "plans" / "x.yaml").read_text() == "old\n"


def test_on_a_disk_that_knows_no_locks_the_work_goes_on(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "plans" / "x.yaml").write_text("old\n")
    monkeypatch.setattr(fcntl, "flock", _refuse_to_link)
    Workspace(root).write("plans/x.yaml", b"new\n", b"old\n")
    assert (root / "plans" / "x.yaml").read_text() == "new\n"


def test_whoever_is_alone_reads_and_writes_in_one_go(root: Path) -> None:
    (root / "plans" / "x.yaml").write_text("old\n")
    workspace = Workspace(root, patience=0.2)
    with workspace.alone():
        workspace.write("plans/x.yaml", b"new\n", workspace.read("plans/x.yaml").data)
        with pytest.raises(WriteError, match="Another run"):
            Workspace(root, patience=0.2).write("plans/x.yaml", b"newer\n", b"new\n")
    Workspace(root, patience=0.2).write("plans/x.yaml", b"newest\n", b"new\n")


def test_a_schema_folder_that_is_a_link_is_not_told_as_missing(root: Path) -> None:
    (root / "schema").rename(root / "real")
    (root / "schema").symlink_to(root / "real")
    found = Workspace(root).schema_files()
    names = ["schema/format.yaml", "schema/kpis.yaml", "schema/people.yaml", "schema/products.yaml"]
    assert sorted(found) == names
    assert {file.fault.facts["kind"] for file in found.values() if file.fault} == {"linked-folder"}


def test_a_new_file_does_not_take_the_place_of_one_that_is_there(root: Path) -> None:
    (root / "plans" / "x.yaml").write_text("old\n")
    with pytest.raises(WriteError, match="is there already"):
        Workspace(root).write("plans/x.yaml", b"new\n", None)


@pytest.mark.parametrize("links", [True, False], ids=["with links", "on a file system without links"])
def test_of_many_who_create_one_file_at_once_one_does(root: Path, monkeypatch: pytest.MonkeyPatch, links: bool) -> None:
    if not links:
        monkeypatch.setattr(os, "link", _refuse_to_link)
    together = threading.Barrier(8)

    def create(number: int) -> bytes | str:
        data = b"%d\n" % number * 10_000
        together.wait()
        try:
            Workspace(root).write("plans/x.yaml", data, None)
        except WriteError as error:
            return str(error)
        return data

    with ThreadPoolExecutor(8) as people:
        outcomes = list(people.map(create, range(8)))
    assert outcomes.count("The file plans/x.yaml is there already; it was not touched.") == 7
    assert (root / "plans" / "x.yaml").read_bytes() in outcomes
    assert sorted(entry.name for entry in (root / "plans").iterdir()) == ["north", "x.yaml"]


def _refuse_to_link(*paths: Path) -> None:
    raise PermissionError(errno.EPERM, "Operation not permitted")


@pytest.mark.parametrize("place", ["file", "folder"])
def test_nothing_is_written_through_a_link(root: Path, place: str) -> None:
    (root / "outside").mkdir()
    (root / "outside" / "x.yaml").write_text("old\n")
    if place == "file":
        (root / "plans" / "x.yaml").symlink_to(root / "outside" / "x.yaml")
    else:
        (root / "plans" / "north").rmdir()
        (root / "plans" / "north").symlink_to(root / "outside")
    name = "plans/x.yaml" if place == "file" else "plans/north/x.yaml"
    with pytest.raises(WriteError):
        Workspace(root).write(name, b"new\n", b"old\n")
    assert (root / "outside" / "x.yaml").read_text() == "old\n"


def test_a_report_goes_to_a_device_as_to_a_file(tmp_path: Path) -> None:
    write_report(Path("/dev/null"), "text")
    write_report(tmp_path / "report.json", "text")
    assert (tmp_path / "report.json").read_text() == "text"
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_a_report_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match=r"could not be written: no such file or directory"):
        write_report(tmp_path / "missing" / "report.json", "text")
