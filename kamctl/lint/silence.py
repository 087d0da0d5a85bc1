"""The comments `# kamctl: allow …` of a run: what they silence, and which of them silence nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice

from kamctl.lint.allow import Allow, allows
from kamctl.lint.rule import Place, Subject
from kamctl.plan.source import MOST_FAULTS


class Silence:
    """What the comments of the files that were heard have silenced so far."""

    def __init__(self) -> None:
        self._comments: dict[str, tuple[Subject, list[Allow]]] = {}
        self._by_line: dict[tuple[str, int], list[Allow]] = {}
        self._used: set[tuple[str, int]] = set()

    def hear(self, subject: Subject) -> None:
        """Take note of the comments of a file."""
        found = allows(subject.document)
        if found:
            name = subject.source.name
            self._comments[name] = (subject, found)
            for comment in found:
                for line in comment.lines:
                    self._by_line.setdefault((name, line), []).append(comment)

    def covers(self, rule: str, place: Place) -> bool:
        """Whether a comment with a reason allows a rule on the line where a place begins; it is used by that."""
        name = place.source.name
        if name not in self._comments:
            return False
        line = place.source.position(place.start)[0]
        covering = [
            comment for comment in self._by_line.get((name, line), ()) if comment.rule == rule and comment.reason
        ]
        self._used.update((name, comment.start) for comment in covering)
        return bool(covering)

    def unused(self, not_judged: Collection[str]) -> Iterator[tuple[Subject, Allow]]:
        """The comments that silence nothing, save those for rules that did not run, and at most so many of a file."""
        for name, (subject, comments) in self._comments.items():
            idle = (
                comment
                for comment in comments
                if (name, comment.start) not in self._used and comment.rule not in not_judged
            )
            yield from ((subject, comment) for comment in islice(idle, MOST_FAULTS))
