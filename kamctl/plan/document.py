"""A YAML file as values and the position of every key and value, from one pass over libyaml's events.

Only plain YAML is read: mappings, lists and scalars in one document. Anchors, aliases, tags, directives,
further documents and complex keys are refused where they stand, before anything is built from them, and
nesting is limited, so that no file can cost more than its size.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, cast

from yaml import YAMLError
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from yaml.tokens import KeyToken

from kamctl.plan.fault import Fault, Path
from kamctl.plan.scalar import Scalar, resolve
from kamctl.plan.source import RawFile, Source, code_points, control_characters, decode, is_legible

DEEPEST = 32
"""Levels of nesting; a plan has five."""

MOST_FAULTS = 1000
"""Faults of the text that are listed for one file."""

_MAY_BE_EXPLICIT_KEY = re.compile(r"(?:^|[\s{\[,])\?(?:\s|$)", re.MULTILINE)

# The name under which a duplicate key's value waits to be dropped; no file can spell it unescaped and no id allows it.
_DUPLICATE = "\x00duplicate"

Value = dict[str, "Value"] | list["Value"] | Scalar

# For each key of a mapping: where the key stands, where its value stands, and the marks inside the value.
# For each thing in a list the same without a key. Offsets are half-open, in characters.
Marks = dict[str, tuple[int, int, int, int, "Marks | None"]] | list[tuple[int, int, "Marks | None"]]


class Document:
    """The values of a file with their positions; `values` is None where it could not be read."""

    __slots__ = ("end", "faults", "marks", "source", "start", "values")

    def __init__(
        self, source: Source, values: Value, marks: Marks | None, span: tuple[int, int], faults: list[Fault]
    ) -> None:
        self.source = source
        self.values = values
        self.marks = marks
        self.start, self.end = span
        self.faults = faults

    @property
    def unreadable(self) -> bool:
        """Whether the file could not be read as plain YAML, so that nothing is known of what it says."""
        return self.marks is None and bool(self.faults)

    def value(self, path: Path) -> Value:
        """The value at a path; KeyError or IndexError where there is none."""
        found: Any = self.values
        for step in path:
            found = found[step]
        return cast(Value, found)

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
        return Document(Source(file.name, ""), None, None, (0, 0), [file.fault])
    source, faults = decode(file.name, file.data)
    if faults and not is_legible(source, faults):
        return Document(source, None, None, (0, 0), faults)
    try:
        values, marks, span, duplicates = _build(source.text)
    except _NotPlainError as refusal:
        return Document(source, None, None, (0, 0), [*faults, *(refusal.faults or _not_plain(source.text))])
    except YAMLError as error:
        # Whatever is not plain YAML comes first: it often is what the parser stumbled over.
        broken = [*_not_plain(source.text), _syntax_fault(source, error)]
        return Document(source, None, None, (0, 0), [*faults, *broken])
    if _MAY_BE_EXPLICIT_KEY.search(source.text) and (explicit := list(_explicit_keys(source.text))):
        return Document(source, None, None, (0, 0), [*faults, *explicit])
    if duplicates:
        _drop_duplicates(values, marks)
    document = Document(source, values, marks, span, [*faults, *duplicates])
    if "\\" in source.text:
        document.faults.extend(_escaped_controls(values, marks, ()))
    return document


class _NotPlainError(Exception):
    """The event stream has something that no plan may have."""

    def __init__(self, faults: list[Fault] | None = None) -> None:
        self.faults = faults or []


def _parser(text: str) -> Any:
    from yaml._yaml import CParser

    return CParser(text)


def _build(text: str) -> tuple[Value, Marks | None, tuple[int, int], list[Fault]]:
    """Values, marks, the span of the whole and duplicate keys; the hot loop of every command.

    An event's class is asked for by identity and its marks are read once: this loop decides how long a thousand
    plans take.
    """
    next_event = _parser(text).get_event
    next_event()  # the stream's start
    first = next_event()
    if first.__class__ is StreamEndEvent:
        return None, None, (0, 0), []
    if first.version or first.tags:
        raise _NotPlainError
    duplicates: list[Fault] = []
    stack: list[tuple[Any, Any, bool, Any]] = []
    node: Any = None  # the mapping or list being filled; None above the root
    marks: Any = None
    in_mapping = False
    key: str | None = None  # the key whose value comes next
    key_start = key_end = 0
    while True:
        event = next_event()
        kind = event.__class__
        if kind is ScalarEvent:
            if event.anchor is not None or event.tag is not None:
                raise _NotPlainError
            if in_mapping and key is None:
                key = event.value
                key_start = event.start_mark.index
                key_end = event.end_mark.index
                if key in node or not key.isascii():
                    key = _unique(key, node, marks, key_start, key_end, duplicates, stack)
                continue
            value = resolve(event.value) if event.implicit[0] else event.value
            start, end = event.start_mark.index, event.end_mark.index
            inner = None
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            if event.anchor is not None or event.tag is not None or (in_mapping and key is None):
                raise _NotPlainError
            if len(stack) >= DEEPEST:
                at = event.start_mark.index
                raise _NotPlainError([Fault("too-large", at, at + 1, facts={"limit": "depth"})])
            stack.append((node, marks, in_mapping, (key, key_start, key_end, event.start_mark.index)))
            in_mapping = kind is MappingStartEvent
            node, marks, key = ({}, {}, None) if in_mapping else ([], [], None)
            continue
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            value, inner, end = node, marks, event.end_mark.index
            node, marks, in_mapping, (key, key_start, key_end, start) = stack.pop()
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


def _unique(
    key: str, node: dict[str, Value], marks: Any, start: int, end: int, duplicates: list[Fault], stack: list[Any]
) -> str:
    """The key to keep a value under: a second spelling of a key that is there is a fault and kept apart."""
    canonical = unicodedata.normalize("NFC", key)
    earlier = key if key in node else next((k for k in node if unicodedata.normalize("NFC", k) == canonical), None)
    if earlier is None:
        return key
    if len(duplicates) < MOST_FAULTS:
        path = (*(frame[3][0] for frame in stack if frame[3][0] is not None), key)
        duplicates.append(Fault("duplicate-key", start, end, path, {"key": key, "first": marks[earlier][0]}))
    return _DUPLICATE


def _drop_duplicates(value: Value, marks: Any) -> None:
    """Keep the first value of each key alone, as the finding says."""
    if isinstance(value, dict):
        value.pop(_DUPLICATE, None)
        marks.pop(_DUPLICATE, None)
        for key, inner in value.items():
            _drop_duplicates(inner, marks[key][-1])
    elif isinstance(value, list):
        for inner, mark in zip(value, marks, strict=True):
            _drop_duplicates(inner, mark[-1])


def _explicit_keys(text: str) -> Iterator[Fault]:
    """Keys written with `? `: their events look like any other key's, their tokens do not."""
    next_token = _parser(text).get_token
    while (token := next_token()) is not None:
        if isinstance(token, KeyToken) and token.end_mark.index > token.start_mark.index:
            yield Fault("plain-yaml", token.start_mark.index, token.end_mark.index, facts={"kind": "complex-key"})


