"""What is not plain YAML in a text, told from the parser's events and tokens alone.

Nothing is built of it and no alias is followed, so that no file can cost more than its size.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from yaml import MarkedYAMLError, YAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from yaml.tokens import KeyToken

from kamctl.plan.fault import Fault
from kamctl.plan.source import MOST_FAULTS

DEEPEST = 32
"""Levels of nesting; a plan has five."""

# Where an explicit key or a merge key may stand; in a flow mapping libyaml takes any leading `?` for one.
_MAY_NOT_BE_PLAIN = re.compile(r"(?:^|[\s{\[,])(?:\?|<<)", re.MULTILINE)
_BLANK = re.compile(r"\s*")
_TAG = re.compile(r"!(?:<[^>\s]*>|[^\s,\[\]{}]*)")


def has_libyaml() -> bool:
    """Whether PyYAML was built with libyaml: other parsers read some files differently, so none takes its place."""
    from yaml import __with_libyaml__

    return bool(__with_libyaml__)


def parser(text: str) -> Any:
    """libyaml's parser of a text."""
    from yaml._yaml import CParser

    return CParser(text)


def hidden_keys(text: str) -> list[Fault]:
    """What is not plain YAML though its events look so: explicit keys (`? `) and merge keys (`<<`)."""
    if ("?" in text or "<<" in text) and _MAY_NOT_BE_PLAIN.search(text):
        return not_plain(text)[0]
    return []


def not_plain(text: str) -> tuple[list[Fault], YAMLError | None]:
    """Everything that is not plain YAML, in order, and what the parser could not go past, if anything."""
    faults: list[Fault] = []
    stopped: YAMLError | None = None
    reached = len(text)
    try:
        for fault in _plainness(text):
            faults.append(fault)
            if fault.rule == "too-large" or len(faults) >= MOST_FAULTS:
                reached = fault.start
                break
    except YAMLError as error:
        stopped = error
        reached = error.problem_mark.index if isinstance(error, MarkedYAMLError) and error.problem_mark else 0
    explicit = list(islice(_explicit_keys(text, reached), MOST_FAULTS))
    # Of `? [a]` the question mark is told, not the list as well.
    told = {match.end() for fault in explicit if (match := _BLANK.match(text, fault.end))}
    kept = [fault for fault in faults if fault.facts.get("kind") != "complex-key" or fault.start not in told]
    return sorted([*kept, *explicit], key=lambda fault: fault.start)[:MOST_FAULTS], stopped


def _explicit_keys(text: str, until: int) -> Iterator[Fault]:
    """Keys written with `? `: their events look like any other key's, their tokens do not."""
    if "?" not in text:
        return
    next_token = parser(text).get_token
    try:
        while (token := next_token()) is not None and token.start_mark.index <= until:
            if isinstance(token, KeyToken) and token.end_mark.index > token.start_mark.index:
                yield Fault("plain-yaml", token.start_mark.index, token.end_mark.index, facts={"kind": "complex-key"})
    except YAMLError:
        return  # the reader reports it


def _plainness(text: str) -> Iterator[Fault]:
    next_event = parser(text).get_event
    documents = 0
    awaiting_key: list[bool | None] = [None]  # per level: None in a list, else whether a key comes next
    while (event := next_event()) is not None:
        start = event.start_mark.index
        if isinstance(event, DocumentStartEvent):
            documents += 1
            yield from _document_faults(event, text, documents)
            continue
        yield from _node_faults(event, text, bool(awaiting_key[-1]))
        if isinstance(event, MappingStartEvent | SequenceStartEvent):
            if len(awaiting_key) > DEEPEST:
                yield Fault("too-large", start, start + 1, facts={"limit": "depth"})
                return
            awaiting_key.append(True if isinstance(event, MappingStartEvent) else None)
        elif isinstance(event, AliasEvent | ScalarEvent | MappingEndEvent | SequenceEndEvent):
            if isinstance(event, MappingEndEvent | SequenceEndEvent):
                awaiting_key.pop()
            if awaiting_key[-1] is not None:
                awaiting_key[-1] = not awaiting_key[-1]


def _document_faults(event: Any, text: str, number: int) -> Iterator[Fault]:
    start = event.start_mark.index
    if event.version or event.tags:
        yield Fault("plain-yaml", start, end_of_line(text, start), facts={"kind": "directive"})
    if number > 1:
        yield Fault("plain-yaml", start, event.end_mark.index, facts={"kind": "document"})


def _node_faults(event: Any, text: str, is_key: bool) -> Iterator[Fault]:
    start, end = event.start_mark.index, event.end_mark.index
    if isinstance(event, AliasEvent):
        yield Fault("plain-yaml", start, end, facts={"kind": "alias", "name": event.anchor})
    if not isinstance(event, ScalarEvent | MappingStartEvent | SequenceStartEvent):
        return
    if event.anchor is not None:
        at = max(text.find(f"&{event.anchor}", start), start)
        yield Fault("plain-yaml", at, at + len(event.anchor) + 1, facts={"kind": "anchor", "name": event.anchor})
    if event.tag is not None:
        tag = _TAG.search(text, start)
        at, until = tag.span() if tag else (start, end)
        yield Fault("plain-yaml", at, until, facts={"kind": "tag", "name": text[at:until]})
    if not is_key:
        return
    if not isinstance(event, ScalarEvent):
        yield Fault("plain-yaml", start, end, facts={"kind": "complex-key"})
    elif event.value == "<<" and text[start:end] == "<<":
        yield Fault("plain-yaml", start, end, facts={"kind": "merge"})


def end_of_line(text: str, start: int) -> int:
    """The offset at which the line that has `start` ends, before its line end."""
    end = text.find("\n", start)
    return len(text[start : end if end >= 0 else None].rstrip("\r")) + start
