"""A KPI of a plan as a chart: for each period what was planned, what came of it, and where it should be by now.

All places are worked out here, in the units of the picture; the template draws them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kamctl.insight.kpi import Measure, measure
from kamctl.insight.status import StatusRow
from kamctl.insight.status_tables import figure, in_words, kpi_name, pace, status_word
from kamctl.insight.totals import by_time
from kamctl.plan.model import Figure
from kamctl.plan.period import Period
from kamctl.plan.schema_model import Kpi
from kamctl.site.grid import text_of
from kamctl.words import Sentence, say

WIDTH, HEIGHT = 320, 150
_LEFT, _RIGHT, _TOP, _BOTTOM = 4, 4, 14, 20
_WIDEST_SLOT = 78  # four quarters fill the picture
_PLANNED_SHARE, _ACTUAL_SHARE = Decimal("0.72"), Decimal("0.44")
_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle, in units of the picture."""

    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class Step:
    """A period in a chart: its name under the middle `x`, the bars of plan and actual, the mark of what is due."""

    label: str
    x: str
    planned: Bar | None
    actual: Bar | None
    due: Bar | None
    words: Sentence


@dataclass(frozen=True, slots=True)
class Chart:
    """A KPI's chart. `pace` and `status` are those of the period that the page tells of."""

    kpi: str
    title: str
    status: str
    tone: str
    pace: str
    steps: tuple[Step, ...]
    base: str
    """How far down the line of 0 lies."""
    most: str
    """The largest figure, which the top line stands for."""


def chart_of(row: StatusRow, figures: Mapping[Period, Figure], today: date) -> Chart | None:
    """The chart of a KPI; None where there is nothing to draw."""
    told = [(period, measure({period: each}, period, row.definition, today)) for period, each in by_time(figures)]
    values = [value for _, found in told for value in (found.plan, found.actual, found.due) if value is not None]
    if not values:
        return None
    scale = _Scale(min(_NOTHING, *values), max(_NOTHING, *values), len(told))
    state, speed = status_word(row.measure.status), pace(row.measure.pace, row.measure.status)
    return Chart(
        kpi=row.kpi,
        title=kpi_name(row.kpi, row.definition).text,
        status=state.text,
        tone=state.tone,
        pace=in_words(speed) if speed is not None else "",
        steps=tuple(_steps(told, row.definition, scale)),
        base=scale.base,
        most=text_of(figure(max(_NOTHING, *values), row.definition.unit)),
    )


class _Scale:
    """From figures and places in a row to places in the picture."""

    def __init__(self, least: Decimal, most: Decimal, number: int) -> None:
        self._most = most
        self._range = most - least or Decimal(1)
        self._slot = min(Decimal(WIDTH - _LEFT - _RIGHT) / number, Decimal(_WIDEST_SLOT))
        self._room = Decimal(HEIGHT - _TOP - _BOTTOM)
        self.base = _short(self._y(_NOTHING))

    def middle(self, place: int) -> Decimal:
        return _LEFT + self._slot * (place + Decimal("0.5"))

    def bar(self, place: int, value: Decimal | None, share: Decimal) -> Bar | None:
        if value is None:
            return None
        width = self._slot * share
        top, foot = sorted((self._y(value), self._y(_NOTHING)))
        left = self.middle(place) - width / 2
        return Bar(_short(left), _short(top), _short(width), _short(max(foot - top, Decimal(1))))

    def mark(self, place: int, value: Decimal | None) -> Bar | None:
        """A thin line across the place of a period."""
        if value is None:
            return None
        width = self._slot * Decimal("0.86")
        return Bar(_short(self.middle(place) - width / 2), _short(self._y(value) - 1), _short(width), "2")

    def _y(self, value: Decimal) -> Decimal:
        return _TOP + self._room * (self._most - value) / self._range


def _steps(told: Sequence[tuple[Period, Measure]], definition: Kpi, scale: _Scale) -> Iterator[Step]:
    years = {period.name[:4] for period, _ in told}
    year = f"{years.pop()}-" if len(years) == 1 else ""  # what all have in common need not stand under each
    for place, (period, found) in enumerate(told):
        # Where a period is over, all of its plan is due: a mark would say nothing.
        due = found.due if found.due != found.plan else None
        yield Step(
            label=period.name.removeprefix(year),
            x=_short(scale.middle(place)),
            planned=scale.bar(place, found.plan, _PLANNED_SHARE),
            actual=scale.bar(place, found.actual, _ACTUAL_SHARE),
            due=scale.mark(place, due),
            words=_told(period, found, definition),
        )


def _told(period: Period, found: Measure, definition: Kpi) -> Sentence:
    unit = definition.unit
    facts = {
        "period": period.name,
        "plan": text_of(figure(found.plan, unit)),
        "actual": text_of(figure(found.actual, unit)),
        "due": text_of(figure(found.due, unit)),
    }
    if found.actual is None:
        return say("{period}: plan {plan}, no actual yet.", **facts)
    if found.plan is None:
        return say("{period}: no plan, actual {actual}.", **facts)
    if found.due is None or found.due == found.plan:
        return say("{period}: plan {plan}, actual {actual}.", **facts)
    return say("{period}: plan {plan}, actual {actual}, due by now {due}.", **facts)


def _short(number: Decimal) -> str:
    """A place in the picture, to a tenth of its unit."""
    text = f"{number:.1f}"
    return text.removesuffix(".0")
