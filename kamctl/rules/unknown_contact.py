"""A note of the history names a contact of the same plan, so that one can see who said what.

The id after `with` is that of an entry under `contacts`; a contact who has left may stay there, with a word on it.

Bad:

    contacts:
      buyer: {name: Category buyer}
    history:
      - {date: 2026-02-03, note: Asks for a forecast by month, with: buyers}

Good:

    contacts:
      buyer: {name: Category buyer}
    history:
      - {date: 2026-02-03, note: Asks for a forecast by month, with: buyer}
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from kamctl.lint.nearest import nearest
from kamctl.lint.rule import FORMAT, Context, Options, Problem, Rule, Subject
from kamctl.plan.identifier import is_id
from kamctl.plan.model import Plan
from kamctl.plan.validation_faults import MOST_GUESSES
from kamctl.words import Sentence, listing, say


def check(plan: Plan, subject: Subject, context: Context, options: Options) -> Iterator[Problem]:
    if not plan.history or not any(note.contact for note in plan.history):
        return
    # As it was written: contacts and notes that have a fault of their own are not in the typed plan.
    values = subject.document.values
    assert isinstance(values, dict)
    written, contacts = values.get("history"), values.get("contacts")
    if not isinstance(written, list) or not isinstance(contacts, dict | None):
        return
    known, guesses = contacts or {}, 0
    for index, note in enumerate(written):
        name = note.get("with") if isinstance(note, dict) else None
        if isinstance(name, str) and name not in known and is_id(name):
            message = say("There is no contact {name} in this plan.", name=name)
            guesses += len(known)
            yield subject.problem(("history", index, "with"), message, _hint(name, known, guesses <= MOST_GUESSES))


def _hint(name: str, known: Collection[str], guess: bool) -> Sentence:
    if guess and (near := nearest(name, known)):
        return say("Did you mean {name}?", name=near)
    if known:
        return say("The contacts are {names}; add this one, or name one of them.", names=listing(known))
    return say("Add {name} under contacts, or leave it out here.", name=name)


RULE = Rule("unknown-contact", FORMAT, __doc__, check=check)
