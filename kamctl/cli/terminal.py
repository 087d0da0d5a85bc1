"""The terminal and the pipes: the only place that writes to standard output and standard error.

Text arrives with what plans say already made harmless (`kamctl.render.safe`). Nothing is printed before a command
knows its verdict, so a reader that goes away or a full disk never changes it in silence.
"""

from __future__ import annotations

import os
import select
import shutil
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import TextIO

import click

from kamctl.errors import KamctlError, reason

NARROWEST, WIDEST = 20, 200

_DRAWN = "\u00a0█▓▒░▉▊▋▌▍▎▏■□●○·│─┼├┤┬┴┌┐└┘▲▼"
_PLAINLY = str.maketrans(_DRAWN, " ##:.###||||#.*o.|-+++++++++^v")
"""What bars, maps and groups of digits are drawn with, and what stands for it, cell by cell, where the encoding has
none of it."""


class OutputError(KamctlError):
    """Standard output cannot take what is written to it."""


class ReaderGoneError(Exception):
    """Whoever read standard output has gone away. No OSError, of which click would make exit code 1."""


def prepare() -> None:
    """Make the streams take any text whatever the locale: what they cannot spell is escaped, never an exception.

    Line ends are written as the text has them, on every system: those of CSV are two characters already.
    """
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace", newline="")
    if sys.stdin is not None and hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="surrogateescape")  # an answer with bytes that are no text is asked for again


class Terminal:
    """Where a command's text goes. `colour` is auto, always or never."""

    def __init__(self, colour: str, environment: Mapping[str, str]) -> None:
        self._colour = colour
        self._environment = environment

    @property
    def colour(self) -> bool:
        """Whether standard output gets colours."""
        if self._colour != "auto":
            return self._colour == "always"
        if self._environment.get("NO_COLOR"):
            return False
        if self._environment.get("FORCE_COLOR"):
            return True
        return self._environment.get("TERM") != "dumb" and _is_terminal(sys.stdout)

    @property
    def width(self) -> int:
        """Columns of a line: those of the terminal, else 80; never fewer or more than text stays readable in."""
        columns = shutil.get_terminal_size((80, 24)).columns
        return max(NARROWEST, min(columns, WIDEST))

    @property
    def asks(self) -> bool:
        """Whether somebody is there to answer a question."""
        return _is_terminal(sys.stdin) and _is_terminal(sys.stderr)

    @property
    def shows_progress(self) -> bool:
        """Whether somebody may see how far a long work has come."""
        return _is_terminal(sys.stderr) and self._environment.get("TERM") != "dumb"

    def drawable(self, text: str) -> str:
        """Text for people as standard output can draw it: its bars and lines of plain characters where need be."""
        try:
            _DRAWN.encode(getattr(sys.stdout, "encoding", None) or "ascii")
        except (LookupError, UnicodeEncodeError):
            return text.translate(_PLAINLY)
        return text

    def write(self, text: str) -> None:
        """Text for people to standard output, all of it or an error that says so."""
        _write(sys.stdout, text)

    def write_data(self, text: str) -> None:
        """Text for programs to standard output: UTF-8 whatever the locale, as a file is."""
        if sys.stdout is not None and hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
        _write(sys.stdout, text)

    def note(self, text: str) -> None:
        """A line for the person to standard error; where nobody can read it, nothing is lost."""
        with suppress(ValueError, OutputError, ReaderGoneError):
            _write(sys.stderr, text)

    def ask(self, question: str, default: str = "") -> str:
        """One answer to a question; the default where only Enter was pressed."""
        _write(sys.stderr, f"{question} [{default}] " if default else f"{question} ")
        try:
            _await_line()
            answer = sys.stdin.readline()
        except KeyboardInterrupt:
            answer = ""
        if not answer:  # ^C, or the terminal has gone
            self.note("\n")
            raise click.Abort
        return answer.strip() or default

    def confirm(self, question: str, *, default: bool = False) -> bool:
        """Whether a question is answered with yes; Enter alone is the default.

        In Cyrillic letters too: nobody changes the layout of a keyboard for one letter.
        """
        choice = "[Y/n]:" if default else "[y/N]:"
        while True:
            answer = self.ask(f"{question} {choice}").casefold()
            if not answer:
                return default
            if answer in ("y", "yes", "д", "да"):
                return True
            if answer in ("n", "no", "н", "нет"):
                return False

    def read_input(self, most: int) -> bytes:
        """Standard input, at most `most` bytes of it."""
        if sys.stdin is None:
            raise OutputError("Standard input is closed, so there is nothing to read.")
        try:
            return sys.stdin.buffer.read(most)
        except OSError as error:
            raise OutputError("Standard input cannot be read: {why}.", why=reason(error)) from error


def _await_line() -> None:
    """Wait until somebody has answered on the terminal, or has pressed ^C.

    `input()` may sleep through a ^C that comes right before it starts to read. Here a signal also writes to a pipe,
    and the wait is for either of the two.
    """
    if os.name != "posix":  # elsewhere a terminal cannot be waited for
        return
    heard, told = os.pipe()
    os.set_blocking(told, False)
    before = signal.set_wakeup_fd(told, warn_on_full_buffer=False)
    try:
        while sys.stdin not in select.select([sys.stdin, heard], [], [])[0]:
            os.read(heard, 4096)
    finally:
        signal.set_wakeup_fd(before)
        os.close(heard)
        os.close(told)


def _is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # it was closed
        return False


def _write(stream: TextIO | None, text: str) -> None:
    if not text:
        return
    if stream is None:
        raise OutputError("Standard output is closed, so nothing can be shown.")
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError as error:
        discard(stream)
        raise ReaderGoneError from error
    except OSError as error:
        discard(stream)
        raise OutputError("Standard output could not be written: {why}.", why=reason(error)) from error


def discard(stream: TextIO | None) -> None:
    """Let a stream that cannot be written end in silence: Python would flush it again at its exit, and complain."""
    if stream is None:
        return
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
