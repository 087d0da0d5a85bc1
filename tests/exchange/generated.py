"""Plans made at random from the shape of a plan, the same for the same seed: all kinds of fields and of values."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from kamctl.insight.portfolio import Portfolio, portfolio_of
from kamctl.plan import quantity
from kamctl.plan.load import load_plan
from kamctl.plan.schema import Schema
from kamctl.plan.shape import Catalogued, Leaf, ListOf, Named, Record, Shape
from kamctl.plan.source import RawFile
from tests.harness import KPIS, PEOPLE, PRODUCTS, TODAY, repository, schema_of

SECTIONS = (
    "team", "budget", "discounts", "credit_line", "assortment", "sales", "kpis", "activities", "risks", "history",
    "contacts", "competitors", "promotions", "approvals", "swot", "notes",
)  # fmt: skip
FIELDS = {
    "discounts.*.size": "{min: 2.5%, max: 15%}",
    "risks.*.response": "{required: true}",
    "history.*.mood": "{type: choice, choices: [good, bad], required: true}",
    "kpis.*.*.note": "{type: text}",
    "swot.strengths": "{type: list of text}",
    "swot.score": "{type: number, min: -5}",
    "notes.*.text": "{type: text, required: true}",
    "notes.*.on": "{type: date}",
    "region": "{type: choice, choices: [north, south]}",
    "growth": "{type: percent}",
    "signed": "{type: date}",
    "since": "{type: period}",
    "exclusive": "{type: yes-no}",
    "deputy": "{type: person}",
    "words": "{type: list of text}",
    "shares": "{type: list of percent}",
    "quarters": "{type: list of period}",
    "heroes": "{type: list of product}",
}
TEXTS = (
    "Снимут кефир весной", "=1+1", "+7 000", "-", "1-2", "7.5%", "2026-02-03", "on", "a: b #c", "'x", '"', "_x0041_",
    "x005F_", "  leading", "trailing ", "two\nlines", "tab\there", "<b>&amp;</b>", "{{ 7*7 }}", "👨\u200d👩\u200d👧",
    "x" * 300, "null", "TRUE", "0123", "1e3", "№ 5 «Север»", "\\n", "#N/A", "@SUM(A1)",
)  # fmt: skip
IDS = ("a", "cold-chain", "strike-2", "север", "1")
PERIODS = ("2026", "2026-H1", "2026-H2", "2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4", "2026-01", "2026-07", "2026-12")


class Maker:
    """Makes a schema and plans."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        sections = self.chance.sample(SECTIONS, 5)
        fields = {
            path: text
            for path, text in FIELDS.items()
            if path.partition(".")[0] in sections or ("." not in path and self.some(0.3))
        }
        self.schema: Schema = schema_of(
            repository(
                {
                    "schema/format.yaml": "version: 1\ncurrency: RUB\nhorizon: year\ncheckpoint: quarter\n"
                    f"sections: {{optional: [{', '.join(sections)}]}}\n"
                    + ("fields:\n" if fields else "")
                    + "".join(f"  {path}: {text}\n" for path, text in fields.items()),
                    "schema/kpis.yaml": KPIS,
                    "schema/people.yaml": PEOPLE,
                    "schema/products.yaml": PRODUCTS,
                    "schema/action-plan.schema.json": "{}",
                }
            )
        )
        assert self.schema.faults == (), [fault.facts for _, fault in self.schema.faults]

    def some(self, share: float) -> bool:
        return self.chance.random() < share

    def portfolio(self) -> Portfolio:
        """A few plans. JSON is YAML too."""
        files = []
        for client in self.chance.sample(IDS, self.chance.randint(1, 3)):
            text = json.dumps(self.thing(self.schema.layout.shape), ensure_ascii=False, default=_number)
            files.append(RawFile(f"plans/{client}.yaml", text.replace('"\x00', "").replace('\x00"', "").encode()))
        return portfolio_of((load_plan(file, self.schema) for file in files), self.schema, TODAY)

    def thing(self, shape: Shape) -> Any:
        """Anything of a shape."""
        if isinstance(shape, Leaf):
            return self.value(shape)
        if isinstance(shape, ListOf):
            return [self.thing(shape.item) for _ in range(self.chance.randint(0, 3))]
        if isinstance(shape, Record):
            wanted = self.chance.choice(shape.one_of) if shape.one_of else ""
            chosen = {name: field for name, field in shape.fields.items() if field.required or self.some(0.6)}
            if wanted:
                chosen[wanted] = shape.fields[wanted]
            return {name: self.thing(field.shape) for name, field in chosen.items()}
        if isinstance(shape, Catalogued):
            return {name: self.thing(item) for name, item in shape.items.items() if self.some(0.6)}
        assert isinstance(shape, Named)
        keys = Leaf("id") if shape.keys.type == "text" else shape.keys
        return {str(self.value(keys)): self.thing(shape.item) for _ in range(self.chance.randint(0, 3))}

    def value(self, leaf: Leaf) -> Any:
        """A value that may stand there."""
        kind = leaf.type
        if kind in ("money", "number"):
            return self._amount(leaf)
        if kind == "impact":
            return self._percent(leaf) if self.some(0.4) else self._amount(leaf)
        if kind == "percent":
            return self._percent(leaf)
        if kind == "date":
            return (date(2026, 1, 1) + timedelta(days=self.chance.randrange(365))).isoformat()
        if kind == "yes-no":
            return self.some(0.5)
        if kind == "choice":
            return self.chance.choice(leaf.choices)
        names = {
            "period": PERIODS, "text": TEXTS, "person": list(self.schema.people), "product": list(self.schema.products),
            "kpi": [*self.schema.kpis, "sales"], "contact": IDS, "id": IDS,
        }  # fmt: skip
        return self.chance.choice(list(names[kind]))

    def _amount(self, leaf: Leaf) -> Any:
        size = self.chance.choice([10, 1000, 10**8, 10**14])
        amount = Decimal(self.chance.randrange(size))
        if self.some(0.3):
            amount += Decimal(self.chance.randrange(100)) / 100
        if self.some(0.1) and (leaf.minimum is None or leaf.minimum < 0):  # type: ignore[operator]  # of one type
            amount = -min(amount, Decimal(4))
        return amount

    def _percent(self, leaf: Leaf) -> str:
        places = self.chance.choice([0, 0, 1, 2, 6])
        low = Decimal(3) if leaf.minimum else Decimal(0)
        high = int(leaf.maximum * 100) if isinstance(leaf.maximum, Decimal) else 120
        number = low + Decimal(self.chance.randrange((high - 3) * 10**places)) / 10**places
        return quantity.percent_text(number / 100)


def _number(value: Any) -> str:
    """A decimal as JSON has it: its digits, without the quotes that are put round every text."""
    assert isinstance(value, Decimal)
    return f"\x00{quantity.plain_text(value)}\x00"
