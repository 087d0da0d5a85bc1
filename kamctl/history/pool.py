"""Values of many versions, each kept once: two versions of a plan differ in a line or two."""

from __future__ import annotations

from kamctl.plan.document import Value

_TEXT, _NUMBER, _MAPPING, _LIST, _FIELD, _THING = 150, 150, 350, 250, 100, 56
"""Bytes that these take in CPython with their place in the pool, in round figures."""


class Pool:
    """Gives for a value one that is equal to the last character; what is the same in two values is one object.

    Nobody may change what it gives out. `size` is about how many bytes it holds.
    """

    __slots__ = ("_values", "size")

    def __init__(self) -> None:
        self._values: dict[object, Value] = {}
        self.size = 0

    def share(self, value: Value) -> Value:
        """What is equal to `value` and was there before, or `value` itself, which is there from now on."""
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, dict):
            fields = {self._text(key): self.share(inner) for key, inner in value.items()}
            # What is inside is shared already, so that its identity tells; it lives as long as the pool.
            return self._kept((dict, *fields, *map(id, fields.values())), fields, _MAPPING + _FIELD * len(fields))
        if isinstance(value, list):
            things: list[Value] = [self.share(inner) for inner in value]
            return self._kept((list, *map(id, things)), things, _LIST + _THING * len(things))
        return self._kept((value.__class__, str(value)), value, _NUMBER)

    def _text(self, text: str) -> str:
        known = self._values.get(text)
        if isinstance(known, str):
            return known
        self._values[text] = text
        self.size += _TEXT + len(text) * (1 if text.isascii() else 2)
        return text

    def _kept(self, key: object, value: Value, size: int) -> Value:
        known = self._values.setdefault(key, value)
        if known is value:
            self.size += size
        return known
