"""The lines of a file that are not taken, and why: lines that are not for one reason are told together."""

from __future__ import annotations

from collections.abc import Iterator

from kamctl.exchange.trouble import Trouble
from kamctl.words import Sentence, count


class Skipped:
    """Collects the lines."""

    def __init__(self) -> None:
        self._told: dict[tuple[str, str | None, str], tuple[Trouble, list[int]]] = {}

    def add(
        self, line: int, message: Sentence, hint: Sentence | None = None, client: str = "", field: str = ""
    ) -> None:
        """Note why a line is not taken; 0 for what is of no one line."""
        told = Trouble("", message, hint, client or None, field or None)
        self._told.setdefault((str(message), client, field), (told, []))[1].append(line)

    def troubles(self) -> Iterator[Trouble]:
        """What is told, in the order of the first lines."""
        for told, lines in sorted(self._told.values(), key=lambda each: each[1][0]):
            first, *others = lines
            message = told.message
            if others:
                fields = {"others": count(len(others), "more line"), "next": str(others[0])}
                template = f"{message.template} The same holds for {{others}}, the next is {{next}}."
                message = Sentence(template, {**message.fields, **fields})
            yield told._replace(place=str(first) if first else "", message=message)
