"""Options and completions that several commands share."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from kamctl.cli import app as edge
from kamctl.errors import KamctlError


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
