"""`kamctl show` as its users meet it, on a copy of this repository's own plans."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import unicodedata
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.cli.command import Ran
from tests.cli.inside import kamctl
from tests.payloads import PAYLOADS

NORTH = "северный-ритейл"
CLIENTS = ["basketwise", "larch-lane", "linden-cross", "three-birches", "yuzhny-trakt", NORTH]


def show(folder: Path, *arguments: str, today: str = "2026-11-23", **env: str) -> Ran:
    return kamctl(folder, "show", *arguments, env={"KAMCTL_TODAY": today, "PYTHONUTF8": "1", **env})


THREE_BIRCHES = """\
Three Birches Shops (three-birches)
Segment: C (Served); KAM: KAM North; Period: 2026
As of 2026-11-23; amounts in RUB

KPI status of 2026-Q4
  KPI         Plan   Actual  Due by now  Of plan         Pace   Forecast  Status
  Sales  1 050 000  531 000     525 000    50.6%  ██████ 101%  1 062 000  green
  Score: 50.6%; of the paid KPIs: 50.6%

Team
  Person     Share of time  Role
  KAM North             5%  KAM

Sales
  Period        Plan     Actual  Actual/plan  As of
  2026-Q1    900 000    912 000       101.3%
  2026-Q2    950 000    944 000        99.4%
  2026-Q3    950 000    971 000       102.2%
  2026-Q4  1 050 000    531 000        50.6%  2026-11-15
  Total    3 850 000  3 358 000        87.2%

History
  Date        Note
  2026-11-10  Eleventh shop opens in spring, wants a starter order

