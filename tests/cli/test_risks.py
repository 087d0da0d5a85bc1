"""`kamctl risks` as its users meet it: on this repository's own plans, and on real git repositories."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from kamctl.cli import risks as command
from kamctl.insight import risks as report
from tests.cli import command as apart
from tests.cli.command import Ran, put
from tests.cli.inside import kamctl
from tests.gitting import HEAD_OF_SKAM, NORTH, SOUTH, children, commit, git, snapshot, start
from tests.harness import BASE_PLAN, FORMAT, PEOPLE, overlay
from tests.ours import committed

CLIENTS = ["basketwise", "larch-lane", "linden-cross", "three-birches", "yuzhny-trakt", "северный-ритейл"]
RISK = "risks:\n  delisting: {what: Delisted, probability: 30%, impact: 4000000}\n"
PLAN = "plans/client.yaml"
NO_HISTORY = "The history does not tell of: stale-plan, single-editor. "


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this repository's plans and schema, committed a week before."""
    return committed(tmp_path_factory.mktemp("risks") / "repository", HEAD_OF_SKAM)


def risks(folder: Path, *arguments: str, today: str = "2026-11-23", **env: str) -> Ran:
    return kamctl(folder, "risks", *arguments, env={"KAMCTL_TODAY": today, **env})


def told(folder: Path, *arguments: str, today: str = "2026-05-20") -> dict[str, object]:
    ran = risks(folder, *arguments, "--format", "json", today=today)
    assert (ran.code, ran.err) == (0, "")
    found: dict[str, object] = json.loads(ran.out)
    return found


def signalled(folder: Path, *arguments: str) -> list[tuple[str, str]]:
    found = told(folder, *arguments)
    assert found["unknown_signals"] == []
    return [(each["client"], each["signal"]) for each in found["signals"]]  # type: ignore[attr-defined]


def test_our_own_plans_in_every_format(ours: Path) -> None:
    before = snapshot(ours)
    found = told(ours, today="2026-11-23")
    assert found["version"] == 1
    assert [total["client"] for total in found["totals"]] == CLIENTS  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(risks(ours, "--format", "csv").out, newline=""), strict=True))
    assert len(rows) == len(found["rows"]) == 21  # type: ignore[arg-type]
    text = risks(ours)
    assert (text.code, text.err) == (0, "")
    assert text.out.startswith("Risks as of 2026-11-23; amounts in RUB\n21 open risks in 6 plans: exposure ")
    page = risks(ours, "--format", "markdown")
    assert page.code == 0
    assert "### By exposure" in page.out
    assert snapshot(ours) == before
    assert children() == []


@pytest.mark.parametrize("columns", ["20", "40", "80", "200"])
def test_every_width(ours: Path, columns: str) -> None:
    ran = risks(ours, "--by", "cause", COLUMNS=columns)
    assert ran.code == 0
    wide = [line for line in ran.out.split("\n") if cell_len(line) > int(columns)]
    assert all(" " not in line.strip() for line in wide), wide  # ids and long words stay whole
    for word in ("рост-цены-молока", "cold-store", "19 941 500", "4.2%"):
        assert word in ran.out.replace("\u00a0", " ")


def test_in_an_ascii_pipe_the_map_is_drawn_all_the_same(ours: Path) -> None:
    plainly = {"PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "KAMCTL_TODAY": "2026-11-23"}
    ran = apart.kamctl(ours, "risks", "larch-lane", env=plainly)
    assert ran.out.isascii()
    assert "70% or more |: 2" in ran.out
    assert "------------+------------+" in ran.out


@pytest.mark.parametrize("format_", ["json", "markdown", "csv"])
def test_other_formats_do_not_hang_on_the_terminal(ours: Path, format_: str) -> None:
    usual = risks(ours, "--format", format_)
    strange = risks(ours, "--format", format_, COLUMNS="20", FORCE_COLOR="1", TERM="dumb", LC_ALL="C")
    assert (usual.code, usual.out) == (0, strange.out)


def test_colour_on_demand(ours: Path) -> None:
    coloured = risks(ours, FORCE_COLOR="1")
    assert "\x1b[1;32m░\x1b[0m" in coloured.out
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured.out) == risks(ours, NO_COLOR="1").out


