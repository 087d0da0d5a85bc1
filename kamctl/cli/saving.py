"""What `kamctl save` does, for commands that offer it too: from what lies in the work tree to a commit."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Sequence
from typing import NamedTuple

from kamctl.cli.app import App
from kamctl.cli.diff import arrow
from kamctl.cli.portfolio import schema_of
from kamctl.cli.states import State, States, known_clients, state_of
from kamctl.cli.tree import snapshot_of
from kamctl.gitrepo.commit import Signature
from kamctl.gitrepo.recording import IGNORED, UNTRACKED, Recorder, Refusal, Touched
from kamctl.gitrepo.repository import Repository
from kamctl.history.diff import Side
from kamctl.history.people import Authors
from kamctl.history.report import DiffReport
from kamctl.lint import snapshot as linting
from kamctl.lint.difference import new_since
from kamctl.lint.finding import LintReport
from kamctl.lint.snapshot import Snapshot
from kamctl.plan.load import client_id
from kamctl.plan.placement import PLANS_FOLDER, SCHEMA_FOLDER, SUFFIX
from kamctl.plan.schema import Schema
from kamctl.render import lint_text
from kamctl.render.changes import diff_text
from kamctl.render.commit_message import Rewritten, commit_message, subject
from kamctl.render.prose import fold
from kamctl.render.safe import inert_lines
from kamctl.words import Listing, Sentence, listing, say

HEAD = "HEAD"


def save(app: App, clients: Sequence[str] = (), *, own: str = "", push: bool = False) -> int:
    """Commit the plans that changed, those of `clients` alone where some are named; the exit code of `kamctl save`."""
    with app.repository() as repository:
        recorder = Recorder(repository.top, repository.prefix, app.terminal.asks)
        branch = recorder.require_ready()
        who = recorder.identity()
        work = _Work(app, repository, recorder)
        chosen = work.chosen(clients)
        for remark in work.remarks(chosen):
            _note(app, remark)
        if not chosen.files:
            _note(app, say("There is nothing to save."))
        elif code := _commit(app, repository, recorder, work, chosen, own, who):
            return code
        return _push(app, recorder, branch) if push else 0


class Chosen(NamedTuple):
    """What will be committed: the files, what that changes in meaning, and which files then say the same as before."""

    files: tuple[Touched, ...]
    report: DiffReport
    rewritten: tuple[Rewritten, ...]


class _Work:
    """What lies in the work tree as against HEAD."""

    def __init__(self, app: App, repository: Repository, recorder: Recorder) -> None:
        self._today = app.today
        self._states = States(app.workspace, repository)
        head = repository.head() if recorder.head() else None
        before = snapshot_of(repository, head) if head else Snapshot({}, ())
        schema_files = app.workspace.schema_files()
        if head and before.schema().complete:
            schema_files = dict(before.schema_files)  # as the commit will have it
        self.before = before._replace(schema_files=schema_files, commit=None, day=None)
        self.has_head = head is not None
        self.schema: Schema = schema_of(self.before)
        self._plans, self._strays = app.workspace.plan_files()
        digits = len(head) if head else 40
        self._new: State = state_of(HEAD, self._plans, self._strays, schema_files, digits)
        self._old: Side = self._states.plans_at(head, HEAD) if head else Side(HEAD, ())
        touched = recorder.touched((PLANS_FOLDER, SCHEMA_FOLDER))
        self._touched = [file for file in touched if file.code != IGNORED]
        self.changed = self._changed(recorder)

    def _changed(self, recorder: Recorder) -> list[Touched]:
        """The plans that git sees differ from HEAD and that do, as git would keep them."""
        old, new = ({file.path: file for file in side.files} for side in (self._old, self._new.side))
        differing = [
            file
            for file in self._touched
            if (file.path in old or file.path in new) and old.get(file.path) != new.get(file.path)
        ]
        both = [path for path, _ in differing if path in old and path in new and old[path].blob and new[path].blob]
        ids = recorder.stored_ids(both)
        return [file for file in differing if file.path not in ids or ids[file.path] != old[file.path].blob]

    def chosen(self, clients: Sequence[str]) -> Chosen:
        """What of it is to be committed: all, or what belongs to some clients, by today's ids or former ones."""
        paths = {file.path for file in self.changed}
        if clients:
            wanted = set(known_clients(clients, (self._old, self._new.side)))
            for event in self._compare(paths).events:
                if wanted & {event.client, event.was}:
                    wanted |= {event.client, event.was or event.client}
            paths = {path for path in paths if client_id(path) in wanted}
        files = tuple(file for file in self.changed if file.path in paths)
        report = self._compare(paths)
        return Chosen(files, report, tuple(self._rewritten(paths, report)))

    def _compare(self, paths: Collection[str]) -> DiffReport:
        kept = [file for file in self._old.files if file.path not in paths]
        come = [file for file in self._new.side.files if file.path in paths]
        side = Side("the work tree", tuple(sorted([*kept, *come], key=lambda file: file.path)))
        return self._states.compare(self._old, self._new._replace(side=side), self.schema, self._today)

    def _rewritten(self, paths: Collection[str], report: DiffReport) -> list[Rewritten]:
        """The files that are committed although no field says anything else."""
        told = {client for event in report.events for client in (event.client, event.was)}
        was = {file.client: file.path for file in self._old.files if file.path in paths}
        now = {file.client: file.path for file in self._new.side.files if file.path in paths}
        return [
            Rewritten(client, was.get(client, path), path)
            for client, path in sorted({**was, **now}.items())
            if client not in told
        ]

    def lint(self, chosen: Chosen) -> LintReport:
        """The findings that HEAD does not have, in the repository as the commit will have it."""
        paths = {file.path for file in chosen.files}
        plans = [
            *(plan for plan in self.before.plans if plan.name not in paths),
            *(plan for plan in self._plans if plan.name in paths),
        ]
        strays = [
            *(stray for stray in self.before.strays if stray.name not in paths),
            *(stray for stray in self._strays if stray.name in paths),
        ]
        after = self.before._replace(plans=sorted(plans, key=lambda plan: plan.name), strays=strays)
        report = linting.lint(after, self._today, schema=self.schema).report
        if not self.has_head:
            return report
        old = linting.lint(self.before, self._today, schema=self.schema).report
        renamed = {event.was: event.client for event in chosen.report.events if event.was is not None}
        return new_since(report, old.findings, HEAD, renamed)

    def remarks(self, chosen: Chosen) -> list[Sentence]:
        """What lies about and is not saved."""
        found = []
        others = {client_id(file.path) for file in self.changed} - {client_id(file.path) for file in chosen.files}
        if others:
            found.append(say("Changes of other clients stay as they are: {clients}.", clients=listing(sorted(others))))
        seen = {file.path for file in self._old.files} | {file.path for file in self._touched}
        ignored = [file.path for file in self._new.side.files if file.path not in seen]
        if ignored:
            found.append(say("git ignores {files}, so that stays as it is.", files=listing(ignored)))
        if stale := self._stale():
            found.append(
                say(
                    "git has something else staged of {files} than they say, as after a commit that was interrupted. "
                    "Put that right with: git restore --staged {quoted}",
                    files=listing(stale),
                    quoted=Listing(shlex.join(stale)),
                )
            )
        touched = {file.path for file in self._touched}
        strays = [
            file.name for file in self._strays if file.name in touched and file.fault and file.fault.rule == "bad-id"
        ]
        if strays:
            found.append(
                say("{files} is no plan by its name and stays as it is; see kamctl lint.", files=listing(strays))
            )
        if any(file.path.startswith(f"{SCHEMA_FOLDER}/") for file in self._touched):
            found.append(say("schema/ has changes, which stay as they are: a SKAM commits them with git."))
        return found

    def _stale(self) -> list[str]:
        """The plans that are as HEAD has them, while the index is not."""
        changed = {file.path for file in self.changed}
        staged = {path for path, code in self._touched if code != UNTRACKED and code[0] != " "}
        return sorted(
            path for path in staged - changed if path.startswith(f"{PLANS_FOLDER}/") and path.endswith(SUFFIX)
        )

    def expected(self, path: str) -> bytes | None:
        """What a file that is committed holds; None: it is gone."""
        return next((plan.data for plan in self._plans if plan.name == path), None)


