"""What a document loses: entries, and whatever was there for their sake alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kamctl.edit import block, flow
from kamctl.edit.arrangement import Arrangement
from kamctl.edit.ground import Ground
from kamctl.edit.proof import Splice, replaced
from kamctl.edit.spot import find, nothing_there, require_plain_owner
from kamctl.plan.document import Value
from kamctl.plan.fault import Path


def unset(ground: Ground, path: Path, arrangement: Arrangement) -> Splice:
    """The splice that takes away what stands at a path; EditError where nothing does."""
    spot = find(ground.document, path)
    if spot.missing or not path:
        raise nothing_there(path)
    return _removal(ground, spot.path, arrangement)


def _removal(ground: Ground, path: Path, arrangement: Arrangement) -> Splice:
    owner = path[:-1]
    values = ground.document.values
    require_plain_owner(ground, owner)
    siblings: Any = ground.document.value(owner)
    in_flow = ground.in_flow(owner)
    if len(siblings) > 1:
        stretch = flow.remove(ground, path) if in_flow else block.without_entry(ground, path)
        return Splice(*stretch, replaced(values, owner, _without(siblings, path[-1])))
    if in_flow:
        if owner and _would_be_in_flow(ground, owner, arrangement):
            return _removal(ground, owner, arrangement)
        empty: Value = {} if isinstance(siblings, dict) else []
        return Splice(*flow.remove(ground, path), replaced(values, owner, empty))
    if owner and not block.remains(ground, owner, path):
        return _removal(ground, owner, arrangement)
    return Splice(*block.without_only_entry(ground, path), replaced(values, owner, None))


def _would_be_in_flow(ground: Ground, path: Path, arrangement: Arrangement) -> bool:
    """Whether what stands at a path would be written in braces or brackets if it were new."""
    owner = path[:-1]
    if ground.flow_round(path) is not None or isinstance(ground.document.value(path), list):
        return True
    siblings: Any = ground.document.value(owner)
    steps: Sequence[Any] = list(siblings) if isinstance(siblings, dict) else range(len(siblings))
    place = steps.index(path[-1])
    found = block.neighbours_flow(ground, owner, [*steps[:place][::-1], *steps[place + 1 :]])
    return arrangement.on_one_line(path) if found is None else found


def _without(siblings: dict[str, Value] | list[Value], step: str | int) -> Value:
    if isinstance(siblings, dict):
        return {key: inner for key, inner in siblings.items() if key != step}
    return [inner for index, inner in enumerate(siblings) if index != step]
