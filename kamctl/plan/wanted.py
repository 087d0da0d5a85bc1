"""What a plan still needs before it is valid: the questions of `kamctl new`, from the shape of a plan.

Only what the product or SKAM require is asked for: the fields of the head, the sections that the client's segment
must have, in each of them one first thing, and what is required of a thing that was begun.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kamctl.plan.answers import NAME, NEW, Answer, figure_record, is_single
from kamctl.plan.draft import Draft
from kamctl.plan.fault import Path
from kamctl.plan.model import Budget
from kamctl.plan.shape import (
    CHOICE,
    DATE,
    ID,
    PERIOD,
    PERSON,
    TEXT,
    Catalogued,
    Field,
    Leaf,
    ListOf,
    Named,
    Record,
    Shape,
)

KAM_ROLE = "KAM"
"""What the plan's owner is in its team."""


class Question(NamedTuple):
    """One thing that must be given. `path` is where the answer belongs (see `Answers`).

    `default` is what it most likely is; with `certain` it can be nothing else and need not be asked. `periods` are
    those that one figure stands for, `total` how it does (sum: it is shared out). `optional`: it may be left out.
    """

    path: Path
    shape: Leaf | ListOf
    title: str
    about: str = ""
    default: Answer | None = None
    certain: bool = False
    periods: tuple[str, ...] = ()
    total: str = ""
    optional: bool = False


def questions(draft: Draft, given: frozenset[Path] = frozenset()) -> list[Question]:
    """All that is still open, in the order of the plan; a later answer may open more.

    `given` are the paths that were given without a question: somebody who names KPIs wants these and no others.
    """
    return list(_Walk(draft, given).plan())


