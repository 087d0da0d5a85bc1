"""The layout of a plan: the core's sections with what `format.yaml` says laid over them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from kamctl.plan.fault import Path
from kamctl.plan.field_entry import FieldEntry, OwnSection
from kamctl.plan.identifier import is_id
from kamctl.plan.model import Plan
from kamctl.plan.schema_model import Format, Trouble
from kamctl.plan.sections import HEAD, SECTIONS, core_fields
from kamctl.plan.shape import ANY, ID, UNREAD, Catalogued, Field, Leaf, ListOf, Named, Record, Shape


class PlanLayout(NamedTuple):
    """What a plan may and must contain. `off` are core sections that SKAM do not use."""

    shape: Record
    off: frozenset[str]
    required: tuple[str, ...]
    required_by_segment: Mapping[str, tuple[str, ...]]

    def required_sections(self, segment: str | None) -> tuple[str, ...]:
        """The sections that a plan of a segment must have, in the order of the plan."""
        return self.required_by_segment.get(segment or "", self.required)


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
        record = _apply(record, FieldEntry(path, rule, troubles), off)
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


def _apply(record: Record, entry: FieldEntry, off: frozenset[str]) -> Record:
    """The plan's shape with one entry of `fields:` laid over it."""
    steps = entry.path.split(".")
    if steps[0] in off:
        entry.tell("field-of-off-section", section=steps[0])
        return record
    if not all(step == "*" or _is_field_name(step) for step in steps) or steps[0] == "*" or steps[-1] == "*":
        entry.tell("field-path")
        return record
    try:
        shape = _laid_over(record, steps, lambda owner: entry.field(owner, steps[-1]))
    except _NoPlaceError as error:
        entry.tell("field-place", value=error.step, known=error.known)
        return record
    assert isinstance(shape, Record)
    return shape


class _NoPlaceError(Exception):
    """`step` of a path leads nowhere; `known` would."""

    def __init__(self, step: str, known: tuple[str, ...]) -> None:
        self.step = step
        self.known = known


def _is_field_name(step: str) -> bool:
    """Whether a field may bear this name: an id, or one with `_` inside or behind."""
    return is_id(step.replace("_", "-").strip("-")) and not step.startswith(("_", "-"))


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
    if isinstance(shape, Named | ListOf):
        return shape._replace(item=_laid_over(shape.item, rest, make))
    if isinstance(shape, Catalogued):
        items = {name: _laid_over(item, rest, make) for name, item in shape.items.items()}
        return shape._replace(items=items)
    raise _NoPlaceError(step, ())


def _own_place(rest: list[str]) -> Shape:
    """An empty section of SKAM's own: named things where the path goes on with `*`, else a thing with fields."""
    return Named(Leaf(ID), Record(OwnSection, {})) if rest[0] == "*" else Record(OwnSection, {})


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
