"""`kamctl save --push`: the branch goes to its upstream, never by force; the commit stays whatever comes of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.cli.asked import asked, finish
from tests.cli.saving import PLAN, edit, head, hook, identify, kamctl, status, work
from tests.gitting import git


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A clone with an upstream, and a change that is not saved yet."""
    work(tmp_path / "first")
    git(tmp_path, "clone", "-q", "--bare", "first", "hub.git")
    clone(tmp_path, "repository")
    edit(tmp_path / "repository", PLAN, "share: 60%", "share: 50%")
    return tmp_path / "repository"


def clone(place: Path, name: str) -> Path:
    git(place, "clone", "-q", "hub.git", name)
    identify(place / name)
    return place / name


def hub(folder: Path) -> str:
    """The commit that the others see."""
    return git(folder.parent / "hub.git", "rev-parse", "main").decode().strip()


def test_the_commit_is_pushed_to_the_upstream(folder: Path) -> None:
    git(folder, "tag", "-a", "-m", "mine", "mine")
    git(folder, "config", "push.followTags", "true")
    git(folder, "config", "remote.origin.push", "+refs/heads/*:refs/heads/forced/*")
    ran = kamctl(folder, "save", "--push")
    assert ran.code == 0, ran.err
    assert ran.err.endswith("origin/main has all of it now.\n")
    assert hub(folder) == head(folder)
    assert git(folder.parent / "hub.git", "for-each-ref", "--format=%(refname)") == b"refs/heads/main\n"


def test_a_branch_may_have_an_upstream_of_another_name(folder: Path) -> None:
    git(folder, "switch", "-q", "-c", "mine")
    git(folder, "push", "-q", "-u", "origin", "mine:theirs")
    assert kamctl(folder, "save", "--push").code == 0
    assert git(folder.parent / "hub.git", "rev-parse", "theirs").decode().strip() == head(folder)


def test_what_is_behind_stays_here_and_goes_on_as_told(folder: Path) -> None:
    other = clone(folder.parent, "other")
    edit(other, PLAN, "plan: 15000000", "plan: 14000000")
    assert kamctl(other, "save", "--push").code == 0
    theirs = hub(folder)
    ran = kamctl(folder, "save", "--push")
    assert ran.code == 1
    assert "Others have pushed to origin/main meanwhile; your commit is safe here." in " ".join(ran.err.split())
    assert "git pull --rebase --autostash && kamctl save --push" in " ".join(ran.err.split())
    assert (hub(folder), status(folder)) == (theirs, [])
    git(folder, "pull", "-q", "--rebase", "--autostash")
    again = kamctl(folder, "save", "--push")
    assert (again.code, again.err) == (0, "There is nothing to save.\norigin/main has all of it now.\n")
    assert hub(folder) == head(folder)


def test_without_an_upstream_the_exact_command_is_told(folder: Path) -> None:
    git(folder, "branch", "--unset-upstream")
    ran = kamctl(folder, "save", "--push")
    assert ran.code == 2
    assert "git push --set-upstream origin main" in ran.err
    assert status(folder) == []
    git(folder, "push", "-q", "--set-upstream", "origin", "main")
    git(folder, "remote", "remove", "origin")
    assert "git remote add origin URL" in kamctl(folder, "save", "--push").err


def test_a_command_that_is_told_does_no_more_than_it_says(folder: Path) -> None:
    git(folder, "switch", "-q", "--no-track", "-c", "a;$(x)")
    assert "git push --set-upstream origin 'a;$(x)'" in " ".join(kamctl(folder, "save", "--push").err.split())


def test_a_remote_that_does_not_take_it_is_quoted(folder: Path) -> None:
    refusing = folder.parent / "hub.git/hooks/pre-receive"
    refusing.write_text("#!/bin/sh\nprintf 'only \\033[2Jby pull request\\n' >&2\nexit 1\n", "utf-8")
    refusing.chmod(0o755)
    before = hub(folder)
    ran = kamctl(folder, "save", "--push")
    assert ran.code == 1
    assert "origin/main did not take it; your commit is safe here." in ran.err
    assert "by pull request" in ran.err
    assert "\x1b" not in ran.err
    assert hub(folder) == before
    assert status(folder) == []


def test_a_hook_before_the_push_may_refuse_it(folder: Path) -> None:
    hook(folder, "pre-push", "echo 'error: not on Fridays' >&2; exit 1")
    ran = kamctl(folder, "save", "--push")
    assert ran.code == 1
    assert "not on Fridays" in ran.err
    assert status(folder) == []


def test_a_remote_that_is_not_there(folder: Path) -> None:
    (folder.parent / "hub.git").rename(folder.parent / "gone.git")
    ran = kamctl(folder, "save", "--push")
    assert ran.code == 2
    assert "It is safe here; when that is mended: kamctl save --push" in " ".join(ran.err.split())
    assert status(folder) == []


class _Locked(BaseHTTPRequestHandler):
    """A server that wants a password and takes none."""

    def do_GET(self) -> None:
        self.send_response(401)
        self.send_header("WWW-Authenticate", 'Basic realm="plans"')
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def locked_server() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Locked)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/plans.git"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


ASKS_IN_A_WINDOW = {
    "DISPLAY": ":7",
    "SSH_ASKPASS": "/bin/sleep",
    "GIT_ASKPASS": "/usr/bin/yes",
    "GIT_TERMINAL_PROMPT": "1",
}


def test_with_nobody_there_a_password_is_asked_of_nobody(folder: Path) -> None:
    with locked_server() as url:
        git(folder, "remote", "set-url", "origin", url)
        ran = kamctl(folder, "save", "--push", no_proxy="*", **ASKS_IN_A_WINDOW)
    assert ran.code == 2
    assert "terminal prompts disabled" in " ".join(ran.err.split())
    assert status(folder) == []


def test_on_a_terminal_git_asks_for_the_password_there(folder: Path) -> None:
    with locked_server() as url:
        git(folder, "remote", "set-url", "origin", url)
        with asked(folder, "save", "--push", no_proxy="*") as child:
            child.expect_exact(b"Username for ")
            child.sendline("kam-north")
            child.expect_exact(b"Password for ")
            child.sendline("wrong")
            code, said = finish(child)
    assert code == 2
    assert "Authentication failed" in " ".join(said.split())
    assert status(folder) == []
