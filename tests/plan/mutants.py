"""Plans with one thing changed, to ask two judges the same question: seeded, so that every run asks the same."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kamctl.plan.document import Document, Value


class Raw(str):
    """A scalar as it stands in the file, quotes and all."""

    __slots__ = ()


Tree = dict[str, Any] | list[Any] | Raw
Place = tuple[Any, Any]
"""A mapping or a list of a tree, and the key or index in it."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A plan's text, and the change that made it what it is."""

    text: str
    change: str


_PLAIN_SCALARS = """
    ~ null "" true False yes NO on 0 -0 1 -1 +5 010 0x1F 0o17 0b11 007 1e3 1E-3 .5 5. 1.5 -1.5 +.5e1 1_000
    12_000_000 -1_000 +1_000 0_000 -0_000 0_090 0_091 1_00 1_0000 _1_000 1_000_ 1_000.5 1_000.
    000_000_000_000_000_001 12,5 1.000.000,5 1000000000000000 1000000000000001 -1000000000000001 999999999999999.5
    1e15 1e16 1e300 1_000_000_000_000_000 1_000_000_000_000_001 -1_000_000_000_000_000 999_999_999_999_999.9 .inf
    -.inf .nan 1e999 7% 7.5% 0% -0% -1% 0.0% 100% 100.0% 100.01% 0100% 101% 15% 15.0% 15.1% 15.000000001%
    14.999999999% 16% 1000% 999999999% 1234567890% 1.0123456789% +7% 7,5% % 7%% ７% ١% .5% 5.% 0_5% half 7.5 2026
    1999 2000 2099 2100 2026.0 02026 +2026 0x7EA 2.026e3 "2026" '2026' "12" '7%' "1_000" 2026-Q1 2026-Q4 2026-Q5
    2026-Q0 2026-H1 2026-H3 2026-07 2026-7 2026-13 2026-00 2026-q1 2026-К1 2026-Q1-1 1999-Q1 2100-Q1 20261
    2026-02-03 2026-02-28 2026-02-29 2024-02-29 2000-02-29 2026-02-30 2026-04-31 2026-12-31 2026-13-01 2026-00-10
    2026-01-00 2026-1-3 03.02.2026 20260203 2026-W05-1 1999-12-31 2099-12-31 2100-01-01 2026-02-03T10:00:00Z
    2026/02/03 12:30 kam-north kam-nowhere Kam-North kam_north -kam kam- kam--north kam-nоrth каm закупщик Закупщик
    закупщик-1 con lpt1 lpt0 con-1 straße đường ελλάς 中文 a中 й 中-🙂 ñ Ñ x² ½ sales shelf-share kefir-1l milk-1l open
    Open closed turnover fixed high for A B a north sell-in plan 'it''s' 🙂 [] {} [1] [kam-north] [[]] [~]
"""
SCALARS = (
    *_PLAIN_SCALARS.split(),
    "", "' '", "12 000 000", "12\u00a0000", "7 %", "2026 Q1", "'2026-02-03 '", '"2026-02-03\\n"', '"2026-Q1\\n"',
    '"7%\\n"', "kam north", "и\u0306", "a" * 64, "a" * 65, "9" * 39, "9" * 5000, "0." + "1" * 60, "text with words",
    "тёплый текст", '"tab\\there"', '"\\u00a0"', "\u3000x", "{a: 1}", "{plan: 1}", "{2026-Q1: 1}",
    "{kam-north: {role: KAM}}", "{what: x}",
)  # fmt: skip

_PLAIN_KEYS = """
    x xyz-1 Role ROLE __class__ model_config а 2026 2026-Q1 2026-Q2 2027 2026-q1 2026-13 1999 con kam-north
    kam-south kam-nowhere sales shelf-share on-time returns visits margin kpis risks status plan actual as_of rate
    amount owner ID a.b '*' "" ~ null true 1.5 закупщик Закупщик kefir-1l swot region segment legacy 中文 << a--b -1
"""
KEYS = (*_PLAIN_KEYS.split(), "plan ", "a" * 64, "a" * 65)


def tree_of(document: Document) -> Tree:
    """The values of a document as they are written."""

    def build(value: Value, path: tuple[str | int, ...]) -> Tree:
        if isinstance(value, dict):
            return {_key(document, (*path, key)): build(inner, (*path, key)) for key, inner in value.items()}
        if isinstance(value, list):
            return [build(inner, (*path, index)) for index, inner in enumerate(value)]
        raw = document.raw(path)
        return Raw(raw if "\n" not in raw else json.dumps(value, ensure_ascii=False))

    return build(document.values, ())


def _key(document: Document, path: tuple[str | int, ...]) -> str:
    start, end = document.key_span(path)
    return document.source.text[start:end]


def dump(tree: Tree) -> str:
    """A tree as YAML, one field a line."""
    return "\n".join(_lines(tree, 0)) + "\n"


def _lines(tree: Any, depth: int) -> Iterator[str]:
    indent = "  " * depth
    items = tree.items() if isinstance(tree, dict) else ((None, inner) for inner in tree)
    for key, inner in items:
        head = f"{indent}-" if key is None else f"{indent}{key}:"
        if isinstance(inner, Raw):
            yield f"{head} {inner}"
        elif not inner:
            yield f"{head} {'{}' if isinstance(inner, dict) else '[]'}"
        else:
            yield head
            yield from _lines(inner, depth + 1)


