"""What a plan wants done: rules, reports and the agenda ask here, so that they agree on what is open.

A value that stands in the file and could not be read has a finding of its own; nobody is asked for it a second time.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kamctl.plan.document import Document
from kamctl.plan.figures import FiguresPath, figure_groups
from kamctl.plan.model import Activity, Figure, Plan, Risk
from kamctl.plan.period import Period


def open_activities(plan: Plan, document: Document) -> Iterator[tuple[str, Activity]]:
    """The activities that are not done, by id."""
    for name, activity in (plan.activities or {}).items():
        if activity.done is None and not document.has(("activities", name, "done")):
            yield name, activity


def open_risks(plan: Plan) -> Iterator[tuple[str, Risk]]:
    """The risks that may still happen, by id; a status that could not be read rules none out."""
    return ((name, risk) for name, risk in (plan.risks or {}).items() if risk.is_open)


def reviews(plan: Plan, document: Document) -> Iterator[tuple[str, Risk, date]]:
    """The open risks that will be looked at again, by id, and on which day."""
    for name, risk in open_risks(plan):
        if risk.review is not None and (risk.status is not None or not document.has(("risks", name, "status"))):
            yield name, risk, risk.review


def unrecorded(plan: Plan, document: Document) -> Iterator[tuple[FiguresPath, Period, Figure]]:
    """The planned figures whose last word is not written yet: no actual, or one as of a day before the period's last.

    Each with the path of its figures and its period, which need not be over.
    """
    for path, figures in figure_groups(plan):
        for period, figure in figures.items():
            if figure.plan is None:
                continue
            if figure.actual is None:
                open_ = not document.has((*path, period.name, "actual"))
            else:
                open_ = figure.as_of is not None and figure.as_of < period.last_day
            if open_:
                yield path, period, figure
