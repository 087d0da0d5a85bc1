"""What somebody typed for a field and its value: the path and the content that are meant, near misses asked about."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from kamctl.cli.editing import AtHand
from kamctl.cli.terminal import Terminal
from kamctl.edit.edits import Content
from kamctl.errors import UsageError
from kamctl.lint.nearest import nearest
from kamctl.plan import quantity
from kamctl.plan.answers import YEAR_NUMBER, is_single, understood
from kamctl.plan.document import Value
from kamctl.plan.fault import Path, dotted
from kamctl.plan.shape import DATE, PERIOD, Catalogued, Leaf, ListOf, Named, Record, Shape, step_into
from kamctl.plan.spelled_time import period as spelled_period
from kamctl.plan.spelling import writing
from kamctl.render.safe import inert
from kamctl.words import Sentence, listing, say

_NUMBER = re.compile("[1-9][0-9]{0,3}")


def near_miss(terminal: Terminal, message: Sentence, near: str) -> str:
    """`near`, where somebody says that this is what they meant; UsageError with the message where they do not."""
    if terminal.confirm(inert(f"{message} Did you mean {near}?")):
        return near
    raise UsageError(message.template, **message.fields)


def meant_name(hand: AtHand, typed: str, known: Iterable[str], message: str, **fields: object) -> str:
    """The one of `known` that is meant: itself in any normal form, or a near one that somebody confirms.

    UsageError in the words of `message`, which may name it as {value}, where it is none of them.
    """
    names = list(known)
    wanted = unicodedata.normalize("NFC", typed)
    for name in names:
        if unicodedata.normalize("NFC", name) == wanted:
            return name
    near = nearest(typed, names)
    if near is not None and hand.asks:
        return near_miss(hand.app.terminal, say(message, value=typed, **fields), near)
    remedy = "Did you mean {near}?" if near else "There are: {names}." if names else ""
    raise UsageError(message, remedy, value=typed, near=near, names=listing(names), **fields)


def field_meant(hand: AtHand, typed: str, *, new: bool) -> Path:
    """The path that is meant by `risks.delisting.impact`; things in a list count from 1.

    `new`: it may be one that the plan does not have yet.
    """
    require_text("field", typed)
    if typed.startswith("-"):
        raise UsageError("There is no option {typed}.", typed=typed)
    shape: Shape | None = hand.schema.layout.shape
    value: Value = hand.document.values
    path: Path = ()
    for name in typed.split("."):
        if not name.strip():
            raise UsageError(
                "{field} is no field.", "Write names joined by dots, such as activities.workshop.due.", field=typed
            )
        step = _step(hand, shape, value, path, name.strip(), new)
        shape, path = step_into(shape, step), (*path, step)
        value = hand.document.get(path)
    return path


def value_meant(hand: AtHand, path: Path, shape: Shape | None, typed: str) -> Content:
    """The content that is meant by what was typed for the field at a path."""
    field = dotted(path)
    require_text(field, typed)
    if isinstance(shape, Record | Named | Catalogued):
        names = shape.fields if isinstance(shape, Record) else shape.items if isinstance(shape, Catalogued) else ()
        remedy = "Name one of them: {names}." if names else "Name one of them, such as {field}.x."
        raise UsageError("{field} has fields of its own.", remedy, field=field, names=listing(names))
    if not is_single(shape) and isinstance(shape, ListOf):
        raise UsageError("{field} is a list of things.", "Name a field of one, such as {field}.1.x.", field=field)
    if not typed.strip():
        raise UsageError("Nothing is given for {field}.", "Take it out with kamctl unset.", field=field)
    content = understood(shape, typed, hand.currency)
    if isinstance(shape, Leaf) and shape.type == PERIOD and (name := period_meant(hand, typed)):
        return int(name) if YEAR_NUMBER.fullmatch(name) else name
    return content


def period_meant(hand: AtHand, typed: str) -> str | None:
    """A period as a plan writes it; without a year, as in `q4`, that of the plan's period is meant."""
    year = hand.document.get(("period",)) or ""
    return spelled_period(typed) or spelled_period(f"{typed} {str(year)[:4]}")


def day_meant(hand: AtHand, typed: str | None, option: str) -> Content:
    """The day that was given by an option; today where none was."""
    if typed is None:
        return hand.app.today
    require_text(option, typed)
    content = understood(Leaf(DATE), typed, hand.currency)
    if quantity.day(str(content)) is None:
        raise UsageError(
            "The day {day} given by {option} cannot be read.", str(writing(Leaf(DATE))), day=typed, option=option
        )
    return content


def require_text(field: str, typed: str) -> None:
    """UsageError for bytes that are no text."""
    try:
        typed.encode("utf-8")
    except UnicodeEncodeError as error:
        raise UsageError("What is given for {field} has bytes that are no text.", field=field) from error


def _step(hand: AtHand, shape: Shape | None, value: Value, path: Path, name: str, new: bool) -> str | int:
    """The step that is meant by a name below a path at which something of a shape belongs."""
    if isinstance(value, list) or isinstance(shape, ListOf):
        if not _NUMBER.fullmatch(name):
            raise UsageError("The things in {owner} go by number, such as {owner}.1.", owner=dotted(path))
        return int(name) - 1
    there = _spelled(value, name)
    if there is not None:
        return there
    names = list(value) if isinstance(value, dict) else []
    if isinstance(shape, Named) and shape.keys.type == PERIOD:
        period = period_meant(hand, name)
        if period is None:
            raise UsageError("{name} is no period.", str(writing(shape.keys)), name=name)
        return period
    if isinstance(shape, Record | Catalogued):
        return _known(hand, shape, path, name, names, new)
    if not new:
        message = "{owner} has no {value}." if path else "The plan has no {value}."
        return meant_name(hand, name, names, message, owner=dotted(path))
    if isinstance(shape, Leaf) and path and value is not None:
        raise UsageError("{field} is a value of its own: nothing can stand below it.", field=dotted(path))
    near = nearest(name, names)
    if near is not None and hand.asks:
        sentence = say("{owner} has no {value} yet.", owner=dotted(path), value=name)
        if hand.app.terminal.confirm(inert(f"{sentence} Did you mean {near}?")):
            return near
    return name


def _known(hand: AtHand, shape: Record | Catalogued, path: Path, name: str, names: list[str], new: bool) -> str:
    """A field that the schema knows; one that is switched off is left for lint to explain."""
    known = list(shape.fields if isinstance(shape, Record) else shape.items)
    if new and (name in known or (not path and name in hand.schema.layout.off)):
        return name
    if name in known:
        raise UsageError("The plan has no {field}.", field=dotted((*path, name)))
    message = "There is no field {value} in {owner}." if path else "There is no field {value} in a plan."
    return meant_name(hand, name, known if new else names, message, owner=dotted(path))


def _spelled(value: Value, name: str) -> str | None:
    """How the file spells a name in what stands at a place."""
    if not isinstance(value, dict):
        return None
    wanted = unicodedata.normalize("NFC", name)
    return next((key for key in value if unicodedata.normalize("NFC", key) == wanted), None)
