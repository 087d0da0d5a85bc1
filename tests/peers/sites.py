"""Repositories whose sites a browser opens: our own plans with a history, and one in which every text is hostile."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.cli.command import kamctl, put
from tests.gitting import HEAD_OF_SKAM, NORTH, SOUTH, commit, start
from tests.harness import BASE_PLAN, FORMAT, KPIS, PEOPLE, PRODUCTS
from tests.ours import committed
from tests.payloads import PAYLOADS

TODAY = "2026-11-23"
TAG = '</title></script><script>console.error("ran")</script><img src=x onerror=console.error("ran")>'
LONG = "Оченьдлинноеслово" * 20

_FORMAT = f"{FORMAT}  tag: {{type: text, title: '{TAG}'}}\n".replace("title: Strategic", f"title: '{TAG}'")


def ours(folder: Path) -> Path:
    """This repository's plans, six of them, with a note, a quarter's result and a plan figure that moved."""
    root = committed(folder, HEAD_OF_SKAM)
    for path, old, new, author in (
        ("three-birches", "actual: 531000", "actual: 600000", NORTH),
        ("three-birches", "2026-Q4: {plan: 1050000", "2026-Q4: {plan: 1000000", HEAD_OF_SKAM),
    ):
        file = root / f"plans/{path}.yaml"
        text = file.read_text("utf-8")
        assert old in text
        commit(root, {f"plans/{path}.yaml": text.replace(old, new)}, author=author, date="2026-11-20T09:00:00+0000")
    return root


def hostile(folder: Path) -> Path:
    """Plans, people, KPIs, products and commits whose every name is hostile, broken plans, ids that are none."""
    root = put(
        start(folder),
        {
            "schema/format.yaml": _FORMAT,
            "schema/kpis.yaml": KPIS.replace("title: Visits", f"title: '{TAG}'"),
            "schema/people.yaml": PEOPLE.replace("name: KAM North", f"name: '{TAG}'"),
            "schema/products.yaml": PRODUCTS.replace("title: Cream 20%", f"title: '{TAG}'"),
            "plans/x.yaml": None,
            "plans/client.yaml": None,
            "plans/index.yaml": _everywhere(),
            "plans/con.yaml": BASE_PLAN.replace("Северный ритейл", f"'{TAG}'"),
            "plans/восток/длинный.yaml": BASE_PLAN.replace("Северный ритейл", LONG),
            "plans/восток/index.yaml": BASE_PLAN,
            "plans/broken.yaml": "client: [\n",
            "plans/empty.yaml": "",
        },
    )
    commit(root, {}, TAG, author=f'"{LONG}" & & <kam-north@example.com>', date="2026-11-10T09:00:00+0000")
    later = BASE_PLAN.replace("plan: 13500000", "plan: 14000000")
    commit(root, {"plans/восток/index.yaml": later}, LONG, author=SOUTH, date="2026-11-20T09:00:00+0000")
    return root


def site(repository: Path, made: Path, *options: str) -> Path:
    """The site of a repository, in a folder of its own."""
    ran = kamctl(repository, "--today", TODAY, "site", "-o", str(made), *options)
    assert ran.code in (0, 1), ran.err
    return made


def _everywhere() -> str:
    """A plan that has every payload somewhere."""
    texts = [text for text in PAYLOADS if 0 < len(text) < 2000 and not re.search("[\ud800-\udfff]", text)]
    return "\n".join([f"{BASE_PLAN}region: {_quoted(TAG)}", *_lines(texts), ""])


def _quoted(text: str) -> str:
    return '"' + "".join(f"\\U{ord(each):08X}" for each in text) + '"'


def _lines(texts: list[str]) -> Iterator[str]:
    kinds = {
        "history": "  - {{date: 2026-01-{day:02}, note: {text}}}",
        "risks": "  r{n}: {{what: {text}, probability: {chance}%, impact: {n}00000, response: {text}, cause: {text}}}",
        "activities": "  a{n}: {{what: {text}, owner: {text}, due: 2026-11-{day:02}}}",
        "contacts": "  c{n}: {{name: {text}, role: {text}, phone: {text}, email: {text}, influence: high}}",
        "competitors": "  o{n}: {{strengths: {text}, plans: {text}}}",
        "discounts": "  d{n}: {{size: 1%, condition: {text}}}",
    }
    for kind, (section, shape) in enumerate(kinds.items()):
        yield f"{section}:"
        for n, text in enumerate(texts[kind :: len(kinds)], start=1):
            yield shape.format(n=n, text=_quoted(text), day=n % 28 + 1, chance=n % 99 + 1)
