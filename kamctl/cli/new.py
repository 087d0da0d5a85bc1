"""`kamctl new`: writes the smallest valid plan; asks only for what is required."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from kamctl.cli import app as edge
from kamctl.cli.app import App
from kamctl.cli.given import given as given_values
from kamctl.cli.options import complete_folder, complete_person, complete_segment
from kamctl.errors import KamctlError, RepositoryError, UsageError

if TYPE_CHECKING:
    from kamctl.lint.snapshot import Snapshot
    from kamctl.plan.answers import Answer
    from kamctl.plan.fault import Path

PLANS = "plans"


@click.command("new")
@click.argument("client")
@click.option("--name", metavar="TEXT", help="The name that people use for the client.")
@click.option("--segment", metavar="S", shell_complete=complete_segment, help="The client's class.")
@click.option("--kam", metavar="ID", shell_complete=complete_person, help="The plan's owner.")
@click.option("--period", metavar="P", help="What the plan covers; the running period when left out.")
@click.option("--set", "settings", metavar="FIELD=VALUE", multiple=True, help="A field's value; may stand many times.")
@click.option("--folder", metavar="DIR", default=PLANS, shell_complete=complete_folder, help="A folder in plans/.")
@click.option("--no-input", is_flag=True, help="Ask nothing; what is missing is named.")
@click.option("--dry-run", is_flag=True, help="Print the plan instead of writing it.")
@click.pass_context
def command(
    context: click.Context,
    client: str,
    name: str | None,
    segment: str | None,
    kam: str | None,
    period: str | None,
    settings: tuple[str, ...],
    folder: str,
    no_input: bool,
    dry_run: bool,
) -> int:
    """Write the smallest valid plan for CLIENT, the id that will be the file's name.

    On a terminal it asks for what is required and was not given. A figure without its period stands for all
    checkpoints: --set sales.plan=54000000 is shared out evenly. The owner is you, where git and schema/people.yaml know
    you as a KAM and --kam says nothing else. Nothing is written unless lint finds no errors.
    """
    from kamctl.lint import snapshot as linting

    app = edge.current(context)
    snapshot = app.snapshot()
    if linting.lint_schema(snapshot, app.today).report.errors:
        raise RepositoryError(
            "The schema has errors, so no plan can be checked against it.", "See kamctl schema check for what to mend."
        )
    file = place(app, snapshot, client, folder)
    options = {"client": name, "segment": segment, "kam": kam, "period": period}
    given = given_values(snapshot.schema(), {key: text for key, text in options.items() if text is not None}, settings)
    try:
        return _write(app, snapshot, file, given, asks=app.terminal.asks and not no_input, dry_run=dry_run)
    except (KeyboardInterrupt, click.Abort):
        app.terminal.note("\nNothing was written.\n")
        raise click.Abort from None


def _write(
    app: App, snapshot: Snapshot, file: str, given: dict[Path, Answer | None], *, asks: bool, dry_run: bool
) -> int:
    from kamctl.cli import asking
    from kamctl.cli.whoami import person_of
    from kamctl.lint.finding import ERROR
    from kamctl.plan.draft import Draft
    from kamctl.render import lint_text
    from kamctl.render.safe import inert, inert_lines
    from kamctl.words import count

    terminal = app.terminal
    schema = snapshot.schema()
    draft = Draft(schema, given, app.today, None if ("kam",) in given else person_of(app, schema))
    trial = asking.Trial(snapshot, file, app.today)
    wrong = trial.of_answers(draft) if asks else None
    if wrong is None or not wrong.errors:
        draft = asking.ask_all(terminal, draft, trial) if asks else asking.assume(draft)
        missing = [] if asks else asking.missing(draft, terminal.width)
        if missing:
            terminal.note("error: These must be given, and nobody is here to be asked:\n")
            terminal.note("".join(f"{line}\n" for line in missing))
            return KamctlError.exit_code
        wrong = trial.of_plan(draft)
    if wrong.errors:
        wrong = wrong._replace(findings=tuple(found for found in wrong.findings if found.severity == ERROR))
        terminal.write(lint_text.render(wrong, width=terminal.width, colour=terminal.colour))
        terminal.note("Nothing was written.\n")
        return 1
    text = asking.text_of(draft, file)
    if dry_run:
        terminal.write(inert_lines(text))
        return 0
    app.workspace.write(file, text.encode("utf-8"), None)
    found = f" It has {count(wrong.warnings, 'warning')}; see kamctl lint." if wrong.warnings else ""
    terminal.note(f"Wrote {inert(file)}.{found}\n")
    return 0


def place(app: App, snapshot: Snapshot, client: str, folder: str) -> str:
    """The path from the root of the new plan of `client`, where nothing stands in its way.

    The id is checked before any path is made of it.
    """
    from kamctl.lint.catalog import BY_NAME
    from kamctl.plan.fault import Fault
    from kamctl.plan.identifier import collision_key, id_problem, suggestion
    from kamctl.plan.load import client_id
    from kamctl.plan.source import Source

    if reason := id_problem(client):
        word = BY_NAME["bad-id"].word
        assert word is not None
        wording = word(Fault("bad-id", 0, 0, facts={"value": client, "reason": reason, "client": True}), Source("", ""))
        better = suggestion(client)
        assert wording.hint is not None
        hint = "Did you mean {better}?" if better else wording.hint.template
        raise UsageError(wording.message.template, hint, **wording.message.fields, better=better)
    for file in (*snapshot.plans, *snapshot.strays):
        other = client_id(file.name).partition(".")[0]
        if other == client:
            raise UsageError("{client} has a plan already: {path}.", client=client, path=file.name)
        if collision_key(other) == collision_key(client):
            raise UsageError(
                "The id {client} looks like {other}, which has a plan: {path}.",
                client=client,
                other=other,
                path=file.name,
            )
    name = f"{_folder(app, folder)}/{client}.yaml"
    app.workspace.require_vacant(name)
    return name


def _folder(app: App, folder: str) -> str:
    """The folder for the plan by its path from the root; new folders have names that every system takes."""
    from kamctl.plan.identifier import id_problem, suggestion

    first = folder.partition("/")[0]
    name = app.workspace.name_of(folder, app.workspace.root if first == PLANS else app.folder)
    steps = name.split("/")
    if steps[0] != PLANS:
        raise UsageError("The folder {folder} is not in plans/.", "Write --folder plans/north.", folder=folder)
    for depth, step in enumerate(steps[1:], 2):
        there = os.path.isdir(app.workspace.root.joinpath(*steps[:depth]))  # noqa: PTH112  # no error where nobody may look
        if (id_problem(step) and not there) or step.startswith("."):
            better = suggestion(step)
            raise UsageError(
                "{step} is no name for a folder of plans." + (" Did you mean {better}?" if better else ""),
                "" if better else "Write lower-case letters, digits and single hyphens, such as north.",
                step=step,
                better=better,
            )
    return name
