"""The promotions as people and programs get them, with hostile text and in narrow terminals."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace

import pytest
from rich.cells import cell_len

from kamctl.insight.promo import Promo, promo
from kamctl.render.promo import as_csv, as_json, as_markdown, as_text
from tests.harness import BASE_PLAN, overlay
from tests.insight.busy import portfolio
from tests.insight.plans import plain
from tests.payloads import CASES
from tests.render.hostile import acts, hostile_basis, hostile_table

PROMOTIONS = """\
promotions:
  весна: {from: 2026-04-01, to: 2026-04-14, basis: sell-out, baseline: 2400000, planned: 3600000, actual: 3900000,
          margin: 32%, cost: 300000}
  school: {from: 2026-09-01, to: 2026-09-14, planned: 200, cost: 10}
"""


def report(section: str = PROMOTIONS) -> Promo:
    return promo(portfolio({"client": overlay(BASE_PLAN, section)}))


def test_planned_and_actual_stand_side_by_side() -> None:
    assert plain(as_text(report(), width=80, colour=False)) == (
        "Promotions as of 2026-05-20; amounts in RUB\n"
        "\n"
        "            Turnover     Uplift  Margin of it   Profit    ROI  Break-even uplift\n"
        "\n"
        "client: весна, 2026-04-01 to 2026-04-14, sell-out: paid\n"
        "  planned  3 600 000  1 200 000       384 000   84 000  28.0%\n"
        "  actual   3 900 000  1 500 000       480 000  180 000  60.0%            937 500\n"
        "      Baseline: 2 400 000; Margin: 32%; Cost: 300 000\n"
        "\n"
        "client: school, 2026-09-01 to 2026-09-14: planned; the baseline and the margin\n"
        "are missing\n"
        "  planned        200\n"
        "      Cost: 10\n"
        "\n"
        "Together            Promotions     Cost   Profit    ROI\n"
        "judged, as planned           1  300 000   84 000  28.0%\n"
        "judged, actual               1  300 000  180 000  60.0%\n"
        "all, as planned              1  300 000   84 000  28.0%\n"
    )


def test_the_verdict_has_a_colour_and_says_the_same_without() -> None:
    coloured = as_text(report(), width=80, colour=True)
    assert "\x1b[1;32mclient: весна, 2026-04-01 to 2026-04-14, sell-out: paid\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == as_text(report(), width=80, colour=False)


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_no_figure_is_lost_in_any_width(width: int) -> None:
    said = plain(as_text(report(), width=width, colour=False))
    assert [line for line in said.split("\n") if cell_len(line) > width] == []
    for figure in ("3 600 000", "1 500 000", "480 000", "84 000", "60.0%", "2 400 000", "32%", "937 500"):
        assert figure in said


def test_a_program_gets_a_line_for_each() -> None:
    lines = list(csv.DictReader(io.StringIO(as_csv(report()), newline=""), strict=True))
    assert [(line["promotion"], line["actual_profit"], line["verdict"], line["note"]) for line in lines] == [
        ("весна", "180000", "paid", ""),
        ("school", "", "planned", "the baseline and the margin are missing"),
    ]
    told = json.loads(as_json(report()))
    assert list(told)[:5] == ["version", "today", "currency", "rows", "totals"]
    assert [row["of"] for row in told["totals"]] == ["judged_planned", "judged_actual", "all_planned"]


def test_no_promotions_are_told_in_words() -> None:
    nothing = report("")
    assert as_text(nothing, width=80, colour=False).endswith("\n\nThere are no promotions.\n")
    assert as_markdown(nothing).endswith("\n\nThere are no promotions.\n")
    assert (json.loads(as_json(nothing))["rows"], as_csv(nothing).count("\r\n")) == ([], 1)


def test_a_page_of_many_promotions_is_short_enough_for_a_comment() -> None:
    many = "".join(
        f"  p{n}: {{from: 2026-04-01, to: 2026-04-02, planned: 9, actual: 9, cost: 1}}\n" for n in range(600)
    )
    page = as_markdown(report(f"promotions:\n{many}"))
    assert len(page) < 65_536
    shown = page.count("| planned |") + page.count("| actual |")
    assert page.endswith(f"\n\n…and {1200 - shown} more rows.\n")


@pytest.mark.no_cover
@pytest.mark.parametrize("text", CASES)
def test_hostile_text_does_not_act(text: str) -> None:
    whole = report()
    tables = [hostile_table(table, text) for table in (whole.promotions, whole.sides, whole.totals)]
    spoilt = replace(whole, basis=hostile_basis(text), promotions=tables[0], sides=tables[1], totals=tables[2])
    for told in (
        as_text(spoilt, width=20, colour=False),
        as_text(spoilt, width=200, colour=False),
        as_json(spoilt),
        as_markdown(spoilt),
        as_csv(spoilt).replace("\r\n", "\n"),
    ):
        assert acts(told) == []
    assert len(list(csv.reader(io.StringIO(as_csv(spoilt), newline=""), strict=True))) == 3
