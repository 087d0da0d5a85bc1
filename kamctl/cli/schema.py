"""`kamctl schema`: checks what SKAM say, and exports it for editors and other programs."""

from __future__ import annotations

import click

from kamctl.cli import app as edge
from kamctl.errors import RepositoryError


@click.group("schema")
def command() -> None:
    """Check the schema, or export it for editors and other programs."""


@command.command("check")
@click.pass_context
def check(context: click.Context) -> int:
    """Check the files of schema/ alone. Exit code 1 where something is wrong with them."""
    from kamctl.lint import snapshot as linting
    from kamctl.render import lint_text

    app = edge.current(context)
    report = linting.lint_schema(app.snapshot(), app.today).report
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
