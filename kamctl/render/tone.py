"""The colours of what is well and of what asks for attention."""

from __future__ import annotations

from kamctl.insight.report import ALERT, GOOD, WATCH, Value
from kamctl.render.prose import GREEN, RED, YELLOW

_STYLES = {GOOD: GREEN, WATCH: YELLOW, ALERT: RED}


def style(value: Value | None, plain: str = "") -> str:
    """The style of a value by its tone; `plain` for one without a tone."""
    return plain if value is None else _STYLES.get(value.tone, plain)
