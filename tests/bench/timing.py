"""Whole processes, timed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.bench import history

# An installed program has its modules compiled; so has this one behind its first run, unless Python is told not to.
ENVIRONMENT = {name: value for name, value in history.environment().items() if name != "PYTHONDONTWRITEBYTECODE"}


def timed(command: list[str], folder: Path) -> tuple[float, float]:
    """Seconds and MiB of one run; a command that fails ends the bench."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert process.stdout is not None
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - begun
    if process.returncode != 0:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}:\n{output.decode(errors='replace')[:2000]}")
    return seconds, usage.ru_maxrss / 1024


def compare(title: str, commands: dict[str, list[str]], folder: Path, runs: dict[str, int]) -> dict[str, float]:
    """Run the commands in turn and print the least time of each with its ratio to kamctl's."""
    best: dict[str, float] = {}
    memory: dict[str, float] = {}
    for turn in range(max(runs.values())):
        for name, command in commands.items():
            if turn < runs[name]:
                seconds, held = timed(command, folder)
                best[name] = min(best.get(name, seconds), seconds)
                memory[name] = max(memory.get(name, 0.0), held)
    print(f"\n{title}\n{'':34}{'seconds':>9}{'MiB':>7}{'kamctl ÷ it':>13}{'it ÷ kamctl':>13}")
    ours = next(iter(best.values()))
    for name, seconds in best.items():
        print(f"  {name:32}{seconds:9.3f}{memory[name]:7.0f}{ours / seconds:13.2f}{seconds / ours:13.1f}")
    return best
