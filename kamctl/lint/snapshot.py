"""Lint of a whole repository as it stands at one moment: its files as bytes, whatever they were read from."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from kamctl.lint.catalog import NOT_JUDGED, RULES, known_rules
from kamctl.lint.engine import Engine, LintResult
from kamctl.lint.finding import LintReport
from kamctl.plan.fault import Fault
from kamctl.plan.lapse import Ask
from kamctl.plan.load import load_plan
from kamctl.plan.schema import Schema, read_schema
from kamctl.plan.source import RawFile
from kamctl.plan.trouble import Updated

if TYPE_CHECKING:
    from kamctl.lint.fixing import Mended, Offer


class Snapshot(NamedTuple):
    """The files of a repository: those of the schema by path, the plans, and what should not stand among them.

    `commit` is the id of the commit that has them, `day` the day (of its committer, in UTC) on which it was made; None
    for the work tree.
    """

    schema_files: Mapping[str, RawFile]
    plans: Sequence[RawFile]
    strays: Sequence[RawFile] = ()
    commit: str | None = None
    day: date | None = None

    @property
    def stood(self) -> str | None:
        """What people call the commit: `commit 3d60614a (2026-05-08)`; None for the work tree."""
        return None if self.commit is None else f"commit {self.commit[:8]} ({self.day})"

    def with_file(self, file: RawFile) -> Snapshot:
        """The same repository with one file put in, in the place of one of its name."""
        if file.name.startswith("schema/"):
            return self._replace(schema_files={**self.schema_files, file.name: file})
        others = [plan for plan in self.plans if plan.name != file.name]
        return self._replace(plans=sorted([*others, file], key=lambda plan: plan.name))

    def file(self, name: str) -> RawFile | None:
        """A file by its path, where it is one of the repository's."""
        if name in self.schema_files:
            return self.schema_files[name]
        return next((plan for plan in self.plans if plan.name == name), None)

    def schema(self) -> Schema:
        """What the files of the schema say."""
        return read_schema(self.schema_files, known_rules())


def lint(
    snapshot: Snapshot,
    today: date,
    only: Collection[str] | None = None,
    *,
    schema: Schema | None = None,
    updated: Updated | None = None,
    ask: Ask | None = None,
) -> LintResult:
    """All findings; with `only` (paths) those of these files, and errors of the schema.

    `schema` is the snapshot's own, where it was read already; `updated` is what is known of the past, `ask` asks for
    more of it (see Context).
    """
    strays = [stray for stray in snapshot.strays if only is None or stray.name in only]
    engine = Engine(RULES, schema or snapshot.schema(), today, NOT_JUDGED, updated, ask)
    return engine.lint(snapshot.plans, strays, only)


def lint_edit(
    snapshot: Snapshot, old: RawFile, new: RawFile, today: date, schema: Schema
) -> tuple[LintReport, LintReport]:
    """The findings on one file as it is and as it would be; what git knows of the past is not asked."""
    engine = Engine(RULES, schema, today, NOT_JUDGED)
    before, after = (engine.lint(snapshot.with_file(file).plans, (), {file.name}).report for file in (old, new))
    return before, after


def lint_schema(snapshot: Snapshot, today: date) -> LintResult:
    """All findings in the files of the schema alone."""
    return Engine(RULES, snapshot.schema(), today, NOT_JUDGED).lint(())


def mend_all(snapshot: Snapshot, today: date, result: LintResult) -> list[Mended]:
    """The files of a linted repository with everything mended that has one meaning; nothing is written."""
    from kamctl.lint.fixing import mend

    mended = []
    marked = {offer.path for offer in result.mends}
    for file in (*snapshot.schema_files.values(), *snapshot.plans):
        if (file.name in marked or file.data.startswith(b"\xef\xbb\xbf")) and not file.fault:
            change = mend(file, _Relint(snapshot, today))
            if change:
                mended.append(change)
    return mended


class _Relint:
    """Lints one file of a snapshot again, with other bytes in it."""

    def __init__(self, snapshot: Snapshot, today: date) -> None:
        self.snapshot = snapshot._replace(plans=())
        self.today = today

    def __call__(self, file: RawFile) -> tuple[list[Offer], list[Fault]]:
        from kamctl.lint.fixing import Offer

        snapshot = self.snapshot.with_file(file)
        schema = snapshot.schema()
        found = Engine(RULES, schema, self.today, NOT_JUDGED).lint(snapshot.plans, only={file.name})
        offers = [Offer(mend.fix, mend.finding) for mend in found.mends if mend.path == file.name]
        if file.name in snapshot.schema_files:
            faults = [fault for source, fault in schema.faults if source.name == file.name]
        else:
            faults = list(load_plan(file, schema).faults)
        return offers, faults
