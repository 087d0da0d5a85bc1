"""`kamctl roll`: the next plan in the file of this one, which git has; without errors, or it is not written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.asked import answer, asked, finish
from tests.cli.command import everything
from tests.cli.saving import PLAN, edit, kamctl, message, work
from tests.gitting import git

SALES = """\
sales:
  2027-Q1: {plan: 12600000, previous: 11400000}
  2027-Q2: {plan: 14175000}
  2027-Q3: {plan: 14175000}
  2027-Q4: {plan: 15750000}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return work(tmp_path / "repository")


def text(folder: Path) -> str:
    return (folder / PLAN).read_text("utf-8")


def test_the_next_plan_takes_the_place_of_this_one(folder: Path) -> None:
    ran = kamctl(folder, "roll", "client", "--grow", "5%")
    assert (ran.code, ran.out) == (0, "")
    assert "The sales plan was 54\u00a0000\u00a0000 and is 56\u00a0700\u00a0000 (+5.0%)." in ran.err
    assert "Rolled plans/client.yaml from 2026 to 2027; the old plan is in git." in ran.err
    assert text(folder).endswith(SALES)
    assert "period: 2027\n" in text(folder)
    assert kamctl(folder, "lint").code == 0
    assert kamctl(folder, "save").code == 0
    assert message(folder).startswith("client: period 2026 → 2027 + ")


def test_figures_are_given_as_a_total_and_one_by_one(folder: Path) -> None:
    ran = kamctl(folder, "roll", "client", "--set", "sales.plan=60 млн", "--set", "sales.2027-Q4.plan=20000000")
    assert ran.code == 0, ran.err
    plans = [line for line in text(folder).split("\n") if "2027-Q" in line]
    assert plans == [
        "  2027-Q1: {plan: 13300000, previous: 11400000}",
        "  2027-Q2: {plan: 15000000}",
        "  2027-Q3: {plan: 15000000}",
        "  2027-Q4: {plan: 20000000}",
    ]


def test_with_nobody_there_and_no_figures_the_options_are_named(folder: Path) -> None:
    before = everything(folder / "plans")
    ran = kamctl(folder, "roll", "client")
    assert ran.code == 2
    assert "--set sales.plan=54000000" in ran.err
    assert "--grow 5%" in ran.err
    assert everything(folder / "plans") == before


def test_what_git_does_not_have_is_not_rolled(folder: Path) -> None:
    edit(folder, PLAN, "60%", "50%")
    before = everything(folder / "plans")
    ran = kamctl(folder, "roll", "client", "--grow", "0%")
    assert ran.code == 2
    assert "Save them first: kamctl save" in ran.err
    assert everything(folder / "plans") == before
    assert kamctl(folder, "save").code == 0
    assert kamctl(folder, "roll", "client", "--grow", "0%").code == 0


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        pytest.param(["--grow", "much"], 2, "Write --grow 5% or --grow -3%.", id="no growth"),
        pytest.param(["--grow", "5%", "--to", "2027-Q9"], 2, "is no period", id="no period"),
        pytest.param(["--grow", "5%", "--to", "2026-Q4"], 2, "does not lie behind 2026", id="no later period"),
        pytest.param(["--grow", "5%", "--review", "soon"], 2, "Write it as 2027-02-03.", id="no day"),
        pytest.param(["--grow", "5%", "--set", "regoin=north"], 1, "[unknown-field]", id="an unknown field"),
        pytest.param(
            ["--grow", "5%", "--review", "20.05.2026"], 2, "Write a day after 2026-05-20.", id="a day gone by"
        ),
        pytest.param(["--set", "sales.plan=a lot"], 2, "gives for sales.plan is no figure", id="no figure"),
        pytest.param(["--grow", "5%", "--set", "sales.plan=a lot"], 2, "is no figure", id="no figure besides growth"),
        pytest.param(["--grow", "5%", "--set", "segment=A"], 1, "[missing-section]", id="a section is missing then"),
        pytest.param(["--grow", "5%", "--to", "2027-H1"], 1, "[kpi-gap]", id="not as long as the horizon"),
    ],
)
def test_what_makes_no_sound_plan_is_refused(folder: Path, options: list[str], code: int, said: str) -> None:
    before = everything(folder / "plans")
    ran = kamctl(folder, "roll", "client", *options)
    assert ran.code == code, ran.err
    assert said in ran.out + ran.err
    assert everything(folder / "plans") == before


def test_a_plan_with_errors_is_mended_first(folder: Path) -> None:
    edit(folder, PLAN, "60%", "60")
    git(folder, "commit", "-qam", "debt")
    ran = kamctl(folder, "roll", "client", "--grow", "0%")
    assert ran.code == 2
    assert "kamctl lint plans/client.yaml" in ran.err


def test_a_dry_run_shows_the_changes_and_writes_nothing(folder: Path) -> None:
    before = everything(folder / "plans")
    ran = kamctl(folder, "roll", "client", "--grow", "5%", "--dry-run")
    assert ran.code == 0
    assert "sales.2027-Q1" in ran.out
    assert everything(folder / "plans") == before


def test_on_a_terminal_the_plan_figures_are_asked_for(folder: Path) -> None:
    extra = (
        "kpis:\n  shelf-share:\n    2026-Q4: {plan: 20%}\n"
        "risks:\n  a: {what: x, probability: 1%, impact: 1, review: 2026-06-01}\n"
    )
    (folder / PLAN).write_text(text(folder) + extra, "utf-8")
    assert kamctl(folder, "save").code == 0
    with asked(folder, "roll", "client") as child:
        answer(child, "Sales, plan for 2027 in all in RUB", "a lot")
        answer(child, "is no figure here", "+5%")
        answer(child, "Share of shelf", "23%")
        answer(child, "1 of the open risks", "15.01.2026")
        answer(child, "Write a day after 2026-05-20, such as 2027-01-01.", "15.01.2027")
        code, said = finish(child)
    assert code == 0, said
    assert SALES in text(folder)
    assert "2027-Q4: {plan: 23%}" in text(folder)
    assert "review: 2027-01-15" in text(folder)


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["Ctrl-C", "the end of the input"])
def test_who_stops_has_written_nothing(folder: Path, key: str) -> None:
    before = everything(folder / "plans")
    with asked(folder, "roll", "client") as child:
        child.expect_exact(b"> ")
        child.send(key)
        code, said = finish(child)
    assert code == 130
    assert "Nothing was written." in said
    assert everything(folder / "plans") == before
