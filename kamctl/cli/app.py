"""What every command is given: where it was started, the day, the terminal, and the repository when it asks."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kamctl.cli.terminal import Terminal
from kamctl.errors import UsageError, WriteError

if TYPE_CHECKING:
    from kamctl.gitrepo.repository import Repository
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

    def deliver(self, text: str, output: str) -> None:
        """Write what a command made to the file that --output names; - is standard output."""
        from kamctl.storage import write_report

        if output == "-":
            self.terminal.write_data(text)
        else:
            write_report(self.place_of(output), text)

    def deliver_file(self, data: bytes, output: str) -> None:
        """Write a file of any kind where --output names one, which is none for the eye."""
        from kamctl.storage import write_output

        if output == "-":
            raise UsageError("What this command makes is no text to be shown.", "Name a file for it.")
        write_output(self.place_of(output), data)

    def place_of(self, output: str) -> Path:
        """Where an output goes, which is never where the repository has a file of its own."""
        if not output:
            raise UsageError("The name of the output is empty.", "Name a file for it.")
        path = self.folder / output
        if self.workspace.is_source(path):
            raise UsageError("The output would take the place of {path}.", "Give it a name of its own.", path=output)
        return path

    def snapshot(self, at: str | None = None) -> Snapshot:
        """The repository's files as they are now, or as a commit has them: a revision, or the last one of a day."""
        if at is not None:
            from kamctl.cli.past import snapshot_at

            with self.repository() as repository:
                return snapshot_at(repository, at)
        from kamctl.lint.snapshot import Snapshot

        plans, strays = self.workspace.plan_files()
        return Snapshot(self.workspace.schema_files(), plans, strays)

    def repository(self) -> Repository:
        """The git repository that the plans lie in, to be closed; HistoryError where there is none."""
        from kamctl.gitrepo.repository import Repository

        return Repository.find(self.workspace.root)

    def write_all(self, workspace: Workspace, files: Sequence[tuple[str, bytes, bytes | None]]) -> None:
        """Write files one by one: their names, their new bytes, what they must still hold (None: nothing is there).

        When one cannot be written, WriteError; those that were written are named before.
        """
        from kamctl.words import listing

        for number, (name, data, expected) in enumerate(files):
            try:
                workspace.write(name, data, expected)
            except WriteError as error:
                if number:
                    error.remedy = None  # the same command again would find other files than it did now
                    self.terminal.note(f"Written so far: {listing(done for done, _, _ in files[:number])}.\n")
                raise


def start(
    folder: str | None, day: str | None, colour: str, debug: bool, environment: Mapping[str, str] | None = None
) -> App:
    """The edge for one run of the program."""
    try:
        here = Path.cwd()
    except OSError as error:
        raise UsageError("The folder you are in is not there any more.", "Go to another folder.") from error
    chosen = here / folder if folder else here
    return App(chosen, day, Terminal(colour, os.environ if environment is None else environment), debug)


def current(context: click.Context) -> App:
    """The edge, from a command's context; made with the defaults where the shell asks for completions."""
    found: Any = context.find_root().obj
    if isinstance(found, App):
        return found
    parameters = context.find_root().params
    return start(parameters.get("folder"), parameters.get("day"), "never", False)
