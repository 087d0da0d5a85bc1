"""`kamctl habit`: is the information shared regularly?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kamctl.cli import app as edge
from kamctl.cli.formats import format_option, show
from kamctl.cli.options import at_option, kams_option
from kamctl.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.cli.app import App
    from kamctl.gitrepo.repository import Repository
    from kamctl.history.practice import PlanPast
    from kamctl.lint.snapshot import Snapshot
    from kamctl.plan.schema import Schema


@click.command("habit")
@click.option(
    "--weeks",
    metavar="N",
    type=click.IntRange(1, 520),
    help="The last N weeks; else those since the roll-out began, 26 at most.",
)
@click.option(
    "--by",
    type=click.Choice(["kam", "client", "month"]),
    default="kam",
    show_default=True,
    help="What there is a row for.",
)
@kams_option
@click.option("--me", is_flag=True, help="Only me: the person who has git's user.email in schema/people.yaml.")
@at_option
@format_option()
@click.pass_context
def command(
    context: click.Context,
    weeks: int | None,
    by: str,
    kams: tuple[str, ...],
    me: bool,
    at: str | None,
    format_: str,
) -> int:
    """Show whether plans are updated regularly: by KAM, by client, or by month of the roll-out; from git alone.

    An update is a commit that changes a plan in meaning, by its KAM: by the person who is the plan's kam as the commit
    leaves it, told by the author's e-mail. Re-formatting, moving and deleting a plan are none, nor is what a merge only
    takes over. What is not committed does not count. A squash-merge makes one update of many, on the day and by the
    author that it has itself: where requests are squashed, look at weeks, not at numbers.

    All days are those of the authors' dates in UTC; a commit dated after today never counts. Streak: weeks in a row
    with an update, back from this one, which may still be empty. Last: days since the last update. Median gap: days
    from one day with an update to the next, in these weeks. On time: actuals that were recorded, for the whole period,
    within 10 days of its end. One person only: the share of a plan's fields that nobody but one person ever touched.

    Exit code 0: shown; 1: a plan or the schema could not be read whole; 2: it could not be shown.
    """
    from kamctl.cli.history import note_all, reading_of
    from kamctl.cli.portfolio import schema_of
    from kamctl.history.practice import practice
    from kamctl.history.reading import whole
    from kamctl.insight.habit import Staff, habit
    from kamctl.insight.habit_words import doubled
    from kamctl.insight.portfolio import Basis

    app = edge.current(context)
    with app.repository() as repository:
        repository.require_whole()
        tip = repository.head() if at is None else repository.at(at)
        snapshot = _schema_files(app, repository, at)
        schema = schema_of(snapshot)
        reading = reading_of(repository, schema)
        pasts = list(practice(whole(repository, tip, reading.versions), reading))
        only = _only(repository, schema, pasts, kams, me)
    unread = tuple(sorted(past.path for past in pasts if past.path is not None and past.fault))
    basis = Basis(app.today, None, unread, schema_errors=bool(schema.faults), stood=snapshot.stood)
    report = habit(pasts, Staff(schema.people, schema.format.rollout), basis, weeks, only, by)
    show(app, report, format_, "habit")
    if format_ == "csv":
        note_all(app, doubled(report))
    return 0 if report.whole else 1


def _schema_files(app: App, repository: Repository, at: str | None) -> Snapshot:
    """What the schema is read from: the work tree, or the commit that is asked for."""
    from kamctl.cli.past import snapshot_at
    from kamctl.lint.snapshot import Snapshot

    return Snapshot(app.workspace.schema_files(), ()) if at is None else snapshot_at(repository, at)


def _only(
    repository: Repository, schema: Schema, pasts: Sequence[PlanPast], kams: Sequence[str], me: bool
) -> tuple[str, ...]:
    """The persons who are asked for; none where all are."""
    from kamctl.cli.portfolio import require

    known = {*schema.people, *(past.kam for past in pasts if past.kam is not None)}
    for kam in kams:
        require(kam, known, "There is no person {value} in schema/people.yaml.")
    return (*kams, _me(repository, schema)) if me else tuple(kams)


def _me(repository: Repository, schema: Schema) -> str:
    """The person who has git's user.email; UsageError where that is nobody, or several are."""
    from kamctl.cli.history import reading_of
    from kamctl.gitrepo.commit import Moment, Signature

    email = repository.user_email()
    if not email:
        raise UsageError(
            "git does not know your e-mail, so --me is nobody.",
            "Tell it: git config user.email you@example.com, or name yourself with --kam.",
        )
    person = reading_of(repository, schema).authors.person(Signature("", email, Moment(0)))
    if person is None:
        raise UsageError(
            "The e-mail {email}, which git has as yours (user.email), tells no one person in schema/people.yaml.",
            "Have it put right there, or name yourself with --kam.",
            email=email,
        )
    return person
