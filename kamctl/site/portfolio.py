"""The first page: how the quarter stands, who is behind, what is at risk, what is due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kamctl.insight import spelling
from kamctl.insight.habit_words import ago
from kamctl.insight.habit_words import doubled as doubled_in_habit
from kamctl.insight.kpi import MISSING, RED
from kamctl.insight.report import ALERT, NUMBER, TEXT, WATCH, Column, Row, Table, Value
from kamctl.insight.risk_tables import risk_table, signal_table, unknown_signals
from kamctl.insight.risk_tables import summary as risk_summary
from kamctl.insight.spelling import Speller
from kamctl.insight.status import STATUSES, StatusReport, StatusRow
from kamctl.insight.status_tables import (
    TONES,
    figure,
    group_table,
    in_words,
    kpi_name,
    pace,
    status_table,
    status_word,
)
from kamctl.plan.schema_model import SALES
from kamctl.plan.shape import PERSON, Leaf
from kamctl.site.frame import Card, Frame, frame_of
from kamctl.site.grid import Grid, Line, Linker, cut, grid, machine, matrix
from kamctl.site.heat import HeatMap, heat_map
from kamctl.site.names import CHANGES, HABIT, INDEX, link
from kamctl.site.sources import Dossier, Sources
from kamctl.site.texts import PORTFOLIO
from kamctl.words import count

MOST_RISKS, MOST_DUE, MOST_BEHIND, MOST_NAMED = 20, 40, 10, 3
"""Rows of tables that would grow with the number of plans, and KPIs in a cell; a client's page has all of its own."""

_CLIENT_COLUMNS = (
    Column("client", PORTFOLIO["client"], TEXT),
    Column("status", PORTFOLIO["status"]),
    Column("pace", PORTFOLIO["sales_pace"], NUMBER),
    Column("behind", PORTFOLIO["behind"], TEXT),
    Column("kam", PORTFOLIO["kam"]),
    Column("segment", PORTFOLIO["segment"]),
    Column("plan_at_risk", PORTFOLIO["plan_at_risk"], NUMBER),
    Column("overdue", PORTFOLIO["overdue"], NUMBER),
    Column("next_due", PORTFOLIO["next_due"]),
    Column("days_since", PORTFOLIO["updated"], NUMBER),
    Column("score", PORTFOLIO["score"], NUMBER),
    Column("actual", PORTFOLIO["sales_actual"], NUMBER),
    Column("plan", PORTFOLIO["sales_plan"], NUMBER),
    Column("exposure", PORTFOLIO["exposure"], NUMBER),
    Column("signals", PORTFOLIO["signals"], TEXT),
)
"""What is looked at first stands where it is seen without scrolling."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many KPIs have a status, and the share of all that these are, in whole percents of a bar."""

    status: str
    number: int
    tone: str
    percent: str
    start: str


@dataclass(frozen=True, slots=True)
class Choice:
    """What a filter offers."""

    value: str
    text: str


@dataclass(frozen=True, slots=True)
class PortfolioPage:
    """The page's figures and sentences, in its order."""

    frame: Frame
    summary: tuple[str, ...]
    cards: tuple[Card, ...]
    spread: tuple[Share, ...]
    behind: Grid
    groups: tuple[Grid, ...]
    clients: Grid
    kams: tuple[Choice, ...]
    segments: tuple[Choice, ...]
    statuses: tuple[Choice, ...]
    heat: HeatMap | None
    risk_words: tuple[str, ...]
    risks: Grid
    due: Grid
    signals: Grid
    no_signals: str


def portfolio_page(sources: Sources, dossiers: Sequence[Dossier]) -> PortfolioPage:
    """The first page of a site."""
    status, risks, agenda = sources.status, sources.risks, sources.agenda
    pages = {dossier.entry.client: link(INDEX, dossier.page) for dossier in reversed(dossiers)}
    to_client = {"client": pages.get}
    clients = _clients(sources, dossiers)
    unknown = unknown_signals(risks)
    habit = sources.history.habit
    notices = [*agenda.unknown, *sources.history.unknown, *(doubled_in_habit(habit) if habit else ())]
    return PortfolioPage(
        frame=frame_of(INDEX, PORTFOLIO["title"], status.basis, dict.fromkeys(map(str, notices))),
        summary=tuple(str(sentence) for sentence in status.summary),
        cards=tuple(_cards(sources)),
        spread=_spread(status.rows),
        behind=cut(_late(status, to_client), MOST_BEHIND),
        groups=tuple(_groups(sources)),
        clients=clients,
        kams=_choices(clients, "kam", dict(_kams(dossiers, sources))),
        segments=_choices(clients, "segment", {}),
        statuses=tuple(Choice(each, each) for each in STATUSES if ("status", each) in _facts(clients)),
        heat=heat_map(risks.risks, risks.map),
        risk_words=tuple(str(sentence) for sentence in risk_summary(risks)),
        risks=cut(grid("top-risks", PORTFOLIO["risks_caption"], risk_table(risks), to_client, ("risk",)), MOST_RISKS),
        due=cut(grid("due", PORTFOLIO["due_caption"], agenda.lines, to_client, ("day",)), MOST_DUE),
        signals=_signals(signal_table(risks), to_client),
        no_signals=str(unknown or ""),
    )


