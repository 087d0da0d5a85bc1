"""Nobody has more than 100% of their time to give, over all plans of a day.

Each plan looks fine by itself; only together do they show that the promises cannot be kept. The rule adds up the
`share` of each person in all plans whose periods overlap. Each share that takes part in an overload is found, with
the days on which the sum is highest, and the plans that the rest of it comes from. All plans count, also when only
some are checked.

Bad:

    # plans/client.yaml
    team:
      kam-north: {role: KAM, share: 60%}
    # plans/other.yaml
    client: Other
    segment: B
    kam: kam-north
    period: 2026
    team:
      kam-north: {role: KAM, share: 50%}
    sales:
      2026-Q1: {plan: 1000000, actual: 1000000}
      2026-Q2: {plan: 1000000}
      2026-Q3: {plan: 1000000}
      2026-Q4: {plan: 1000000}

Good:

    # plans/client.yaml
    team:
      kam-north: {role: KAM, share: 60%}
    # plans/other.yaml
    client: Other
    segment: B
    kam: kam-north
    period: 2026
    team:
      kam-north: {role: KAM, share: 40%}
    sales:
      2026-Q1: {plan: 1000000, actual: 1000000}
      2026-Q2: {plan: 1000000}
      2026-Q3: {plan: 1000000}
      2026-Q4: {plan: 1000000}
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from kamctl.lint.finding import WARNING
from kamctl.lint.rule import CONTENT, Context, Options, Place, Problem, Rule, Subject
from kamctl.plan.period import Period
from kamctl.plan.quantity import percent_text
from kamctl.words import say

MOST_NAMED = 4
"""Other plans that a message names; how many more there are it says."""

Part = tuple[str, str, Period, Decimal, Place]
"""Whose share, in which client's plan, when, how much, and where it stands: all that is kept of a plan."""


class _Stretch(NamedTuple):
    """Days on which the same parts of a person's time are taken; `total` is their sum."""

    start: date
    end: date
    total: Decimal
    parts: list[Part]


def gather(subject: Subject, context: Context) -> list[Part] | None:
    plan = subject.plan
    if plan is None or plan.period is None or not plan.team:
        return None
    period, client, source, span = plan.period, subject.client or "", subject.source, subject.document.span
    return [
        (person, client, period, member.share, Place(source, *span(("team", person, "share"))))
        for person, member in plan.team.items()
        if member.share
    ] or None


def conclude(notes: list[list[Part]], context: Context, options: Options) -> Iterator[Problem]:
    by_person: dict[str, list[Part]] = defaultdict(list)
    for note in notes:
        for part in note:
            by_person[part[0]].append(part)
    for person in sorted(by_person):
        parts = by_person[person]
        if len(parts) > 1 and sum(part[3] for part in parts) > 1:
            parts.sort(key=lambda part: (part[1], part[4].source.name))
            yield from _of_person(parts)


def _of_person(parts: list[Part]) -> Iterator[Problem]:
    overloads = [stretch for stretch in _stretches(parts) if stretch.total > 1]
    if not overloads:
        return
    worst: dict[Period, _Stretch | None] = {}  # plans of one period have the same worst days
    for part in parts:
        period = part[2]
        if period not in worst:
            inside = [stretch for stretch in overloads if period.has_day(stretch.start)]
            worst[period] = max(inside, key=lambda stretch: stretch.total, default=None)
        stretch = worst[period]
        if stretch is not None:
            yield _problem(part, stretch)


def _stretches(parts: list[Part]) -> Iterator[_Stretch]:
    """The days of all parts, cut wherever a plan begins or ends."""
    by_period: dict[Period, list[Part]] = defaultdict(list)
    for part in parts:
        by_period[part[2]].append(part)
    cuts = sorted({day for period in by_period for day in (period.start, period.end)})
    for start, end in pairwise(cuts):
        running = [part for period, those in by_period.items() if period.has_day(start) for part in those]
        running.sort(key=lambda part: (part[1], part[4].source.name))
        yield _Stretch(start, end, sum((part[3] for part in running), Decimal(0)), running)


def _problem(part: Part, stretch: _Stretch) -> Problem:
    person, _, _, share, place = part
    others = [
        f"{percent_text(other[3])} in {other[1]}" for other in stretch.parts[: MOST_NAMED + 1] if other is not part
    ]
    named = others[:MOST_NAMED]
    left = len(stretch.parts) - 1 - len(named)
    message = say(
        "{person} is to give {total} of their time from {first} to {last}: {share} here, {others}.",
        person=person,
        total=percent_text(stretch.total),
        first=stretch.start,
        last=stretch.end - timedelta(days=1),
        share=percent_text(share),
        others=", ".join([*named, f"and more in {left} other plans"] if left else named),
    )
    hint = say("Lower this share or one of the others, until they make 100% or less.")
    return Problem(place, message, hint, f"team.{person}.share")


RULE = Rule("overloaded-person", CONTENT, __doc__, severity=WARNING, gather=gather, conclude=conclude)
