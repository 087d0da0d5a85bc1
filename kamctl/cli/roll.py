"""`kamctl roll`: the plan of the next period, made from this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kamctl.cli import app as edge
from kamctl.cli.app import App
from kamctl.cli.options import complete_client
from kamctl.cli.portfolio import plan_file, schema_of
from kamctl.errors import RecordError, RepositoryError, UsageError

if TYPE_CHECKING:
    from kamctl.lint.snapshot import Snapshot
    from kamctl.plan.load import LoadedPlan
    from kamctl.plan.schema import Schema
    from kamctl.plan.source import RawFile
    from kamctl.upkeep.rolling import Course


@click.command("roll")
@click.argument("client", shell_complete=complete_client)
@click.option("--to", metavar="PERIOD", help="The period of the new plan; the one that follows when left out.")
@click.option("--grow", metavar="P%", help="All sales plans by so much: 5%, -3%; 0% keeps them.")
@click.option("--set", "settings", metavar="FIELD=VALUE", multiple=True, help="A field's value; may stand many times.")
@click.option(
    "--review", metavar="DATE", help="When risks whose review lies before the new period are looked at again."
)
@click.option("--no-input", is_flag=True, help="Ask nothing; what is missing is named.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
@click.pass_context
def command(
    context: click.Context,
    client: str,
    to: str | None,
    grow: str | None,
    settings: tuple[str, ...],
    review: str | None,
    no_input: bool,
    dry_run: bool,
) -> int:
    """Make the next plan of CLIENT from this one, in the same file; the old one is in git.

    Team, terms, assortment, contacts, competitors, open risks and the history stay, with their comments; activities
    that are done, closed risks, promotions, approvals and what was spent go. Actuals become `previous` of the same part
    of the next period. On a terminal it asks for the sales plan and each KPI's; Enter keeps the last plan. --set
    sales.plan=250000000 is shared out as the last plan was; --set sales.2027-Q1.plan=… sets one.

    Exit code 0: written; 1: lint finds errors in the new plan, and nothing was written; 2: it cannot be made.
    """
    from kamctl.cli.rolling import Wishes, Work

    app = edge.current(context)
    snapshot = app.snapshot()
    schema = schema_of(snapshot)
    file = plan_file(app, snapshot, client, asks=app.terminal.asks and not no_input)
    loaded = _sound(app, snapshot, schema, file)
    _require_saved(app, file)
    wishes = Wishes.read(schema, app.today, grow, settings, review)
    work = Work(app, snapshot, schema, file, loaded, _course(loaded, schema, to), wishes)
    try:
        planned = work.planned(asks=app.terminal.asks and not no_input)
    except (KeyboardInterrupt, click.Abort):
        app.terminal.note("\nNothing was written.\n")
        raise click.Abort from None
    return work.finish(planned, dry_run)


def _sound(app: App, snapshot: Snapshot, schema: Schema, file: RawFile) -> LoadedPlan:
    """The plan, where nothing of it would be lost unseen."""
    from kamctl.lint.finding import ERROR
    from kamctl.lint.snapshot import lint
    from kamctl.plan.load import load_plan

    loaded = load_plan(file, schema)
    findings = lint(snapshot, app.today, {file.name}).report.findings
    if (
        loaded.plan is None
        or loaded.plan.period is None
        or any(finding.severity == ERROR and finding.path == file.name for finding in findings)
    ):
        raise RepositoryError(
            "The plan {path} has errors, so no other can be made of it.",
            "See what is wrong with: kamctl lint {path}",
            path=file.name,
        )
    return loaded


def _require_saved(app: App, file: RawFile) -> None:
    """RecordError where git does not have the old plan as it is: it would be gone."""
    from kamctl.cli.tree import snapshot_of

    with app.repository() as repository:
        kept = snapshot_of(repository, repository.head()).file(file.name)
    if kept is None or kept.data.replace(b"\r\n", b"\n") != file.data.replace(b"\r\n", b"\n"):
        raise RecordError(
            "The plan {path} has changes that are not saved in git, where the old plan is to be kept.",
            "Save them first: kamctl save",
            path=file.name,
        )


def _course(loaded: LoadedPlan, schema: Schema, to: str | None) -> Course:
    from kamctl.upkeep.rolling import Course, next_period

    assert loaded.plan is not None
    old = loaded.plan.period
    assert old is not None
    new = next_period(loaded.plan, schema) if to is None else schema.calendar.parse(to)
    if new is None:
        raise UsageError("{period} is no period.", "Write 2027, 2027-H1, 2027-Q3 or 2027-07.", period=to)
    if new.start < old.end:
        raise UsageError(
            "{new} does not lie behind {old}, the period of the plan.", "Name a later one.", new=new, old=old
        )
    return Course(old, new, schema.calendar)
