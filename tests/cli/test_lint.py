"""`kamctl lint` as its users meet it: the terminal, the pipe, the pre-commit hook, the editor, CI."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import PROGRAM, environment, kamctl, put
from tests.harness import BASE_PLAN, overlay

PLAN = "plans/client.yaml"

MISSPELT = overlay(BASE_PLAN, "regoin: north\n")
WARNED = overlay(BASE_PLAN, "activities:\n  visit: {what: Visit, owner: kam-north, due: 2026-05-01}\n")


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """The base repository with its editors' schema up to date: nothing is wrong with it."""
    folder = put(tmp_path / "repository", {})
    assert kamctl(folder, "schema", "export").code == 0
    return folder


def write(folder: Path, text: str, name: str = PLAN) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def test_a_clean_repository_is_told_in_one_line(fresh: Path) -> None:
    ran = kamctl(fresh, "lint")
    assert (ran.code, ran.out, ran.err) == (0, "1 plan checked: no findings.\n", "")


def test_a_finding_shows_the_line_the_place_and_what_to_write(fresh: Path) -> None:
    write(fresh, MISSPELT)
    assert kamctl(fresh, "lint").out == (
        "plans/client.yaml:12:1: error: The field regoin is not known here. [unknown-field]\n"
        "12 | regoin: north\n"
        "   | ^^^^^^\n"
        "   = hint: Did you mean region?\n"
        "\n"
        "1 plan checked: 1 error.\n"
    )


CODES = [
    ("no findings are fine", BASE_PLAN, [], 0),
    ("an error fails", MISSPELT, [], 1),
    ("a warning does not fail", WARNED, [], 0),
    ("a warning fails when one is strict", WARNED, ["--strict"], 1),
    ("a warning fails in every format when one is strict", WARNED, ["--strict", "--format", "junit"], 1),
    ("a difference fails", MISSPELT, ["--diff"], 1),
    ("what cannot be mended still fails after mending", overlay(BASE_PLAN, "kam: nobody\n"), ["--fix"], 1),
    ("what is mended no longer fails", MISSPELT, ["--fix"], 0),
    ("an unknown option cannot run", BASE_PLAN, ["--colour"], 2),
    ("an unknown format cannot run", BASE_PLAN, ["--format", "xml"], 2),
    ("a path that is not there cannot run", BASE_PLAN, ["plans/other.yaml"], 2),
    ("a path outside cannot run", BASE_PLAN, ["../x.yaml"], 2),
    ("a path that is no plan cannot run", BASE_PLAN, ["README.md"], 2),
    ("a day that is none cannot run", BASE_PLAN, [], 2),
]


@pytest.mark.parametrize(("plan", "arguments", "code"), [c[1:] for c in CODES], ids=[c[0] for c in CODES])
def test_exit_codes(fresh: Path, plan: str, arguments: list[str], code: int, request: pytest.FixtureRequest) -> None:
    write(fresh, plan)
    (fresh / "README.md").write_text("A repository.\n")
    today = {"KAMCTL_TODAY": "2026-02-30"} if "a day that is none" in request.node.name else {}
    assert kamctl(fresh, "lint", *arguments, env=today).code == code


def test_trouble_is_one_sentence_on_standard_error(fresh: Path) -> None:
    ran = kamctl(fresh, "lint", "plans/other.yaml")
    assert (ran.code, ran.out, ran.err) == (2, "", "error: There is no file or folder plans/other.yaml.\n")


USAGE = [
    ("an unknown option", ["lint", "--bogus"], "error: No such option '--bogus'. See kamctl lint --help.\n"),
    (
        "an option that is near one",
        ["lint", "--formt"],
        "error: No such option '--formt'. Did you mean '--format'?\n",
    ),
    ("no command", ["--color", "never"], "error: Missing command. See kamctl --help.\n"),
    ("too many words", ["explain", "a", "b"], "error: Got unexpected extra argument (b). See kamctl explain --help.\n"),
]


@pytest.mark.parametrize(("arguments", "said"), [case[1:] for case in USAGE], ids=[case[0] for case in USAGE])
def test_wrong_usage_says_where_the_right_way_is_told(tmp_path: Path, arguments: list[str], said: str) -> None:
    ran = kamctl(tmp_path, *arguments)
    assert (ran.code, ran.out, ran.err) == (2, "", said)


