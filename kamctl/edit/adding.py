"""What a document gains: new entries, other values, other names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from kamctl.edit import block, flow
from kamctl.edit.arrangement import Arrangement
from kamctl.edit.ground import Ground
from kamctl.edit.pen import meaning, pen_of
from kamctl.edit.proof import Splice, replaced, same
from kamctl.edit.spot import find, nothing_there, require_plain_owner
from kamctl.edit.value import replace_value
from kamctl.errors import EditError
from kamctl.plan.document import Value
from kamctl.plan.entries import Content, flow_text, key_text, takes_lines
from kamctl.plan.fault import Path, dotted


def set_value(ground: Ground, path: Path, value: Content, arrangement: Arrangement) -> Splice | None:
    """The value at a path, with what is missing round it; None where it says so already."""
    document = ground.document
    if not path:
        raise EditError("An edit sets a field of the file {path}, not all of it.", path=document.source.name)
    spot = find(document, path)
    if spot.missing:
        name, *below = spot.missing
        for inner in reversed(below):
            value = {inner: value}
        return _new_name(ground, spot.path, name, value, arrangement)
    old = document.value(spot.path)
    if same(old, meaning(value)):
        return None
    if isinstance(old, dict | list) and old:
        if isinstance(old, list) and value == [] and ground.in_flow(spot.path):
            return replace_value(ground, spot.path, value)
        raise EditError(
            "{field} has fields or entries of its own.",
            "Name one of them, or take {field} out first.",
            field=dotted(spot.path) or "The file",
        )
    if old is None:
        return _fill(ground, spot.path, value, arrangement)
    return replace_value(ground, spot.path, value)


def append(ground: Ground, path: Path, value: Content, arrangement: Arrangement) -> Splice | None:
    """One more thing in the list at a path, which is made where it is missing."""
    spot = find(ground.document, path)
    items = None if spot.missing else ground.document.value(spot.path)
    if items is None:
        return set_value(ground, path, [value], arrangement)
    if not isinstance(items, list):
        raise EditError("{field} is no list, so nothing can be added to it.", field=dotted(path) or "The file")
    ranks = [arrangement.item_rank(spot.path, item) for item in items]
    after = _place(ranks, arrangement.item_rank(spot.path, meaning(value)))
    return _new_item(ground, spot.path, value, after, arrangement)


def insert(ground: Ground, path: Path, value: Content, arrangement: Arrangement) -> Splice:
    """A new thing in a list before the one at a path, or just behind the last one."""
    spot = find(ground.document, path[:-1])
    items = None if spot.missing else ground.document.value(spot.path)
    index = path[-1]
    if not isinstance(items, list) or not isinstance(index, int) or not 0 <= index <= len(items):
        raise nothing_there(path)
    return _new_item(ground, spot.path, value, index - 1 if index else None, arrangement)


def rename(ground: Ground, path: Path, name: str) -> Splice | None:
    """Another name for what stands at a path."""
    document = ground.document
    spot = find(document, path)
    if spot.missing or not path or not isinstance(spot.path[-1], str):
        raise nothing_there(path)
    owner, old = spot.path[:-1], spot.path[-1]
    if name == old:
        return None
    there = find(document, (*owner, name))
    if not there.missing and there.path != spot.path:
        raise EditError("{field} is there already.", field=dotted((*owner, name)))
    fields = cast(dict[str, Value], document.value(owner))
    meant = replaced(document.values, owner, {name if key == old else key: inner for key, inner in fields.items()})
    start, end = document.key_span(spot.path)
    return Splice(start, end, key_text(name), meant)


def _new_name(ground: Ground, owner: Path, name: str, value: Content, arrangement: Arrangement) -> Splice:
    """A new name in what stands at a path: a mapping, or nothing yet."""
    fields = ground.document.value(owner)
    if fields is None:
        return _fill(ground, owner, {name: value}, arrangement)
    assert isinstance(fields, dict)
    require_plain_owner(ground, owner)
    meant = replaced(ground.document.values, owner, {**fields, name: meaning(value)})
    place = _place([arrangement.rank(owner, key) for key in fields], arrangement.rank(owner, name))
    after = None if place is None else list(fields)[place]
    if not fields or ground.in_flow(owner):
        return Splice(*flow.insert(ground, owner, f"{key_text(name)}: {flow_text(value)}", after), meant)
    pen = pen_of(ground, arrangement)
    return Splice(*block.new_entry(ground, owner, name, value, pen, after), meant)


def _new_item(ground: Ground, owner: Path, value: Content, after: int | None, arrangement: Arrangement) -> Splice:
    require_plain_owner(ground, owner)
    items = cast(list[Value], ground.document.value(owner))
    place = 0 if after is None else after + 1
    meant = replaced(ground.document.values, owner, [*items[:place], meaning(value), *items[place:]])
    if not items or ground.in_flow(owner):
        return Splice(*flow.insert(ground, owner, flow_text(value), after), meant)
    return Splice(*block.new_item(ground, owner, value, pen_of(ground, arrangement), after), meant)


def _fill(ground: Ground, path: Path, value: Content, arrangement: Arrangement) -> Splice:
    """A value where a name has nothing behind it, or in a file that says nothing yet."""
    start, end = ground.document.span(path)
    pen = pen_of(ground, arrangement)
    meant = replaced(ground.document.values, path, meaning(value))
    if not path and start == end and isinstance(value, dict):
        return Splice(*block.first_of_file(ground, value, pen), meant)
    in_block = bool(path) and isinstance(path[-1], str) and ground.flow_round(path) is None
    if start == end and in_block and takes_lines(value):
        return Splice(*block.first_below(ground, path, value, pen), meant)
    return replace_value(ground, path, value)


def _place(ranks: Sequence[Any], rank: Any) -> int | None:
    """The index behind which something of a rank belongs; None: before all others.

    Behind the last of those that come closest before it; what has no rank stands last.
    """
    last = len(ranks) - 1 if ranks else None
    known = [(other, index) for index, other in enumerate(ranks) if other is not None]
    if rank is None or not known:
        return last
    before = [one for one in known if one[0] <= rank]
    return max(before)[1] if before else None
