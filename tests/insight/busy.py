"""Generated portfolios in which much is due and promotions of every kind stand, as the texts of plans."""

from __future__ import annotations

import random
from datetime import date, timedelta

from kamctl.insight.portfolio import Portfolio, portfolio_of
from kamctl.plan.load import load_plan
from kamctl.plan.source import RawFile
from tests.harness import FORMAT, repository, schema_of

TODAY = date(2026, 5, 20)
PEOPLE = ("kam-north", "kam-south", "logistics")


def format_of(start: int, checkpoint: str) -> str:
    """`schema/format.yaml` of a fiscal year that starts in a month, with a checkpoint."""
    changed = FORMAT.replace("fiscal_year_start: 1", f"fiscal_year_start: {start}")
    return changed.replace("checkpoint: quarter", f"checkpoint: {checkpoint}")


def portfolio(plans: dict[str, str], format_: str = FORMAT, today: date = TODAY) -> Portfolio:
    """The portfolio of these plans, each of which can be read whole."""
    schema = schema_of(repository({"schema/format.yaml": format_}))
    loaded = [load_plan(RawFile(f"plans/{client}.yaml", text.encode()), schema) for client, text in plans.items()]
    assert [each.faults for each in loaded if each.plan is None or each.lost] == []
    return portfolio_of(loaded, schema, today)


def plans(seed: int, checkpoint: str = "quarter") -> dict[str, str]:
    """The plans of a few clients, by id."""
    chance = random.Random(seed)
    return {
        f"c{number}-{chance.choice(('a', 'я'))}": _plan(chance, checkpoint) for number in range(chance.randint(1, 5))
    }


def _plan(chance: random.Random, checkpoint: str) -> str:
    head = (
        f"client: Client\nsegment: B\nkam: {chance.choice(PEOPLE)}\nperiod: 2026\nteam:\n  kam-north: {{role: KAM}}\n"
    )
    figures = _figures(chance, checkpoint)
    sections = [
        f"sales:\n{figures}" if figures else "sales: {2026-Q1: {actual: 5}}\n",
        f"kpis:\n  visits:\n{_figures(chance, checkpoint, '    ') or '    2026-01: {actual: 1}'}\n",
        _named(chance, "activities", _activity),
        _named(chance, "risks", _risk),
        _assortment(chance),
        _named(chance, "promotions", _promotion),
    ]
    return head + "".join(section for section in sections if chance.random() < 0.8)


def _named(chance: random.Random, section: str, make: object) -> str:
    assert callable(make)
    things = "".join(f"  t{number}: {make(chance)}\n" for number in range(chance.randint(1, 4)))
    return f"{section}:\n{things}"


def _day(chance: random.Random, spread: int = 40) -> date:
    return TODAY + timedelta(days=chance.randint(-spread, spread))


def _figures(chance: random.Random, checkpoint: str, indent: str = "  ") -> str:
    names = [f"2026-Q{n}" for n in range(1, 5)] if checkpoint == "quarter" else [f"2026-{n:02}" for n in range(1, 13)]
    lines = []
    for name in names:
        fields = {"plan": str(chance.randint(0, 9))} if chance.random() < 0.9 else {"actual": "3"}
        if chance.random() < 0.5:
            fields["actual"] = str(chance.randint(-2, 9))
            if chance.random() < 0.5:
                fields["as_of"] = str(_day(chance, 90))
        lines.append(f"{indent}{name}: {{{', '.join(f'{key}: {value}' for key, value in fields.items())}}}\n")
    return "".join(lines)


def _activity(chance: random.Random) -> str:
    done = chance.choice(("", "", f", done: {_day(chance)}"))
    return f"{{what: Visit {chance.randint(1, 9)}, owner: {chance.choice(PEOPLE)}, due: {_day(chance)}{done}}}"


def _risk(chance: random.Random) -> str:
    optional = {
        "review": str(_day(chance)),
        "owner": chance.choice(PEOPLE),
        "status": chance.choice(("open", "closed", "happened")),
    }
    more = "".join(f", {key}: {value}" for key, value in optional.items() if chance.random() < 0.6)
    return f"{{what: Loss {chance.randint(1, 9)}, probability: 10%, impact: 1{more}}}"


def _assortment(chance: random.Random) -> str:
    names = ("2026-Q1", "2026-Q2", "2026-Q3", "2026-H1", "2026-05", "2026")
    add, drop = chance.choice(names), chance.choice(names)
    return f"assortment:\n  listed: [kefir-1l, cream-20]\n  add: {{cheese-200: {add}}}\n  drop: {{cream-20: {drop}}}\n"


def _promotion(chance: random.Random) -> str:
    first = _day(chance)
    fields = {"from": str(first), "to": str(first + timedelta(days=chance.randint(0, 20)))}
    optional = {
        "basis": chance.choice(("sell-in", "sell-out")),
        "baseline": str(chance.randint(-5, 2000)),
        "planned": f"{chance.randint(1, 3)}_000",
        "actual": str(chance.randint(-10, 3000)),
        "margin": f"{chance.choice((-3, 0, 7.5, 21, 33, 100))}%",
    }
    fields |= {key: value for key, value in optional.items() if chance.random() < 0.75}
    fields["cost"] = str(chance.choice((0, 1, 10.5, chance.randint(1, 700))))
    return f"{{{', '.join(f'{key}: {value}' for key, value in fields.items())}}}"
