"""The figures of promotions a second time, as plain as can be: loops over YAML, none of our own code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

Plans = Mapping[str, str]
"""The text of each client's plan."""


def rows(plans: Plans) -> list[dict[str, Any]]:
    """What `kamctl promo --format json` says in its rows."""
    found = []
    for client, text in plans.items():
        plan = yaml.load(text, yaml.BaseLoader)
        for name, promotion in plan.get("promotions", {}).items():
            baseline, cost = _number(promotion, "baseline"), _number(promotion, "cost")
            margin = float(promotion["margin"].rstrip("%")) / 100 if "margin" in promotion else None
            row = {
                "client": client,
                "promotion": name,
                "from": promotion["from"],
                "to": promotion["to"],
                "basis": promotion.get("basis"),
                "baseline": baseline,
                "margin": margin,
                "cost": cost,
                "break_even_uplift": None,
            }
            if margin is not None and margin > 0 and cost is not None:
                row["break_even_uplift"] = cost / margin
            for side in ("planned", "actual"):
                row[side] = _side(_number(promotion, side), baseline, margin, cost)
            found.append(row)
    return sorted(found, key=lambda row: (row["client"], row["from"], row["promotion"]))


def _number(promotion: Mapping[str, str], field: str) -> float | None:
    return float(promotion[field].replace("_", "")) if field in promotion else None


def _side(turnover: float | None, baseline: float | None, margin: float | None, cost: float | None) -> dict[str, Any]:
    side: dict[str, Any] = dict.fromkeys(("turnover", "uplift", "incremental_margin", "profit", "roi"))
    side["turnover"] = turnover
    if turnover is not None and baseline is not None:
        side["uplift"] = turnover - baseline
        if margin is not None:
            side["incremental_margin"] = side["uplift"] * margin
            if cost is not None:
                side["profit"] = side["incremental_margin"] - cost
                if cost != 0:
                    side["roi"] = side["profit"] / cost
    return side
