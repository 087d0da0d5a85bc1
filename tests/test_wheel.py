"""The built wheel works alone: installed into an empty environment it starts a repository and checks it."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import venv
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def run(folder: Path, *command: str | Path) -> str:
    """What a command printed; it must have gone well."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "KAMCTL"))}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_init_and_lint_work_from_the_wheel_alone(tmp_path: Path) -> None:
    run(ROOT, sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path)
    (wheel,) = tmp_path.glob("kamctl-*.whl")
    venv.create(tmp_path / "empty", with_pip=True)
    program = tmp_path / "empty" / ("Scripts" if os.name == "nt" else "bin")
    constraints = tmp_path / "constraints.txt"
    # The versions that this environment was locked to; what is newest today proves nothing.
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    names = [requirement.partition(">")[0] for requirement in wanted]
    names += ["pydantic-core", "gitdb", "smmap", "markdown-it-py", "mdurl", "pygments", "annotated-types", "et_xmlfile"]
    names += ["docopt", "lxml", "markupsafe", "python-docx"]
    constraints.write_text("".join(f"{name}=={version(name)}\n" for name in names))
    pip = (program / "python", "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    run(tmp_path, *pip, "--constraint", constraints, wheel)
    kamctl = program / "kamctl"

    assert run(tmp_path, kamctl, "--version") == f"kamctl {version('kamctl')}\n"
    run(tmp_path, kamctl, "--today", "2026-11-23", "init", "team")
    assert (
        run(tmp_path / "team", kamctl, "--today", "2026-11-23", "lint", "--strict") == "1 plan checked: no findings.\n"
    )
    assert run(tmp_path / "team", kamctl, "site").startswith("5 pages in site: 5 written.")
    run(tmp_path, kamctl, "--today", "2026-11-23", "init", "--examples", "--ci", "gitlab", "examples")
    assert "6 plans checked" in run(tmp_path / "examples", kamctl, "--today", "2026-11-23", "lint")
