"""The page of the habit: who keeps their plans alive, month by month, plan by plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kamctl.insight.habit_report import HabitReport
from kamctl.insight.habit_tables import client_table, month_table, person_table
from kamctl.insight.habit_words import BASICS, doubled, summary
from kamctl.insight.portfolio import Basis
from kamctl.site.frame import Frame, frame_of
from kamctl.site.grid import Grid, grid
from kamctl.site.names import HABIT as PAGE
from kamctl.site.sources import Dossier, Sources, client_links
from kamctl.site.texts import HABIT
from kamctl.words import count


@dataclass(frozen=True, slots=True)
class HabitPage:
    """The page; without a history it has nothing but its frame."""

    frame: Frame
    known: bool
    lead: str = ""
    summary: tuple[str, ...] = ()
    basics: str = ""
    people: Grid | None = None
    months: Grid | None = None
    clients: Grid | None = None


def habit_page(sources: Sources, dossiers: Sequence[Dossier]) -> HabitPage:
    """The page of the habit."""
    report, basis = sources.history.habit, sources.status.basis
    if report is None:
        return HabitPage(frame_of(PAGE, HABIT["title"], _bare(basis), sources.history.unknown), known=False)
    window = report.window
    links = client_links(dossiers, PAGE)
    return HabitPage(
        frame=frame_of(PAGE, HABIT["title"], report.basis, doubled(report)),
        known=True,
        lead=HABIT["lead"].format(weeks=count(window.weeks, "week"), first=window.first, last=window.today),
        summary=tuple(str(sentence) for sentence in summary(report)),
        basics=str(BASICS),
        people=_people(report),
        months=grid("months", HABIT["months_caption"], month_table(report)) if report.months else None,
        clients=grid("clients", HABIT["clients_caption"], client_table(report), {"client": links.get}),
    )


def _people(report: HabitReport) -> Grid | None:
    return grid("people", HABIT["people_caption"], person_table(report)) if report.people else None


def _bare(basis: Basis) -> Basis:
    """The day alone: nothing else of what other reports stand on is told here."""
    return Basis(basis.today, None, stood=basis.stood)
