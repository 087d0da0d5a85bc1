"""Mending: the fixes that findings offer are put into a file, and what came of it is read again before it counts.

A fix replaces one stretch of text. The mended file must read as plain YAML, differ in meaning at the mended
fields alone, and have no finding of the model that it did not have before; otherwise it is left as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from kamctl.lint.finding import Finding
from kamctl.lint.rule import Fix
from kamctl.plan.document import Document, Value, read
from kamctl.plan.fault import Fault, Path
from kamctl.plan.source import BOM, RawFile, Source

MOST_ROUNDS = 4
"""A mended name of a field shows what is wrong with its value; that takes another round."""


class Offer(NamedTuple):
    """A fix and the finding that it mends."""

    fix: Fix
    finding: Finding


class Mended(NamedTuple):
    """A file after mending: its new bytes and the findings that are gone."""

    name: str
    before: bytes
    after: bytes
    mended: tuple[Finding, ...]


Lint = Callable[[RawFile], tuple[Sequence[Offer], Sequence[Fault]]]
"""What a file's findings offer, and the faults that remain in it."""


def mend(file: RawFile, lint: Lint) -> Mended | None:
    """The file with all that has one meaning mended, or None where nothing is."""
    current, done = file, list[Finding]()
    for _ in range(MOST_ROUNDS):
        offers, faults = lint(current)
        step = _round(current, offers, faults, lint)
        if step is None:
            break
        current = RawFile(file.name, step[0])
        done.extend(step[1])
    data = current.data.removeprefix(BOM)
    if data == file.data:
        return None
    return Mended(file.name, file.data, data, tuple(done))


def _round(
    file: RawFile, offers: Sequence[Offer], faults: Sequence[Fault], lint: Lint
) -> tuple[bytes, list[Finding]] | None:
    """One round of mending: all that stands apart at once; one by one where that does not come out as it should."""
    chosen = _apart(offers)
    if not chosen:
        return None
    data = _mended(file, chosen, faults, lint)
    if data is not None:
        return data, [offer.finding for offer in chosen]
    for offer in chosen if len(chosen) > 1 else ():
        data = _mended(file, [offer], faults, lint)
        if data is not None:
            return data, [offer.finding]
    return None


def _apart(offers: Sequence[Offer]) -> list[Offer]:
    """Offers that do not touch each other, in the order of the text; one that re-encodes the file goes alone."""
    for offer in offers:
        if offer.fix.start is None:
            return [offer]
    chosen: list[Offer] = []
    end = -1
    for offer in sorted(offers, key=lambda offer: (offer.fix.start or 0, offer.fix.end or 0)):
        assert offer.fix.start is not None
        assert offer.fix.end is not None
        if offer.fix.start >= end:
            chosen.append(offer)
            end = offer.fix.end
    return chosen


def _mended(file: RawFile, offers: list[Offer], faults: Sequence[Fault], lint: Lint) -> bytes | None:
    if offers[0].fix.start is None:
        return offers[0].fix.text.encode("utf-8")
    old = read(file)
    text, shift = old.source.text, 0
    for offer in offers:
        start, end = (offer.fix.start or 0) + shift, (offer.fix.end or 0) + shift
        text = text[:start] + offer.fix.text + text[end:]
        shift += len(offer.fix.text) - (end - start)
    data = (BOM if old.source.bom else b"") + text.encode("utf-8")
    changed = RawFile(file.name, data)
    new = read(changed)
    if new.unreadable or not _only_these_differ(old, new, offers):
        return None
    known = {_key(fault) for fault in faults}
    renamed = any(_on_key(old, offer) for offer in offers)
    _, left = lint(changed)
    # Under its right name a value may show what is wrong with it; nothing else may turn up.
    if not renamed and any(_key(fault) not in known for fault in left):
        return None
    return data if len(left) < len(faults) or renamed else None


def _key(fault: Fault) -> tuple[str, Path | None]:
    return fault.rule, fault.path


def _only_these_differ(old: Document, new: Document, offers: list[Offer]) -> bool:
    spots = [(spot, offer) for offer in offers if (spot := locate(old, offer.fix)) is not None]
    if len(spots) != len(offers):
        return False
    renames = {path: offer.fix.text.strip("\"'") for (path, on_key), offer in spots if on_key}
    values = {_renamed(path, renames) for (path, on_key), _ in spots if not on_key}
    before = {_renamed(path, renames): value for path, value in leaves(old.values)}
    after = dict(leaves(new.values))
    return before.keys() == after.keys() and all(
        path in values or (value.__class__ is after[path].__class__ and value == after[path])
        for path, value in before.items()
    )


def _renamed(path: Path, renames: dict[Path, str]) -> Path:
    return tuple(renames.get(path[: depth + 1], step) for depth, step in enumerate(path))


def _on_key(document: Document, offer: Offer) -> bool:
    spot = locate(document, offer.fix)
    return spot is not None and spot[1]


def locate(document: Document, fix: Fix) -> tuple[Path, bool] | None:
    """The path whose value (or key: True) stands where a fix does."""
    for path, mark in _marks(document.marks, ()):
        if len(mark) == 5 and (mark[0], mark[1]) == (fix.start, fix.end):
            return path, True
        if (mark[-3], mark[-2]) == (fix.start, fix.end):
            return path, False
    return None


def _marks(marks: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    steps = marks.items() if isinstance(marks, dict) else enumerate(marks or ())
    for step, mark in steps:
        yield (*path, step), mark
        if mark[-1] is not None:
            yield from _marks(mark[-1], (*path, step))


def leaves(value: Value, path: Path = ()) -> Iterator[tuple[Path, Value]]:
    """Every scalar (and every empty mapping or list) of a document with its path."""
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list) and value:
        for index, inner in enumerate(value):
            yield from leaves(inner, (*path, index))
    else:
        yield path, value


def unified_diff(change: Mended) -> str:
    """What mending changes, as `git diff` shows it; the file's text is made safe by whoever prints it."""
    import difflib

    def lines(data: bytes) -> list[str]:
        source = Source(change.name, data.decode("utf-8", "replace"))
        ends = [*source.starts[1:], len(source.text)]
        return [source.text[start:end] for start, end in zip(source.starts, ends, strict=True) if end > start]

    parts = difflib.unified_diff(lines(change.before), lines(change.after), f"a/{change.name}", f"b/{change.name}")
    return "".join(part if part.endswith("\n") else f"{part}\n\\ No newline at end of file\n" for part in parts)
