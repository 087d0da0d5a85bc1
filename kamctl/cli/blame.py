"""`kamctl blame`: who last set each field of the plans, when, and what stood there before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kamctl.cli import app as edge
from kamctl.cli.app import App
from kamctl.cli.history import FORMATS, names_of, nfc, note_all, note_people, reading_of, require_client, schema_of
from kamctl.cli.options import complete_client
from kamctl.errors import RepositoryError, UsageError

if TYPE_CHECKING:
    from kamctl.gitrepo.repository import Repository
    from kamctl.history.log import Reading
    from kamctl.history.report import BlameReport


@click.command("blame")
@click.argument("client", required=False, shell_complete=complete_client)
@click.argument("field", required=False)
@click.option(
    "--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True, help="How to show it."
)
@click.option("--no-pager", is_flag=True, help="Show all of it at once, also on a terminal.")
@click.pass_context
def command(context: click.Context, client: str | None, field: str | None, format_: str, no_pager: bool) -> int:
    """Show who last set each field of CLIENT's plan, when, and from what; without CLIENT, of all plans.

    FIELD is a field or what lies round it: sales, sales.*.plan (* is any name). The plans are told as the last commit
    has them, not as the files are now; moved and renamed plans are followed.

    Exit code 0: shown; 1: some plans could not be read, or are second ones of their clients, and are missing; 2: it
    could not be told.
    """
    from kamctl.cli.pager import show
    from kamctl.render import blame as rendering

    app = edge.current(context)
    with app.repository() as repository:
        repository.require_whole()
        schema = schema_of(app)
        report = _report(app, repository, reading_of(repository, schema), client and nfc(client), field)
    if format_ == "json":
        text = rendering.as_json(report)
    elif format_ == "csv":
        text = rendering.as_csv(report)
    elif format_ == "markdown":
        text = rendering.as_markdown(report, names_of(schema))
    else:
        terminal = app.terminal
        text = rendering.as_text(report, names_of(schema), width=terminal.width, colour=terminal.colour)
    show(app.terminal, text, format_, wanted=not no_pager)
    note_people(app, schema)
    if report.unread and format_ in ("csv", "json"):
        app.terminal.note(rendering.unread(report) + "\n")
    if format_ == "csv":
        note_all(app, (each.message for each in report.doubled))
    return 0 if report.whole else 1


def _report(app: App, repository: Repository, reading: Reading, client: str | None, field: str | None) -> BlameReport:
    from kamctl.history.blame import build_blame
    from kamctl.history.reading import whole

    timeline = whole(repository, repository.head(), reading.versions)
    if client is not None:
        require_client(app, timeline, client)
        if client not in timeline.last:
            raise UsageError(
                "The plan of {client} has been deleted, so it has no fields.",
                "See its history: kamctl log {client}",
                client=client,
            )
    report = build_blame(timeline, reading, client, field)
    if client is not None and report.unread:
        raise RepositoryError(
            "The plan {path} cannot be read in the last commit.",
            "See what is wrong with: kamctl lint {path}",
            path=report.unread[0],
        )
    if client is not None and field is not None and not report.origins:
        raise UsageError(
            "The plan of {client} has no field {field} in the last commit.",
            "See its fields: kamctl blame {client}",
            client=client,
            field=field,
        )
    return report