def _cards(sources: Sources) -> Iterator[Card]:
    """The key figures."""
    for group in sources.status.groups:
        if group.kpi == SALES:
            speed, actual = pace(group.pace, group.status), figure(group.actual, group.definition.unit)
            plan = figure(group.plan, group.definition.unit)
            yield Card(
                title=PORTFOLIO["card_sales"].format(period=sources.status.period),
                text=in_words(speed) if speed else group.status,
                note=PORTFOLIO["card_sales_note"].format(actual=_text(actual), plan=_text(plan)),
                tone=TONES.get(group.status, ""),
                data=machine(speed) if speed else None,
                key="pace",
            )
    whole = sources.risks.portfolio
    exposure = spelling.rounded_money(whole.exposure)
    ratio = spelling.ratio(whole.exposure, whole.sales_plan) if whole.plan_at_risk is not None else None
    yield Card(
        title=PORTFOLIO["card_risk"],
        text=_text(ratio) or PORTFOLIO["unknown"],
        note=PORTFOLIO["card_risk_note"].format(
            exposure=_text(exposure), p80=_text(spelling.rounded_money(whole.loss.p80))
        ),
        data=machine(ratio) if ratio else None,
        key="plan_at_risk",
        href="#risks-heading",
    )
    late = sum(item.due < sources.agenda.basis.today for item in sources.agenda.items)
    yield Card(
        title=PORTFOLIO["card_due"],
        text=str(late),
        note=PORTFOLIO["card_due_note"].format(soon=count(len(sources.agenda.items) - late, "thing")),
        tone=ALERT if late else "",
        key="overdue",
        href="#due-heading",
    )
    yield from _history_cards(sources)


def _history_cards(sources: Sources) -> Iterator[Card]:
    habit = sources.history.habit
    if habit is None:
        return
    having = [each for each in habit.people if each.plans]
    silent = sum(each.is_silent for each in having)
    yield Card(
        title=PORTFOLIO["card_habit"],
        text=str(silent),
        note=PORTFOLIO["card_habit_note"].format(kams=count(len(having), "KAM")),
        tone=WATCH if silent else "",
        key="silent",
        href=HABIT,
    )
    moved = sum(len(event.changes) for event in sources.history.moved)
    yield Card(
        title=PORTFOLIO["card_moved"],
        text=str(moved),
        note=PORTFOLIO["card_moved_note"].format(since=sources.history.since),
        tone=ALERT if moved else "",
        key="moved",
        href=CHANGES,
    )


def _spread(rows: Sequence[StatusRow]) -> tuple[Share, ...]:
    """The statuses that there are, the worst first."""
    counted = Counter(row.measure.status for row in rows)
    shares = []
    start = 0
    for status in STATUSES:
        if number := counted[status]:
            percent = number * 100 / len(rows)
            shares.append(
                Share(status, number, TONES.get(status, ""), f"{percent:.2f}", f"{start * 100 / len(rows):.2f}")
            )
            start += number
    return tuple(shares)


def _behind(rows: Sequence[StatusRow]) -> list[StatusRow]:
    """What is red or missing, the furthest behind first."""
    late = [row for row in rows if row.measure.status in (RED, MISSING)]
    return sorted(late, key=lambda row: (row.measure.pace is None, row.measure.pace or 0, row.entry.client, row.kpi))


def _late(status: StatusReport, links: Mapping[str, Linker]) -> Grid:
    table = status_table(_behind(status.rows), status.schema)
    return grid(
        "behind", PORTFOLIO["behind_caption"], table, links, ("plan", "attainment", "forecast", "previous", "growth")
    )


def _groups(sources: Sources) -> Iterator[Grid]:
    """The status of each KPI, then its paces by KAM and by segment."""
    yield grid("by-kpi", PORTFOLIO["by_kpi"], group_table(sources.status))
    for report, by in ((sources.by_kam, "kam"), (sources.by_segment, "segment")):
        table = group_table(report)
        if any(row[0] is not None and row[0].data is not None for row in table.rows):
            yield matrix(f"by-{by}", PORTFOLIO[f"by_{by}"], table, PORTFOLIO[by])


