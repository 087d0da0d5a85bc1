"""A client has one plan, and no client's id looks like another's.

With two plans of one id nobody knows which one counts. An id that differs only by a capital letter, by how й is
stored, or by a Cyrillic letter that looks Latin passes for another client in a review, and some systems keep only one
of the two files.

Bad:

    # plans/north/client.yaml
    client: Северный ритейл
    segment: B
    kam: kam-north
    period: 2026
    team:
      kam-north: {role: KAM}
    sales:
      2026-Q1: {plan: 1000000, actual: 900000}
      2026-Q2: {plan: 1000000}
      2026-Q3: {plan: 1000000}
      2026-Q4: {plan: 1000000}

Good:

    # plans/north/client-2.yaml
    client: Северный ритейл, вторая сеть
    segment: B
    kam: kam-north
    period: 2026
    team:
      kam-north: {role: KAM}
    sales:
      2026-Q1: {plan: 1000000, actual: 900000}
      2026-Q2: {plan: 1000000}
      2026-Q3: {plan: 1000000}
      2026-Q4: {plan: 1000000}
"""

from __future__ import annotations

from collections.abc import Iterator

from kamctl.lint.rule import FORMAT, Context, Options, Place, Problem, Rule, Subject
from kamctl.plan.identifier import collision_key
from kamctl.plan.source import Source
from kamctl.words import Sentence, say

Note = tuple[str, Source]


def gather(subject: Subject, context: Context) -> Note | None:
    return (subject.client, subject.source) if subject.client is not None else None


def conclude(notes: list[Note], context: Context, options: Options) -> Iterator[Problem]:
    first: dict[str, Note] = {}
    for client, source in sorted(notes, key=lambda note: note[1].name):
        other, original = first.setdefault(collision_key(client), (client, source))
        if original is not source:
            hint = say("Take one of the two out, or give it a name of its own.")
            yield Problem(Place(source, 0, 0), _message(client, source, other, original), hint)


def _message(client: str, source: Source, other: str, original: Source) -> Sentence:
    path = original.name
    if client != other:
        return say("The id {id} would be taken for {other}, the client of {path}.", id=client, other=other, path=path)
    if source.name.rpartition("/")[2] != path.rpartition("/")[2]:
        return say(
            "The client {id} has a plan in {path}, whose name only stores its letters otherwise.", id=client, path=path
        )
    return say("The client {id} has a plan already, in {path}.", id=client, path=path)


RULE = Rule("duplicate-client", FORMAT, __doc__, gather=gather, conclude=conclude, allowable=False)
