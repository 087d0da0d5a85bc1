"""Who works here: the user's e-mail in git, looked up in people.yaml."""

from __future__ import annotations

from kamctl.cli.app import App
from kamctl.errors import HistoryError, UsageError
from kamctl.plan.schema import Schema


def _email(app: App) -> str | None:
    """The user's e-mail in git; None where git is not there, or does not know."""
    from kamctl.gitrepo.recording import email_of

    try:
        return email_of(app.workspace.root)
    except HistoryError:
        return None


def person_of(app: App, schema: Schema) -> str | None:
    """The id of the user in people.yaml; None where git or people.yaml do not know them."""
    email = _email(app)
    return None if email is None else _by_email(schema, email)


def require_person(app: App, schema: Schema) -> str:
    """The id of the user in people.yaml; UsageError where nobody has their e-mail."""
    email = _email(app)
    if email is None:
        raise UsageError(
            "git does not know who you are.", "Tell it once: git config user.email you@example.com; or use --as PERSON."
        )
    person = _by_email(schema, email)
    if person is None:
        raise UsageError(
            "Nobody in schema/people.yaml has your e-mail {email} alone.",
            "Say who you are with --as PERSON, or ask a SKAM to add it.",
            email=email,
        )
    return person


def _by_email(schema: Schema, email: str) -> str | None:
    from kamctl.history.people import Authors

    return Authors({person: entry.emails or () for person, entry in schema.people.items()}).by_email(email)