def _clients(sources: Sources, dossiers: Sequence[Dossier]) -> Grid:
    rows: list[Row] = []
    facts = []
    for dossier in dossiers:
        worst = _worst(dossier)
        rows.append(_client(dossier, sources, worst))
        plan = dossier.entry.plan
        facts.append((("kam", plan.kam or ""), ("segment", plan.segment or ""), ("status", worst)))
    shown = grid("clients", PORTFOLIO["clients_caption"], Table("clients", _CLIENT_COLUMNS, tuple(rows)))
    lines = []
    for line, own, dossier in zip(shown.lines, facts, dossiers, strict=True):
        named = replace(line.cells[0], href=link(INDEX, dossier.page))
        lines.append(Line((named, *line.cells[1:]), own))
    return replace(shown, lines=tuple(lines))


def _worst(dossier: Dossier) -> str:
    """The worst status of a plan's KPIs; empty without any."""
    statuses = {row.measure.status for row in dossier.rows}
    return next((status for status in STATUSES if status in statuses), "")


def _client(dossier: Dossier, sources: Sources, worst: str) -> Row:
    plan, today = dossier.entry.plan, sources.portfolio.today
    sales = next((row for row in dossier.rows if row.kpi == SALES), None)
    late = sum(item.due < today for item in dossier.items)
    coming = next((item.due for item in dossier.items if item.due >= today), None)
    since = dossier.habit
    return (
        Value(plan.client or dossier.entry.client, dossier.entry.client),
        status_word(worst) if worst else None,
        None if sales is None else pace(sales.measure.pace, sales.measure.status),
        _named(_behind(dossier.rows)),
        Speller(sources.portfolio.schema, plan).value(Leaf(PERSON), plan.kam),
        spelling.words(plan.segment),
        _of(dossier.total, "plan_at_risk"),
        Value(str(late), late, ALERT) if late else Value("", 0),
        spelling.day(coming),
        None if since is None else Value(ago(since.days_since), since.days_since),
        spelling.share(dossier.score.score),
        None if sales is None else figure(sales.measure.actual, sales.definition.unit),
        None if sales is None else figure(sales.measure.plan, sales.definition.unit),
        _of(dossier.total, "exposure"),
        spelling.words(", ".join(signal.name for signal in dossier.signals) or None),
    )


def _of(total: Table, key: str) -> Value | None:
    """A value of a table of one row."""
    return total.rows[0][next(number for number, column in enumerate(total.columns) if column.key == key)]


def _named(rows: Sequence[StatusRow]) -> Value | None:
    """KPIs in a cell, each with its pace or that it is missing."""
    if not rows:
        return None
    told = []
    for row in rows[:MOST_NAMED]:
        speed = pace(row.measure.pace, row.measure.status)
        told.append(f"{kpi_name(row.kpi, row.definition).text} {in_words(speed) if speed else row.measure.status}")
    more = len(rows) - len(told)
    text = ", ".join(told) + (PORTFOLIO["and_more"].format(more=more) if more else "")
    return Value(text, text, ALERT)


def _kams(dossiers: Sequence[Dossier], sources: Sources) -> Iterator[tuple[str, str]]:
    for dossier in dossiers:
        if dossier.entry.plan.kam:
            yield dossier.entry.plan.kam, sources.names.get(dossier.entry.plan.kam, dossier.entry.plan.kam)


def _facts(clients: Grid) -> set[tuple[str, str]]:
    return {fact for line in clients.lines for fact in line.facts}


def _choices(clients: Grid, name: str, names: Mapping[str, str]) -> tuple[Choice, ...]:
    """What the filter of a fact offers, by name."""
    values = {value for fact, value in _facts(clients) if fact == name and value}
    return tuple(sorted((Choice(value, names.get(value, value)) for value in values), key=lambda each: each.text))


def _signals(table: Table, links: Mapping[str, Linker]) -> Grid:
    """How many clients have each signal, and the first of them."""
    clients: dict[str, list[str]] = {}
    tones = {}
    for client, signal, _ in table.rows:
        if client is not None and signal is not None:
            clients.setdefault(signal.text, []).append(client.text)
            tones[signal.text] = signal.tone
    rows = tuple(
        (
            Value(name, name, tones[name]),
            Value(str(len(held)), len(held)),
            spelling.words(_first(held)),
        )
        for name, held in clients.items()
    )
    columns = (
        Column("signal", PORTFOLIO["signal"]),
        Column("clients", PORTFOLIO["clients"], NUMBER),
        Column("first", PORTFOLIO["signal_clients"], TEXT),
    )
    return grid("signals", PORTFOLIO["signals_caption"], Table("signals", columns, rows))


def _first(clients: Sequence[str]) -> str:
    more = len(clients) - MOST_BEHIND
    return ", ".join(clients[:MOST_BEHIND]) + (PORTFOLIO["and_more"].format(more=more) if more > 0 else "")


def _text(value: Value | None) -> str:
    return "" if value is None else value.text
