"""`kamctl diff`: what changed in meaning between two states of the plans."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

import click

from kamctl.cli import app as edge
from kamctl.cli.app import App
from kamctl.cli.history import FORMATS, nfc, note_all
from kamctl.cli.options import complete_client
from kamctl.errors import HistoryError, UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from kamctl.gitrepo.repository import Repository
    from kamctl.history.diff import PlanFile, Side
    from kamctl.history.report import DiffReport
    from kamctl.plan.schema import Schema
    from kamctl.plan.source import RawFile
    from kamctl.words import Sentence

WORK_TREE = "the work tree"

_CLIENTS = "kamctl.clients"


class _Command(click.Command):
    """Keeps what stands behind `--` apart: those are clients, whatever git has of the same name."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if "--" in args:
            at = args.index("--")
            ctx.meta[_CLIENTS] = tuple(args[at + 1 :])
            args = args[:at]
        return super().parse_args(ctx, args)


@click.command("diff", cls=_Command)
@click.argument("words", nargs=-1, metavar="[A[..B]] [CLIENT]...", shell_complete=complete_client)
@click.option(
    "--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True, help="How to show it."
)
@click.option("--exit-code", is_flag=True, help="Exit with 1 where something changed.")
@click.option("--no-pager", is_flag=True, help="Show all of it at once, also on a terminal.")
@click.pass_context
def command(context: click.Context, words: tuple[str, ...], format_: str, exit_code: bool, no_pager: bool) -> int:
    """Show what changed in meaning, not in text, worst first.

    Without A and B: from HEAD to the files as they are now. A alone: from there to the files as they are now; A..B:
    from A to B; A...B: from where the two parted to B. Each is a revision, or a day (2026-02-03) whose end is meant;
    left out it is HEAD. With clients only they are told; put -- before them where a revision has the same name.

    Exit code 0 whatever it tells, with --exit-code 1 on changes; 2: it could not be told.
    """
    from kamctl.cli.pager import show

    app = edge.current(context)
    behind: tuple[str, ...] | None = context.meta.get(_CLIENTS)
    with app.repository() as repository:
        report = _report(app, _States(app, repository), words, behind)
    text = _rendered(app, report, format_)
    show(app.terminal, text, format_, wanted=not no_pager)
    if format_ == "csv":
        note_all(app, [*(event.unreadable for event in report.events), *(each.message for each in report.doubled)])
    return 1 if exit_code and report.differs else 0


def arrow() -> str:
    """The arrow between the old and the new value, as standard output can spell it."""
    from kamctl.render.changes import ARROW

    try:
        ARROW.encode(getattr(sys.stdout, "encoding", None) or "ascii")
    except (LookupError, UnicodeEncodeError):
        return "->"
    return ARROW


class _State(NamedTuple):
    """One side: its plans, and the files of the schema that it has."""

    side: Side
    schema_files: Mapping[str, RawFile]
    data: Mapping[str, bytes]
    """What is in no commit yet, by ids made as git makes them."""

    def schema(self) -> Schema:
        from kamctl.lint.catalog import known_rules
        from kamctl.plan.schema import read_schema

        return read_schema(self.schema_files, known_rules())


class _States:
    """Reads the sides of a comparison: commits, and the work tree."""

    def __init__(self, app: App, repository: Repository) -> None:
        self._app = app
        self.repository = repository

    def commit(self, text: str) -> str:
        """The id of the commit that a side names; HEAD where it is left out."""
        return self.repository.at(text) if text else self.repository.head()

    def plans_at(self, commit: str, name: str) -> Side:
        """The plans of a commit, which people call `name`."""
        from kamctl.cli.tree import plans_of
        from kamctl.history.diff import PlanFile, Side

        plans = plans_of(self.repository, commit)
        files = [PlanFile(path, plans.entries[path].id) for path in plans.chosen.names]
        return Side(name, (*files, *_refused(plans.chosen.refused)))

    def state_at(self, commit: str, name: str) -> _State:
        """All that is compared of a commit, its schema too."""
        from kamctl.cli.tree import schema_of

        return _State(self.plans_at(commit, name), schema_of(self.repository, commit), {})

    def work_tree(self, digits: int) -> _State:
        """All that is compared of the work tree; its contents get ids of as many digits as the other side's have."""
        from kamctl.history.diff import PlanFile, Side

        plans, strays = self._app.workspace.plan_files()
        files, data = [], {}
        for plan in plans:
            if plan.fault is None:
                id_ = _blob_id(plan.data, digits)
                data[id_] = plan.data
                files.append(PlanFile(plan.name, id_))
        refused = _refused([*strays, *(plan for plan in plans if plan.fault is not None)])
        side = Side(WORK_TREE, (*files, *refused))
        return _State(side, self._app.workspace.schema_files(), data)


def _report(app: App, states: _States, words: tuple[str, ...], behind: tuple[str, ...] | None) -> DiffReport:
    """What the two sides that the words name differ in, for the clients that they name."""
    from kamctl.history.diff import Yardstick, diff
    from kamctl.history.version import Versions
    from kamctl.history.weight import Measure

    span, clients = _understood(states, words, behind)
    before, new = _sides(states, span)
    old = before.side
    only = _known_clients(clients, (old, new.side))
    schema = new.schema()
    measure = Measure(schema.format.skam_only or (), schema.calendar, app.today)
    versions = Versions(lambda ids: _contents(states.repository, new.data, ids))
    report = diff(old, new.side, versions, Yardstick(schema.layout.shape, measure, schema.format.currency), only)
    return report._replace(notices=_notices(states, before, new, only))


