"""A bar for work that takes long: on a terminal alone, gone when the work is done."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from kamctl.cli.app import App


@contextmanager
def progress(app: App, what: str, total: int) -> Iterator[Callable[[int], None]]:
    """Something to be told how many more steps are done; it shows them where somebody looks."""
    if not app.terminal.shows_progress:
        yield lambda steps: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    colour = None if app.terminal.colour else "never"
    console = Console(file=sys.stderr, no_color=colour is not None, width=app.terminal.width)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(what, total=total)

        def advance(steps: int) -> None:
            bar.update(task, advance=steps)
            bar.refresh()

        yield advance
