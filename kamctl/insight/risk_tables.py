"""The risk summary as tables and sentences: every figure as a person and as a program reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kamctl.insight import spelling
from kamctl.insight.exposure import OpenRisk, Totals
from kamctl.insight.report import ALERT, GROUP, NUMBER, PLAIN, TEXT, WATCH, Column, Listing, Row, Table, Value
from kamctl.insight.risk_map import gravity
from kamctl.insight.risks import CAUSE, KAM, KPI, OWNER, SEGMENT, RisksReport
from kamctl.insight.spelling import Speller
from kamctl.plan import shape
from kamctl.plan.shape import PERSON
from kamctl.words import Sentence, count, listing, say

ROW_COLUMNS = (
    Column("client", "Client", PLAIN, 1),
    Column("risk", "Risk", PLAIN, 7),
    Column("what", "What", TEXT, 3),
    Column("period", "Period", PLAIN, 10),
    Column("probability", "Prob.", NUMBER, 4),
    Column("impact", "Impact", NUMBER, 5),
    Column("exposure", "Exposure", NUMBER, 2),
    Column("status", "", PLAIN, shown=False),
    Column("owner", "Owner", PLAIN, 8),
    Column("review", "Review", PLAIN, 6),
    Column("overdue", "", PLAIN, shown=False),
)
NUMBER_COLUMN = Column("number", "No.", NUMBER, 0)

_TOTAL_COLUMNS = (
    Column("sales_plan", "Sales plan", NUMBER, 7, spare=True),
    Column("exposure", "Exposure", NUMBER, 1),
    Column("worst_case", "Worst case", NUMBER, 3),
    Column("plan_at_risk", "Of plan", NUMBER, 2),
    Column("p50", "p50", NUMBER, 6, spare=True),
    Column("p80", "p80", NUMBER, 4),
    Column("p95", "p95", NUMBER, 5),
    Column("risks", "Risks", NUMBER, 8, spare=True),
    Column("exact", "", PLAIN, shown=False),
    Column("bound", "±", NUMBER, 9),
)
_CLIENT_COLUMN = Column("client", "Client", PLAIN, 0)

TITLES = {"client": "Client", KAM: "KAM", SEGMENT: "Segment", CAUSE: "Cause", KPI: "KPI", OWNER: "Owner"}
"""What risks are put together by, as people call it."""

_ALERTS = ("red-kpi", "overdue-debt", "credit-overrun", "activity-overdue")

SIGNAL_COLUMNS = (
    Column("client", "Client", GROUP, 2),
    Column("signal", "Signal", PLAIN, 1),
    Column("message", "", TEXT, 0),
)


def risk_table(report: RisksReport) -> Table:
    """A row for each open risk."""
    return Table("rows", ROW_COLUMNS, tuple(_risk(held, report) for held in report.risks))


def numbered(table: Table, report: RisksReport) -> Table:
    """The same with the number by which the map knows a risk, in the colour of its cell."""
    rows = []
    for number, (row, place) in enumerate(zip(table.rows, report.map.places, strict=True), 1):
        tone = gravity(place.probability, place.impact) if place is not None else ""
        rows.append((Value(str(number), number, tone), *row))
    return Table(table.key, (NUMBER_COLUMN, *table.columns), tuple(rows))


def _risk(held: OpenRisk, report: RisksReport) -> Row:
    risk = held.risk
    review = spelling.day(risk.review)
    if review is not None and held.overdue:
        review = Value(f"{review.text}, overdue", review.data, ALERT)
    return (
        Value(held.client, held.client),
        Value(held.id, held.id),
        spelling.words(risk.what),
        None if held.period is None else Value(held.period.name, held.period.name),
        spelling.percent(risk.probability),
        spelling.impact(risk.impact.share, held.impact),
        spelling.rounded_money(held.exposure),
        Value("", "open"),
        Speller(report.schema, held.entry.plan).value(shape.Leaf(PERSON), risk.owner),
        review,
        Value("", held.overdue),
    )


def totals_table(report: RisksReport) -> Table:
    """A row for each plan, and what they make together."""
    rows = tuple((Value(entry.client, entry.client), *_totals(totals)) for entry, totals in report.plans)
    whole = (Value(count(len(rows), "plan"), None), *_totals(report.portfolio))
    return Table("totals", (_CLIENT_COLUMN, *_TOTAL_COLUMNS), rows, whole)


def group_table(report: RisksReport) -> Table:
    """A row for each group that was asked for."""
    by = report.by or CAUSE
    rows = tuple((_common(by, group.value, report), *_totals(group.totals)) for group in report.groups)
    return Table("groups", (Column(by, TITLES[by], PLAIN, 0), *_TOTAL_COLUMNS), rows)


def _totals(totals: Totals) -> Row:
    loss = totals.loss
    share = totals.plan_at_risk
    bound = spelling.rounded_money(loss.bound)
    return (
        spelling.rounded_money(totals.sales_plan),
        spelling.rounded_money(totals.exposure),
        spelling.rounded_money(totals.worst_case),
        None if share is None else spelling.ratio(totals.exposure, totals.sales_plan),
        spelling.rounded_money(loss.p50),
        spelling.rounded_money(loss.p80),
        spelling.rounded_money(loss.p95),
        Value(str(totals.number), totals.number),
        Value("", loss.exact),
        Value("", 0) if loss.exact else bound,
    )


def _common(by: str, value: str | None, report: RisksReport) -> Value:
    """What a group has in common."""
    if value is None:
        return Value(f"(no {TITLES[by] if by == KAM else by})", None)
    if by in (KAM, OWNER) and value in report.schema.people:
        return Value(report.schema.people[value].name, value)
    if by == KPI:
        kpi = report.schema.kpi(value)
        return Value((kpi.title if kpi else None) or ("Sales" if value == "sales" else value), value)
    return Value(value, value)


def signal_tone(name: str) -> str:
    """How a signal looks: what has happened already asks for attention."""
    return ALERT if name in _ALERTS else WATCH


def signal_table(report: RisksReport) -> Table:
    """A row for each signal."""
    rows = tuple(
        (
            Value(each.client, each.client),
            Value(each.name, each.name, signal_tone(each.name)),
            Value(str(each.message), str(each.message)),
        )
        for each in report.signals
    )
    return Table("signals", SIGNAL_COLUMNS, rows)


_SIZE = {
    (True, True): (
        "{risks} in {plans}: exposure {exposure}, {share} of the sales plan; worst case {worst}, if it happens."
    ),
    (True, False): "{risks} in {plans}: exposure {exposure}; worst case {worst}, if it happens.",
    (False, True): (
        "{risks} in {plans}: exposure {exposure}, {share} of the sales plan; worst case {worst}, if all of them happen."
    ),
    (False, False): "{risks} in {plans}: exposure {exposure}; worst case {worst}, if all of them happen.",
}
"""What one risk or several come to, with or without a sales plan to measure them by."""


def summary(report: RisksReport) -> Iterator[Sentence]:
    """What one wants to know before anything else."""
    whole = report.portfolio
    if not report.plans:
        yield say("There is no plan to show.")
        return
    plans = count(len(report.plans), "plan")
    if not report.risks:
        yield say("There is no open risk in {plans}.", plans=plans)
        return
    told = {
        "risks": count(whole.number, "open risk"),
        "plans": plans,
        "exposure": _text(spelling.rounded_money(whole.exposure)),
        "share": _text(spelling.ratio(whole.exposure, whole.sales_plan)),
        "worst": _text(spelling.rounded_money(whole.worst_case)),
    }
    yield say(_SIZE[whole.number == 1, whole.plan_at_risk is not None], **told)
    yield _loss(whole)
    if whole.unknown:
        yield say("{risks} of no known impact: not in these figures.", risks=count(whole.unknown, "open risk"))
    if report.largest is not None:
        held = report.largest
        size = _text(spelling.rounded_money(held.exposure))
        yield say("The largest is {risk} of {client}: {size}.", risk=held.id, client=held.client, size=size)


def _loss(totals: Totals) -> Sentence:
    """The three amounts, what they mean, and how good they are."""
    loss = totals.loss
    told = {
        "p50": _text(spelling.rounded_money(loss.p50)),
        "p80": _text(spelling.rounded_money(loss.p80)),
        "p95": _text(spelling.rounded_money(loss.p95)),
        "bound": _text(spelling.rounded_money(loss.bound)),
    }
    if loss.exact:
        return say(
            "The loss is at most {p50} with a probability of 50% (p50), {p80} with 80%, {p95} with 95%: exactly, if "
            "risks with one cause happen together and all others independently.",
            **told,
        )
    return say(
        "The loss is at most {p50} with a probability of 50% (p50), {p80} with 80%, {p95} with 95%, each ±{bound} at "
        "most, if risks with one cause happen together and all others independently.",
        **told,
    )


def lists(report: RisksReport) -> list[Listing]:
    """What asks for attention, each kind with its risks in a row; those that are empty have no items."""
    return [
        _listing("reviews_overdue", "Review overdue", report.overdue, dated=True),
        _listing("no_response", "No response", report.unanswered),
        _listing("unknown_impact", "Impact not known, nothing is planned for its period", report.unmeasured),
        _listing("off_the_map", "Not on the map, the plan has no sales plan", report.off_the_map),
    ]


def _listing(key: str, title: str, risks: Iterable[OpenRisk], *, dated: bool = False) -> Listing:
    """These risks by their ids, with the day on which they were to be looked at."""
    items = []
    for held in risks:
        since = f" ({held.risk.review})" if dated else ""
        items.append(Value(f"{held.id} of {held.client}{since}", {"client": held.client, "risk": held.id}))
    return Listing(key, title, tuple(items))


def unknown_signals(report: RisksReport) -> Sentence | None:
    """A sentence about the signals that are not known; None where all are."""
    if not report.unknown_signals:
        return None
    return say("Not known without the whole history in git: {signals}.", signals=listing(report.unknown_signals))


def _text(value: Value | None) -> str:
    return "" if value is None else value.text
