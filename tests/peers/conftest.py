"""Tests whose peer is not on this machine are deselected, and said to be; with CI set they run, and fail."""

from __future__ import annotations

import os

import pytest

from tests.peers import MissingPeerError, peer


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "peer(name): runs another program, see tests/peers")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if os.environ.get("CI"):
        return
    missing = {id(item): reason for item in items if (reason := _missing(item))}
    if missing:
        config.hook.pytest_deselected(items=[item for item in items if id(item) in missing])
        items[:] = [item for item in items if id(item) not in missing]
        reporter = config.pluginmanager.get_plugin("terminalreporter")
        if reporter is not None:
            for reason in sorted(set(missing.values())):
                reporter.write_line(f"left out: {reason}")


def _missing(item: pytest.Item) -> str:
    """Why an item cannot run here; empty where it can."""
    for marker in item.iter_markers("peer"):
        try:
            peer(marker.args[0])
        except MissingPeerError as error:
            return str(error)
    return ""
