"""What is paid for has a plan, for every period that it is paid for.

A KPI that is paid by the year and planned for half of it is argued about in January. So a KPI is paid for the
horizon or for the checkpoint, the two lengths for which figures exist (`paid` in `schema/kpis.yaml`); a plan covers
one horizon; and each paid KPI that a plan names, sales too where `kpis.yaml` lists them as paid, has a plan figure
inside each period that it is paid for. Where the plan is shorter than that period, it has one somewhere.

Bad:

    kpis:
      shelf-share:
        2026-Q1: {actual: 19%}

Good:

    kpis:
      shelf-share:
        2026-Q1: {plan: 20%, actual: 19%}
        2026-Q2: {plan: 22%}
        2026-Q3: {plan: 22%}
        2026-Q4: {plan: 23%}
"""

from __future__ import annotations

from collections.abc import Iterator

from kamctl.lint.rule import PERIODS, Context, Options, Problem, Rule, Subject
from kamctl.plan.figures import figure_groups, paid_gaps
from kamctl.plan.model import Plan
from kamctl.plan.schema_model import KPIS
from kamctl.words import listing, say


def check_schema(context: Context, options: Options) -> Iterator[Problem]:
    schema = context.schema
    horizon, checkpoint = schema.format.horizon, schema.format.checkpoint
    if horizon is None or checkpoint is None:
        return  # what they should have been is a finding of its own
    for name, kpi in schema.kpis.items():
        if kpi.paid is None or kpi.paid in (horizon, checkpoint):
            continue
        message = say(
            "{kpi} is paid by the {paid}, but plans look one {horizon} ahead and have figures by the {checkpoint}.",
            kpi=name,
            paid=kpi.paid,
            horizon=horizon,
            checkpoint=checkpoint,
        )
        kinds = horizon if horizon == checkpoint else f"{horizon} or {checkpoint}"
        hint = say("Write {kinds}, or leave paid out: then it is watched and not paid.", kinds=kinds)
        yield Subject(None, schema.documents[KPIS]).problem((name, "paid"), message, hint)


def check(plan: Plan, subject: Subject, context: Context, options: Options) -> Iterator[Problem]:
    schema, period = context.schema, plan.period
    horizon = schema.format.horizon
    if period is None:
        return
    if horizon is not None and period.kind != horizon:
        message = say("The plan covers {period}, which is not one {horizon} long.", period=period, horizon=horizon)
        example = schema.calendar.containing(period.start, horizon)
        hint = say("Plans look one {horizon} ahead: write {example}.", horizon=horizon, example=example)
        yield subject.problem(("period",), message, hint)
    for path, figures in figure_groups(plan):
        paid, gaps = paid_gaps(period, path, figures, subject.document, schema)
        if gaps:
            message = say(
                "{kpi} is paid by the {paid} and has no plan figure for {periods}.",
                kpi=path[-1],
                paid=paid,
                periods=listing(map(str, gaps)),
            )
            # A figure for more than a checkpoint would be the next finding.
            first = schema.calendar.parts(gaps[0], schema.format.checkpoint or gaps[0].kind)[0]
            hint = say("Add what is planned, such as {period}: {{plan: …}}.", period=first)
            yield subject.problem(path, message, hint, key=True)


RULE = Rule("kpi-gap", PERIODS, __doc__, check=check, check_schema=check_schema)