def test_without_a_command_it_shows_its_help(tmp_path: Path) -> None:
    ran = kamctl(tmp_path)
    assert ran.code == 2
    assert ran.err.startswith("Usage: kamctl ")


def test_outside_of_a_repository_it_says_how_to_get_one(tmp_path: Path) -> None:
    ran = kamctl(tmp_path, "lint")
    assert ran.code == 2
    assert "kamctl init" in ran.err


def test_one_path_reports_one_plan_and_knows_them_all(fresh: Path) -> None:
    write(fresh, MISSPELT)
    shares = BASE_PLAN.replace("60%", "70%")
    write(fresh, shares, "plans/south/other.yaml")
    found = json.loads(kamctl(fresh, "lint", "plans/south", "--format", "json").out)
    assert [(entry["path"], entry["rule"]) for entry in found["findings"]] == [
        ("plans/south/other.yaml", "overloaded-person")
    ]
    assert found["summary"] == {"plans": 1, "errors": 0, "warnings": 1}


def test_an_error_of_the_schema_shows_whatever_the_path(fresh: Path) -> None:
    (fresh / "schema" / "people.yaml").write_text("kam-north: {name: KAM North}\n")
    found = json.loads(kamctl(fresh, "lint", PLAN, "--format", "json").out)
    assert ("schema/people.yaml", "schema-error") in [(entry["path"], entry["rule"]) for entry in found["findings"]]


def test_started_in_a_sub_folder_paths_are_from_there_and_reports_from_the_root(fresh: Path) -> None:
    write(fresh, MISSPELT)
    ran = kamctl(fresh / "plans", "lint", "client.yaml", "--format", "concise")
    assert ran.out == "plans/client.yaml:12:1: error: The field regoin is not known here. [unknown-field]\n"


def test_another_folder_may_be_named(fresh: Path) -> None:
    assert kamctl(fresh.parent, "-C", "repository", "lint").out == "1 plan checked: no findings.\n"


def test_standard_input_stands_for_the_file_it_names(fresh: Path) -> None:
    ran = kamctl(fresh, "lint", "-", "--stdin-filename", PLAN, "--format", "concise", stdin=MISSPELT.encode())
    assert ran.code == 1
    assert ran.out == "plans/client.yaml:12:1: error: The field regoin is not known here. [unknown-field]\n"
    assert (fresh / PLAN).read_text() == BASE_PLAN


def test_standard_input_may_be_a_plan_that_is_not_there_yet(fresh: Path) -> None:
    ran = kamctl(fresh, "lint", "-", "--stdin-filename", "plans/new.yaml", stdin=BASE_PLAN.encode())
    assert ran.code == 0


@pytest.mark.parametrize(
    "arguments",
    [["-"], ["-", "--stdin-filename", "README.md"], ["-", PLAN], ["-", "--stdin-filename", PLAN, "--fix"]],
    ids=["without a name", "as no plan", "beside a path", "to be mended in place"],
)
def test_standard_input_that_makes_no_sense_cannot_run(fresh: Path, arguments: list[str]) -> None:
    assert kamctl(fresh, "lint", *arguments, stdin=b"").code == 2


def test_a_report_in_a_file_leaves_the_screen_quiet(fresh: Path) -> None:
    write(fresh, MISSPELT)
    ran = kamctl(fresh, "lint", "--format", "json", "--output", "report.json")
    assert (ran.code, ran.out) == (1, "")
    assert json.loads((fresh / "report.json").read_text())["summary"]["errors"] == 1


def test_mending_touches_the_one_word_and_no_other_byte(fresh: Path) -> None:
    before = b"\xef\xbb\xbf" + MISSPELT.replace("\n", "\r\n").encode() + b"# ends without a line end"
    (fresh / PLAN).write_bytes(before)
    ran = kamctl(fresh, "lint", "--fix")
    assert (ran.code, ran.err) == (0, "1 finding mended in 1 file.\n")
    assert (fresh / PLAN).read_bytes() == before.removeprefix(b"\xef\xbb\xbf").replace(b"regoin", b"region")


def test_mending_twice_writes_nothing_the_second_time(fresh: Path) -> None:
    path = write(fresh, MISSPELT)
    kamctl(fresh, "lint", "--fix")
    stamp = path.stat().st_mtime_ns
    assert kamctl(fresh, "lint", "--fix").err == "Nothing could be mended.\n"
    assert path.stat().st_mtime_ns == stamp


