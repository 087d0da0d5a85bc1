"""Sales and each KPI are planned for every checkpoint, so that a quarter nobody thought of does not look like success.

One finding for each names all checkpoints of the plan's period (`checkpoint` in `schema/format.yaml`) for which
nothing is planned; a figure for a part of the checkpoint is enough. What is a finding of another rule is not said
twice: a paid period without any plan figure (`kpi-gap`), and a checkpoint that a longer figure covers
(`wrong-checkpoint`). A plan that is shorter than the checkpoint has none.

Bad:

    sales:
      2026-Q1: {plan: 12000000, actual: 11400000}
      2026-Q2: {plan: 13500000}
      2026-Q4: {plan: 15000000}

Good:

    sales:
      2026-Q1: {plan: 12000000, actual: 11400000}
      2026-Q2: {plan: 13500000}
      2026-Q3: {plan: 13500000}
      2026-Q4: {plan: 15000000}
"""

from __future__ import annotations

from collections.abc import Iterator

from kamctl.lint.finding import OFF, WARNING
from kamctl.lint.rule import PERIODS, Context, Options, Problem, Rule, Subject
from kamctl.plan.figures import Figures, FiguresPath, figure_groups, paid_gaps, unplanned
from kamctl.plan.model import Plan
from kamctl.plan.period import MONTHS, Period
from kamctl.words import listing, say


def check(plan: Plan, subject: Subject, context: Context, options: Options) -> Iterator[Problem]:
    schema, period = context.schema, plan.period
    checkpoint = schema.format.checkpoint
    if period is None or checkpoint is None or MONTHS[period.kind] < MONTHS[checkpoint]:
        return
    parts = schema.calendar.parts(period, checkpoint)
    for path, figures in figure_groups(plan):
        lacking = unplanned(parts, path, figures, subject.document, schema.calendar)
        if not lacking or not (lacking := _said_nowhere_else(lacking, period, path, figures, subject, context)):
            continue
        message = say(
            "{kpi} has no plan figure for {periods}.", kpi=path[-1], periods=listing(map(str, lacking), most=12)
        )
        hint = say("Add what is planned, such as {period}: {{plan: …}}.", period=lacking[0])
        yield subject.problem(path, message, hint, key=True)


def _said_nowhere_else(
    lacking: list[Period], period: Period, path: FiguresPath, figures: Figures, subject: Subject, context: Context
) -> list[Period]:
    schema = context.schema
    setting = schema.rules.get("kpi-gap")
    gaps: list[Period] = []
    if setting is None or setting.severity != OFF:
        _, gaps = paid_gaps(period, path, figures, subject.document, schema)
    longer = [span for span, figure in figures.items() if figure.plan is not None]
    return [part for part in lacking if not any(span.holds(part) for span in (*gaps, *longer))]


RULE = Rule("missing-checkpoint", PERIODS, __doc__, severity=WARNING, check=check)
