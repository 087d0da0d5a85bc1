"""The layout of a plan: the core's sections with what `format.yaml` says laid over them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from kamctl.plan import quantity
from kamctl.plan.fault import Path
from kamctl.plan.identifier import is_id
from kamctl.plan.model import Plan
from kamctl.plan.sections import HEAD, SECTIONS, core_fields
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
    UNREAD,
    Catalogued,
    Field,
    Leaf,
    Limit,
    ListOf,
    Named,
    Record,
    Shape,
)
from kamctl.plan.thing import Thing

if TYPE_CHECKING:
    from kamctl.plan.schema import FieldRule, Format

LIST_OF = "list of "

_FIELD_NAME_EXTRA = "_"

Trouble = tuple[Path, str, dict[str, Any]]
"""A fault of `format.yaml`: where, its kind, and what the words need."""


class PlanLayout(NamedTuple):
    """What a plan may and must contain. `off` are core sections that SKAM do not use."""

    shape: Record
    off: frozenset[str]
    required: tuple[str, ...]
    required_by_segment: Mapping[str, tuple[str, ...]]

    def required_sections(self, segment: str | None) -> tuple[str, ...]:
        """The sections that a plan of a segment must have, in the order of the plan."""
        return self.required_by_segment.get(segment or "", self.required)


class OwnSection(Thing):
    """A section of SKAM's own, or a thing in one."""


def lay_out(format_: Format, units: Mapping[str, str | None], open_kpis: bool) -> tuple[PlanLayout, list[Trouble]]:
    """The layout of a plan and what is wrong with the sections and fields that `format.yaml` names.

    `units` are the KPIs' units by id (None: its entry is faulty, so any figures pass); with `open_kpis` the catalogue
    could not be read, so any KPI passes.
    """
    troubles: list[Trouble] = []
    fields = core_fields(units, tuple(format_.segments or ()))
    if open_kpis:
        fields["kpis"] = fields["kpis"]._replace(shape=Leaf(UNREAD))
    rules = format_.fields or {}
    own = {path.partition(".")[0] for path in rules}
    enabled, required, by_segment = _sections(format_, own, troubles)
    off = frozenset(section for section in SECTIONS if section not in enabled) if format_.sections else frozenset()
    if any(kind == "unknown-section" for _, kind, _ in troubles):
        off = frozenset()  # the misspelt section must not be off in every plan
    record = Record(Plan, {name: wanted for name, wanted in fields.items() if name not in off})
    for path, rule in rules.items():
        record = _apply(record, path, rule, off, troubles)
    for section in sorted(enabled - set(SECTIONS) - set(record.fields)):
        record = Record(Plan, record.fields | {section: Field(Leaf(ANY), core=False)})
    layout = PlanLayout(record, off, required, by_segment)
    troubles.extend(_unknown_paths(format_, layout))
    # What is laid over the figures of every KPI is said once.
    return layout, list({(path, kind): (path, kind, facts) for path, kind, facts in troubles}.values())


def _sections(
    format_: Format, own: set[str], troubles: list[Trouble]
) -> tuple[set[str], tuple[str, ...], dict[str, tuple[str, ...]]]:
    """The sections in use, those that every plan must have, and those by segment."""
    enabled: set[str] = set()

    def take(names: list[str] | None, path: Path) -> tuple[str, ...]:
        taken = []
        for index, name in enumerate(names or ()):
            if name in SECTIONS or (name in own and name not in HEAD):
                if name in taken:
                    troubles.append(((*path, index), "section-twice", {"name": name}))
                else:
                    taken.append(name)
            else:
                known = (*SECTIONS, *sorted(own))
                troubles.append(((*path, index), "unknown-section", {"value": name, "known": known}))
        enabled.update(taken)
        order = {name: place for place, name in enumerate(SECTIONS)}
        return tuple(sorted(taken, key=lambda name: (order.get(name, len(order)), name)))

    sections = format_.sections
    required = take(sections.required, ("sections", "required")) if sections else ()
    optional = take(sections.optional, ("sections", "optional")) if sections else ()
    for name in optional:
        if sections and sections.optional and name in required:
            index = sections.optional.index(name)
            troubles.append((("sections", "optional", index), "section-twice", {"name": name}))
    by_segment = {
        segment: take(entry.required, ("segments", segment, "required"))
        for segment, entry in (format_.segments or {}).items()
        if entry.required is not None
    }
    return enabled, required, by_segment


