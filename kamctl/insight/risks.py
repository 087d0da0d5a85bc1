"""The risk summary: every open risk by exposure, what they make together, the map, and what asks for attention."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kamctl.insight.exposure import OpenRisk, Totals, by_plan, risks_of, sales_plan_of, totals_of
from kamctl.insight.portfolio import Basis, Entry, Portfolio
from kamctl.insight.risk_map import RiskMap, risk_map
from kamctl.insight.signals import Past, Signal, signals
from kamctl.plan.schema import Schema
from kamctl.plan.schema_model import SALES

READS = ("kam", "segment", "period", "credit_line", "sales", "kpis", "activities", "risks", "contacts")
"""What of a plan is looked at."""

CLIENT, KAM, SEGMENT, CAUSE, KPI, OWNER = "client", "kam", "segment", "cause", "kpi", "owner"
OF_PLANS: Mapping[str, Callable[[Entry], str | None]] = {
    CLIENT: lambda entry: entry.client,
    KAM: lambda entry: entry.plan.kam,
    SEGMENT: lambda entry: entry.plan.segment,
}
OF_RISKS: Mapping[str, Callable[[OpenRisk], str | None]] = {
    CAUSE: lambda held: held.risk.cause,
    KPI: lambda held: held.risk.kpi or SALES,
    OWNER: lambda held: held.risk.owner,
}
"""What risks may be put together by: something that whole plans have in common, or risks themselves."""

BY = (*OF_PLANS, *OF_RISKS)


@dataclass(frozen=True, slots=True)
class Group:
    """Risks that have something in common; `value` is None for those that have nothing there.

    Beside it stands the sales plan of its plans; of a cause, a KPI or an owner that of all plans in the report, so that
    the shares of it add up.
    """

    value: str | None
    totals: Totals


@dataclass(frozen=True, slots=True)
class RisksReport:
    """The open `risks`, the largest exposure first, and where they are on the map.

    `plans` has the totals of each plan, those without risks too; `by` is None where no groups were asked for. The
    `unknown_signals` are those of which nobody can tell.
    """

    basis: Basis
    schema: Schema
    risks: tuple[OpenRisk, ...]
    map: RiskMap
    plans: tuple[tuple[Entry, Totals], ...]
    portfolio: Totals
    by: str | None
    groups: tuple[Group, ...]
    signals: tuple[Signal, ...]
    unknown_signals: tuple[str, ...]

    @property
    def largest(self) -> OpenRisk | None:
        """The risk with the largest exposure; None where no exposure is known."""
        return next((held for held in self.risks if held.impact is not None), None)

    @property
    def overdue(self) -> list[OpenRisk]:
        """The risks that were to be looked at before today."""
        return [held for held in self.risks if held.overdue]

    @property
    def unanswered(self) -> list[OpenRisk]:
        """The risks about which nothing is done."""
        return [held for held in self.risks if not held.answered]

    @property
    def unmeasured(self) -> list[OpenRisk]:
        """The risks whose impact is not known: percentages of plans that are not there."""
        return [held for held in self.risks if held.impact is None]

    @property
    def off_the_map(self) -> list[OpenRisk]:
        """The risks whose impact is known, and no sales plan to measure it by."""
        placed = zip(self.risks, self.map.places, strict=True)
        return [held for held, place in placed if place is None and held.impact is not None]


def risks(portfolio: Portfolio, past: Past, by: str | None = None) -> RisksReport:
    """The summary of some plans; with `by`, the totals of groups as well."""
    held = risks_of(portfolio)
    plans = tuple((entry, totals_of(own, sales_plan_of([entry]))) for entry, own in by_plan(portfolio, held))
    return RisksReport(
        basis=portfolio.basis(READS),
        schema=portfolio.schema,
        risks=tuple(held),
        map=risk_map(held),
        plans=plans,
        portfolio=totals_of(held, sales_plan_of(portfolio.plans)),
        by=by,
        groups=() if by is None else tuple(_groups(portfolio, held, by)),
        signals=tuple(signals(portfolio, past)),
        unknown_signals=past.unknown,
    )


def _groups(portfolio: Portfolio, held: Sequence[OpenRisk], by: str) -> list[Group]:
    """The groups, the largest exposure first; of those as large that of what has nothing there last."""
    gathered: dict[str | None, list[OpenRisk]] = {}
    planned: dict[str | None, Decimal | None] = {}
    if by in OF_PLANS:
        plans: dict[str | None, list[Entry]] = {}
        for entry in portfolio.plans:
            plans.setdefault(OF_PLANS[by](entry), []).append(entry)
        gathered = {value: [] for value in plans}
        planned = {value: sales_plan_of(entries) for value, entries in plans.items()}
        for each in held:
            gathered[OF_PLANS[by](each.entry)].append(each)
    else:
        whole = sales_plan_of(portfolio.plans)
        for each in held:
            gathered.setdefault(OF_RISKS[by](each), []).append(each)
        planned = dict.fromkeys(gathered, whole)
    groups = [Group(value, totals_of(own, planned[value])) for value, own in gathered.items()]
    return sorted(groups, key=lambda group: (-group.totals.exposure, group.value is None, group.value or ""))
