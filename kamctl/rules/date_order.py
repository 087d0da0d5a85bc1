"""Dates run forward: what ends after it began, notes with the newest last, figures as of a day of their period.

A promotion that ends before it begins, or a note out of its place, is a slip of the hand that makes every
later figure of it wrong.

Bad:

    promotions:
      spring-multibuy: {from: 2026-04-14, to: 2026-04-01, cost: 300000}

Good:

    promotions:
      spring-multibuy: {from: 2026-04-01, to: 2026-04-14, cost: 300000}
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from kamctl.lint.rule import CONTENT, Context, Options, Problem, Rule, Subject
from kamctl.plan.figures import figure_groups
from kamctl.plan.model import Note, Plan
from kamctl.plan.quantity import day
from kamctl.words import say


def check(plan: Plan, subject: Subject, context: Context, options: Options) -> Iterator[Problem]:
    for name, promotion in (plan.promotions or {}).items():
        if promotion.ends < promotion.starts:
            message = say("The promotion {name} ends on {end}, before it begins.", name=name, end=promotion.ends)
            hint = say("It begins on {start}; swap the two dates or mend one.", start=promotion.starts)
            yield subject.problem(("promotions", name, "to"), message, hint)
    if plan.history:
        dates = _dates(plan.history, subject)
        for (_, earlier), (index, later) in pairwise(dates):
            if later < earlier:
                message = say("The note of {date} stands after one of {earlier}.", date=later, earlier=earlier)
                hint = say("The newest note stands last; move it up.")
                yield subject.problem(("history", index, "date"), message, hint)
    yield from _figures(plan, subject)


def _dates(notes: list[Note], subject: Subject) -> list[tuple[int, date]]:
    """The dates of the notes, each with the place of its note in the file."""
    written = subject.document.value(("history",))
    if not isinstance(written, list) or len(written) == len(notes):
        return [(index, note.date) for index, note in enumerate(notes)]
    # Notes that could not be read are left out of a plan, so those behind them stand further down in the file.
    found = [(index, day(str(note.get("date")))) for index, note in enumerate(written) if isinstance(note, dict)]
    return [(index, when) for index, when in found if when is not None]


def _figures(plan: Plan, subject: Subject) -> Iterator[Problem]:
    for path, figures in figure_groups(plan):
        for period, figure in figures.items():
            if figure.as_of is not None and not period.has_day(figure.as_of):
                message = say("The day {day} is no day of {period}.", day=figure.as_of, period=period)
                hint = say(
                    "Write the last day that the actual covers, from {first} to {last}, or leave as_of out.",
                    first=period.start,
                    last=period.last_day,
                )
                yield subject.problem((*path, period, "as_of"), message, hint)


RULE = Rule("date-order", CONTENT, __doc__, check=check)
