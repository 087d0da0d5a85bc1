"""Who is paid by the month, or plans by the month, has no strategy.

A month rewards the order that was pulled forward and punishes the work whose result shows next year. So no KPI is
paid by the month, and a plan looks further than a month. Watching figures by the month is fine: that is the
checkpoint.

Bad:

    # schema/format.yaml
    horizon: quarter
    checkpoint: month
    # schema/kpis.yaml
    shelf-share: {title: Share of shelf, unit: percent, better: higher, total: last, paid: month}
    # plans/client.yaml
    period: 2026-Q2
    sales:
      2026-04: {plan: 4000000, actual: 4100000}
      2026-05: {plan: 4000000}
      2026-06: {plan: 5500000}

Good:

    # schema/format.yaml
    horizon: quarter
    checkpoint: month
    # schema/kpis.yaml
    shelf-share: {title: Share of shelf, unit: percent, better: higher, total: last, paid: quarter}
    # plans/client.yaml
    period: 2026-Q2
    sales:
      2026-04: {plan: 4000000, actual: 4100000}
      2026-05: {plan: 4000000}
      2026-06: {plan: 5500000}
"""

from __future__ import annotations

from collections.abc import Iterator

from kamctl.lint.finding import WARNING
from kamctl.lint.rule import SCHEMA, Context, Options, Problem, Rule, Subject
from kamctl.plan.period import MONTH
from kamctl.plan.schema_model import FORMAT, KPIS
from kamctl.words import say


def check_schema(context: Context, options: Options) -> Iterator[Problem]:
    schema = context.schema
    if schema.format.horizon == MONTH:
        message = say("Plans look one month ahead: planning by the month means no strategy.")
        hint = say("Write a longer horizon; results can still be recorded by the month (checkpoint: month).")
        yield Subject(None, schema.documents[FORMAT]).problem(("horizon",), message, hint)
    for name, kpi in schema.kpis.items():
        if kpi.paid == MONTH:
            message = say("{kpi} is paid by the month: paid by the month means no strategy.", kpi=name)
            hint = say("Pay it by the quarter or longer, or leave paid out: then it is watched and not paid.")
            yield Subject(None, schema.documents[KPIS]).problem((name, "paid"), message, hint)


RULE = Rule("short-horizon", SCHEMA, __doc__, severity=WARNING, check_schema=check_schema)
