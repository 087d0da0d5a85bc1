"""Sales and each KPI have figures of one length, which is the checkpoint's or shorter.

A figure for the whole year says in December that the year is lost; by the quarter one sees it in April. And where
quarters and months stand side by side, the same days may be counted twice. The length is `checkpoint` in
`schema/format.yaml`. Among figures of several allowed lengths, those of the most common one are taken to be meant
(where two are as common, the longer), and the others are found.

Bad:

    sales:
      2026: {plan: 54000000}

Good:

    sales:
      2026-Q1: {plan: 12000000, actual: 11400000}
      2026-Q2: {plan: 13500000}
      2026-Q3: {plan: 13500000}
      2026-Q4: {plan: 15000000}
"""

from __future__ import annotations

from collections.abc import Iterator

from kamctl.lint.rule import PERIODS, Context, Options, Problem, Rule, Subject
from kamctl.plan.figures import FiguresPath, figure_groups
from kamctl.plan.model import Plan
from kamctl.plan.period import MONTHS, Calendar, Period
from kamctl.words import listing, say


def check(plan: Plan, subject: Subject, context: Context, options: Options) -> Iterator[Problem]:
    checkpoint = context.schema.format.checkpoint
    if checkpoint is None:
        return
    for path, figures in figure_groups(plan):
        kinds = {period.kind for period in figures}
        if len(kinds) < 2 and (not kinds or checkpoint in kinds):
            continue
        allowed = []
        for period in figures:
            if MONTHS[period.kind] > MONTHS[checkpoint]:
                yield _too_long(subject, path, period, checkpoint, context.schema.calendar)
            else:
                allowed.append(period)
        yield from _mixed(subject, path, allowed, context.schema.calendar)


def _too_long(subject: Subject, path: FiguresPath, period: Period, checkpoint: str, calendar: Calendar) -> Problem:
    message = say(
        "The figure for {period} covers a {kind}, but results are recorded by the {checkpoint}.",
        period=period,
        kind=period.kind,
        checkpoint=checkpoint,
    )
    parts = listing((part.name for part in calendar.parts(period, checkpoint)), most=12)
    return subject.problem((*path, period), message, say("Split it into {parts}.", parts=parts), key=True)


def _mixed(subject: Subject, path: FiguresPath, periods: list[Period], calendar: Calendar) -> Iterator[Problem]:
    kinds = [period.kind for period in periods]
    if len(set(kinds)) < 2:
        return
    usual = max(set(kinds), key=lambda kind: (kinds.count(kind), MONTHS[kind]))
    for period in periods:
        if period.kind == usual:
            continue
        message = say(
            "The figure for {period} covers a {kind}, and others of {kpi} cover a {usual}.",
            period=period,
            kind=period.kind,
            kpi=path[-1],
            usual=usual,
        )
        if MONTHS[period.kind] < MONTHS[usual]:
            hint = say("Write one figure for {whole}.", whole=calendar.containing(period.start, usual))
        else:
            parts = listing((part.name for part in calendar.parts(period, usual)), most=12)
            hint = say("Split it into {parts}.", parts=parts)
        yield subject.problem((*path, period), message, hint, key=True)


RULE = Rule("wrong-checkpoint", PERIODS, __doc__, check=check)
