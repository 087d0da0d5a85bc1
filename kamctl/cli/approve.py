"""`kamctl approve`: records who approved which content of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kamctl.cli import app as edge
from kamctl.cli.app import App
from kamctl.cli.options import complete_client
from kamctl.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.cli.editing import AtHand
    from kamctl.edit.edits import Content, Edit
    from kamctl.plan.document import Document


@click.command("approve")
@click.argument("client", shell_complete=complete_client)
@click.argument("what", default="plan", metavar="[plan|SECTION|promotions.NAME|FIELD]")
@click.option("--revoke", is_flag=True, help="Take the approval back.")
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@click.pass_context
def command(context: click.Context, client: str, what: str, revoke: bool, dry_run: bool) -> int:
    """Approve the plan of CLIENT as it stands, or a part of it: only SKAM may.

    Who you are is told by the e-mail that git would commit with, and the people of the last commit. Beside who approved
    and when, a fingerprint of the approved content is written, so that lint can tell when it has changed since.

    Exit code 0: it stands there; 1: you are no SKAM, or lint has something against it; 2: it could not be done.
    """
    from kamctl.cli.editing import carry_out, plan_at_hand

    app = edge.current(context)
    person = _approver(app)
    if person is None:
        return 1
    hand = plan_at_hand(app, client, no_input=True)
    return carry_out(hand, lambda document: _edits(hand, document, what, person, revoke), dry_run=dry_run)


def _approver(app: App) -> str | None:
    """The SKAM who runs the command; None for anybody else, which is said."""
    from kamctl.cli.guard import authority_of
    from kamctl.render.safe import inert
    from kamctl.words import say

    with app.repository() as repository:
        identity = repository.identity()
        authority = authority_of(repository, repository.head())
    person = authority.person(identity)
    if person is not None and authority.roles[person] == "skam":
        return person
    refusal = say(
        "{who} is no SKAM in the schema/people.yaml of the last commit; only SKAM approve. Nothing was written.",
        who=person or identity.email,
    )
    app.terminal.note(f"{inert(str(refusal))}\n")
    return None


def _edits(hand: AtHand, document: Document, what: str, person: str, revoke: bool) -> Sequence[Edit]:
    from kamctl.edit.edits import Set, Unset
    from kamctl.history.approval import APPROVALS, content, fingerprint
    from kamctl.plan.load import client_id

    client, where = client_id(hand.file.name), (APPROVALS, what)
    if revoke:
        if not document.has(where):
            raise UsageError("Nobody has approved {what} of {client}.", what=what, client=client)
        return [Unset(where)]
    if document.unreadable or content(document.values, what) is None:
        raise UsageError(
            "There is nothing at {what} in the plan of {client} that could be approved.",
            "Write plan, or the path of a section or a field.",
            what=what,
            client=client,
        )
    told: dict[str, Content] = {
        "by": person,
        "on": hand.app.today,
        "of": fingerprint(client, what, document.values, hand.schema.layout.shape),
    }
    if document.has(where):
        return [Set((*where, name), value) for name, value in told.items()]
    return [Set(where, told)]
