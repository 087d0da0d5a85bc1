"""Did the promotions pay? Each planned against actual, what it took, the verdict in words, and all of them together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kamctl.insight import spelling
from kamctl.insight.portfolio import Basis, Entry, Portfolio
from kamctl.insight.promotion import (
    JUDGED,
    LOST,
    OPEN,
    PAID,
    PLANNED,
    RUNNING,
    UNKNOWN,
    Outcome,
    break_even_uplift,
    missing,
    outcome,
    verdict,
)
from kamctl.insight.report import ALERT, GOOD, HEADING, NUMBER, PLAIN, WATCH, Column, Row, Table, Value
from kamctl.insight.totals import sum_of
from kamctl.plan.model import Promotion
from kamctl.plan.quantity import percent_text

READS = ("promotions",)
"""What the report looks at in a plan."""

SIDES = ("planned", "actual")
FIGURES = ("turnover", "uplift", "incremental_margin", "profit", "roi")
"""The members of each side of a row; a column for programs is called `planned_roi`."""

COLUMNS = (
    *(Column(key, key) for key in ("client", "promotion", "from", "to", "basis", "baseline", "margin", "cost")),
    Column("break_even_uplift", "break_even_uplift"),
    *(Column(f"{side}_{figure}", f"{side}_{figure}") for side in SIDES for figure in FIGURES),
)
VERDICT_COLUMNS = (Column("verdict", "verdict"), Column("note", "note"))

SIDE_COLUMNS = (
    Column("promotion", "Promotion", HEADING),
    Column("side", "", PLAIN, 0),
    Column("turnover", "Turnover", NUMBER, 3),
    Column("uplift", "Uplift", NUMBER, 4),
    Column("incremental_margin", "Margin of it", NUMBER, 5),
    Column("profit", "Profit", NUMBER, 1),
    Column("roi", "ROI", NUMBER, 2),
    # The widest is the first that finds no place, so that all four stand beside each other or below.
    Column("baseline", "Baseline", NUMBER, 7),
    Column("margin", "Margin", NUMBER, 8),
    Column("cost", "Cost", NUMBER, 9),
    Column("break_even_uplift", "Break-even uplift", NUMBER, 6),
)
TOTAL_COLUMNS = (
    Column("of", "Together", PLAIN, 0),
    Column("promotions", "Promotions", NUMBER, 4),
    Column("cost", "Cost", NUMBER, 3),
    Column("profit", "Profit", NUMBER, 1),
    Column("roi", "ROI", NUMBER, 2),
)

_TONES = {PAID: GOOD, LOST: ALERT, OPEN: WATCH, UNKNOWN: WATCH, RUNNING: "", PLANNED: ""}


@dataclass(frozen=True, slots=True)
class Promo:
    """Promotions by client, first day and id.

    `promotions` has one a row, for programs; its last columns are the verdict and why it is none. `sides` says the
    same for people, a row for the plan and one for what came of it. `totals` are sums over those judged (ended, and
    their profit known) as planned and as they came out, and over all that have a plan.
    """

    basis: Basis
    promotions: Table
    sides: Table
    totals: Table


@dataclass(frozen=True, slots=True)
class _Told:
    """A promotion with what follows from it."""

    client: str
    name: str
    promotion: Promotion
    planned: Outcome
    actual: Outcome
    break_even: Decimal | None
    verdict: str
    note: str


def promo(portfolio: Portfolio) -> Promo:
    """The report over all promotions of these plans."""
    told = [each for entry in portfolio.plans for each in _told(entry, portfolio)]
    told.sort(key=lambda each: (each.client, each.promotion.starts, each.name))
    return Promo(
        portfolio.basis(READS),
        Table("rows", (*COLUMNS, *VERDICT_COLUMNS), tuple(_row(each) for each in told)),
        Table("sides", SIDE_COLUMNS, tuple(row for each in told for row in _sides(each))),
        Table("totals", TOTAL_COLUMNS, tuple(_totals(told))),
    )


def _told(entry: Entry, portfolio: Portfolio) -> Iterator[_Told]:
    for name, promotion in (entry.plan.promotions or {}).items():
        judgement = verdict(promotion, portfolio.today)
        yield _Told(
            client=entry.client,
            name=name,
            promotion=promotion,
            planned=outcome(promotion, promotion.planned),
            actual=outcome(promotion, promotion.actual),
            break_even=break_even_uplift(promotion),
            verdict=judgement,
            note="; ".join(_notes(entry, name, promotion, judgement)),
        )


def _notes(entry: Entry, name: str, promotion: Promotion, judgement: str) -> Iterator[str]:
    """Why something cannot be told of a promotion, in words that follow its verdict."""
    lacking = [*missing(promotion)]
    if promotion.planned is None and judgement in (PLANNED, RUNNING):
        lacking.append("planned")
    unread = [field for field in lacking if entry.document.has(("promotions", name, field))]
    if gone := [field for field in lacking if field not in unread]:
        yield f"{_fields(gone)} {'is' if len(gone) == 1 else 'are'} missing"
    if unread:
        yield f"{_fields(unread)} cannot be read"
    if promotion.margin is not None and promotion.margin <= 0 and promotion.cost:
        yield f"at a margin of {percent_text(promotion.margin)} no uplift pays for it"
    if not promotion.cost:
        yield "it costs nothing, so that it has no ROI"


def _fields(names: Sequence[str]) -> str:
    said = [f"the {'planned turnover' if name == 'planned' else name}" for name in names]
    return " and ".join(filter(None, [", ".join(said[:-1]), said[-1]]))


def _row(told: _Told) -> Row:
    promotion = told.promotion
    return (
        spelling.words(told.client),
        spelling.words(told.name),
        spelling.day(promotion.starts),
        spelling.day(promotion.ends),
        spelling.words(promotion.basis),
        *_terms(told),
        *_figures(told.planned, promotion.cost),
        *_figures(told.actual, promotion.cost),
        _verdict(told),
        spelling.words(told.note or None),
    )


def _terms(told: _Told) -> Row:
    """What a promotion takes: baseline, margin, cost, break-even uplift."""
    promotion = told.promotion
    return (
        spelling.money(promotion.baseline),
        spelling.percent(promotion.margin),
        spelling.money(promotion.cost),
        spelling.rounded_money(told.break_even),
    )


def _figures(side: Outcome, cost: Decimal) -> Row:
    return (
        spelling.money(side.turnover),
        spelling.money(side.uplift),
        spelling.rounded_money(side.incremental_margin),
        spelling.rounded_money(side.profit),
        spelling.ratio(side.profit, cost),
    )


def _verdict(told: _Told) -> Value:
    return Value(told.verdict, told.verdict, _TONES[told.verdict])


def _sides(told: _Told) -> Iterator[Row]:
    """A row for each side of which something is known, one at least; what the promotion takes stands in the last."""
    promotion = told.promotion
    days = f"{promotion.starts} to {promotion.ends}"
    about = f"{days}, {promotion.basis}" if promotion.basis else days
    said = told.verdict + (f"{':' if told.verdict == UNKNOWN else ';'} {told.note}" if told.note else "")
    heading = Value(f"{told.client}: {told.name}, {about}: {said}", told.verdict, _TONES[told.verdict])
    sides = [("planned", told.planned), ("actual", told.actual)]
    known = [(name, side) for name, side in sides if side.turnover is not None] or sides[:1]
    for name, side in known:
        terms = _terms(told) if side is known[-1][1] else (None,) * 4
        yield (heading, Value(name, name), *_figures(side, promotion.cost), *terms)


def _totals(told: Sequence[_Told]) -> Iterator[Row]:
    """The sums, where there is more than one promotion to add up."""
    if len(told) < 2:
        return
    judged = [each for each in told if each.verdict in JUDGED]
    yield from _total(
        Value("judged, as planned", "judged_planned"), [(each.promotion.cost, each.planned) for each in judged]
    )
    yield from _total(Value("judged, actual", "judged_actual"), [(each.promotion.cost, each.actual) for each in judged])
    yield from _total(Value("all, as planned", "all_planned"), [(each.promotion.cost, each.planned) for each in told])


def _total(of: Value, sides: Sequence[tuple[Decimal, Outcome]]) -> Iterator[Row]:
    """The sums over those whose profit is known; none where it is of none of them."""
    known = [(cost, side.profit) for cost, side in sides if side.profit is not None]
    cost, profit = sum_of(cost for cost, _ in known), sum_of(profit for _, profit in known)
    if known:
        yield (
            of,
            Value(str(len(known)), len(known)),
            spelling.money(cost),
            spelling.rounded_money(profit),
            spelling.ratio(profit, cost),
        )
