"""A long history of many plans, the same for the same seed: 1,000 plans and 10,000 commits in a few seconds.

The first commit brings the plans of `generate`; each later one is an edit as people make them, by one of several
authors: a figure or two, a note behind the others, a risk reviewed or closed, a term of the contract.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench import generate

BEGUN = 1735689600
"""The first commit's moment: 2025-01-01."""

AUTHORS = ("kam-north", "kam-south", "kam-online", "kam-horeca", "kam-pharmacy", "skam-head")

_FIGURE = re.compile(r"(?:plan|actual): ([0-9]{5,}|[0-9]{1,2}%)")
_PROBABILITY = re.compile(r"    probability: ([0-9]+)%\n")
_STATUS = re.compile(r"    status: (open|closed)\n")
_CREDIT = re.compile(r"  used: ([0-9]+)\n")

_WORDS = ("buyer", "shelf", "review", "forecast", "delivery", "поставка", "договор", "закупка", "скидка", "встреча")

Edit = Callable[[str, random.Random], str]


def client(number: int) -> str:
    """The id of a plan's client, as `generate` numbers them."""
    return f"client-{number:04}"


def _replace(text: str, match: re.Match[str], new: str) -> str:
    return text[: match.start(1)] + new + text[match.end(1) :]


def _figures(text: str, chance: random.Random) -> str:
    for _ in range(chance.randint(1, 3)):
        match = chance.choice(list(_FIGURE.finditer(text)))
        new = f"{chance.randint(10, 90)}%" if match[1].endswith("%") else f"{chance.randint(5_000, 90_000)}000"
        text = _replace(text, match, new)
    return text


def _note(text: str, chance: random.Random) -> str:
    day = f"2026-{chance.randint(1, 11):02}-{chance.randint(1, 28):02}"
    said = " ".join(chance.choices(_WORDS, k=chance.randint(5, 11)))
    return text.replace("contacts:\n", f"  - date: {day}\n    note: {said}\ncontacts:\n", 1)


def _risk(text: str, chance: random.Random) -> str:
    match = chance.choice(list(_PROBABILITY.finditer(text)))
    text = _replace(text, match, str(chance.randint(5, 90)))
    status = chance.choice(list(_STATUS.finditer(text)))
    return _replace(text, status, "closed" if chance.random() < 0.3 else "open")


def _credit(text: str, chance: random.Random) -> str:
    match = _CREDIT.search(text)
    assert match is not None
    return _replace(text, match, str(chance.randint(1, 29_000_000)))


_EDITS: tuple[tuple[Edit, str, int], ...] = (
    (_figures, "Figures of the quarter", 60),
    (_note, "Meeting with the buyer", 20),
    (_risk, "Risks reviewed", 10),
    (_credit, "Credit line", 10),
)


def _commit(number: int, author: str, message: str, files: dict[str, str]) -> Iterator[bytes]:
    who = f"{author} <{author}@example.com> {BEGUN + number * 5400} +0300"
    data = message.encode()
    yield f"commit refs/heads/main\nauthor {who}\ncommitter {who}\ndata {len(data)}\n".encode() + data + b"\n"
    for name, text in files.items():
        content = text.encode()
        yield f"M 100644 inline {name}\ndata {len(content)}\n".encode() + content + b"\n"


def _stream(plans: int, commits: int, seed: int) -> Iterator[bytes]:
    chance = random.Random(seed)
    texts = [generate.plan(number, seed) for number in range(plans)]
    schema = {f"schema/{path.name}": path.read_text("utf-8") for path in (generate.REPOSITORY / "schema").glob("*.*")}
    first = {f"plans/{client(number)}.yaml": text for number, text in enumerate(texts)}
    yield from _commit(0, "skam-head", "All plans", schema | first)
    edits, weights = [(edit, said) for edit, said, _ in _EDITS], [weight for *_, weight in _EDITS]
    for number in range(1, commits):
        plan = chance.randrange(plans)
        [(edit, said)] = chance.choices(edits, weights)
        texts[plan] = edit(texts[plan], chance)
        name = client(plan)
        yield from _commit(number, chance.choice(AUTHORS), f"{name}: {said}", {f"plans/{name}.yaml": texts[plan]})


def repository(folder: Path, plans: int = 1000, commits: int = 10_000, seed: int = 1) -> None:
    """Make `folder` a git repository with such a history, packed as a clone is, and its last commit checked out."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    git(folder, "init", "-q", "-b", "main")
    command = ["git", "fast-import", "--quiet"]
    with subprocess.Popen(command, cwd=folder, env=environment(), stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        process.stdin.writelines(_stream(plans, commits, seed))
    assert process.returncode == 0, command
    git(folder, "repack", "-a", "-d", "-q", "-f", "--depth=50", "--window=10")
    git(folder, "reset", "-q", "--hard")


def environment() -> dict[str, str]:
    """Nothing of the machine's own settings of git."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "LC_ALL": "C.UTF-8"}


def git(folder: Path, *arguments: str) -> bytes:
    """The output of `git ARGUMENTS`, which must succeed."""
    return subprocess.run(["git", *arguments], cwd=folder, env=environment(), capture_output=True, check=True).stdout
