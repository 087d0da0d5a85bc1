"""Repositories made at random, the same for the same seed: the figures of a few plans, and a question about them.

Every value is written as the schema wants it; that the plans make sense is not asked for. Lint would find figures of
other years, days to come, periods that lie in one another; KPI status must be right all the same.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, NamedTuple

from tests.insight.naive_status import days_of, running

KINDS = ("year", "half-year", "quarter", "month")
PARTS = {
    "year": ("",),
    "half-year": ("-H1", "-H2"),
    "quarter": ("-Q1", "-Q2", "-Q3", "-Q4"),
    "month": tuple(f"-{month:02}" for month in range(1, 13)),
}
YEARS = (2025, 2026, 2026, 2026, 2026, 2027)
UNITS, BETTER = ("money", "percent", "number"), ("higher", "lower")
KPIS = ("shelf-share", "visits", "возвраты", "доля-полки", "days-overdue", "z", "1")
CLIENTS = ("север", "юг-2", "ашан", "retail", "b2b", "яр", "alpha-1", "x")
PEOPLE = ("kam-north", "kam-south", "кам-восток", "sales")
SEGMENTS = ("A", "B", "vip")
SECTIONS = "[team, budget, sales, kpis, risks]"


class Case(NamedTuple):
    """A repository (texts by file name), and what is asked of it."""

    files: dict[str, str]
    period: str | None
    today: date


def make(seed: int) -> Case:
    """A case at random."""
    return _Maker(Random(seed)).case()


class _Maker:
    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.start = chance.choice([1, 1, 1, *range(1, 13)])
        self.horizon = chance.choice(["year", "year", "half-year", "quarter"])
        self.checkpoint = chance.choice([kind for kind in KINDS[1:] if KINDS.index(kind) >= KINDS.index(self.horizon)])
        self.segmented = chance.random() < 0.8
        self.today = date(2026, 7, 1) + timedelta(days=chance.randrange(-330, 420))
        self.scale = chance.choice(["small", "small", "usual", "wild"])
        self.kpis: dict[str, dict[str, str]] = {}

    def case(self) -> Case:
        self.kpis = self.catalogue()
        files = {
            "schema/format.yaml": self.format(),
            "schema/kpis.yaml": written(self.kpis) or "{}\n",
            "schema/people.yaml": written({person: {"name": person, "role": "kam"} for person in PEOPLE}),
        }
        clients = self.chance.sample(CLIENTS, self.chance.randrange(1, 9))
        for client in clients:
            folder = self.chance.choice(["", "", "", "north/", "юг/"])
            files[f"plans/{folder}{client}.yaml"] = written(self.plan(client))
        if self.chance.random() < 0.05:
            files[f"plans/twice/{clients[0]}.yaml"] = written(self.plan("The same client once more"))
        kind = self.chance.choice([None, None, "year", "year", *KINDS])
        return Case(files, kind and self.period(kind), self.today)

    def some(self, share: float) -> bool:
        return self.chance.random() < share

    def period(self, kind: str) -> str:
        """A period of a kind: mostly the running one, else any of these years."""
        if self.some(0.4):
            return running(kind, self.today, self.start)
        return f"{self.chance.choice(YEARS)}{self.chance.choice(PARTS[kind])}"

    # The schema.

    def format(self) -> str:
        values: dict[str, Any] = {"version": 1, "currency": "RUB"}
        if self.start != 1 or self.some(0.5):
            values["fiscal_year_start"] = self.start
        values |= {"horizon": self.horizon, "checkpoint": self.checkpoint}
        if self.segmented:
            values["segments"] = {segment: {"title": f"Class {segment}"} for segment in SEGMENTS}
        return written(values) + f"sections:\n  optional: {SECTIONS}\n"

    def catalogue(self) -> dict[str, dict[str, str]]:
        ids = self.chance.sample(KPIS, self.chance.randrange(0, 6))
        if self.some(0.5):
            ids.insert(self.chance.randrange(len(ids) + 1), "sales")
        entries = {}
        for kpi in ids:
            entry = {
                "unit": "money" if kpi == "sales" else self.chance.choice(UNITS),
                "better": self.chance.choice(BETTER),
                "total": self.chance.choice(["sum", "mean", "mean", "last"]),
                "paid": self.chance.choice(KINDS),
                "weight": self.chance.choice(["0%", "5%", "12.5%", "30%", "50%", "100%", "250%"]),
                "green": self.chance.choice(["100%", "95%", "110%", "0%", "120.5%"]),
                "amber": self.chance.choice(["90%", "50%", "99.9%", "0%", "97%"]),
            }
            for field in ("paid", "weight", "green", "amber"):
                if self.some(0.4):
                    del entry[field]
            entries[kpi] = entry
        return entries

    # Plans.

    def plan(self, client: str) -> dict[str, Any]:
        values: dict[str, Any] = {"client": f"Клиент {client}", "kam": self.chance.choice(PEOPLE)}
        if self.segmented:
            values["segment"] = self.chance.choice(SEGMENTS)
        values["period"] = self.period(self.horizon)
        for field in ("kam", "segment", "period"):
            if self.some(0.03):
                values.pop(field, None)
        if self.some(0.9):
            values["sales"] = self.figures("sales")
        named = [kpi for kpi in self.kpis if kpi != "sales" and self.some(0.75)]
        if named or self.some(0.5):
            values["kpis"] = {kpi: self.figures(kpi) for kpi in named}
        sections = list(values.items())
        if self.some(0.2):
            self.chance.shuffle(sections)
        return dict(sections)

    def figures(self, kpi: str) -> dict[str, Any]:
        """Figures by period: of one length, of several, of none at all."""
        year = self.chance.choice(YEARS)
        style = self.chance.randrange(10)
        if style < 5:
            names = [f"{year}{part}" for part in PARTS[self.checkpoint] if self.some(0.9)]
        elif style < 7:
            names = [f"{year}{part}" for part in PARTS["month"] if self.some(0.8)]
        elif style < 9:
            names = [self.period(self.chance.choice(KINDS)) for _ in range(self.chance.randrange(1, 9))]
        else:
            names = [self.period(self.chance.choice(KINDS)) for _ in range(self.chance.randrange(2))]
        names = list(dict.fromkeys(names))
        if self.some(0.3):
            self.chance.shuffle(names)
        unit = self.kpis.get(kpi, {}).get("unit", "money")
        met = self.threshold(self.kpis.get(kpi, {})) if self.some(0.4) else None
        shares = {
            "plan": self.chance.choice([1, 1, 0.9, 0.1]) if met is None else 1,
            "actual": self.chance.choice([1, 0.6, 0]) if met is None else 1,
            "previous": self.chance.choice([1, 1, 0.8, 0]),
            "as_of": self.chance.choice([0.3, 0.3, 0]),
        }
        return {name: self.figure(name, unit, shares, met) for name in names}

    def threshold(self, kpi: dict[str, str]) -> Decimal:
        """The share of the plan at which a KPI changes its colour: entries that reach just that meet it exactly."""
        share = Decimal(kpi.get("green", "100%")[:-1]) if self.some(0.5) else Decimal(kpi.get("amber", "90%")[:-1])
        return (share if kpi.get("better") != "lower" else 200 - share) / 100

    def figure(self, name: str, unit: str, shares: dict[str, float], met: Decimal | None) -> dict[str, Any]:
        """An entry; where it has an actual, that is the part `met` of the plan, or anything."""
        days = days_of(name, self.start)
        over = 1.0 if days.last < self.today else 0.7 if days.first <= self.today else 0.1
        figure: dict[str, Any] = {}
        if self.some(shares["plan"]):
            figure["plan"] = self.value(unit)
        if self.some(shares["actual"] * over) or not figure:
            figure["actual"] = self.value(unit)
            if met is not None:
                number = Decimal(figure["plan"].rstrip("%"))
                figure["actual"] = f"{round(number * met, 9):f}" + ("%" if unit == "percent" else "")
        if self.some(shares["previous"]):
            figure["previous"] = self.value(unit)
        if self.some(shares["as_of"]):
            figure["as_of"] = self.day(days.first, days.last).isoformat()
        return figure

    def day(self, first: date, last: date) -> date:
        """A day before, in, or after a period; its first, its last; today, or a day to come."""
        inside = first + timedelta(days=self.chance.randrange((last - first).days + 1))
        away = timedelta(days=self.chance.randrange(1, 60))
        return self.chance.choice(
            [inside, inside, inside, first, last, first - away, last + away, self.today, self.today + away]
        )

    def value(self, unit: str) -> str:
        """A figure in a unit, in one of the ways in which it is written."""
        if self.some(0.06):
            return "0%" if unit == "percent" else self.chance.choice(["0", "0.00"])
        sign = "-" if self.some(0.08) else ""
        whole = {
            "small": self.chance.randrange(1, 6),
            "usual": self.chance.randrange(1, 400) if unit != "money" else self.chance.randrange(1, 40) * 500_000,
            "wild": self.chance.choice([0, 0, 1, 7, 123_456, 10**6 if unit == "percent" else 10**13]),
        }[self.scale]
        text = f"{whole:_}" if unit != "percent" and self.some(0.2) else str(whole)
        tails = ["", ".5", ".0001"] if self.scale == "wild" else ["", "", "", ".5", ".25", ".1"]
        return sign + text + self.chance.choice(tails) + ("%" if unit == "percent" else "")


def written(values: dict[str, Any], indent: int = 0) -> str:
    """Nested mappings as YAML."""
    lines = ""
    for key, value in values.items():
        pad = " " * indent
        if isinstance(value, dict) and value:
            lines += f"{pad}{key}:\n{written(value, indent + 2)}"
        else:
            lines += f"{pad}{key}: {value}\n"
    return lines
