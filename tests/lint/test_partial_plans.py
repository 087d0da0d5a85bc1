"""Whatever is missing from a plan or broken in it, lint goes on and reports in order."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from kamctl.lint.catalog import RULES
from kamctl.lint.engine import Engine
from kamctl.lint.page import PLAN
from kamctl.plan.schema_model import EDITOR_SCHEMA
from kamctl.plan.source import RawFile
from tests.harness import BASE, FORMAT, KPIS, TODAY, repository, schema_of

RICH = """\
client: Северный ритейл
segment: A
kam: kam-north
period: 2026
region: north
team:
  kam-north: {role: KAM, share: 60%, does: Runs the contract}
  logistics: {role: Logistics, share: 50%}
budget: {basis: turnover, rate: 2.5%, amount: 5, spent: {2026-Q1: 310000, 2026-04: 5, 2026-H2: 1}}
discounts: {volume: {size: 7%, condition: Turnover}}
credit_line: {limit: 30000000, days: 45, used: 31500000, overdue: 0}
assortment:
  listed: [yoghurt-150, kefir-1l]
  add: {cheese-200: 2026-Q3, kefir-1l: 2026-Q3}
  drop: {cream-20: 2026-H2, cheese-200: 2026-Q3}
sales:
  2026-Q1: {plan: 12000000, actual: 11400000, previous: 10800000}
  2026-Q2: {plan: 13500000, actual: 6100000, as_of: 2026-05-10}
  2026-Q3: {plan: 13500000, actual: 1}
  2025-12: {plan: 15000000}
kpis:
  shelf-share: {2026-Q1: {plan: 20%, actual: 19%}, 2026: {plan: 22%}}
  visits: {2026-Q1: {plan: 20}}
activities:
  forecast-workshop: {what: Workshop, owner: kam-north, due: 2026-05-15}
  listing: {what: Listing, owner: kam-north, due: 2026-05-15, done: 2026-06-15, cost: 50000}
risks:
  delisting: {what: Kefir, kpi: sales, period: 2026-Q2, probability: 30%, impact: 4000000, review: 2026-04-01}
  price: {what: Price, probability: 30%, impact: 5%, status: open, cause: milk, review: 2026-05-20}
history:
  - {date: 2026-02-03, note: New category buyer, with: buyer}
  - {date: 2026-01-03, note: Earlier}
contacts: {buyer: {name: Buyer, influence: high, attitude: neutral}}
competitors: {brand-x: {share: 35%}}
promotions:
  spring: {from: 2026-06-01, to: 2026-04-14, products: [kefir-1l], actual: 3900000, margin: 32%, cost: 300000}
approvals: {plan: {by: skam-head, on: 2026-01-15, of: "v1:abc"}}
swot: {strengths: [Price]}  # kamctl: allow unknown-field because it is ours
"""

RICH_FORMAT = (
    FORMAT
    + """\
  risks.*.mood: {type: choice, choices: [good, bad], required: true}
  score: {type: number, min: 0, max: 5}
  kpis.*.*.plan: {title: Goal}
skam_only: [segment, sales.*.plan, kpis.*.*.plan]
approval: [plan, promotions.*]
rules:
  kpi-gap: {severity: error, allow: false}
  missing-actual: {days: 10}
