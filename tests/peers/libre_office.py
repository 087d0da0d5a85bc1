"""LibreOffice as a converter of files, each run with a profile of its own."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.peers import LIBRE_OFFICE, peer


def convert(file: Path, kind: str, folder: Path, name: str = "") -> Path:
    """`file` opened and written as another kind into a folder, by `name` or its own; what it complains of is told."""
    folder.mkdir(parents=True, exist_ok=True)
    profile = f"-env:UserInstallation={(folder / 'profile').resolve().as_uri()}"
    run = subprocess.run(
        [*peer(LIBRE_OFFICE), profile, "--convert-to", kind, "--outdir", str(folder), str(file)],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    made = folder / (name or f"{file.stem}.{kind.partition(':')[0]}")
    assert made.is_file(), run.stdout + run.stderr
    return made
