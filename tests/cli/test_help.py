"""Every command and every option says what it does, and the README knows every command."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from kamctl.cli.main import COMMANDS, cli
from tests.cli.command import kamctl


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield " ".join((*path, name)), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


ALL = dict(commands(cli))


@pytest.mark.parametrize("command", ALL.values(), ids=ALL.keys())
def test_a_command_and_its_options_have_help(command: click.Command) -> None:
    assert command.help
    assert [option.name for option in command.params if isinstance(option, click.Option) and not option.help] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_the_readme_has_a_command(name: str) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    assert f"kamctl {name}" in readme


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_is_at_hand_without_a_repository(tmp_path: Path, name: str) -> None:
    ran = kamctl(tmp_path, *filter(None, [name]), "--help")
    assert ran.code == 0
    assert ran.out.startswith(f"Usage: kamctl {name}".rstrip())


def test_the_version_is_told(tmp_path: Path) -> None:
    assert kamctl(tmp_path, "--version").out.startswith("kamctl 0.")
