"""The first page: how the quarter stands, who is behind, what is at risk, what is due."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kamctl.insight import spelling
from kamctl.insight.habit_words import doubled as doubled_in_habit
from kamctl.insight.report import NUMBER, TEXT, Column, Table, Value
from kamctl.insight.risk_tables import risk_table, signal_table, unknown_signals
from kamctl.insight.risk_tables import summary as risk_summary
from kamctl.insight.status import StatusReport, behind
from kamctl.insight.status_tables import group_table, status_table
from kamctl.site.frame import Card, Frame, frame_of
from kamctl.site.grid import Grid, Linker, cut, grid, matrix
from kamctl.site.heat import HeatMap, heat_map
from kamctl.site.key_figures import Share, portfolio_cards, spread_of
from kamctl.site.names import HANDBOOK, INDEX, link
from kamctl.site.overview import Choice, choices, kams, overview, statuses
from kamctl.site.sources import EVERYTHING, ClientLink, Dossier, Sources, client_links
from kamctl.site.texts import PORTFOLIO
from kamctl.words import Sentence

MOST_RISKS, MOST_DUE, MOST_BEHIND = 20, 40, 10
"""Rows of tables that would grow with the number of plans; a client's page has all of its own."""


@dataclass(frozen=True, slots=True)
class PortfolioPage:
    """The page's figures and sentences, in its order. `kpis` is the address of their catalogue."""

    frame: Frame
    summary: tuple[str, ...]
    cards: tuple[Card, ...]
    spread: tuple[Share, ...]
    kpis: str
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
    links = client_links(dossiers, INDEX)
    to_client = {"client": links.get}
    clients = overview(sources, dossiers, links)
    unknown = unknown_signals(risks)
    habit = sources.history.habit
    notices = [*agenda.unknown, *sources.history.unknown, *(doubled_in_habit(habit) if habit else ())]
    return PortfolioPage(
        frame=frame_of(
            INDEX, PORTFOLIO["title"], sources.portfolio.basis(EVERYTHING), dict.fromkeys(map(str, notices))
        ),
        # Who is furthest behind stands in the table, by name.
        summary=tuple(map(str, status.tally)),
        cards=tuple(portfolio_cards(sources)),
        spread=spread_of(status.rows),
        kpis=f"{link(INDEX, HANDBOOK)}#kpis-heading",
        behind=cut(_late(status, to_client), MOST_BEHIND),
        groups=tuple(_groups(sources)),
        clients=clients,
        kams=choices(clients, "kam", kams(dossiers, sources)),
        segments=choices(clients, "segment", {}),
        statuses=statuses(clients),
        heat=heat_map(risks.risks, risks.map, links),
        risk_words=tuple(str(_by_name(sentence, links)) for sentence in risk_summary(risks)),
        risks=cut(grid("top-risks", PORTFOLIO["risks_caption"], risk_table(risks), to_client, ("risk",)), MOST_RISKS),
        due=cut(grid("due", PORTFOLIO["due_caption"], agenda.lines, to_client, ("day",)), MOST_DUE),
        signals=_signals(signal_table(risks), links),
        no_signals=str(unknown or ""),
    )


def _by_name(sentence: Sentence, links: Mapping[str, ClientLink]) -> Sentence:
    """The sentence with its client's name for the id."""
    found = links.get(sentence.fields.get("client", ""))
    return sentence if found is None else sentence._replace(fields={**sentence.fields, "client": found.text})


def _late(status: StatusReport, links: Mapping[str, Linker]) -> Grid:
    table = status_table(behind(status.rows), status.schema)
    return grid(
        "behind", PORTFOLIO["behind_caption"], table, links, ("plan", "attainment", "forecast", "previous", "growth")
    )


def _groups(sources: Sources) -> Iterator[Grid]:
    """The status of each KPI, then its paces by KAM and by segment."""
    if sources.status.groups:
        yield grid("by-kpi", PORTFOLIO["by_kpi"], group_table(sources.status))
    for report, by in ((sources.by_kam, "kam"), (sources.by_segment, "segment")):
        table = group_table(report)
        if any(row[0] is not None and row[0].data is not None for row in table.rows):
            yield matrix(f"by-{by}", PORTFOLIO[f"by_{by}"], table, PORTFOLIO[by])


def _signals(table: Table, links: Mapping[str, ClientLink]) -> Grid:
    """How many clients have each signal, and the first of them."""
    clients: dict[str, list[str]] = {}
    tones = {}
    for client, signal, _ in table.rows:
        if client is not None and signal is not None:
            found = links.get(client.data)
            clients.setdefault(signal.text, []).append(client.text if found is None else found.text)
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