def test_a_difference_is_shown_and_not_made(fresh: Path) -> None:
    path = write(fresh, MISSPELT)
    ran = kamctl(fresh, "lint", "--diff")
    assert ran.out.splitlines()[:2] == ["--- a/plans/client.yaml", "+++ b/plans/client.yaml"]
    assert "-regoin: north\n+region: north\n" in ran.out
    assert path.read_text() == MISSPELT


def test_a_file_in_cp1251_is_named_and_converted(fresh: Path) -> None:
    path = fresh / PLAN
    path.write_bytes(BASE_PLAN.encode("cp1251"))
    ran = kamctl(fresh, "lint", "--format", "json")
    [found] = json.loads(ran.out)["findings"]
    assert (found["rule"], found["line"], found["column"]) == ("encoding", 1, 9)
    assert kamctl(fresh, "lint", "--fix").code == 0
    assert path.read_text("utf-8") == BASE_PLAN


def test_a_read_only_folder_loses_nothing(fresh: Path) -> None:
    if os.geteuid() == 0:
        # Root may write anywhere: take the space away instead, which root has no more of than others.
        env = environment()
        write(fresh, MISSPELT)
        command = f"ulimit -f 0; {' '.join(PROGRAM)} lint --fix"
        run = subprocess.run(["bash", "-c", command], cwd=fresh, capture_output=True, env=env, timeout=60)
        assert run.returncode != 0
    else:
        write(fresh, MISSPELT)
        (fresh / "plans").chmod(0o500)
        assert kamctl(fresh, "lint", "--fix").code == 2
        (fresh / "plans").chmod(0o700)
    assert (fresh / PLAN).read_text() == MISSPELT
    assert [entry.name for entry in (fresh / "plans").iterdir() if not entry.name.startswith(".")] == ["client.yaml"]


@pytest.mark.parametrize("said", ["lint --format concise", "--help"])
def test_a_reader_that_goes_away_is_told_apart_from_findings(fresh: Path, said: str) -> None:
    many = BASE_PLAN + "".join(f"unknown-{number}: 1\n" for number in range(5000))
    write(fresh, many)
    command = f"{' '.join(PROGRAM)} {said} | true; exit ${{PIPESTATUS[0]}}"
    run = subprocess.run(["bash", "-c", command], cwd=fresh, capture_output=True, env=environment(), timeout=60)
    assert (run.returncode, run.stderr) == (141, b"")


@pytest.mark.parametrize("command", ["lint", "--help"])
def test_a_full_disk_behind_standard_output_is_an_error(fresh: Path, command: str) -> None:
    with Path("/dev/full").open("wb") as full:
        run = subprocess.run(
            [*PROGRAM, command], cwd=fresh, stdout=full, stderr=subprocess.PIPE, env=environment(), timeout=60
        )
    assert run.returncode == 2
    assert run.stderr.decode() == "error: Standard output could not be written: no space left on device.\n"


def test_a_closed_standard_output_is_an_error(fresh: Path) -> None:
    command = f"exec {' '.join(PROGRAM)} lint >&-"
    run = subprocess.run(["bash", "-c", command], cwd=fresh, capture_output=True, env=environment(), timeout=60)
    assert run.returncode == 2
    assert b"Standard output is closed" in run.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["interrupt", "terminate"])
def test_an_interrupt_ends_it_with_130(fresh: Path, number: signal.Signals) -> None:
    command = [*PROGRAM, "lint", "-", "--stdin-filename", PLAN]
    process = subprocess.Popen(
        command, cwd=fresh, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    )
    assert process.stdin is not None
    process.stdin.write(b"\n" * 100_000)  # more than a pipe holds: it has begun to read, and waits for the rest
    process.stdin.flush()
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (130, b"", b"\nInterrupted.\n")


LOCALES = {
    "a console of the C locale": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "a Russian console of old": {"PYTHONIOENCODING": "cp866"},
    "a pipe that takes ASCII alone": {"PYTHONIOENCODING": "ascii"},
}


