"""`kamctl schema`: checks what SKAM say, exports it for editors, and tells what a change of it does to the plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kamctl.cli import app as edge
from kamctl.errors import RepositoryError

if TYPE_CHECKING:
    from kamctl.cli.app import App
    from kamctl.insight.impact import Impact

IMPACT_FORMATS = ("text", "json", "markdown", "csv")


@click.group("schema")
def command() -> None:
    """Check the schema, export it for editors, or see what a change of it does to the plans."""


@command.command("check")
@click.pass_context
def check(context: click.Context) -> int:
    """Check the files of schema/ alone, the forms of schema/documents/ too. Exit code 1 where something is wrong."""
    from kamctl.cli.forms import wrong_forms
    from kamctl.lint import snapshot as linting
    from kamctl.lint.finding import LintReport
    from kamctl.render import lint_text

    app = edge.current(context)
    report = linting.lint_schema(app.snapshot(), app.today).report
    report = LintReport.of([*report.findings, *wrong_forms(app)], report.plans)
    app.terminal.write(lint_text.render(report, width=app.terminal.width, colour=app.terminal.colour, checked="Schema"))
    return 1 if report.errors else 0


@command.command("export")
@click.option("--output", metavar="FILE", help="Write FILE instead of schema/action-plan.schema.json; - prints it.")
@click.pass_context
def export(context: click.Context, output: str | None) -> int:
    """Write the JSON Schema of a plan, by which editors complete and check plans as they are typed."""
    from kamctl.plan import json_schema
    from kamctl.plan.schema_model import EDITOR_SCHEMA

    app = edge.current(context)
    snapshot = app.snapshot()
    schema = snapshot.schema()
    if schema.faults:
        raise RepositoryError(
            "The schema has faults, so nothing was exported.", "See kamctl schema check for what to mend."
        )
    data = json_schema.export(schema)
    if output is not None:
        app.deliver(data.decode("utf-8"), output)
    else:
        old = snapshot.schema_files.get(EDITOR_SCHEMA)
        if old is None or old.data != data:
            app.workspace.write(EDITOR_SCHEMA, data, None if old is None else old.data)
            app.terminal.note(f"Wrote {EDITOR_SCHEMA}.\n")
        else:
            app.terminal.note(f"{EDITOR_SCHEMA} is up to date.\n")
    return 0


@command.command("impact")
@click.argument("revision", metavar="[REV|DATE]", default="HEAD")
@click.option(
    "--format", "format_", type=click.Choice(IMPACT_FORMATS), default="text", show_default=True, help="How to show it."
)
@click.pass_context
def impact(context: click.Context, revision: str, format_: str) -> int:
    """Tell what the schema of the work tree does to the plans, against that of a commit (HEAD when left out).

    Both are held against the plans as they are now: which findings each plan gets and which go away, and how many
    fields each KAM must add. Exit code 0: no plan breaks; 1: plans get new errors, or the schema has errors itself.
    """
    from kamctl.render import impact as rendering

    app = edge.current(context)
    report = _impact(app, revision)
    if format_ == "json":
        app.terminal.write_data(rendering.as_json(report))
    elif format_ == "markdown":
        app.terminal.write_data(rendering.as_markdown(report))
    elif format_ == "csv":
        app.terminal.write_data(rendering.as_csv(report))
    else:
        app.terminal.write(rendering.as_text(report, width=app.terminal.width, colour=app.terminal.colour))
    return 1 if report.failed else 0


def _impact(app: App, revision: str) -> Impact:
    from kamctl.cli import past
    from kamctl.insight.impact import impact
    from kamctl.lint import snapshot as linting
    from kamctl.plan.load import load_plan

    with app.repository() as repository:
        before = past.snapshot_at(repository, revision)
    snapshot = app.snapshot()
    schema = snapshot.schema()
    since, plans = past.shown(revision), len(snapshot.plans)
    if not before.schema().complete:
        raise RepositoryError(
            "The file schema/format.yaml of {since} cannot be read, so there is nothing to compare with.",
            "Name another commit: kamctl schema impact REV",
            since=since,
        )
    if not schema.complete:
        broken = linting.lint_schema(snapshot, app.today).report.findings
        return impact((), broken, {}, since, plans)._replace(checked=False)
    new, _ = past.lint(app, snapshot)
    old, _ = past.lint(app, snapshot._replace(schema_files=before.schema_files))
    loaded = [load_plan(file, schema) for file in snapshot.plans]
    kams = {each.client: each.plan.kam for each in loaded if each.plan is not None}
    unread = tuple(each.document.source.name for each in loaded if each.document.unreadable)
    return impact(old.report.findings, new.report.findings, kams, since, plans)._replace(unread=unread)
