"""`kamctl init`: writes a new repository of plans, with what a team needs on day one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kamctl.cli import app as edge
from kamctl.cli.app import App
from kamctl.errors import UsageError, WriteError, reason

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from kamctl.starter import StarterFile
    from kamctl.workspace import Workspace

SERVICES = ("github", "gitlab", "none")

LAST_MONTH_TO_JOIN = 3
"""A first plan is for the running year up to this month, then for the next: nothing in it is overdue on day one."""


@click.command("init")
@click.argument("folder", metavar="[DIR]", required=False, default=".")
@click.option("--ci", type=click.Choice(SERVICES), default="github", show_default=True, help="Where your CI runs.")
@click.option("--examples", is_flag=True, help="Six example plans in the place of one short one.")
@click.pass_context
def command(context: click.Context, folder: str, ci: str, examples: bool) -> int:
    """Start a repository of plans in DIR, or here: a schema, a first plan, checks before commits and in CI.

    No file that is there already is changed: where one says something else, nothing is written.
    """
    from kamctl.workspace import Workspace

    app = edge.current(context)
    files = _files(ci, examples, app.today)
    root = _root(app.folder / folder)
    workspace = Workspace(root)
    lacking, others = _compare(workspace, files)
    if others:
        app.terminal.note("error: Nothing was written, because something else is there already:\n")
        app.terminal.note("".join(f"  {name}\n" for name in others))
        app.terminal.note("Move it away, or start in an empty folder.\n")
        return UsageError.exit_code
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError("The folder {folder} could not be made: {why}.", folder=folder, why=reason(error)) from error
    app.write_all(workspace, [(file.path, file.content, None) for file in lacking])
    app.terminal.write(_told(lacking, folder, app, root))
    return 0


def _root(target: Path) -> Path:
    """The folder by its real path; what is missing of it is made later."""
    from kamctl.workspace import LONGEST_PATH

    try:
        root = target.resolve()
        if len(str(root)) > LONGEST_PATH:
            raise UsageError("The path {folder} is longer than {most} characters.", folder=target, most=LONGEST_PATH)
        return root
    except (OSError, ValueError, RuntimeError) as error:
        raise UsageError("The folder {folder} cannot be used: {why}.", folder=target, why=error) from error


def _files(ci: str, examples: bool, today: date) -> list[StarterFile]:
    """All files of a new repository, by path."""
    from importlib.metadata import version

    from kamctl import starter
    from kamctl.lint.catalog import known_rules
    from kamctl.plan import json_schema
    from kamctl.plan.schema import read_schema
    from kamctl.plan.schema_model import EDITOR_SCHEMA
    from kamctl.plan.source import RawFile

    own = starter.repository()
    schema = [file for file in own if file.path.startswith("schema/") and file.path != EDITOR_SCHEMA]
    read = read_schema({file.path: RawFile(file.path, file.content) for file in schema}, known_rules())
    year = today.year if today.month <= LAST_MONTH_TO_JOIN else today.year + 1
    plans = [file for file in own if file.path.startswith("plans/")] if examples else starter.first_plan(year)
    generated = starter.StarterFile(EDITOR_SCHEMA, json_schema.export(read))
    files = [*starter.settings(ci, version("kamctl")), *schema, generated, *plans]
    return sorted(files, key=lambda file: file.path)


def _compare(workspace: Workspace, files: list[StarterFile]) -> tuple[list[StarterFile], list[str]]:
    """The files that are not there yet, and the paths at which something else is."""
    from kamctl.plan.source import RawFile

    lacking, others = [], []
    for file in files:
        try:
            if not workspace.is_taken(file.path):
                lacking.append(file)
            elif workspace.read(file.path) != RawFile(file.path, file.content):
                others.append(file.path)
        except WriteError:
            others.append(f"{file.path} (a link leads there)")
    return lacking, others


def _told(written: list[StarterFile], folder: str, app: App, root: Path) -> str:
    """What was written, and the next three commands to type."""
    from kamctl.render.safe import inert

    here = root == app.folder.resolve()
    place = "this folder" if here else folder
    lines = [f"Wrote {len(written)} files in {place}:" if written else f"Everything is in {place} already."]
    lines += [f"  {file.path}" for file in written]
    is_git = any((above / ".git").exists() for above in (root, *root.parents))
    steps = [
        *([] if here else [("cd " + _quoted(folder), "go there")]),
        *([] if is_git else [("git init", "plans live in git")]),
        ("kamctl lint", "check everything"),
        ("kamctl new CLIENT", "your first own plan"),
        ("pre-commit install", "check before every commit"),
    ][:3]
    width = max(len(command) for command, _ in steps)
    lines += ["", "Next:", *(f"  {command:<{width}}   # {why}" for command, why in steps)]
    return "".join(f"{inert(line)}\n" for line in lines)


def _quoted(folder: str) -> str:
    import shlex

    return shlex.quote(folder)
