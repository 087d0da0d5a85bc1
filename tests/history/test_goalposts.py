"""`log --moved` on real histories: no goalpost moves in silence, by two steps or by a merge."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.command import put
from tests.cli.inside import kamctl
from tests.gitting import commit, git, start
from tests.harness import BASE_PLAN

PLAN, Q2 = "plans/client.yaml", "2026-Q2: {plan: 13500000}"

# A step is the branch it is made on, its day, and what it does to the plan of the second quarter: a figure (in
# thousands) that it is set to, `out`, `gone` (the whole plan), `twin` (the plan is renamed); with a merge, `with`
# the other branch before that. A branch that is named for the first time begins at main.
Step = str
Told = tuple[str, int | None, int | None]


def plan(what: str) -> str:
    if what == "out":
        return BASE_PLAN.replace(Q2, "2026-Q2: {actual: 1}")
    if what == "broken":
        return "client: ["
    return BASE_PLAN.replace(Q2, f"2026-Q2: {{plan: {what}000}}")


def history(folder: Path, steps: list[Step]) -> Path:
    start(folder)
    put(folder, {PLAN: plan("12")})
    commit(folder, {}, "Plans", date="2026-01-10T12:00:00+0000")
    for step in steps:
        branch, day, *rest = step.split()
        known = git(folder, "branch", "--format=%(refname:short)").decode().split()
        git(folder, "checkout", "-q", *([branch] if branch in known else ["-b", branch, "main"]))
        if rest[0] == "with":
            git(folder, "-c", "user.name=x", "-c", "user.email=x", "merge", "-q", "-s", "ours", "--no-commit", rest[1])
            rest = rest[2:]
        where = next((path.relative_to(folder).as_posix() for path in (folder / "plans").glob("*.yaml")), PLAN)
        text = (folder / where).read_text() if rest[0] == "twin" else None
        files: dict[str, str | bytes | None] = {where: None} if rest[0] in ("gone", "twin") else {where: plan(rest[0])}
        files |= {"plans/twin.yaml": text} if text else {}
        if rest[0] == "gone" and not (folder / where).exists():
            files = {}
        commit(folder, files, step, date=f"2026-{day}T12:00:00+0000")
    return folder


def told(folder: Path, *options: str) -> list[Told]:
    ran = kamctl(folder, "log", "--moved", "--format", "json", *options)
    assert (ran.code, ran.err) == (0, "")
    return [
        (each["date"][5:10], *(value and value // 1000 for value in (each["old"], each["new"])))
        for each in json.loads(ran.out)["changes"]
        if each["field"] == "sales.2026-Q2.plan"
    ]


CASES: list[tuple[str, list[Step], list[Told]]] = [
    ("a figure that is changed after its period began", ["main 05-01 11"], [("05-01", 12, 11)]),
    ("a figure that is changed before is none", ["main 03-31 11"], []),
    ("taken out in one commit and lower in a later one", ["main 03-01 out", "main 05-01 11"], [("05-01", 12, 11)]),
    (
        "both steps after the period began",
        ["main 05-01 out", "main 05-02 11"],
        [("05-02", 12, 11), ("05-01", 12, None)],
    ),
    ("taken out and put back as it was", ["main 03-01 out", "main 05-01 12"], []),
    ("both steps before the period began", ["main 03-01 out", "main 03-02 11"], []),
    (
        "with other commits between the steps",
        ["main 03-01 out", "main 03-02 broken", "main 03-03 out", "main 05-01 11"],
        [("05-01", 12, 11)],
    ),
    ("the plan deleted and made again", ["main 03-01 gone", "main 05-01 11"], [("05-01", 12, 11)]),
    ("the plan deleted and made again as it was", ["main 03-01 gone", "main 05-01 12"], []),
    ("across a rename", ["main 03-01 out", "main 03-02 twin", "main 05-01 11"], [("05-01", 12, 11)]),
    ("through a version that cannot be read", ["main 03-01 broken", "main 05-01 11"], [("05-01", 12, 11)]),
    (
        "a side that moved it is told once, not by the merge too",
        ["side 05-01 11", "main 05-02 with side 11"],
        [("05-01", 12, 11)],
    ),
    (
        "a side that moved it in two steps is told by these",
        ["side 05-01 13", "side 05-02 11", "main 05-03 with side 11"],
        [("05-02", 13, 11), ("05-01", 12, 13)],
    ),
    (
        "a side that moved it before the period and came in afterwards: it moves with the merge",
        ["side 03-01 11", "main 05-02 with side 11"],
        [("05-02", 12, 11)],
    ),
    (
        "a side that moved it before and after: the merge tells all of it",
        ["side 03-01 15", "side 05-01 11", "main 05-02 with side 11"],
        [("05-02", 12, 11), ("05-01", 15, 11)],
    ),
    ("a side that moved it and came in before the period", ["side 03-01 11", "main 03-02 with side 11"], []),
    (
        "a side branch that takes in what the main line had moved in time",
        ["side 03-01 12", "main 03-02 11", "side 05-01 with main 11", "main 05-02 with side 11"],
        [],
    ),
    (
        "a merge that drops what a side had moved, and says no other word",
        ["side 05-01 11", "main 05-02 with side 12"],
        [("05-02", 11, 12), ("05-01", 12, 11)],
    ),
    (
        "a side that drops what the main line had set in time, and becomes the main line",
        ["side 03-01 12", "main 03-02 15", "side 05-01 with main 12", "main 05-02 with side 12"],
        [("05-01", 15, 12)],
    ),
    (
        "what was dropped once is dropped, whenever the side comes in again",
        ["side 03-01 11", "main 05-02 with side 12", "side 05-03 11", "main 05-04 with side 12"],
        [("05-02", 11, 12)],
    ),
    (
        "of two sides that moved it one wins",
        ["side 05-01 11", "main 05-02 13", "main 05-03 with side 13"],
        [("05-03", 11, 13), ("05-02", 12, 13), ("05-01", 12, 11)],
    ),
    (
        "two sides that moved it alike",
        ["side 05-01 11", "main 05-02 11", "main 05-03 with side 11"],
        [("05-02", 12, 11), ("05-01", 12, 11)],
    ),
    (
        "a merge that sets a figure of its own",
        ["side 03-01 11", "main 05-02 with side 10"],
        [("05-02", 12, 10)],
    ),
    (
        "a merge that takes out what a side had",
        ["side 03-01 11", "main 05-02 with side out"],
        [("05-02", 12, None)],
    ),
    (
        "taken out on a side and put in again behind the merge",
        ["side 03-01 out", "main 03-02 with side out", "main 05-01 11"],
        [("05-01", 12, 11)],
    ),
    (
        "a merge that deletes the plan, which is made again later",
        ["side 03-01 gone", "main 03-02 with side gone", "main 05-01 11"],
        [("05-01", 12, 11)],
    ),
]


@pytest.mark.parametrize(("steps", "moves"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_moved(tmp_path: Path, steps: list[Step], moves: list[Told]) -> None:
    folder = history(tmp_path, steps)
    git(folder, "checkout", "-q", "main")
    assert told(folder) == moves
    name = "twin" if (folder / "plans/twin.yaml").exists() else "client"
    assert told(folder, name) == moves


def test_the_log_still_tells_of_a_merge_only_what_differs_from_every_parent(tmp_path: Path) -> None:
    folder = history(tmp_path, ["side 05-01 11", "main 05-02 with side 12"])
    ran = kamctl(folder, "log", "client", "--format", "json")
    assert {each["date"][5:10] for each in json.loads(ran.out)["changes"]} == {"05-01", "01-10"}


def test_a_move_that_only_a_merge_made_is_told_as_text(tmp_path: Path) -> None:
    folder = history(tmp_path, ["side 05-01 11", "main 05-02 with side 12"])
    out = kamctl(folder, "log", "--moved", "--limit", "1", env={"COLUMNS": "100"}).out.replace("\xa0", " ")
    assert out.partition("\n")[2] == (
        "  client\n    sales.2026-Q2.plan  11 000 → 12 000 (+9.1%): main 05-02 with side 12\n"
    )
