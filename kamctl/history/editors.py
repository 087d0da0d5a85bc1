"""Who ever changed each plan, by the authors of the commits that did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from kamctl.gitrepo.commit import Commit, Signature
from kamctl.history.people import Authors
from kamctl.history.timeline import Timeline


class Editor(NamedTuple):
    """A person of people.yaml by id, or somebody else by the name that the commit has."""

    person: str | None
    shown: str


def editors(timeline: Timeline, commits: Iterable[Commit], authors: Authors) -> dict[str, tuple[Editor, ...]]:
    """Those who changed each client's plan, by the id that it has today, the last first.

    `commits` are those of the timeline. Any edit counts, one that changes nothing in meaning too; what a merge took
    over from one of its sides does not. Whom nobody knows goes by e-mail, in whatever case.
    """
    by_id = {commit.id: commit.author for commit in commits}
    found: dict[str, dict[str, Editor]] = {}
    for turn in timeline.turns:
        author = by_id[turn.commit]
        editor = Editor(authors.person(author), author.name or author.email)
        found.setdefault(timeline.name(turn.commit, turn.client), {}).setdefault(_key(editor, author), editor)
    return {client: tuple(each.values()) for client, each in found.items()}


def _key(editor: Editor, author: Signature) -> str:
    """What tells one person from another; nobody's id has an @."""
    return editor.person or author.email.casefold() or f"@{author.name}"


def named(found: Mapping[str, tuple[Editor, ...]], names: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The same by what the editors are called; `names` are those of persons, by id."""
    return {
        client: tuple(names.get(editor.person or "", editor.person or editor.shown) for editor in each)
        for client, each in found.items()
    }