SELECTED: dict[str, tuple[list[str], list[str]]] = {
    "some clients": (["larch-lane", "basketwise"], ["basketwise", "larch-lane"]),
    "a client by any normal form": (["северныи\u0306-ритеи\u0306л"], ["северный-ритейл"]),
    "a KAM": (["--kam", "kam-north"], ["three-birches", "северный-ритейл"]),
    "several KAMs": (
        ["--kam", "kam-north", "--kam", "kam-south"],
        ["three-birches", "yuzhny-trakt", "северный-ритейл"],
    ),
    "a client that is none of the KAM's": (["larch-lane", "--kam", "kam-north"], []),
}


@pytest.mark.parametrize(("arguments", "clients"), SELECTED.values(), ids=SELECTED.keys())
def test_what_is_asked_for(ours: Path, arguments: list[str], clients: list[str]) -> None:
    found = told(ours, *arguments, today="2026-11-23")
    assert [total["client"] for total in found["totals"]] == clients  # type: ignore[attr-defined]
    assert {each["client"] for each in (*found["rows"], *found["signals"])} <= {*clients}  # type: ignore[misc]


REFUSED: dict[str, tuple[list[str], str]] = {
    "an unknown client": (["larch-lan"], "There is no plan of larch-lan. Did you mean larch-lane?"),
    "an unknown KAM": (["--kam", "kam-nroth"], "There is no person kam-nroth in schema/people.yaml. Did you mean"),
    "an unknown group": (["--by", "colour"], "Invalid value for '--by': 'colour' is not one of"),
    "an unknown state": (["--at", "nowhere"], "There is no commit nowhere in this repository."),
}  # fmt: skip


