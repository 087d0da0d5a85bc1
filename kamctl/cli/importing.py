"""`kamctl import`: a workbook that came back, or actuals from another program; shown first, written with --apply."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kamctl.cli import app as edge
from kamctl.cli.app import App
from kamctl.cli.options import complete_mapping
from kamctl.cli.portfolio import read_portfolio, require
from kamctl.errors import UsageError
from kamctl.plan.imports import IMPORTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kamctl.exchange.accepting import Edited
    from kamctl.exchange.taking import Wanted
    from kamctl.exchange.trouble import ImportReport, Trouble
    from kamctl.history.report import DiffReport
    from kamctl.insight.portfolio import Entry, Portfolio
    from kamctl.lint.finding import Finding
    from kamctl.lint.snapshot import Snapshot
    from kamctl.plan.document import Document
    from kamctl.words import Sentence

FORMATS = ("text", "json")

LARGEST = 10 * 1024 * 1024
"""Bytes of a file that is imported."""


@click.command("import")
@click.argument("file", type=click.Path())
@click.option(
    "--map",
    "name",
    metavar="NAME",
    shell_complete=complete_mapping,
    help="For csv: the mapping in schema/imports.yaml.",
)
@click.option("--apply", is_flag=True, help="Write what is shown.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="How to show it.",
)
@click.pass_context
def command(context: click.Context, file: str, name: str | None, apply: bool, format_: str) -> int:
    """Show what FILE would change in the plans, in meaning; with --apply, write it.

    A workbook that kamctl export made comes back: what somebody changed in it is taken, whatever has become of the
    plans since. Empty cells and lines that were taken out change nothing.

    With --map a file of CSV has actuals from another program: days add up to the periods of a plan, and a figure of
    which a line cannot be understood is not taken. What is not taken is told with its line or its cell. The files of
    the plans change in these values alone; comments and order stay. The same file again changes nothing.

    Exit code 0: all of it is taken; 1: something of it is not; 2: it could not be imported.
    """
    app = edge.current(context)
    snapshot = app.snapshot()
    portfolio = read_portfolio(app, snapshot)
    _require_single(portfolio)
    read = _workbook if name is None and not file.lower().endswith(".csv") else _csv
    report, files = read(app, snapshot, portfolio, file, name)
    if apply and files:
        app.write_all(app.workspace, files)
        report = report._replace(applied=True)
    _show(app, report, format_)
    return 1 if report.troubles else 0


def _require_single(portfolio: Portfolio) -> None:
    repeated = portfolio.basis(()).repeated
    if repeated:
        raise UsageError(
            "There are several plans of {client}, and nobody knows which one is meant.",
            "Keep one of them, or give the others an id of their own.",
            client=repeated[0],
        )


Files = list[tuple[str, bytes, bytes | None]]
"""What is to be written: names, new bytes, and what the files must still hold."""


def _csv(app: App, snapshot: Snapshot, portfolio: Portfolio, file: str, name: str | None) -> tuple[ImportReport, Files]:
    from kamctl.exchange.incoming import actuals, delimited
    from kamctl.exchange.incoming.recording import of_actuals
    from kamctl.words import count, say
    from kamctl.workspace import read_foreign

    mappings = portfolio.schema.imports
    if name is None:
        raise UsageError("Which columns are what in {file} is not known.", "Name a mapping with --map.", file=file)
    if any(source.name == IMPORTS for source, _ in portfolio.schema.faults):
        raise UsageError(
            "The mappings in {file} have faults, so nothing is read by them.",
            "See kamctl schema check for what to mend.",
            file=IMPORTS,
        )
    require(name, mappings, "There is no mapping {value} in schema/imports.yaml.")
    mapping = mappings[name]
    read = delimited.read(read_foreign(app.folder / file, file, LARGEST), mapping)
    found = actuals.read(read, mapping, portfolio.schema, portfolio.plans, app.today)
    wanted: dict[str, list[Wanted]] = {}
    for entry in portfolio.plans:
        own = [each for each in found.actuals if each.entry.client == entry.client]
        wanted[entry.client] = of_actuals(own, entry.document)
    notes: list[Sentence] = []
    if found.days is not None:
        lines, (first, last) = count(found.lines, "line"), found.days
        notes.append(say("{lines}, of {first} to {last}.", lines=lines, first=first, last=last))
    return _prepared(app, snapshot, portfolio, Path(file).name, wanted, list(found.troubles), notes)


def _workbook(
    app: App, snapshot: Snapshot, portfolio: Portfolio, file: str, name: str | None
) -> tuple[ImportReport, Files]:
    from kamctl.exchange.trouble import Trouble
    from kamctl.exchange.workbooks import merging, reading, wishes
    from kamctl.plan.load import client_id
    from kamctl.words import listing, say
    from kamctl.workspace import read_foreign

    book = reading.read(read_foreign(app.folder / file, file, LARGEST))
    found = wishes.read(book, portfolio.schema)
    now = {entry.client: entry.document.values for entry in portfolio.plans}
    troubles, wanted = list(found.troubles), {}
    for client, groups in merging.by_client(found.groups).items():
        if client not in now:
            is_there = client in map(client_id, portfolio.unread)
            told = "The plan of {client} cannot be read." if is_there else "There is no plan of {client} any more."
            hint = say("See kamctl lint for what to mend.") if is_there else None
            troubles.append(Trouble(groups[0].place, say(told, client=client), hint, client))
            continue
        merged = merging.merge(groups, book.memory.plans[client], now[client], portfolio.schema.layout.shape)
        troubles += merged.troubles
        wanted[client] = list(merged.wanted)
    notes = [*_foreign(app, book.memory.commit), *found.notes]
    if changed := list(wishes.changed_since(book.memory.plans, now, portfolio.schema)):
        told = "The workbook was made of commit {commit}; these plans have changed since: {clients}."
        commit = book.memory.commit[:12] or "none"
        notes.append(say(told, commit=commit, clients=listing(changed)))
    return _prepared(app, snapshot, portfolio, Path(file).name, wanted, troubles, notes)


def _foreign(app: App, commit: str) -> list[Sentence]:
    """That a workbook was made of a commit that is not here, where git can tell."""
    from kamctl.errors import HistoryError
    from kamctl.words import say

    if not re.fullmatch("[0-9a-f]{40,64}", commit):
        return []
    try:
        with app.repository() as repository:
            repository.head()  # or there is no commit yet
            repository.resolve(commit)
    except UsageError:
        told = "The workbook was made of commit {commit}, which is not here: it may be of another repository."
        return [say(told, commit=commit[:12])]
    except HistoryError:
        return []  # a folder without git, or without a commit yet
    return []


def _prepared(
    app: App,
    snapshot: Snapshot,
    portfolio: Portfolio,
    file: str,
    wanted: Mapping[str, Sequence[Wanted]],
    troubles: Sequence[Trouble],
    notes: Sequence[Sentence],
) -> tuple[ImportReport, Files]:
    """All edits made and checked before anything is written: the report, and the files as they will be."""
    from kamctl.exchange.accepting import accept
    from kamctl.exchange.trouble import ImportReport
    from kamctl.plan.order import PlanOrder

    errors = partial(_new_errors, app, snapshot)
    edited, refused = accept(portfolio.plans, wanted, PlanOrder.of(portfolio.schema), errors)
    changes = _changes(app, portfolio, edited, file)
    report = ImportReport(file, changes, (*troubles, *refused), tuple(notes))
    return report, [_file(snapshot, entry, document) for entry, document in edited]


def _file(snapshot: Snapshot, entry: Entry, document: Document) -> tuple[str, bytes, bytes | None]:
    from kamctl.edit.proof import data_of

    name = entry.document.source.name
    old = snapshot.file(name)
    return name, data_of(document), None if old is None else old.data


def _new_errors(app: App, snapshot: Snapshot, edited: Edited) -> list[Finding]:
    """The errors that the plans have as they were edited, and did not have before."""
    from kamctl.edit.proof import data_of
    from kamctl.lint.difference import difference
    from kamctl.lint.finding import ERROR
    from kamctl.lint.snapshot import lint
    from kamctl.plan.source import RawFile

    names = {entry.document.source.name for entry, _ in edited}
    then = snapshot
    for entry, document in edited:
        then = then.with_file(RawFile(entry.document.source.name, data_of(document)))
    before, after = (lint(each, app.today, names).report.findings for each in (snapshot, then))
    new = difference(before, after).new
    return [finding for finding in new if finding.severity == ERROR and finding.path in names]


def _changes(app: App, portfolio: Portfolio, edited: Edited, file: str) -> DiffReport:
    """What the edits change in meaning."""
    from kamctl.history.compare import compare
    from kamctl.history.report import EDITED, DiffReport, Event
    from kamctl.history.weight import Measure, weigh

    schema = portfolio.schema
    measure = Measure(schema.format.skam_only or (), schema.calendar, app.today)
    events, weights, names = [], [], {}
    for entry, document in edited:
        changes = compare(entry.document.values, document.values, schema.layout.shape)
        events.append(Event(entry.client, EDITED, tuple(changes)))
        weights.append(tuple(weigh(change, measure) for change in changes))
        if entry.plan.client:
            names[entry.client] = entry.plan.client
    return DiffReport("the plans", file, tuple(events), schema.format.currency, tuple(weights), names)


def _show(app: App, report: ImportReport, format_: str) -> None:
    from kamctl.render import imports

    if format_ == "json":
        app.terminal.write(imports.as_json(report))
        return
    from kamctl.cli.diff import arrow

    text = imports.as_text(report, width=app.terminal.width, colour=app.terminal.colour, arrow=arrow())
    app.terminal.write(text)
