"""Plan figures along a history: which commit moved one after its period had begun, from what it had last said.

A log compares a commit with its parents; a goalpost can move between commits. So each figure is followed by itself:
through the versions in which it does not stand (or its plan does not), and through merges, which may drop what one
side had set, or bring in late what a side had set before the period began.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from kamctl.history.change import CHANGED, REMOVED, Change
from kamctl.history.meaning import same
from kamctl.history.moved import plan_figures
from kamctl.history.standing import Look, Standing, Turn
from kamctl.plan.document import Value
from kamctl.plan.fault import Path
from kamctl.plan.shape import Shape, shape_at


class Figure:
    """What a commit made of a plan figure; with `there` False it took it out, and `value` is what it had last said.

    `before` are the figures in whose place it came, one for each line of history that its commit brought together.
    """

    __slots__ = ("before", "commit", "there", "value")

    def __init__(self, value: Value, there: bool, commit: str, before: tuple[Figure, ...]) -> None:
        self.value = value
        self.there = there
        self.commit = commit
        self.before = before

    def past(self) -> Iterator[Figure]:
        """All that it was before, each once."""
        seen = {id(self)}
        waiting = list(self.before)
        while waiting:
            figure = waiting.pop()
            if id(figure) not in seen:
                seen.add(id(figure))
                yield figure
                waiting.extend(figure.before)


Figures = Mapping[Path, Figure]

Begun = Callable[[Path, str], bool]
"""Whether the period of the plan figure at a path had begun when a commit was made."""


class Goalposts:
    """The plan figures of a plan, commit by commit; `mainline` are the commits that HEAD shows by first parents."""

    def __init__(self, look: Look, shape: Shape | None, begun: Begun, mainline: Collection[str]) -> None:
        self._look = look
        self._shape = shape
        self._begun = begun
        self._mainline = mainline
        self._known: dict[tuple[str, str], Figures] = {}

    def moves(self, turn: Turn) -> tuple[Change, ...]:
        """The figures that a commit moved, or took out, after their period had begun.

        A figure that stands there again is compared with what it last said. Of a merge they are those that it set
        itself, those that it dropped (a side had set them, and the side that it takes them from never had that), and
        on the main line those that a side had set before the period began: there they move with the merge.
        """
        moved = self._deleted(turn.before) if turn.after is None else self._moved(turn, turn.after)
        return tuple(self._change(*each) for each in moved if self._begun(each[0], turn.commit))

    def _deleted(self, sides: Sequence[Standing | None]) -> Iterator[tuple[Path, Figure, Figure | None]]:
        """Each figure of a plan that is gone; where a side had deleted it, that side's commit tells."""
        first = next(iter(sides), None)
        if first is not None and all(sides):
            yield from ((path, figure, None) for path, figure in self._figures(first).items() if figure.there)

    def _moved(self, turn: Turn, after: Standing) -> Iterator[tuple[Path, Figure, Figure | None]]:
        """Each figure that differs from what it was: that, and what it is."""
        sides = [self._figures(before) for before in _origins(after)]
        first = self._figures(turn.before[0]) if turn.before and turn.before[0] else {}
        is_main = len(turn.before) > 1 and turn.commit in self._mainline
        for path, figure in self._figures(after).items():
            olds = [side[path] for side in sides if path in side]
            if figure.commit == turn.commit:
                old = next(self._dropped(path, figure, olds), None)
            else:
                old = first.get(path) if is_main else None
                if old is not None and not (self._differs(path, old, figure) and self._came_late(path, figure, old)):
                    old = None
            if old is not None:
                yield path, old, figure

    def _dropped(self, path: Path, figure: Figure, olds: Sequence[Figure]) -> Iterator[Figure]:
        """Those of `olds` that a commit moved when it made `figure` of them."""
        agreeing = [old for old in olds if self._says(path, old, figure.there, figure.value)]
        known = {id(old) for one in agreeing for old in one.past()}
        return (old for old in olds if id(old) not in known and self._differs(path, old, figure))

    def _came_late(self, path: Path, figure: Figure, old: Figure) -> bool:
        """Whether a step from `old` to `figure` was made before the period began, so that no commit tells it."""
        known = {id(each) for each in (old, *old.past())}
        steps = [each for each in (figure, *figure.past()) if id(each) not in known]
        return any(
            not self._begun(path, step.commit) and any(self._differs(path, before, step) for before in step.before)
            for step in steps
        )

    def _figures(self, standing: Standing) -> Figures:
        """The figures of a plan as it stands, with all that they were before."""
        waiting = [standing]
        while waiting:
            one = waiting[-1]
            missing = [each for each in _origins(one) if _key(each) not in self._known]
            if _key(one) not in self._known and missing:
                waiting.extend(missing)
                continue
            waiting.pop()
            if _key(one) not in self._known:
                self._known[_key(one)] = self._read(one, [self._known[_key(each)] for each in _origins(one)])
        return self._known[_key(standing)]

    def _read(self, standing: Standing, sides: Sequence[Figures]) -> Figures:
        version = self._look(standing.file)
        if version.fault is not None:  # what it last said is what the next version is compared with
            return sides[0] if sides else {}
        said = dict(plan_figures(version.values))
        found = {
            path: self._figure(path, said, _distinct(side[path] for side in sides if path in side), standing.commit)
            for path in dict.fromkeys((*said, *(path for side in sides for path in side)))
        }
        unchanged = len(sides) == 1 and all(sides[0].get(path) is figure for path, figure in found.items())
        return sides[0] if unchanged else found

    def _figure(self, path: Path, said: Mapping[Path, Value], olds: Sequence[Figure], commit: str) -> Figure:
        """What a commit made of `olds`: one of them that all the others were before, else a figure of its own."""
        there, value = path in said, said.get(path)
        for old in olds:
            if self._says(path, old, there, value):
                known = {id(old)} if len(olds) == 1 else {id(each) for each in (old, *old.past())}
                if all(id(other) in known for other in olds):
                    return old
        return Figure(value if there else olds[0].value, there, commit, tuple(olds))

    def _says(self, path: Path, figure: Figure, there: bool, value: Value) -> bool:
        return figure.there == there and (not there or same(figure.value, value, self._shape_of(path)))

    def _differs(self, path: Path, old: Figure, new: Figure) -> bool:
        """Whether a figure was moved or taken out; one that stands there again as it last did was not."""
        return old.there if not new.there else not same(old.value, new.value, self._shape_of(path))

    def _change(self, path: Path, old: Figure, new: Figure | None) -> Change:
        shape = self._shape_of(path)
        if new is None or not new.there:
            return Change(REMOVED, path, old.value, None, shape)
        return Change(CHANGED, path, old.value, new.value, shape)

    def _shape_of(self, path: Path) -> Shape | None:
        return None if self._shape is None else shape_at(self._shape, path)


def _origins(standing: Standing) -> list[Standing]:
    """What a plan was made from; where it was made anew, the one of its client that had been deleted."""
    before = [each for each in standing.before if each is not None]
    return before or ([standing.former] if standing.former is not None else [])


def _key(standing: Standing) -> tuple[str, str]:
    return standing.commit, standing.client


def _distinct(figures: Iterable[Figure]) -> list[Figure]:
    return list({id(figure): figure for figure in figures}.values())
