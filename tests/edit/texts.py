"""YAML texts as people write them, at random: blocks and braces, comments everywhere, any line ends, any quotes.

Nothing of the program is asked: the text is written here from values, and every comment has a number of its own.
"""

from __future__ import annotations

import random
import unicodedata
from typing import Any, NamedTuple

TEXTS = ["Northern chain", "Сеть «Север»", "it's fine", "50% off, or so", "№ 5", "a#b", "Weekly call with the buyer"]
QUOTED = [
    "NO",
    "12:30",
    "a: b",
    "x #y",
    "",
    "on",
    "010",
    "- a",
    "2026-02-03 10:00",
    "line one\nline two",
    "tab\there",
    "\\n",
]
SCALARS = ["12000000", "62.50", "7.5%", "2026-02-03", "true", "null", "~", "12_000_000", "0", "-3", "2026-Q1"]
PERIODS = ["2026", "2026-H1", "2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4", "2026-01", "2026-11"]
IDS = ["delisting", "buyer", "вывод-кефира", "cold-chain", "spring-review", "x", "йогурт", "visit"]
BLOCK_STYLES = ("|", ">-", "|+")
SECTIONS = {
    "client": "text", "segment": "text", "kam": "text", "period": "period", "region": "text",
    "team": {"role": "text", "share": "scalar", "does": "text"},
    "credit_line": ["limit", "days", "used", "overdue"],
    "sales": "figures", "kpis": "kpis",
    "activities": {"what": "text", "owner": "text", "due": "scalar", "done": "scalar", "cost": "scalar"},
    "risks": {"what": "text", "probability": "scalar", "impact": "scalar", "response": "text", "status": "text"},
    "assortment": "assortment", "history": "history",
    "contacts": {"name": "text", "role": "text", "phone": "text"},
}  # fmt: skip


class Written(NamedTuple):
    """A text and how many comments it has: `#1#`, `#2#`, …"""

    data: bytes
    comments: int


