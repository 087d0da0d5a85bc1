"""A client's page: the plan by section, its figures, what may go wrong, what is due, and all that happened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kamctl.insight.agenda import agenda_lines
from kamctl.insight.card import PlanCard, plan_card
from kamctl.insight.card_figures import period_of
from kamctl.insight.portfolio import Entry, portfolio_of
from kamctl.insight.promo import promo
from kamctl.insight.report import ALERT, WATCH
from kamctl.insight.risk_tables import risk_table, signal_tone
from kamctl.insight.status import StatusRow, rows_of, scores_of
from kamctl.insight.status_tables import status_table
from kamctl.lint.finding import ERROR, Finding
from kamctl.plan.figures import figure_groups
from kamctl.plan.load import LoadedPlan
from kamctl.plan.period import Period
from kamctl.plan.schema import Schema
from kamctl.render.wording import with_hint
from kamctl.site.chapter import Chapter, Fact, chapters, fact_of
from kamctl.site.chart import Chart, chart_of
from kamctl.site.frame import Card, Frame, frame_of
from kamctl.site.grid import Grid, grid
from kamctl.site.heat import HeatMap, heat_map
from kamctl.site.key_figures import client_cards
from kamctl.site.names import HANDBOOK, link
from kamctl.site.promotions import promotion_grid
from kamctl.site.relations import RelationMap, relation_map
from kamctl.site.sources import EVERYTHING, Dossier, Sources
from kamctl.site.story import Happening, story
from kamctl.site.texts import CLIENT

LOSSES = ("p50", "p80", "p95")
"""Columns that say at most what is lost, with which probability."""

MOST_HAPPENINGS = 60
"""Notes and commits that a page tells."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A signal that nobody wrote down."""

    name: str
    tone: str
    message: str


@dataclass(frozen=True, slots=True)
class Found:
    """Something that lint found; `href` leads to the rule in the handbook."""

    place: str
    severity: str
    tone: str
    text: str
    rule: str
    href: str


@dataclass(frozen=True, slots=True)
class ClientPage:
    """The page's figures and sentences, in its order."""

    frame: Frame
    client: str
    path: str
    facts: tuple[Fact, ...]
    cards: tuple[Card, ...]
    charts: tuple[Chart, ...]
    status: Grid | None
    risks: Grid | None
    risk_totals: Grid | None
    heat: HeatMap | None
    signals: tuple[Noted, ...]
    due: Grid | None
    promotions: Grid | None
    promotion_totals: Grid | None
    relations: RelationMap | None
    chapters: tuple[Chapter, ...]
    happenings: tuple[Happening, ...]
    earlier: int
    findings: tuple[Found, ...]


def client_page(dossier: Dossier, sources: Sources) -> ClientPage:
    """The page of one plan."""
    entry, schema, today = dossier.entry, sources.portfolio.schema, sources.portfolio.today
    loaded = LoadedPlan(entry.client, entry.document, entry.plan, (), entry.lost)
    alone = portfolio_of([loaded], schema, today, stood=sources.portfolio.stood)
    card = plan_card(loaded, schema, today, stood=sources.portfolio.stood, lapsed=dossier.lapsed)
    told = story(entry.plan, entry.client, dossier.events, sources.names)
    period = period_of(entry.plan.period, sources.portfolio)
    rows = rows_of(entry, sources.portfolio, period)
    paid = promo(alone)
    risks = replace(sources.risks, risks=dossier.risks)
    return ClientPage(
        frame=frame_of(dossier.page, _name(card), alone.basis(EVERYTHING), sources.history.unknown),
        client=entry.client,
        path=entry.document.source.name,
        facts=(*map(fact_of, card.head[1:]), *map(fact_of, (each for each in card.own if each.value is not None))),
        cards=tuple(client_cards(dossier, scores_of(entry.client, rows), today)),
        charts=tuple(_charts(entry, rows, today)),
        status=_status(rows, period, schema),
        risks=grid("risks", CLIENT["risks_caption"], risk_table(risks), without=("client",)) if dossier.risks else None,
        risk_totals=_totals(dossier),
        heat=heat_map(dossier.risks),
        signals=tuple(Noted(each.name, signal_tone(each.name), str(each.message)) for each in dossier.signals),
        due=_due(dossier, sources),
        promotions=promotion_grid(paid.promotions),
        promotion_totals=grid("promo-totals", CLIENT["totals_caption"], paid.totals) if paid.totals.rows else None,
        relations=relation_map(entry.plan.contacts or {}),
        chapters=tuple(chapters(card)),
        happenings=tuple(told[:MOST_HAPPENINGS]),
        earlier=max(len(told) - MOST_HAPPENINGS, 0),
        findings=tuple(_found(each, dossier.page) for each in dossier.findings),
    )


def _name(card: PlanCard) -> str:
    name = card.head[0].value
    return name.text if name is not None else card.client


def _status(rows: Sequence[StatusRow], period: Period, schema: Schema) -> Grid | None:
    if not rows:
        return None
    caption = CLIENT["status_caption"].format(period=period)
    return grid("status", caption, status_table(rows, schema), without=("client",))


def _charts(entry: Entry, rows: Sequence[StatusRow], today: date) -> Iterator[Chart]:
    figures = {path[-1]: each for path, each in figure_groups(entry.plan)}
    for row in rows:
        chart = chart_of(row, figures[row.kpi], today)
        if chart is not None:
            yield chart


def _totals(dossier: Dossier) -> Grid | None:
    if not dossier.risks:
        return None
    without = ("client", "bound") if dossier.totals.loss.exact else ("client",)
    return grid(
        "totals", CLIENT["risk_totals"], dossier.total, without=without, titles={key: CLIENT[key] for key in LOSSES}
    )


def _due(dossier: Dossier, sources: Sources) -> Grid | None:
    if not dossier.items:
        return None
    lines = agenda_lines(dossier.items, sources.portfolio.today, sources.portfolio.schema.people)
    return grid("due", CLIENT["due_caption"], lines, without=("day", "client"))


def _found(finding: Finding, page: str) -> Found:
    return Found(
        place=CLIENT["line"].format(line=finding.line),
        severity=finding.severity,
        tone=ALERT if finding.severity == ERROR else WATCH,
        text=with_hint(finding),
        rule=finding.rule,
        href=f"{link(page, HANDBOOK)}#{finding.rule}",
    )
