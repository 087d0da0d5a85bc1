"""What one wants to know of the habit before anything else, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kamctl.insight.habit_report import HabitReport, MonthHabit
from kamctl.plan.schema_model import Rollout
from kamctl.words import Sentence, count, listing, say

BASICS = say(
    "An update is a commit that changes a plan in meaning, by its KAM. Days are those of the authors' dates, in UTC; "
    "weeks begin on Monday. Commits that were squashed into one are one update."
)
"""What the figures go by."""


def summary(report: HabitReport) -> Iterator[Sentence]:
    """Who is silent, how the roll-out goes, and what could not be counted."""
    having = [each for each in report.people if each.plans]
    silent = [each for each in having if each.is_silent]
    if silent:
        whom = listing(f"{report.names.get(each.person, each.person)} ({ago(each.days_since)})" for each in silent)
        yield say(
            "{silent} of {all} with a plan updated none this week or last: {whom}.",
            silent=len(silent),
            all=count(len(having), "KAM"),
            whom=whom,
        )
    elif having:
        yield say("Every KAM with a plan updated one this week or last.")
    else:
        yield say("Nobody here is the KAM of a plan that is committed.")
    if report.rollout is not None:
        yield _of_rollout(*report.rollout, report.months)
    if report.strange_commits:
        commits, authors = count(report.strange_commits, "commit"), count(report.strangers, "author")
        yield say(
            "{commits} in these weeks came from {authors} whom schema/people.yaml does not know by e-mail, and so is "
            "no update."
            if report.strange_commits == 1
            else "{commits} in these weeks came from {authors} whom schema/people.yaml does not know by e-mail, and so "
            "are no updates.",
            commits=commits,
            authors=authors,
        )
    if report.unreachable:
        whom = listing(report.names.get(person, person) for person in report.unreachable)
        yield say("No e-mail is known of {whom}, so no commit can be told to be theirs.", whom=whom)


def doubled(report: HabitReport) -> Iterator[Sentence]:
    """Which plans are not told because another of their client stands before them."""
    if report.doubled:
        yield say(
            "There is more than one plan, and only the first by its path is told, of: {clients}. Keep one of them.",
            clients=listing(report.doubled),
        )


def ago(days_since: int | None) -> str:
    """How long ago something was."""
    if days_since is None:
        return "never"
    return count(days_since, "day") if days_since else "today"


def _of_rollout(number: int, rollout: Rollout, months: Sequence[MonthHabit]) -> Sentence:
    if not number:
        return say("The roll-out begins on {start}.", start=rollout.start)
    if number > rollout.months:
        begun = "The roll-out is over: {months} from {start}."
    else:
        begun = "The roll-out is in month {number} of {of} (since {start})."
    last = months[-1]
    return say(
        begun + " In {month} so far {updated} of {plans} updated; every one should be.",
        number=number,
        of=rollout.months,
        months=count(int(rollout.months), "month"),
        start=rollout.start,
        month=last.month,
        updated=last.plans_updated,
        plans="1 plan was" if last.plans == 1 else f"{last.plans} plans were",
    )
