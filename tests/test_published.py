"""A folder of what the program made: what changed is written, what is stale goes, what is somebody else's stays."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path

import pytest

from kamctl.errors import UsageError, WriteError
from kamctl.published import LIST, Published, publishing
from tests.gitting import snapshot

PAGES = {"index.html": b"first", "clients/a.html": b"a", "clients/b.html": b"b"}


def publish(root: Path, pages: dict[str, bytes]) -> tuple[int, int]:
    """How many files were written and how many were removed."""
    with publishing(root, "site", list(pages)) as folder:
        for name, data in pages.items():
            folder.put(name, data)
    return folder.written, folder.removed


def killed(root: Path, names: list[str], name: str, data: bytes) -> None:
    """A run that ends when it has written one file."""
    with suppress(KeyboardInterrupt), publishing(root, "site", names) as folder:
        folder.put(name, data)
        raise KeyboardInterrupt


def held(root: Path) -> dict[str, bytes]:
    found = {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    found.pop(LIST, None)
    return found


def test_the_second_time_nothing_is_written(tmp_path: Path) -> None:
    root = tmp_path / "site"
    assert publish(root, PAGES) == (3, 0)
    assert held(root) == PAGES
    before = snapshot(root)
    assert publish(root, PAGES) == (0, 0)
    assert snapshot(root) == before


def test_a_run_that_has_just_begun_is_none_of_somebody_else(tmp_path: Path) -> None:
    root = tmp_path / "site"
    root.mkdir()
    (root / f".{LIST}.x1.kamctl.tmp").write_bytes(b"")  # a list that has not got its name yet
    assert publish(root, PAGES) == (3, 0)
    assert held(root) == PAGES


def test_what_changed_is_written_and_what_is_stale_goes(tmp_path: Path) -> None:
    root = tmp_path / "site"
    publish(root, PAGES)
    untouched = (root / "index.html").stat().st_mtime_ns
    after = {"index.html": b"first", "clients/b.html": b"other", "clients/c.html": b"c"}
    assert publish(root, after) == (2, 1)
    assert held(root) == after
    assert (root / "index.html").stat().st_mtime_ns == untouched
    assert publish(root, {"index.html": b"first"}) == (0, 2)
    assert not (root / "clients").exists()


def test_files_of_others_stay(tmp_path: Path) -> None:
    root = tmp_path / "site"
    publish(root, PAGES)
    others = {"CNAME": b"plans.example.com", "clients/note.txt": b"mine"}
    for name, data in others.items():
        (root / name).write_bytes(data)
    publish(root, {"index.html": b"first"})
    assert held(root) == {"index.html": b"first", **others}


def test_a_file_that_somebody_changed_is_written_again(tmp_path: Path) -> None:
    root = tmp_path / "site"
    publish(root, PAGES)
    (root / "index.html").write_bytes(b"other")
    (root / "clients/a.html").unlink()
    assert publish(root, PAGES) == (2, 0)
    assert held(root) == PAGES


@pytest.mark.parametrize(
    ("files", "words"),
    [
        pytest.param({"index.html": b"mine"}, "no site that kamctl made", id="a page of somebody"),
        pytest.param({".git/config": b""}, "no site that kamctl made", id="a repository"),
        pytest.param({LIST: b"[]"}, "no site that kamctl made", id="a list that is none"),
        pytest.param({LIST: b'{"version": 2, "files": []}'}, "no site that kamctl made", id="of another version"),
        pytest.param({LIST: b'{"version": 1, "files": [1]}'}, "no site that kamctl made", id="a list of no names"),
        pytest.param(
            {LIST: b'{"version": 1, "files": []}', "clients/a.html": b""}, "none of our files", id="a name in use"
        ),
    ],
)
def test_what_is_somebody_elses_is_refused(tmp_path: Path, files: dict[str, bytes], words: str) -> None:
    root = tmp_path / "site"
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    before = snapshot(root)
    with pytest.raises((UsageError, WriteError), match=words):
        publish(root, PAGES)
    assert snapshot(root) == before


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").write_bytes(b"mine")
    with pytest.raises(UsageError, match="is no folder"):
        publish(tmp_path / "site", PAGES)
    assert (tmp_path / "site").read_bytes() == b"mine"


@pytest.mark.parametrize("place", ["", "clients", "clients/a.html", LIST])
def test_links_are_not_written_through(tmp_path: Path, place: str) -> None:
    root, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    elsewhere.mkdir()
    if place:
        publish(root, {"index.html": b"first"})
        (root / place).unlink(missing_ok=True)
        (root / place).parent.mkdir(exist_ok=True)
    (root / place).symlink_to(elsewhere if not place.endswith(("html", "json")) else elsewhere / "file")
    with pytest.raises((UsageError, WriteError)):
        publish(root, PAGES)
    assert list(elsewhere.iterdir()) == []


def test_names_of_the_list_never_leave_the_folder(tmp_path: Path) -> None:
    root = tmp_path / "site"
    root.mkdir()
    (tmp_path / "mine.txt").write_bytes(b"mine")
    names = ["../mine.txt", f"{tmp_path}/mine.txt", "..\\mine.txt", "C:mine.txt", "a\0b", "", "."]
    (root / LIST).write_text(json.dumps({"version": 1, "files": names}), "utf-8")
    assert publish(root, PAGES) == (3, 0)
    assert (tmp_path / "mine.txt").read_bytes() == b"mine"


def test_a_run_that_was_killed_is_begun_again(tmp_path: Path) -> None:
    root = tmp_path / "site"
    killed(root, list(PAGES), "index.html", b"first")
    assert publish(root, PAGES) == (2, 0)
    assert held(root) == PAGES
    killed(root, ["index.html", "clients/z.html"], "clients/z.html", b"z")
    assert publish(root, {"index.html": b"first"}) == (0, 3)


def test_what_a_killed_run_was_writing_goes(tmp_path: Path) -> None:
    root = tmp_path / "site"
    publish(root, PAGES)
    for name in (".index.html.abc.kamctl.tmp", "clients/.b.html.def.kamctl.tmp", "clients/.others"):
        (root / name).write_bytes(b"half")
    publish(root, PAGES)
    assert held(root) == PAGES | {"clients/.others": b"half"}


def test_a_run_that_waited_for_another_knows_what_that_made(tmp_path: Path) -> None:
    root = tmp_path / "site"
    late = Published(root, "site")
    publish(root, PAGES)
    late.claim(["index.html"])
    late.put("index.html", b"first")
    late.finish()
    assert (late.written, late.removed) == (0, 2)
    assert held(root) == {"index.html": b"first"}


def test_pages_are_not_waited_for_until_they_are_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[int] = []
    monkeypatch.setattr(os, "fsync", waited.append)
    publish(tmp_path / "site", PAGES)
    assert len(waited) == 2  # the list and its folder


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises((UsageError, WriteError)):
        publish(tmp_path / "file" / "site", PAGES)
