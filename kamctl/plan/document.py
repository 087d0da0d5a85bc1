"""A YAML file as values and the position of every key and value, from one pass over libyaml's events.

Only plain YAML is read: mappings, lists and scalars in one document. Anchors, aliases, tags, directives,
further documents and complex keys are refused where they stand, before anything is built from them, and
nesting is limited, so that no file can cost more than its size.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, cast

from yaml import YAMLError
from yaml.events import (
    DocumentEndEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from yaml.reader import ReaderError

from kamctl.plan.duplicate_key import OddKeys, drop_duplicates, unique
from kamctl.plan.fault import Fault, Path
from kamctl.plan.plainness import DEEPEST, end_of_line, hidden_keys, not_plain, parser
from kamctl.plan.scalar import Scalar, resolve
from kamctl.plan.source import (
    MOST_FAULTS,
    RawFile,
    Source,
    code_points,
    control_characters,
    decode,
    is_legible,
)

_DIRECTIVE_PROBLEMS = ("found unknown directive name", "found incompatible YAML document")

Value = dict[str, "Value"] | list["Value"] | Scalar

# For each key of a mapping: where the key stands, where its value stands, and the marks inside the value.
# For each thing in a list the same without a key. Offsets are half-open, in characters.
Marks = dict[str, tuple[int, int, int, int, "Marks | None"]] | list[tuple[int, int, "Marks | None"]]


def found_at(values: Value, path: Path) -> Value:
    """What stands at a path in values; None where nothing does."""
    for step in path:
        if isinstance(values, dict) and isinstance(step, str):
            values = values.get(step)
        elif isinstance(values, list) and isinstance(step, int) and 0 <= step < len(values):
            values = values[step]
        else:
            return None
    return values


def text_at(values: Value, *path: str) -> str | None:
    """The text that stands at a path in values; None where nothing does, or no text."""
    found = found_at(values, path)
    return found if isinstance(found, str) else None


class Document:
    """The values of a file with their positions; `values` is None where it could not be read."""

    __slots__ = ("end", "faults", "marks", "source", "start", "unreadable", "values")

    unreadable: bool
    """Whether the file could not be read as plain YAML, so that nothing is known of what it says."""

    def __init__(
        self,
        source: Source,
        values: Value,
        marks: Marks | None,
        span: tuple[int, int],
        faults: list[Fault],
        unreadable: bool = False,
    ) -> None:
        self.source = source
        self.values = values
        self.marks = marks
        self.start, self.end = span
        self.faults = faults
        self.unreadable = unreadable

    def value(self, path: Path) -> Value:
        """The value at a path; KeyError or IndexError where there is none."""
        found: Any = self.values
        for step in path:
            if isinstance(found, str):
                raise KeyError(step)  # the letters of a text are no values of the file
            found = found[step]
        return cast(Value, found)

    def get(self, path: Path) -> Value:
        """The value at a path; None where there is none."""
        return found_at(self.values, path)

    def span(self, path: Path) -> tuple[int, int]:
        """Where the value at a path stands."""
        if not path:
            return self.start, self.end
        mark = self._mark(path)
        return (mark[2], mark[3]) if len(mark) == 5 else (mark[0], mark[1])

    def key_span(self, path: Path) -> tuple[int, int]:
        """Where the key at the end of a path stands; for a thing in a list, where the thing begins."""
        if not path:
            return 0, 0
        mark = self._mark(path)
        return mark[0], mark[1]

    def has(self, path: Path) -> bool:
        """Whether something stands at a path."""
        try:
            self.value(path)
        except (KeyError, IndexError, TypeError):
            return False
        return True

    def raw(self, path: Path) -> str:
        """The text at a path as it stands in the file, quotes and all."""
        start, end = self.span(path)
        return self.source.text[start:end]

    def _mark(self, path: Path) -> Any:
        marks: Any = self.marks
        for step in path[:-1]:
            marks = marks[step][-1]
        return marks[path[-1]]


def read(file: RawFile) -> Document:
    """The document in a file; what is wrong with it is in its `faults`, never an exception."""
    if file.fault:
        return _refused(Source(file.name, ""), [file.fault])
    source, faults = decode(file.name, file.data)
    if faults and not is_legible(source, faults):
        return _refused(source, faults)
    text = source.text
    try:
        values, marks, span, duplicates = _build(text)
    except _NotPlainError as refusal:
        return _refused(source, [*faults, *(refusal.faults or _all_that_is_wrong(source, faults))])
    except YAMLError:
        return _refused(source, [*faults, *_all_that_is_wrong(source, faults)])
    if hidden := hidden_keys(text):
        return _refused(source, [*faults, *duplicates, *hidden])
    if duplicates:
        drop_duplicates(values, marks)
    document = Document(source, values, marks, span, [*faults, *duplicates])
    if "\\" in text:
        document.faults.extend(islice(_escaped_controls(values, marks or span, ()), MOST_FAULTS))
    return document


def _all_that_is_wrong(source: Source, told: list[Fault]) -> list[Fault]:
    """What is not plain YAML, then what is not YAML, since the first often is what the parser stumbled over."""
    found, error = not_plain(source.text)
    return [*found, *_syntax_faults(source, error, told)] if error else found


def _refused(source: Source, faults: list[Fault]) -> Document:
    return Document(source, None, None, (0, 0), faults, unreadable=True)


class _NotPlainError(Exception):
    """The event stream has something that no plan may have."""

    def __init__(self, faults: list[Fault] | None = None) -> None:
        self.faults = faults or []


def _build(text: str) -> tuple[Value, Marks | None, tuple[int, int], list[Fault]]:
    """Values, marks, the span of the whole and duplicate keys; the hot loop of every command.

    An event's class is asked for by identity, its marks are read once, and anchors and tags are looked for only in
    a text that has the characters they begin with: this loop decides how long a thousand plans take.
    """
    marked = "&" in text or "!" in text
    next_event = parser(text).get_event
    next_event()  # the stream's start
    first = next_event()
    if first.__class__ is StreamEndEvent:
        return None, None, (0, 0), []
    if first.version or first.tags:
        raise _NotPlainError
    duplicates: list[Fault] = []
    odd: OddKeys = {}
    stack: list[tuple[Any, Any, bool, Any]] = []
    node: Any = None  # the mapping or list being filled; None above the root
    marks: Any = None
    in_mapping = False
    key: str | None = None  # the key whose value comes next
    key_start = key_end = end = 0
    while True:
        event = next_event()
        kind = event.__class__
        if kind is ScalarEvent:
            if marked and (event.anchor is not None or event.tag is not None):
                raise _NotPlainError
            if in_mapping and key is None:
                key = event.value
                key_start = event.start_mark.index
                key_end = event.end_mark.index
                if key in node or not key.isascii() or odd:
                    key = unique(key, node, marks, (key_start, key_end), odd, duplicates, stack)
                continue
            value = resolve(event.value) if event.implicit[0] else event.value
            start, end = event.start_mark.index, event.end_mark.index
            inner = None
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            if (in_mapping and key is None) or (marked and (event.anchor is not None or event.tag is not None)):
                raise _NotPlainError
            if len(stack) >= DEEPEST:
                at = event.start_mark.index
                raise _NotPlainError([Fault("too-large", at, at + 1, facts={"limit": "depth"})])
            stack.append((node, marks, in_mapping, (key, key_start, key_end, event.start_mark.index)))
            in_mapping = kind is MappingStartEvent
            node, marks, key = ({}, {}, None) if in_mapping else ([], [], None)
            continue
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            value, inner = node, marks
            node, marks, in_mapping, (key, key_start, key_end, start) = stack.pop()
            if text[start] in "{[":
                end = event.end_mark.index
            # else it ends where the last thing in it does: libyaml's mark is behind the comments that follow
        else:
            raise _NotPlainError
        if in_mapping:
            node[key] = value
            marks[key] = (key_start, key_end, start, end, inner)
            key = None
        elif node is None:
            _end_of_document(next_event)
            return value, inner, (start, end), duplicates
        else:
            node.append(value)
            marks.append((start, end, inner))


def _end_of_document(next_event: Any) -> None:
    closing = next_event()
    if closing.__class__ is not DocumentEndEvent or next_event().__class__ is not StreamEndEvent:
        raise _NotPlainError


def _syntax_faults(source: Source, error: YAMLError, told: list[Fault]) -> list[Fault]:
    """What the parser could not go past; nothing where that is a character that has been told already."""
    if isinstance(error, ReaderError) and told:
        return []
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    at = min(mark.index if mark else getattr(error, "position", 0), len(source.text))
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "it is not YAML")
    if problem in _DIRECTIVE_PROBLEMS:
        start = source.starts[source.position(at)[0] - 1]
        return [Fault("plain-yaml", start, end_of_line(source.text, start), facts={"kind": "directive"})]
    end = at + 1 if at < len(source.text) and source.text[at] not in "\r\n" else at
    line = source.line(source.position(at)[0])
    begun = getattr(error, "context_mark", None)
    facts = {
        "kind": "syntax",
        "problem": problem,
        "line": line,
        "character": source.text[at : at + 1],
        "context": str(getattr(error, "context", None) or ""),
        "begun": begun.index if begun else at,
    }
    return [Fault("yaml-syntax", at, end, facts=facts)]


def _escaped_controls(value: Value, marks: Any, path: Path) -> Iterator[Fault]:
    """Control characters that a quoted scalar spells with a backslash, in keys and values."""
    if isinstance(value, dict):
        for key, inner in value.items():
            key_start, key_end, *span, below = marks[key]
            if bad := control_characters(key):
                yield _control(key_start, key_end, path, bad)
            yield from _escaped_controls(inner, below if below is not None else span, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            start, end, below = marks[index]
            yield from _escaped_controls(inner, below if below is not None else (start, end), (*path, index))
    elif isinstance(value, str) and (bad := control_characters(value)):
        yield _control(marks[0], marks[1], path, bad)


def _control(start: int, end: int, path: Path, characters: str) -> Fault:
    return Fault("control-character", start, end, path, {"characters": code_points(characters), "escaped": True})
