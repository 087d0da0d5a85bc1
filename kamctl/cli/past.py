"""What commands about the plans of today ask of git: the files of a commit, and when each plan was last changed."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from kamctl.cli.app import App
from kamctl.cli.tree import plans_of, snapshot_of
from kamctl.errors import HistoryError, RepositoryError
from kamctl.lint.snapshot import Snapshot
from kamctl.plan.load import client_id
from kamctl.plan.placement import FORMAT_FILE, PLANS_FOLDER
from kamctl.plan.schema import Schema
from kamctl.plan.source import LARGEST_FILE, RawFile
from kamctl.plan.trouble import Updated

if TYPE_CHECKING:
    from kamctl.gitrepo.delta import Entry, Step
    from kamctl.gitrepo.repository import Repository
    from kamctl.insight.signals import Past
    from kamctl.lint.engine import LintResult
    from kamctl.plan.shape import Shape

_FIRST, _MOST = 100, 1600
"""Commits that are looked at in one go: the first time, and at most."""

_OLD_ENOUGH = 200
"""Commits in a row, each older than what is looked for, behind which nothing newer is expected: clocks differ, and a
branch may have lain about before it was merged."""

_ID = re.compile("[0-9a-f]{40,}")


def snapshot_at(repository: Repository, text: str) -> Snapshot:
    """The files that a user means by a revision or a day; RepositoryError where there was no schema yet."""
    snapshot = snapshot_of(repository, repository.at(text))
    if FORMAT_FILE not in snapshot.schema_files:
        raise RepositoryError(
            "There was no repository of plans yet in {commit}: it has no schema/format.yaml here.",
            "Name a later commit or day.",
            commit=shown(text),
        )
    return snapshot


def renamed(before: Snapshot, now: Snapshot) -> dict[str, str]:
    """The clients that have another id now than they had before, by that; told as log and diff tell it."""
    olds, news = ({client_id(file.name): file for file in each.plans if not file.fault} for each in (before, now))
    gone, come = [id_ for id_ in olds if id_ not in news], [id_ for id_ in news if id_ not in olds]
    if not gone or not come:
        return {}
    from hashlib import sha256

    from kamctl.history.rename import Named, renames
    from kamctl.history.version import Version, parse

    def named(client: str, file: RawFile) -> Named:
        return Named(client, Version(file.name, sha256(file.data).hexdigest(), *parse(file.data)))

    pairs = renames([named(id_, olds[id_]) for id_ in gone], [named(id_, news[id_]) for id_ in come])
    return {was: client for client, was in pairs.items()}


def changed_since(repository: Repository, snapshot: Snapshot, commit: str, names: Collection[str]) -> bool:
    """Whether one of these plans, or the schema, is not what the commit has."""
    then = snapshot_of(repository, commit)
    plans = ({file.name: file.data for file in each.plans if file.name in names} for each in (then, snapshot))
    schemas = ({file.name: file.data for file in each.schema_files.values()} for each in (then, snapshot))
    return next(plans) != next(plans) or next(schemas) != next(schemas)


def shown(text: str) -> str:
    """How a revision is called in a sentence: as it was typed, an id by its beginning."""
    return text[:8] if _ID.fullmatch(text) else text


def lint(
    app: App, snapshot: Snapshot, only: Collection[str] | None = None, updated: Updated | None = None
) -> tuple[LintResult, Updated | None]:
    """Lint with what git knows of the plans' last changes, which is given back; `updated` where it is known already."""
    from kamctl.cli.lapses import asking
    from kamctl.lint import snapshot as linting

    schema = snapshot.schema()
    if updated is None:
        updated = updates(app, snapshot, schema)
    ask = asking(app, snapshot, schema, only)
    return linting.lint(snapshot, app.today, only, schema=schema, updated=updated, ask=ask), updated


def updates(app: App, snapshot: Snapshot, schema: Schema) -> dict[str, date | None] | None:
    """The day of each plan's last change in meaning, as the rule stale-plan wants to know it (see Context.updated).

    None where the rule is off, there is no git repository or no commit yet; and where git cannot tell, which is said.
    """
    days = stale_after(schema)
    root = app.workspace.root
    if days is None or not any(os.path.lexists(folder / ".git") for folder in (root, *root.parents)):
        return None
    try:
        with app.repository() as repository:
            repository.require_whole()
            return updates_in(repository, snapshot, app.today, days, schema.layout.shape)
    except HistoryError as error:
        from kamctl.words import say

        told = " ".join(str(part) for part in (error.message, error.remedy) if part)
        app.terminal.note(f"{say('stale-plan is not checked.')} {told}\n")
        return None


def last_changes(app: App, snapshot: Snapshot, schema: Schema) -> dict[str, date | None]:
    """The day of each plan's last change in meaning, however long ago; None for a plan without one up to today.

    Plans that git does not have yet are not in it. HistoryError where git cannot tell.
    """
    with app.repository() as repository:
        repository.require_whole()
        repository.head()  # or there is no commit yet
        return updates_in(repository, snapshot, app.today, None, schema.layout.shape) or {}


