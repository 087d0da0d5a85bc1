"""Repositories made at random, each by one `git fast-import`: what people do to plans, and what git makes of it."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any, NamedTuple

from tests.gitting import git, start
from tests.harness import repository

IDS = ("alpha", "beta", "gamma", "северный", "ёлка", "delta-1", "omega")
FOLDERS = ("", "north/", "юг/", "north/deep/")
PEOPLE = (
    "KAM North <kam-north@example.com>",
    "KAM South <KAM-South@example.com>",
    "Nobody <nobody@example.com>",
    "Кто-то <kto@example.com>",
)
BROKEN = ("client: [", "- a list\n", "client: A\nclient: B\n", "just text", "a: &x 1\nb: *x\n", "client: \xff\n")
LINK, FILE, PROGRAM = "120000", "100644", "100755"


class Plan(NamedTuple):
    """A plan in a tree: `text` as the file has it; `values` None for what cannot be read."""

    path: str
    text: bytes
    values: dict[str, Any] | None
    mode: str = FILE

    @property
    def client(self) -> str:
        return self.path.rpartition("/")[2].removesuffix(".yaml")


Tree = dict[str, Plan]
"""Plans by their ids."""


class _Maker:
    def __init__(self, seed: int, slow: bool) -> None:
        self.slow = slow
        self.chance = random.Random(seed)
        self.stream: list[bytes] = []
        self.mark = 0
        self.clock = 1767225600 + self.chance.randrange(10**7)
        self.parents: dict[int, list[int]] = {}

    def commit(self, tree: Tree, parents: list[int]) -> int:
        """Write a commit with these plans, and some other file now and then."""
        self.mark += 1
        pick = self.chance.random()
        self.clock += 0 if pick < 0.2 else self.chance.randrange(1_000_000 if self.slow else 100_000)
        skew = self.chance.choice([0, 0, 0, -500_000, 700_000])
        who = self.chance.choice(PEOPLE)
        if self.slow and self.chance.random() < 0.8:
            who = self.chance.choice(PEOPLE[:2])
        committed = max(self.clock + skew, 0)
        author = max(committed + self.chance.choice([0, 0, -90_000, 3_000_000]), 0)
        self.say(f"commit refs/heads/b{self.mark}\nmark :{self.mark}\n")
        self.say(f"author {who} {author} +0300\ncommitter {who} {committed} +0000\n")
        self.data(f"Commit {self.mark}\n\nBecause".encode())
        for number, parent in enumerate(parents):
            self.say(f"{'merge' if number else 'from'} :{parent}\n")
        self.say("deleteall\n")
        for name, data in repository({}).items():
            if not name.startswith("plans/"):
                self.file(FILE, name, data)
        for plan in tree.values():
            self.file(plan.mode, plan.path, plan.text)
        self.file(FILE, "plans/notes.txt", str(self.chance.randrange(3)).encode())
        self.file(FILE, "plans/.hidden.yaml", str(self.chance.randrange(3)).encode())
        self.parents[self.mark] = parents
        return self.mark

    def file(self, mode: str, name: str, data: bytes) -> None:
        self.say(f'M {mode} inline "{name}"\n')
        self.data(data)

    def say(self, text: str) -> None:
        self.stream.append(text.encode())

    def data(self, data: bytes) -> None:
        self.stream.append(b"data %d\n%s\n" % (len(data), data))

    # What people do.

    def fresh(self) -> dict[str, Any]:
        return {
            "client": self.chance.choice(["Ритейл", "Retail", "Сеть"]),
            "kam": self.chance.choice(["kam-north", "kam-south"]),
            "period": 2026,
            "sales": {f"2026-Q{quarter}": {"plan": self.money()} for quarter in range(1, 5)},
            "discounts": {"volume": {"size": self.share(), "condition": "much"}},
        }

    def money(self) -> int:
        return self.chance.randrange(1, 40) * 1000

    def share(self) -> str:
        return f"{self.chance.randrange(1, 15)}%"

    def edited(self, values: dict[str, Any]) -> dict[str, Any]:
        values = json.loads(json.dumps(values))
        for _ in range(self.chance.randrange(1, 3)):
            self.edit(values)
        return values

    def edit(self, values: dict[str, Any]) -> None:
        sales = values.setdefault("sales", {})
        history = values.setdefault("history", [])
        risks = values.setdefault("risks", {})
        kind = self.chance.randrange(10)
        quarter = f"2026-Q{self.chance.randrange(1, 5)}"
        if kind < 2:
            sales.setdefault(quarter, {})["plan"] = self.money()
        elif kind == 2:
            figure = sales.setdefault(quarter, {})
            figure["actual"] = self.money()
            if self.slow:
                figure["as_of"] = self.chance.choice(["2026-03-20", "2026-03-31", "2026-06-30", "soon"])
                if self.chance.random() < 0.6:
                    del figure["as_of"]
        elif kind == 3:
            sales.pop(quarter, None)
        elif kind == 4:
            history.append({"date": "2026-02-03", "note": f"note {self.chance.randrange(5)}"})
        elif kind == 5 and history:
            self.chance.choice(history)["note"] = f"other {self.chance.randrange(5)}"
        elif kind == 6 and history:
            history.pop(self.chance.randrange(len(history)))
        elif kind == 7:
            risks[f"r{self.chance.randrange(3)}"] = {"what": "x", "probability": self.share(), "impact": self.money()}
        elif kind == 8 and risks:
            risks.pop(self.chance.choice(sorted(risks)))
        else:
            values["kam"] = self.chance.choice(["kam-north", "kam-south", {"first": "kam-north"}])

    def written(self, values: dict[str, Any]) -> bytes:
        """Values as a file, in one of several hands."""
        if self.chance.random() < 0.3:
            return json.dumps(values, ensure_ascii=False, indent=self.chance.choice([None, 1])).encode()
        comment = f"# {self.chance.randrange(100)}\n" if self.chance.random() < 0.3 else ""
        return (comment + "".join(self.lines(values, 0))).encode()

    def lines(self, value: Any, indent: int) -> list[str]:
        pad = " " * indent
        found = []
        if isinstance(value, list):
            for thing in value:
                inner = self.lines(thing, indent + 2)
                found += [pad + "- " + inner[0].lstrip(" "), *inner[1:]]
            return found
        for key, inner in value.items():
            if isinstance(inner, dict | list):
                if inner:
                    found += [f"{pad}{key}:\n", *self.lines(inner, indent + 2)]
                else:
                    found.append(f"{pad}{key}: {json.dumps(inner)}\n")
            else:
                found.append(f"{pad}{key}: {self.scalar(inner, key)}\n")
        return found

    def scalar(self, value: Any, key: str) -> str:
        if isinstance(value, int) and key != "period":
            return self.chance.choice([str(value), f"{value}.0", f"{value:_}"] if value >= 1000 else [str(value)])
        if isinstance(value, str) and value.endswith("%"):
            return self.chance.choice([value, value.replace("%", ".0%")])
        return str(value)

    def plan(self, path: str, values: dict[str, Any]) -> Plan:
        mode = PROGRAM if self.chance.random() < 0.05 else FILE
        return Plan(path, self.written(values), values, mode)

    def path(self, client: str) -> str:
        folder = "" if self.chance.random() < 0.6 else self.chance.choice(FOLDERS)
        return f"plans/{folder}{client}.yaml"

    def changed(self, tree: Tree) -> Tree:
        """What one commit does to the plans."""
        tree = dict(tree)
        for _ in range(self.chance.choice([1, 1, 1, 2, 3])):
            self.change(tree)
        return tree

    def change(self, tree: Tree) -> None:
        kind = self.chance.randrange(16)
        free = [client for client in IDS if client not in tree]
        if (kind < 2 or not tree) and free:
            client = self.chance.choice(free)
            tree[client] = self.plan(self.path(client), self.fresh())
            return
        if not tree:
            return
        client = self.chance.choice(sorted(tree))
        plan = tree[client]
        if kind == 2:
            del tree[client]
        elif kind == 3 and free:
            del tree[client]
            new = self.chance.choice(free)
            path = self.path(new)
            same = self.chance.random() < 0.5 or plan.values is None
            tree[new] = plan._replace(path=path) if same else self.plan(path, self.edited(plan.values or {}))
        elif kind == 4:
            tree[client] = plan._replace(path=self.path(client))
        elif kind == 5:
            tree[client] = Plan(plan.path, self.chance.choice(BROKEN).encode("latin-1"), None)
        elif kind == 6 and self.chance.random() < 0.5:
            tree[client] = Plan(plan.path, b"elsewhere", None, LINK)
        elif kind == 7 and plan.values is not None:
            tree[client] = self.plan(plan.path, plan.values)
        elif kind == 8 and len(tree) > 1:
            other = self.chance.choice([name for name in sorted(tree) if name != client])
            tree[client], tree[other] = (tree[other]._replace(path=plan.path), plan._replace(path=tree[other].path))
        else:
            tree[client] = self.plan(plan.path, self.edited(plan.values or self.fresh()))

    def merged(self, trees: list[Tree]) -> Tree:
        """Plans from several sides: taken whole from one, mixed field by field, or made anew by the merge."""
        style = self.chance.random()
        if style < 0.15:
            return dict(trees[0])
        clients = sorted({client for tree in trees for client in tree})
        found: Tree = {}
        for client in clients:
            sides = [tree.get(client) for tree in trees]
            side = self.chance.choice(sides)
            there = [plan for plan in sides if plan is not None and plan.values is not None]
            if style < 0.5 and len(there) > 1:
                values: dict[str, Any] = {}
                for key in dict.fromkeys(key for plan in there for key in plan.values or {}):
                    owner = self.chance.choice(there).values or {}
                    if key in owner:
                        values[key] = owner[key]
                side = self.plan(there[0].path, values)
            if side is not None:
                found[client] = side
        return self.changed(found) if style > 0.8 else found


def make(folder: Path, seed: int, commits: int = 14, slow: bool = False) -> None:
    """A repository at random, the same for the same seed; its work tree is not checked out.

    A `slow` one takes some days from commit to commit, mostly of KAMs, and its actuals may be of a running period.
    """
    maker = _Maker(seed, slow)
    tips: list[tuple[int, Tree]] = []
    first: Tree = {}
    for client in IDS[:3]:
        first[client] = maker.plan(maker.path(client), maker.fresh())
    tips.append((maker.commit(first, []), first))
    if maker.chance.random() < 0.2:
        tips.append((maker.commit({}, []), {}))  # an unrelated history
    for _ in range(commits):
        if len(tips) > 1 and maker.chance.random() < 0.35:
            chosen = maker.chance.sample(tips, min(len(tips), maker.chance.choice([2, 2, 2, 3])))
            tree = maker.merged([tree for _, tree in chosen])
            merge = maker.commit(tree, [mark for mark, _ in chosen]), tree
            tips = [tip for tip in tips if tip not in chosen] + [merge]
            if maker.chance.random() < 0.2:
                tips.append(chosen[0])
        else:
            at = maker.chance.randrange(len(tips))
            mark, tree = tips[at]
            tree = maker.changed(tree)
            new = maker.commit(tree, [mark]), tree
            if maker.chance.random() < 0.3 and len(tips) < 4:
                tips.append(new)
            else:
                tips[at] = new
    if len(tips) > 1:
        tree = maker.merged([tree for _, tree in tips])
        tips = [(maker.commit(tree, list(dict.fromkeys(mark for mark, _ in tips))), tree)]
    maker.say(f"reset refs/heads/main\nfrom :{tips[0][0]}\n\n")
    start(folder)
    git(folder, "fast-import", "--quiet", "--force", stdin=b"".join(maker.stream))
