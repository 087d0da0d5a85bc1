"""All plans for a report, as they are or as they stood, and which of them are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kamctl.cli.app import App
from kamctl.errors import RepositoryError, UsageError
from kamctl.words import say

if TYPE_CHECKING:
    from kamctl.insight.portfolio import Portfolio
    from kamctl.lint.snapshot import Snapshot
    from kamctl.plan.schema import Schema
    from kamctl.plan.source import RawFile


def read_portfolio(app: App, snapshot: Snapshot) -> Portfolio:
    """All plans of a repository; RepositoryError where its schema cannot be read."""
    from kamctl.insight.portfolio import portfolio_of
    from kamctl.plan.load import load_plan

    schema = schema_of(snapshot)
    unread = [stray.name for stray in snapshot.strays if _means_a_plan(stray)]
    plans = (load_plan(file, schema) for file in snapshot.plans)
    return portfolio_of(plans, schema, app.today, unread, snapshot.stood)


def schema_of(snapshot: Snapshot) -> Schema:
    """What the schema of a repository says; RepositoryError where nothing can be known of plans."""
    schema = snapshot.schema()
    if not schema.complete:
        raise RepositoryError(
            "The file schema/format.yaml cannot be read, so nothing is known of what a plan contains.",
            "See kamctl schema check for what to mend.",
        )
    return schema


def plan_file(app: App, snapshot: Snapshot, client: str, *, asks: bool = False) -> RawFile:
    """The one plan of a client, by its exact id in any normal form; with `asks` a near miss is asked about."""
    import unicodedata

    from kamctl.plan.load import client_id
    from kamctl.words import listing

    wanted = unicodedata.normalize("NFC", client)
    found = [file for file in snapshot.plans if client_id(file.name) == wanted]
    strays = [stray for stray in snapshot.strays if client_id(stray.name).partition(".")[0] == wanted]
    if len(found) > 1:
        raise UsageError(
            "There are several plans of {client}: {files}.",
            "Keep one of them, or give the others an id of their own.",
            client=client,
            files=listing(file.name for file in found),
        )
    if found:
        return found[0]
    if strays:
        raise unreadable_plan(strays[0])
    portfolio = read_portfolio(app, snapshot)
    near = _meant(wanted, portfolio)
    if near is not None and asks:
        from kamctl.cli.typed import near_miss

        return plan_file(
            app, snapshot, near_miss(app.terminal, say("There is no plan of {client}.", client=client), near)
        )
    raise unknown_client(portfolio, wanted)


def unreadable_plan(file: RawFile) -> RepositoryError:
    """Why nothing can be done with a plan that is there."""
    return RepositoryError(
        "The plan {path} cannot be read.", "See what is wrong with: kamctl lint {path}", path=file.name
    )


def portfolio_of_one(app: App, snapshot: Snapshot, client: str) -> Portfolio:
    """The one plan of a client, by its exact id in any normal form; RepositoryError where it cannot be read."""
    from kamctl.insight.portfolio import portfolio_of
    from kamctl.plan.load import load_plan

    schema = schema_of(snapshot)
    file = plan_file(app, snapshot, client)
    loaded = load_plan(file, schema)
    if loaded.plan is None:
        raise unreadable_plan(file)
    return portfolio_of([loaded], schema, app.today)


def of_clients(portfolio: Portfolio, clients: Sequence[str]) -> Portfolio:
    """The plans of these clients alone, by their ids in any normal form; all of them where none is named."""
    if not clients:
        return portfolio
    import unicodedata

    from kamctl.plan.load import client_id

    wanted = [unicodedata.normalize("NFC", client) for client in clients]
    known = {entry.client for entry in portfolio.plans} | {client_id(file) for file in portfolio.unread}
    for client in wanted:
        if client not in known:
            raise unknown_client(portfolio, client)
    return portfolio.of_clients(wanted)


def of_kams(portfolio: Portfolio, kams: Sequence[str]) -> Portfolio:
    """The plans of these KAMs alone; all of them where none is named."""
    if not kams:
        return portfolio
    owners = {entry.plan.kam for entry in portfolio.plans if entry.plan.kam is not None}
    for kam in kams:
        require(kam, {*owners, *portfolio.schema.people}, "There is no person {value} in schema/people.yaml.")
    return portfolio.of_kams(kams)


def require(value: str, known: Iterable[str], message: str) -> None:
    """UsageError, with the nearest of `known`, where a value is none of them; `message` names it as {value}."""
    from kamctl.lint.nearest import nearest
    from kamctl.words import listing

    names = sorted(known)
    if value in names:
        return
    near = nearest(value, names)
    if near is not None:
        raise UsageError(message, "Did you mean {near}?", value=value, near=near)
    if names:
        raise UsageError(message, "There are: {names}.", value=value, names=listing(names))
    raise UsageError(message, value=value)


def _meant(typed: str, portfolio: Portfolio) -> str | None:
    """The id of the client that somebody most likely meant: by a path, an id in any case, or the name of the client."""
    from kamctl.lint.nearest import nearest
    from kamctl.plan.load import client_id

    ids = {entry.client.casefold(): entry.client for entry in portfolio.plans}
    names = {entry.plan.client.casefold(): entry.client for entry in portfolio.plans if entry.plan.client}
    for guess in (client_id(typed).casefold(), typed.casefold()):
        if found := ids.get(guess) or names.get(guess):
            return found
    if near := nearest(typed, ids.values()):
        return near
    name = nearest(typed, names)
    return None if name is None else names[name]


def unknown_client(portfolio: Portfolio, client: str) -> UsageError:
    """Why a client is none of these, with the one that was most likely meant."""
    if not client:
        return UsageError("The id of the client is empty.", "See kamctl show for all clients.")
    near = _meant(client, portfolio)
    if near is None:
        return UsageError("There is no plan of {client}.", "See kamctl show for all clients.", client=client)
    return UsageError("There is no plan of {client}.", "Did you mean {near}?", client=client, near=near)


def _means_a_plan(stray: RawFile) -> bool:
    """Whether what must not be opened would be a plan by its name, or is the folder of all of them."""
    return stray.name.endswith(".yaml") or stray.name == "plans"
