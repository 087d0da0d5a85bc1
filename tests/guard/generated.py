"""Histories made at random: whom they are by, what they do to plans and to other files, how they are merged."""

from __future__ import annotations

import json
import random
from typing import Any

from tests.guard.world import BASE, FILE, LINK, PROGRAM, Blob, Loom, Tree

PEOPLE = {
    "kam-north": ("kam", ["kam-north@example.com", "north@laptop.example.com"]),
    "kam-south": ("kam", ["kam-south@example.com"]),
    "skam-head": ("skam", ["skam-head@example.com"]),
    "logistics": ("member", ["logistics@example.com"]),
}
MAILMAP = {"old-north@example.org": "kam-north@example.com"}
SKAM_ONLY = ["segment", "discounts", "credit_line", "sales.*.plan", "kpis.*.*.plan", "approvals"]

BY = ("kam-north@example.com",) * 4 + ("kam-south@example.com",) * 3 + ("skam-head@example.com",) * 3 + (
    "logistics@example.com", "somebody@example.org", "Old-North@example.org", "NORTH@laptop.example.com")  # fmt: skip
IDS = ("alder", "birch", "cedar", "ёлка", "Alder", "elm")
FOLDERS = ("plans/", "plans/", "plans/north/")
DAYS = ("2026-02-10", "2026-03-31", "2026-05-01", "2026-05-10", "2026-05-19", "2026-08-01")
BROKEN = ("client: [", "- a list\n", "client: A\nclient: B\n", "just text", "a: &x 1\nb: *x\n")
OTHERS = (
    "schema/people.yaml",
    ".mailmap",
    "tools/x.sh",
    "plans/notes.txt",
    ".github/workflows/x.yaml",
    "plans/.x.yaml",
)