def _notices(states: _States, old: _State, new: _State, only: Collection[str]) -> tuple[Sentence, ...]:
    """What a reviewer must not miss beside the fields; of the schema where no clients are named."""
    from kamctl.history.notices import State, notices
    from kamctl.plan.document import read
    from kamctl.plan.source import RawFile

    same = {file[:2] for file in old.side.files} & {file[:2] for file in new.side.files}
    made = []
    for state in (old, new):
        files = [file for file in state.side.files if file.blob and file[:2] not in same]
        chosen = {file.client: file for file in reversed(files) if not only or file.client in only}
        data = dict(_contents(states.repository, new.data, dict.fromkeys(file.blob for file in chosen.values())))
        plans = {client: read(RawFile(file.path, data[file.blob])) for client, file in chosen.items()}
        schema = (
            {} if only else {name: read(file) for name, file in state.schema_files.items() if name.endswith(".yaml")}
        )
        made.append(State(schema, plans))
    return notices(made[0], made[1], new.schema().layout.shape)


def _understood(states: _States, words: tuple[str, ...], behind: tuple[str, ...] | None) -> tuple[str, Sequence[str]]:
    """What stands for the sides (empty: HEAD and the work tree), and the clients.

    As git does: the first word is a revision or a client, and where it may be both, `--` has to tell.
    """
    if behind is not None:
        if len(words) > 1:
            raise UsageError(
                "Only one range can stand before --, and {second} is a second one.",
                "Write A..B for two revisions.",
                second=words[1],
            )
        return (words[0] if words else ""), behind
    if not words:
        return "", ()
    first, *rest = words
    if ".." in first:  # no client is called so
        return first, rest
    is_client = nfc(first) in _clients_here(states)
    try:
        states.commit(first)
    except (UsageError, HistoryError):
        if not is_client:
            raise
        return "", words
    if is_client:
        raise UsageError(
            "The name {word} is ambiguous: it is a client, and git has a revision of that name.",
            "Write kamctl diff -- {word} for the client, kamctl diff {word} -- for the revision.",
            word=first,
        )
    return first, rest


def _clients_here(states: _States) -> set[str]:
    """The clients of HEAD, where there is a commit yet, and of the work tree."""
    here = {file.client for file in states.work_tree(40).side.files}
    try:
        return here | {file.client for file in states.plans_at(states.commit(""), "").files}
    except HistoryError:
        return here  # whoever needs HEAD will say so


def _sides(states: _States, span: str) -> tuple[_State, _State]:
    """The older side and the newer one, whose schema tells how values are to be read."""
    for dots in ("...", ".."):
        before, found, after = span.partition(dots)
        if not found:
            continue
        one, other = states.commit(before), states.commit(after)
        name = _called(before, one)
        if dots == "...":
            one = states.repository.base(one, other)
            name = one[:8]
        return states.state_at(one, name), states.state_at(other, _called(after, other))
    commit = states.commit(span)
    return states.state_at(commit, _called(span, commit)), states.work_tree(len(commit))


def _called(text: str, commit: str) -> str:
    """What people call a side: as they wrote it; a day or a branch with the commit that it means."""
    if text in ("", "HEAD"):
        return "HEAD"
    return commit[:8] if commit.startswith(text) else f"{text} ({commit[:8]})"


def _known_clients(clients: Iterable[str], sides: Iterable[Side]) -> Collection[str]:
    """The ids of the clients named; UsageError for one that neither side has."""
    from kamctl.lint.nearest import nearest

    known = {file.client for side in sides for file in side.files}
    wanted = [nfc(client) for client in clients]
    for client in wanted:
        if client not in known:
            near = nearest(client, sorted(known))
            remedy = "Did you mean {near}?" if near else "See kamctl show for the clients there are."
            raise UsageError("There is no plan of {client} on either side.", remedy, client=client, near=near)
    return wanted


def _contents(repository: Repository, known: Mapping[str, bytes], ids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Contents by their ids, in the order asked for: those of the work tree, the others from git."""
    from kamctl.plan.source import LARGEST_FILE

    wanted = list(ids)
    stored = repository.blobs([id_ for id_ in wanted if id_ not in known], LARGEST_FILE + 1)
    return ((id_, known[id_]) if id_ in known else next(stored) for id_ in wanted)


def _blob_id(data: bytes, digits: int) -> str:
    """The id that git gives to a file's content: SHA-1, or SHA-256 in repositories whose ids are that long."""
    from hashlib import sha1, sha256

    make = sha256 if digits == 64 else sha1
    return make(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def _refused(files: Iterable[RawFile]) -> Iterator[PlanFile]:
    """What stands where a plan does and must not be opened; a misspelt suffix is lint's affair.

    A folder is in nobody's way: the plans in it are read, whatever it is called.
    """
    from kamctl.history.diff import PlanFile
    from kamctl.plan.source import Source
    from kamctl.rules.unsafe_path import word

    for file in files:
        if file.fault is not None and file.fault.rule == "unsafe-path" and "folder" not in file.fault.facts:
            yield PlanFile(file.name, "", word(file.fault, Source(file.name, "")).message)


def _rendered(app: App, report: DiffReport, format_: str) -> str:
    if format_ == "json":
        from kamctl.render.changes_data import diff_json

        return diff_json(report)
    if format_ == "csv":
        from kamctl.render.changes_data import diff_csv

        return diff_csv(report)
    if format_ == "markdown":
        from kamctl.render.changes_markdown import diff_markdown

        return diff_markdown(report)
    from kamctl.render.changes import diff_text

    return diff_text(report, width=app.terminal.width, colour=app.terminal.colour, arrow=arrow())
