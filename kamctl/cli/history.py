"""What the commands on the history share: the repository, how it is read, and which client is meant."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kamctl.cli.app import App
from kamctl.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kamctl.gitrepo.repository import Repository
    from kamctl.history.log import Reading
    from kamctl.history.report import Event
    from kamctl.history.timeline import Timeline
    from kamctl.plan.schema import Schema
    from kamctl.words import Sentence

FORMATS = ("text", "json", "markdown", "csv")


def schema_of(app: App) -> Schema:
    """What the files of the schema say as they are now; what is wrong with them is lint's affair."""
    from kamctl.plan.schema import read_schema

    return read_schema(app.workspace.schema_files(), {})


def reading_of(repository: Repository, schema: Schema) -> Reading:
    """How a repository's history is read, by today's schema."""
    from kamctl.history.log import Reading, versions_of
    from kamctl.history.people import Authors

    authors = Authors({person: entry.emails or () for person, entry in schema.people.items()})
    return Reading(repository, versions_of(repository), schema.layout.shape, schema.calendar, authors)


def names_of(schema: Schema) -> dict[str, str]:
    """What people are called, by their ids."""
    return {person: entry.name for person, entry in schema.people.items() if entry.name}


def nfc(client: str) -> str:
    """A client's id as plans are known by it, in whatever form it was typed."""
    import unicodedata

    return unicodedata.normalize("NFC", client)


def note_all(app: App, sentences: Iterable[Sentence | None]) -> None:
    """What a table of fields has no line for, to standard error: it is never passed over in silence."""
    from kamctl.render.safe import inert

    for sentence in sentences:
        if sentence is not None:
            app.terminal.note(f"warning: {inert(str(sentence))}\n")


def note_people(app: App, schema: Schema) -> None:
    """That some persons, or all, are not told, where something in people.yaml cannot be read."""
    from kamctl.plan.schema_model import PEOPLE
    from kamctl.words import say

    if schema.names.people is None:
        told = "The file {path} cannot be read, so authors are told by what their commits say alone."
    elif any(source.name == PEOPLE for source, _ in schema.faults):
        told = "Something in {path} is wrong, so some authors are told by what their commits say alone."
    else:
        return
    note_all(app, [say(f"{told} See what to mend: kamctl schema check", path=PEOPLE)])


def unreadable(event: Event) -> Sentence | None:
    """That a version cannot be read, with its commit."""
    from kamctl.words import Listing, say

    if event.unreadable is None or event.commit is None:
        return None
    return say("{commit}: {what}", commit=event.commit.short, what=Listing(event.unreadable))


def require_client(app: App, timeline: Timeline, client: str) -> None:
    """UsageError for an id by which no client is known today; one that was deleted still has its history."""
    from kamctl.history.reading import known_ids

    known, former = known_ids(timeline)
    if client in known:
        return
    if client in former:
        raise UsageError(
            "The client {client} is called {today} today.", "Ask for {today}.", client=client, today=former[client]
        )
    near = _meant(app, client, {*known, *former})
    if near is None:
        raise UsageError(
            "There is no plan of {client}, and never was.", "See kamctl show for all clients.", client=client
        )
    raise UsageError("There is no plan of {client}, and never was.", "Did you mean {near}?", client=client, near=near)


def _meant(app: App, typed: str, known: Iterable[str]) -> str | None:
    """The id that somebody most likely meant: by a path, an id in any case, a slip, or the name of a client."""
    from kamctl.lint.nearest import nearest
    from kamctl.plan.document import read, text_at
    from kamctl.plan.load import client_id

    ids = {id_.casefold(): id_ for id_ in sorted(known)}
    if found := ids.get(client_id(typed).casefold()) or nearest(typed, ids.values()):
        return found
    names = {}
    for file in app.workspace.plan_files()[0]:
        name = text_at(read(file).values, "client")
        if name is not None and (id_ := client_id(file.name)) in ids.values():
            names[name.casefold()] = id_
    name = typed.casefold() if typed.casefold() in names else nearest(typed, names)
    return None if name is None else names[name]


def day_of(option: str, text: str | None) -> date | None:
    """The day that an option names; UsageError where it is none."""
    if text is None:
        return None
    from kamctl.plan.quantity import day

    found = day(text)
    if found is None:
        raise UsageError(
            "The day {day} given by {option} cannot be read.", "Write it as 2026-02-03.", day=text, option=option
        )
    return found