def _apply(record: Record, path: str, rule: FieldRule, off: frozenset[str], troubles: list[Trouble]) -> Record:
    """The plan's shape with one entry of `fields:` laid over it."""
    where: Path = ("fields", path)
    steps = path.split(".")
    if steps[0] in off:
        troubles.append((where, "field-of-off-section", {"field": path, "section": steps[0]}))
        return record
    if not all(step == "*" or _is_field_name(step) for step in steps) or steps[0] == "*" or steps[-1] == "*":
        troubles.append((where, "field-path", {"field": path}))
        return record
    try:
        shape = _laid_over(record, steps, lambda owner: _field(owner, steps[-1], rule, where, path, troubles))
    except _NoPlaceError as error:
        troubles.append((where, "field-place", {"field": path, "value": error.step, "known": error.known}))
        return record
    assert isinstance(shape, Record)
    return shape


class _NoPlaceError(Exception):
    def __init__(self, step: str, known: tuple[str, ...]) -> None:
        self.step = step
        self.known = known


def _is_field_name(step: str) -> bool:
    return is_id(step.replace(_FIELD_NAME_EXTRA, "-").strip("-")) and not step.startswith((_FIELD_NAME_EXTRA, "-"))


def _laid_over(shape: Shape, steps: list[str], make: Callable[[Record], Field | None]) -> Shape:
    """`shape` with `make(its owner)` at the end of `steps`; things on the way are made where SKAM own them."""
    step, rest = steps[0], steps[1:]
    if isinstance(shape, Leaf) and shape.type == UNREAD:
        return shape
    if isinstance(shape, Record):
        old = shape.fields.get(step)
        if step == "*":
            raise _NoPlaceError(step, tuple(shape.fields))
        if not rest:
            made = make(shape)
            if made is None:
                return shape
            new = made
        elif old is None:
            if shape.model not in (Plan, OwnSection):
                raise _NoPlaceError(step, tuple(shape.fields))
            new = Field(_laid_over(_own_place(rest), rest, make), core=False)
        else:
            new = old._replace(shape=_laid_over(old.shape, rest, make))
        return shape._replace(fields=shape.fields | {step: new})
    if step != "*" or not rest:
        raise _NoPlaceError(step, ("*",) if isinstance(shape, Named | ListOf | Catalogued) else ())
    if isinstance(shape, Named):
        return shape._replace(item=_laid_over(shape.item, rest, make))
    if isinstance(shape, ListOf):
        return shape._replace(item=_laid_over(shape.item, rest, make))
    if isinstance(shape, Catalogued):
        items = {name: _laid_over(item, rest, make) for name, item in shape.items.items()}
        return shape._replace(items=items)
    raise _NoPlaceError(step, ())


def _own_place(rest: list[str]) -> Shape:
    """An empty section of SKAM's own: named things where the path goes on with `*`, else a thing with fields."""
    return Named(Leaf("id"), Record(OwnSection, {})) if rest[0] == "*" else Record(OwnSection, {})


def _field(owner: Record, name: str, rule: FieldRule, where: Path, path: str, troubles: list[Trouble]) -> Field | None:
    """A field as SKAM want it: the core's with their limits, or one of their own; None where there can be none."""
    old = owner.fields.get(name)
    if old is not None and old.core:
        return _refined(old, rule, where, path, troubles)
    if old is not None and not isinstance(old.shape, Leaf):
        # Another entry has given it fields; it cannot be a field itself.
        troubles.append((where, "field-clash", {"field": path}))
        return None
    if name in _taken(owner):
        troubles.append((where, "field-taken", {"field": path, "value": name}))
        return None
    if rule.type is None:
        # Without a type it was meant for a field that is there, or in a section that is, under a name like this one.
        near = (*HEAD, *SECTIONS) if owner.model is OwnSection else tuple(owner.fields)
        meant = path.partition(".")[0] if owner.model is OwnSection else name
        facts = {"field": path, "value": meant, "known": near, "types": OWN_TYPES}
        troubles.append((where, "type-missing", facts))
    leaf = _own_type(rule, where, path, troubles)
    title, description = rule.title or "", rule.description or ""
    return Field(leaf, required=bool(rule.required), core=False, title=title, description=description)


def _taken(owner: Record) -> set[str]:
    """Names that a thing has in Python beside those of its fields."""
    names = {field.attribute for field in owner.fields.values() if field.attribute}
    return names | {"id"} if owner.model is Plan else names


