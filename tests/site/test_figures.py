"""The figures on the pages are those of `status`, `risks` and `habit`: read back from the pages, to the last digit."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest

from kamctl.insight.risks import risks
from kamctl.insight.signals import Past
from kamctl.insight.status import BY, status
from kamctl.render import risks as risks_rendering
from kamctl.render import status as status_rendering
from tests.cli.command import Ran, kamctl
from tests.gitting import NORTH, commit
from tests.harness import repository
from tests.insight import generated_risks, generated_status
from tests.ours import committed
from tests.site.dom import Element, figure, parse
from tests.site.making import portfolio, site

Told = Mapping[str, Any]
TODAY = "2026-11-23"
FIGURES = ("plan", "actual", "due", "attainment", "pace", "forecast", "previous", "growth", "status")
TOTALS = ("sales_plan", "exposure", "worst_case", "plan_at_risk", "p50", "p80", "p95")
RISK = ("risk", "probability", "impact", "exposure")


def only(row: Told, keys: Iterable[str]) -> dict[str, Any]:
    """What a row has of some members, without what is null; numbers as a page's reader has them."""
    return {key: _plain(row[key]) for key in keys if key in row and row[key] is not None}


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def rows(page: Element, table: str, keys: Iterable[str]) -> list[dict[str, Any]]:
    wanted = list(keys)
    return [only(row, wanted) for row in page.row_of(table)] if page.has(table) else []


def measured(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Risks without an impact that is a percentage of a plan that is not there, which a page has in words."""
    return [{key: value for key, value in row.items() if key != "impact" or isinstance(value, float)} for row in rows]


def differences(pages: Mapping[str, bytes], told: Told, risk: Told) -> list[str]:
    """What of the status and the risks, as JSON, the pages of clients and the first page say otherwise."""
    trees = {name: parse(data) for name, data in pages.items()}
    first = trees["index.html"]
    found = []
    scores = {row["client"]: row["score"] for row in told["scores"]}
    totals = {row["client"]: row for row in risk["totals"]}
    shown = {row["client"]: row for row in first.row_of("clients")} if first.has("clients") else {}
    for client, page in ((name, trees[f"clients/{name}.html"]) for name in shown):
        own = [row for row in told["rows"] if row["client"] == client]
        # A plan of another time has its own period's status on its page.
        is_of_it = page.has("status") and page.by_id("status-caption").text.endswith(f" {told['period']}")
        if is_of_it and rows(page, "status", FIGURES) != [only(row, FIGURES) for row in own]:
            found.append(f"status of {client}")
        held = [row for row in risk["rows"] if row["client"] == client]
        if measured(rows(page, "risks", RISK)) != [only(row, RISK) for row in held]:
            found.append(f"risks of {client}")
        if held and rows(page, "totals", TOTALS) != [only(totals[client], TOTALS)]:
            found.append(f"totals of {client}")
        sales = next((only(row, ("plan", "actual", "pace")) for row in own if row["kpi"] == "sales"), {})
        wanted = {
            **sales,
            **only(totals[client], ("exposure", "plan_at_risk")),
            **only({"score": scores[client]}, ("score",)),
        }
        if only(shown[client], ("plan", "actual", "pace", "exposure", "plan_at_risk", "score")) != wanted:
            found.append(f"{client} on the first page")
    if {*shown} != {*scores}:
        found.append("clients on the first page")
    return found


def test_of_our_own_plans_as_the_commands_tell_them(tmp_path: Path) -> None:
    root = committed(tmp_path / "r")
    plan = root / "plans/three-birches.yaml"
    commit(root, {"plans/three-birches.yaml": plan.read_text("utf-8").replace("actual: 531000", "actual: 600000")},
           author=NORTH, date="2026-11-18T09:00:00+0000")  # fmt: skip
    env = {"KAMCTL_TODAY": TODAY}

    def told(*arguments: str) -> Any:
        ran: Ran = kamctl(root, *arguments, "--format", "json", env=env)
        assert ran.code == 0, ran.err
        return json.loads(ran.out)

    assert kamctl(root, "site", env=env) == Ran(0, "10 pages in site: 10 written. Open site/index.html.\n", "")
    made = {path.relative_to(root / "site").as_posix(): path.read_bytes() for path in (root / "site").rglob("*.html")}
    assert differences(made, told("status"), told("risks")) == []
    habit, page = told("habit"), parse(made["habit.html"])
    for table, keys in {
        "people": ("person", "plans", "weeks_with_update", "streak", "days_since", "median_gap_days", "on_time"),
        "months": ("month", "updates", "people", "plans_updated"),
        "clients": ("client", "only_one_person"),
    }.items():
        assert [only(row, keys) for row in habit[table]] == [
            {key: value for key, value in row.items() if key in keys and value != "never"} for row in page.row_of(table)
        ], table
    calendars = [json.loads(row["calendar"]) for row in page.row_of("people")]
    assert calendars == [row["calendar"] for row in habit["calendar"]]
    first = parse(made["index.html"])
    groups = told("status", "--by", "kpi")["groups"]
    keys = ("kpi", "plan", "actual", "due", "attainment", "pace", "status")
    assert rows(first, "by-kpi", keys) == [only(row, keys) for row in groups]
    for by in ("kam", "segment"):
        paces = {
            (row[by], row["kpi"]): _plain(row["pace"] or row["status"]) for row in told("status", "--by", by)["groups"]
        }
        assert {
            (row[by], kpi): value for row in first.row_of(f"by-{by}") for kpi, value in row.items() if kpi != by
        } == paces
    cards = {each.attributes["data-key"]: figure(each) for each in first.all("dd") if "data-key" in each.attributes}
    assert cards["plan_at_risk"] == told("risks")["portfolio"]["plan_at_risk"]
    assert cards["pace"] == groups[0]["pace"]
    assert cards["overdue"] == sum(item["overdue"] for item in told("agenda")["items"])
    assert cards["silent"] == sum(row["plans"] > 0 and not row["streak"] for row in habit["people"])
    assert cards["moved"] == len(told("log", "--moved", "--since", "2026-10-26")["changes"])
    placed = [int(each.attributes["value"]) for each in first.by_id("map").all("data")]
    assert sum(placed) == len(told("risks")["rows"]) - len(told("risks")["off_the_map"])


@pytest.mark.parametrize("seed", range(12))
def test_of_repositories_made_at_random(seed: int) -> None:
    case = generated_status.make(seed)
    plans = portfolio({name: text.encode() for name, text in case.files.items()}, case.today)
    if plans.basis(()).repeated:
        return  # of several plans of one client each has a page, which the tables of names test
    told = json.loads(status_rendering.as_json(status(plans)))
    risk = json.loads(risks_rendering.as_json(risks(plans, Past(None, None, None))))
    assert {"kam", "segment", "kpi"} == {*BY}
    assert differences(site(plans), told, risk) == []


@pytest.mark.parametrize("seed", range(12))
def test_of_risks_made_at_random(seed: int) -> None:
    texts = generated_risks.portfolio(Random(seed))
    files = repository({f"plans/{client}.yaml": text for client, text in texts.items()} | {"plans/client.yaml": None})
    plans = portfolio(files)
    told = json.loads(status_rendering.as_json(status(plans)))
    risk = json.loads(risks_rendering.as_json(risks(plans, Past(None, None, None))))
    assert differences(site(plans), told, risk) == []
