"""Files made to break a reader: each small, or as large as a plan may be, and costly for whoever is careless."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamctl.plan.source import LARGEST_FILE

HEAD = "client: X\nsegment: C\nkam: kam-north\nperiod: 2026\n"


def _fill(piece: str, room: int = LARGEST_FILE) -> bytes:
    """`piece` again and again, as often as it fits into a file that is not too large."""
    data = piece.encode()
    return data * (room // len(data))


def _keys(line: str, count: int) -> bytes:
    return (HEAD + "".join(line.format(number) for number in range(count))).encode()[:LARGEST_FILE]


def _alias() -> bytes:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    return "\n".join(lines).encode()


def _merge() -> bytes:
    lines = ["m0: &m0 {k: 1}"]
    lines += [f"m{n}: &m{n} {{<<: [{', '.join([f'*m{n - 1}'] * 30)}], k{n}: 1}}" for n in range(1, 25)]
    return "\n".join(lines).encode()


BOMBS: Mapping[str, Callable[[], bytes]] = {
    "aliases of aliases": _alias,
    "merge keys of merge keys": _merge,
    "anchors everywhere": lambda: _keys("k{0}: &a{0} 1\n", 60_000),
    "aliases everywhere": lambda: b"a: &a 1\nb: [" + b"*a, " * 250_000 + b"1]\n",
    "tags everywhere": lambda: _keys("k{0}: !!str 1\n", 60_000),
    "an alias that leads nowhere": lambda: b"a: *nowhere\n",
    "an alias of itself": lambda: b"a: &a [*a]\n",
    "brackets, 25,000 deep": lambda: b"[" * 25_000 + b"]" * 25_000,
    "brackets, half a million deep": lambda: b"[" * 500_000 + b"]" * 500_000,
    "brackets that never close": lambda: b"[" * LARGEST_FILE,
    "braces that never close": lambda: b"a: " + b"{a: " * 260_000,
    "braces, one inside the other": lambda: b"{" * 1_000_000,
    "lists in lists on one line": lambda: _fill("- "),
    "mappings in mappings on one line": lambda: _fill("a: "),
    "question marks": lambda: _fill("? "),
    "steps of indentation": lambda: "".join(" " * n + "a:\n" for n in range(1_400)).encode(),
    "5,000 digits": (HEAD + f"sales: {{2026-Q1: {{plan: {'9' * 5000}}}}}\n").encode,
    "a million digits": (HEAD + f"sales: {{2026-Q1: {{plan: {'9' * 1_000_000}}}}}\n").encode,
    "1e999": (HEAD + "sales: {2026-Q1: {plan: 1e999}}\n").encode,
    "1e999999999": (HEAD + "sales: {2026-Q1: {plan: 1e999999999}}\n").encode,
    "a key of 100 KB": (HEAD + "a" * 100_000 + ": 1\n").encode,
    "a name of 100 KB": (HEAD + "risks: {" + "a" * 100_000 + ": {what: x}}\n").encode,
    "an id of 500 KB": f"kam: {'a-' * 250_000}b\n".encode,
    "a percent of 500 KB": f"discounts: {{a: {{size: {'1' * 500_000}%}}}}\n".encode,
    "a date of 500 KB": f"history: [{{date: {'2026-' * 100_000}, note: x}}]\n".encode,
    "a figure with 500 KB of groups": f"sales: {{2026: {{plan: 1{'_000' * 125_000}}}}}\n".encode,
    "a figure with 500 KB of blanks": f"sales: {{2026: {{plan: 1{' 000' * 125_000}}}}}\n".encode,
    "UTF-16 with its mark": lambda: (HEAD * 1000).encode("utf-16"),
    "UTF-16 without": lambda: (HEAD * 1000).encode("utf-16-le"),
    "UTF-32": lambda: (HEAD * 1000).encode("utf-32"),
    "bytes that are no text": lambda: bytes(range(128, 256)) * 8_000,
    "nothing but NUL": lambda: b"\0" * LARGEST_FILE,
    "NUL in a name": lambda: b"cli\0ent: X\n",
    "control characters everywhere": lambda: b"a\x01" * 500_000,
    "hidden characters in every name": lambda: _keys("k\u200b{0}: 1\n", 70_000),
    "escaped control characters": lambda: _keys('k{0}: "\\u0007"\n', 50_000),
    "carriage returns": lambda: b"\r" * LARGEST_FILE,
    "line ends": lambda: b"\n" * LARGEST_FILE,
    "line separators": lambda: _fill("a: 1\u2028"),
    "tabs": lambda: b"\t" * LARGEST_FILE,
    "comments": lambda: b"#" * LARGEST_FILE,
    "comments that allow something": lambda: _keys("# kamctl: allow unknown-field because x{0}\n", 24_000),
    "a megabyte of comments above a field": lambda: _fill("# kamctl: allow x\n", 900_000) + b"client: x\n",
    "100,000 fields that nobody knows": lambda: _keys("k{0}: 1\n", 100_000),
    "70,000 names in another normal form": lambda: _keys("й{0}: 1\n", 70_000),
    "100,000 times the same field": lambda: b"client: X\n" * 100_000,
    "100,000 misspelt fields in a thing": (HEAD + "risks: {a: {" + "wat: 1, " * 100_000 + "}}\n").encode,
    "60,000 risks with nothing in them": lambda: (
        _keys("", 0) + b"risks:\n" + _keys(" r{0}: {{}}\n", 60_000)[len(HEAD) :]
    ),
    "40,000 figures of the same period": (HEAD + "sales: {" + "2026-Q1: {plan: 1}, " * 40_000 + "}\n").encode,
    "80,000 notes without a date": (HEAD + "history:\n" + "- {note: x}\n" * 80_000).encode,
    "200,000 products that there are not": (HEAD + "assortment: {listed: [" + "x-y, " * 200_000 + "]}\n").encode,
    "a quoted line of a megabyte": ("client: '" + "x " * 500_000 + "'\n").encode,
    "a quoted line full of escapes": ('client: "' + "\\n" * 500_000 + '"\n').encode,
    "a quote that never ends": ('client: "' + "x\n" * 500_000).encode,
    "a folded text of a megabyte": ("client: >\n" + "  x\n" * 250_000).encode,
    "documents": lambda: b"---\n" * 250_000,
    "directives": lambda: b"%YAML 1.2\n" * 100_000 + b"---\na: 1\n",
    "more than a megabyte": lambda: b"a" * (LARGEST_FILE + 1),
    "ten megabytes": lambda: b"a: 1\n" * 2_000_000,
    "a conflict on every line": lambda: b"<<<<<<< HEAD\n" * 80_000,
    "byte order marks": lambda: b"\xef\xbb\xbf" * 300_000,
    "an emoji with a thousand joiners": ("client: " + "👩\u200d" * 100_000 + "\n").encode,
    "nothing": lambda: b"",
}
