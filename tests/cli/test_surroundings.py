"""What folders, paths, streams and shells may do to the program: it goes on or says why not, and never breaks."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import gitting
from tests.cli.command import PROGRAM, environment, kamctl, put
from tests.harness import BASE_PLAN, FORMAT, overlay, repository

LONG = "x" * 300
DEEP = "x/" * 3000
CAFE = """\
client: Café 🐮 Ёлка
activities: {мастерская: {what: Café 🐮, owner: ёлка, due: 2026-05-21}}
risks: {delisting: {what: Café 🐮 Ёлка, probability: 30%, impact: 4000000}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return put(tmp_path / "repository", {})


@pytest.fixture(scope="module")
def cafe(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository in git whose texts no narrow encoding has."""
    root = tmp_path_factory.mktemp("cafe")
    gitting.start(root)
    files = {name: data.decode() for name, data in repository({}).items()}
    gitting.commit(root, files | {"plans/client.yaml": overlay(BASE_PLAN, CAFE)}, "Café 🐮")
    strict = "  activities.*.outcome: {type: text, title: Café 🐮, required: true}\n"
    (root / "schema" / "format.yaml").write_text(FORMAT.replace("fields:\n", f"fields:\n{strict}"), "utf-8")
    return root


PATHS = [
    ("a name that no disk takes", ["lint", LONG], "There is no file or folder xxx"),
    ("a path that no disk takes", ["lint", DEEP], "is longer than 1024 characters"),
    ("the same for standard input", ["lint", "-", "--stdin-filename", f"plans/{DEEP}a.yaml"], "is longer than"),
    ("the same for a new repository", ["init", DEEP], "is longer than 1024 characters"),
    ("the same for a new plan", ["new", "abc", "--no-input", "--folder", f"plans/{DEEP}"], "is longer than"),
    ("a loop of links to start in", ["-C", "loop", "lint"], "too many levels of symbolic links"),
    ("a loop of links to write in", ["init", "loop/x"], "cannot be used"),
    ("a report in the place of a plan", ["lint", "--output", "plans/client.yaml"], "would take the place of plans/cl"),
    ("a report through a link to a plan", ["lint", "--output", "report"], "would take the place of report"),
    ("a schema in the place of a plan", ["schema", "export", "--output", "plans/new.yaml"], "would take the place of"),
]


@pytest.mark.parametrize(("arguments", "said"), [case[1:] for case in PATHS], ids=[case[0] for case in PATHS])
def test_a_path_that_cannot_be_used_is_refused(folder: Path, arguments: list[str], said: str) -> None:
    (folder / "loop").symlink_to("loop")
    (folder / "report").symlink_to("plans/client.yaml")
    before = (folder / "plans" / "client.yaml").read_bytes()
    ran = kamctl(folder, *arguments, timeout=10)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert (folder / "plans" / "client.yaml").read_bytes() == before


def test_a_dash_prints_the_report(folder: Path) -> None:
    assert kamctl(folder, "lint", "--output", "-").out == kamctl(folder, "lint").out
    assert not (folder / "-").exists()


@pytest.mark.parametrize("arguments", [["lint"], ["explain"], ["init", "x"], ["-C", "/", "lint"]], ids=" ".join)
def test_a_folder_that_is_gone_is_told(tmp_path: Path, arguments: list[str]) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    script = f'cd "{gone}" && rmdir "{gone}" && exec "$@"'
    run = subprocess.run(
        ["sh", "-c", script, "sh", *PROGRAM, *arguments], capture_output=True, env=environment(), timeout=60
    )
    assert (run.returncode, run.stdout) == (2, b"")
    assert run.stderr == b"error: The folder you are in is not there any more. Go to another folder.\n"


STREAMS = [
    (
        "standard input that is only written to",
        "lint - --stdin-filename plans/x.yaml 0>/dev/null",
        b"input cannot be read",
    ),
    ("standard output that is only read from", "lint 1</dev/null", b"Standard output could not be written"),
    ("the same for help", "--help 1</dev/null", b"Standard output could not be written"),
    ("a full disk for the version", "--version >/dev/full", b"Standard output could not be written"),
]


@pytest.mark.parametrize(("words", "said"), [case[1:] for case in STREAMS], ids=[case[0] for case in STREAMS])
def test_a_stream_that_cannot_be_used_is_told(folder: Path, words: str, said: bytes) -> None:
    script = f'"$@" {words}'
    run = subprocess.run(
        ["sh", "-c", script, "sh", *PROGRAM], cwd=folder, capture_output=True, env=environment(), timeout=60
    )
    assert run.returncode == 2
    assert said in run.stderr


FOR_PROGRAMS = {
    "findings as JSON": ("lint", "--format", "json"),
    "findings as XML": ("lint", "--format", "junit", "--output", "-"),
    "a card": ("show", "client", "--format", "json"),
    "a sheet": ("risks", "--format", "csv"),
    "a page": ("status", "--format", "markdown"),
    "a calendar": ("agenda", "--format", "ics"),
    "the history": ("log", "--format", "json"),
    "what the schema breaks": ("schema", "impact", "--format", "json"),
    "the schema for editors": ("schema", "export", "--output", "-"),
    "the pages of the rules": ("explain", "--format", "markdown"),
}


@pytest.mark.parametrize("arguments", FOR_PROGRAMS.values(), ids=FOR_PROGRAMS.keys())
def test_what_programs_read_is_the_same_bytes_whatever_the_encoding(cafe: Path, arguments: tuple[str, ...]) -> None:
    usual, narrow = (
        subprocess.run([*PROGRAM, *arguments], cwd=cafe, capture_output=True, env=environment(**changes), timeout=60)
        for changes in ({"PYTHONUTF8": "1"}, {"PYTHONIOENCODING": "ascii"})
    )
    assert (usual.returncode, usual.stdout) == (narrow.returncode, narrow.stdout)
    assert not usual.stdout.isascii()


def test_a_plans_folder_that_cannot_be_read_is_not_shown_as_empty(folder: Path) -> None:
    (folder / "plans").rename(folder / "elsewhere")
    (folder / "plans").symlink_to("elsewhere")
    ran = kamctl(folder, "show")
    assert ran.code == 1
    assert "plans. kamctl lint says what is wrong." in ran.out


def test_without_the_pages_of_the_rules_it_does_not_start(folder: Path) -> None:
    ran = kamctl(folder, "explain", "kpi-gap", env={"PYTHONOPTIMIZE": "2"})
    assert (ran.code, ran.out) == (2, "")
    assert "Unset PYTHONOPTIMIZE." in ran.err


def test_a_shell_is_offered_no_word_that_would_act_on_its_line(folder: Path) -> None:
    for name in ("$(reboot)", "a;b", "a b", "`x`", "\x1b[2J", "a\nb", "-x", "{x}", os.fsdecode(b"\xff")):
        (folder / "plans" / f"{name}.yaml").write_text("client: X\n")
        (folder / "plans" / f"{name}").mkdir()
        (folder / "plans" / f"{name}" / "deep.yaml").write_text("client: X\n")
    for words, offered in (("show ", ["client", "deep"]), ("new x --folder ", ["plans", "plans/-x"])):
        asked = {
            "_KAMCTL_COMPLETE": "bash_complete",
            "COMP_WORDS": f"kamctl {words}",
            "COMP_CWORD": str(words.count(" ") + 1),
        }
        ran = kamctl(folder, env=asked)
        assert (ran.code, [line.partition(",")[2] for line in ran.out.splitlines()]) == (0, offered)


QUESTIONS = [
    ("a word that is no number", {"COMP_WORDS": "kamctl show", "COMP_CWORD": "x"}, 2),
    ("no words", {}, 2),
    ("a place far behind the words", {"COMP_WORDS": "kamctl", "COMP_CWORD": "99999"}, 0),
    ("a quote that is not closed", {"COMP_WORDS": "kamctl show 'cl", "COMP_CWORD": "2"}, 0),
    ("an unknown shell", {"_KAMCTL_COMPLETE": "nonsense"}, 1),
]


@pytest.mark.parametrize(("asked", "code"), [case[1:] for case in QUESTIONS], ids=[case[0] for case in QUESTIONS])
def test_a_question_of_a_shell_that_makes_no_sense_gets_no_words(
    folder: Path, asked: dict[str, str], code: int
) -> None:
    ran = kamctl(folder, env={"_KAMCTL_COMPLETE": "bash_complete", **asked})
    assert (ran.code, ran.err) == (code, "")


def test_an_interrupt_while_it_is_being_loaded_ends_it_in_silence(folder: Path) -> None:
    """The first module that it loads waits here, as a slow disk would."""
    (folder / "slow").mkdir()
    (folder / "slow" / "click.py").write_text(
        "import sys, time\nsys.stdout.write('!')\nsys.stdout.flush()\ntime.sleep(30)\n"
    )
    program = [sys.executable, "-P", "-c", "from kamctl.__main__ import start; start()", "lint"]
    env = environment()
    env["PYTHONPATH"] = f"{folder / 'slow'}{os.pathsep}{env['PYTHONPATH']}"
    process = subprocess.Popen(program, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.read(1) == b"!"
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=30) == (b"", b"")
    assert process.returncode == 130
