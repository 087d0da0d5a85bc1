"""When each plan was last changed in meaning, looked for only as far back as it takes to call a plan fresh.

Reading both versions of every plan would take lint as long again as all its rules do; so the words of the lines that
differ are compared first, and only where these are the same are the versions read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from kamctl.gitrepo.delta import Delta, Step
from kamctl.history.compare import compare
from kamctl.history.version import parse
from kamctl.plan.load import client_id
from kamctl.plan.placement import SUFFIX
from kamctl.plan.shape import Shape

Read = Callable[[Iterable[str]], Iterator[tuple[str, bytes]]]

_WORD = re.compile(r"[\w.%+-]+")
_COMMENT = re.compile(r"(?:^|(?<=\s))#.*")
_DIGIT = re.compile(r"[+-]?\.?[0-9]")
# What is nothing but another way to write the same, in ways that words do not show.
_UNPLAIN = re.compile(rb"[\\&*!~]|\{\s*\}|\[\s*\]|\b0[xo]")
_EMPTY = frozenset(("null", "---", "...", "-"))


def last_updates(
    history: Iterable[tuple[date, Sequence[Step]]], clients: Collection[str], read: Read, shape: Shape | None
) -> dict[str, date]:
    """The day on which each of `clients` was changed in meaning by the newest commit of `history`.

    `history` has for each commit, newest first, its day and what differs from each of its parents: what a merge says
    as one of its parents does is not the merge's. It is read until all clients were seen; one that was not is left out.
    `read` gives contents by their ids, `shape` is a plan's.
    """
    found: dict[str, date] = {}
    left = set(clients)
    for day, steps in history:
        for client in _touched(steps) & left:
            if all(_differs_in(step, client, read, shape) for step in steps):
                found[client] = day
                left.discard(client)
        if not left:
            break
    return found


def differs(old: bytes | None, new: bytes | None, shape: Shape | None) -> bool:
    """Whether two versions of a plan's file (None: there is none) differ in meaning.

    What cannot be read as a plan has no meaning to compare; it differs as soon as its bytes do.
    """
    if old == new:
        return False
    if old is None or new is None or _plainly_differ(old, new):
        return True
    (before, fault), (after, other_fault) = parse(old), parse(new)
    return fault is not None or other_fault is not None or bool(compare(before, after, shape))


def _touched(steps: Sequence[Step]) -> set[str]:
    """The clients whose plans differ from those of all parents."""
    each = [{client_id(delta.path) for delta in step.deltas if delta.path.endswith(SUFFIX)} for step in steps]
    return set.intersection(*each) if each else set()


def _differs_in(step: Step, client: str, read: Read, shape: Shape | None) -> bool:
    own = [delta for delta in step.deltas if client_id(delta.path) == client and delta.path.endswith(SUFFIX)]
    # A plan that was moved to another folder is gone at one path and new at another.
    old, new = _single(own, lambda delta: delta.old), _single(own, lambda delta: delta.new)
    if old == new:
        return False
    if old is None or new is None:
        return True
    contents = dict(read((old, new)))
    return differs(contents[old], contents[new], shape)


def _single(deltas: list[Delta], side: Callable[[Delta], str | None]) -> str | None:
    return next((blob for delta in deltas if (blob := side(delta))), None)


def _plainly_differ(old: bytes, new: bytes) -> bool:
    """Whether the lines that only one of two versions has differ in their words, however these are arranged.

    False says nothing: the versions must be read then.
    """
    before, after = Counter(old.splitlines()), Counter(new.splitlines())
    gone, come = b"\n".join((before - after).elements()), b"\n".join((after - before).elements())
    if _UNPLAIN.search(gone) or _UNPLAIN.search(come):
        return False
    return _words(gone) != _words(come)


def _words(lines: bytes) -> Counter[str | Decimal]:
    text = "\n".join(_COMMENT.sub("", line) for line in lines.decode("utf-8", "replace").split("\n"))
    return Counter(told for word in _WORD.findall(text) if (told := _told(word)) not in _EMPTY)


def _told(word: str) -> str | Decimal:
    """A word so that two ways to write one number or null are the same; two of different meaning may be, too."""
    if _DIGIT.match(word):
        try:
            return Decimal(word.rstrip("%.").replace("_", "") or "0")
        except InvalidOperation:
            return word
    return word.lower()
