"""`kamctl export`: plans as a workbook that can be filled in and sent back, or as tables for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kamctl.cli import app as edge
from kamctl.cli.app import App
from kamctl.cli.options import at_option, clients_argument, kams_option
from kamctl.cli.portfolio import of_clients, of_kams, read_portfolio, require
from kamctl.errors import HistoryError, UsageError

if TYPE_CHECKING:
    from kamctl.exchange.workbooks.manifest import Manifest
    from kamctl.exchange.workbooks.section import NotWhole
    from kamctl.insight.portfolio import Basis, Portfolio
    from kamctl.insight.report import Table
    from kamctl.lint.snapshot import Snapshot

XLSX, CSV, JSON = "xlsx", "csv", "json"


@click.command("export")
@clients_argument
@click.option(
    "--format", "format_", type=click.Choice((XLSX, CSV, JSON)), help="What to make; else told by the end of FILE."
)
@click.option("-o", "--output", metavar="FILE", help="Where to write it; else csv and json go to standard output.")
@click.option("--table", metavar="NAME", help="For csv and json: which table, such as sales, kpis, figures or risks.")
@click.option("--delimiter", metavar="CHAR", default=",", show_default=True, help="For csv: what parts the cells.")
@click.option("--bom", is_flag=True, help="For csv: begin with a byte order mark, by which Excel knows UTF-8.")
@kams_option
@at_option
@click.pass_context
def command(
    context: click.Context,
    clients: tuple[str, ...],
    format_: str | None,
    output: str | None,
    table: str | None,
    delimiter: str,
    bom: bool,
    kams: tuple[str, ...],
    at: str | None,
) -> int:
    """Write all plans, or those of CLIENT, as a workbook (xlsx) or as tables (csv, json).

    A workbook has a sheet for each section and a line for each thing; a KAM can fill it in, and kamctl import takes
    what changed. Cells that only SKAM may change are locked. Tables are plans, the sections (sales, kpis, risks,
    budget.spent, …) and figures, which is sales and KPIs together; json without --table has all of them. The table
    changes is of the history: every field that a commit changed, newest first, as kamctl log tells it.

    Exit code 0: written; 1: something of the plans could not be read and is missing; 2: it could not be written.
    """
    app = edge.current(context)
    made = format_ or _format(output, table)
    if made == XLSX and output in (None, "", "-"):
        raise UsageError("A workbook needs a file.", "Name it: kamctl export -o plans.xlsx")
    _require_fitting(made, table, delimiter, bom)
    snapshot = app.snapshot(at)
    portfolio = of_kams(of_clients(read_portfolio(app, snapshot), clients), kams)
    if made == XLSX:
        assert output is not None
        _workbook(app, portfolio, _manifest(app, portfolio, snapshot), output)
    else:
        from kamctl.render import export

        tables = _tables(app, portfolio, snapshot, table, is_all=not clients and not kams)
        is_csv = made == CSV
        text = export.as_csv(tables[0], delimiter, bom) if is_csv else _json(app, portfolio, snapshot, tables)
        app.deliver(text, output or "-")
    basis = _basis(portfolio, made)
    if made != JSON:
        from kamctl.render.coverage import lacking
        from kamctl.render.safe import inert

        for sentence in lacking(basis):
            app.terminal.note(inert(sentence) + "\n")
    return 0 if basis.whole else 1


def _format(output: str | None, table: str | None) -> str:
    """What is to be made where nobody says: by the end of the file's name; without a file a table, if one is named."""
    if output in (None, "-") and table is not None:
        return CSV
    end = (output or "").rpartition(".")[2].lower()
    return end if end in (CSV, JSON) else XLSX


def _require_fitting(made: str, table: str | None, delimiter: str, bom: bool) -> None:
    if made == XLSX and table is not None:
        raise UsageError("A workbook has all tables.", "Leave --table out, or write csv or json.")
    if made == CSV and table is None:
        raise UsageError("A file of CSV holds one table.", "Name it, such as --table sales.")
    if made != CSV and (bom or delimiter != ","):
        raise UsageError("The options --delimiter and --bom are for csv.", "Leave them out.")
    if len(delimiter) != 1 or delimiter in "\"'\r\n\0" or delimiter.isalnum():
        raise UsageError("The delimiter {text} is not one sign.", "Write one such as ; or a tab.", text=delimiter)