def _commit(
    app: App, repository: Repository, recorder: Recorder, work: _Work, chosen: Chosen, own: str, who: Signature
) -> int:
    """Check, show and commit; the exit code, 0 where all is saved."""
    terminal = app.terminal
    findings = work.lint(chosen)
    shown = lint_text.render(findings, width=terminal.width, colour=terminal.colour) if findings.findings else ""
    if findings.errors:
        terminal.write(shown)
        _note(app, say("Nothing was saved."))
        return 1
    terminal.write(diff_text(chosen.report, width=terminal.width, colour=terminal.colour, arrow=arrow()))
    terminal.write(
        "".join(f"{line}\n" for file in chosen.rewritten for line in fold(f"{file.client}: {file}", terminal.width))
    )
    terminal.write(f"\n{shown}" if shown else "")
    before = recorder.head()
    try:
        refusal = recorder.commit(chosen.files, commit_message(chosen.report, chosen.rewritten, own))
    except KeyboardInterrupt:
        app.terminal.note("\n")
        _note(app, say("Nothing was saved.") if recorder.head() == before else say("All was saved."))
        raise
    if refusal:
        _refused(app, say("A hook of git refused the commit, so nothing was saved."), refusal)
        return 1
    head = repository.head()
    first = own.split("\n", maxsplit=1)[0] or subject(chosen.report, chosen.rewritten)
    _note(app, say("Saved as {commit}: {subject}", commit=head[:8], subject=first))
    _remark_on(app, repository, work, chosen, head, who)
    return 0


