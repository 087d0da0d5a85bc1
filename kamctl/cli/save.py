"""`kamctl save`: checks what changed, shows it in meaning, and commits exactly that."""

from __future__ import annotations

import click

from kamctl.cli import app as edge
from kamctl.cli.options import complete_client
from kamctl.errors import UsageError


@click.command("save")
@click.argument("clients", nargs=-1, metavar="[CLIENT]...", shell_complete=complete_client)
@click.option("-m", "--message", metavar="TEXT", help="Your own first line of the message; the changes stand below it.")
@click.option("--push", is_flag=True, help="Push the branch to its upstream afterwards.")
@click.pass_context
def command(context: click.Context, clients: tuple[str, ...], message: str | None, push: bool) -> int:
    """Check the plans that changed, show what changed in meaning, and commit them.

    With CLIENT only their plans. Nothing else is committed, whatever is staged or lies about; schema/ is a SKAM's, who
    commits it with git. The plans are checked as the commit will have them; errors that HEAD has already stop nobody.

    Exit code 0: saved, or there was nothing to save; 1: refused by lint, by a hook or by the remote; 2: git cannot
    commit or push as things stand.
    """
    from kamctl.cli.saving import save

    return save(edge.current(context), clients, own="" if message is None else own_words(message), push=push)


def own_words(message: str) -> str:
    """What somebody wants a commit's message to begin with."""
    from kamctl.render.safe import visible

    text = "\n".join(line.rstrip() for line in message.strip().split("\n"))
    if not text:
        raise UsageError("The message is empty.", "Leave -m out; then the message is made from the changes.")
    if any(visible(line) != line for line in text.split("\n")):
        raise UsageError("The message has characters that cannot be seen.", "Write it in plain letters.")
    return text
