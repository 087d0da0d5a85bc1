"""The key figures of the portfolio and of a client, and how many KPIs have which status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kamctl.insight import spelling
from kamctl.insight.exposure import Totals
from kamctl.insight.habit_words import ago
from kamctl.insight.report import ALERT, WATCH
from kamctl.insight.status import STATUSES, Group, Score, StatusRow
from kamctl.insight.status_tables import TONES, figure, in_words, pace
from kamctl.insight.todo import Item
from kamctl.plan.period import Period
from kamctl.plan.schema_model import SALES
from kamctl.site.frame import Card
from kamctl.site.grid import machine, text_of
from kamctl.site.names import CHANGES, HABIT
from kamctl.site.sources import Dossier, Sources
from kamctl.site.texts import CLIENT, FRAME, PORTFOLIO
from kamctl.words import count


@dataclass(frozen=True, slots=True)
class Share:
    """How many KPIs have a status, and the share of all that these are, in whole percents of a bar."""

    status: str
    number: int
    tone: str
    percent: str
    start: str


def portfolio_cards(sources: Sources) -> Iterator[Card]:
    """The key figures of all plans together."""
    yield from (_sales(group, sources.status.period) for group in sources.status.groups if group.kpi == SALES)
    whole = sources.risks.portfolio
    exposure, p80 = (text_of(spelling.rounded_money(amount)) for amount in (whole.exposure, whole.loss.p80))
    yield _at_risk(whole, PORTFOLIO["card_risk_note"].format(exposure=exposure, p80=p80))
    yield _overdue(sources.agenda.items, sources.agenda.basis.today)
    yield from _history_cards(sources)


def client_cards(dossier: Dossier, score: Score, today: date) -> Iterator[Card]:
    """The key figures of a plan, of which `score` is told where there is one."""
    for key, fraction in (("score", score.score), ("paid_score", score.paid_score)):
        told = spelling.share(fraction)
        if told is not None:
            yield Card(CLIENT[key], told.text, data=machine(told), key=key)
    totals = dossier.totals
    if totals.number:
        exposure, worst = (text_of(spelling.rounded_money(amount)) for amount in (totals.exposure, totals.worst_case))
        yield _at_risk(totals, CLIENT["exposure_note"].format(exposure=exposure, worst=worst))
        p80 = spelling.rounded_money(totals.loss.p80)
        yield Card(CLIENT["card_p80"], text_of(p80), CLIENT["p80_note"], data=machine(p80) if p80 else None, key="p80")
    yield _overdue(dossier.items, today)
    if dossier.habit is not None:
        since = dossier.habit.days_since
        share = spelling.share(dossier.habit.only_one_person)
        note = CLIENT["one_person"].format(share=share.text) if share is not None else ""
        yield Card(CLIENT["updated"], ago(since), note, key="days_since", data=None if since is None else str(since))


def _sales(group: Group, period: Period) -> Card:
    speed = pace(group.pace, group.status)
    actual, plan = (text_of(figure(value, group.definition.unit)) for value in (group.actual, group.plan))
    told = "card_no_plan" if not plan else "card_sales_note" if actual else "card_no_actual"
    return Card(
        title=PORTFOLIO["card_sales"].format(period=period),
        text=in_words(speed) if speed else group.status,
        note=PORTFOLIO[told].format(actual=actual, plan=plan),
        tone=TONES.get(group.status, ""),
        data=machine(speed) if speed else None,
        key="pace",
    )


def _at_risk(totals: Totals, note: str) -> Card:
    ratio = spelling.ratio(totals.exposure, totals.sales_plan) if totals.plan_at_risk is not None else None
    return Card(
        title=FRAME["plan_at_risk"],
        text=text_of(ratio) or FRAME["unknown"],
        note=note,
        data=machine(ratio) if ratio else None,
        key="plan_at_risk",
        href="#risks-heading",
    )


def _overdue(items: Sequence[Item], today: date) -> Card:
    late = sum(item.is_overdue(today) for item in items)
    return Card(
        title=FRAME["overdue"],
        text=str(late),
        note=FRAME["overdue_note"].format(soon=count(len(items) - late, "thing")),
        tone=ALERT if late else "",
        key="overdue",
        href="#due-heading",
    )


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


def spread_of(rows: Sequence[StatusRow]) -> tuple[Share, ...]:
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
