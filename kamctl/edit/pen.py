"""The pen that wrote a document, to write more with; and what will be read of it."""

from __future__ import annotations

from kamctl.edit.arrangement import Arrangement
from kamctl.edit.ground import Ground
from kamctl.plan.document import Value
from kamctl.plan.entries import Content, Pen, flow_text
from kamctl.plan.scalar import resolve


def pen_of(ground: Ground, arrangement: Arrangement) -> Pen:
    """A pen that writes as the document is written: as far indented, in braces where the arrangement says so."""
    return Pen(arrangement.on_one_line, ground.unit(), ground.list_offset())


def meaning(value: Content) -> Value:
    """What a value says when it is read again."""
    if isinstance(value, dict):
        return {key: meaning(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [meaning(inner) for inner in value]
    return value if isinstance(value, str) else resolve(flow_text(value))
