"""`kamctl show`: one plan on one screen, or all of them at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kamctl.cli import app as edge
from kamctl.cli.app import App
from kamctl.cli.options import at_option, complete_client
from kamctl.errors import RepositoryError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.lint.snapshot import Snapshot
    from kamctl.plan.load import LoadedPlan
    from kamctl.plan.schema import Schema
    from kamctl.plan.source import RawFile

FORMATS = ("text", "json", "markdown", "csv")


@click.command("show")
@click.argument("client", required=False, shell_complete=complete_client)
@click.option(
    "--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True, help="How to show it."
)
@at_option
@click.pass_context
def command(context: click.Context, client: str | None, format_: str, at: str | None) -> int:
    """Show the plan of CLIENT on one screen; without CLIENT, all plans at a glance.

    Exit code 0: shown; 1: some plans could not be read and are missing from the glance; 2: it could not be shown.
    """
    app = edge.current(context)
    snapshot = app.snapshot(at)
    schema = snapshot.schema()
    if not schema.complete:
        raise RepositoryError(
            "The file schema/format.yaml cannot be read, so nothing is known of what a plan contains.",
            "See kamctl schema check for what to mend.",
        )
    if not client:
        return _glance(app, snapshot, schema, format_)
    if format_ == "csv":
        raise UsageError(
            "A single plan is no table, so it cannot be shown as csv.",
            "Use text, json or markdown; kamctl show --format csv has a line for each plan.",
        )
    return _card(app, snapshot, schema, client, format_)


def _glance(app: App, snapshot: Snapshot, schema: Schema, format_: str) -> int:
    from kamctl.insight.glance import glance
    from kamctl.plan.load import load_plan
    from kamctl.render import glance as rendering

    unread = [stray.name for stray in snapshot.strays if _means_a_plan(stray)]
    report = glance((load_plan(file, schema) for file in snapshot.plans), schema, app.today, unread)
    if format_ == "json":
        text = rendering.as_json(report)
    elif format_ == "markdown":
        text = rendering.as_markdown(report)
    elif format_ == "csv":
        text = rendering.as_csv(report)
    else:
        text = rendering.as_text(report, width=app.terminal.width, colour=app.terminal.colour)
    app.terminal.write(text)
    return 1 if report.unread else 0


def _means_a_plan(stray: RawFile) -> bool:
    """Whether what must not be opened would be a plan by its name, or is the folder of all of them."""
    return stray.name.endswith(".yaml") or stray.name == "plans"


def _card(app: App, snapshot: Snapshot, schema: Schema, client: str, format_: str) -> int:
    from kamctl.insight.card import plan_card
    from kamctl.lint.finding import ERROR
    from kamctl.lint.snapshot import lint
    from kamctl.plan.load import load_plan
    from kamctl.render import card as rendering

    file = _the_file(snapshot, schema, client)
    loaded = load_plan(file, schema)
    if loaded.plan is None:
        raise _unreadable(file)
    own = [finding for finding in lint(snapshot, app.today, {file.name}).report.findings if finding.path == file.name]
    errors = sum(finding.severity == ERROR for finding in own)
    card = plan_card(loaded, schema, app.today, errors, len(own) - errors)
    if format_ == "json":
        text = rendering.as_json(card)
    elif format_ == "markdown":
        text = rendering.as_markdown(card)
    else:
        text = rendering.as_text(card, width=app.terminal.width, colour=app.terminal.colour)
    app.terminal.write(text)
    return 0


def _the_file(snapshot: Snapshot, schema: Schema, client: str) -> RawFile:
    """The one plan of a client, by its exact id in any normal form."""
    import unicodedata

    from kamctl.plan.load import client_id
    from kamctl.words import listing

    wanted = unicodedata.normalize("NFC", client)
    found = [file for file in snapshot.plans if client_id(file.name) == wanted]
    strays = [stray for stray in snapshot.strays if client_id(stray.name).partition(".")[0] == wanted]
    if len(found) > 1:
        raise UsageError(
            "There are several plans of {client}: {files}.",
            "Keep one of them, or give the others an id of their own.",
            client=client,
            files=listing(file.name for file in found),
        )
    if found:
        return found[0]
    if strays:
        raise _unreadable(strays[0])
    near = _meant(wanted, _loaded(snapshot, schema))
    if near is None:
        raise UsageError("There is no plan of {client}.", "See kamctl show for all clients.", client=client)
    raise UsageError("There is no plan of {client}.", "Did you mean {near}?", client=client, near=near)


def _loaded(snapshot: Snapshot, schema: Schema) -> list[LoadedPlan]:
    from kamctl.plan.load import load_plan

    return [load_plan(file, schema) for file in snapshot.plans]


def _unreadable(file: RawFile) -> RepositoryError:
    return RepositoryError(
        "The plan {path} cannot be read.", "See what is wrong with: kamctl lint {path}", path=file.name
    )


def _meant(typed: str, plans: Sequence[LoadedPlan]) -> str | None:
    """The id of the client that somebody most likely meant: by a path, an id in any case, or the name of the client."""
    from kamctl.lint.nearest import nearest
    from kamctl.plan.load import client_id

    ids = {loaded.client.casefold(): loaded.client for loaded in plans}
    names = {
        loaded.plan.client.casefold(): loaded.client
        for loaded in plans
        if loaded.plan is not None and loaded.plan.client
    }
    for guess in (client_id(typed).casefold(), typed.casefold()):
        if found := ids.get(guess) or names.get(guess):
            return found
    if near := nearest(typed, ids.values()):
        return near
    name = nearest(typed, names)
    return None if name is None else names[name]