def _manifest(app: App, portfolio: Portfolio, snapshot: Snapshot) -> Manifest:
    """Of which commit the plans are, as far as there is one, and what they say."""
    from kamctl.cli.past import changed_since
    from kamctl.exchange.workbooks.manifest import Manifest

    files = {entry.document.source.name for entry in portfolio.plans}
    commit, dirty = "", False
    try:
        with app.repository() as repository:
            commit = snapshot.commit or repository.head()
            if snapshot.commit is None:
                dirty = changed_since(repository, snapshot, commit, files)
    except HistoryError:
        commit, dirty = "", False  # a folder without git, or without a commit yet
    plans = {entry.client: entry.document.values for entry in portfolio.plans}
    return Manifest(commit, dirty, app.today.isoformat(), plans)


def _workbook(app: App, portfolio: Portfolio, manifest: Manifest, output: str) -> None:
    from kamctl.cli.progress import progress
    from kamctl.exchange.workbooks import workbook
    from kamctl.words import count

    repeated = _basis(portfolio, XLSX).repeated
    if repeated:
        raise UsageError(
            "There are several plans of {client}, and a line of a workbook could be about any of them.",
            "Keep one of them, or give the others an id of their own.",
            client=repeated[0],
        )
    with progress(app, f"Writing {count(len(portfolio.plans), 'plan')}", workbook.steps(portfolio)) as advance:
        made = workbook.write(portfolio, manifest, advance)
    app.deliver_file(made.data, output)
    for sentence in _not_whole(made.not_whole):
        app.terminal.note(sentence + "\n")
    app.terminal.note(f"Wrote {output}: {count(len(portfolio.plans), 'plan')}.\n")


def _not_whole(fields: tuple[NotWhole, ...]) -> list[str]:
    """What the workbook could not show as it is."""
    from kamctl.render.safe import inert
    from kamctl.words import listing, say

    if not fields:
        return []
    names = listing(f"{each.field} of {each.client}" for each in fields)
    told = say("Not shown as it stands in the plan, and locked: {names}.", names=names)
    return [inert(str(told))]


def _tables(app: App, portfolio: Portfolio, snapshot: Snapshot, name: str | None, is_all: bool) -> list[Table]:
    """The tables of the plans, or the one that is asked for; `is_all`: of no clients alone."""
    from kamctl.exchange.workbooks.tables import table_names, table_of
    from kamctl.render.changes_data import CHANGES

    names = table_names(portfolio.schema)
    if name == CHANGES and CHANGES not in names:
        return [_changes(app, portfolio, snapshot, None if is_all else {entry.client for entry in portfolio.plans})]
    if name is not None:
        require(name, {*names, CHANGES}, "There is no table {value}.")
    plans = {entry.client: entry.document.values for entry in portfolio.plans}
    return [table_of(each, portfolio.schema, plans) for each in ([name] if name else names)]


def _changes(app: App, portfolio: Portfolio, snapshot: Snapshot, clients: set[str] | None) -> Table:
    """What the commits changed, of these clients or of all that there ever were."""
    from kamctl.cli.history import note_all, reading_of, unreadable
    from kamctl.history import reading as timelines
    from kamctl.history.log import Wanted, build_log
    from kamctl.render.changes_data import log_table

    with app.repository() as repository:
        repository.require_whole()
        reading = reading_of(repository, portfolio.schema)
        timeline = timelines.whole(repository, snapshot.commit or repository.head(), reading.versions)
        report = build_log(timeline, reading, Wanted())
    events = tuple(event for event in report.events if clients is None or event.client in clients)
    note_all(app, map(unreadable, events))
    return log_table(report._replace(events=events))


def _json(app: App, portfolio: Portfolio, snapshot: Snapshot, tables: list[Table]) -> str:
    """Tables as JSON, which says of which commit they are."""
    from kamctl.render import export

    of = _manifest(app, portfolio, snapshot)
    return export.as_json(tables, _basis(portfolio, JSON), {"commit": of.commit or None, "changed": of.dirty})


def _basis(portfolio: Portfolio, made: str) -> Basis:
    """What the export stands on: values that cannot be read are in it as text, but not in the figures at a glance."""
    from kamctl.insight.glance import READS

    return portfolio.basis(READS if made == XLSX else ())
