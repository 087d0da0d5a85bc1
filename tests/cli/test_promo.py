"""`kamctl promo` as its users meet it, on a copy of this repository's own plans."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.cli.command import Ran
from tests.cli.inside import kamctl
from tests.gitting import commit, start


def promo(folder: Path, *arguments: str, **env: str) -> Ran:
    return kamctl(folder, "promo", *arguments, env={"KAMCTL_TODAY": "2026-11-23", "PYTHONUTF8": "1", **env})


def test_the_promotions_of_one_client(repository: Path) -> None:
    ran = promo(repository, "larch-lane")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.replace("\u00a0", " ") == (
        "Promotions as of 2026-11-23; amounts in RUB\n"
        "\n"
        "            Turnover   Uplift  Margin of it  Profit    ROI  Break-even uplift\n"
        "\n"
        "larch-lane: autumn-latte, 2026-09-14 to 2026-10-11, sell-in: paid\n"
        "  planned  1 300 000  400 000       140 000  30 000  27.3%\n"
        "  actual   1 450 000  550 000       192 500  82 500  75.0%            314 286\n"
        "      Baseline: 900 000; Margin: 35%; Cost: 110 000\n"
    )


@pytest.mark.parametrize("columns", ["20", "40", "80", "200"])
def test_all_promotions_fit_every_width_but_for_ids(repository: Path, columns: str) -> None:
    ran = promo(repository, COLUMNS=columns)
    assert ran.code == 0
    wide = [line.split() for line in ran.out.split("\n") if cell_len(line) > int(columns)]
    assert all(len(line) == 1 for line in wide), wide


def test_every_format_tells_of_the_same_promotions(repository: Path) -> None:
    rows = json.loads(promo(repository, "--format", "json").out)["rows"]
    lines = list(csv.DictReader(io.StringIO(promo(repository, "--format", "csv").out, newline=""), strict=True))
    assert [(row["client"], row["promotion"]) for row in rows] == [(row["client"], row["promotion"]) for row in lines]
    page, text = promo(repository, "--format", "markdown").out, promo(repository, COLUMNS="200").out
    for row in rows:
        assert row["promotion"] in page
        assert f"{row['client']}: {row['promotion']}, {row['from']} to {row['to']}, {row['basis']}: " in text


@pytest.mark.parametrize("format_", ["json", "markdown", "csv"])
def test_other_formats_do_not_hang_on_the_terminal(repository: Path, format_: str) -> None:
    usual = promo(repository, "--format", format_)
    strange = promo(repository, "--format", format_, COLUMNS="20", FORCE_COLOR="1", TERM="dumb", LC_ALL="C")
    assert (usual.code, usual.out) == (0, strange.out)


def test_what_could_not_be_read_is_said_and_fails(repository: Path) -> None:
    plan = repository / "plans/larch-lane.yaml"
    plan.write_text(plan.read_text("utf-8").replace("cost: 110000", "cost: 110 000"), "utf-8")
    (repository / "plans/broken.yaml").write_text("client: [\n", "utf-8")
    for arguments in ((), ("--format", "json"), ("--format", "markdown"), ("--format", "csv")):
        assert promo(repository, *arguments).code == 1
    ran = promo(repository, COLUMNS="200")
    assert "1 file could not be read: plans/broken.yaml." in ran.out
    assert "Some values could not be read and do not count, in: larch-lane." in ran.out
    assert promo(repository, "linden-cross").code == 0
    told = json.loads(promo(repository, "--format", "json").out)
    assert (told["unread"], told["faulty"]) == (["plans/broken.yaml"], ["larch-lane"])


def test_an_unknown_client_is_refused_with_a_hint(repository: Path) -> None:
    ran = promo(repository, "larch-lan")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "error: There is no plan of larch-lan. Did you mean larch-lane?\n"
    assert promo(repository, "").err == "error: The id of the client is empty. See kamctl show for all clients.\n"


def test_promotions_as_they_stood(repository: Path) -> None:
    start(repository)
    first = commit(repository, {}, date="2026-10-01T12:00:00+0000")
    plan = (repository / "plans/larch-lane.yaml").read_text("utf-8")
    commit(
        repository,
        {"plans/larch-lane.yaml": plan.replace("actual: 1450000", "actual: 10")},
        date="2026-11-01T12:00:00+0000",
    )
    for at, actual in ((first, 1450000), ("2026-10-02", 1450000), ("HEAD", 10)):
        [row] = json.loads(promo(repository, "larch-lane", "--format", "json", "--at", at).out)["rows"]
        assert row["actual"]["turnover"] == actual
