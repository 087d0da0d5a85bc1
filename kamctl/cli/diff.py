"""`kamctl diff`: what changed in meaning between two states of the plans."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from kamctl.cli import app as edge
from kamctl.cli.app import App
from kamctl.cli.history import FORMATS, nfc, note_all
from kamctl.cli.options import complete_client
from kamctl.errors import HistoryError, UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from kamctl.cli.states import State, States
    from kamctl.history.report import DiffReport
    from kamctl.words import Sentence

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
    from kamctl.cli.states import States

    app = edge.current(context)
    behind: tuple[str, ...] | None = context.meta.get(_CLIENTS)
    with app.repository() as repository:
        report = _report(app, States(app.workspace, repository), words, behind)
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


def _report(app: App, states: States, words: tuple[str, ...], behind: tuple[str, ...] | None) -> DiffReport:
    """What the two sides that the words name differ in, for the clients that they name."""
    from kamctl.cli.states import known_clients

    span, clients = _understood(states, words, behind)
    before, new = _sides(states, span)
    only = known_clients(clients, (before.side, new.side))
    report = states.compare(before.side, new, new.schema(), app.today, only)
    return report._replace(notices=_notices(states, before, new, only))


def _notices(states: States, old: State, new: State, only: Collection[str]) -> tuple[Sentence, ...]:
    """What a reviewer must not miss beside the fields; of the schema where no clients are named."""
    from kamctl.history import notices
    from kamctl.plan.document import read
    from kamctl.plan.source import RawFile

    same = {file[:2] for file in old.side.files} & {file[:2] for file in new.side.files}
    made = []
    for state in (old, new):
        files = [file for file in state.side.files if file.blob and file[:2] not in same]
        chosen = {file.client: file for file in reversed(files) if not only or file.client in only}
        data = dict(states.contents(new, dict.fromkeys(file.blob for file in chosen.values())))
        plans = {client: read(RawFile(file.path, data[file.blob])) for client, file in chosen.items()}
        schema = (
            {} if only else {name: read(file) for name, file in state.schema_files.items() if name.endswith(".yaml")}
        )
        made.append(notices.State(schema, plans))
    return notices.notices(made[0], made[1], new.schema().layout.shape)


def _understood(states: States, words: tuple[str, ...], behind: tuple[str, ...] | None) -> tuple[str, Sequence[str]]:
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


def _clients_here(states: States) -> set[str]:
    """The clients of HEAD, where there is a commit yet, and of the work tree."""
    here = {file.client for file in states.work_tree(40).side.files}
    try:
        return here | {file.client for file in states.plans_at(states.commit(""), "").files}
    except HistoryError:
        return here  # whoever needs HEAD will say so


def _sides(states: States, span: str) -> tuple[State, State]:
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
