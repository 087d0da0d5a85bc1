"""Portfolios made up by chance: plans as YAML, with all that the risk summary looks at, and its edges."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

TODAYS = ("2026-05-20", "2026-06-30", "2026-10-01")
MOST_RISKS = 12
"""Of a portfolio, so that all outcomes can be counted one by one."""

_PERIODS = ("2026", "2026", "2026", "2026-H1", "2026-Q2", "2026-06")
_QUARTERS = ("2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4")
_CLIENTS = ("альфа", "beta", "gamma-2", "йогурты", "zeta")


def portfolio(chance: Random) -> dict[str, str]:
    """The plans of some clients, by id; at most MOST_RISKS risks in all."""
    clients = sorted(chance.sample(_CLIENTS, chance.randint(1, 4)))
    left = MOST_RISKS
    plans = {}
    for client in clients:
        risks = min(left, chance.choice((0, 1, 2, 3, 5)))
        left -= risks
        plans[client] = _plan(chance, client, risks)
    return plans


def _plan(chance: Random, client: str, risks: int) -> str:
    lines = [
        f"client: Client {client}",
        f"segment: {chance.choice('AB')}",
        f"kam: {chance.choice(('kam-north', 'kam-south'))}",
        f"period: {chance.choice(_PERIODS)}",
        "team: {kam-north: {role: KAM}}",
        *_figures(chance, "sales", "", lambda: str(chance.choice((0, 100_000, 750_000, chance.randint(1, 10**7))))),
    ]
    if chance.random() < 0.5:
        lines += ["kpis:", *_figures(chance, "shelf-share", "  ", lambda: f"{chance.randint(0, 120)}%")]
        lines += _figures(chance, "visits", "  ", lambda: str(chance.randint(-3, 90)))
    lines += _credit(chance) + _activities(chance) + _contacts(chance)
    if risks:
        lines += ["risks:", *(_risk(chance, number) for number in range(risks))]
    return "\n".join(lines) + "\n"


def _figures(chance: Random, name: str, indent: str, value: Callable[[], str]) -> list[str]:
    periods = _QUARTERS if chance.random() < 0.8 else ("2026-04", "2026-05", "2026-06", "2026-10")
    lines = [f"{indent}{name}:"]
    for period in periods:
        entry = []
        if chance.random() < 0.8:
            entry.append(f"plan: {value()}")
        if chance.random() < 0.6 or not entry:
            entry.append(f"actual: {value()}")
            if chance.random() < 0.3:
                entry.append(f"as_of: 2026-0{chance.randint(1, 9)}-15")
        if chance.random() < 0.9 or len(lines) == 1:
            lines.append(f"{indent}  {period}: {{{', '.join(entry)}}}")
    return lines


def _credit(chance: Random) -> list[str]:
    if chance.random() < 0.3:
        return []
    used = "" if chance.random() < 0.2 else f", used: {chance.choice((-5, 0, 100, 101, 250))}"
    overdue = "" if chance.random() < 0.4 else f", overdue: {chance.choice((0, 0, 12))}"
    return [f"credit_line: {{limit: 100, days: 30{used}{overdue}}}"]


def _activities(chance: Random) -> list[str]:
    lines = [
        f"  step-{number}: {{what: Step, owner: kam-north, due: 2026-0{chance.randint(4, 9)}-20"
        + (", done: 2026-05-01}" if chance.random() < 0.5 else "}")
        for number in range(chance.randint(0, 3))
    ]
    return ["activities:", *lines] if lines else []


def _contacts(chance: Random) -> list[str]:
    lines = [f"  contact-{number}: {{name: Buyer {number}}}" for number in range(chance.randint(0, 2))]
    return ["contacts:", *lines] if lines else []


def _risk(chance: Random, number: int) -> str:
    fields = [
        f"what: Risk {number} of «сеть»",
        f"probability: {chance.choice(('0%', '100%', '50%', '20%', '5%', '12.5%', f'{chance.randint(1, 99)}%'))}",
    ]
    money = str(chance.choice((0, 1, 1000, 250_000, 1_500_000, chance.randint(1, 10**7), "1234.5")))
    fields.append(f"impact: {money if chance.random() < 0.6 else chance.choice(('10%', '3%', '120%', '2.5%', '0%'))}")
    for name, values in {
        "period": ("2026-Q1", "2026-Q2", "2026-H2", "2026-05", "2026", "2027-Q1"),
        "kpi": ("sales", "visits"),
        "cause": ("strike", "milk-price"),
        "owner": ("kam-north", "logistics"),
        "response": ("Talk to them",),
        "review": ("2026-05-19", "2026-05-20", "2026-06-30", "2026-07-01"),
        "status": ("open", "open", "closed", "happened"),
    }.items():
        if chance.random() < 0.6:
            fields.append(f"{name}: {chance.choice(values)}")
    return f"  risk-{chance.randint(0, 99)}-{number}: {{{', '.join(fields)}}}"