def mutants(plans: dict[str, Document], count: int, seed: int) -> Iterator[Mutant]:
    """`count` plans, each with one change (every tenth with two)."""
    chance = random.Random(seed)
    trees = {name: tree_of(document) for name, document in plans.items()}
    names = sorted(trees)
    for number in range(count):
        name = chance.choice(names)
        tree = _copy(trees[name])
        changes = [_change(tree, chance) for _ in range(2 if number % 10 == 0 else 1)]
        yield Mutant(dump(tree), f"{name}: {', then '.join(changes)}")


def _copy(tree: Tree) -> Any:
    if isinstance(tree, dict):
        return {key: _copy(inner) for key, inner in tree.items()}
    return [_copy(inner) for inner in tree] if isinstance(tree, list) else tree


def _places(tree: Tree) -> Iterator[Place]:
    if isinstance(tree, Raw):
        return
    for key, inner in tree.items() if isinstance(tree, dict) else enumerate(tree):
        yield tree, key
        yield from _places(inner)


def _change(tree: Tree, chance: random.Random) -> str:
    places = list(_places(tree))
    if not places:
        return "nothing"
    scalars = [(holder, key) for holder, key in places if isinstance(holder[key], Raw)]
    holder, key = chance.choice(scalars if scalars and chance.random() < 0.5 else places)
    change = chance.choice(_CHANGES)
    return f"{key}: {change(holder, key, places, chance)}"


def _replace(holder: Any, key: Any, places: list[Place], chance: random.Random) -> str:
    holder[key] = Raw(chance.choice(SCALARS))
    return f"is {holder[key]!r:.60}"


def _delete(holder: Any, key: Any, places: list[Place], chance: random.Random) -> str:
    del holder[key]
    return "is gone"


def _rename(holder: Any, key: Any, places: list[Place], chance: random.Random) -> str:
    if not isinstance(holder, dict):
        return _replace(holder, key, places, chance)
    new = chance.choice(KEYS) if chance.random() < 0.7 else str(chance.choice(places)[1])
    if new in holder:
        return _delete(holder, key, places, chance)
    items = [(new if name == key else name, inner) for name, inner in holder.items()]
    holder.clear()
    holder.update(items)
    return f"is called {new!r:.60}"


def _add(holder: Any, key: Any, places: list[Place], chance: random.Random) -> str:
    value = Raw(chance.choice(SCALARS))
    if isinstance(holder, list):
        holder.append(value)
        return f"is followed by {value!r:.60}"
    new = chance.choice(KEYS)
    if new in holder:
        return _replace(holder, key, places, chance)
    holder[new] = value
    return f"stands beside {new!r:.60}: {value!r:.60}"


def _move(holder: Any, key: Any, places: list[Place], chance: random.Random) -> str:
    other, name = chance.choice(places)
    holder[key] = _copy(other[name])
    return f"has what {name} has"


def _empty(holder: Any, key: Any, places: list[Place], chance: random.Random) -> str:
    holder[key] = chance.choice([Raw(""), {}, [], Raw('""')])
    return "is empty"


def _quote(holder: Any, key: Any, places: list[Place], chance: random.Random) -> str:
    if not isinstance(holder[key], Raw):
        return _empty(holder, key, places, chance)
    holder[key] = Raw(json.dumps(holder[key].strip("\"'"), ensure_ascii=False))
    return "is quoted"


def _wrap(holder: Any, key: Any, places: list[Place], chance: random.Random) -> str:
    holder[key] = [holder[key]] if chance.random() < 0.5 else {chance.choice(KEYS): holder[key]}
    return "is wrapped"


def _nudge(holder: Any, key: Any, places: list[Place], chance: random.Random) -> str:
    old = holder[key]
    if not isinstance(old, Raw) or not old[:1].isdigit():
        return _replace(holder, key, places, chance)
    new = chance.choice(
        ["-{}", "{}0", "{}00000000000", "{}%", "{}.5", "{} ", "'{}'", "{}-01", "0{}", "{}_000", "+{}", "{},5"]
    )
    holder[key] = Raw(new.format(old))
    return f"is {holder[key]}"


_CHANGES = (
    _replace,
    _replace,
    _replace,
    _replace,
    _delete,
    _rename,
    _rename,
    _add,
    _add,
    _move,
    _empty,
    _quote,
    _wrap,
    _nudge,
)


def json_values(document: Document) -> Any:
    """A document's values as a tool of the JSON world would load them: fractions are binary, however long."""

    def convert(value: Value, path: tuple[str | int, ...]) -> Any:
        if isinstance(value, dict):
            return {key: convert(inner, (*path, key)) for key, inner in value.items()}
        if isinstance(value, list):
            return [convert(inner, (*path, index)) for index, inner in enumerate(value)]
        if isinstance(value, Decimal | float):
            return float(document.raw(path).replace(".inf", "inf").replace(".nan", "nan"))
        return value

    return convert(document.values, ())
