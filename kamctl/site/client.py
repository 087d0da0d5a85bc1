"""A client's page: the plan by section, its figures, what may go wrong, what is due, and all that happened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from kamctl.insight import spelling
from kamctl.insight.agenda import agenda_lines
from kamctl.insight.card import PlanCard, plan_card
from kamctl.insight.habit_words import ago
from kamctl.insight.portfolio import portfolio_of
from kamctl.insight.promo import FIGURES, SIDES, promo
from kamctl.insight.report import ALERT, NUMBER, TEXT, Column, Entry, Listing, Row, Section, Table, Value
from kamctl.insight.risk_tables import risk_table
from kamctl.insight.status import rows_of
from kamctl.lint.finding import ERROR, Finding
from kamctl.plan.figures import figure_groups
from kamctl.plan.load import LoadedPlan
from kamctl.plan.period import Period
from kamctl.render.wording import with_hint
from kamctl.site.addresses import ADDRESSES
from kamctl.site.chart import Chart, chart_of
from kamctl.site.frame import Card, Frame, frame_of
from kamctl.site.grid import Grid, grid, machine
from kamctl.site.heat import HeatMap, heat_map
from kamctl.site.names import HANDBOOK, link
from kamctl.site.relations import RelationMap, relation_map
from kamctl.site.sources import EVERYTHING, Dossier, Sources
from kamctl.site.story import Happening, story
from kamctl.site.texts import CLIENT
from kamctl.words import count

MOST_HAPPENINGS = 60
"""Notes and commits that a page tells."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A named value; without a title the text says all. `href` is a safe address: mailto, tel or another page."""

    title: str
    text: str
    data: str | None = None
    tone: str = ""
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Items:
    """A list under a title."""

    title: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section of the plan: facts, tables and lists in its order. Its name may be any; its `id` is none of it."""

    id: str
    title: str
    facts: tuple[Fact, ...]
    grids: tuple[Grid, ...]
    lists: tuple[Items, ...]


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
    period: str
    charts: tuple[Chart, ...]
    status: Grid | None
    risks: Grid | None
    risk_totals: Grid | None
    heat: HeatMap | None
    signals: tuple[tuple[str, str], ...]
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
    figures = {section.key: section for section in card.figures}
    status = figures.get("status")
    period = _period(status)
    paid = promo(alone)
    risks = replace(sources.risks, risks=dossier.risks)
    return ClientPage(
        frame=frame_of(dossier.page, _name(card), alone.basis(EVERYTHING), sources.history.unknown),
        client=entry.client,
        path=entry.document.source.name,
        facts=(*map(_fact, card.head[1:]), *map(_fact, (each for each in card.own if each.value is not None))),
        cards=tuple(_cards(dossier, status, today)),
        period=period,
        charts=tuple(_charts(dossier, sources, period)),
        status=_grid(status, "status", CLIENT["status_caption"].format(period=period)),
        risks=grid("risks", CLIENT["risks_caption"], risk_table(risks), without=("client",)) if dossier.risks else None,
        risk_totals=grid("totals", CLIENT["risk_totals"], dossier.total, without=("client",))
        if dossier.risks
        else None,
        heat=heat_map(dossier.risks),
        signals=tuple((signal.name, str(signal.message)) for signal in dossier.signals),
        due=_due(dossier, sources),
        promotions=_promotions(paid.promotions),
        promotion_totals=grid("promo-totals", CLIENT["totals_caption"], paid.totals) if paid.totals.rows else None,
        relations=relation_map(entry.plan.contacts or {}),
        chapters=tuple(_chapters(card)),
        happenings=tuple(told[:MOST_HAPPENINGS]),
        earlier=max(len(told) - MOST_HAPPENINGS, 0),
        findings=tuple(_found(each, dossier.page) for each in dossier.findings),
    )


_TOLD = ("risks", "history")
"""Sections that the page tells in a way of its own."""


def _name(card: PlanCard) -> str:
    name = card.head[0].value
    return name.text if name is not None else card.client


def _fact(entry: Entry) -> Fact:
    value = entry.value
    if value is None:
        return Fact(entry.title, CLIENT["nothing"])
    return Fact(entry.title, value.text, machine(value), value.tone)


def _period(status: Section | None) -> str:
    """The period that the figures of a card are of."""
    for part in (status.parts or ()) if status is not None else ():
        if isinstance(part, Entry) and part.key == "period" and part.value is not None:
            return str(part.value.data)
    return ""


def _grid(section: Section | None, id_: str, caption: str) -> Grid | None:
    """The table of a section that has one."""
    for part in (section.parts or ()) if section is not None else ():
        if isinstance(part, Table):
            return grid(id_, caption, part)
    return None


def _cards(dossier: Dossier, status: Section | None, today: date) -> Iterator[Card]:
    for part in (status.parts or ()) if status is not None else ():
        if isinstance(part, Entry) and part.key in ("score", "paid_score") and part.value is not None:
            yield Card(CLIENT[part.key], part.value.text, data=machine(part.value), key=part.key)
    totals = dossier.totals
    if totals.number:
        exposure = spelling.rounded_money(totals.exposure)
        ratio = spelling.ratio(totals.exposure, totals.sales_plan) if totals.plan_at_risk is not None else None
        note = CLIENT["exposure_note"].format(
            exposure=_text(exposure), worst=_text(spelling.rounded_money(totals.worst_case))
        )
        yield Card(
            CLIENT["plan_at_risk"], _text(ratio) or CLIENT["unknown"], note, data=machine(ratio) if ratio else None,
            key="plan_at_risk", href="#risks-heading",
        )  # fmt: skip
        p80 = spelling.rounded_money(totals.loss.p80)
        yield Card(CLIENT["p80"], _text(p80), CLIENT["p80_note"], data=machine(p80) if p80 else None, key="p80")
    late = sum(item.due < today for item in dossier.items)
    yield Card(
        CLIENT["overdue"], str(late), CLIENT["overdue_note"].format(soon=count(len(dossier.items) - late, "thing")),
        ALERT if late else "", key="overdue", href="#due-heading",
    )  # fmt: skip
    if dossier.habit is not None:
        since = dossier.habit.days_since
        share = spelling.share(dossier.habit.only_one_person)
        note = CLIENT["one_person"].format(share=share.text) if share is not None else ""
        yield Card(CLIENT["updated"], ago(since), note, key="days_since", data=None if since is None else str(since))


def _charts(dossier: Dossier, sources: Sources, period: str) -> Iterator[Chart]:
    entry, portfolio = dossier.entry, sources.portfolio
    found: Period | None = portfolio.schema.calendar.parse(period) if period else None
    if found is None:
        return
    figures = {path[-1]: each for path, each in figure_groups(entry.plan)}
    for row in rows_of(entry, portfolio, found):
        chart = chart_of(row, figures[row.kpi], portfolio.today)
        if chart is not None:
            yield chart


def _totals(dossier: Dossier) -> Grid | None:
    if not dossier.risks:
        return None
    without = ("client", "bound") if dossier.totals.loss.exact else ("client",)
    return grid("totals", CLIENT["risk_totals"], dossier.total, without=without)


def _due(dossier: Dossier, sources: Sources) -> Grid | None:
    if not dossier.items:
        return None
    lines = agenda_lines(dossier.items, sources.portfolio.today, sources.portfolio.schema.people)
    return grid("due", CLIENT["due_caption"], lines, without=("day", "client"))


def _promotions(promotions: Table) -> Grid | None:
    """The promotions, a row for the plan and one for what came of it."""
    if not promotions.rows:
        return None
    columns = (
        Column("promotion", CLIENT["promotion"]),
        Column("days", CLIENT["days"], TEXT),
        Column("verdict", CLIENT["verdict"]),
        Column("side", CLIENT["side"]),
        *(Column(key, CLIENT[key], NUMBER) for key in (*FIGURES, *_TERMS)),
        Column("note", CLIENT["note"], TEXT),
    )
    keys = [column.key for column in promotions.columns]
    rows = tuple(row for each in promotions.rows for row in _sides(dict(zip(keys, each, strict=True))))
    return grid("promotions", CLIENT["promotions_caption"], Table("promotions", columns, rows))


_TERMS = ("cost", "break_even_uplift")


def _sides(told: Mapping[str, Value | None]) -> Iterator[Row]:
    """The sides of which something is known, one at least."""
    known = [side for side in SIDES if told[f"{side}_turnover"] is not None] or SIDES[:1]
    days = spelling.words(CLIENT["from_to"].format(first=_text(told["from"]), last=_text(told["to"])))
    for side in known:
        figures = (told[f"{side}_{figure}"] for figure in FIGURES)
        terms = (told[key] for key in _TERMS)
        yield (told["promotion"], days, told["verdict"], spelling.words(side), *figures, *terms, told["note"])


def _chapters(card: PlanCard) -> Iterator[Chapter]:
    told = [section for section in card.sections if section.parts and section.key not in _TOLD]
    for number, section in enumerate(told, 1):
        yield _chapter(section, f"plan-{number}")


def _chapter(section: Section, id_: str) -> Chapter:
    facts: list[Fact] = []
    grids: list[Grid] = []
    lists: list[Items] = []
    for part in section.parts or ():
        if isinstance(part, Entry):
            if part.value is not None and part.value.text:
                facts.append(_fact(part))
        elif isinstance(part, Listing):
            if part.items:
                lists.append(Items(part.title, tuple(item.text for item in part.items)))
        elif part.rows:
            grids.append(_with_links(replace(grid(f"{id_}-{len(grids)}", section.title, part), quiet=True)))
    return Chapter(id_, section.title, tuple(facts), tuple(grids), tuple(lists))


def _found(finding: Finding, page: str) -> Found:
    return Found(
        place=CLIENT["line"].format(line=finding.line),
        severity=finding.severity,
        tone=ALERT if finding.severity == ERROR else "watch",
        text=with_hint(finding),
        rule=finding.rule,
        href=f"{link(page, HANDBOOK)}#{finding.rule}",
    )


def _text(value: Value | None) -> str:
    return "" if value is None else value.text


def _with_links(whole: Grid) -> Grid:
    """The table with addresses to write and to call to, where it has any."""
    keys = {number: head.key for number, head in enumerate(whole.heads) if head.key in ADDRESSES}
    if not keys:
        return whole
    lines = tuple(
        replace(
            line,
            cells=tuple(
                replace(cell, href=ADDRESSES[keys[number]](cell.text)) if number in keys else cell
                for number, cell in enumerate(line.cells)
            ),
        )
        for line in whole.lines
    )
    return replace(whole, lines=lines)
