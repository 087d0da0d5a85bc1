"""The group of commands and the one error boundary: every way out of the program is decided here."""

from __future__ import annotations

import errno
import gc
import importlib
import os
import signal
import sys
from types import FrameType
from typing import Any, NoReturn

import click

from kamctl.cli import app as edge
from kamctl.cli import terminal
from kamctl.errors import KamctlError, reason

COMMANDS = (
    "lint", "explain", "show", "status", "risks", "promo", "agenda", "habit", "site", "doc", "order", "export",
    "import", "diff", "log", "blame", "guard", "approve", "new", "set", "unset", "note", "actual", "done",
    "checkin", "roll", "save", "init", "schema",
)  # fmt: skip
"""In the order of `kamctl --help`; each is `command` in the module of its name, imported when it is needed."""

_MODULES = {"import": "importing"}
"""Commands whose name is a word of Python's."""

EXIT_BUG, EXIT_INTERRUPTED, EXIT_PIPE_CLOSED = 3, 130, 141

COMPLETE = "_KAMCTL_COMPLETE"
"""What a shell sets to ask for completions."""

_NOT_WRITABLE = (errno.ENOSPC, errno.EIO, errno.EBADF)


class _Commands(click.Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"kamctl.cli.{_MODULES.get(cmd_name, cmd_name)}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from kamctl.lint.nearest import nearest

            near = nearest(args[0], COMMANDS)
            hint = f" Did you mean {near}?" if near else " See kamctl --help for the commands."
            ctx.fail(f"There is no command {args[0]}.{hint}")
        return super().resolve_command(ctx, args)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("-C", "folder", metavar="DIR", help="Work as if started in DIR.")
@click.option("--today", "day", metavar="DATE", envvar="KAMCTL_TODAY", help="The day that decides what is due.")
@click.option(
    "--color",
    "colour",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Whether text has colours.",
)
@click.option("--debug", is_flag=True, help="Show where a bug of kamctl happened.")
@click.version_option(package_name="kamctl", message="%(prog)s %(version)s")
@click.pass_context
def cli(context: click.Context, folder: str | None, day: str | None, colour: str, debug: bool) -> None:
    """Plans-as-code for key account management: Action Plans in YAML, checked and kept in git."""
    from kamctl.plan.plainness import has_libyaml

    if not has_libyaml():
        raise KamctlError(
            "PyYAML is installed without libyaml, with which kamctl reads plans.",
            "Install PyYAML from a wheel: pip install --force-reinstall --only-binary :all: PyYAML",
        )
    if sys.flags.optimize > 1:
        raise KamctlError("Python leaves out the pages of the rules (-OO).", "Unset PYTHONOPTIMIZE.")
    context.obj = edge.start(folder, day, colour, debug)


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the program: exit codes 0 fine, 1 findings, 2 cannot run, 3 a bug, 130 interrupted, 141 pipe closed."""
    # Plans are trees without cycles: looking for cycles among millions of small values would double the time.
    gc.disable()
    terminal.prepare()
    signal.signal(signal.SIGTERM, _interrupt)
    sys.exit(_run(sys.argv[1:] if arguments is None else arguments))


def _run(arguments: list[str]) -> int:
    try:
        if asked := os.environ.get(COMPLETE):
            return _complete(asked)
        outcome: Any = cli.main(arguments, prog_name="kamctl", standalone_mode=False)
        return outcome if isinstance(outcome, int) else 0
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.Abort:  # click has ended the line already
        _say("Interrupted.")
        return EXIT_INTERRUPTED
    except KeyboardInterrupt:
        _say("\nInterrupted.")
        return EXIT_INTERRUPTED
    except (terminal.ReaderGoneError, SystemExit):
        # click itself ends the program in one case alone: when it writes help and the reader has gone away.
        return EXIT_PIPE_CLOSED
    except KamctlError as error:
        _say(f"error: {error.message}" + (f" {error.remedy}" if error.remedy else ""))
        return error.exit_code
    except click.ClickException as error:
        _say(_wrong_usage(error))
        return 2
    except Exception as error:  # noqa: BLE001  # the one error boundary
        if isinstance(error, OSError) and error.errno in _NOT_WRITABLE:  # click wrote its help
            terminal.discard(sys.stdout)
            _say(f"error: Standard output could not be written: {reason(error)}.")
            return 2
        return _bug(error, "--debug" in arguments)


def _complete(asked: str) -> int:
    """Answer a shell that asks what may come next; a question that cannot be understood gets no answer.

    What is said would stand in the line that somebody is typing.
    """
    from click.shell_completion import shell_complete

    try:
        return shell_complete(cli, {}, "kamctl", COMPLETE, asked)
    except (LookupError, ValueError, OSError):  # of what the shell puts into the environment, or its reader is gone
        terminal.discard(sys.stdout)
        return 2


def _wrong_usage(error: click.ClickException) -> str:
    """What is wrong with how the program was called, and where the right way is told."""
    said = error.format_message()
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return said  # the help itself
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is None or "--help" in said or "Did you mean" in said:
        return f"error: {said}"
    return f"error: {said.removesuffix('.')}. See {context.command_path} --help."


def _say(text: str) -> None:
    from kamctl.render.safe import inert

    lines = text.split("\n")
    terminal.Terminal("never", {}).note("\n".join(inert(line) for line in lines) + "\n")


def _bug(error: Exception, debug: bool) -> int:
    """One line for the person, and where it happened in a file: the places in the program, none of the data."""
    import tempfile
    import traceback

    if debug:
        _say("".join(traceback.format_exception(error)).rstrip("\n"))
        return EXIT_BUG
    places = "".join(traceback.format_tb(error.__traceback__))
    with tempfile.NamedTemporaryFile(
        "w", prefix="kamctl-bug-", suffix=".txt", delete=False, encoding="utf-8"
    ) as report:
        report.write(f"{type(error).__name__}\n{places}")
    _say(f"error: This is a bug in kamctl ({type(error).__name__}); please report it. Details are in {report.name}.")
    return EXIT_BUG


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