class Writer:
    """One history after the other on a loom."""

    def __init__(self, loom: Loom, seed: int) -> None:
        self.loom = loom
        self.chance = random.Random(seed)
        self.buried: list[dict[str, Any]] = []  # what plans said that were deleted, in whatever branch

    def history(self) -> tuple[int, int]:
        """The marks of a base and of a tip that was made from it."""
        chance = self.chance
        files: Tree = {name: Blob(text.encode()) for name, text in BASE.items() if not name.startswith("plans/")}
        for client in chance.sample(IDS[:4], chance.choice([2, 3, 4])):
            self.put(files, client, self.written(self.fresh()))
        if chance.random() < 0.15:
            self.put(files, chance.choice(IDS[:4]), chance.choice(BROKEN).encode())
        base = self.commit(files, [])
        tips = [base]
        for _ in range(chance.choice([1, 2, 3, 3, 4, 6])):
            self.step(tips, base)
        while len(tips) > 1:
            self.merge(tips)
        if tips[0] == base:
            tips = [self.commit(self.changed(base), [base])]
        return base, tips[0]

    def step(self, tips: list[int], base: int) -> None:
        chance = self.chance
        if len(tips) > 1 and chance.random() < 0.35:
            self.merge(tips)
            return
        at = chance.randrange(len(tips))
        parent = tips[at]
        if chance.random() < 0.3:
            tips[at] = self.revival(parent) if chance.random() < 0.4 else self.renaming(parent)
            return
        new = self.commit(self.changed(parent), [parent])
        if (chance.random() < 0.3 and len(tips) < 3) or (parent == base and len(tips) > 1):
            tips.append(new)
        else:
            tips[at] = new

    def merge(self, tips: list[int]) -> None:
        chance = self.chance
        chosen = chance.sample(tips, min(len(tips), chance.choice([2, 2, 3])))
        files = self.merged([self.loom.trees[mark] for mark in chosen])
        if chance.random() < 0.3:
            files = self.changed_tree(files)
        tips[:] = [tip for tip in tips if tip not in chosen] + [self.commit(files, chosen)]

    def revival(self, parent: int) -> int:
        """Something is done, mostly by one who may, and taken back; a merge keeps it all the same."""
        chance = self.chance
        by = chance.choice(["skam-head@example.com", "kam-north@example.com", chance.choice(BY)])
        kept = done = self.commit(self.changed(parent), [parent], by)
        back = self.commit(dict(self.loom.trees[parent]), [done], by)
        if chance.random() < 0.3:
            kept = self.commit(self.changed(done), [done])
        if chance.random() < 0.3:
            back = self.commit(self.changed(back), [back])
        files = (
            dict(self.loom.trees[kept])
            if chance.random() < 0.7
            else self.merged([self.loom.trees[kept], self.loom.trees[back]])
        )
        return self.commit(files, chance.sample([kept, back], 2))

    def renaming(self, parent: int) -> int:
        """A plan gets another id and other figures, at once or with another commit in between."""
        chance = self.chance
        files = dict(self.loom.trees[parent])
        plans = [path for path in sorted(files) if path.startswith("plans/") and self.values(files[path])]
        free = [client for client in IDS if not any(path.endswith(f"/{client}.yaml") for path in files)]
        if not plans or not free:
            return self.commit(self.changed(parent), [parent])
        path, by = chance.choice(plans), chance.choice(["skam-head@example.com", "kam-north@example.com"])
        values = self.values(files.pop(path)) or {}
        last = self.commit(dict(files), [parent], by) if chance.random() < 0.4 else parent
        for _ in range(chance.choice([0, 1, 2])):
            values = self.edited(values)
        self.put(files, chance.choice(free), self.written(values))
        return self.commit(files, [last], by)

    def commit(self, files: Tree, parents: list[int], by: str | None = None) -> int:
        chance = self.chance
        email = by or (chance.choice(BY) if parents else "skam-head@example.com")
        day = chance.choice(DAYS)
        return self.loom.commit({}, parents, f"x <{email}>", day, chance.choice([day, chance.choice(DAYS)]), tree=files)

    # What people do.

    def changed(self, parent: int) -> Tree:
        return self.changed_tree(self.loom.trees[parent])

    def changed_tree(self, tree: Tree) -> Tree:
        files = dict(tree)
        for _ in range(self.chance.choice([0, 1, 1, 1, 2])):
            self.change(files)
        return files

    def change(self, files: Tree) -> None:
        chance = self.chance
        plans = sorted(
            path for path in files if path.startswith("plans/") and path.endswith(".yaml") and "/." not in path
        )
        kind = chance.randrange(16)
        if kind == 0:
            path = chance.choice(OTHERS)
            text = chance.choice(["x\n", "y\n", "role: skam\n"])
            if path in files and chance.random() < 0.4:
                del files[path]
            else:
                files[path] = Blob(text.encode(), chance.choice([FILE, FILE, PROGRAM, LINK]))
            return
        clients = {path.rpartition("/")[2] for path in plans}
        free = [client for client in IDS if f"{client}.yaml" not in clients]
        if (kind == 1 or not plans) and free:
            is_back = self.buried and chance.random() < 0.6
            self.put(
                files,
                chance.choice(free),
                self.written(self.edited(chance.choice(self.buried)) if is_back else self.fresh()),
            )
            return
        if not plans:
            return
        path = chance.choice(plans)
        values = self.values(files[path])
        if kind == 2:
            del files[path]
            self.buried += [values] if values else []
            if free and chance.random() < 0.3:
                self.put(files, chance.choice(free), self.written(self.fresh()))
        elif kind == 3 and free:
            content = files.pop(path)
            is_edited = values is not None and chance.random() < 0.6
            self.put(
                files, chance.choice(free), self.written(self.edited(values)) if values and is_edited else content.data
            )
        elif kind == 4:
            content = files.pop(path)
            files[chance.choice(FOLDERS) + path.rpartition("/")[2]] = content
        elif kind == 5:
            files[path] = Blob(chance.choice(BROKEN).encode())
        elif kind == 6:
            files[path] = files[path]._replace(mode=chance.choice([FILE, PROGRAM, LINK]))
        elif kind == 7:
            files[path] = Blob(self.written(values or self.fresh()), files[path].mode)
        elif kind == 8 and len(plans) > 1:
            other = chance.choice([name for name in plans if name != path])
            files[path], files[other] = files[other], files[path]
        else:
            files[path] = Blob(self.written(self.edited(values or self.fresh())), FILE)

    def merged(self, trees: list[Tree]) -> Tree:
        """Files from several sides, each whole from one of them, or a plan field by field."""
        chance = self.chance
        if chance.random() < 0.2:
            return dict(trees[0])
        found: Tree = {}
        taken: set[str] = set()
        for path in sorted({path for tree in trees for path in tree}):
            name = path.rpartition("/")[2]
            sides = [tree.get(path) for tree in trees]
            side = chance.choice(sides)
            there = [values for each in sides if each is not None and (values := self.values(each)) is not None]
            if len(there) > 1 and path.startswith("plans/") and chance.random() < 0.5:
                mixed: dict[str, Any] = {}
                for key in dict.fromkeys(key for values in there for key in values):
                    owner = chance.choice(there)
                    if key in owner:
                        mixed[key] = owner[key]
                side = Blob(self.written(mixed))
            is_plan = path.startswith("plans/") and path.endswith(".yaml")
            if side is not None and not (is_plan and name in taken):
                found[path] = side
                taken |= {name} if is_plan else set()
        return found

    def put(self, files: Tree, client: str, data: bytes) -> None:
        """Write a plan; a client has one."""
        for path in [path for path in files if path.rpartition("/")[2] == f"{client}.yaml"]:
            del files[path]
        files[f"{self.chance.choice(FOLDERS)}{client}.yaml"] = Blob(data)

    def values(self, content: Blob) -> dict[str, Any] | None:
        """The values of a plan that this module wrote, which stand in its first line."""
        head = content.data.partition(b"\n")[0]
        found: dict[str, Any] | None = json.loads(head[2:]) if head.startswith(b"# {") else None
        return found

    def fresh(self) -> dict[str, Any]:
        chance = self.chance
        year, size = chance.choice([2026, 2026, 2026, 2026, 2025]), chance.choice([1000, 1000, 1000, 700])
        second = {"date": "2026-03-01", "note": chance.choice(["second", "another"])}
        return {
            "client": chance.choice(["A", "a", "Ё", "B", "C"]),
            "segment": chance.choice(["A", "B"]),
            "kam": chance.choice(["kam-north", "kam-north", "kam-south", "kam-south", "logistics"]),
            "period": year,
            "sales": {f"{year}-Q{quarter}": {"plan": quarter * size} for quarter in range(1, 5)},
            "discounts": {
                "volume": {"size": chance.choice(["7%", "8%"]), "condition": chance.choice(["much", "more"])}
            },
            "history": [{"date": "2026-02-03", "note": chance.choice(["first", "one"])}, second],
        }

    def rolled(self, values: dict[str, Any]) -> None:
        """Make a plan that of another year."""
        old = values.get("period", 2026)
        values["period"] = year = self.chance.choice([old + 1, old + 1, old - 1])
        kept = self.chance.choice([0, 0, 1])  # how many of the old figures stay
        old_figures = list(values.get("sales", {}).items())[:kept]
        values["sales"] = {**dict(old_figures), **{f"{year}-Q{quarter}": {"plan": 100} for quarter in range(1, 5)}}

    def edited(self, values: dict[str, Any]) -> dict[str, Any]:
        chance = self.chance
        values = json.loads(json.dumps(values))
        if chance.random() < 0.08:
            self.rolled(values)
            return values
        quarter = values["sales"].setdefault(f"2026-Q{chance.randrange(1, 5)}", {}) if "sales" in values else {}
        kind = chance.randrange(12)
        if kind < 2:
            quarter["plan"] = chance.randrange(1, 9) * 500
        elif kind < 4:
            quarter["actual"] = chance.randrange(1, 9) * 100
        elif kind == 4:
            quarter.pop("plan", None)
        elif kind == 5:
            values.setdefault("history", []).append({"date": "2026-05-01", "note": f"note {chance.randrange(3)}"})
        elif kind == 6 and values.get("history"):
            chance.choice(values["history"])["note"] = f"other {chance.randrange(3)}"
        elif kind == 7 and values.get("history"):
            values["history"].pop(chance.randrange(len(values["history"])))
        elif kind == 8:
            values["kam"] = chance.choice(["kam-north", "kam-south"])
        elif kind == 9:
            values.setdefault("discounts", {})[chance.choice(["volume", "gift"])] = {
                "size": f"{chance.randrange(1, 9)}%"
            }
        elif kind == 10:
            values["approvals"] = {"plan": {"by": "skam-head", "of": f"v1:{chance.randrange(3)}"}}
        else:
            values["contacts"] = {"buyer": {"name": chance.choice(["x", "y"])}}
        return values

    def written(self, values: dict[str, Any]) -> bytes:
        """Values as a plan, in one of several hands; the first line has them once more, for the next hand."""
        chance = self.chance
        head = f"# {json.dumps(values, ensure_ascii=False)}\n"
        if chance.random() < 0.3:
            return (head + json.dumps(values, ensure_ascii=False)).encode()
        return (head + "\n".join(self.lines(values, 0)) + "\n").encode()

    def lines(self, value: dict[str, Any], indent: int) -> list[str]:
        found = []
        for key, inner in value.items():
            pad = " " * indent
            if isinstance(inner, dict) and inner:
                found += [f"{pad}{key}:", *self.lines(inner, indent + 2)]
            elif isinstance(inner, list) and inner:
                found += [f"{pad}{key}:", *(f"{pad}  - {json.dumps(item, ensure_ascii=False)}" for item in inner)]
            else:
                found.append(f"{pad}{key}: {inner if key == 'period' else self.scalar(inner)}")
        return found

    def scalar(self, value: Any) -> str:
        if isinstance(value, int):
            return self.chance.choice([str(value), f"{value}.0", f"{value:_}"])
        if isinstance(value, str) and value.endswith("%"):
            return self.chance.choice([value, value.replace("%", ".0%")])
        return str(value) if not isinstance(value, dict | list) else json.dumps(value)
