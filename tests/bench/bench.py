"""`make bench`: how long lint, the risks and the history take, against other programs on the same files.

Every figure is a whole process on one core, the least of several runs that take turns; what counts is the ratio,
since seconds differ from machine to machine. The memory is the most that the process held.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import sys
from pathlib import Path

HERE = Path(__file__).resolve()
sys.path.insert(0, str(HERE.parents[2]))

from tests.bench import generate, history, site  # noqa: E402  # the bench is run as a script
from tests.bench.timing import compare, timed  # noqa: E402

BARE_LOAD = """\
import glob, yaml
for path in glob.glob("plans/*.yaml"):
    with open(path, encoding="utf-8") as file:
        yaml.load(file, yaml.CSafeLoader)
"""


LOSS = """\
import random
from decimal import Decimal
from kamctl.insight.loss import Event, total_loss
chance = random.Random(1)
held = [Event(Decimal(chance.randint(1, 99)) / 100, Decimal(chance.randint(1, 9_000_000))) for _ in range(1000)]
print(total_loss(held).bound / sum(event.loss for event in held))
"""


IMPORTS = """\
sales:
  client: {column: client}
  date: {column: day, format: "%d.%m.%Y"}
  kpi: sales
  value: {column: amount}
"""


def bench_lint(chosen: argparse.Namespace) -> None:
    """Lint of many plans, and of one, against yaml.load, yamllint and check-jsonschema."""
    many, one = chosen.folder / "many", chosen.folder / "one"
    generate.repository(many, chosen.plans)
    generate.repository(one, 1)
    tools = Path(sys.executable).parent
    python, kamctl = sys.executable, str(tools / "kamctl")
    lint = [kamctl, "--today", generate.TODAY, "lint"]
    for folder in (many, one):
        timed([kamctl, "schema", "export"], folder)
    lines = sum(len(path.read_text("utf-8").splitlines()) for path in (many / "plans").glob("*.yaml"))
    print(f"{chosen.plans} plans of {lines / chosen.plans:.0f} lines, Python {sys.version.split()[0]}, one core")
    plans = sorted(str(path.relative_to(many)) for path in (many / "plans").glob("*.yaml"))
    yamllint = [str(tools / "yamllint"), "-d", "relaxed", "--no-warnings"]
    checker = [str(tools / "check-jsonschema"), "--schemafile", "schema/action-plan.schema.json"]
    commands = {
        "kamctl lint": lint,
        "yaml.load(…, CSafeLoader)": [python, "-c", BARE_LOAD],
    }
    runs = {"kamctl lint": 7, "yaml.load(…, CSafeLoader)": 7}
    if not chosen.quick:
        commands |= {"yamllint": [*yamllint, "plans"], "check-jsonschema": [*checker, *plans]}
        runs |= {"yamllint": 1, "check-jsonschema": 1}
    compare(f"lint of {chosen.plans} plans", commands, many, runs)
    compare(
        f"status of {chosen.plans} plans (at most 1.3 times lint)",
        {"kamctl status": [kamctl, "--today", generate.TODAY, "status"], "kamctl lint": lint},
        many,
        {"kamctl status": 7, "kamctl lint": 7},
    )
    path = "plans/client-0000.yaml"
    compare(
        "lint of one plan",
        {
            "kamctl lint": [*lint, path],
            "python -c pass": [python, "-c", "pass"],
            "yamllint": [*yamllint, path],
        },
        one,
        {"kamctl lint": 15, "python -c pass": 15, "yamllint": 15},
    )
    # The process's own number is a value that is new each time.
    edit = f'exec "{kamctl}" --today {generate.TODAY} set client-0000 credit_line.used $$'
    for folder, among in ((one, "alone"), (many, f"among {chosen.plans}")):
        compare(
            f"an edit of one plan {among} (at most 1.5 times its lint)",
            {"kamctl set": ["sh", "-c", edit], "kamctl lint": [*lint, path]},
            folder,
            {"kamctl set": 15, "kamctl lint": 15},
        )


def bench_risks(chosen: argparse.Namespace) -> None:
    """The risk summary of many plans, against lint of them, and the loss of 1,000 risks of any size by itself."""
    folder = chosen.folder / "many"
    generate.repository(folder, chosen.plans)
    kamctl = [str(Path(sys.executable).parent / "kamctl"), "--today", generate.TODAY]
    timed([*kamctl, "schema", "export"], folder)
    compare(
        f"the risks of {chosen.plans} plans, and p50, p80, p95 of 1,000 risks (under a second)",
        {
            "kamctl risks": [*kamctl, "risks"],
            "kamctl lint": [*kamctl, "lint"],
            "the loss of 1,000 risks": [sys.executable, "-c", LOSS],
        },
        folder,
        {"kamctl risks": 5, "kamctl lint": 5, "the loss of 1,000 risks": 5},
    )


def bench_export(chosen: argparse.Namespace) -> None:
    """All plans in one workbook, and back; and ten lines of an accounting system for each of them."""
    folder = chosen.folder / "many"
    generate.repository(folder, chosen.plans)
    kamctl = [str(Path(sys.executable).parent / "kamctl"), "--today", generate.TODAY]
    (folder / "schema/imports.yaml").write_text(IMPORTS, "utf-8")
    days = [f"{number:02}.{month:02}.2026" for month in (1, 9) for number in (1, 9, 16, 23, 30)]
    lines = [f"client-{number:04},{day},{1000 + number}" for number in range(chosen.plans) for day in days]
    (folder / "sales.csv").write_text("\n".join(["client,day,amount", *lines]) + "\n", "utf-8")
    commands = {
        "kamctl export": [*kamctl, "export", "-o", "plans.xlsx"],
        "kamctl import of a workbook": [*kamctl, "import", "plans.xlsx"],
        "kamctl import of csv": [*kamctl, "import", "sales.csv", "--map", "sales"],
        "kamctl lint": [*kamctl, "lint"],
    }
    title = (
        f"{chosen.plans} plans in one workbook (under 60 seconds), the same taken back, and {len(lines)} lines of csv"
    )
    compare(title, commands, folder, dict.fromkeys(commands, 3))


def bench_history(chosen: argparse.Namespace) -> None:
    """The log of a plan, a comparison, and who set each field of all plans, against git's own on the same files."""
    folder = chosen.folder / "history"
    history.repository(folder, chosen.plans, chosen.commits)
    kamctl = [str(Path(sys.executable).parent / "kamctl"), "--today", generate.TODAY]
    version = history.git(folder, "version").decode().split()[-1]
    print(f"\n{chosen.plans} plans with {chosen.commits} commits, git {version}, one core")
    # git compares folders from their beginning, so the log of an early file is quicker: the average, and the worst.
    for number in (chosen.plans // 2, 0):
        path = f"plans/{history.client(number)}.yaml"
        compare(
            f"log of {path}, which {_commits_of(folder, path)} commits touch (at most 2 times git)",
            {"kamctl log": [*kamctl, "log", history.client(number)], "git log -p": ["git", "log", "-p", "--", path]},
            folder,
            {"kamctl log": 7, "git log -p": 7},
        )
    back = min(100, chosen.commits - 1)
    compare(
        f"the last {back} commits at once",
        {
            "kamctl diff": [*kamctl, "diff", f"HEAD~{back}..HEAD"],
            "git diff": ["git", "diff", f"HEAD~{back}..HEAD"],
        },
        folder,
        {"kamctl diff": 7, "git diff": 7},
    )
    compare(
        "the habit of all KAMs, for which every version of every plan is read (at most what the log of all takes)",
        {
            "kamctl habit": [*kamctl, "habit"],
            "kamctl log --format json": [*kamctl, "log", "--format", "json"],
            "git log -p": ["git", "log", "-p"],
        },
        folder,
        {"kamctl habit": 3, "kamctl log --format json": 3, "git log -p": 3},
    )
    _bench_blame(chosen, folder, kamctl)


def _commits_of(folder: Path, path: str) -> int:
    return int(history.git(folder, "rev-list", "--count", "HEAD", "--", path))


def _bench_blame(chosen: argparse.Namespace, folder: Path, kamctl: list[str]) -> None:
    """All fields of all plans in one process, against one process of git for each file, in turn with it."""
    paths = [f"plans/{history.client(number)}.yaml" for number in range(chosen.plans)]
    sample = sorted(random.Random(1).sample(paths, min(chosen.sample or chosen.plans, chosen.plans)))
    ours, held = min(timed([*kamctl, "blame", "--format", "json"], folder) for _ in range(3))
    seconds = sum(timed(["git", "blame", "--porcelain", path], folder)[0] for path in sample)
    theirs = seconds * chosen.plans / len(sample)
    said = "" if len(sample) == chosen.plans else f" (from {len(sample)} of them, chosen by chance: {seconds:.1f} s)"
    print(f"\nwho last set each field of all {chosen.plans} plans (at least 8 times faster, under 400 MB)")
    print(f"  kamctl blame --format json      {ours:9.3f} s {held:7.0f} MiB")
    print(f"  git blame, a process a file     {theirs:9.3f} s{said}")
    print(f"  it ÷ kamctl                     {theirs / ours:9.1f}")


def bench_site(chosen: argparse.Namespace) -> None:
    """All plans as a web site, and its first page in a browser."""
    folder = chosen.folder / "history"
    history.repository(folder, chosen.plans, chosen.commits)
    kamctl = [str(Path(sys.executable).parent / "kamctl"), "--today", generate.TODAY]
    site.bench(folder, chosen.folder / "site", kamctl, f"{chosen.plans} plans with {chosen.commits} commits")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--plans", type=int, default=1000)
    options.add_argument("--commits", type=int, default=10_000)
    options.add_argument("--sample", type=int, default=0, help="files that git blames; all when left out")
    options.add_argument("--folder", type=Path, default=HERE.parents[2] / ".bench")
    options.add_argument("--only", choices=("lint", "risks", "export", "history", "site"), help="only this part")
    options.add_argument("--quick", action="store_true", help="leave out the slow programs; git blames 50 files")
    chosen = options.parse_args()
    if chosen.quick and not chosen.sample:
        chosen.sample = 50
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    parts = {
        "lint": bench_lint, "risks": bench_risks, "export": bench_export, "history": bench_history, "site": bench_site,
    }  # fmt: skip
    for part, bench in parts.items():
        if chosen.only in (None, part):
            bench(chosen)
    print(f"\nmost memory of any child: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