def stale_after(schema: Schema) -> int | None:
    """After how many days a plan is stale; None where nobody asks."""
    from kamctl.lint.catalog import BY_NAME
    from kamctl.lint.finding import OFF
    from kamctl.lint.rule import STALE_PLAN

    setting = schema.rules.get(STALE_PLAN)
    if not schema.complete or (setting is not None and setting.severity == OFF):
        return None
    given = setting.options.get("days") if setting is not None else None
    return int(BY_NAME[STALE_PLAN].options["days"].default if given is None else given)


def updates_in(
    repository: Repository, snapshot: Snapshot, today: date, days: int | None, shape: Shape
) -> dict[str, date | None] | None:
    """The last changes as far back as `days` ago, or where that is None as far as it takes; None without a commit."""
    from kamctl.history.freshness import last_updates

    tip = snapshot.commit or _head(repository)
    if tip is None:
        return None
    plans = plans_of(repository, tip)
    known = {client_id(name) for name in plans.chosen.names}
    clients = known & {client_id(file.name) for file in snapshot.plans}
    first = date.min if days is None else today - timedelta(days=min(days, (today - date.min).days))
    found: dict[str, date | None] = dict.fromkeys(clients)
    found.update(last_updates(_history(repository, tip, first, today), clients, repository.blobs, shape))
    if snapshot.commit is None:
        # Of the others lint knows enough: they are fresh, and would only be fresher.
        left = {client for client, day in found.items() if day is None or days is None}
        found.update(dict.fromkeys(_uncommitted(repository, snapshot, plans.entries, left, shape), today))
    return found


def past_of(app: App, snapshot: Snapshot, schema: Schema) -> Past:
    """What git knows of the plans; where it knows nothing, or not all, that is said."""
    from kamctl.insight.signals import Past

    days = stale_after(schema)
    try:
        with app.repository() as repository:
            repository.require_whole()
            tip = snapshot.commit or repository.head()
            updated = None if days is None else updates_in(repository, snapshot, app.today, days, schema.layout.shape)
            return Past(days, updated, _editors(repository, tip, schema))
    except HistoryError as error:
        from kamctl.words import listing, say

        past = Past(days, None, None)
        told = " ".join(str(part) for part in (error.message, error.remedy) if part)
        unknown = say("The history does not tell of: {signals}.", signals=listing(past.unknown))
        app.terminal.note(f"{unknown} {told}\n")
        return past


def _editors(repository: Repository, tip: str, schema: Schema) -> dict[str, tuple[str, ...]]:
    """The names of those who ever changed each client's plan."""
    from kamctl.cli.history import names_of, reading_of
    from kamctl.history import reading as timelines
    from kamctl.history.editors import editors, named

    reading = reading_of(repository, schema)
    timeline = timelines.whole(repository, tip, reading.versions)
    commits = repository.commits(dict.fromkeys(turn.commit for turn in timeline.turns))
    return named(editors(timeline, commits, reading.authors), names_of(schema))


def _head(repository: Repository) -> str | None:
    try:
        return repository.head()
    except HistoryError:
        return None  # there is no commit yet


def _history(repository: Repository, tip: str, first: date, last: date) -> Iterator[tuple[date, list[Step]]]:
    """The commits whose author's day lies in a window, newest first, with that day and what each did to the plans.

    A commit of another day is no witness: one that is still to come makes nothing fresh.
    """
    ancestry = repository.ancestry(tip)
    done, size, old = 0, _FIRST, 0
    while done < len(ancestry) and old < _OLD_ENOUGH:
        piece = ancestry[done : done + size]
        done, size = done + size, min(size * 4, _MOST)
        commits = {commit.id: commit for commit in repository.commits(id_ for id_, _ in piece)}
        days = {}
        for id_, commit in commits.items():
            old = old + 1 if max(commit.author.moment.day, commit.committer.moment.day) < first else 0
            if first <= commit.author.moment.day <= last:
                days[id_] = commit.author.moment.day
        wanted = [(id_, parents) for id_, parents in piece if id_ in days]
        if not wanted:
            continue
        for id_, steps in groupby(repository.steps(wanted, [PLANS_FOLDER]), key=lambda step: step.commit):
            yield days[id_], list(steps)


def _uncommitted(
    repository: Repository, snapshot: Snapshot, entries: Mapping[str, Entry], clients: Collection[str], shape: Shape
) -> Iterator[str]:
    """Those of `clients` whose plan says something else in the work tree than in the commit that is checked out."""
    from kamctl.history.freshness import differs

    by_client = {client_id(name): entry for name, entry in entries.items() if client_id(name) in clients}
    files = [file for file in snapshot.plans if client_id(file.name) in by_client and not file.fault]
    contents = repository.blobs([by_client[client_id(file.name)].id for file in files], LARGEST_FILE)
    for file, (_, data) in zip(files, contents, strict=True):
        if differs(data, file.data, shape):
            yield client_id(file.name)
