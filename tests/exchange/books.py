"""Workbooks of plans of the harness, and how openpyxl reads them."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from kamctl.exchange.workbooks import workbook
from kamctl.exchange.workbooks.manifest import Manifest
from kamctl.exchange.workbooks.workbook import Workbook
from kamctl.insight.portfolio import Portfolio, portfolio_of
from kamctl.plan.document import Value
from kamctl.plan.load import load_plan
from kamctl.plan.source import RawFile
from tests.harness import BASE_PLAN, TODAY, overlay, repository, schema_of

WHOLE = """\
budget: {basis: turnover, rate: 2.5%, spent: {2026-Q1: 310000}}
discounts: {volume: {size: 7.25%, condition: Turnover of 50M or more}}
credit_line: {limit: 30000000, days: 45, used: 21500000.50}
assortment: {listed: [yoghurt-150, kefir-1l], add: {cheese-200: 2026-Q3}, drop: {cream-20: 2026-H2}}
kpis:
  shelf-share: {2026-Q1: {plan: 20%, actual: 19%}, 2026-Q2: {plan: 22%}}
  visits: {2026-Q1: {plan: 4}}
activities: {workshop: {what: Joint workshop, owner: kam-north, due: 2026-05-15, cost: 50000}}
risks:
  delisting: {what: Kefir is delisted, kpi: sales, period: 2026-Q2, probability: 30%, impact: 4000000, owner: kam-north}
  prices: {what: Prices rise, probability: 12.5%, impact: 15%, status: open}
history:
  - {date: 2026-02-03, note: New buyer, with: buyer}
  - {date: 2026-03-04, note: Asks for a forecast}
contacts: {buyer: {name: Buyer, phone: "+7 000 000-00-00", influence: high}}
promotions: {spring: {from: 2026-04-01, to: 2026-04-14, products: [kefir-1l, cheese-200], cost: 300000, margin: 32%}}
region: north
swot: {strengths: [First on the shelf, "Known, and liked"]}
"""
"""A plan with a thing in each section."""


def portfolio(plans: Mapping[str, str], **schema: str) -> Portfolio:
    """The base plan with sections laid over it, by client."""
    whole = schema_of(repository({f"schema/{name}.yaml": text for name, text in schema.items()}))
    files = [RawFile(f"plans/{client}.yaml", overlay(BASE_PLAN, text).encode()) for client, text in plans.items()]
    return portfolio_of((load_plan(file, whole) for file in files), whole, TODAY)


def manifest(plans: Portfolio) -> Manifest:
    """What a workbook of these plans remembers."""
    values: dict[str, Value] = {entry.client: entry.document.values for entry in plans.plans}
    return Manifest("0123456789abcdef" * 2, False, TODAY.isoformat(), values)


def book(plans: Portfolio) -> Workbook:
    """Their workbook."""
    return workbook.write(plans, manifest(plans))


def opened(made: Workbook) -> Any:
    """A workbook as openpyxl reads it."""
    return load_workbook(BytesIO(made.data))


def lines(sheet: Any) -> list[list[Any]]:
    """What stands in a sheet below its headers."""
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