def _not_plain(text: str) -> list[Fault]:
    """Everything that is not plain YAML, from the events alone; nothing is built and no alias followed."""
    faults: list[Fault] = []
    try:
        for fault in _plainness(text):
            faults.append(fault)
            if len(faults) >= MOST_FAULTS:
                break
    except YAMLError:
        pass  # the reader reports what the parser could not go past
    return faults


def _plainness(text: str) -> Iterator[Fault]:
    next_event = _parser(text).get_event
    documents = depth = 0
    awaiting_key: list[bool | None] = [None]  # per level: None in a list, else whether a key comes next
    while (event := next_event()) is not None:
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, DocumentStartEvent):
            documents += 1
            if documents > 1:
                yield Fault("plain-yaml", start, max(end, start), facts={"kind": "document"})
            if event.version or event.tags:
                yield Fault("plain-yaml", start, end, facts={"kind": "directive"})
            continue
        if isinstance(event, AliasEvent):
            yield Fault("plain-yaml", start, end, facts={"kind": "alias", "name": event.anchor})
        elif isinstance(event, ScalarEvent | MappingStartEvent | SequenceStartEvent):
            if event.anchor is not None:
                at = text.find("&", start, end + 1)
                width = len(event.anchor) + 1
                at = at if at >= 0 else start
                yield Fault("plain-yaml", at, at + width, facts={"kind": "anchor", "name": event.anchor})
            if event.tag is not None:
                yield Fault("plain-yaml", start, end, facts={"kind": "tag", "name": event.tag})
            if awaiting_key[-1] and not isinstance(event, ScalarEvent):
                yield Fault("plain-yaml", start, end, facts={"kind": "complex-key"})
        if isinstance(event, MappingStartEvent | SequenceStartEvent):
            depth += 1
            if depth > DEEPEST:
                yield Fault("too-large", start, start + 1, facts={"limit": "depth"})
                return
            awaiting_key.append(True if isinstance(event, MappingStartEvent) else None)
        elif isinstance(event, AliasEvent | ScalarEvent | MappingEndEvent | SequenceEndEvent):
            if isinstance(event, MappingEndEvent | SequenceEndEvent):
                depth -= 1
                awaiting_key.pop()
            if awaiting_key[-1] is not None:
                awaiting_key[-1] = not awaiting_key[-1]


def _syntax_fault(source: Source, error: YAMLError) -> Fault:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    at = min(mark.index if mark else getattr(error, "position", 0), len(source.text))
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "it is not YAML")
    end = at + 1 if at < len(source.text) and source.text[at] not in "\r\n" else at
    line = source.line(source.position(at)[0])
    facts = {"kind": "syntax", "problem": problem, "line": line, "character": source.text[at : at + 1]}
    return Fault("yaml-syntax", at, end, facts=facts)


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
