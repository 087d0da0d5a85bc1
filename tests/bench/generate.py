"""A repository of plans as large as one likes, the same for the same seed.

The plans are lint-clean on `TODAY` by this repository's own schema, about 150 lines each, with every section; what
differs from plan to plan are the figures, dates, ids and texts, as in life.
"""

from __future__ import annotations

import random
import shutil
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
TODAY = "2026-11-23"

_KAMS = ("kam-north", "kam-south", "kam-online", "kam-horeca", "kam-pharmacy")
_PRODUCTS = ("yoghurt-150", "kefir-1l", "cheese-200", "cream-20")
_KPIS = ("shelf-share", "on-time")
_WORDS = (
    *("buyer", "shelf", "review", "forecast", "promotion", "delivery", "category", "contract", "quarter", "margin"),
    *("сеть", "полка", "поставка", "договор", "закупка", "квартал", "отгрузка", "скидка", "прогноз", "встреча"),
)


def _words(chance: random.Random, least: int, most: int) -> str:
    return " ".join(chance.choice(_WORDS) for _ in range(chance.randint(least, most))).capitalize()


def _figures(chance: random.Random) -> list[str]:
    lines = []
    for quarter in range(1, 5):
        plan = chance.randint(5_000, 90_000) * 1000
        actual = int(plan * chance.uniform(0.7, 1.2))
        last = ", as_of: 2026-11-15" if quarter == 4 else f", previous: {int(plan * 0.9)}"
        lines.append(f"  2026-Q{quarter}: {{plan: {plan}, actual: {actual}{last}}}")
    return lines


def _shares(chance: random.Random) -> list[str]:
    lines = []
    for quarter in range(1, 5):
        actual = f", actual: {chance.randint(10, 90)}%" if quarter < 4 else ""
        lines.append(f"    2026-Q{quarter}: {{plan: {chance.randint(10, 90)}%{actual}}}")
    return lines


def plan(number: int, seed: int = 1) -> str:
    """The text of one plan."""
    chance = random.Random(f"{seed}/{number}")
    kam = chance.choice(_KAMS)
    lines = [
        "# yaml-language-server: $schema=../schema/action-plan.schema.json",
        f"client: {_words(chance, 2, 3)} {number}",
        f"segment: {chance.choice('AB')}",
        f"kam: {kam}",
        "period: 2026",
        "region: north",
        "",
        "team:",
        f"  {kam}:",
        "    role: KAM",
        f"    does: {_words(chance, 4, 8)}",
        "budget:",
        "  basis: turnover",
        "  rate: 2.5%",
        "  spent: {2026-Q1: 1000, 2026-Q2: 2000}",
        "discounts:",
        "  volume:",
        f"    size: {chance.randint(1, 14)}.5%",
        f"    condition: {_words(chance, 4, 9)}",
        "credit_line:",
        "  limit: 30000000",
        f"  days: {chance.choice((30, 45, 60))}",
        f"  used: {chance.randint(1, 29_000_000)}",
        "  overdue: 0",
        "assortment:",
        f"  listed: [{_PRODUCTS[0]}, {_PRODUCTS[1]}]",
        f"  add: {{{_PRODUCTS[2]}: 2026-Q4}}",
        f"  drop: {{{_PRODUCTS[1]}: 2026-H2}}",
        "",
        "sales:",
        *_figures(chance),
        "kpis:",
    ]
    for kpi in _KPIS:
        lines += [f"  {kpi}:", *_shares(chance)]
    lines.append("activities:")
    for index in range(4):
        lines += [
            f"  step-{index}-{chance.randint(1, 99)}:",
            f"    what: {_words(chance, 4, 9)}",
            f"    owner: {kam}",
            f"    due: 2026-12-{chance.randint(10, 28)}",
        ]
    lines.append("risks:  # what may go wrong")
    for index in range(4):
        lines += [
            f"  risk-{index}-{chance.randint(1, 99)}:",
            f"    what: {_words(chance, 4, 9)}",
            "    kpi: sales",
            "    period: 2026-Q4",
            f"    probability: {chance.randint(5, 90)}%",
            f"    impact: {chance.randint(100, 9000)}000",
            f"    response: {_words(chance, 4, 9)}",
            f"    owner: {kam}",
            f"    review: 2026-12-{chance.randint(10, 28)}",
            "    status: open",
        ]
    lines.append("history:")
    for month in range(1, 9):
        lines += [f"  - date: 2026-{month:02}-{chance.randint(1, 28):02}", f"    note: {_words(chance, 5, 11)}"]
    lines += ["contacts:"]
    for index, influence in enumerate(("high", "medium", "low")):
        lines += [
            f"  buyer-{index}:",
            f"    name: {_words(chance, 2, 2)}",
            "    role: Category buyer",
            f'    phone: "+7 000 000-00-{index:02}"',
            f"    influence: {influence}",
            "    attitude: neutral",
        ]
    lines += [
        "competitors:",
        f"  brand-x: {{share: {chance.randint(1, 60)}%, strengths: {_words(chance, 3, 5)}}}",
        "promotions:",
        "  autumn-multibuy:",
        "    from: 2026-10-01",
        "    to: 2026-10-14",
        f"    products: [{_PRODUCTS[0]}]",
        "    basis: sell-out",
        f"    baseline: {chance.randint(1, 5)}00000",
        "    margin: 32%",
        "    cost: 300000",
    ]
    return "\n".join(lines) + "\n"


def repository(folder: Path, plans: int, seed: int = 1) -> None:
    """Make `folder` a repository of so many plans, with this repository's schema."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(REPOSITORY / "schema", folder / "schema")
    (folder / "plans").mkdir(parents=True)
    for number in range(plans):
        (folder / "plans" / f"client-{number:04}.yaml").write_text(plan(number, seed), "utf-8")
