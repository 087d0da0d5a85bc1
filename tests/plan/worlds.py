"""Schemas and plans: this repository's own, one with every kind of field, one with next to nothing."""

from __future__ import annotations

from pathlib import Path

from kamctl.plan.document import Document, read
from kamctl.plan.schema import Schema
from kamctl.plan.source import RawFile
from tests.harness import KPIS, PEOPLE, PRODUCTS, schema_of

ROOT = Path(__file__).resolve().parents[2]

RICH_FORMAT = """\
version: 1
currency: EUR
horizon: year
checkpoint: quarter
sections:
  required: [team, history]
  optional: [budget, discounts, credit_line, assortment, sales, kpis, activities, risks, contacts, promotions,
             approvals, swot, notes]
segments:
  A: {title: Strategic, required: [team, sales, kpis, swot]}
  B: {title: Growing, required: []}
  C: {}
fields:
  discounts.*.size: {min: 2.5%, max: 15%}
  credit_line.days: {min: 7, max: 90}
  credit_line.limit: {min: 1_000, max: 2_500_000}
  promotions.*.cost: {max: 0.5}
  risks.*.impact: {min: 0.01, max: 1_000_000}
  activities.*.due: {min: 2026-01-01, max: 2026-12-31}
  risks.*.response: {required: true}
  team.*.role: {choices: [KAM, logistics, "1"]}
  contacts.*.influence: {choices: [high, low]}
  kpis.*.*.note: {type: text}
  history.*.mood: {type: choice, choices: [good, bad], required: true}
  region: {type: choice, choices: [north, south], required: true, title: Sales region}
  visits: {type: number, min: -3.5, max: 12}
  pot: {type: money, min: -1_000}
  growth: {type: percent, min: -12.5%, max: 200%}
  signed: {type: date, min: 2020-02-29}
  since: {type: period}
  exclusive: {type: yes-no}
  deputy: {type: person}
  hero: {type: product}
  words: {type: list of text}
  numbers: {type: list of number}
  shares: {type: list of percent}
  days: {type: list of date, max: 2030-06-15}
  quarters: {type: list of period}
  answers: {type: list of yes-no}
  colours: {type: list of choice, choices: [red, green]}
  deputies: {type: list of person}
  heroes: {type: list of product}
  swot.strengths: {type: list of text, required: true}
  swot.score: {type: number}
  notes.*.text: {type: text, required: true}
  notes.*.on: {type: date}
"""

RICH_PLAN = """\
client: Rich
segment: A
kam: kam-north
period: 2026
region: north
visits: 4
pot: 12_000
growth: 7.5%
signed: 2024-02-29
since: 2025-H2
exclusive: true
deputy: kam-south
hero: kefir-1l
words: [one, two]
numbers: [1, 2.5]
shares: [1%, 2.5%]
days: [2026-01-01]
quarters: [2026-Q1, 2026]
answers: [true, false]
colours: [red]
deputies: [kam-north]
heroes: [kefir-1l, cream-20]
team:
  kam-north: {role: KAM, share: 60%, does: Everything}
budget: {basis: fixed, amount: 1000, rate: 2%, spent: {2026-Q1: 10}}
discounts:
  volume: {size: 7%, condition: Much}
credit_line: {limit: 30_000, days: 45, used: 5, overdue: 0}
assortment: {listed: [yoghurt-150], add: {cheese-200: 2026-Q3}, drop: {cream-20: 2026}}
sales:
  2026-Q1: {plan: 12, actual: 11, previous: 10, as_of: 2026-03-01}
kpis:
  shelf-share: {2026-Q1: {plan: 20%, note: Fine}}
  visits: {2026-Q1: {actual: 3}}
  margin: {2026-Q1: {plan: 1_000}}
activities:
  workshop: {what: Work, owner: kam-north, due: 2026-05-15, done: 2026-05-12, cost: 5}
risks:
  delisting: {what: Gone, kpi: sales, period: 2026-Q2, probability: 30%, impact: 4, response: None,
              owner: kam-north, review: 2026-04-01, status: open, cause: review}
  late: {what: Late, probability: 5%, impact: 3%, response: Wait}
history:
  - {date: 2026-02-03, note: Met, with: buyer, mood: good}
contacts:
  buyer: {name: Buyer, role: Buys, phone: "1", email: b@example.com, influence: high, attitude: for}
promotions:
  spring: {from: 2026-04-01, to: 2026-04-14, products: [kefir-1l], basis: sell-in,
           baseline: 2, planned: 3, actual: 4, margin: 32%, cost: 0.25}
approvals:
  plan: {by: skam-head, on: 2026-01-15, of: "v1:0"}
swot: {strengths: [Fresh], score: 3}
notes:
  first: {text: Hello, on: 2026-01-01}
"""

BARE_FORMAT = """\
version: 1
currency: EUR
horizon: year
checkpoint: quarter
sections:
  required: [sales]
  optional: [team, kpis, assortment, ghost]
fields:
  ghost: {type: nonsense}
"""

BARE_PLAN = """\
client: Bare
kam: anybody
period: 2026-H1
team:
  anybody: {role: KAM}
sales:
  2026-Q1: {plan: 1}
kpis:
  anything: goes
assortment:
  listed: [whatever]
ghost: {a: 1}
"""

RICH = {"format": RICH_FORMAT, "kpis": KPIS, "people": PEOPLE, "products": PRODUCTS}
BARE = {"format": BARE_FORMAT, "kpis": "a: [", "people": "b: ]"}
"""Catalogues that cannot be read, and none of products: any id passes."""

World = tuple[Schema, dict[str, Document]]


def schema(files: dict[str, str]) -> Schema:
    """The schema in the given files alone: `format`, `kpis`, `people`, `products`."""
    return schema_of({f"schema/{name}.yaml": text.encode() for name, text in files.items()})


def repository() -> World:
    """This repository's schema and plans."""
    files = {f"schema/{path.name}": path.read_bytes() for path in (ROOT / "schema").glob("*.yaml")}
    plans = {path.name: read(RawFile(path.name, path.read_bytes())) for path in (ROOT / "plans").rglob("*.yaml")}
    return schema_of(files), plans


def rich() -> World:
    """A schema with every kind of field and limit, and a plan that uses them all."""
    return schema(RICH), {"rich": read(RawFile("rich", RICH_PLAN.encode()))}


def bare() -> World:
    """A schema without segments whose catalogues cannot be read."""
    return schema(BARE), {"bare": read(RawFile("bare", BARE_PLAN.encode()))}


WORLDS = {"repository": repository, "rich": rich, "bare": bare}
