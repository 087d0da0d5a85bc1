"""Options and completions that several commands share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from kamctl.cli import app as edge
from kamctl.errors import KamctlError

if TYPE_CHECKING:
    from kamctl.plan.schema import Schema


def complete_client(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The ids of the repository's clients that begin as typed; nothing where there is no repository."""
    from kamctl.plan.load import client_id

    try:
        plans, _ = edge.current(context).workspace.plan_files()
    except KamctlError:
        return []
    clients = sorted({client_id(plan.name) for plan in plans})
    return [CompletionItem(client) for client in clients if client.startswith(incomplete)]


def complete_rule(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The names of the rules that begin as typed."""
    from kamctl.lint.catalog import RULES

    return [CompletionItem(rule.name, help=rule.summary) for rule in RULES if rule.name.startswith(incomplete)]


def complete_segment(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The client classes that begin as typed."""
    schema = _schema(context)
    segments = (schema.format.segments or {}) if schema else {}
    return [CompletionItem(name, help=entry.title) for name, entry in segments.items() if name.startswith(incomplete)]


def complete_person(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The ids of the KAMs that begin as typed; of anybody where no KAM's does."""
    schema = _schema(context)
    people = (
        {person: entry for person, entry in schema.people.items() if person.startswith(incomplete)} if schema else {}
    )
    kams = {person: entry for person, entry in people.items() if entry.role == "kam"}
    return [CompletionItem(person, help=entry.name) for person, entry in (kams or people).items()]


def complete_folder(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The folders of plans that begin as typed."""
    try:
        folders = edge.current(context).workspace.plan_folders()
    except KamctlError:
        return []
    return [CompletionItem(folder) for folder in folders if folder.startswith(incomplete)]


def _schema(context: click.Context) -> Schema | None:
    try:
        return edge.current(context).snapshot().schema()
    except KamctlError:
        return None
