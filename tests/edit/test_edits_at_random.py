"""Thousands of edits of plans at random: meaning as asked, all other bytes equal, set and unset give the first bytes.

What is meant is worked out here from plain values; PyYAML, which reads YAML 1.1, must read every text alike.
"""

from __future__ import annotations

import copy
import random
import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kamctl.edit.editing import edit
from kamctl.edit.edits import Append, Content, Set, Unset
from kamctl.errors import EditError
from kamctl.plan.document import Document, read
from kamctl.plan.fault import Path
from kamctl.plan.order import PlanOrder
from kamctl.plan.source import RawFile
from tests.edit import texts
from tests.harness import repository, schema_of

pytestmark = pytest.mark.no_cover

ORDER = PlanOrder.of(schema_of(repository({})))

EDITS = 16
"""Edits of each file; with the 150 files of a usual run there are 2,400, with the 5,000 of `make fuzz` 80,000."""

NEW_TEXTS = [
    *texts.TEXTS,
    *texts.QUOTED,
    "Обновили прогноз: +5%",
    "@buyer",
    "a, b",
    "!x",
    "null",
    "'",
    '"',
    "1e3",
    "=",
    "<<",
]
NEW_VALUES: list[Any] = [
    *NEW_TEXTS, Decimal(5), Decimal(12500000), Decimal("0.5"), 2026, True, date(2026, 2, 3), "7.5%", "2026-Q3",
]  # fmt: skip
COMMENT = re.compile("#[0-9]+#")


def document(data: bytes) -> Document:
    return read(RawFile("plans/x.yaml", data))


def meant(value: Any) -> Any:
    """What a written value says to kamctl's reader."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    if isinstance(value, dict):
        return {key: meant(inner) for key, inner in value.items()}
    return [meant(inner) for inner in value] if isinstance(value, list) else value


def plain(value: Any) -> Any:
    """Values with their types beside them, so that True is not 1."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return type(value).__name__, value


def pruned(value: Any) -> Any:
    """Values without what has nothing in it."""
    if isinstance(value, dict):
        return {key: inner for key, below in value.items() if (inner := pruned(below)) is not None} or None
    if isinstance(value, list):
        return [inner for below in value if (inner := pruned(below)) is not None] or None
    return value


def paths(value: Any, path: Path = ()) -> list[Path]:
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for step, inner in steps for found in ((*path, step), *paths(inner, (*path, step)))]


def some_edit(chance: random.Random, values: Any) -> Append | Set | Unset:
    """An edit that makes sense for these values."""
    every = paths(values)
    leaves = [path for path in every if not isinstance(document_value(values, path), dict | list)]
    lists = [path for path in every if isinstance(document_value(values, path), list)]
    kind = chance.choice(["value", "value", "new", "new", "new", "unset", "append", "list"])
    if kind == "value" and leaves:
        return Set(chance.choice(leaves), chance.choice(NEW_VALUES))
    if kind == "unset" and every:
        return Unset(chance.choice(every))
    if kind == "append":
        note: Content = {"date": date(2026, chance.randint(1, 9), 11), "note": chance.choice(NEW_TEXTS)}
        return Append(("history",), note) if chance.random() < 0.7 else Append(("assortment", "listed"), "butter-180")
    if kind == "list" and lists:
        path = chance.choice(lists)
        kept = [item for item in document_value(values, path) if chance.random() < 0.7 and not isinstance(item, dict)]
        return (
            Set(path, [*kept, "new-one"])
            if not any(isinstance(item, dict) for item in document_value(values, path))
            else Unset(path)
        )
    owners = [(), *(path for path in every if isinstance(document_value(values, path), dict | None.__class__))]
    owner = chance.choice(owners)
    names = [*texts.PERIODS, *texts.IDS, "what", "plan", "actual", "due", "note", "limit", *texts.SECTIONS]
    below = chance.sample(names, chance.randint(1, 3))
    there = {unicodedata.normalize("NFC", name) for name in document_value(values, owner) or ()}
    fresh = [name for name in below if name not in there]
    return Set((*owner, *(fresh or ["newcomer"])), chance.choice(NEW_VALUES))


def document_value(values: Any, path: Path) -> Any:
    for step in path:
        values = values[step]
    return values


def after(values: Any, one: Append | Set | Unset) -> Any:
    """The values with an edit made, by plain assignment."""
    new = copy.deepcopy(values)
    if isinstance(one, Append):
        owner = new
        for step in one.path[:-1]:
            owner[step] = owner.get(step) or {}
            owner = owner[step]
        items = owner[one.path[-1]] = owner.get(one.path[-1]) or []
        item = meant(one.value)
        place = len(items)
        if isinstance(item, dict):
            place = max((n + 1 for n, other in enumerate(items) if str(other["date"]) <= item["date"]), default=0)
        items.insert(place, item)
        return new
    owner = new
    for step in one.path[:-1]:
        if isinstance(owner, dict) and owner.get(step) is None:
            owner[step] = {}
        owner = owner[step]
    if isinstance(one, Unset):
        del owner[one.path[-1]]
    else:
        owner[one.path[-1]] = meant(one.value)
    return new


