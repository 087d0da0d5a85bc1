"""One entry of `fields:` in `format.yaml`: a limit on a field of the core, or a field of SKAM's own."""

from __future__ import annotations

from typing import Any

from kamctl.plan import quantity
from kamctl.plan.model import Plan
from kamctl.plan.schema_model import FieldRule, Trouble
from kamctl.plan.sections import HEAD, SECTIONS
from kamctl.plan.shape import (
    ANY,
    CHOICE,
    DATE,
    IMPACT,
    MONEY,
    NUMBER,
    OWN_TYPES,
    PERCENT,
    TEXT,
    Field,
    Leaf,
    Limit,
    ListOf,
    Record,
    Shape,
)
from kamctl.plan.thing import Thing

LIST_OF = "list of "


class OwnSection(Thing):
    """A section of SKAM's own, or a thing in one."""


class FieldEntry:
    """What `rule` says of the field at `path` (names joined by dots); what is wrong with it goes to `troubles`."""

    __slots__ = ("path", "rule", "troubles")

    def __init__(self, path: str, rule: FieldRule, troubles: list[Trouble]) -> None:
        self.path = path
        self.rule = rule
        self.troubles = troubles

    def tell(self, kind: str, *below: str | int, **facts: Any) -> None:
        """Note a trouble with the entry, or with what stands `below` it."""
        self.troubles.append((("fields", self.path, *below), kind, {"field": self.path, **facts}))

    def field(self, owner: Record, name: str) -> Field | None:
        """The field `name` of a thing as SKAM want it: the core's with their limits, or one of their own.

        None where there can be none.
        """
        old = owner.fields.get(name)
        if old is not None and old.core:
            return self._refined(old)
        if old is not None and not isinstance(old.shape, Leaf):
            # Another entry has given it fields; it cannot be a field itself.
            self.tell("field-clash")
            return None
        if name in _taken(owner):
            self.tell("field-taken", value=name)
            return None
        if self.rule.type is None:
            # Without a type it was meant for a field that is there, or in a section that is, under a name like this.
            near = (*HEAD, *SECTIONS) if owner.model is OwnSection else tuple(owner.fields)
            meant = self.path.partition(".")[0] if owner.model is OwnSection else name
            self.tell("type-missing", value=meant, known=near, types=OWN_TYPES)
        return Field(
            self._own_type(),
            required=bool(self.rule.required),
            core=False,
            title=self.rule.title or "",
            description=self.rule.description or "",
        )

    def _refined(self, old: Field) -> Field:
        """A field of the core with what SKAM ask of it beside."""
        rule, shape = self.rule, old.shape
        if rule.type is not None and not (isinstance(shape, Leaf) and shape.type == rule.type):
            self.tell("core-type", "type")
        if rule.required is False and old.required:
            self.tell("core-required", "required")
        if rule.choices is not None:
            self._check_choices()
            choices = tuple(dict.fromkeys(rule.choices))
            if isinstance(shape, Leaf) and shape.type == TEXT:
                shape = shape._replace(type=CHOICE, choices=choices)
            elif isinstance(shape, Leaf) and shape.type == CHOICE and set(choices) <= set(shape.choices):
                shape = shape._replace(choices=choices)
            else:
                self.tell("core-choices", "choices")
        if isinstance(shape, Leaf):
            shape = self._limited(shape)
        else:
            for name in ("min", "max"):
                if rule[name] is not None:
                    self.tell("no-limits", name, type="section")
        return old._replace(
            shape=shape,
            required=old.required or bool(rule.required),
            core=old.core and (old.required or not rule.required),
            title=rule.title or old.title,
            description=rule.description or old.description,
        )

    def _own_type(self) -> Shape:
        """The shape of a field of SKAM's own; anything passes where `type` cannot be used, so that plans stay quiet."""
        written, choices = self.rule.type, self.rule.choices
        if written is None:
            return Leaf(ANY)
        name = written.removeprefix(LIST_OF)
        if name not in OWN_TYPES:
            self.tell("unknown-type", "type", value=name, known=OWN_TYPES)
            return Leaf(ANY)
        if name == CHOICE and choices is None:
            self.tell("choices-missing")
        elif name != CHOICE and choices is not None:
            self.tell("choices-unused", "choices")
        self._check_choices()
        leaf = self._limited(Leaf(name, tuple(dict.fromkeys(choices or ()))))
        return ListOf(leaf) if written.startswith(LIST_OF) else leaf

    def _check_choices(self) -> None:
        choices = self.rule.choices
        if choices == []:
            self.tell("choices-missing", "choices")
        for index, choice in enumerate(choices or ()):
            if choice in (choices or ())[:index]:
                self.tell("choice-twice", "choices", index, value=choice)

    def _limited(self, leaf: Leaf) -> Leaf:
        """`leaf` with the limits that SKAM set; with its own where theirs leave no value."""
        minimum = self._limit(leaf, "min")
        maximum = self._limit(leaf, "max")
        lowest = minimum if minimum is not None else leaf.minimum
        highest = maximum if maximum is not None else leaf.maximum
        if lowest is not None and highest is not None and lowest > highest:  # type: ignore[operator]  # of one type
            self.tell("limits-crossed", "min" if minimum is not None else "max")
            return leaf
        return leaf._replace(minimum=lowest, maximum=highest)

    def _limit(self, leaf: Leaf, name: str) -> Limit | None:
        value = self.rule[name]
        if value is None:
            return None
        limit: Limit | None
        if leaf.type in (MONEY, NUMBER, IMPACT):
            limit = quantity.number(value)
        elif leaf.type == PERCENT:
            limit = quantity.percent(value) if isinstance(value, str) else None
        elif leaf.type == DATE:
            limit = quantity.day(value) if isinstance(value, str) else None
        else:
            self.tell("no-limits", name, type=leaf.type)
            return None
        if limit is None:
            self.tell("limit-value", name, type=leaf.type)
        return limit


def _taken(owner: Record) -> set[str]:
    """Names that a thing has in Python beside those of its fields."""
    names = {field.attribute for field in owner.fields.values() if field.attribute}
    return names | {"id"} if owner.model is Plan else names
