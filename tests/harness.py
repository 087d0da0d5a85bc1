"""A small valid repository as text, and lint over it: what the tables of the rules' tests are laid over.

`lint("risks: …")` puts the given sections in the place of the base plan's own and returns the findings as rows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from kamctl.lint.catalog import NOT_JUDGED, RULES, known_rules
from kamctl.lint.engine import Engine, LintResult
from kamctl.lint.page import PLAN
from kamctl.plan import json_schema
from kamctl.plan.document import Document, read
from kamctl.plan.schema import Schema, read_schema
from kamctl.plan.schema_model import EDITOR_SCHEMA
from kamctl.plan.source import RawFile

TODAY = date(2026, 5, 20)

FORMAT = """\
version: 1
currency: RUB
fiscal_year_start: 1
horizon: year
checkpoint: quarter
sections:
  required: [team, sales]
  optional: [budget, discounts, credit_line, assortment, kpis, activities, risks, \
history, contacts, competitors, promotions, approvals]
segments:
  A: {title: Strategic, required: [team, sales, kpis]}
  B: {title: Growing}
fields:
  discounts.*.size: {max: 15%}
  credit_line.days: {max: 90}
  region: {type: choice, choices: [north, south], title: Sales region}
  swot.strengths: {type: list of text}
"""

KPIS = """\
shelf-share: {title: Share of shelf, unit: percent, better: higher, total: last, paid: year, weight: 30%}
visits: {title: Visits, unit: number, better: higher, total: sum}
margin: {title: Margin, unit: money, better: higher, total: sum}
"""

PEOPLE = """\
kam-north: {name: KAM North, role: kam, emails: [kam-north@example.com]}
kam-south: {name: KAM South, role: kam, emails: [kam-south@example.com]}
skam-head: {name: Head of SKAM, role: skam, emails: [skam-head@example.com]}
logistics: {name: Logistics, role: member}
"""

PRODUCTS = """\
yoghurt-150: {title: Yoghurt 150 g, price: 62.50}
kefir-1l: {title: Kefir 1 l, price: 89}
cheese-200: {title: Cheese 200 g, price: 240}
cream-20: {title: Cream 20%, price: 110}
"""

BASE_PLAN = """\
client: Северный ритейл
segment: B
kam: kam-north
period: 2026
team:
  kam-north: {role: KAM, share: 60%}
sales:
  2026-Q1: {plan: 12000000, actual: 11400000}
  2026-Q2: {plan: 13500000}
  2026-Q3: {plan: 13500000}
  2026-Q4: {plan: 15000000}
"""

BASE = {
    "schema/format.yaml": FORMAT,
    "schema/kpis.yaml": KPIS,
    "schema/people.yaml": PEOPLE,
    "schema/products.yaml": PRODUCTS,
    PLAN: BASE_PLAN,
}

Row = tuple[str, str, str]
"""A finding as a table writes it: its rule, its place `line:column-line:column` (end exclusive), the text there."""

_TOP_LEVEL = re.compile(r"^(?![ #\n\r-])", re.MULTILINE)


def overlay(base: str, text: str) -> str:
    """`base` without the top-level sections that `text` has, then `text`."""

    def blocks(whole: str) -> dict[str, str]:
        starts = [match.start() for match in _TOP_LEVEL.finditer(whole)]
        parts = [whole[start:end] for start, end in zip(starts, [*starts[1:], len(whole)], strict=True)]
        return {part.partition(":")[0]: part for part in parts if part.strip()}

    own = blocks(text)
    return "".join(part for key, part in blocks(base).items() if key not in own) + text


def repository(files: Mapping[str, str | bytes | None]) -> dict[str, bytes]:
    """The base repository with whole files put in the place of its own; None takes a file away.

    The schema for editors follows from the rest, unless it is given too.
    """
    merged: dict[str, str | bytes | None] = {**BASE, **files}
    whole = {
        name: content.encode() if isinstance(content, str) else content
        for name, content in merged.items()
        if content is not None
    }
    if EDITOR_SCHEMA not in merged:
        schema = {name: data for name, data in whole.items() if name.startswith("schema/")}
        whole[EDITOR_SCHEMA] = _exported(tuple(sorted(schema.items())))
    return whole


@lru_cache(maxsize=64)
def _exported(files: tuple[tuple[str, bytes], ...]) -> bytes:
    """What `kamctl schema export` would write beside these files."""
    return json_schema.export(schema_of(dict(files)))


def schema_of(files: Mapping[str, bytes]) -> Schema:
    """The schema of a repository held in memory."""
    raw = {name: RawFile(name, data) for name, data in files.items() if name.startswith("schema/")}
    return read_schema(raw, known_rules())


def document(text: str | bytes) -> Document:
    """A plan's file with this text, read."""
    return read(RawFile("plans/x.yaml", text.encode() if isinstance(text, str) else text))


def run(
    files: Mapping[str, str | bytes | None], today: date = TODAY, updated: Mapping[str, date | None] | None = None
) -> LintResult:
    """Lint of the base repository with whole files replaced; `updated` is what git says of the plans."""
    whole = repository(files)
    engine = Engine(RULES, schema_of(whole), today, NOT_JUDGED, updated)
    return engine.lint([RawFile(name, data) for name, data in sorted(whole.items()) if name.startswith("plans/")])


def rows(result: LintResult, files: Mapping[str, str | bytes | None], rule: str | None = None) -> list[Row]:
    """The findings (of one rule) as rows of a table."""
    whole = repository(files)
    found = []
    for finding in result.report.findings:
        if rule is None or finding.rule == rule:
            place = f"{finding.line}:{finding.column}-{finding.end_line}:{finding.end_column}"
            lines = whole.get(finding.path, b"").decode("utf-8", "replace").removeprefix("\ufeff").split("\n")
            last = finding.end_column if finding.line == finding.end_line else None
            text = lines[finding.line - 1][finding.column - 1 : last - 1 if last else None]
            found.append((finding.rule, place, text.rstrip("\r")))
    return found


def lint(sections: str, rule: str | None = None, today: date = TODAY, **others: str) -> list[Row]:
    """Findings on the base plan with `sections` laid over it; the place counts lines in the laid-over plan.

    `others` replace files of the schema: `format=…`, `kpis=…`, `people=…`, `products=…`.
    """
    files: dict[str, str | bytes | None] = {f"schema/{name}.yaml": text for name, text in others.items()}
    files[PLAN] = overlay(BASE_PLAN, sections)
    return rows(run(files, today), files, rule)
