"""What a form is filled in from: the work tree, or the commit that a document names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, Protocol

from kamctl.cli.app import App
from kamctl.errors import RepositoryError

if TYPE_CHECKING:
    from kamctl.exchange.documents.fact import Fact
    from kamctl.exchange.documents.filling import Job
    from kamctl.exchange.documents.forms import Form
    from kamctl.gitrepo.repository import Repository
    from kamctl.lint.finding import Finding
    from kamctl.lint.snapshot import Snapshot
    from kamctl.plan.source import RawFile


class Reader(Protocol):
    """Reads a file by its path from the root."""

    def read(self, name: str) -> RawFile: ...


class Source(NamedTuple):
    """A state of the repository: its plans and schema, and who reads its forms."""

    files: Reader
    snapshot: Snapshot


class _Forms:
    """The forms of a commit, which were read already."""

    def __init__(self, files: Mapping[str, RawFile]) -> None:
        self.files = files

    def read(self, name: str) -> RawFile:
        return self.files[name]


def source_of(app: App, at: str | None) -> tuple[Source, list[Form]]:
    """The work tree, or a commit (a revision, or the last one of a day), and the forms that it has."""
    from kamctl.exchange.documents.forms import forms_among

    if at is None:
        return Source(app.workspace, app.snapshot()), forms_among(app.workspace.form_files())
    snapshot = app.snapshot(at)
    with app.repository() as repository:
        return with_forms(repository, snapshot, snapshot.commit or "")


def with_forms(repository: Repository, snapshot: Snapshot, commit: str) -> tuple[Source, list[Form]]:
    """The state of a commit with its forms."""
    from kamctl.exchange.documents.forms import forms_among
    from kamctl.plan.placement import FORMS_FOLDER, Placed, of_tree
    from kamctl.plan.source import LARGEST_FILE, RawFile

    entries = {entry.path: entry for entry in repository.files(commit, FORMS_FOLDER)}
    placed = of_tree([(entry.path, entry.mode) for entry in entries.values()], FORMS_FOLDER, deep=False)
    names = [file.name for file in placed if file.fault is None and entries[file.name].size <= LARGEST_FILE]
    contents = repository.blobs([entries[name].id for name in names], LARGEST_FILE)
    files = {name: RawFile(name, data) for name, (_, data) in zip(names, contents, strict=True)}
    return Source(_Forms(files), snapshot), forms_among(map(Placed, files))


def job_of(app: App, source: Source, client: str, form: Form, language: str, today: date | None = None) -> Job:
    """The job of filling in a form from the plan of a client, as of a day (that of the run)."""
    from kamctl.cli.origin import origin_of
    from kamctl.cli.portfolio import plan_file
    from kamctl.exchange.documents.filling import Job
    from kamctl.exchange.documents.origin import Origin
    from kamctl.exchange.documents.stamp import Stamp
    from kamctl.plan.load import client_id

    day = today or app.today
    plan = plan_file(app, source.snapshot, client)
    template = source.files.read(form.path)
    if template.fault is not None or _is_cut(template):
        raise RepositoryError("The form {path} cannot be read: it must be a file of at most 1 MiB.", path=form.path)
    facts, currency = facts_of(app, source, plan, day)
    commit = source.snapshot.commit
    origin = Origin(commit) if commit else origin_of(app, [plan, template, *source.snapshot.schema_files.values()])
    stamp = Stamp(client_id(plan.name), form.id, language, day, origin)
    return Job(form.suffix, template.data, facts, stamp, currency)


def facts_of(app: App, source: Source, plan: RawFile, day: date) -> tuple[dict[str, Fact], str]:
    """Everything that a form may say of a plan on a day, by name, and the currency of its amounts."""
    from kamctl.cli.portfolio import schema_of, unreadable_plan
    from kamctl.exchange.documents.fact import texts
    from kamctl.exchange.documents.figure_facts import figure_facts
    from kamctl.exchange.documents.plan_facts import catalogue_facts, plan_facts
    from kamctl.exchange.texts import require_plain
    from kamctl.insight.portfolio import portfolio_of
    from kamctl.plan.load import load_plan

    schema = schema_of(source.snapshot)
    loaded = load_plan(plan, schema)
    if loaded.plan is None:
        raise unreadable_plan(plan)
    portfolio = portfolio_of([loaded], schema, day)
    [entry] = portfolio.plans
    facts: dict[str, Fact] = {
        "plan": plan_facts(entry, schema),
        "figures": figure_facts(portfolio),
        **catalogue_facts(schema),
    }
    require_plain(text for fact in facts.values() for text in texts(fact))
    return facts, schema.format.currency or ""


def _is_cut(file: RawFile) -> bool:
    from kamctl.plan.source import LARGEST_FILE

    return len(file.data) > LARGEST_FILE


def wrong_forms(app: App) -> list[Finding]:
    """What is wrong with the forms of the work tree, whatever a plan says, as findings."""
    from kamctl.cli.child import check
    from kamctl.exchange.documents.forms import forms_among
    from kamctl.lint.finding import ERROR, Finding

    forms = [(form, app.workspace.read(form.path)) for form in forms_among(app.workspace.form_files())]
    sound = [(form.path, form.suffix, file.data) for form, file in forms if file.fault is None and not _is_cut(file)]
    return [
        Finding(path, line or 1, 1, line or 1, 1, "schema-error", ERROR, error.message, error.remedy)
        for path, line, error in check(sound)
    ]
