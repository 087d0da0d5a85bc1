"""The formats of a report: one option, and the one place that has it rendered."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, TypeVar

import click

from kamctl.cli.app import App

FORMATS = ("text", "json", "markdown", "csv")
SAY_WHAT_IS_LACKING = ("text", "json", "markdown")
"""The formats in which a report tells itself what could not be read; beside the others it is said to the person."""


Command = TypeVar("Command", bound=Callable[..., Any])


def format_option(*others: str) -> Callable[[Command], Command]:
    """The option `--format` of a command that prints tables, which may have other formats beside the usual ones."""
    return click.option(
        "--format",
        "format_",
        type=click.Choice((*FORMATS, *others)),
        default="text",
        show_default=True,
        help="How to show it.",
    )


def show(app: App, report: Any, format_: str, room: str) -> None:
    """Write a report as `kamctl.render.ROOM` renders it: as_text, as_json, as_markdown or as_csv."""
    rendering = import_module(f"kamctl.render.{room}")
    if format_ == "text":
        text = rendering.as_text(report, width=app.terminal.width, colour=app.terminal.colour)
        app.terminal.write(app.terminal.drawable(text))
    else:
        app.terminal.write_data(getattr(rendering, f"as_{format_}")(report))
    if format_ not in SAY_WHAT_IS_LACKING:
        from kamctl.render.coverage import lacking
        from kamctl.render.safe import inert

        for sentence in lacking(report.basis):
            app.terminal.note(inert(sentence) + "\n")