class Writer:
    """Writes one file; every choice is `chance`'s."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.ends = chance.choice([["\n"], ["\r\n"], ["\n", "\r\n"]])
        self.unit = chance.choice([2, 2, 2, 4, 3])
        self.offset = chance.choice([0, 2, 2])
        self.flow = chance.choice([0.0, 0.2, 0.8])
        self.noise = chance.choice([0.0, 0.1, 0.4])
        self.comments = 0
        self.apart = chance.random() < 0.6

    def file(self, values: dict[str, Any]) -> Written:
        lines: list[str] = []
        if self.chance.random() < 0.4:
            lines.append("# yaml-language-server: $schema=../x.json")
        if self.chance.random() < 0.05:
            lines.append("---")
        for key, value in values.items():
            if self.apart and isinstance(value, dict | list):
                lines.append("")
            lines += self.entry(key, value, 0)
        if self.chance.random() < 0.1:
            lines += ["", self.comment()]
        text = "".join(line + self.chance.choice(self.ends) for line in lines)
        if self.chance.random() < 0.3:
            text = text.rstrip("\r\n")
        return Written((b"\xef\xbb\xbf" if self.chance.random() < 0.3 else b"") + text.encode(), self.comments)

    def comment(self) -> str:
        self.comments += 1
        return f"#{self.comments}#{self.chance.choice([' seen', ' «важно»', ': - {', ''])}"

    def trailing(self, line: str) -> str:
        if self.chance.random() >= self.noise or "\n" in line:
            return line
        return f"{line}{' ' * self.chance.choice([1, 2, 2, 6, max(30 - len(line), 1)])}{self.comment()}"

    def between(self, column: int) -> list[str]:
        """Comments and blank lines before an entry."""
        if self.chance.random() >= self.noise / 2:
            return []
        return self.chance.choice([[" " * column + self.comment()], [""], ["", " " * column + self.comment()]])

    def entry(self, key: str, value: Any, column: int) -> list[str]:
        lines = [*self.between(column), *self.bare_entry(self.key(key), value, column, " " * column)]
        if self.chance.random() < self.noise / 6 and not any(line.endswith(BLOCK_STYLES) for line in lines):
            lines.append(" " * (column + self.chance.choice([1, 2])) + self.comment())
        return lines

    def key(self, key: str) -> str:
        if self.chance.random() < 0.05:
            return f'"{key}"'
        return unicodedata.normalize("NFD", key) if self.chance.random() < 0.1 else key

    def bare_entry(self, key: str, value: Any, column: int, lead: str) -> list[str]:
        if isinstance(value, dict | list) and value and self.chance.random() >= self.flow:
            head = [self.trailing(f"{lead}{key}:")]
            if isinstance(value, dict):
                return head + [line for name in value for line in self.entry(name, value[name], column + self.unit)]
            return head + [line for item in value for line in self.item(item, column + self.offset)]
        if isinstance(value, dict | list):
            return self.in_braces(f"{lead}{key}: ", value, column + self.unit)
        return self.scalar(f"{lead}{key}:", value, column + self.unit)

    def item(self, value: Any, column: int) -> list[str]:
        lines = self.between(column)
        lead = " " * column + "- "
        if isinstance(value, dict) and value and self.chance.random() >= self.flow:
            (first, content), *others = value.items()
            lines += self.bare_entry(self.key(first), content, column + 2, lead)
            return lines + [line for name, inner in others for line in self.entry(name, inner, column + 2)]
        if isinstance(value, dict | list):
            return lines + self.in_braces(lead, value, column + 3)
        return lines + self.scalar(" " * column + "-", value, column + 2)

    def in_braces(self, lead: str, value: Any, column: int) -> list[str]:
        style = self.chance.choice(["one line", "one line", "one line", "broken", "a line each"])
        if style == "one line" or not value:
            return [self.trailing(lead + self.braces(value))]
        opening, closing = ("{", "}") if isinstance(value, dict) else ("[", "]")
        parts = self.parts(value)
        if style == "broken":
            half = len(parts) // 2
            head = [f"{lead}{opening}{', '.join(parts[:half])}{',' if half else ''}"]
            return [*head, self.trailing(" " * (column + 1) + ", ".join(parts[half:]) + closing)]
        comma = "," if self.chance.random() < 0.5 else ""
        lines = [f"{lead}{opening}"]
        for number, part in enumerate(parts):
            lines.append(self.trailing(" " * (column + 2) + part + ("," if number < len(parts) - 1 else comma)))
        return [*lines, self.trailing(" " * (column + 1) + closing)]

    def braces(self, value: Any) -> str:
        if not isinstance(value, dict | list):
            return self.one_line(value, in_flow=True)
        opening, closing = ("{", "}") if isinstance(value, dict) else ("[", "]")
        blank = " " if self.chance.random() < 0.2 else ""
        return (
            f"{opening}{blank}{self.chance.choice([', ', ', ', ',  ', ' , ']).join(self.parts(value))}{blank}{closing}"
        )

    def parts(self, value: Any) -> list[str]:
        if isinstance(value, dict):
            return [f"{self.key(key)}: {self.braces(inner)}" for key, inner in value.items()]
        return [self.braces(inner) for inner in value]

    def one_line(self, value: str, *, in_flow: bool) -> str:
        kind, text = value[0], value[1:]
        if kind == "=":
            return text
        plain = kind == "t" and not (in_flow and set(text) & set(",[]{}"))
        if plain and self.chance.random() < 0.8:
            return text
        if "\n" not in text and "\t" not in text and self.chance.random() < 0.5:
            return "'" + text.replace("'", "''") + "'"
        escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
        return f'"{escaped}"'

    def scalar(self, lead: str, value: str, column: int) -> list[str]:
        kind, text = value[0], value[1:]
        pad = " " * column
        if value == "=null" and self.chance.random() < 0.5:
            return [self.trailing(lead)]
        if kind == "t" and " " in text and "#" not in text and self.chance.random() < 0.15:
            style = self.chance.choice([*BLOCK_STYLES, "plain", '"'])
            words = text.split(" ")
            if style == "plain":
                return [f"{lead} {words[0]}", self.trailing(pad + " ".join(words[1:]))]
            if style == '"':
                return [f'{lead} "{words[0]}', self.trailing(pad + " ".join(words[1:]) + '"')]
            tail = [""] if self.chance.random() < 0.3 else []
            return [f"{lead} {style}", *(pad + word for word in words), *tail]
        return [self.trailing(f"{lead} {self.one_line(value, in_flow=False)}")]


def values(chance: random.Random) -> dict[str, Any]:
    """The values of a plan: what is text begins with `t` or `q` (which needs quotes), what stands as it is with `=`."""
    chosen = [name for name in SECTIONS if chance.random() < 0.6] or ["client"]
    if chance.random() < 0.2:
        chance.shuffle(chosen)
    return {name: _section(chance, SECTIONS[name]) for name in chosen}


def text(chance: random.Random) -> str:
    return f"q{chance.choice(QUOTED)}" if chance.random() < 0.2 else f"t{chance.choice(TEXTS)}"


def scalar(chance: random.Random) -> str:
    return f"={chance.choice(SCALARS)}"


def _some(chance: random.Random, names: list[str], most: int = 4) -> list[str]:
    return sorted(chance.sample(names, chance.randint(0, min(most, len(names)))), key=names.index)


def _value(chance: random.Random, kind: Any) -> str:
    return "=2026" if kind == "period" else text(chance) if kind == "text" else scalar(chance)


def _figures(chance: random.Random) -> dict[str, Any]:
    return {period: {name: scalar(chance) for name in _some(chance, ["plan", "actual", "as_of"]) or ["plan"]}
            for period in _some(chance, PERIODS)}  # fmt: skip


def _section(chance: random.Random, kind: Any) -> Any:
    if isinstance(kind, list):
        return {name: scalar(chance) for name in _some(chance, kind)}
    if isinstance(kind, dict):
        return {
            name: {field: _value(chance, kind[field]) for field in _some(chance, list(kind))}
            for name in _some(chance, IDS)
        }
    if kind == "figures":
        return _figures(chance)
    if kind == "kpis":
        return {name: _figures(chance) for name in _some(chance, ["shelf-share", "visits", "margin"])}
    if kind == "assortment":
        listed = [f"t{name}" for name in _some(chance, ["kefir-1l", "cream-20", "cheese-200"])]
        return {"listed": listed, "add": dict.fromkeys(_some(chance, ["kefir-1l", "cheese-200"]), "=2026-Q3")}
    if kind == "history":
        days = sorted(f"2026-0{chance.randint(1, 9)}-{chance.randint(10, 28)}" for _ in range(chance.randint(0, 4)))
        return [{"date": f"={day}", "note": text(chance)} for day in days]
    return _value(chance, kind)