def changed(old: str, new: str) -> tuple[int, int, str]:
    """The least stretch of the old text that differs, and what took its place."""
    start = next(
        (n for n, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), min(len(old), len(new))
    )
    end = 0
    while end < min(len(old), len(new)) - start and old[-end - 1] == new[-end - 1]:
        end += 1
    return start, len(old) - end, new[start : len(new) - end]


def check_text(old: Document, new: Document, one: Append | Set | Unset, was_there: bool) -> None:
    """What of the text is not about the edit stands as it stood."""
    before, now = old.source.text, new.source.text
    assert old.source.bom == new.source.bom
    if before:
        assert before.endswith("\n") == now.endswith("\n")
    start, end, text = changed(before, now)
    lost = set(COMMENT.findall(before)) - set(COMMENT.findall(now))
    if isinstance(one, Unset):
        check_removal(old, new, one.path, lost)
    elif not isinstance(one, Set) or not isinstance(one.value, list):
        assert not lost
        gone = COMMENT.sub("", before[start:end])
        if was_there and isinstance(one, Set):
            assert old.span(one.path)[0] - 1 <= start or start == end
        elif old.has(one.path[:-1]) and old.value(one.path[:-1]) is not None:  # commas move round comments
            assert not gone.strip(" ,\r\n~nul") or COMMENT.search(before[start:end])
    if "\r\n" not in before and "\n" in before:
        assert "\r" not in text
    elif before.count("\r\n") == before.count("\n") and before.count("\n"):
        assert now.count("\r\n") == now.count("\n")


def check_removal(old: Document, new: Document, path: Path, lost: set[str]) -> None:
    """Only the lines of what was taken away are gone, with one blank line at most."""
    before, now = old.source.text, new.source.text
    if isinstance(path[-1], int):
        return  # what is left moves up, so that the path says nothing of the place
    top = next(path[:depth] for depth in range(1, len(path) + 1) if depth == len(path) or not new.has(path[:depth]))
    begin, end = old.key_span(top)[0], old.span(top)[1]
    line = before.rfind("\n", 0, begin) + 1
    if before[line:begin].strip(" ") or before[old.span(top[:-1])[0]] == "{":  # behind a hyphen, or inside of braces
        assert lost <= set(COMMENT.findall(before[begin : before.find("\n", end)]))
        return
    assert now.startswith(before[:line].rstrip())
    behind = before[end:].split("\n")[1:]
    deeper = [text for text in behind if text.strip().startswith("#") and len(text) - len(text.lstrip()) > begin - line]
    assert lost <= set(COMMENT.findall(before[begin:end] + before[end:].split("\n")[0] + "".join(deeper)))
    if before[begin:end].count("{") == 0:
        last = [text for text in behind if text.strip() and not text.strip().startswith("#")]
        assert now.endswith("\n".join(behind[behind.index(last[0]) :])) if last else True


def check_1_1(data: bytes, one: Append | Set | Unset) -> None:
    """A text that was written is the same to a reader of YAML 1.1."""
    if not (isinstance(one, Set) and isinstance(one.value, str)):
        return
    try:
        there = yaml.safe_load(data.decode("utf-8-sig"))
    except (yaml.YAMLError, ValueError):
        return
    for step in one.path:
        found = {str(key): inner for key, inner in there.items()} if isinstance(there, dict) else there
        there = found[step]
    assert there == one.value


def try_edit(chance: random.Random, data: bytes) -> str:
    """One edit of a file, made or refused: what came of it."""
    old = document(data)
    one = some_edit(chance, old.values or {})
    was_there = old.has(one.path)
    refused = ""
    try:
        edited = edit(old, [one], ORDER)
    except EditError as refusal:
        refused, remedy = str(refusal.message), str(refusal.remedy)
    if refused:
        assert "report" not in remedy, (data.decode(), one, refused)
        return "refused"
    new = edited.document
    assert document(edited.data).values == new.values
    wanted = after(old.values or {}, one)
    if isinstance(one, Unset):
        assert plain(pruned(new.values)) == plain(pruned(wanted)), (data.decode(), one)
    else:
        assert plain(new.values) == plain(wanted), (data.decode(), one)
    if edited.data == data:
        assert plain(wanted) == plain(old.values)
        return "same"
    check_text(old, new, one, was_there)
    check_1_1(edited.data, one)
    if isinstance(one, Set) and not was_there:
        return back(data, old, new, one)
    return type(one).__name__


def back(data: bytes, old: Document, new: Document, one: Set) -> str:
    """What was set new is unset again: the first bytes are back."""
    first = edit(new, [Unset(one.path)], ORDER).data
    there = one.path
    while not old.has(there):
        there = there[:-1]
    # What stood there with nothing in it looks, once filled, as what the edit would have made.
    if old.value(there) not in (None, {}, []):
        assert first == data, (data.decode(), one, new.source.text, first.decode())
        return "there and back"
    assert pruned(document(first).values) == pruned(old.values)
    return "filled and emptied"


@given(st.integers(0, 2**48))
def test_an_edit_does_what_was_asked_and_nothing_else(seed: int) -> None:
    chance = random.Random(seed)
    written = texts.Writer(chance).file(texts.values(chance))
    assert not document(written.data).unreadable, written.data.decode()
    for _ in range(EDITS):
        try_edit(chance, written.data)