Lint has no findings.
"""


def test_a_small_plan_fits_one_screen(repository: Path) -> None:
    ran = show(repository, "three-birches")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.replace("\u00a0", " ") == THREE_BIRCHES


def test_a_plan_in_russian_in_a_sub_folder_is_shown_by_its_id_in_any_normal_form(repository: Path) -> None:
    ran = show(repository, NORTH)
    assert ran.out.startswith("Северный ритейл (северный-ритейл)\nSegment: A (Strategic); KAM: KAM North;")
    assert show(repository, unicodedata.normalize("NFD", NORTH)).out == ran.out
    assert show(repository / "plans" / "north", NORTH).out == ran.out


@pytest.mark.parametrize("columns", ["20", "40", "80", "200"])
@pytest.mark.parametrize("client", CLIENTS)
def test_every_plan_fits_every_width_but_for_ids_and_addresses(repository: Path, client: str, columns: str) -> None:
    ran = show(repository, client, COLUMNS=columns)
    assert ran.code == 0
    wide = [line.split() for line in ran.out.split("\n") if cell_len(line) > int(columns)]
    # Long words, ids, addresses, paths and telephone numbers stay whole; each is then alone on its line.
    assert all(len(line) == 1 or line[0] == "+7" for line in wide), wide


@pytest.mark.parametrize("columns", ["20", "40", "80", "200"])
def test_the_glance_says_the_same_in_every_width(repository: Path, columns: str) -> None:
    ran = show(repository, COLUMNS=columns)
    assert ran.code == 0
    said = ran.out.replace("\u00a0", " ")
    for word in [*CLIENTS, "244 000 000", "201 000 000", "82.4%", "472 350 000", "393 518 000", "83.3%", "2026-12-03"]:
        assert word in said
    assert all(cell_len(line) <= int(columns) for line in ran.out.split("\n"))


def test_what_is_overdue_is_said_in_words_and_coloured_where_asked(repository: Path) -> None:
    ran = show(repository, "larch-lane", today="2026-12-10")
    assert "1 day overdue" in ran.out
    assert "Review: 2026-12-08, overdue" in ran.out
    assert "\x1b" not in ran.out
    coloured = kamctl(repository, "--color", "always", "--today", "2026-12-10", "show", "larch-lane")
    assert "\x1b[1;31m1 day overdue\x1b[0m" in coloured.out
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured.out) == ran.out


def test_no_color_is_respected_and_force_color_too(repository: Path) -> None:
    assert "\x1b" not in show(repository, NO_COLOR="1", FORCE_COLOR="1").out
    assert "\x1b[2m" in show(repository, FORCE_COLOR="1").out


def test_the_number_of_findings_is_that_of_lint(repository: Path) -> None:
    plan = repository / "plans" / "three-birches.yaml"
    plan.write_text(plan.read_text("utf-8").replace("share: 5%", "share: 5"), "utf-8")
    ran = show(repository, "three-birches")
    assert ran.code == 0
    assert ran.out.endswith("Lint has 1 error; see it with: kamctl lint plans/three-birches.yaml\n")
    assert "3\u00a0358\u00a0000" in ran.out
    assert json.loads(show(repository, "three-birches", "--format", "json").out)["findings"] == {
        "errors": 1,
        "warnings": 0,
    }


REFUSED = {
    "an unknown client": ("nobody-at-all", "There is no plan of nobody-at-all. See kamctl show for all clients."),
    "a misspelt id": ("larch-lan", "There is no plan of larch-lan. Did you mean larch-lane?"),
    "an id in another case": ("Basketwise", "There is no plan of Basketwise. Did you mean basketwise?"),
    "the client's name": ("северный ритейл", f"There is no plan of северный ритейл. Did you mean {NORTH}?"),
    "a misspelt name": ("Three Birchs Shops", "There is no plan of Three Birchs Shops. Did you mean three-birches?"),
    "a path": ("plans/larch-lane.yaml", "There is no plan of plans/larch-lane.yaml. Did you mean larch-lane?"),
    "nothing, as an unset variable of a script is": (
        "", "The id of the client is empty. See kamctl show for all clients.",
    ),
    "a way out": ("../../etc/passwd", "There is no plan of ../../etc/passwd. See kamctl show for all clients."),
}  # fmt: skip


@pytest.mark.parametrize(("client", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_client_is_refused_with_a_hint(repository: Path, client: str, message: str) -> None:
    ran = show(repository, client)
    assert (ran.code, ran.out, ran.err) == (2, "", f"error: {message}\n")


def test_two_plans_of_one_client_are_refused_by_name(repository: Path) -> None:
    shutil.copy(repository / "plans" / "larch-lane.yaml", repository / "plans" / "south" / "larch-lane.yaml")
    ran = show(repository, "larch-lane")
    assert ran.code == 2
    assert "plans/larch-lane.yaml, plans/south/larch-lane.yaml" in ran.err


def test_a_plan_that_cannot_be_read_sends_to_lint(repository: Path) -> None:
    (repository / "plans" / "larch-lane.yaml").write_text("client: [\n", "utf-8")
    ran = show(repository, "larch-lane")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "error: The plan plans/larch-lane.yaml cannot be read."
        " See what is wrong with: kamctl lint plans/larch-lane.yaml\n"
    )
    glance = show(repository)
    assert glance.code == 1
    assert "1 file could not be read: plans/larch-lane.yaml." in glance.out


@pytest.mark.parametrize("name", ["plans/linked.yaml", "plans/linked.yml"])
def test_a_file_that_must_not_be_read_sends_to_lint(repository: Path, name: str) -> None:
    (repository / name).symlink_to("larch-lane.yaml")
    ran = show(repository, "linked")
    assert ran.code == 2
    assert f"kamctl lint {name}" in ran.err


def test_what_a_broken_catalogue_takes_from_a_card_is_said(repository: Path) -> None:
    (repository / "schema" / "kpis.yaml").unlink()
    ran = show(repository, "larch-lane")
    assert ran.code == 0
    assert ran.out.endswith(
        "Lint has no findings in this plan.\n"
        "The schema has errors, and what hangs on them is missing here. kamctl schema\n"
        "check says which.\n"
    )
    assert "what hangs on them is missing here" in show(repository, "larch-lane", "--format", "markdown").out
    assert json.loads(show(repository, "larch-lane", "--format", "json").out)["schema_errors"] is True


def test_a_schema_that_cannot_be_read_is_said(repository: Path) -> None:
    (repository / "schema" / "format.yaml").write_text("version: [\n", "utf-8")
    for arguments in ((), ("larch-lane",)):
        ran = show(repository, *arguments)
        assert ran.code == 2
        assert "See kamctl schema check for what to mend." in ran.err


def test_csv_is_for_all_plans_and_parses(repository: Path) -> None:
    ran = show(repository, "--format", "csv")
    lines = list(csv.DictReader(io.StringIO(ran.out, newline=""), strict=True))
    assert [line["client"] for line in lines] == CLIENTS
    assert sum(int(line["sales_plan"]) for line in lines) == 472350000
    refused = show(repository, "larch-lane", "--format", "csv")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith("error: A single plan is no table")


@pytest.mark.parametrize("format_", ["json", "markdown", "csv"])
def test_other_formats_do_not_hang_on_the_terminal(repository: Path, format_: str) -> None:
    client = () if format_ == "csv" else (NORTH,)
    usual = show(repository, *client, "--format", format_)
    strange = show(repository, *client, "--format", format_, COLUMNS="20", FORCE_COLOR="1", TERM="dumb", LC_ALL="C")
    assert usual.code == 0
    assert usual.out == strange.out


def test_every_plan_is_json(repository: Path) -> None:
    for client in CLIENTS:
        told = json.loads(show(repository, client, "--format", "json").out)
        assert (told["version"], told["client"]) == (1, client)


def test_ids_are_completed(repository: Path) -> None:
    env = {"_KAMCTL_COMPLETE": "bash_complete", "COMP_WORDS": "kamctl show l", "COMP_CWORD": "2"}
    assert kamctl(repository, env=env).out.split() == ["plain,larch-lane", "plain,linden-cross"]


def test_an_id_is_completed_in_whatever_normal_form_it_is_typed(repository: Path) -> None:
    (repository / "plans" / "йогурты.yaml").write_text("client: Йогурты\n", "utf-8")
    env = {"_KAMCTL_COMPLETE": "bash_complete", "COMP_WORDS": "kamctl show и\u0306", "COMP_CWORD": "2"}
    assert kamctl(repository, env=env).out.split() == ["plain,йогурты"]


def test_texts_of_a_plan_do_not_act_in_a_terminal(repository: Path) -> None:
    """All payloads at once, in discounts and competitors: a plan full of findings, shown all the same."""
    texts = [text for text in PAYLOADS if 0 < len(text) < 2000 and not re.search("[\ud800-\udfff]", text)]
    quoted = ['"' + "".join(f"\\U{ord(each):08X}" for each in text) + '"' for text in texts]
    plan = repository / "plans" / "three-birches.yaml"
    discounts = "".join(f"  d{n}: {{size: 1%, condition: {text}}}\n" for n, text in enumerate(quoted))
    competitors = "".join(f"  c{n}: {{strengths: {text}, plans: {text}}}\n" for n, text in enumerate(quoted))
    plan.write_text(f"{plan.read_text('utf-8')}discounts:\n{discounts}competitors:\n{competitors}", "utf-8")
    for columns in ("20", "80", "200"):
        ran = show(repository, "three-birches", COLUMNS=columns)
        assert ran.code == 0
        assert "::" not in ran.out
        assert not re.search(r"##\w*\[", ran.out)
        assert {each for each in ran.out if unicodedata.category(each) == "Cc"} == {"\n"}
        assert "<U+001B>[2J" in ran.out