def _refined(old: Field, rule: FieldRule, where: Path, path: str, troubles: list[Trouble]) -> Field:
    shape = old.shape
    if rule.type is not None and not (isinstance(shape, Leaf) and shape.type == rule.type):
        troubles.append(((*where, "type"), "core-type", {"field": path}))
    if rule.required is False and old.required:
        troubles.append(((*where, "required"), "core-required", {"field": path}))
    if rule.choices is not None:
        _check_choices(rule, where, path, troubles)
        choices = tuple(dict.fromkeys(rule.choices))
        if isinstance(shape, Leaf) and shape.type == TEXT:
            shape = shape._replace(type=CHOICE, choices=choices)
        elif isinstance(shape, Leaf) and shape.type == CHOICE and set(choices) <= set(shape.choices):
            shape = shape._replace(choices=choices)
        else:
            troubles.append(((*where, "choices"), "core-choices", {"field": path}))
    if isinstance(shape, Leaf):
        shape = _limited(shape, rule, where, path, troubles)
    elif rule.min is not None or rule.max is not None:
        _no_limits(rule, where, path, troubles)
    return old._replace(
        shape=shape,
        required=old.required or bool(rule.required),
        core=old.core and (old.required or not rule.required),
        title=rule.title or old.title,
        description=rule.description or old.description,
    )


def _own_type(rule: FieldRule, where: Path, path: str, troubles: list[Trouble]) -> Shape:
    """The shape of a field of SKAM's own; anything passes where `type` cannot be used, so that plans stay quiet."""
    written = rule.type
    if written is None:
        return Leaf(ANY)
    of_list = written.startswith(LIST_OF)
    name = written.removeprefix(LIST_OF)
    if name not in OWN_TYPES:
        troubles.append(((*where, "type"), "unknown-type", {"value": name, "known": OWN_TYPES}))
        return Leaf(ANY)
    if (name == CHOICE) != (rule.choices is not None):
        at = where if name == CHOICE else (*where, "choices")
        troubles.append((at, "choices-missing" if name == CHOICE else "choices-unused", {"field": path}))
    _check_choices(rule, where, path, troubles)
    leaf = _limited(Leaf(name, tuple(dict.fromkeys(rule.choices or ()))), rule, where, path, troubles)
    return ListOf(leaf) if of_list else leaf


def _check_choices(rule: FieldRule, where: Path, path: str, troubles: list[Trouble]) -> None:
    choices = rule.choices
    if choices == []:
        troubles.append(((*where, "choices"), "choices-missing", {"field": path}))
    for index, choice in enumerate(choices or ()):
        if choice in (choices or ())[:index]:
            troubles.append(((*where, "choices", index), "choice-twice", {"field": path, "value": choice}))


def _limited(leaf: Leaf, rule: FieldRule, where: Path, path: str, troubles: list[Trouble]) -> Leaf:
    minimum = _limit(leaf, rule.min, (*where, "min"), path, troubles)
    maximum = _limit(leaf, rule.max, (*where, "max"), path, troubles)
    lowest = minimum if minimum is not None else leaf.minimum
    highest = maximum if maximum is not None else leaf.maximum
    if lowest is not None and highest is not None and lowest > highest:  # type: ignore[operator]  # of one type
        at = (*where, "min" if minimum is not None else "max")
        troubles.append((at, "limits-crossed", {"field": path}))
        return leaf
    return leaf._replace(minimum=lowest, maximum=highest)


def _limit(leaf: Leaf, value: Any, where: Path, path: str, troubles: list[Trouble]) -> Limit | None:
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
        troubles.append((where, "no-limits", {"field": path, "type": leaf.type}))
        return None
    if limit is None:
        troubles.append((where, "limit-value", {"field": path, "type": leaf.type}))
    return limit


def _no_limits(rule: FieldRule, where: Path, path: str, troubles: list[Trouble]) -> None:
    facts = {"field": path, "type": "section"}
    troubles.extend(((*where, name), "no-limits", facts) for name in ("min", "max") if rule[name] is not None)


def _unknown_paths(format_: Format, layout: PlanLayout) -> Iterator[Trouble]:
    """Entries of `skam_only` and `approval` that name nothing that a plan can have."""
    for key in ("skam_only", "approval"):
        for index, path in enumerate(getattr(format_, key) or ()):
            if key == "approval" and path == "plan":
                continue
            if path.partition(".")[0] in layout.off:
                continue  # a section may be off for a while; its protection stays written
            failed = _first_unknown(layout.shape, path.split("."))
            if failed is not None:
                value, known = failed
                yield (key, index), "unknown-path", {"field": path, "value": value, "known": known, "list": key}


def _first_unknown(shape: Shape, steps: list[str]) -> tuple[str, tuple[str, ...]] | None:
    """The first step of a path that leads nowhere, with the names that would."""
    for step in steps:
        if isinstance(shape, Record):
            if step not in shape.fields:
                return step, tuple(shape.fields)
            shape = shape.fields[step].shape
        elif isinstance(shape, Named | ListOf):
            shape = shape.item
        elif isinstance(shape, Catalogued):
            if not shape.items:
                return None
            if step == "*":
                shape = next(iter(shape.items.values()))
            elif step in shape.items:
                shape = shape.items[step]
            else:
                return step, tuple(shape.items)
        elif shape.type in (ANY, UNREAD):
            return None
        else:
            return step, ()
    return None
