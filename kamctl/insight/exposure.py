"""What the open risks may cost: each one's exposure, and the totals of a plan, of several, or of any group of risks.

exposure = probability × impact; worst case = Σ impact; plan at risk = Σ exposure / sales plan. A risk whose impact is
not known, since it is a percentage of a plan that is not there, takes part in no sum.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kamctl.insight.loss import Loss, events, total_loss
from kamctl.insight.portfolio import Entry, Portfolio
from kamctl.insight.totals import impact_of, sales_of, sum_of
from kamctl.plan.due import open_risks, reviews
from kamctl.plan.model import Risk
from kamctl.plan.period import Period

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class OpenRisk:
    """A risk that may still happen. `impact` and `exposure` are money; None where the impact is not known.

    `overdue`: it was to be looked at before today.
    """

    entry: Entry
    id: str
    risk: Risk
    impact: Decimal | None
    overdue: bool

    @property
    def client(self) -> str:
        """The id of the client in whose plan it stands."""
        return self.entry.client

    @property
    def exposure(self) -> Decimal | None:
        """Probability × impact."""
        return None if self.impact is None else self.risk.probability * self.impact

    @property
    def answered(self) -> bool:
        """Whether something is done about it; what stands there and could not be read counts."""
        return self.risk.response is not None or self.entry.document.has(("risks", self.id, "response"))

    @property
    def period(self) -> Period | None:
        """When it would strike: its own period, else the whole plan's."""
        return self.risk.period or self.entry.plan.period


@dataclass(frozen=True, slots=True)
class Totals:
    """What some risks make together, in money. `plan_at_risk` is a fraction, None without a sales plan.

    `number` counts all risks, `unknown` those whose impact is not known.
    """

    number: int
    unknown: int
    sales_plan: Decimal | None
    exposure: Decimal
    worst_case: Decimal
    loss: Loss

    @property
    def plan_at_risk(self) -> Decimal | None:
        """Exposure / sales plan."""
        return self.exposure / self.sales_plan if self.sales_plan is not None and self.sales_plan > 0 else None


def risks_of(portfolio: Portfolio) -> list[OpenRisk]:
    """The open risks of all plans: the largest exposure first, where it is not known last; then by client and id."""
    return sorted((held for entry in portfolio.plans for held in _of_plan(entry, portfolio.today)), key=_order)


def _of_plan(entry: Entry, today: date) -> Iterator[OpenRisk]:
    late = {name for name, _, day in reviews(entry.plan, entry.document) if day < today}
    for name, risk in open_risks(entry.plan):
        yield OpenRisk(entry, name, risk, impact_of(risk, entry.plan), name in late)


def _order(held: OpenRisk) -> tuple[bool, Decimal, str, str]:
    size = held.exposure
    return size is None, -(size or NOTHING), held.client, held.id


def totals_of(risks: Sequence[OpenRisk], sales_plan: Decimal | None) -> Totals:
    """What some risks make together, beside the sales plan that they threaten."""
    known = [(held.risk.cause, held.risk.probability, held.impact) for held in risks if held.impact is not None]
    return Totals(
        number=len(risks),
        unknown=len(risks) - len(known),
        sales_plan=sales_plan,
        exposure=sum((probability * impact for _, probability, impact in known), NOTHING),
        worst_case=sum((impact for _, _, impact in known), NOTHING),
        loss=total_loss(events(known)),
    )


def sales_plan_of(entries: Iterable[Entry]) -> Decimal | None:
    """The sales plans of some plans together, each of its own period; None where none of them has one."""
    return sum_of([sales_of(entry.plan).plan for entry in entries])


def by_plan(portfolio: Portfolio, risks: Iterable[OpenRisk]) -> list[tuple[Entry, list[OpenRisk]]]:
    """All plans, in their order, each with its risks in theirs; those without any too."""
    held: dict[int, list[OpenRisk]] = {id(entry): [] for entry in portfolio.plans}
    for risk in risks:
        held[id(risk.entry)].append(risk)
    return [(entry, held[id(entry)]) for entry in portfolio.plans]