class _Walk:
    """One walk over the shape of a plan."""

    def __init__(self, draft: Draft, given: frozenset[Path]) -> None:
        self.draft = draft
        self.schema = draft.schema
        self.answers = draft.answers
        self.given = given

    def plan(self) -> Iterator[Question]:
        segment = self.answers.get(("segment",))
        layout = self.schema.layout
        required = layout.required_sections(str(segment) if segment else None)
        if not segment and layout.required_by_segment:
            # Until the segment is known, only what every segment must have.
            sets = (layout.required, *layout.required_by_segment.values())
            required = tuple(name for name in required if all(name in names for names in sets))
        fields = layout.shape.fields
        singles = [name for name, field in fields.items() if is_single(field.shape)]
        for name in (*singles, *(name for name in fields if name not in singles)):
            field = fields[name]
            if field.required or name in required or self._below((name,)):
                yield from self._thing(field.shape, (name,), field.title or name, field.description)

    def _below(self, path: Path) -> list[str | int]:
        """The steps that answers have below a path, each once."""
        depth = len(path)
        return list(dict.fromkeys(key[depth] for key in self.answers if len(key) > depth and key[:depth] == path))

    def _thing(self, shape: Shape, path: Path, title: str, about: str = "") -> Iterator[Question]:
        """What is open of something that must stand at a path."""
        if path in self.answers:
            return
        if isinstance(shape, Leaf | ListOf) and is_single(shape):
            if not self._below(path):
                yield self._question(shape, path, title, about)
        elif isinstance(shape, Record):
            yield from self._record(shape, path, title)
        elif record := figure_record(shape):
            yield from self._figures(record, path, title)
        elif isinstance(shape, Named):
            for step in self._below(path) or [self._new(shape)]:
                yield from self._named(shape, (*path, step), title)
        elif isinstance(shape, Catalogued):
            yield from self._catalogued(shape, path)
        elif isinstance(shape, ListOf):
            for step in self._below(path) or [0]:
                yield from self._thing(shape.item, (*path, step), title)

    def _question(self, shape: Leaf | ListOf, path: Path, title: str, about: str) -> Question:
        default = self._default(shape, path) if isinstance(shape, Leaf) else None
        role_of_kam = path in (("team", NEW, "role"), ("team", self.answers.get(("kam",)), "role"))
        if role_of_kam and isinstance(shape, Leaf):
            roles = [choice for choice in shape.choices if choice.casefold() == KAM_ROLE.casefold()]
            default = KAM_ROLE if shape.type == TEXT else roles[0] if roles else None
        return Question(path, shape, title, about, default, certain=role_of_kam and default is not None)

    def _default(self, leaf: Leaf, path: Path) -> Answer | None:
        """What an answer most likely is; None where nobody can know."""
        if path == ("kam",):
            kams = [person for person, entry in self.schema.people.items() if entry.role == "kam"]
            return self.draft.writer if self.draft.writer in kams else _only(kams)
        if path == ("period",):
            return self.draft.period.name
        if leaf.type == CHOICE:
            return _only(leaf.choices)
        if leaf.type == PERSON:
            return self.answers.get(("kam",))
        if leaf.type == DATE and path[0] == "history":
            return self.draft.today
        return None

    def _record(self, shape: Record, path: Path, title: str) -> Iterator[Question]:
        begun = self._below(path)
        wanted = [name for name, field in shape.fields.items() if field.required or name in begun]
        if shape.one_of and not any(name in begun for name in shape.one_of):
            wanted.append(self._one_of(shape, path))
        if not wanted:
            wanted = list(shape.fields)[:1]
        for name in wanted:
            field = shape.fields.get(str(name))
            if field is not None:
                yield from self._thing(field.shape, (*path, name), f"{title}, {_title(field, name)}", field.description)

    def _one_of(self, shape: Record, path: Path) -> str:
        """Which of the fields of which one must stand."""
        if shape.model is Budget and self.answers.get((*path, "basis")) == "fixed":
            return "amount"
        return shape.one_of[0]

    def _new(self, shape: Named) -> str:
        """The name of a first thing, where it can be known."""
        if shape.keys.type == PERSON:
            return str(self.answers.get(("kam",)) or NEW)
        return self.draft.checkpoints[0].name if shape.keys.type == PERIOD else NEW

    def _named(self, shape: Named, path: Path, title: str) -> Iterator[Question]:
        item = shape.item
        texts = (
            [field for field in item.fields.values() if field.required and field.shape == Leaf(TEXT)]
            if isinstance(item, Record)
            else []
        )
        knows_itself = path[-1] != NEW or (texts and shape.keys.type == ID) or shape.keys.type == PERSON
        if not knows_itself and (*path, NAME) not in self.answers:
            about = "A short name for it." if shape.keys.type == ID else "Which one it is."
            yield Question((*path, NAME), shape.keys, f"{title}, name", about)
        yield from self._thing(item, path, title)

    def _catalogued(self, shape: Catalogued, path: Path) -> Iterator[Question]:
        """The KPIs that were named, else those that are paid: any of them may be left out, but not all."""
        named = [str(key[len(path)]) for key in self.given if len(key) > len(path) and key[: len(path)] == path]
        if named:
            for name in dict.fromkeys(named):
                if name in shape.items:
                    yield from self._thing(shape.items[name], (*path, name), self._kpi_title(name))
            return
        asked = [name for name in self._measures() if name in shape.items]
        open_ = [name for name in asked if not self._below((*path, name))]
        taken = any(value is not None for key, value in self.answers.items() if key[: len(path)] == path)
        for name in asked:
            for question in self._thing(shape.items[name], (*path, name), self._kpi_title(name)):
                may_skip = taken or len(open_) > 1
                yield Question(
                    question.path, question.shape, question.title, question.about,
                    periods=question.periods, total=question.total, optional=may_skip and name in open_,
                )  # fmt: skip

    def _measures(self) -> list[str]:
        """The KPIs of a first plan: those that are paid for; without any, the first that has a weight, or the first."""
        kpis = {name: entry for name, entry in self.schema.kpis.items() if name != "sales"}
        paid = [name for name, entry in kpis.items() if entry.paid]
        return paid or [name for name, entry in kpis.items() if entry.weight][:1] or list(kpis)[:1]

    def _kpi_title(self, name: str) -> str:
        return self.schema.kpis[name].title or name

    def _figures(self, record: Record, path: Path, title: str) -> Iterator[Question]:
        """Figures: one for all checkpoints, or what is lacking of those that were given by period."""
        below = self._below(path)
        if any((*path, name) in self.answers and self.answers[*path, name] is None for name in record.fields):
            return
        periods = [step for step in below if step not in record.fields]
        wanted = [name for name, field in record.fields.items() if field.required]
        if not periods:
            wanted += [name for name in ("plan",) if name not in wanted and name in record.fields]
        for name in wanted:
            if (*path, name) in self.answers:
                continue
            field = record.fields[name]
            assert isinstance(field.shape, Leaf)
            full = f"{title}, {_title(field, name)}"
            for period in periods:
                if (*path, period, name) not in self.answers:
                    yield Question((*path, period, name), field.shape, f"{full} for {period}", field.description)
            if not periods:
                names = tuple(checkpoint.name for checkpoint in self.draft.checkpoints)
                total = self.draft.total((*path, name))
                yield Question((*path, name), field.shape, full, field.description, periods=names, total=total)


def _title(field: Field, name: str | int) -> str:
    title = field.title or str(name)
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def _only(names: Iterable[str]) -> str | None:
    found = list(names)
    return found[0] if len(found) == 1 else None
