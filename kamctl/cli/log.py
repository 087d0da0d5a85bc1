"""`kamctl log`: the history of the plans, field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kamctl.cli import app as edge
from kamctl.cli.app import App
from kamctl.cli.history import (
    FORMATS,
    day_of,
    names_of,
    nfc,
    note_all,
    note_people,
    reading_of,
    require_client,
    schema_of,
    unreadable,
)
from kamctl.cli.options import complete_client, complete_person
from kamctl.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kamctl.gitrepo.repository import Repository
    from kamctl.history.log import Reading, Wanted
    from kamctl.history.report import LogReport
    from kamctl.plan.schema import Schema


@click.command("log")
@click.argument("client", required=False, shell_complete=complete_client)
@click.option("--since", metavar="DATE", help="Only commits of this day or later (by the author's date, in UTC).")
@click.option("--until", metavar="DATE", help="Only commits of this day or before (by the author's date, in UTC).")
@click.option(
    "--field",
    "fields",
    metavar="PATH",
    multiple=True,
    help="Only this field and what lies below it: sales, sales.*.plan (* is any name). May be given several times.",
)
@click.option(
    "--author",
    metavar="WHO",
    shell_complete=complete_person,
    help="Only commits by this person: an id of people.yaml, or a part of a name or an e-mail.",
)
@click.option(
    "--limit",
    metavar="N",
    type=click.IntRange(min=1),
    help="At most N entries, the newest; an entry is what one commit did to one plan.",
)
@click.option("--moved", is_flag=True, help="Only plan figures that changed after their period had begun.")
@click.option(
    "--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True, help="How to show it."
)
@click.option("--no-pager", is_flag=True, help="Show all of it at once, also on a terminal.")
@click.pass_context
def command(
    context: click.Context,
    client: str | None,
    since: str | None,
    until: str | None,
    fields: tuple[str, ...],
    author: str | None,
    limit: int | None,
    moved: bool,
    format_: str,
    no_pager: bool,
) -> int:
    """Show what changed in the plan of CLIENT, newest first, by whom and why; without CLIENT, in all plans.

    Edits that change nothing in meaning are left out; a client that was renamed goes by today's id, and one that was
    deleted still has its history. The log of a client also has the notes of its section history in their place, as
    the last commit has them. Only what is committed is told; see kamctl diff for the rest.

    A merge tells what differs from every parent. With --moved each plan figure is followed by itself: one that was
    taken out is compared with what it last said when it stands there again; a merge tells what it dropped of one side,
    and what it brought in late.

    Exit code 0: shown, even where there is nothing to tell; 2: it could not be told, or --field names what no plan may
    have or ever had.
    """
    from kamctl.cli.pager import show
    from kamctl.history.log import Wanted

    app = edge.current(context)
    wanted = Wanted(day_of("--since", since), day_of("--until", until), fields, author, limit, moved)
    with app.repository() as repository:
        repository.require_whole()
        schema = schema_of(app)
        reading = reading_of(repository, schema)
        report = _report(app, repository, reading, wanted, client and nfc(client))
        if schema.complete:
            _require_fields(repository, reading, schema, fields)
    text = _rendered(app, report, schema, format_)
    show(app.terminal, text, format_, wanted=not no_pager)
    note_people(app, schema)
    if format_ == "csv":
        note_all(app, (*map(unreadable, report.events), *(each.message for each in report.doubled)))
    return 0


def _report(app: App, repository: Repository, reading: Reading, wanted: Wanted, client: str | None) -> LogReport:
    from kamctl.history import reading as timelines
    from kamctl.history.log import build_log, cut_remarks, remarks
    from kamctl.history.standing import version_of

    head = repository.head()
    timeline = None
    if client is not None and not wanted.moved:
        timeline = timelines.plain(repository, head, client, reading.versions)
    if timeline is None:
        timeline = timelines.whole(repository, head, reading.versions, joins=wanted.moved)
        if client is not None:
            require_client(app, timeline, client)
    report = build_log(timeline, reading, wanted, client)
    standing = None if client is None else timeline.last.get(client)
    if client is None or standing is None:
        return report
    values = version_of(standing.file, reading.versions).values
    return cut_remarks(report._replace(remarks=remarks(client, values, wanted)), wanted.limit)


def _require_fields(repository: Repository, reading: Reading, schema: Schema, fields: Iterable[str]) -> None:
    """UsageError for a field that no plan may have by today's schema, and none ever had."""
    from kamctl.cli.fields import may_be, meant

    shape = schema.layout.shape
    doubtful = [pattern for pattern in fields if not may_be(pattern, shape)]
    if not doubtful:
        return
    from kamctl.history.log import ever_said
    from kamctl.history.reading import whole

    known = ever_said(whole(repository, repository.head(), reading.versions), reading, doubtful)
    for pattern in doubtful:
        if pattern in known:
            continue
        near = meant(pattern, shape)
        remedy = "Did you mean {near}?" if near else "See kamctl blame for the fields there are."
        raise UsageError(
            "No plan has a field {field}, by today's schema or in the history.", remedy, field=pattern, near=near
        )


def _rendered(app: App, report: LogReport, schema: Schema, format_: str) -> str:
    if format_ == "json":
        from kamctl.render.changes_data import log_json

        return log_json(report)
    if format_ == "csv":
        from kamctl.render.changes_data import log_csv

        return log_csv(report)
    names = names_of(schema)
    if format_ == "markdown":
        from kamctl.render.changes_markdown import log_markdown

        return log_markdown(report, names=names)
    from kamctl.cli.diff import arrow
    from kamctl.render.changes import log_text

    terminal = app.terminal
    return log_text(
        report, width=terminal.width, colour=terminal.colour, names=names, moved=report.moved, arrow=arrow()
    )
