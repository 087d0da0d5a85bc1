"""A product is not added where it is listed already, and not added and dropped in one period.

Either one of the two lines is old and was forgotten, or two people want different things; orders and forecasts go
by what stands here.

Bad:

    assortment:
      listed: [yoghurt-150, kefir-1l]
      add: {kefir-1l: 2026-Q3}

Good:

    assortment:
      listed: [yoghurt-150, kefir-1l]
      add: {cheese-200: 2026-Q3}
"""

from __future__ import annotations

from collections.abc import Iterator

from kamctl.lint.rule import CONTENT, Context, Options, Problem, Rule, Subject
from kamctl.plan.model import Plan
from kamctl.words import say


def check(plan: Plan, subject: Subject, context: Context, options: Options) -> Iterator[Problem]:
    assortment = plan.assortment
    if assortment is None or not assortment.add:
        return
    listed = frozenset(assortment.listed or ())
    for product in assortment.add:
        if product in listed:
            message = say("{product} is to be added, but is listed already.", product=product)
            hint = say("Take it out of add, or out of listed if the client does not buy it yet.")
            yield subject.problem(("assortment", "add", product), message, hint, key=True)
    for product, period in (assortment.drop or {}).items():
        if assortment.add.get(product) == period:
            message = say("{product} is added and dropped in {period}.", product=product, period=period)
            yield subject.problem(("assortment", "drop", product), message, say("Take one of the two out."))


RULE = Rule("assortment-conflict", CONTENT, __doc__, check=check)
