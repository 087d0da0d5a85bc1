"""What a reviewer must not miss beside the fields: comments that silence rules, the schema, lost approvals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kamctl.history.approval import APPROVALS, content, fingerprint
from kamctl.history.change import ADDED, REMOVED
from kamctl.history.compare import compare
from kamctl.history.spelling import value_text
from kamctl.lint.allow import allows
from kamctl.plan.document import Document, Value, found_at
from kamctl.plan.shape import Shape
from kamctl.words import Listing, Sentence, count, say

MOST = 20
"""Fields of one file of the schema that are told one by one."""


class State(NamedTuple):
    """One side: the files of the schema by path, and the plans by client, as far as the two sides differ in them."""

    schema: Mapping[str, Document]
    plans: Mapping[str, Document]


def notices(old: State, new: State, shape: Shape | None) -> tuple[Sentence, ...]:
    """What the new side has that somebody should know of: the schema first, then what protects plans no longer."""
    found: list[Sentence] = []
    for name in sorted(old.schema.keys() | new.schema.keys()):
        found += _schema(name, old.schema.get(name), new.schema.get(name))
    for client in sorted(new.plans):
        found += _allowed(client, old.plans.get(client), new.plans[client])
    for client in sorted(old.plans):
        found += _lost(client, old.plans[client], new.plans.get(client), shape)
    return tuple(found)


def _schema(name: str, old: Document | None, new: Document | None) -> Iterator[Sentence]:
    if old is None or new is None:
        yield say("{file} is new." if old is None else "{file} is gone.", file=name)
        return
    if old.unreadable or new.unreadable or old.faults or new.faults:
        if old.source.text != new.source.text:
            yield say("{file} has changed, and cannot be compared.", file=name)
        return
    changes = compare(old.values, new.values, None)
    for change in changes[:MOST]:
        before = Listing("nothing") if change.kind == ADDED else value_text(change.old)
        after = Listing("nothing") if change.kind == REMOVED else value_text(change.new)
        yield say("{file}: {field} from {old} to {new}.", file=name, field=change.field, old=before, new=after)
    if len(changes) > MOST:
        yield say("{file}: {more} more.", file=name, more=count(len(changes) - MOST, "change"))


def _allowed(client: str, old: Document | None, new: Document) -> Iterator[Sentence]:
    before = Counter((each.rule, each.reason) for each in allows(old)) if old is not None else Counter()
    for each in allows(new):
        key = (each.rule, each.reason)
        if before[key]:
            before[key] -= 1
        elif each.rule is not None and each.reason is not None:
            yield say(
                "A new comment in the plan of {client} silences {rule}: {why}",
                client=client,
                rule=each.rule,
                why=each.reason,
            )


def _lost(client: str, old: Document, new: Document | None, shape: Shape | None) -> Iterator[Sentence]:
    """Approvals that held on the old side and do not on the new one."""
    for what, given in _given(old.values).items():
        if not _holds(client, what, given, old.values, shape):
            continue
        values = None if new is None else new.values
        now = _given(values).get(what)
        if now is None:
            yield say("{what} of {client} was approved, and the approval is gone.", what=what, client=client)
        elif not _holds(client, what, now, values, shape):
            yield say("{what} of {client} was approved, and has changed since.", what=what, client=client)


def _given(values: Value) -> dict[str, Value]:
    found = found_at(values, (APPROVALS,))
    return found if isinstance(found, dict) else {}


def _holds(client: str, what: str, given: Value, values: Value, shape: Shape | None) -> bool:
    is_there = isinstance(given, dict) and content(values, what) is not None
    return is_there and isinstance(given, dict) and given.get("of") == fingerprint(client, what, values, shape)
