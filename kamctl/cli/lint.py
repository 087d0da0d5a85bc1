"""`kamctl lint`: checks the schema and the plans."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from kamctl.cli import app as edge
from kamctl.cli.app import App
from kamctl.cli.options import at_option
from kamctl.errors import UsageError

if TYPE_CHECKING:
    from kamctl.lint.finding import LintReport
    from kamctl.lint.fixing import Mended
    from kamctl.lint.snapshot import Snapshot

FORMATS = ("text", "concise", "json", "github", "gitlab", "sarif", "junit", "markdown")

FOR_PEOPLE = ("text", "concise")
"""Formats that follow the locale; the others are UTF-8 everywhere."""

STANDARD_INPUT = STANDARD_OUTPUT = "-"


@click.command("lint")
@click.argument("paths", nargs=-1, type=click.Path(), metavar="[PATH]...")
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True, help="How to show.")
@click.option("--output", metavar="FILE", help="Write the report to FILE; - prints it.")
@click.option("--fix", is_flag=True, help="Mend what has one meaning, and show what is left.")
@click.option("--diff", is_flag=True, help="Show what --fix would do, and do nothing.")
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@at_option
@click.option(
    "--new-since", "since", metavar="REV|DATE", help="Only findings that the plans and the schema of REV did not have."
)
@click.option("--stdin-filename", metavar="PATH", help="With - as PATH: which file the text on standard input is.")
@click.pass_context
def command(
    context: click.Context,
    paths: tuple[str, ...],
    format_: str,
    output: str | None,
    fix: bool,
    diff: bool,
    strict: bool,
    at: str | None,
    since: str | None,
    stdin_filename: str | None,
) -> int:
    """Check the schema and the plans.

    Without PATH everything is checked; with files or folders only they are reported, while rules about several
    plans still see all of them. With --new-since a finding is old where that state has one of the same rule, client
    and field, in whatever file; a client that was renamed is the same client.

    Exit code 0: no errors; 1: errors (with --strict, or warnings); 2: it could not run.
    """
    app = edge.current(context)
    reads_input = stdin_filename is not None or STANDARD_INPUT in paths
    _require_fitting(fix or diff, reads_input, at, since)
    snapshot = app.snapshot(at)
    only: set[str] | None
    if reads_input:
        snapshot, only = _from_standard_input(app, snapshot, paths, stdin_filename, writes=fix)
    else:
        only = _selection(app, snapshot, paths)
    if fix or diff:
        return _mend(app, snapshot, only, strict, format_, output, writes=not diff)
    report = _checked(app, snapshot, only, since)._replace(strict=strict)
    if snapshot.stood is not None:
        report = report._replace(stood=snapshot.stood, today=app.today)
    show_report(app, report, format_, output)
    return 1 if report.failed else 0


def _require_fitting(mends: bool, reads_input: bool, at: str | None, since: str | None) -> None:
    if at is not None and mends:
        raise UsageError("What git has kept cannot be mended.", "Leave out --at, or --fix and --diff.")
    if at is not None and reads_input:
        raise UsageError("Standard input is of today.", "Leave out --at, or name files.")
    if since is not None and mends:
        raise UsageError(
            "What can be mended is mended whether it is new or not.", "Leave out --new-since, or --fix and --diff."
        )


def _checked(app: App, snapshot: Snapshot, only: set[str] | None, since: str | None) -> LintReport:
    """All findings; with `since` those that this state did not have, by the same day and the same facts of git."""
    from kamctl.cli import past
    from kamctl.cli.tree import snapshot_of

    if since is None:
        return past.lint(app, snapshot, only)[0].report
    with app.repository() as repository:
        before = snapshot_of(repository, repository.at(since))
    from kamctl.lint import snapshot as linting
    from kamctl.lint.difference import new_since

    result, updated = past.lint(app, snapshot, only)
    old = linting.lint(before, app.today, updated=updated).report
    return new_since(result.report, old.findings, past.shown(since), past.renamed(before, snapshot))


def _mend(
    app: App, snapshot: Snapshot, only: set[str] | None, strict: bool, format_: str, output: str | None, writes: bool
) -> int:
    """Write what --fix mends and show what is left, or show what it would do."""
    from kamctl.cli import past
    from kamctl.cli.lapses import asking
    from kamctl.lint import snapshot as linting
    from kamctl.plan.source import RawFile

    result, updated = past.lint(app, snapshot, only)
    mended = [change for change in linting.mend_all(snapshot, app.today, result) if only is None or change.name in only]
    if not writes:
        app.terminal.write(_diffs(mended))
        return 1 if mended or result.report._replace(strict=strict).failed else 0
    if mended:
        app.write_all(app.workspace, [(change.name, change.after, change.before) for change in mended])
        for change in mended:
            snapshot = snapshot.with_file(RawFile(change.name, change.after))
        ask = asking(app, snapshot, snapshot.schema(), only)
        result = linting.lint(snapshot, app.today, only, updated=updated, ask=ask)
    report = result.report._replace(strict=strict)
    show_report(app, report, format_, output)
    app.terminal.note(_mended_line(mended))
    return 1 if report.failed else 0


def _selection(app: App, snapshot: Snapshot, paths: tuple[str, ...]) -> set[str] | None:
    """The files that the paths name; None for all of them."""
    if not paths:
        return None
    known = {*snapshot.schema_files, *(file.name for file in (*snapshot.plans, *snapshot.strays))}
    chosen: set[str] = set()
    for path in paths:
        name = app.workspace.name_of(path, app.folder)
        if name == ".":
            return None
        below = {file for file in known if file == name or file.startswith(f"{name}/")}
        if not below and name not in ("plans", "schema"):
            if snapshot.commit is not None:
                raise UsageError("There is nothing to check at {path} in that commit.", path=path)
            if not os.path.exists(app.workspace.root / name):  # noqa: PTH110  # a name too long is not there
                raise UsageError("There is no file or folder {path}.", path=path)
            remedy = "Plans are plans/**/*.yaml, the schema is schema/*.yaml."
            raise UsageError("There is nothing to check at {path}.", remedy, path=path)
        chosen |= below
    return chosen


def _from_standard_input(
    app: App, snapshot: Snapshot, paths: tuple[str, ...], filename: str | None, writes: bool
) -> tuple[Snapshot, set[str]]:
    from kamctl.plan.source import LARGEST_FILE, RawFile

    if filename is None or paths != (STANDARD_INPUT,):
        raise UsageError("To check standard input, write: kamctl lint - --stdin-filename plans/CLIENT.yaml")
    if writes:
        raise UsageError("What stands on standard input cannot be mended in place.", "Use --diff.")
    name = app.workspace.name_of(filename, app.folder)
    if not name.startswith(("plans/", "schema/")) or not name.endswith(".yaml"):
        raise UsageError("{path} is no plan and no file of the schema.", path=filename)
    return snapshot.with_file(RawFile(name, app.terminal.read_input(LARGEST_FILE + 1))), {name}


def _mended_line(mended: list[Mended]) -> str:
    from kamctl.words import count

    things = sum(len(change.mended) for change in mended)
    if not mended:
        return "Nothing could be mended.\n"
    return f"{count(things, 'finding')} mended in {count(len(mended), 'file')}.\n"


def _diffs(mended: list[Mended]) -> str:
    from kamctl.lint.fixing import unified_diff
    from kamctl.render.safe import inert_lines

    return "".join(inert_lines(unified_diff(change)) for change in mended)


def show_report(app: App, report: LintReport, format_: str, output: str | None) -> None:
    """Print a report in a format, or write it to the file that --output names."""
    text = _rendered(app, report, format_, to_file=output not in (None, "-"))
    if output is not None and output != STANDARD_OUTPUT:
        app.deliver(text, output)
    elif format_ in FOR_PEOPLE:
        app.terminal.write(text)
    else:
        app.terminal.write_data(text)


def _rendered(app: App, report: LintReport, format_: str, to_file: bool) -> str:
    if format_ == "text":
        from kamctl.render import lint_text

        return lint_text.render(report, width=app.terminal.width, colour=app.terminal.colour and not to_file)
    if format_ == "sarif":
        from importlib.metadata import version

        from kamctl.lint.catalog import RULES
        from kamctl.render import sarif

        return sarif.render(report, rules={rule.name: rule.summary for rule in RULES}, version=version("kamctl"))
    from importlib import import_module

    module = import_module(f"kamctl.render.{'lint_json' if format_ == 'json' else format_}")
    text: str = module.render(report)
    return text
