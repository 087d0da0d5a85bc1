"""Pages are opened by a real program that `$BROWSER` names and that writes down what it was given."""

from __future__ import annotations

import os
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from kamctl.cli.opening import shown
from tests.cli.command import put
from tests.cli.inside import kamctl

FOUND_BY_SYSTEM = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")


def browser(folder: Path, then: str) -> str:
    """A program that appends its arguments to the file `told` beside it, and then does something."""
    program = folder / "browser"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >> "{folder}/told"\n{then}\n')
    program.chmod(0o755)
    return str(program)


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A page in a folder whose name must be escaped, on a machine without a browser."""
    for name in FOUND_BY_SYSTEM:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    made = tmp_path / "Планы #1 100%" / "index.html"
    made.parent.mkdir()
    made.write_text("<!DOCTYPE html><title>A page</title>")
    return made


def test_a_browser_gets_the_address_of_the_page(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER", browser(tmp_path, "exit 0"))
    monkeypatch.chdir(page.parent)
    assert shown(Path("index.html"))
    [told] = (tmp_path / "told").read_text("ascii").splitlines()
    assert told.startswith("file:///")
    assert Path(unquote(urlsplit(told).path)) == page


def test_a_browser_that_stays_is_left_to_it(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    until, told = tmp_path / "until", tmp_path / "told"
    os.mkfifo(until)
    monkeypatch.setenv("BROWSER", browser(tmp_path, f'read -r word < "{until}"; echo "$word" >> "{told}"'))
    assert shown(page, patience=2)
    until.write_text("closed\n")  # waits for the browser, which waits for this
    while "closed" not in told.read_text("ascii"):
        time.sleep(0.01)


@pytest.mark.parametrize(
    "named", ["", "nowhere", "fails"], ids=["no browser", "one that is not there", "one that fails"]
)
def test_without_a_browser_that_works_it_says_so(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    monkeypatch.setenv("BROWSER", browser(tmp_path, "exit 1") if named == "fails" else named)
    assert not shown(page)


def test_a_module_in_the_current_folder_is_not_run(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (page.parent / "webbrowser.py").write_text("open = lambda address: True\n")
    monkeypatch.chdir(page.parent)
    assert not shown(page)


def test_the_site_is_opened_once_it_is_there(page: Path, tmp_path: Path) -> None:
    env = {"BROWSER": browser(tmp_path, "exit 0"), "PYTHONUTF8": "1"}
    ran = kamctl(put(page.parent, {}), "site", "--open", env=env)
    made = page.parent / "site/index.html"
    assert (ran.code, made.is_file()) == (0, True)
    assert (tmp_path / "told").read_text("ascii").split() == [made.as_uri()]
    assert "browser" not in ran.err


def test_where_nothing_opens_it_the_site_is_there_all_the_same(page: Path) -> None:
    ran = kamctl(put(page.parent, {}), "site", "--open")
    assert ran.code == 0
    made = (page.parent / "site/index.html").as_uri()
    assert f"There is no browser here that could be started. Open {made}\n" in ran.err
