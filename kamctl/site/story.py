"""What happened with a plan, newest first: notes of the relationship and changes in git, each in its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kamctl.history.change import ADDED, CHANGED
from kamctl.history.report import DELETED, Event
from kamctl.history.spelling import LONGEST_TEXT, lines
from kamctl.plan.model import Note, Plan
from kamctl.render.changes import ARROW, day_of, fate, is_folded, kind_words
from kamctl.words import shorten

MOST_LINES = 40
"""Changed fields that are told of one commit to one plan."""

NOTE, CHANGE, ASIDE = "note", "change", ""


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence about a field: what it is called, and what became of it. `kind` is that of a change."""

    field: str
    words: str
    kind: str


@dataclass(frozen=True, slots=True)
class Happening:
    """A note, or what one commit did to one plan. `who` wrote the commit, or was spoken with.

    `client` is an id, told where a page is of several. `more` counts the fields that are not told.
    """

    kind: str
    day: str
    client: str
    title: str
    who: str
    commit: str
    became: str
    told: tuple[Told, ...] = ()
    more: int = 0


def story(plan: Plan, client: str, events: Sequence[Event], names: Mapping[str, str]) -> list[Happening]:
    """The notes of a plan among the events of its history."""
    notes = [_of_note(note, client, plan) for note in plan.history or ()]
    both = [*reversed(notes), *(happening(event, names) for event in events)]
    return sorted(both, key=lambda each: each.day, reverse=True)


def _of_note(note: Note, client: str, plan: Plan) -> Happening:
    contact = (plan.contacts or {}).get(note.contact or "")
    who = contact.name if contact is not None else note.contact or ""
    return Happening(NOTE, note.date.isoformat(), client, note.note, who, "", "")


def happening(event: Event, names: Mapping[str, str]) -> Happening:
    """What a commit did to a plan; `names` are those of persons by their ids."""
    commit = event.commit
    told = list(_told(event))
    author = "" if commit is None else commit.author.name or commit.author.email
    return Happening(
        kind=CHANGE,
        day=day_of(event),
        client=event.client,
        title="" if commit is None else shorten(commit.subject, LONGEST_TEXT),
        who=names.get(event.person or "") or event.person or author,
        commit="" if commit is None else commit.short,
        became=fate(event, in_log=True),
        told=tuple(told[:MOST_LINES]),
        more=max(len(told) - MOST_LINES, 0),
    )


def _told(event: Event) -> Iterator[Told]:
    if event.unreadable is not None:
        yield Told("", str(event.unreadable), ASIDE)
        return
    if event.kind == DELETED or is_folded(event):
        return
    for line in lines(event.changes):
        kind = line.kind if line.kind in (ADDED, CHANGED) else "removed"
        yield Told(line.subject, kind_words(line, ARROW), kind)