@pytest.mark.parametrize(("arguments", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_refused(ours: Path, arguments: list[str], message: str) -> None:
    ran = risks(ours, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"error: {message}")


def test_the_groups_on_the_command_line_are_those_of_the_report() -> None:
    assert command.BY == report.BY


def test_ids_are_completed(ours: Path) -> None:
    def offered(words: str) -> list[str]:
        count = str(len(words.split()) - 1)
        return kamctl(
            ours, env={"_KAMCTL_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": count}
        ).out.split()

    assert offered("kamctl risks basketwise l") == ["plain,larch-lane", "plain,linden-cross"]
    assert offered("kamctl risks --by c") == ["plain,client", "plain,cause"]
    assert "plain,kam-north" in offered("kamctl risks --kam kam-n")


def test_what_cannot_be_read_is_told_and_fails(tmp_path: Path) -> None:
    put(start(tmp_path), {PLAN: overlay(BASE_PLAN, RISK), "plans/broken.yaml": "client: [\n"})
    (tmp_path / "plans/vague.yaml").write_text(overlay(BASE_PLAN, RISK.replace("30%", "0.3")))
    commit(tmp_path, {})
    ran = risks(tmp_path, "--format", "json", today="2026-05-20")
    assert ran.code == 1
    found = json.loads(ran.out)
    assert (found["unread"], found["faulty"]) == (["plans/broken.yaml"], ["vague"])
    assert [row["client"] for row in found["rows"]] == ["client"]
    for format_ in ("text", "markdown", "csv"):
        assert risks(tmp_path, "--format", format_, today="2026-05-20").code == 1
    assert "1 file could not be read: plans/broken.yaml." in risks(tmp_path, today="2026-05-20").out
    assert risks(tmp_path, "client", today="2026-05-20").code == 0


def test_the_state_of_a_day(tmp_path: Path) -> None:
    put(start(tmp_path), {PLAN: overlay(BASE_PLAN, RISK)})
    commit(tmp_path, {}, author=NORTH, date="2026-05-10T12:00:00+0000")
    later = overlay(BASE_PLAN, RISK.replace("4000000", "5000000"))
    commit(tmp_path, {PLAN: later}, author=SOUTH, date="2026-05-12T12:00:00+0000")
    (tmp_path / PLAN).write_text("neither: this\n")
    then, now = told(tmp_path, "--at", "2026-05-10"), told(tmp_path, "--at", "HEAD")
    assert [found["portfolio"]["worst_case"] for found in (then, now)] == [4000000, 5000000]  # type: ignore[index]
    assert signalled(tmp_path, "--at", "2026-05-10") == [("client", "single-editor")]
    assert signalled(tmp_path, "--at", "HEAD") == []


PEOPLE_OF_TWO = PEOPLE.replace("[kam-north@example.com]", "[kam-north@example.com, north@home.example]")


@pytest.mark.parametrize(
    ("author", "told_of"),
    [
        pytest.param(SOUTH, [], id="somebody else has edited it"),
        pytest.param(NORTH, ["single-editor"], id="the same person again"),
        pytest.param("Me <North@Home.example>", ["single-editor"], id="the same person from another address"),
        pytest.param("KAM North <unknown@example.com>", [], id="the same name is not the same person"),
    ],
)
def test_a_single_editor(tmp_path: Path, author: str, told_of: list[str]) -> None:
    put(start(tmp_path), {"schema/people.yaml": PEOPLE_OF_TWO})
    commit(tmp_path, {}, author=NORTH, date="2026-05-15T12:00:00+0000")
    commit(tmp_path, {PLAN: BASE_PLAN + "region: north\n"}, author=author, date="2026-05-16T12:00:00+0000")
    assert [signal for _, signal in signalled(tmp_path)] == told_of
    if told_of:
        assert "Nobody but KAM North has ever edited the plan." in risks(tmp_path, today="2026-05-20").out


def test_a_plan_that_is_not_committed_has_no_editor(tmp_path: Path) -> None:
    put(start(tmp_path), {})
    commit(tmp_path, {}, author=NORTH, date="2026-05-15T12:00:00+0000")
    put(tmp_path, {"plans/new.yaml": BASE_PLAN})
    assert signalled(tmp_path) == [("client", "single-editor")]


def test_a_stale_plan_unless_nobody_asks(tmp_path: Path) -> None:
    put(start(tmp_path), {})
    commit(tmp_path, {}, author=NORTH, date="2026-05-01T12:00:00+0000")
    assert signalled(tmp_path) == [("client", "stale-plan"), ("client", "single-editor")]
    put(tmp_path, {"schema/format.yaml": f"{FORMAT}rules: {{stale-plan: {{severity: off}}}}\n"})
    assert signalled(tmp_path) == [("client", "single-editor")]


def unknown(ran: Ran) -> list[str]:
    found: list[str] = json.loads(ran.out)["unknown_signals"]
    return found


def test_without_history_what_is_not_known_is_told(tmp_path: Path) -> None:
    put(tmp_path / "plain", {})
    commit(put(start(tmp_path / "whole"), {}), {}, author=NORTH)
    commit(tmp_path / "whole", {"README.md": "new\n"}, author=NORTH)
    put(start(tmp_path / "empty"), {})
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{tmp_path}/whole", "cut")
    for name, said in {
        "plain": "is not in a git repository",
        "cut": "is shallow",
        "empty": "no commit here yet",
    }.items():
        ran = risks(tmp_path / name, "--format", "json", today="2026-05-20")
        assert (ran.code, unknown(ran)) == (0, ["stale-plan", "single-editor"])
        assert ran.err.startswith(NO_HISTORY)
        assert said in ran.err
        assert ran.err.count("\n") == 1
        text = risks(tmp_path / name, today="2026-05-20").out
        assert "Not known without the whole history in git: stale-plan, single-editor." in " ".join(text.split())
