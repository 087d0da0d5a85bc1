"""What every command is given: where it was started, the day, the terminal, and the repository when it asks."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kamctl.cli.terminal import Terminal
from kamctl.errors import UsageError

if TYPE_CHECKING:
    from kamctl.lint.snapshot import Snapshot
    from kamctl.workspace import Workspace


@dataclass
class App:
    """The edge of the program, made once in `main` and passed to the commands."""

    folder: Path
    day: str | None
    terminal: Terminal
    debug: bool = False

    @cached_property
    def today(self) -> date:
        """The day that decides what is due: `--today`, or the day by the clock in the local time zone."""
        if self.day is None:
            return date.today()  # noqa: DTZ011  # a KAM's working day is the local one
        from kamctl.plan.quantity import day

        today = day(self.day)
        if today is None:
            raise UsageError(
                "The day {day} given by --today or KAMCTL_TODAY cannot be read.",
                "Write it as 2026-02-03.",
                day=self.day,
            )
        return today

    @cached_property
    def workspace(self) -> Workspace:
        """The repository that the command works in."""
        from kamctl.workspace import Workspace

        return Workspace.find(self.folder)

    def snapshot(self) -> Snapshot:
        """The repository's files as they are now."""
        from kamctl.lint.snapshot import Snapshot

        plans, strays = self.workspace.plan_files()
        return Snapshot(self.workspace.schema_files(), plans, strays)


def start(
    folder: str | None, day: str | None, colour: str, debug: bool, environment: Mapping[str, str] | None = None
) -> App:
    """The edge for one run of the program."""
    here = Path.cwd()
    chosen = here / folder if folder else here
    return App(chosen, day, Terminal(colour, os.environ if environment is None else environment), debug)


def current(context: click.Context) -> App:
    """The edge, from a command's context; made with the defaults where the shell asks for completions."""
    found: Any = context.find_root().obj
    if isinstance(found, App):
        return found
    parameters = context.find_root().params
    return start(parameters.get("folder"), parameters.get("day"), "never", False)
