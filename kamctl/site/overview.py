"""All clients in one table: what is looked at first, where it is seen first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kamctl.insight import spelling
from kamctl.insight.habit_words import ago
from kamctl.insight.report import ALERT, NUMBER, TEXT, Column, Row, Table, Value
from kamctl.insight.spelling import Speller
from kamctl.insight.status import STATUSES, StatusRow, behind
from kamctl.insight.status_tables import figure, in_words, kpi_name, pace, status_word
from kamctl.plan.schema_model import SALES
from kamctl.plan.shape import PERSON, Leaf
from kamctl.site.grid import Grid, Line, grid
from kamctl.site.names import INDEX, link
from kamctl.site.sources import ClientLink, Dossier, Sources
from kamctl.site.texts import PORTFOLIO

MOST_NAMED = 3
"""KPIs that are named in a cell."""

_COLUMNS = (
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
class Choice:
    """What a filter offers."""

    value: str
    text: str


def overview(sources: Sources, dossiers: Sequence[Dossier], links: Mapping[str, ClientLink]) -> Grid:
    """A row for each plan, with what the page's filter goes by."""
    rows: list[Row] = []
    facts = []
    for dossier in dossiers:
        worst = _worst(dossier)
        rows.append(_client(dossier, sources, worst, links[dossier.entry.client].text))
        plan = dossier.entry.plan
        facts.append((("kam", plan.kam or ""), ("segment", plan.segment or ""), ("status", worst)))
    shown = grid("clients", PORTFOLIO["clients_caption"], Table("clients", _COLUMNS, tuple(rows)))
    lines = []
    for line, own, dossier in zip(shown.lines, facts, dossiers, strict=True):
        named = replace(line.cells[0], href=link(INDEX, dossier.page))
        lines.append(Line((named, *line.cells[1:]), own))
    return replace(shown, lines=tuple(lines))


def choices(clients: Grid, name: str, names: Mapping[str, str]) -> tuple[Choice, ...]:
    """What the filter of a fact offers, by name."""
    values = {value for fact, value in _facts(clients) if fact == name and value}
    return tuple(
        sorted((Choice(value, names.get(value, value)) for value in values), key=lambda each: (each.text, each.value))
    )


def kams(dossiers: Sequence[Dossier], sources: Sources) -> dict[str, str]:
    """What the KAMs of these plans are called."""
    found = (dossier.entry.plan.kam for dossier in dossiers)
    return {kam: sources.names.get(kam, kam) for kam in found if kam}


def statuses(clients: Grid) -> tuple[Choice, ...]:
    """The statuses that clients have, the worst first."""
    return tuple(Choice(each, each) for each in STATUSES if ("status", each) in _facts(clients))


def _facts(clients: Grid) -> set[tuple[str, str]]:
    return {fact for line in clients.lines for fact in line.facts}


def _worst(dossier: Dossier) -> str:
    """The worst status of a plan's KPIs; empty without any."""
    statuses = {row.measure.status for row in dossier.rows}
    return next((status for status in STATUSES if status in statuses), "")


def _client(dossier: Dossier, sources: Sources, worst: str, name: str) -> Row:
    plan, today = dossier.entry.plan, sources.portfolio.today
    sales = next((row for row in dossier.rows if row.kpi == SALES), None)
    late = sum(item.is_overdue(today) for item in dossier.items)
    coming = next((item.due for item in dossier.items if not item.is_overdue(today)), None)
    since = dossier.habit
    return (
        Value(name, dossier.entry.client),
        status_word(worst) if worst else None,
        None if sales is None else pace(sales.measure.pace, sales.measure.status),
        _named(behind(dossier.rows)),
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
