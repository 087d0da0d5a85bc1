"""`kamctl explain`: why a rule exists, a bad and a good example, its options."""

from __future__ import annotations

import click

from kamctl.cli import app as edge
from kamctl.cli.options import complete_rule
from kamctl.errors import UsageError


@click.command("explain")
@click.argument("rule", required=False, shell_complete=complete_rule)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="How to show it.",
)
@click.pass_context
def command(context: click.Context, rule: str | None, format_: str) -> int:
    """Say why a RULE exists, with a bad and a good example and its options; without RULE, list them all."""
    from kamctl.lint.catalog import BY_NAME, RULES
    from kamctl.lint.nearest import nearest
    from kamctl.lint.page import explanation
    from kamctl.render import explain_text

    terminal = edge.current(context).terminal
    if rule is not None and rule not in BY_NAME:
        near = nearest(rule, BY_NAME)
        remedy = "Did you mean {near}?" if near else "See kamctl explain for them all."
        raise UsageError("There is no rule {name}.", remedy, name=rule, near=near)
    pages = [explanation(entry) for entry in RULES if rule in (None, entry.name)]
    if format_ == "json":
        terminal.write_data(explain_text.as_json(pages))
    elif format_ == "markdown":
        terminal.write_data(explain_text.as_markdown(pages))
    elif rule is None:
        terminal.write(explain_text.as_list(pages, width=terminal.width, colour=terminal.colour))
    else:
        terminal.write(explain_text.as_page(pages[0], width=terminal.width, colour=terminal.colour))
    return 0
