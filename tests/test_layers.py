"""The arrows between kamctl's rooms run one way, and the edges of the program stay at its edge.

The rules are tables at the top; each is a function from a module to the sentences that tell what it
breaks. The planted modules at the end prove that every rule can fail.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.command import put
from tests.gitting import commit, start
from tests.harness import FORMAT

ROOT = Path(__file__).resolve().parents[1]

# Which of our own rooms a room may import beside itself; "" stands for every room. A room is a file or a
# folder of kamctl; a longer name is a part of a room, with a row of its own.
ARROWS: dict[str, tuple[str, ...]] = {
    "__init__": (),
    "__main__": ("cli",),
    "words": (),
    "errors": ("words",),
    "plan": ("words",),
    "edit": ("words", "errors", "plan"),
    "lint": ("words", "plan"),
    "lint.catalog": ("words", "plan", "rules"),
    "lint.rule": ("words", "plan", "guard.authority", "guard.deed", "history.change"),
    "rules": (
        "words",
        "plan",
        "lint.rule",
        "lint.finding",
        "lint.nearest",
        "guard.authority",
        "guard.deed",
        "history.approval",
    ),
    "guard": ("words", "plan", "history", "gitrepo.commit", "gitrepo.delta", "lint.rule", "lint.finding"),
    "insight": ("words", "plan"),
    "insight.habit": ("words", "plan", "history.practice"),
    "insight.impact": ("words", "plan", "lint.finding", "lint.difference"),
    "insight.order": ("words", "plan", "lint.nearest"),
    "gitrepo": ("words", "errors", "plan.quantity", "plan.public_key"),
    "history": ("words", "plan", "gitrepo.commit", "gitrepo.delta"),
    "history.notices": ("words", "plan", "lint.allow"),
    "render": ("words", "plan", "insight", "history", "lint.finding", "lint.page", "exchange.trouble"),
    "upkeep": ("words", "plan", "insight", "edit.edits"),
    "exchange": ("words", "errors", "plan", "edit", "history", "insight", "lint", "render.safe"),
    "starter": (),
    "site": ("words", "plan", "insight", "history", "lint.finding", "lint.page", "render"),
    "published": ("words", "errors", "storage"),
    "storage": ("words", "errors"),
    "workspace": ("words", "errors", "plan", "storage"),
    "cli": ("",),
}

# Who may import what from outside; a name stands for its submodules too. What has no row is free.
EDGES: dict[str, tuple[str, ...]] = {
    "click": ("cli",),
    "rich": ("cli", "render"),
    "yaml": ("plan",),
    "pydantic": ("plan",),
    "git": ("gitrepo",),
    "icalendar": ("render.ics",),
    "babel": ("exchange.documents.language",),
    "num2words": ("exchange.documents.language",),
    "docx": ("exchange.orders.order_docx", "exchange.documents.docx_form"),
    "docxtpl": ("exchange.documents.docx_form",),
    "lxml": ("exchange.documents",),
    "jinja2": ("exchange.documents", "site.rendering"),
    "xlsxwriter": ("exchange.workbooks", "exchange.orders.order_xlsx"),
    "openpyxl": ("exchange.workbooks.reading",),
    "os": ("__main__", "cli", "gitrepo", "published", "starter", "storage", "workspace"),
    "subprocess": ("gitrepo", "cli.pager", "cli.child", "cli.opening"),
    "shutil": ("cli", "gitrepo", "starter", "storage", "workspace"),
    "tempfile": ("cli", "gitrepo.acting", "gitrepo.signatures", "starter", "storage", "workspace"),
    "glob": ("cli", "starter", "storage", "workspace"),
    "pathlib": ("__main__", "cli", "gitrepo", "published", "starter", "storage", "workspace"),
    "socket": (),
    "urllib.request": (),
    "http": (),
}
# Names that say nothing about the disk.
HARMLESS = {"pathlib.PurePath", "pathlib.PurePosixPath", "pathlib.PureWindowsPath"}
OPENS_FILES = ("cli", "starter", "storage", "workspace")

CLOCK = {"date.today", "datetime.now", "datetime.today", "datetime.utcnow", "time.time", "time.localtime"}
BROAD = {"Exception", "BaseException"}
ERROR_BOUNDARY = "cli.main"

# What a command must not have loaded by the time it is done.
NOT_AT_START: dict[str, tuple[list[str], str]] = {
    "help does not load GitPython": (["--help"], "git"),
    "help does not load rich": (["--help"], "rich"),
    "help does not load the JSON Schema export": (["--help"], "kamctl.plan.json_schema"),
    "help does not load XlsxWriter": (["--help"], "xlsxwriter"),
    "help does not load openpyxl": (["--help"], "openpyxl"),
    "help does not load the starter files": (["--help"], "kamctl.starter"),
    "the agenda does not load icalendar": (["--today", "2026-11-23", "agenda"], "icalendar"),
    "an order does not load python-docx": (["--today", "2026-11-23", "order", "larch-lane", "butter-180=1"], "docx"),
    "schema export does not load Jinja": (["--today", "2026-11-23", "schema", "export", "--output", "-"], "jinja2"),
    "an order does not load Babel": (["--today", "2026-11-23", "order", "larch-lane", "butter-180=1"], "babel"),
    "lint does not load GitPython": (["--today", "2026-11-23", "lint"], "git"),
    "lint does not load the starter files": (["--today", "2026-11-23", "lint"], "kamctl.starter"),
}


@dataclass(frozen=True, slots=True)
class Module:
    """A source file of kamctl, by its name inside the package (`lint.finding`), parsed."""

    name: str
    tree: ast.Module
    is_package: bool = False

    def imports(self) -> Iterator[str]:
        """Every imported name in full (`kamctl.plan.period.Period`), wherever the import stands."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from (f"{self._base(node)}.{alias.name}" for alias in node.names)

    def calls(self) -> Iterator[str]:
        """Every called name as it is written, its last two parts (`date.today`)."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield ".".join(ast.unparse(node.func).split(".")[-2:])

    def broad_handlers(self) -> Iterator[ast.ExceptHandler]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ExceptHandler):
                named = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
                if any(name is None or ast.unparse(name) in BROAD for name in named):
                    yield node

    def _base(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        own = ["kamctl", *self.name.split(".")]
        base = own[: len(own) - node.level + self.is_package]
        return ".".join([*base, *([node.module] if node.module else [])])


def program() -> list[Module]:
    """All modules of kamctl, by name; the starter files are data."""
    found = []
    for path in sorted((ROOT / "kamctl").rglob("*.py")):
        parts = path.relative_to(ROOT / "kamctl").with_suffix("").parts
        is_package = parts[-1] == "__init__" and len(parts) > 1
        name = ".".join(parts[:-1] if is_package else parts)
        found.append(Module(name, ast.parse(path.read_text("utf-8"), str(path)), is_package))
    return found


def within(name: str, *rooms: str) -> bool:
    """Whether `name` is one of `rooms`, or lies in one."""
    return any(not room or name == room or name.startswith(room + ".") for room in rooms)


def row(name: str) -> str | None:
    """The longest row of ARROWS that fits a module."""
    return max((room for room in ARROWS if within(name, room)), key=len, default=None)


def wrong_arrows(module: Module) -> Iterator[str]:
    room = row(module.name)
    if room is None:
        yield f"{module.name} is in no room that ARROWS knows"
        return
    for name in module.imports():
        ours = name.removeprefix("kamctl.")
        if ours != name and not within(ours, module.name.split(".")[0], *ARROWS[room]):
            yield f"{module.name} imports {name}"


def wrong_edges(module: Module) -> Iterator[str]:
    for name in module.imports():
        for outside, rooms in EDGES.items():
            if within(name, outside) and name not in HARMLESS and not within(module.name, *rooms):
                yield f"{module.name} imports {name}"


def opened_files(module: Module) -> Iterator[str]:
    if not within(module.name, *OPENS_FILES):
        yield from (f"{module.name} calls {name}" for name in module.calls() if name in ("open", "io.open"))


def clocks(module: Module) -> Iterator[str]:
    yield from (f"{module.name} calls {name}" for name in module.calls() if name in CLOCK)


def broad_handlers(module: Module) -> Iterator[str]:
    yield from (f"{module.name} has a broad except" for _ in module.broad_handlers())


def module_settings(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Global):
            yield f"{module.name} changes its settings: global {', '.join(node.names)}"


Rule = Callable[[Module], Iterator[str]]


def told(rule: Rule) -> list[str]:
    return [sentence for module in program() for sentence in rule(module)]


@pytest.mark.parametrize(
    "rule",
    [
        pytest.param(wrong_arrows, id="a room imports only from the rooms that its row names"),
        pytest.param(wrong_edges, id="disk, git, terminal and libraries are imported at the edge that owns them"),
        pytest.param(opened_files, id="only workspace, starter and cli open files"),
        pytest.param(module_settings, id="no module changes its own settings"),
    ],
)
def test_nothing_in_the_program_breaks(rule: Rule) -> None:
    assert told(rule) == []


def test_the_clock_is_read_in_one_place_in_cli() -> None:
    sentences = told(clocks)
    assert len(sentences) == 1, sentences
    assert sentences[0].startswith("cli.")


def test_the_one_broad_except_is_the_error_boundary() -> None:
    assert told(broad_handlers) == [f"{ERROR_BOUNDARY} has a broad except"]


def loaded_by(arguments: list[str], folder: Path) -> list[str]:
    """The modules that a command which succeeds has loaded by the time it is done."""
    program = (
        "import atexit, sys; from kamctl.cli.main import main;"
        "atexit.register(lambda: print('\\nloaded:', *sys.modules, file=sys.stderr));"
        "sys.argv[0] = 'kamctl'; sys.exit(main())"
    )
    command = [sys.executable, "-c", program, *arguments]
    run = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", timeout=60)
    said, _, loaded = run.stderr.rpartition("\nloaded: ")
    assert run.returncode == 0, said
    return loaded.split()


@pytest.mark.parametrize(("arguments", "unwanted"), NOT_AT_START.values(), ids=NOT_AT_START.keys())
def test_start_up_loads_only_what_the_command_needs(arguments: list[str], unwanted: str) -> None:
    assert unwanted not in loaded_by(arguments, ROOT)


@pytest.mark.parametrize(
    ("severity", "reads"),
    [
        pytest.param("off", False, id="lint does not load what reads the history where no rule asks for it"),
        pytest.param("warning", True, id="with stale-plan it does"),
    ],
)
def test_lint_reads_the_history_for_one_rule_only(tmp_path: Path, severity: str, reads: bool) -> None:
    start(tmp_path)
    commit(put(tmp_path, {"schema/format.yaml": f"{FORMAT}rules: {{stale-plan: {{severity: {severity}}}}}\n"}), {})
    loaded = loaded_by(["--today", "2026-05-20", "lint"], tmp_path)
    assert ("kamctl.gitrepo" in loaded, "kamctl.history" in loaded) == (reads, reads)


@pytest.mark.parametrize(
    ("rule", "name", "source", "sentences"),
    [
        pytest.param(
            wrong_arrows,
            "rules.kpi_gap",
            "from kamctl.lint.engine import run",
            ["rules.kpi_gap imports kamctl.lint.engine.run"],
            id="a rule that imports the engine is told",
        ),
        pytest.param(
            wrong_arrows,
            "plan.model",
            "def late():\n    from ..lint import finding",
            ["plan.model imports kamctl.lint.finding"],
            id="a late and relative import counts too",
        ),
        pytest.param(
            wrong_arrows,
            "lint.engine",
            "import kamctl.rules.kpi_gap",
            ["lint.engine imports kamctl.rules.kpi_gap"],
            id="only the catalogue imports rules",
        ),
        pytest.param(
            wrong_arrows,
            "lint.catalog",
            "from kamctl.rules import kpi_gap\nfrom kamctl.lint.rule import Rule",
            [],
            id="the catalogue imports rules",
        ),
        pytest.param(
            wrong_arrows,
            "newcomer.thing",
            "",
            ["newcomer.thing is in no room that ARROWS knows"],
            id="a new room needs a row",
        ),
        pytest.param(
            wrong_edges,
            "lint.engine",
            "import os.path\nfrom pathlib import Path, PurePosixPath",
            ["lint.engine imports os.path", "lint.engine imports pathlib.Path"],
            id="the disk is not for the engine, a pure path is",
        ),
        pytest.param(
            wrong_edges,
            "workspace",
            "import subprocess",
            ["workspace imports subprocess"],
            id="the workspace runs no programs",
        ),
        pytest.param(
            opened_files,
            "render.text",
            "def show(path):\n    return open(path)",
            ["render.text calls open"],
            id="a renderer that opens a file is told",
        ),
        pytest.param(
            clocks,
            "lint.engine",
            "import datetime\nday = datetime.date.today()\nother = plan.today()",
            ["lint.engine calls date.today"],
            id="the clock is told, a value named today is not",
        ),
        pytest.param(
            broad_handlers,
            "cli.lint",
            "try: pass\nexcept (OSError, Exception): pass\ntry: pass\nexcept OSError: pass",
            ["cli.lint has a broad except"],
            id="a broad except in a tuple is told",
        ),
        pytest.param(
            module_settings,
            "words",
            "def use(language):\n    global LANGUAGE\n    LANGUAGE = language",
            ["words changes its settings: global LANGUAGE"],
            id="a global statement is told",
        ),
    ],
)
def test_a_planted_fault_is_told(rule: Rule, name: str, source: str, sentences: list[str]) -> None:
    assert list(rule(Module(name, ast.parse(source)))) == sentences
