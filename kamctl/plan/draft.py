"""The text of a new plan, made from the answers that were given for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, cast

from kamctl.plan import quantity
from kamctl.plan.answers import NAME, NEW, Answer, Answers, figure_record, shape_of
from kamctl.plan.entries import Content, Pen
from kamctl.plan.fault import Path
from kamctl.plan.identifier import suggestion
from kamctl.plan.order import PlanOrder, names_in_order
from kamctl.plan.period import Period
from kamctl.plan.schema import Schema
from kamctl.plan.schema_model import EDITOR_SCHEMA, SALES
from kamctl.plan.shape import TEXT, Leaf, ListOf, Named, Record, Shape, step_into

MOST_WORDS = 3
"""Words of a new thing's name."""

LONGEST_NAME = 40

Tree = dict[str | int, Any]


class ContradictionError(ValueError):
    """Two answers cannot both be right; `path` is given as one value and as a thing with fields."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path


class Draft(NamedTuple):
    """A plan in the making: what SKAM say, the answers so far, the day on which it is written, and by whom.

    `writer` is the id of a person; None where nobody knows who writes it.
    """

    schema: Schema
    answers: Answers
    today: date
    writer: str | None = None

    @property
    def period(self) -> Period:
        """What the plan covers; today's horizon as long as nothing readable was given."""
        written = self.answers.get(("period",))
        calendar = self.schema.calendar
        return calendar.parse(str(written)) or calendar.containing(self.today, self.schema.horizon)

    @property
    def checkpoints(self) -> list[Period]:
        """The periods for which the plan has figures."""
        return self.schema.calendar.parts(self.period, self.schema.checkpoint)

    def text(self, name: str) -> str:
        """The plan as the file `name` (its path from the root) holds it.

        Raises ContradictionError.
        """
        tree: Tree = {}
        for path, value in self.leaves():
            _plant(tree, path, value)
        blocks: list[list[str]] = [[modeline(name)]]
        pen = Pen(PlanOrder.of(self.schema).on_one_line)
        plan = cast(dict[str, Content], _in_order(tree, self.schema.layout.shape))
        for section, content in plan.items():
            lines = pen.entry((section,), content, 0)
            if isinstance(tree[section], dict):
                blocks.append(lines)
            else:
                blocks[0].extend(lines)
        return "\n".join("".join(f"{line}\n" for line in block) for block in blocks)

    def leaves(self) -> list[tuple[Path, Answer]]:
        """The answers by their paths in the plan: figures at their checkpoints, new things by name."""
        found: list[tuple[Path, Answer]] = []
        for path, value in self.answers.items():
            if value is not None and path[-1] != NAME:
                found.extend((self._named(where), part) for where, part in self._by_period(path, value))
        return found

    def _by_period(self, path: Path, value: Answer) -> Iterable[tuple[Path, Answer]]:
        """One answer for all checkpoints, as one for each that has none of its own; any other answer as it is."""
        record = figure_record(shape_of(self.schema.layout.shape, path[:-1]))
        if record is None or path[-1] not in record.fields:
            return [(path, value)]
        checkpoints = self.checkpoints
        parts = spread(value, len(checkpoints), self.total(path))
        return [
            ((*path[:-1], checkpoint.name, path[-1]), part)
            for checkpoint, part in zip(checkpoints, parts, strict=True)
            if (*path[:-1], checkpoint.name, path[-1]) not in self.answers
        ]

    def total(self, path: Path) -> str:
        """How checkpoints make up a longer period for the figures at a path: sum, mean or last."""
        kpi = self.schema.kpis.get(str(path[1] if path[0] == "kpis" and len(path) > 1 else SALES))
        return kpi.total or "sum" if kpi is not None else "sum"

    def _named(self, path: Path) -> Path:
        """A path with the names of new things in it."""
        for depth, step in enumerate(path):
            if step == NEW and isinstance(shape_of(self.schema.layout.shape, path[:depth]), Named):
                return self._named((*path[:depth], self._name(path[:depth]), *path[depth + 1 :]))
        return path

    def _name(self, owner: Path) -> str:
        """The name of the new thing among those at `owner`."""
        given = self.answers.get((*owner, NEW, NAME))
        if given is not None:
            return str(given)
        shape = shape_of(self.schema.layout.shape, (*owner, NEW))
        fields = shape.fields if isinstance(shape, Record) else {}
        texts = [
            value
            for field, wanted in fields.items()
            if wanted.shape == Leaf(TEXT) and isinstance(value := self.answers.get((*owner, NEW, field)), str)
        ]
        name = _short_name(texts[0]) if texts else "first"
        others = {path[len(owner)] for path in self.answers if len(path) > len(owner) and path[: len(owner)] == owner}
        number = 2
        while name in others:
            name = f"{name.removesuffix(f'-{number - 1}')}-{number}"
            number += 1
        return name


def _short_name(text: str) -> str:
    words = suggestion(text[: 2 * LONGEST_NAME]).split("-")
    while len(words) > MOST_WORDS or (len(words) > 1 and len("-".join(words)) > LONGEST_NAME):
        words.pop()
    return suggestion("-".join(words)[:LONGEST_NAME]) or "first"


def spread(value: Answer, parts: int, total: str) -> list[Answer]:
    """One figure for all checkpoints: shared out evenly where they are summed, else the same for each.

    The parts make up the whole exactly; what cannot be shared evenly goes to the first.
    """
    sign = ""
    amount = value if isinstance(value, Decimal) else None
    if isinstance(value, str) and quantity.percent(value) is not None:
        sign, amount = "%", Decimal(value[:-1])
    if total != "sum" or amount is None or parts < 2:
        return [value] * parts
    unit = Decimal(1).scaleb(min(0, cast(int, amount.as_tuple().exponent)))
    units = int(amount / unit)
    each, left = divmod(units, parts)
    shares = [(each + (part < left)) * unit for part in range(parts)]
    return [f"{quantity.plain_text(share)}{sign}" if sign else share for share in shares]


def modeline(name: str) -> str:
    """The comment by which an editor finds the schema of the plan in the file `name`."""
    return f"# yaml-language-server: $schema={'../' * name.count('/')}{EDITOR_SCHEMA}"


def _plant(tree: Tree, path: Path, value: Answer) -> None:
    here = tree
    for depth, step in enumerate(path[:-1]):
        here = here.setdefault(step, {})
        if not isinstance(here, dict):
            raise ContradictionError(path[: depth + 1])
    if path[-1] in here:
        raise ContradictionError(path)
    here[path[-1]] = value


def _ordered(shape: Shape | None, tree: Mapping[str | int, Any]) -> list[str | int]:
    """The keys in the order in which a plan is written; periods by their days, names as they were given."""
    order = names_in_order(shape)
    if order is None:
        return sorted(tree, key=str) if figure_record(shape) else list(tree)
    known: dict[str | int, int] = {name: place for place, name in enumerate(order)}
    return sorted(tree, key=lambda key: known.get(key, len(known)))


def _in_order(value: Any, shape: Shape | None) -> Content:
    """What was planted as it will stand: fields in the order of a plan, things by number as a list."""
    if not isinstance(value, dict):
        return cast(Content, value)
    if isinstance(shape, ListOf) and all(isinstance(step, int) for step in value):
        return [_in_order(value[step], shape.item) for step in sorted(value)]
    return {str(step): _in_order(value[step], step_into(shape, step)) for step in _ordered(shape, value)}
