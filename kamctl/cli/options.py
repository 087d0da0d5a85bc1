"""Options and completions that several commands share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from kamctl.cli import app as edge
from kamctl.errors import KamctlError
from kamctl.render.safe import inert

if TYPE_CHECKING:
    from kamctl.plan.schema import Schema

at_option = click.option(
    "--at",
    metavar="REV|DATE",
    help="As it was in a commit, or at the end of a day in UTC (2026-02-03, by the committers' dates). What is due is "
    "still told by --today.",
)
"""For commands that read the repository through `App.snapshot(at)`."""

# What every shell takes for one plain word; a file may be called `$(reboot).yaml`.
_WORD = re.compile(r"\w[\w./-]*")


def _offered(words: Mapping[str, str | None], typed: str) -> list[CompletionItem]:
    """The words that begin as typed, each with what is said of it; none that would act where it is typed."""
    fitting = [word for word in words if word.startswith(typed) and _WORD.fullmatch(word)]
    return [CompletionItem(word, help=inert(words[word] or "") or None) for word in fitting]


def complete_client(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The ids of the repository's clients that begin as typed; nothing where there is no repository."""
    import unicodedata

    from kamctl.plan.load import client_id

    typed = unicodedata.normalize("NFC", incomplete)
    try:
        plans, _ = edge.current(context).workspace.plan_files()
    except KamctlError:
        return []
    clients = sorted({client_id(plan.name) for plan in plans})
    return _offered(dict.fromkeys(clients), typed)


def complete_rule(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The names of the rules that begin as typed."""
    from kamctl.lint.catalog import RULES

    return _offered({rule.name: rule.summary for rule in RULES}, incomplete)


def complete_segment(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The client classes that begin as typed."""
    schema = _schema(context)
    segments = (schema.format.segments or {}) if schema else {}
    return _offered({name: entry.title for name, entry in segments.items()}, incomplete)


def complete_person(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The ids of the KAMs that begin as typed; of anybody where no KAM's does."""
    schema = _schema(context)
    people = (
        {person: entry for person, entry in schema.people.items() if person.startswith(incomplete)} if schema else {}
    )
    kams = {person: entry for person, entry in people.items() if entry.role == "kam"}
    return _offered({person: entry.name for person, entry in (kams or people).items()}, incomplete)


def complete_kpi(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The KPIs that begin as typed, sales among them."""
    schema = _schema(context)
    titles = {kpi: entry.title for kpi, entry in schema.kpis.items()} if schema else {}
    return _offered({"sales": None, **titles}, incomplete)


def complete_folder(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The folders of plans that begin as typed."""
    try:
        folders = edge.current(context).workspace.plan_folders()
    except KamctlError:
        return []
    return _offered(dict.fromkeys(folders), incomplete)


def _schema(context: click.Context) -> Schema | None:
    try:
        return edge.current(context).snapshot().schema()
    except KamctlError:
        return None


clients_argument = click.argument("clients", nargs=-1, metavar="[CLIENT]...", shell_complete=complete_client)
"""For commands that tell of all plans, or of some clients' (`cli.portfolio.of_clients`)."""

kams_option = click.option(
    "--kam", "kams", metavar="ID", multiple=True, shell_complete=complete_person, help="Only this KAM. Several times."
)
"""The same of some KAMs' (`cli.portfolio.of_kams`)."""
