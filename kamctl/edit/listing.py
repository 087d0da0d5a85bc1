"""A list in the place of another, as edits of single things in it, so that what stays keeps its comments."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from kamctl.edit.edits import Content, Insert, Set, Unset
from kamctl.edit.pen import meaning
from kamctl.plan.document import Value
from kamctl.plan.fault import Path


def list_edits(path: Path, old: list[Value], new: list[Content]) -> Iterator[Set | Unset | Insert]:
    """What turns the list `old` at a path into `new`, neither of them empty, from the last thing to the first."""
    meant = [_key(meaning(value)) for value in new]
    changes = SequenceMatcher(None, [_key(value) for value in old], meant, autojunk=False).get_opcodes()
    for kind, start, end, new_start, new_end in reversed(changes):
        if kind == "equal":
            continue
        common = min(end - start, new_end - new_start)
        for offset in reversed(range(common, new_end - new_start)):
            yield Insert((*path, start + common), new[new_start + offset])
        for offset in reversed(range(common)):
            yield from _instead((*path, start + offset), old[start + offset], new[new_start + offset])
        for index in reversed(range(start + common, end)):
            yield Unset((*path, index))


def _instead(path: Path, old: Value, new: Content) -> Iterator[Set | Unset | Insert]:
    if not isinstance(old, dict | list) and not isinstance(new, dict | list):
        yield Set(path, new)
        return
    yield Insert(path, new)
    yield Unset((*path[:-1], int(path[-1]) + 1))


def _key(value: Value) -> str:
    return f"{value.__class__.__name__}{value!r}"