@pytest.mark.parametrize("changes", LOCALES.values(), ids=LOCALES.keys())
def test_any_text_can_be_shown_anywhere(fresh: Path, changes: dict[str, str]) -> None:
    write(fresh, overlay(BASE_PLAN, "client: [Рога ✓ копыта 🐮]\n"))
    run = subprocess.run([*PROGRAM, "lint"], cwd=fresh, capture_output=True, env=environment(**changes), timeout=60)
    assert run.returncode == 1
    assert b"[wrong-type]" in run.stdout
    assert run.stderr == b""


@pytest.mark.parametrize("columns", ["0", "1", "20", "abc", "1000000", "80", "200"])
def test_json_is_the_same_whatever_the_screen(fresh: Path, columns: str) -> None:
    write(fresh, MISSPELT)
    changed = {"COLUMNS": columns, "NO_COLOR": "1", "TERM": "dumb", "TZ": "Asia/Vladivostok", "LC_ALL": "C"}
    plain = kamctl(fresh, "lint", "--format", "json").out
    assert kamctl(fresh, "lint", "--format", "json", env=changed).out == plain
    assert "unknown-field" in kamctl(fresh, "lint", env=changed).out


COLOURS = [
    ("a terminal has colours", True, [], {}, True),
    ("a pipe has none", False, [], {}, False),
    ("a terminal has none where the user wants none", True, [], {"NO_COLOR": "1"}, False),
    ("a dumb terminal has none", True, [], {"TERM": "dumb"}, False),
    ("a pipe has them when they are forced", False, [], {"FORCE_COLOR": "1"}, True),
    ("the option wins over the environment", False, ["--color", "always"], {"NO_COLOR": "1"}, True),
    ("the option wins over the terminal", True, ["--color", "never"], {}, False),
]


@pytest.mark.parametrize(
    ("terminal", "options", "changes", "coloured"), [c[1:] for c in COLOURS], ids=[c[0] for c in COLOURS]
)
def test_colours(fresh: Path, terminal: bool, options: list[str], changes: dict[str, str], coloured: bool) -> None:
    write(fresh, MISSPELT)
    command = [*PROGRAM, *options, "lint"]
    env = environment(**{"TERM": "xterm", **changes})
    if not terminal:
        out = subprocess.run(command, cwd=fresh, capture_output=True, env=env, timeout=60).stdout
    else:
        master, slave = pty.openpty()
        process = subprocess.Popen(command, cwd=fresh, stdout=slave, stdin=slave, stderr=slave, env=env)
        os.close(slave)
        out = b""
        while True:
            try:
                part = os.read(master, 65536)
            except OSError:  # the other end is closed
                break
            if not part:
                break
            out += part
        process.wait(timeout=30)
        os.close(master)
    assert (b"\x1b[" in out) is coloured


def test_a_module_of_the_folder_never_runs_as_a_part_of_the_program(fresh: Path) -> None:
    (fresh / "yaml.py").write_text("open('owned', 'w').close()\n")
    run = subprocess.run(
        [sys.executable, "-m", "kamctl", "lint"], cwd=fresh, capture_output=True, env=environment(), timeout=60
    )
    assert run.returncode == 2
    assert b"'yaml.py' in this folder would be run as a part of kamctl" in run.stderr
    assert not (fresh / "owned").exists()


def test_without_libyaml_it_says_so_and_reads_nothing(fresh: Path) -> None:
    program = "import sys; sys.modules['yaml._yaml'] = None; from kamctl.cli.main import main; main(['lint'])"
    run = subprocess.run([sys.executable, "-c", program], cwd=fresh, capture_output=True, env=environment(), timeout=60)
    assert (run.returncode, run.stdout) == (2, b"")
    assert run.stderr.startswith(b"error: PyYAML is installed without libyaml")


def test_a_command_that_is_near_one_is_guessed(fresh: Path) -> None:
    ran = kamctl(fresh, "explian")
    assert (ran.code, ran.err) == (2, "error: There is no command explian. Did you mean explain?\n")


def test_links_and_pipes_among_the_plans_are_findings_and_not_opened(fresh: Path) -> None:
    (fresh / "plans" / "link.yaml").symlink_to("/etc/passwd")
    os.mkfifo(fresh / "plans" / "pipe.yaml")
    found = json.loads(kamctl(fresh, "lint", "--format", "json").out)["findings"]
    assert [(entry["path"], entry["rule"]) for entry in found] == [
        ("plans/link.yaml", "unsafe-path"),
        ("plans/pipe.yaml", "unsafe-path"),
    ]
