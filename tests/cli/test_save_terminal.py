"""`kamctl save` with signing and hooks, on a real terminal and without one."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.asked import asked, finish
from tests.cli.saving import PLAN, edit, head, hook, kamctl, status, work
from tests.gitting import git


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = work(tmp_path / "repository")
    edit(folder, PLAN, "share: 60%", "share: 50%")
    return folder


def signing(folder: Path, passphrase: str) -> None:
    """The user signs with an SSH key."""
    keygen = shutil.which("ssh-keygen")
    assert keygen, "ssh-keygen is missing; install openssh-client"
    key = folder.parent / "key"
    subprocess.run([keygen, "-q", "-t", "ed25519", "-N", passphrase, "-f", str(key)], check=True)
    for name, value in (("gpg.format", "ssh"), ("user.signingKey", str(key)), ("commit.gpgSign", "true")):
        git(folder, "config", name, value)


def is_signed(folder: Path) -> bool:
    return b"\ngpgsig " in git(folder, "cat-file", "commit", "HEAD")


def test_on_a_terminal_it_shows_the_changes_in_colour_and_saves(folder: Path) -> None:
    with asked(folder, "save") as child:
        child.expect_exact(b"team.kam-north.share")
        child.expect_exact(b"\x1b[")
        code, said = finish(child)
    assert code == 0
    assert f"Saved as {head(folder)[:8]}: client: team.kam-north.share" in said
    assert status(folder) == []


def test_commits_are_signed_as_the_user_has_set(folder: Path) -> None:
    signing(folder, "")
    assert kamctl(folder, "save").code == 0
    assert is_signed(folder)


def test_the_passphrase_of_a_key_is_asked_for_on_the_terminal(folder: Path) -> None:
    signing(folder, "open sesame")
    with asked(folder, "save") as child:
        child.expect_exact(b"Enter passphrase")
        child.sendline("open sesame")
        code, said = finish(child)
    assert code == 0, said
    assert is_signed(folder)


def test_with_nobody_there_a_passphrase_is_asked_of_nobody(folder: Path) -> None:
    signing(folder, "open sesame")
    before, index = head(folder), git(folder, "ls-files", "-s")
    ran = kamctl(folder, "save", DISPLAY=":7", SSH_ASKPASS="/bin/cat")
    assert ran.code == 2
    assert "could not be signed" in ran.err
    assert (head(folder), git(folder, "ls-files", "-s")) == (before, index)


@pytest.mark.parametrize("new", [False, True], ids=["an edited plan", "a new plan"])
def test_who_stops_while_a_hook_runs_has_lost_nothing(folder: Path, new: bool) -> None:
    hook(folder, "pre-commit", "echo here > ../ran; sleep 60")
    if new:
        shutil.copy(folder / PLAN, folder / "plans/new.yaml")
        edit(folder, "plans/new.yaml", "50%", "10%")
    before, index = head(folder), git(folder, "ls-files", "-s")
    with asked(folder, "save") as child:
        child.expect_exact(b"1 change")
        while not (folder.parent / "ran").exists():
            time.sleep(0.05)
        child.sendcontrol("c")
        code, said = finish(child)
    assert code == 130
    assert "Nothing was saved." in said
    assert (head(folder), git(folder, "ls-files", "-s")) == (before, index)
    assert not list((folder / ".git").glob("*.lock"))
    (folder / ".git/hooks/pre-commit").unlink()
    assert kamctl(folder, "save").code == 0


def test_a_program_left_in_the_background_holds_nobody_up(folder: Path) -> None:
    hook(folder, "post-commit", "sleep 50 &")
    ran = kamctl(
        folder,
        "save",
    )
    assert ran.code == 0
