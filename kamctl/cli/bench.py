"""Plans while a command asks about them: each answer is tried in memory, and all are checked before one is written."""

from __future__ import annotations

from collections.abc import Sequence

from kamctl.cli.app import App
from kamctl.cli.editing import AtHand, Attempt, attempt
from kamctl.edit.edits import Edit
from kamctl.lint import snapshot as linting
from kamctl.lint.difference import new_since
from kamctl.lint.finding import ERROR, LintReport
from kamctl.lint.snapshot import Snapshot
from kamctl.plan.document import Document
from kamctl.plan.schema import Schema
from kamctl.plan.source import RawFile


class Bench:
    """The file of one plan, with the edits that were taken so far; nothing is written by it.

    What an answer means for other plans is looked at by `new_errors`, once.
    """

    def __init__(self, app: App, snapshot: Snapshot, schema: Schema, file: RawFile, document: Document) -> None:
        self.file = file
        self._now = AtHand(app, snapshot._replace(plans=(file,), strays=()), schema, file, document, asks=False)

    @property
    def document(self) -> Document:
        """The plan as it would be written."""
        return self._now.document

    @property
    def data(self) -> bytes:
        """Its bytes."""
        return self._now.file.data

    @property
    def changed(self) -> bool:
        """Whether anything would be written."""
        return self.data != self.file.data

    def tried(self, edits: Sequence[Edit]) -> Attempt:
        """What further edits would make of it."""
        return attempt(self._now, edits)

    def take(self, made: Attempt) -> None:
        """Go on from what was tried."""
        file = RawFile(self.file.name, made.edited.data)
        self._now = self._now._replace(file=file, document=made.edited.document)


def new_errors(app: App, snapshot: Snapshot, schema: Schema, benches: Sequence[Bench]) -> LintReport:
    """The errors of the whole repository that it would not have without what was edited."""
    before = linting.lint(snapshot, app.today, schema=schema).report
    for bench in benches:
        snapshot = snapshot.with_file(RawFile(bench.file.name, bench.data))
    after = linting.lint(snapshot, app.today, schema=schema).report
    report = new_since(after, before.findings, "the disk")
    errors = tuple(finding for finding in report.findings if finding.severity == ERROR)
    return report._replace(findings=errors, since=None, old=0)


def write(app: App, benches: Sequence[Bench]) -> None:
    """Write what was edited; WriteError where a file has changed meanwhile or cannot be written."""
    changed = [bench for bench in benches if bench.changed]
    app.write_all(app.workspace, [(bench.file.name, bench.data, bench.file.data) for bench in changed])
