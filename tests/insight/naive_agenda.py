"""What is due a second time, as plain as can be: loops over YAML and the calendar's days, none of our own code."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import yaml

Plans = Mapping[str, str]
"""The text of each client's plan."""


def items(
    plans: Plans, today: date, days: int, start: int, changed: Mapping[str, date], stale: int, person: str | None = None
) -> list[dict[str, Any]]:
    """What `kamctl agenda --format json` says in its items, without the messages.

    `start` is the month in which the fiscal year begins, `changed` the day of each plan's last change, of which it is
    stale after `stale` days.
    """
    found: list[dict[str, Any]] = []

    def add(client: str, due: date, kind: str, field: str | None, owner: str) -> None:
        if due <= today + timedelta(days=days) and person in (None, owner):
            item = {"client": client, "due": due.isoformat(), "kind": kind, "field": field, "owner": owner}
            found.append(item | {"overdue": due < today})

    for client, text in plans.items():
        plan = yaml.load(text, yaml.BaseLoader)
        kam = plan["kam"]
        figures = {"sales": plan.get("sales", {})}
        figures |= {f"kpis.{kpi}": entries for kpi, entries in plan.get("kpis", {}).items()}
        for path, entries in figures.items():
            for period, figure in entries.items():
                last = last_day(period, start)
                is_partial = "as_of" in figure and date.fromisoformat(figure["as_of"]) < last
                if "plan" in figure and ("actual" not in figure or is_partial):
                    add(client, last + timedelta(days=10), "actual", f"{path}.{period}.actual", kam)
        for name, activity in plan.get("activities", {}).items():
            if "done" not in activity:
                due = date.fromisoformat(activity["due"])
                add(client, due, "activity", f"activities.{name}.done", activity["owner"])
        for name, risk in plan.get("risks", {}).items():
            if risk.get("status", "open") == "open" and "review" in risk:
                due = date.fromisoformat(risk["review"])
                add(client, due, "risk-review", f"risks.{name}.review", risk.get("owner", kam))
        for way in ("add", "drop"):
            for product, period in plan.get("assortment", {}).get(way, {}).items():
                add(client, last_day(period, start), "assortment", f"assortment.{way}.{product}", kam)
        for name, promotion in plan.get("promotions", {}).items():
            ended = date.fromisoformat(promotion["to"])
            if ended < today and "actual" not in promotion:
                add(client, ended + timedelta(days=10), "promotion", f"promotions.{name}.actual", kam)
        if client in changed and last_day(plan["period"], start) >= today:
            add(client, changed[client] + timedelta(days=stale), "update", None, kam)
    return sorted(found, key=lambda item: (item["due"], item["client"], item["kind"], item["field"] or ""))


def last_day(period: str, start: int) -> date:
    """The last day of a period, counted by months from the beginning of its fiscal year."""
    year, _, part = period.partition("-")
    if part.isdigit():
        return date(int(year), int(part), monthrange(int(year), int(part))[1])
    ends = {"": 12, "H": 6 * int(part[1:] or 0), "Q": 3 * int(part[1:] or 0)}
    month = int(year) * 12 + start - 1 + ends[part[:1]] - 1
    return date(month // 12, month % 12 + 1, monthrange(month // 12, month % 12 + 1)[1])
