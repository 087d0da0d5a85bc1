"""How the lines of a file that are of one period make its figure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from kamctl.plan import quantity
from kamctl.plan.period import Period
from kamctl.plan.schema_model import Kpi
from kamctl.plan.shape import PERCENT
from kamctl.words import Sentence, say


class Item(NamedTuple):
    """A line that was understood: its number, its value, the last day that it is of, and its period if it names one."""

    line: int
    value: Decimal
    when: date
    named: Period | None = None


class Doubt(NamedTuple):
    """Why the lines of a period make no figure, and the line that shows it."""

    line: int
    message: Sentence


def added(items: Sequence[Item], kpi: Kpi) -> Decimal | Doubt:
    """What the lines of a period make, as the catalogue says its periods make a longer one; in the unit of the KPI."""
    twice = _twice(items)
    if twice is not None:
        return twice
    if kpi.total == "sum":
        return sum((item.value for item in items), Decimal(0))
    if kpi.total == "mean":
        mean = sum((item.value for item in items), Decimal(0)) / len(items)
        return quantity.rounded(mean, 4 if kpi.unit == PERCENT else 2)
    last = max(item.when for item in items)
    of_last = [item for item in items if item.when == last]
    if len({item.value for item in of_last}) > 1:
        line = max(item.line for item in of_last)
        return Doubt(line, say("There are several figures for {day}, and only the last one counts.", day=last))
    return of_last[0].value


def _twice(items: Sequence[Item]) -> Doubt | None:
    """That a period is told of as well as a longer one that it is a part of, so that its days would count twice."""
    periods = {item.named: item.line for item in items if item.named is not None}
    by_time = sorted(periods, key=lambda period: (period.start, -period.end.toordinal()))
    for longer, shorter in pairwise(by_time):
        if longer.overlaps(shorter):
            message = say("There are figures of {longer} as well as of {shorter}.", longer=longer, shorter=shorter)
            return Doubt(periods[shorter], message)
    return None