def _remark_on(app: App, repository: Repository, work: _Work, chosen: Chosen, head: str, who: Signature) -> None:
    """What the user should know of the commit that was made."""
    files = {file.path for file in chosen.files}
    kept = {entry.path: entry.id for entry in repository.files(head, PLANS_FOLDER) if entry.path in files}
    stored = dict(repository.blobs(dict.fromkeys(kept.values())))
    other = [path for path in sorted(files) if not _same(work.expected(path), stored.get(kept.get(path, "")))]
    if other:
        _note(
            app,
            say(
                "What git has of {files} is not what was checked: somebody, or a hook, was quicker.",
                files=listing(other),
            ),
        )
    emails = {person: entry.emails or () for person, entry in work.schema.people.items()}
    if Authors(emails).person(who) is None:
        _note(
            app,
            say(
                "Nobody in schema/people.yaml has your e-mail {email}, so nobody can tell who you are.", email=who.email
            ),
        )


def _same(checked: bytes | None, stored: bytes | None) -> bool:
    """Whether git has what was checked; it may write line ends in its own way."""
    if checked is None or stored is None:
        return checked is stored
    return checked.replace(b"\r\n", b"\n") == stored.replace(b"\r\n", b"\n")


def _push(app: App, recorder: Recorder, branch: str) -> int:
    upstream = recorder.upstream(branch)
    refusal = recorder.push(branch, upstream)
    if refusal is None:
        _note(app, say("{upstream} has all of it now.", upstream=upstream.shown))
        return 0
    if refusal.behind:
        _note(
            app,
            say(
                "Others have pushed to {upstream} meanwhile; your commit is safe here. "
                "Go on with: git pull --rebase --autostash && kamctl save --push",
                upstream=upstream.shown,
            ),
        )
        return 1
    _refused(app, say("{upstream} did not take it; your commit is safe here.", upstream=upstream.shown), refusal)
    return 1


def _refused(app: App, sentence: Sentence, refusal: Refusal) -> None:
    _note(app, sentence)
    app.terminal.note(inert_lines("".join(f"  {line}\n" for line in refusal.said.split("\n"))) if refusal.said else "")


def _note(app: App, sentence: Sentence) -> None:
    app.terminal.note("".join(f"{line}\n" for line in fold(str(sentence), app.terminal.width)))