rollout: {start: 2026-01-12, months: 9}
"""
)

SCHEMAS = {
    "base": FORMAT,
    "april": FORMAT.replace("fiscal_year_start: 1", "fiscal_year_start: 4"),
    "half-years by the month": FORMAT.replace("year\n", "half-year\n").replace("quarter", "month"),
    "months": FORMAT.replace("horizon: year", "horizon: month").replace("checkpoint: quarter", "checkpoint: month"),
    "sections off": FORMAT.replace("budget, discounts, credit_line, ", "").replace("promotions, approvals", "contacts"),
    "much required": FORMAT + "  risks.*.response: {required: true}\n  sales.*.plan: {required: true}\n",
    "nothing known": FORMAT.replace("horizon: year\n", "").replace("checkpoint: quarter\n", "checkpoint: 5\n"),
}
ENGINES = {
    name: Engine(RULES, schema_of(repository({"schema/format.yaml": text, "schema/kpis.yaml": kpis})), TODAY)
    for name, text in SCHEMAS.items()
    for kpis in [KPIS + "sales: {unit: money, better: higher, total: sum, paid: quarter}\n"]
}
"""Made once: the schema is not what is broken here."""

WRONG = ["", "~", "{}", "[]", "[1, x]", "2026", "2026-Q3", "2026-05-20", "-1", "150%", "12 000", "text", '""', "{a: 1}"]


def without(text: str, rng: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    del lines[rng.randrange(len(lines))]
    return "".join(lines)


def with_another_value(text: str, rng: random.Random) -> str:
    """One value (what follows a colon, up to the next comma, bracket or line end) replaced."""
    colons = [at for at in range(len(text) - 1) if text[at : at + 2] == ": "]
    start = rng.choice(colons) + 2
    end = start
    while end < len(text) and text[end] not in ",}]\n":
        end += 1
    return text[:start] + rng.choice(WRONG) + text[end:]


def without_a_stretch(text: str, rng: random.Random) -> str:
    start = rng.randrange(len(text))
    return text[:start] + text[start + rng.randrange(1, 30) :]


def with_swapped_lines(text: str, rng: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return "".join(lines)


DAMAGES = (without, with_another_value, with_another_value, with_another_value, without_a_stretch, with_swapped_lines)


def damaged(rng: random.Random, times: int, text: str = RICH) -> str:
    for _ in range(times):
        if ": " in text:
            text = rng.choice(DAMAGES)(text, rng)
    return text


@given(st.integers(0, 2**32), st.integers(0, 5), st.sampled_from(sorted(SCHEMAS)))
def test_a_damaged_plan_is_reported_on_in_order(seed: int, times: int, schema: str) -> None:
    rng = random.Random(seed)
    raw = [RawFile(f"plans/{name}.yaml", damaged(rng, times).encode()) for name in ("a", "b")]
    report = ENGINES[schema].lint(raw).report
    places = [(finding.path, finding.line, finding.column) for finding in report.findings]
    assert places == sorted(places)
    assert all(str(finding.message) and finding.end_line >= finding.line for finding in report.findings)


@given(st.integers(0, 2**32), st.integers(1, 4), st.sampled_from(["format", "kpis", "people", "products"]))
def test_plans_are_still_reported_on_by_a_damaged_schema(seed: int, times: int, stem: str) -> None:
    name = f"schema/{stem}.yaml"
    texts: dict[str, str | bytes | None] = {PLAN: RICH, EDITOR_SCHEMA: b"", "schema/format.yaml": RICH_FORMAT}
    texts[name] = damaged(random.Random(seed), times, str(texts.get(name, BASE[name])))
    files = repository(texts)
    report = Engine(RULES, schema_of(files), TODAY).lint([RawFile(PLAN, files[PLAN])]).report
    places = [(finding.path, finding.line, finding.column) for finding in report.findings]
    assert places == sorted(places)
    assert {finding.path for finding in report.findings} <= {PLAN, EDITOR_SCHEMA, *BASE}


def test_the_plan_that_is_damaged_says_something_to_every_rule_about_periods_and_content() -> None:
    raw = [RawFile(f"plans/{name}.yaml", RICH.encode()) for name in ("a", "b")]
    found = {finding.rule for finding in ENGINES["base"].lint(raw).report.findings}
    assert found >= {
        "kpi-gap",
        "outside-horizon",
        "wrong-checkpoint",
        "missing-actual",
        "missing-checkpoint",
        "future-actual",
        "budget-basis",
        "budget-overrun",
        "credit-overrun",
        "overloaded-person",
        "date-order",
        "risk-review-due",
        "activity-overdue",
        "assortment-conflict",
    }
